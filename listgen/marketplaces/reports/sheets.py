"""Reports that are tables or lists of lines: Amazon's text report, eBay, Google, WooCommerce, Shopify."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from listgen.domain.finding import Severity
from listgen.marketplaces.readers.tables import Table
from listgen.marketplaces.reports.records import Issue, Report
from listgen.marketplaces.reports.severities import severity_of
from listgen.resources import read_data

# A summary of a few lines stands before the header of some reports.
_HEAD_ROWS = 12
_COMMA = re.compile(r"[,;|]")
_LETTERS = re.compile(r"[\W_]+")
# The importer's words for a row: "Fjell Mug, ID 12, SKU MUG-1".
_WOO_SKU = re.compile(r"(?:^|, )SKU (.+)\Z")
_LINE = re.compile(r"^\W*(?:error:?\s*)?(?:on )?(?:csv )?(line|row)s? #?(\d+)\b\s*[:,.–—-]?\s*(.+)$", re.IGNORECASE)
_ON_LINE = re.compile(r"^(.+?) (?:on|in|at) (line|row) (\d+)\W*$", re.IGNORECASE)
_ERROR = re.compile(r"^\W*(?:error|validation failed|invalid|illegal)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A kind of table: its roles with the plain names of their columns."""

    marketplace: str
    format: str
    needs: tuple[str, ...]
    alone: tuple[str, ...]  # one of these has to be there too, where any is named
    roles: Mapping[str, tuple[str, ...]]

    def places(self, header: Sequence[str]) -> Mapping[str, int] | None:
        """Return the column of each role, None where the header is not of this kind."""
        plain = [_plain(name) for name in header]
        found = {}
        for role, names in self.roles.items():
            place = next((plain.index(name) for name in names if name in plain), None)
            if place is not None:
                found[role] = place
        if any(role not in found for role in self.needs) or (self.alone and not set(self.alone) & set(plain)):
            return None
        return found


@cache
def _layouts() -> tuple[_Layout, ...]:
    content = read_data("marketplaces", "reports", "tables.toml")
    fixed = {"marketplace", "format", "needs", "alone"}
    return tuple(
        _Layout(
            entry["marketplace"],
            entry["format"],
            tuple(entry["needs"]),
            tuple(entry.get("alone", ())),
            {role: tuple(names) for role, names in entry.items() if role not in fixed},
        )
        for entry in content["tables"]
    )


def read_sheet(table: Table) -> Report | None:
    """Return a report from a table, None where its header is not that of a known one."""
    rows = [table.header, *table.rows]
    for number, head in enumerate(rows[:_HEAD_ROWS]):
        for layout in _layouts():
            places = layout.places(head)
            if places is not None:
                issues = [
                    issue
                    for count, row in enumerate(rows[number + 1 :], 1)
                    for issue in _issues(row, places, layout, count)
                ]
                return Report(marketplace=layout.marketplace, format=layout.format, issues=tuple(issues))
    return None


def _issues(row: Sequence[str], places: Mapping[str, int], layout: _Layout, count: int) -> Iterator[Issue]:
    cells = {role: row[place].strip() if place < len(row) else "" for role, place in places.items()}
    sku, number = cells.get("sku", ""), None
    if not sku and (match := _WOO_SKU.search(cells.get("product", ""))):
        sku = match[1]
    line = cells.get("line", "")
    if cells.get("row", "").isdecimal():
        number = int(cells["row"]) or None
    elif line.isdecimal() and layout.marketplace == "shopify":
        number = max(int(line) - 1, 0) or None  # the header is line 1
    place = f"line {line}" if line else cells.get("product", "") or f"report row {count}"
    for role, code, default in (("message", "code", Severity.ERROR), ("warning", "warning_code", Severity.WARNING)):
        messages, codes = _parts(cells.get(role, ""), layout), _parts(cells.get(code, ""), layout)
        for entry in range(max(len(messages), len(codes))):
            found = codes[entry] if entry < len(codes) else codes[0] if len(codes) == 1 else ""
            message = messages[entry] if entry < len(messages) else ""
            severity = severity_of(cells.get("severity", ""), default)
            # eBay gives warnings in the column of errors too, and says so in the status.
            if role == "message" and severity_of(cells.get("status", ""), default) is Severity.WARNING:
                severity = Severity.WARNING
            yield Issue(
                sku=sku,
                code=found,
                severity=severity,
                message=message,
                attributes=tuple(name.strip() for name in _COMMA.split(cells.get("attribute", "")) if name.strip()),
                row=number,
                place=place,
            )


def _parts(cell: str, layout: _Layout) -> list[str]:
    """Return the entries of a cell: eBay divides several by `|`."""
    parts = cell.split("|") if layout.marketplace == "ebay" else [cell]
    return [part.strip() for part in parts if part.strip()]


def _plain(name: str) -> str:
    return _LETTERS.sub("", name.lower())


def read_text(text: str) -> Report | None:
    """Return Shopify's list of errors, as its page or e-mail shows it; None for a text without any such line.

    A line that names no row of the file is an issue too where it begins like an error; all others are kept as notes.
    """
    issues: list[Issue] = []
    notes: list[str] = []
    placed = False
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        match, tail = _LINE.match(line), _ON_LINE.match(line)
        if match:
            number, message = int(match[2][:9]), match[3]
        elif tail and _ERROR.match(line):
            number, message = int(tail[3][:9]), tail[1]
        elif _ERROR.match(line):
            issues.append(Issue(sku="", code="", severity=Severity.ERROR, message=line, place="file"))
            continue
        else:
            notes.append(line)
            continue
        placed = True
        issues.append(
            Issue(
                sku="",
                code="",
                severity=Severity.ERROR,
                message=message.strip(),
                row=number - 1 if number > 1 else None,  # the header is line 1
                place=f"line {number}",
            )
        )
    # A text in which nothing names a line is prose, unless all of it is errors.
    if not issues or (not placed and notes):
        return None
    return Report(marketplace="shopify", format="shopify-import-errors", issues=tuple(issues), notes=tuple(notes))
