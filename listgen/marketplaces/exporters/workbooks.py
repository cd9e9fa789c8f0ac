"""Upload tables as workbooks, for marketplaces whose templates are spreadsheets."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

from listgen.marketplaces.cells import clean
from listgen.marketplaces.exporters.parts import part_names
from listgen.marketplaces.profile import FileFormat
from listgen.marketplaces.records import BundleFile

# A workbook says when it was made; the same listings must give the same bytes.
_MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_LONGEST_CELL = 32_767
_WIDTH = 22


def write_workbooks(
    rules: FileFormat, heads: Sequence[Sequence[str]], blocks: Sequence[Sequence[Sequence[str]]], kinds: Sequence[str]
) -> tuple[BundleFile, ...]:
    """Return rows under their heads as workbooks of at most `max_rows` rows; a block of rows stays together.

    Cells are text, so nothing in them runs as a formula; those of number columns are numbers where they can be.
    """
    parts: list[list[Sequence[str]]] = [[]]
    for block in blocks:
        if rules.max_rows is not None and parts[-1] and len(parts[-1]) + len(block) > rules.max_rows.value:
            parts.append([])
        parts[-1].extend(block)
    names = part_names(rules.name, len(parts))
    return tuple(
        BundleFile(name, _workbook(rules.sheet, heads, rows, kinds)) for name, rows in zip(names, parts, strict=True)
    )


def _workbook(sheet: str, heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    page.freeze_panes(len(heads), 0)
    page.set_column(0, max(0, len(kinds) - 1), _WIDTH)
    for at, head in enumerate(heads):
        for place, name in enumerate(head):
            if name:
                page.write_string(at, place, name, bold)
    for at, row in enumerate(rows, len(heads)):
        for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            number = _number(cell) if kind in ("number", "integer") else None
            if number is not None:
                page.write_number(at, place, number)
            elif cell:
                page.write_string(at, place, clean(cell)[:_LONGEST_CELL])
    book.close()
    return out.getvalue()


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
