"""Reading tables: encoding, delimiter, header and rows of a CSV, TSV or workbook file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.domain.finding import Finding, Severity
from listgen.errors import MarketplaceError
from listgen.marketplaces.cells import unguard
from listgen.marketplaces.readers.records import problem

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_MOST_HEAD_LINES = 12
_LONGEST_CELL = 16_000_000
_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of cells; `delimiter` "" for a workbook. Rows may be shorter or longer than the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    findings: tuple[Finding, ...] = ()

    def cells(self, row: Sequence[str]) -> Mapping[str, str]:
        """Return a row by column name, apostrophes that guard formulas taken away, missing cells empty."""
        padded = [*row, *[""] * (len(self.header) - len(row))]
        return {name: unguard(cell) for name, cell in zip(self.header, padded, strict=False)}


def read_table(path: Path, *, encoding: str = "", delimiter: str = "", quoted: bool = False) -> Table:
    """Return the table in a file. `encoding` and `delimiter` are those of a format, where the file does not tell them.

    `quoted` tells that cells between tabs are quoted as in CSV.

    Raises:
        MarketplaceError: The file cannot be read as a table.
    """
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(path)
    text, findings = decode(path, encoding)
    delimiter = delimiter or _delimiter(text)
    if delimiter == "\t" and not quoted:
        # Cells of a text feed are not quoted as in CSV: a quote is a character of the cell.
        lines = [line.rstrip("\r") for line in text.split("\n")]
        rows = [tuple(line.split("\t")) for line in lines if line]
    else:
        csv.field_size_limit(_LONGEST_CELL)
        try:
            rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        except csv.Error as error:
            raise MarketplaceError(
                f"{path.name}: {error}", hint="is it a text table? Save it as CSV in UTF-8"
            ) from error
    if not rows:
        raise MarketplaceError(f"{path.name} is empty", hint="export the file again")
    return Table(tuple(name.strip() for name in rows[0]), tuple(rows[1:]), delimiter, findings)


def _delimiter(text: str) -> str:
    """Return what divides the cells of the first line that has any."""
    lines = text.split("\n", _MOST_HEAD_LINES)[:_MOST_HEAD_LINES]
    first = next((line for line in lines if any(mark in line for mark in _DELIMITERS)), "")
    return max(_DELIMITERS, key=first.count)


def decode(path: Path, encoding: str = "") -> tuple[str, tuple[Finding, ...]]:
    """Return a file's text, with a finding where it is not plain UTF-8 as most marketplaces want it.

    Raises:
        UnicodeDecodeError: The text is not in the `encoding` that was asked for.
    """
    data = path.read_bytes()
    if encoding:
        return data.decode(encoding), ()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        wrong = problem("file.encoding", f"{path.name} is in UTF-16, marketplaces want UTF-8", hint="save it as UTF-8")
        return data.decode("utf-16", errors="replace"), (wrong,)
    if b"\x00" in data:
        raise MarketplaceError(f"{path.name} is no text file", hint="check CSV, TSV, JSON, XLSX, or a bundle folder")
    if data.startswith(b"\xef\xbb\xbf"):
        mark = problem(
            "file.byte-order-mark",
            f"{path.name} begins with a byte order mark",
            severity=Severity.WARNING,
            hint="save it as UTF-8 without BOM",
        )
        return data.decode("utf-8-sig", errors="replace"), (mark,)
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        wrong = problem("file.encoding", f"{path.name} is not UTF-8 (byte {error.start + 1})", hint="save it as UTF-8")
        return _guessed(data), (wrong,)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else data.decode("cp1252", errors="replace")


def read_sheets(path: Path) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the cells of every sheet of a workbook as text, from row 1 and column A on.

    Raises:
        MarketplaceError: The file cannot be read as a workbook.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        raise MarketplaceError(f"{path.name} cannot be read as a workbook", hint="open and save it again") from error
    return tuple(tuple(tuple(_text(cell) for cell in row) for row in sheet) for sheet in sheets)


def _workbook(path: Path) -> Table:
    sheets = read_sheets(path)
    texts = [row for row in sheets[0] if any(cell.strip() for cell in row)] if sheets else []
    if not texts:
        raise MarketplaceError(f"{path.name} is empty", hint="export the file again")
    return Table(tuple(name.strip() for name in texts[0]), tuple(texts[1:]), "")


def _text(cell: object) -> str:
    # A workbook stores 12 as 12.0.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
