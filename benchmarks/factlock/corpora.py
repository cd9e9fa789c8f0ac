"""Sentences of the real catalogues: what sellers wrote themselves, and what the composer writes of their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.factlock.texts import Text, sheet_and_siblings
from listgen.catalog.read import read_catalog
from listgen.copywriting.compose import compose_draft
from listgen.domain.brand_kit import Voice
from listgen.domain.names import derive_seed
from listgen.domain.product import Catalog, ProductKind
from listgen.domain.variant import Choices, Variant
from listgen.facts.blocks import read_blocks, sentences
from listgen.marketplaces.profiles import load_profile

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
# Catalogues whose descriptions are prose; the others hold placeholder text or none.
SHEETS = (
    "luma-gear",
    "vendure-demo-shop",
    "native-spreadsheets/bagisto_products.csv",
    "native-spreadsheets/shopify_apparel.csv",
    "native-spreadsheets/shopify_home-and-garden.csv",
    "native-spreadsheets/shopify_jewelery.csv",
)
_FEWEST_WORDS = 4
# Two sentences that an export glued together.
_BROKEN = re.compile(r"[a-z]{2}\.[a-z]{3}")
_CHANNELS = ("amazon", "shopify")


def catalogues() -> Iterator[tuple[str, Catalog]]:
    """Yield name and catalogue of the real sheets that are here, and of the example project."""
    for name in SHEETS:
        path = DATA / name
        if path.exists():
            yield path.stem, _read(path)
    yield "examples", _read(ROOT / "examples")


@cache
def _read(path: Path) -> Catalog:
    return read_catalog(path)


@cache
def seller_texts() -> tuple[Text, ...]:
    """Return the sentences of the sellers' own descriptions, each once; the description is one of the cells."""
    texts: dict[tuple[str, str], Text] = {}
    for origin, catalog in catalogues():
        for product in catalog.products:
            if product.kind is ProductKind.PARENT or not product.description:
                continue
            sheet, siblings = sheet_and_siblings(product, catalog)
            blocks = [block for block in read_blocks(product.description) if not block.key]
            for sentence in (part for block in blocks for part in sentences(block.text)):
                if len(sentence.split()) >= _FEWEST_WORDS and not _BROKEN.search(sentence):
                    text = Text(
                        group="seller", origin=origin, language="en", sku=product.sku, sentence=sentence,
                        sheet=sheet, siblings=siblings,
                    )  # fmt: skip
                    texts.setdefault((origin, sentence), text)
    return tuple(texts.values())


@cache
def composer_texts() -> tuple[Text, ...]:
    """Return the sentences that the composer writes for the same catalogues: titles, bullet points, descriptions."""
    control = Variant(name="A", choices=Choices())
    channels = [load_profile(name).channel("en-US") for name in _CHANNELS]
    texts: dict[tuple[str, str, str], Text] = {}
    for origin, catalog in catalogues():
        for product in catalog.products:
            if product.kind is ProductKind.PARENT:
                continue
            sheet, siblings = sheet_and_siblings(product, catalog)
            for channel in channels:
                seed = derive_seed("factlock", product.sku)
                draft = compose_draft(sheet, channel, control, voice=Voice(), seed=seed)
                items = [item for name in ("bullets", "description") for item in draft.items(name)]
                for sentence in (
                    part for item in items for block in read_blocks(item) for part in sentences(block.text)
                ):
                    if len(sentence.split()) >= _FEWEST_WORDS:
                        text = Text(
                            group="composer", origin=origin, language="en", sku=product.sku, sentence=sentence,
                            sheet=sheet, siblings=siblings,
                        )  # fmt: skip
                        texts.setdefault((origin, product.sku, sentence), text)
    return tuple(texts.values())
