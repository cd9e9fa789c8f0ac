"""Reading plain tables: any sheet with a column of SKUs and columns that are named like texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from listgen.domain.listing import FieldText
from listgen.marketplaces.readers.records import Upload, UploadRecord
from listgen.marketplaces.readers.tables import Table

_SKU = ("sku", "item sku", "seller sku", "variant sku", "product sku", "id", "item id", "artikelnummer", "code")
_FIELDS = {
    "title": "title",
    "name": "title",
    "item name": "title",
    "product name": "title",
    "product title": "title",
    "highlights": "highlights",
    "item highlights": "highlights",
    "description": "description",
    "product description": "description",
    "body": "description",
    "search terms": "search_terms",
    "generic keyword": "search_terms",
    "generic keywords": "search_terms",
    "tags": "tags",
    "seo title": "seo_title",
    "meta title": "seo_title",
    "seo description": "seo_description",
    "meta description": "seo_description",
}
_BULLET = re.compile(r"(bullet( point)?s?|key feature|feature|highlight) ?\d*\Z")
_BRANDS = ("brand", "brand name", "vendor", "manufacturer")


def sku_column(header: tuple[str, ...]) -> str | None:
    """Return the name of the column that holds SKUs, None where a table has none."""
    by_name = {_plain(name): name for name in reversed(header)}
    return next((by_name[name] for name in _SKU if name in by_name), None)


def read_plain_table(table: Table, column: str) -> Upload:
    """Return one record a row with the texts of the columns whose names are known."""
    records = [_record(table.cells(row), number, column) for number, row in enumerate(table.rows, 1)]
    return Upload(format="table", marketplace="", locale="", records=tuple(records), findings=table.findings)


def _record(row: Mapping[str, str], number: int, column: str) -> UploadRecord:
    found: dict[str, list[str]] = {}
    for name, cell in row.items():
        field = "bullets" if _BULLET.match(_plain(name)) else _FIELDS.get(_plain(name))
        if field and cell.strip():
            found.setdefault(field, []).append(cell.strip())
    brand = next((cell for name, cell in row.items() if _plain(name) in _BRANDS), "")
    texts = tuple(FieldText(name, tuple(items)) for name, items in found.items())
    return UploadRecord(sku=row.get(column, ""), row=number, texts=texts, brand=brand)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())
