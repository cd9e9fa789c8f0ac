"""Adding rows to a sheet of somebody's workbook and to nothing else: macros, styles, hidden sheets stay as they are.

openpyxl would read and write the whole workbook, and lose what it does not know: dropdowns of newer Excel versions,
controls, signatures. Here one sheet's XML gets rows; every other part is copied as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from listgen.errors import MarketplaceError
from listgen.marketplaces.cells import clean

_MOST_BYTES = 400_000_000  # unpacked; a template has some ten
_LONGEST_CELL = 32_767  # Excel's own limit
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET_DATA = re.compile(
    r"<(?P<p>(?:\w+:)?)sheetData\s*/>|<(?P<q>(?:\w+:)?)sheetData[^>]*>(?P<rows>.*?)</(?P=q)sheetData>", re.S
)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, the name of its part in the file, and its cells as text, row by row from 1."""

    name: str
    part: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook (.xlsx, .xlsm).

    Raises:
        MarketplaceError: The file is no workbook, or unpacks to more than a template can hold.
    """
    import python_calamine

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise MarketplaceError(f"{name} unpacks to more than {_MOST_BYTES} bytes", hint="is it a template?")
            parts = _parts(archive)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(
            Sheet(sheet, part, _texts(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)))
            for sheet, part in parts.items()
            if sheet in book.sheet_names
        )
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, python_calamine.CalamineError) as error:
        raise MarketplaceError(
            f"{name} cannot be read as a workbook", hint="download the template again, and do not convert it"
        ) from error


def _parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part of each sheet by the sheet's name, in the workbook's order."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat limits entities
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {name: part for name, part in found.items() if part in archive.namelist()}


def _texts(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(cell) for cell in row) for row in rows)


def add_rows(
    data: bytes, sheet: Sheet, first: int, rows: Sequence[Mapping[int, str]], numbers: frozenset[int]
) -> bytes:
    """Return the workbook with rows of text from a row on; keys are columns from 0, those in `numbers` are numeric.

    Rows that only had styles give their styles to the new ones.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(result, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == sheet.part:
                content = _with_rows(content.decode(), first, rows, numbers).encode()
            copy.writestr(entry, content, compress_type=entry.compress_type)
    return result.getvalue()


def _with_rows(xml: str, first: int, rows: Sequence[Mapping[int, str]], numbers: frozenset[int]) -> str:
    found = _SHEET_DATA.search(xml)
    if found is None:
        raise MarketplaceError("the template's sheet has no rows", hint="download the template again")
    prefix = found["p"] or found["q"] or ""
    kept: dict[int, str] = {}
    for row in re.finditer(rf"<{prefix}row\b[^>]*?(?:/>|>.*?</{prefix}row>)", found["rows"] or "", re.S):
        number = re.match(rf'<{prefix}row\b[^>]*?\sr="(\d+)"', row[0])
        kept[int(number[1]) if number else len(kept) + 1] = row[0]
    styles = _styles(kept.get(first, ""), prefix)
    for at, cells in enumerate(rows):
        kept[first + at] = _row(first + at, cells, numbers, prefix, styles)
    body = "".join(kept[number] for number in sorted(kept))
    made = f"<{prefix}sheetData>{body}</{prefix}sheetData>"
    # The extent of the sheet is told by an element of its own, which may be left out.
    head = re.sub(rf"<{prefix}dimension\b[^>]*/>", "", xml[: found.start()])
    return head + made + xml[found.end() :]


def _styles(row: str, prefix: str) -> Mapping[str, str]:
    """Return the style of each column's cell in a row of XML."""
    cells = re.findall(rf"<{prefix}c\b[^>]*>", row)
    found = ((re.search(r'\br="([A-Z]+)', cell), re.search(r'\bs="(\d+)"', cell)) for cell in cells)
    return {place[1]: style[1] for place, style in found if place and style}


def _row(number: int, cells: Mapping[int, str], numbers: frozenset[int], prefix: str, styles: Mapping[str, str]) -> str:
    made = []
    for column in sorted(cells):
        letters = column_letters(column)
        style = f' s="{styles[letters]}"' if letters in styles else ""
        text = clean(cells[column])[:_LONGEST_CELL]
        if column in numbers and _NUMBER.match(text):
            made.append(f'<{prefix}c r="{letters}{number}"{style}><{prefix}v>{text}</{prefix}v></{prefix}c>')
            continue
        # A text in the cell itself is no formula, whatever it begins with.
        made.append(
            f'<{prefix}c r="{letters}{number}"{style} t="inlineStr"><{prefix}is>'
            f'<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is></{prefix}c>'
        )
    return f'<{prefix}row r="{number}">{"".join(made)}</{prefix}row>'


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
