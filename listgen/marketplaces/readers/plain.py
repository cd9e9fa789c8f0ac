"""Reading plain tables: any sheet with a column of SKUs and columns that are named like texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from listgen.domain.listing import FieldText
from listgen.marketplaces.data import plain_columns
from listgen.marketplaces.readers.records import Upload, UploadRecord
from listgen.marketplaces.readers.tables import Table

_PROSE_WORDS = 4
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_STRUCTURE = re.compile(r"[\[{]")
_BULLET = re.compile(r"(bullets?( points?)?|key features?|features?|highlights?) ?\d+\Z")


def sku_column(header: tuple[str, ...]) -> str | None:
    """Return the name of the column that holds SKUs, None where a table has none."""
    return _first(header, plain_columns().sku)


def read_plain_table(table: Table, column: str) -> Upload:
    """Return one record a row: the texts of the columns whose names are known, and of other columns that hold prose."""
    brand = _first(table.header, plain_columns().brand)
    fields = {name: field for name in table.header if (field := _field(name))}
    known = {*fields, column, brand}
    rest = [name for name in table.header if name not in known]
    others = tuple(name for name in rest if _holds_prose(table, name))
    if not fields and not others:
        # A table that is all short sentences: what holds words is its text.
        others = tuple(name for name in rest if _holds_prose(table, name, fewest=1))
    records = []
    for number, cells in enumerate(table.rows, 1):
        row = table.cells(cells)
        records.append(_record(row, number, column, row.get(brand, "") if brand else "", fields, others))
    return Upload(format="table", marketplace="", locale="", records=tuple(records), findings=table.findings)


def _holds_prose(table: Table, name: str, fewest: int = _PROSE_WORDS) -> bool:
    """Tell whether a column holds sentences rather than values, numbers or addresses."""
    place = table.header.index(name)
    cells = [row[place].strip() for row in table.rows if len(row) > place and row[place].strip()]
    return bool(cells) and 2 * sum(_is_prose(cell, fewest) for cell in cells) > len(cells)


def _is_prose(cell: str, fewest: int) -> bool:
    if "://" in cell.split()[0] or _STRUCTURE.match(cell):
        return False
    # Han and kana are written without blanks: a dozen of them is a sentence.
    return len(re.findall(r"[^\W\d_]{2,}", cell)) >= fewest or len(_HAN.findall(cell)) >= 3 * fewest


def _record(
    row: Mapping[str, str],
    number: int,
    column: str,
    brand: str,
    fields: Mapping[str, str],
    others: tuple[str, ...],
) -> UploadRecord:
    found: dict[str, list[str]] = {}
    for name, field in fields.items():
        # Of several columns for one text, e.g. `Name` and `Title`, the first that is filled counts.
        if row[name].strip() and (field == "bullets" or field not in found):
            found.setdefault(field, []).append(row[name].strip())
    texts = tuple(FieldText(name, tuple(items)) for name, items in found.items())
    said = tuple(FieldText(name, (row[name].strip(),)) for name in others if row[name].strip())
    return UploadRecord(sku=row.get(column, ""), row=number, texts=texts, brand=brand, others=said)


def _field(name: str) -> str:
    if _BULLET.match(_plain(name)):
        return "bullets"
    return next((field for field, names in plain_columns().fields if _plain(name) in names), "")


def _first(header: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    by_name = {_plain(name): name for name in reversed(header)}
    return next((by_name[name] for name in names if name in by_name), None)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())
