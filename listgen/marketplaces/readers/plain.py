"""Reading plain tables: any sheet with a column of SKUs and columns that are named like texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from listgen.domain.listing import FieldText
from listgen.marketplaces.data import plain_columns
from listgen.marketplaces.readers.records import Upload, UploadRecord
from listgen.marketplaces.readers.tables import Table

_BULLET = re.compile(r"(bullet( point)?|key feature|feature|highlight) ?\d+\Z")


def sku_column(header: tuple[str, ...]) -> str | None:
    """Return the name of the column that holds SKUs, None where a table has none."""
    return _first(header, plain_columns().sku)


def read_plain_table(table: Table, column: str) -> Upload:
    """Return one record a row with the texts of the columns whose names are known."""
    brand = _first(table.header, plain_columns().brand)
    fields = {name: field for name in table.header if (field := _field(name))}
    records = []
    for number, cells in enumerate(table.rows, 1):
        row = table.cells(cells)
        records.append(_record(row, number, column, row.get(brand, "") if brand else "", fields))
    return Upload(format="table", marketplace="", locale="", records=tuple(records), findings=table.findings)


def _record(row: Mapping[str, str], number: int, column: str, brand: str, fields: Mapping[str, str]) -> UploadRecord:
    found: dict[str, list[str]] = {}
    for name, field in fields.items():
        # Of several columns for one text, e.g. `Name` and `Title`, the first that is filled counts.
        if row[name].strip() and (field == "bullets" or field not in found):
            found.setdefault(field, []).append(row[name].strip())
    texts = tuple(FieldText(name, tuple(items)) for name, items in found.items())
    return UploadRecord(sku=row.get(column, ""), row=number, texts=texts, brand=brand)


def _field(name: str) -> str:
    if _BULLET.match(_plain(name)):
        return "bullets"
    return next((field for field, names in plain_columns().fields if _plain(name) in names), "")


def _first(header: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    by_name = {_plain(name): name for name in reversed(header)}
    return next((by_name[name] for name in names if name in by_name), None)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())
