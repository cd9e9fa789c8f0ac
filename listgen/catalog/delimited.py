"""CSV and its kin: which delimiter, where a record ends, and rows that are broken."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from listgen.catalog.decode import decode
from listgen.catalog.grid import Grid, clean
from listgen.catalog.synonyms import known
from listgen.domain.finding import Finding, Severity

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_RECORDS = 40
_SAMPLE_CHARACTERS = 200_000
_MOST_REPAIRS = 20
_LONGEST_CELL = 10_000_000


def read_delimited(path: Path, data: bytes) -> Grid:
    """Return the cells of a CSV or TSV file; never raises on odd content, which becomes findings."""
    decoded = decode(data, _headers_in)
    text = decoded.text.replace("\0", "")
    delimiter = ""
    if text[:4].lower() == "sep=" and len(text) > 4:
        # Excel takes this line as a setting and does not count it as a row.
        first, _, text = text.partition("\n")
        delimiter = first.rstrip("\r")[4:5]
    delimiter = delimiter or find_delimiter(text)
    findings: list[Finding] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, record, broken in _records(text, delimiter):
        cells = tuple(clean(cell) for cell in record)
        if broken:
            findings.append(
                Finding(
                    code="row.open-quote",
                    severity=Severity.WARNING,
                    message=f'{path.name} row {number}: a cell begins with `"` and never ends with one',
                    row=number,
                    place=f"{path.name} row {number}",
                    hint='write a quote mark inside a cell twice, as `""`',
                )
            )
        if any(cells):
            rows.append((number, cells))
    if decoded.broken:
        findings.append(
            Finding(
                code="sheet.encoding",
                severity=Severity.WARNING,
                message=f"{path.name}: {decoded.broken} characters are not valid {decoded.encoding}, shown as `\ufffd`",
                place=path.name,
                hint="save the sheet again as CSV UTF-8",
            )
        )
    return Grid(path, None, decoded.encoding, tuple(rows), findings=tuple(findings))


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the first records most evenly and brings known headers to light."""
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_DELIMITERS, key=lambda char: _evenness(sample, char))


def _evenness(sample: str, delimiter: str) -> tuple[int, float, int]:
    records = [row for row in _first_records(sample, delimiter) if any(cell.strip() for cell in row)]
    if not records:
        return (0, 0.0, 0)
    headers = max(sum(known(cell) for cell in row) for row in records[:15])
    width, same = Counter(len(row) for row in records).most_common(1)[0]
    if width < 2:
        # A sheet of one column is read with any delimiter; the comma comes first.
        return (min(headers, 1), 0.0, 0)
    return (headers, same / len(records), width)


def _first_records(sample: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    records = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return records


def _headers_in(text: str) -> int:
    sample = text[:20_000]
    return max(
        (
            sum(known(cell) for cell in row)
            for delimiter in _DELIMITERS
            for row in _first_records(sample, delimiter)[:15]
        ),
        default=0,
    )


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield row number, cells, and whether a quote was left open.

    A quote that never closes would swallow the rest of the file into one cell. Strict parsing notices it at the end;
    the line where it began is then read without quotes, and reading goes on behind it.
    """
    csv.field_size_limit(_LONGEST_CELL)
    number, start, repairs = 0, 0, 0
    lines = _physical_lines(text)
    while start < len(lines):
        strict = repairs < _MOST_REPAIRS and text.count('"') % 2 == 1
        reader = csv.reader(iter(lines[start:]), delimiter=delimiter, strict=strict)
        done = 0
        try:
            for record in reader:
                number += 1
                done = reader.line_num
                yield number, record, False
            return
        except csv.Error as error:
            at = start + done
            if "end of data" not in str(error) and "limit" not in str(error):
                # Strict mode also refuses text behind a closing quote, which the forgiving mode reads well.
                number += 1
                count = max(reader.line_num - done, 1)
                yield number, _forgiving(lines[at : at + count], delimiter), False
                start = at + count
                continue
            number += 1
            repairs += 1
            yield number, lines[at].rstrip("\r\n").split(delimiter), True
            start = at + 1


def _forgiving(lines: list[str], delimiter: str) -> list[str]:
    return next(iter(csv.reader(iter(lines), delimiter=delimiter)), [])


def _physical_lines(text: str) -> list[str]:
    # `splitlines` also breaks at form feeds and U+2028, which are ordinary characters inside a cell.
    return io.StringIO(text, newline="").readlines()
