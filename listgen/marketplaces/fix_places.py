"""Where the texts of an upload file stand in its characters: cells of CSV and TSV, strings of JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from listgen.marketplaces.cells import guard, is_formula

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)

Path: TypeAlias = "tuple[str | int, ...]"  # number of the document, then keys and numbers of list entries


@dataclass(frozen=True, slots=True)
class Place:
    """A cell or string: its characters from `start` to `end` in the file, and the value that they stand for."""

    start: int
    end: int
    value: str
    kind: Literal["quoted", "bare", "tabbed", "json", "escaped"]

    def written(self, value: str, delimiter: str) -> str | None:
        """Return the characters that stand for another value, None where this place cannot hold it."""
        if self.kind in ("json", "escaped"):
            return json.dumps(value, ensure_ascii=self.kind == "escaped")
        # A sign that was deleted may leave a formula at the start.
        safe = guard(value) if is_formula(value) and not is_formula(self.value) else value
        if self.kind == "tabbed":
            return None if re.search(r"[\t\r\n]", safe) else safe
        if self.kind == "quoted" or any(mark in safe for mark in (delimiter, '"', "\n", "\r")):
            return '"' + safe.replace('"', '""') + '"'
        return safe


def table_places(text: str, delimiter: str) -> tuple[tuple[Place, ...], ...] | None:
    """Return the cells of each row that is not empty; None where they cannot be told for sure."""
    if delimiter == "\t":
        return tuple(_tabbed(text))
    rows = tuple(tuple(row) for row in _rows(text, delimiter) if row)
    read = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    # The reader of the standard library decides what is a cell.
    return rows if [[place.value for place in row] for row in rows] == read else None


def _tabbed(text: str) -> Iterator[tuple[Place, ...]]:
    start = 0
    for line in text.split("\n"):
        content = line.rstrip("\r")
        if content:
            row, place = [], start
            for cell in content.split("\t"):
                row.append(Place(place, place + len(cell), cell, "tabbed"))
                place += len(cell) + 1
            yield tuple(row)
        start += len(line) + 1


def _rows(text: str, delimiter: str) -> Iterator[list[Place]]:
    """Yield the cells of each row of a CSV text; a quote mark counts at the start of a cell alone."""
    ends = re.compile(f"[{re.escape(delimiter)}\r\n]|\\Z")
    row: list[Place] = []
    place = 0
    while place < len(text):
        if text[place] == '"':
            end, parts = place + 1, []
            while True:
                mark = text.find('"', end)
                if mark < 0:
                    parts.append(text[end:])
                    end = len(text)
                    break
                parts.append(text[end:mark])
                end = mark + 1
                if text[end : end + 1] != '"':
                    break
                parts.append('"')
                end += 1
            found = ends.search(text, end)
            assert found is not None, "the pattern matches the end of the text"
            # Whatever stands behind the closing mark belongs to the cell, as the standard library has it.
            value = "".join(parts) + text[end : found.start()]
            row.append(Place(place, found.start(), value, "quoted"))
        else:
            found = ends.search(text, place)
            assert found is not None, "the pattern matches the end of the text"
            row.append(Place(place, found.start(), text[place : found.start()], "bare"))
        place = found.end()
        if found.group() == delimiter:
            if place == len(text):
                row.append(Place(place, place, "", "bare"))
            continue
        if found.group() == "\r" and text[place : place + 1] == "\n":
            place += 1
        yield [] if row and len(row) == 1 and row[0].start == row[0].end else row
        row = []
    if row:
        yield row


def json_places(text: str, records: int) -> tuple[tuple[Place, ...], ...] | None:
    """Return the strings of each record of a JSON text or of JSON Lines, None where the records cannot be told.

    The records are the entries of the outermost list, or the lines, of which there are as many.
    """
    found = list(_strings(text))
    counts: dict[Path, set[str | int]] = {}
    for path, _ in found:
        for depth in range(len(path)):
            if isinstance(path[depth], int):
                counts.setdefault(path[:depth], set()).add(path[depth])
    lists = sorted((path for path, members in counts.items() if len(members) == records), key=len)
    if not lists:
        return None
    outer = lists[0]
    groups: dict[str | int, list[Place]] = {}
    for path, place in found:
        if path[: len(outer)] == outer and len(path) > len(outer) and isinstance(path[len(outer)], int):
            groups.setdefault(path[len(outer)], []).append(place)
    return tuple(tuple(group) for group in groups.values())


def _strings(text: str) -> Iterator[tuple[Path, Place]]:
    """Yield each string value with its path: the number of the document, keys, and numbers of list entries."""
    stack: list[str | int] = [0]  # the key or number of what comes next, for each level
    kinds: list[str] = ["documents"]
    key_next = False
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece in "{[":
            kinds.append(piece)
            stack.append("" if piece == "{" else 0)
            key_next = piece == "{"
        elif piece in "}]":
            if len(kinds) > 1:
                kinds.pop()
                stack.pop()
            key_next = False
            _count_document(stack, kinds)
        elif piece == ",":
            if kinds[-1] == "[":
                stack[-1] = int(stack[-1]) + 1
            key_next = kinds[-1] == "{"
        elif piece == ":":
            key_next = False
        elif piece[0] == '"':
            value = _decoded(piece)
            if kinds[-1] == "{" and key_next:
                stack[-1] = value
            else:
                escaped = piece.isascii() and not value.isascii()
                yield tuple(stack), Place(match.start(), match.end(), value, "escaped" if escaped else "json")
                _count_document(stack, kinds)


def _count_document(stack: list[str | int], kinds: Sequence[str]) -> None:
    if len(kinds) == 1:
        stack[0] = int(stack[0]) + 1


def _decoded(piece: str) -> str:
    try:
        value = json.loads(piece, strict=False)
    except ValueError:
        return piece
    return value if isinstance(value, str) else piece
