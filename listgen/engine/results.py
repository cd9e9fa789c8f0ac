"""What a run has made, product by product: in memory for a shop, on disk for a sheet of thousands."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from listgen.domain.attribute import ProductAttribute
from listgen.domain.finding import Finding
from listgen.domain.listing import Draft, FieldText, Listing
from listgen.domain.picture import Picture
from listgen.domain.product import Product
from listgen.domain.run import SkuLine, SkuReport, sku_line
from listgen.domain.variant import Variant
from listgen.engine.documents import sku_document
from listgen.engine.spool import Spool, pack


class Results(Protocol):
    """The products of a run in sheet order, in the shapes that the output needs."""

    @property
    def skus(self) -> Sequence[SkuReport]:
        """Everything of every product."""

    @property
    def lines(self) -> tuple[SkuLine, ...]:
        """The products in short, () where `skus` are in memory."""

    def listings(self, channel: str, variant: str) -> Sequence[Listing]:
        """Return the listings of one bundle as exporters need them."""

    def entries(self) -> Iterator[str]:
        """Yield the product's part of `run.json`."""


@dataclass(slots=True)
class InMemory:
    """The results of a run that fits into memory."""

    found: list[SkuReport] = field(default_factory=list)

    @property
    def skus(self) -> Sequence[SkuReport]:
        """Everything of every product."""
        return tuple(self.found)

    @property
    def lines(self) -> tuple[SkuLine, ...]:
        """The products in short, () where `skus` are in memory."""
        return ()

    def listings(self, channel: str, variant: str) -> Sequence[Listing]:
        """Return the listings of one bundle as exporters need them."""
        return [
            listing
            for sku in self.found
            for listing in sku.listings
            if listing.channel == channel and listing.variant.name == variant
        ]

    def entries(self) -> Iterator[str]:
        """Yield the product's part of `run.json`."""
        return (entry_text(sku) for sku in self.found)


def entry_text(report: SkuReport) -> str:
    """Return a product's part of `run.json`, indented as it stands there."""
    text = json.dumps(sku_document(report), ensure_ascii=False, indent=1)
    # No string of JSON has a line end of its own.
    return "  " + text.replace("\n", "\n  ")


@dataclass(frozen=True, slots=True)
class _Slim:
    """A listing without its claims and without its product, which the catalogue has."""

    sku: str
    variant: Variant
    fields: tuple[tuple[str, tuple[str, ...], str], ...]
    pictures: tuple[Picture, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    values: tuple[str, str, str, str, str, str]
    attributes: tuple[ProductAttribute, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """Some products, packed for the disk by whoever made them."""

    reports: tuple[bytes, ...]
    bundles: tuple[tuple[tuple[str, str], bytes], ...]  # by channel and variant
    entries: bytes
    lines: tuple[SkuLine, ...]


def pack_skus(reports: Sequence[SkuReport]) -> Packed:
    """Return products as a spool takes them."""
    bundles: dict[tuple[str, str], list[_Slim]] = {}
    for report in reports:
        for listing in report.listings:
            bundles.setdefault((listing.channel, listing.variant.name), []).append(_slim(listing))
    return Packed(
        reports=tuple(pack(report) for report in reports),
        bundles=tuple((place, pack(listings)) for place, listings in bundles.items()),
        entries=pack([entry_text(report) for report in reports]),
        lines=tuple(sku_line(report) for report in reports),
    )


def _slim(listing: Listing) -> _Slim:
    return _Slim(
        sku=listing.product.sku,
        variant=listing.variant,
        fields=tuple((text.name, text.items, text.writer) for text in listing.draft.fields),
        pictures=listing.pictures,
        findings=listing.findings,
        missing=listing.missing,
        values=(
            listing.material,
            listing.colour,
            listing.size,
            listing.gender,
            listing.age_group,
            listing.item_type,
        ),
        attributes=tuple(replace(attribute, source=None) for attribute in listing.attributes),
    )


class OnDisk:
    """The results of a large run: `folder` is where temporary files may lie."""

    def __init__(self, folder: Path, products: Sequence[Product]) -> None:
        self._folder = folder
        self._products: Mapping[str, Product] = {product.sku: product for product in products}
        self._reports: Spool[SkuReport] = Spool(folder)
        self._entries: Spool[list[str]] = Spool(folder)
        self._bundles: dict[tuple[str, str], Spool[list[_Slim]]] = {}
        self._lines: list[SkuLine] = []

    def add(self, packed: Packed) -> None:
        """Add some products."""
        for report in packed.reports:
            self._reports.add(report)
        for place, listings in packed.bundles:
            if place not in self._bundles:
                self._bundles[place] = Spool(self._folder)
            self._bundles[place].add(listings)
        self._entries.add(packed.entries)
        self._lines.extend(packed.lines)

    @property
    def skus(self) -> Sequence[SkuReport]:
        """Everything of every product."""
        return self._reports

    @property
    def lines(self) -> tuple[SkuLine, ...]:
        """The products in short, () where `skus` are in memory."""
        return tuple(self._lines)

    def listings(self, channel: str, variant: str) -> Sequence[Listing]:
        """Return the listings of one bundle as exporters need them."""
        parts = self._bundles.get((channel, variant), ())
        return [self._whole(slim, channel) for part in parts for slim in part]

    def entries(self) -> Iterator[str]:
        """Yield the product's part of `run.json`."""
        return (entry for part in self._entries for entry in part)

    def _whole(self, slim: _Slim, channel: str) -> Listing:
        # Names and writers are the same few words in a hundred thousand listings.
        fields = tuple(FieldText(sys.intern(name), items, sys.intern(writer)) for name, items, writer in slim.fields)
        material, colour, size, gender, age_group, item_type = (sys.intern(value) for value in slim.values)
        return Listing(
            product=self._products[slim.sku],
            channel=channel,
            variant=slim.variant,
            draft=Draft(sku=slim.sku, channel=channel, variant=slim.variant.name, fields=fields),
            pictures=slim.pictures,
            findings=slim.findings,
            missing=slim.missing,
            material=material,
            colour=colour,
            size=size,
            gender=gender,
            age_group=age_group,
            item_type=item_type,
            attributes=slim.attributes,
        )
