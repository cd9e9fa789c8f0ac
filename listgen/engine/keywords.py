"""The keyword file of a run: which keywords each product has, and what a channel's texts may use of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.keyword import JudgedKeyword
from listgen.domain.listing import FieldText
from listgen.domain.product import Catalog, Product
from listgen.engine.settings import RunSettings

if TYPE_CHECKING:
    from listgen.catalog.keywords import KeywordFile

_NAMED = 5


class KeywordShelf:
    """The keywords of a run, from which each product takes its own."""

    def __init__(self, file: KeywordFile) -> None:
        from listgen.copywriting.keywords import KeywordIndex

        self.file = file
        self.index = KeywordIndex.of(file.keywords)

    def judge(
        self,
        product: Product,
        facts: FactSheet,
        voice: Voice,
        siblings: Sequence[FactSheet],
        brands: Sequence[str],
    ) -> tuple[JudgedKeyword, ...]:
        """Return the keywords of a product, most searched first, each with the reason why it cannot be used."""
        from listgen.copywriting.keywords import judge_keywords

        skus = (product.sku, product.parent_sku) if product.parent_sku else (product.sku,)
        rows = self.index.of_product(facts.type_id, facts.noun, skus)
        return judge_keywords(rows, facts, voice=voice, siblings=siblings, brands=brands)


def keyword_shelf(settings: RunSettings) -> KeywordShelf | None:
    """Return the keywords of a run's file, None where it has none. Raises CatalogError for one that cannot be read."""
    if settings.keywords is None:
        return None
    state = settings.keywords.stat()
    return _shelf(settings.keywords, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _shelf(path: Path, size: int, mtime_ns: int) -> KeywordShelf:
    # Every worker process reads the file once; a file that was changed meanwhile is read again.
    from listgen.catalog.keywords import read_keywords

    return KeywordShelf(read_keywords(path))


def keyword_findings(settings: RunSettings, catalog: Catalog) -> tuple[Finding, ...]:
    """Return remarks on single cells, on rows whose SKU no product has, and on keywords that fit no product."""
    from listgen.facts.product_names import read_name

    shelf = keyword_shelf(settings)
    if shelf is None:
        return ()
    skus = {product.sku for product in catalog.products}
    lost = [row for row in shelf.file.keywords if row.sku and row.sku not in skus]
    findings = [
        *shelf.file.findings,
        *(
            Finding(
                code="keyword.unknown-sku",
                severity=Severity.WARNING,
                message=f"{row.cell.file} row {row.cell.row}: no product has the SKU `{row.sku}`",
                row=row.cell.row,
                place=str(row.cell),
                hint="correct the SKU, or leave the cell empty: the keyword then goes to the products that it fits",
            )
            for row in lost
        ),
    ]
    names = {(name.type_id, name.noun) for name in map(read_name, catalog.products)}
    used = {row for type_id, noun in names for row in shelf.index.of_product(type_id, noun, ())}
    idle = [row for row in shelf.file.keywords if not row.sku and row not in used]
    if idle:
        shown = ", ".join(f"`{row.text}`" for row in idle[:_NAMED]) + (" …" if len(idle) > _NAMED else "")
        count = f"{len(idle)} {'keyword belongs' if len(idle) == 1 else 'keywords belong'}"
        findings.append(
            Finding(
                code="keyword.unused",
                severity=Severity.INFO,
                message=f"{count} to no product: {shown}",
                place=idle[0].cell.file,
                hint="a keyword belongs to products whose noun it holds; name others in a column sku or type",
            )
        )
    return tuple(findings)


def takes_keywords(channel: Channel) -> bool:
    """Return whether a channel has a field for what shoppers type."""
    from listgen.copywriting.search_terms import takes_keywords as takes

    return takes(channel)


def ruled_out(
    judged: Sequence[JudgedKeyword], channel: Channel, *, item_type: str, rules_date: datetime.date | None
) -> dict[str, str]:
    """Return the keywords that a marketplace's rules refuse, each with the rule's reason."""
    from listgen.copywriting.search_words import stop_words, tokens_of
    from listgen.marketplaces.rules import check_fields

    field = next((name for name in ("search_terms", "tags") if channel.field(name)), "description")
    found = {}
    for one in judged:
        if one.reason:
            continue
        # As it would stand there: small letters, no marks, no small words.
        words = dict.fromkeys(word for word in tokens_of(one.keyword.text) if word not in stop_words())
        text = FieldText(field, (" ".join(words),))
        for finding in check_fields((text,), channel, partial=True, rules_date=rules_date, item_type=item_type):
            if finding.evidence and finding.severity is not Severity.INFO:
                found[one.keyword.text] = f"{finding.message} (`{finding.text}`)"
                break
    return found


def usable(judged: Sequence[JudgedKeyword], refused: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keywords that a channel's texts may use, most searched first."""
    return tuple(one.keyword.text for one in judged if not one.reason and one.keyword.text not in refused)
