"""A corrected copy of anybody's listing file: safe fixes in the cells that need them, all else as it was."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from listgen.errors import MarketplaceError
from listgen.marketplaces.check import file_channel, text_findings
from listgen.marketplaces.fix_places import Place, json_places, table_places
from listgen.marketplaces.readers import Upload, UploadRecord, read_upload
from listgen.marketplaces.readers.tables import WORKBOOKS, read_table
from listgen.marketplaces.rules import FixedItem, fixed_items

_AS_CSV = "save the sheet as CSV in UTF-8, then check it with --fix"
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# A text that does not come back as wanted is looked for in another cell, and in the end left as it was.
_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One text of a SKU before and after; `rules` of `fixed` are the ids of those that asked for it."""

    sku: str
    row: int | None
    fixed: FixedItem


@dataclass(frozen=True, slots=True)
class FixedFile:
    """The bytes of a corrected copy, what changed in it, and fixes that could not be written into the file."""

    data: bytes
    changes: tuple[Change, ...]
    left: tuple[Change, ...]


@dataclass(slots=True)
class _Task:
    """A fix with the places that may hold its text; `at` is the one that is tried."""

    record: int
    fixed: FixedItem
    candidates: Sequence[Place]
    at: int = 0

    @property
    def place(self) -> Place | None:
        return self.candidates[self.at] if self.at < len(self.candidates) else None


def fix_file(
    path: Path,
    *,
    marketplace: str | None = None,
    project: Path | None = None,
    rules_date: datetime.date | None = None,
) -> FixedFile:
    """Return a corrected copy of a CSV, TSV, JSON or JSON Lines file that `check` reads; the file stays as it is.

    A change counts only if the copy, read again, has the better text in its place and nothing else is different.

    Raises:
        MarketplaceError: The file cannot be read, is of no known format, or is of one that is not written (workbooks).
    """
    if path.is_dir():
        raise MarketplaceError(
            f"{path} is a folder, --fix corrects a file", hint="name the upload file; a build is corrected in its sheet"
        )
    if not path.is_file() or path.suffix.lower() in WORKBOOKS:
        raise MarketplaceError(f"{path}: --fix writes CSV, TSV and JSON files", hint=_AS_CSV)
    upload = read_upload(path, project)
    channel = file_channel(upload, marketplace=marketplace, project=project, rules_date=rules_date)
    wanted: list[tuple[int, FixedItem]] = []
    for number, record in enumerate(upload.records):
        codes = {(finding.field, finding.code) for finding in text_findings(record, channel, rules_date)}
        fixes = fixed_items(record.texts, channel, brand=record.brand, rules_date=rules_date, codes=codes)
        wanted += [(number, fixed) for fixed in fixes]
    data = path.read_bytes()
    if not wanted:
        return FixedFile(data, (), ())
    mark, encoding, text = _decoded(data, [fixed.before for _, fixed in wanted])
    delimiter, groups = _groups(path, text, upload)
    tasks = [_Task(number, fixed, _candidates(fixed.before, groups.get(number, ()))) for number, fixed in wanted]
    for attempt in range(_ROUNDS):
        written = mark + _edited(text, tasks, delimiter).encode(encoding, errors="surrogateescape")
        if not _advance(tasks, upload, _read_copy(path, written, project), last=attempt >= _ROUNDS - 3):
            break
    else:
        for task in tasks:
            task.at = len(task.candidates)
        written = data
    return FixedFile(
        written,
        tuple(_change(task, upload) for task in tasks if task.place is not None),
        tuple(_change(task, upload) for task in tasks if task.place is None),
    )


def _decoded(data: bytes, texts: Sequence[str]) -> tuple[bytes, str, str]:
    """Return byte order mark, encoding and text of a file, such that encoding the text gives the same bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding, data[len(mark) :].decode(encoding, errors="surrogateescape")
    try:
        return b"", "utf-8", data.decode()
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
    for encoding in (best.encoding if best else "cp1252", "gb18030", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # The encoding is that in which the file holds what was read from it.
        if text.encode(encoding) == data and any(said in text for said in texts):
            return b"", encoding, text
    return b"", "latin-1", data.decode("latin-1")


def _groups(path: Path, text: str, upload: Upload) -> tuple[str, Mapping[int, Sequence[Place]]]:
    """Return the delimiter, and the places of each record by its number; no places where they cannot be told."""
    if text.lstrip().startswith(("{", "[")):
        for numbers in (range(len(upload.records)), [n for n, record in enumerate(upload.records) if record.texts]):
            found = json_places(text, len(numbers))
            if found is not None:
                return "", dict(zip(numbers, found, strict=False))
        return "", {}
    delimiter = read_table(path).delimiter
    rows = table_places(text, delimiter)
    last = max((record.row or 0 for record in upload.records), default=0)
    if rows is None or not last:
        return delimiter, {}
    # Data rows are the last ones of the file, whatever stands before them.
    head = len(rows) - last
    return delimiter, {
        number: rows[head + record.row - 1]
        for number, record in enumerate(upload.records)
        if record.row and 0 <= head + record.row - 1 < len(rows)
    }


def _candidates(text: str, places: Sequence[Place]) -> Sequence[Place]:
    """Return the places that hold a text, those that hold nothing else first."""
    whole = [place for place in places if place.value.strip() == text]
    parts = [place for place in places if text in place.value and place not in whole]
    return (*whole, *parts)


def _edited(text: str, tasks: Sequence[_Task], delimiter: str) -> str:
    """Return the file's text with every task's fix at its place."""
    values: dict[Place, str] = {}
    for task in tasks:
        if task.place is not None:
            value = values.get(task.place, task.place.value)
            values[task.place] = value.replace(task.fixed.before, task.fixed.after, 1)
    parts, end = [], 0
    for place, value in sorted(values.items(), key=lambda item: item[0].start):
        written = place.written(value, delimiter)
        if written is not None:
            parts += [text[end : place.start], written]
            end = place.end
    return "".join([*parts, text[end:]])


def _read_copy(path: Path, data: bytes, project: Path | None) -> Upload | None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        try:
            return read_upload(copy, project)
        except MarketplaceError:
            return None


def _advance(tasks: Sequence[_Task], before: Upload, after: Upload | None, *, last: bool) -> bool:
    """Move the tasks of records that did not come back as wanted to their next place; False where all did.

    With `last` such records are given up.
    """
    records = after.records if after is not None and len(after.records) == len(before.records) else None
    by_record: dict[int, list[_Task]] = {}
    for task in tasks:
        if task.place is not None:
            by_record.setdefault(task.record, []).append(task)
    moved = False
    for number, own in by_record.items():
        if records is not None and records[number] == _expected(before.records[number], own):
            continue
        moved = True
        got = records[number] if records is not None else None
        wrong = [task for task in own if got is None or not _arrived(task, got)]
        for task in own if last else wrong or own:
            task.at = len(task.candidates) if last else task.at + 1
    return moved


def _arrived(task: _Task, record: UploadRecord) -> bool:
    items = record.items(task.fixed.field)
    return task.fixed.item < len(items) and items[task.fixed.item] == task.fixed.after


def _expected(record: UploadRecord, tasks: Sequence[_Task]) -> UploadRecord:
    better = {(task.fixed.field, task.fixed.item): task.fixed.after for task in tasks}
    texts = tuple(
        replace(text, items=tuple(better.get((text.name, n), item) for n, item in enumerate(text.items)))
        for text in record.texts
    )
    return replace(record, texts=texts)


def _change(task: _Task, upload: Upload) -> Change:
    record = upload.records[task.record]
    return Change(record.sku, record.row, task.fixed)
