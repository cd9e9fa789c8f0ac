"""XLSX, XLS and ODS workbooks: visible sheets as cells of text."""

from __future__ import annotations

import datetime
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.catalog.grid import Grid, clean
from listgen.domain.finding import Finding, Severity
from listgen.errors import CatalogError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_MOST_UNPACKED_BYTES = 1_000_000_000
_MOST_RATIO = 500  # a sheet of text packs 10 to 50 times; a bomb packs a thousand times
_EMPTY_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>')
_FILLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>/]*>')
_FAR_COLUMN = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z]\d{7,})')
_MOST_CELLS = 30_000_000
# What zipfile raises for damaged archives.
_BROKEN = (OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
# Sheets of marketplace templates that explain and hold no products.
_SIDE_SHEETS = frozenset(
    ("instructions", "data definitions", "valid values", "dropdown lists", "browse data", "attribute ptd map", "readme")
)


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """Return the visible sheets that hold cells.

    Formulas give the value that was saved with them. Raises CatalogError if the file cannot be opened.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        _refuse_bomb(path)
        empty = _look_through(path)
        with _quiet_panics():
            grids, hidden = _read_sheets(path)
    except PasswordError as error:
        raise CatalogError(
            f"{path.name}: the workbook is protected with a password",
            hint="save a copy without the password",
        ) from error
    except (CalamineError, *_BROKEN) as error:
        raise _unreadable(path, error) from error
    except BaseException as error:
        # A panic of the reader's Rust code arrives as an exception of its own, outside Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _unreadable(path, error) from None
    filled = [grid for grid in grids if grid.rows]
    notes = [
        Finding(
            code="sheet.hidden",
            severity=Severity.INFO,
            message=f"{path.name}: the sheet `{name}` is hidden and was not read",
            place=f"{path.name} [{name}]",
            hint="show the sheet in the workbook if its rows are products",
        )
        for name in hidden
    ]
    if not filled:
        raise CatalogError(
            f"{path.name}: no visible sheet holds a cell",
            hint="show the sheet with the products" if hidden else "choose the sheet that holds the products",
        )
    if len(filled) > 1:
        filled = [grid for grid in filled if (grid.sheet or "").strip().lower() not in _SIDE_SHEETS] or filled
    notes += _formulas_without_value(path, empty)
    first = filled[0]
    with_notes = Grid(first.path, first.sheet, first.encoding, first.rows, first.merged, (*notes, *first.findings))
    return (with_notes, *filled[1:])


def _read_sheets(path: Path) -> tuple[list[Grid], list[str]]:
    """Return the visible sheets, and the names of the hidden ones."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(str(path))
    infos = [info for info in book.sheets_metadata if info.typ == SheetTypeEnum.WorkSheet]
    hidden = [info.name for info in infos if info.visible != SheetVisibleEnum.Visible]
    shown = [info.name for info in infos if info.visible == SheetVisibleEnum.Visible]
    return [_read_sheet(path, book.get_sheet_by_name(name), alone=len(shown) == 1) for name in shown], hidden


def _unreadable(path: Path, error: BaseException) -> CatalogError:
    return CatalogError(
        f"{path.name}: the workbook cannot be opened ({_one_line(error)})",
        hint="open it in a spreadsheet program and save it again as .xlsx or as CSV UTF-8",
    )


@contextmanager
def _quiet_panics() -> Iterator[None]:
    """Keep what a panic prints to the error stream of the process away from the user; the error says it all."""
    try:
        kept, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield  # no error stream to protect
        return
    try:
        os.dup2(sink, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)


def _formulas_without_value(path: Path, cells: list[bytes]) -> list[Finding]:
    """Return a finding if formulas were saved without their result, as programs that write .xlsx files often do."""
    if not cells:
        return []
    return [
        Finding(
            code="cell.no-value",
            severity=Severity.WARNING,
            message=f"{path.name}: {len(cells)} formulas have no saved value, the first in cell {cells[0].decode()}; "
            "they were read as empty",
            place=path.name,
            hint="open the workbook in a spreadsheet program and save it, so that it keeps the results",
        )
    ]


def _look_through(path: Path) -> list[bytes]:
    """Return the cells of formulas that were saved without their result.

    Refuses a sheet whose last cell stands far out: the reader would reserve memory for everything before it.
    """
    empty: list[bytes] = []
    for xml in _sheet_xml(path):
        if xml.rfind(b"</f>") >= 0:  # the search from the end is the faster one
            empty += _EMPTY_FORMULA.findall(xml)
        if not _FAR_COLUMN.search(xml):
            continue  # 26 columns of the most rows that a sheet has are few enough
        columns: set[bytes] = set()
        last = 0
        for letters, number in _FILLED_CELL.findall(xml):
            columns.add(letters)
            last = max(last, int(number))
        width = max((_column_number(letters.decode()) for letters in columns), default=0)
        if width * last > _MOST_CELLS:
            raise CatalogError(
                f"{path.name}: a sheet spans {last} rows and {width} columns",
                hint="delete the stray cell far right or far below, or save the table alone as CSV UTF-8",
            )
    return empty


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_xml(path: Path) -> Iterator[bytes]:
    """Yield the XML of each sheet of an .xlsx file, nothing for other formats."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield archive.read(name)


def _read_sheet(path: Path, sheet: CalamineSheet, *, alone: bool) -> Grid:
    text_of = _Cells().__getitem__
    # `iter_rows` makes no second copy of the sheet, but leaves out empty columns on the left.
    whole = sheet.start is None or sheet.start[1] == 0
    numbered = enumerate(sheet.iter_rows() if whole else sheet.to_python(skip_empty_area=False), start=1)
    rows = [(number, row) for number, cells in numbered if any(row := tuple(map(text_of, cells)))]
    merged = tuple(
        (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    name = None if alone else sheet.name
    return Grid(path, name, path.suffix.lower().lstrip("."), tuple(rows), merged)


class _Cells(dict[object, str]):
    """Cells as texts: a column says the same few things in thousands of rows, and one copy of each is enough."""

    def __missing__(self, cell: object) -> str:
        # Keys that are equal and read differently are looked at anew: 1 and TRUE, 0 and -0.
        if isinstance(cell, str):
            self[cell] = text = clean(cell)
        elif isinstance(cell, float) and cell not in (0.0, 1.0):
            self[cell] = text = number_text(cell)
        else:
            text = _text(cell)
        return text


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return "" if cell is None else clean(str(cell))


def number_text(value: float) -> str:
    """Return a number as a spreadsheet shows it: 15 digits, no exponent, no `.0`.

    >>> number_text(8997788998624.0), number_text(0.1 + 0.2), number_text(1e-7)
    ('8997788998624', '0.3', '0.0000001')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    text = format(Decimal(text), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        sizes = [(entry.file_size, entry.compress_size) for entry in archive.infolist()]
    unpacked, packed = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    if unpacked > _MOST_UNPACKED_BYTES or (unpacked > 50_000_000 and unpacked > _MOST_RATIO * max(packed, 1)):
        raise CatalogError(
            f"{path.name}: the workbook unpacks to {unpacked // 1_000_000} MB",
            hint="delete empty formatted rows, or save the product sheet alone as CSV UTF-8",
        )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:160]
