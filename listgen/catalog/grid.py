"""Tables on their way in: cells as text, before and after the header row is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.domain.finding import Finding
from listgen.domain.product import Role
from listgen.domain.source import CellRef

# Excel writes characters that XML cannot hold as `_x000D_`; some exports carry these on into CSV.
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Marks that turn the reading direction make a text show otherwise than it reads; copied paths bring them along.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SIGNS = tuple("=+-@＝＋－＠")
_EDGES = " \t\n\r\u00a0\u200b\u2007\u202f\u3000"
_MARKED = frozenset(("", " ", "'", "#"))
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet. `rows` pairs the row number of a spreadsheet program with the cells; blank rows are out.

    `merged` are cell ranges (first row, first column, last row, last column), rows as numbers, columns from 0.
    """

    path: Path
    sheet: str | None
    encoding: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    has_header: bool = True  # False for JSON Lines: `rows[0]` are the keys and no row of the file

    @property
    def place(self) -> str:
        """The file, with the sheet where there are several."""
        return f"{self.path.name} [{self.sheet}]" if self.sheet else self.path.name


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is for and why, the unit of its header, and `slot`, the number in "Option2 Name"."""

    index: int
    header: str
    label: str
    role: Role
    canonical: str
    reason: str
    unit: str = ""
    currency: str = ""
    slot: int = 0
    format: str = ""
    unit_index: int | None = None  # the column that holds the unit of each row
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header row is known and whose columns are mapped."""

    grid: Grid
    header_row: int
    dialect: str
    family: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    currency: str = ""
    findings: tuple[Finding, ...] = ()

    def first(self, role: Role) -> Column | None:
        """Return the first column of a role."""
        return next((column for column in self.columns if column.role is role), None)

    def all(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns of some roles, in sheet order."""
        return tuple(column for column in self.columns if column.role in roles)

    def cell(self, number: int, cells: Sequence[str], column: Column) -> CellRef:
        """Return where a value of this table stands."""
        return CellRef(self.grid.path.name, number, column.header, value_of(cells, column), self.grid.sheet)


def value_of(cells: Sequence[str], column: Column | None) -> str:
    """Return the text of a column in a row, "" where the row is too short."""
    return cells[column.index] if column is not None and column.index < len(cells) else ""


def clean(text: str) -> str:
    """Return a cell's text: Excel escapes decoded, control characters out, line ends as LF, trimmed.

    >>> clean("  750 ml_x000D_\\n"), clean("_x002B_49"), clean("a\\x00b"), clean("\\u202eMug")
    ('750 ml', '+49', 'ab', 'Mug')
    """
    if "_x" in text:
        text = _EXCEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    elif text.isprintable() and text[:1] not in _MARKED:  # nearly every cell
        return text.strip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        text = _CONTROL.sub("", text)
        # A lone surrogate cannot be written to any file.
        text = text.encode("utf-8", "ignore").decode("utf-8")
    text = text.strip(_EDGES)
    if text[:1] == "'" and text[1:2] in _SIGNS:
        text = text[1:]  # the apostrophe that keeps a spreadsheet program from running a cell
    return "" if text in _ERRORS else text


def column_letter(index: int) -> str:
    """Return a column's letters as spreadsheet programs show them: 0 -> "A", 26 -> "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
