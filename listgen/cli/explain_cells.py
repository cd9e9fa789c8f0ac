"""Which cell of a sheet to change for an issue of a marketplace's report: from the sheet itself, or a build folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from listgen.domain.names import safe_name
from listgen.domain.product import Catalog, Product
from listgen.domain.source import CellRef
from listgen.errors import UsageError
from listgen.marketplaces.reports.records import Explained

_MOST = 6
_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell to look at, in words, and its text; "" where the cell is empty or its text is not known."""

    cell: str
    text: str


class SheetCells:
    """The cells of a product sheet by SKU."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._products = {product.sku: product for product in catalog.products}
        folded = Counter(_folded(sku) for sku in self._products)
        self._folded = {_folded(sku): sku for sku in self._products if folded[_folded(sku)] == 1}

    def places(self, sku: str, found: Explained) -> tuple[Place, ...]:
        """Return the cells in the SKU's row that the field is made from; () for an unknown SKU or column."""
        product = self._products.get(sku) or self._products.get(self._folded.get(_folded(sku), ""))
        if product is None:
            return ()
        texts = _texts(product)
        where = product.row
        return tuple(
            Place(str(CellRef(where.file, where.row, column, "", where.sheet)), texts.get(column, ""))
            for column in list(self._columns(product, found))[:_MOST]
        )

    def _columns(self, product: Product, found: Explained) -> Iterator[str]:
        names = {_plain(name) for name in (found.attribute, found.field, found.column) if name}
        for sheet in self._catalog.sheets:
            if (sheet.file, sheet.sheet) != (product.row.file, product.row.sheet) or sheet.kind != "products":
                continue
            wanted = [
                column.column
                for want in found.wanted
                for column in sheet.columns
                if want in (column.role.value, column.canonical)
            ]
            named = [column.column for column in sheet.columns if _plain(column.column) in names]
            yield from dict.fromkeys(wanted or named)


class BuildCells:
    """The cells that a build folder remembers: those behind the claims of a text, and those of facts."""

    def __init__(self, build: Path, marketplace: str) -> None:
        if not (build / "listings").is_dir():
            raise UsageError(f"{build} is no build folder", hint="give the folder that `listgen generate` wrote")
        self._build = build
        self._marketplace = marketplace

    def places(self, sku: str, found: Explained) -> tuple[Place, ...]:
        """Return the cells behind the field's text in this marketplace, else those of facts that fill it."""
        document = self._document(sku)
        facts = [
            Place(str(fact.get("cell") or ""), str(fact.get("source") or ""))
            for fact in _entries(document.get("facts"))
            if fact.get("key") in found.wanted
        ]
        claims = [
            Place(str(claim.get("cell") or ""), str(claim.get("source") or ""))
            for listing in _entries(document.get("listings"))
            if str(listing.get("channel", "")).startswith(f"{self._marketplace}-")
            for claim in _entries(listing.get("claims"))
            if claim.get("field") == found.field
        ]
        return tuple(dict.fromkeys(place for place in (*claims, *facts) if place.cell))[:_MOST]

    def upload(self) -> Path | None:
        """Return the upload file of the control, which row numbers of a report count; None where there is none."""
        from listgen.marketplaces.check_bundle import MANIFEST, read_bundle

        for manifest in sorted(self._build.glob(f"{self._marketplace}-*/*/{MANIFEST}")):
            bundle = read_bundle(manifest.parent)
            for name in bundle.uploads:
                file = bundle.inside(name)
                if file is not None and file.is_file() and file.suffix != ".zip":
                    return file
        return None

    def _document(self, sku: str) -> Mapping[str, object]:
        path = self._build / "listings" / safe_name(sku) / "listing.json"
        try:
            document = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        except (ValueError, OSError, RecursionError):
            document = {}
        return document if isinstance(document, dict) else {}


def skus_by_row(upload: Path) -> Mapping[int, str]:
    """Return the SKU of each data row of a file that was uploaded; a row without one has that of the row before.

    A feed of JSON has no rows; its reports name SKUs.

    Raises:
        MarketplaceError: The file cannot be read, or is no upload file.
    """
    from listgen.marketplaces.readers import read_upload

    records = read_upload(upload, Path.cwd()).records
    found: dict[int, str] = {}
    last = ""
    for record in records:
        # Shopify's rows for further pictures belong to the product above.
        last = record.sku or last
        if record.row is not None:
            found[record.row] = last
    return found


def _texts(product: Product) -> Mapping[str, str]:
    """Return what is known of a row's cells by column."""
    cells = [
        product.row,
        product.name_cell,
        product.description_cell,
        product.brand_cell,
        *(attribute.cell for attribute in (*product.bullets, *product.attributes)),
        *(option.cell for option in product.options),
        *(photo.cell for photo in product.photos),
    ]
    return {cell.column: cell.text for cell in cells if cell is not None and cell.row == product.row.row}


def _entries(value: object) -> Iterator[Mapping[str, object]]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, dict):
            yield entry


def _plain(name: str) -> str:
    return _WORDS.sub(" ", name.lower()).strip()


def _folded(sku: str) -> str:
    # A spreadsheet program takes leading zeros and case lightly.
    return sku.strip().casefold().lstrip("0")
