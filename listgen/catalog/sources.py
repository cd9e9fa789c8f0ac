"""Which files make up a catalogue, and the reader for each."""

from __future__ import annotations

from pathlib import Path

from listgen.catalog.delimited import read_delimited
from listgen.catalog.grid import Grid
from listgen.catalog.json_lines import read_json_lines
from listgen.catalog.workbook import read_workbook
from listgen.errors import CatalogError

_TEXT = frozenset((".csv", ".tsv", ".txt", ".tab"))
_JSON = frozenset((".jsonl", ".ndjson", ".json"))
_BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
SHEET_SUFFIXES = _TEXT | _JSON | _BOOKS
_MOST_BYTES = 500_000_000
_HINTS = {
    ".numbers": "export the sheet from Numbers as CSV or Excel",
    ".gsheet": "a .gsheet file is only a link: download the sheet as .xlsx or CSV",
    ".pdf": "a PDF is no sheet: export the products as CSV or .xlsx",
}


def find_sheets(path: Path) -> tuple[Path, ...]:
    """Return the sheets of a catalogue: the file itself, or the sheets of a folder by name.

    Files that begin with `.` or `~$` (open elsewhere) are left out, in a folder also .txt and .json files, which are
    notes and settings more often than sheets. Raises CatalogError if there is none.
    """
    if path.is_dir():
        names = SHEET_SUFFIXES - {".txt", ".json"}
        found = sorted(
            (
                entry
                for entry in path.iterdir()
                if entry.is_file() and entry.suffix.lower() in names and not entry.name.startswith((".", "~$"))
            ),
            key=lambda entry: entry.name,
        )
        if not found:
            raise CatalogError(
                f"{path}: no sheet in this folder",
                hint="put a .csv, .tsv, .xlsx, .xls, .ods or .jsonl file there",
            )
        return tuple(found)
    if not path.exists():
        raise CatalogError(f"{path}: no such file", hint=_nearest(path))
    return (path,)


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Return the sheets of one file. Raises CatalogError, naming file and next step, if it cannot be read."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CatalogError(f"{path.name}: larger than 500 MB", hint="split the sheet into several files")
        with path.open("rb") as file:
            head = file.read(8)
        if not head:
            raise CatalogError(f"{path.name}: the file is empty", hint="save the sheet again")
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            return read_workbook(path)  # a workbook under any name
        if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
            raise CatalogError(
                f"{path.name}: this is no sheet", hint=_HINTS.get(path.suffix.lower(), "give a .csv or .xlsx file")
            )
        suffix = path.suffix.lower()
        if suffix in _HINTS:
            raise CatalogError(f"{path.name}: this file type is not read", hint=_HINTS[suffix])
        if suffix in _BOOKS and suffix != ".xls":
            return read_workbook(path)  # says what is wrong with it
        data = path.read_bytes()
    except OSError as error:
        raise CatalogError(
            f"{path}: cannot be read ({error.strerror or error})", hint="check the path and its permissions"
        ) from error
    if suffix in _JSON or (suffix not in _TEXT and data.lstrip()[:1] == b"{"):
        return (read_json_lines(path, data),)
    # Many shops export a table as HTML and call it .xls; only real CSV goes on.
    if data.lstrip()[:1] == b"<":
        raise CatalogError(
            f"{path.name}: this is a web page or XML, no sheet",
            hint="open it in a spreadsheet program and save it as .xlsx or CSV UTF-8",
        )
    return (read_delimited(path, data),)


def _nearest(path: Path) -> str | None:
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist"
    from rapidfuzz import fuzz, process

    names = [entry.name for entry in path.parent.iterdir() if entry.suffix.lower() in SHEET_SUFFIXES or entry.is_dir()]
    best = process.extractOne(path.name, names, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean `{best[0]}`?" if best else None
