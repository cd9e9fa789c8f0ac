"""Reading the tables that profiles describe: recognised by their head row, read back column by column."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces import texts
from listgen.marketplaces.columns import Column
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.readers.records import Upload, UploadRecord, problem, unsafe_findings
from listgen.marketplaces.readers.tables import Table

# A head row stands within the first lines of a file: info lines and labels come before it.
_HEAD_ROWS = 12
_ENOUGH = 0.6
_FEWEST = 3
_MANY = 7
_FIELDS = frozenset({"title", "highlights", "search_terms", "seo_title", "seo_description"})
_LISTS = frozenset({"bullets", "tags"})
_HTML = frozenset({"bullets_html", "description_html", "listing_html"})
_IMAGES = frozenset({"main_image", "images", "extra_images"})
_KINDS = 3  # simple, parent, variation
_AMOUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Match:
    """A profile whose table this seems to be: the row of its head (0 is the first), and the share of its columns."""

    profile: Profile
    head: int
    share: float

    @property
    def exact(self) -> bool:
        """True where every column of the profile stands in the file."""
        return self.share >= 1


def recognise(table: Table, profiles: Iterable[Profile]) -> Match | None:
    """Return the profile with the largest share of its columns in the table, None where none has enough of them."""
    best: Match | None = None
    head_rows = (table.header, *table.rows[: _HEAD_ROWS - 1])
    for profile in profiles:
        if not profile.columns:
            continue
        fixed = [column.pattern() for column in profile.columns if not column.spread]
        needed = [column.pattern() for column in profile.columns if column.required]
        for place, row in enumerate(head_rows):
            names = [name.strip() for name in row if name.strip()]
            found = sum(any(pattern.fullmatch(name) for name in names) for pattern in fixed)
            here = [any(pattern.fullmatch(name) for name in names) for pattern in needed]
            if _is_sparse(profile, names, here):
                share = found / len(fixed)
                best = best or Match(profile, place, share)
                continue
            # All of many required columns are enough: a file with nothing else is complete.
            enough = _ENOUGH * len(fixed) if len(needed) < _MANY else len(needed)
            if found < min(_FEWEST, len(fixed)) or found < enough or not all(here):
                continue
            share = found / len(fixed)
            # Of two profiles of which all columns are there, the one with more columns knows the file better.
            if best is None or (share, len(fixed)) > (best.share, len(best.profile.columns)):
                best = Match(profile, place, share)
    return best


def _is_sparse(profile: Profile, names: Sequence[str], here: Sequence[bool]) -> bool:
    """Tell whether these are JSON lines of the profile without what is empty, even where it is required."""
    if profile.file.layout != "json-lines" or here[:1] != [True] or len(names) < _MANY - 2:
        return False
    patterns = [column.pattern() for column in profile.columns]
    return all(any(pattern.fullmatch(name) for pattern in patterns) for name in names)


def read_profiled(table: Table, match: Match) -> Upload:
    """Return one record a row of a table that a profile describes, with what is wrong with its cells."""
    profile = match.profile
    rows = [table.header, *table.rows]
    header = tuple(name.strip() for name in rows[match.head])
    data = rows[match.head + _rows_after_names(profile, table) :]
    body = Table(header, tuple(tuple(row) for row in data), table.delimiter)
    places = _places(header, profile)
    findings = [*table.findings]
    records = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(body.rows, 1):
        row = body.cells(cells)
        record = _record(row, number, places, profile)
        findings += _row_findings(row, number, record, places, seen)
        records.append(record)
    return Upload(format="table", marketplace=profile.name, locale="", records=tuple(records), findings=tuple(findings))


def _rows_after_names(profile: Profile, table: Table) -> int:
    # Empty rows of a workbook are not read.
    heads = [head for head in profile.file.heads if head or table.delimiter]
    return len(heads) - heads.index("name") if "name" in heads else 1


Places = tuple[tuple[str, Column], ...]


def _places(header: Sequence[str], profile: Profile) -> Places:
    """Return the columns of the file that the profile knows, fixed names before those that any name fits."""
    patterns = sorted(
        ((column.spread, column.pattern(), column) for column in profile.columns), key=lambda item: item[0]
    )
    found = []
    for name in dict.fromkeys(header):
        column = next((column for _, pattern, column in patterns if pattern.fullmatch(name)), None)
        if column is not None:
            found.append((name, column))
    return tuple(found)


def _record(row: Mapping[str, str], number: int, places: Places, profile: Profile) -> UploadRecord:
    fields: dict[str, list[str]] = {}
    values: dict[str, str] = {}
    images: list[str] = []
    for name, column in places:
        cell, holds = row.get(name, ""), column.holds or ""
        if holds in _FIELDS or holds == "description":
            mark = profile.file.cell_newline
            # Where line feeds became blanks, nobody can tell them from the others.
            text = cell.replace(mark, "\n") if mark.strip() else cell
            fields.setdefault(holds, []).extend(
                text.split("\n") if text and holds == "description" else [text][: len(text)]
            )
        elif holds in _LISTS:
            fields.setdefault(holds, []).extend(_items(cell, column, name))
        elif holds in _HTML:
            paragraphs, items = texts.html_blocks(cell)
            for field, said in (("description", paragraphs), ("bullets", items)):
                if holds != "bullets_html" or field == "bullets":
                    fields.setdefault(field, []).extend(said)
        elif holds in _IMAGES:
            images += [url for url in _items(cell, column, name) if url]
        elif holds:
            values.setdefault(holds, cell)
    # A text that only some kinds of rows have is missing from none of the others.
    partial = {column.holds for _, column in places if column.holds and len(column.rows) < _KINDS}
    if partial & {"listing_html", "description_html"}:
        partial |= {"description", "bullets"}
    fields = {name: items for name, items in fields.items() if any(items) or name not in partial}
    empty = profile.family_text and not any(fields.values())
    return UploadRecord(
        sku=values.get("sku", ""),
        row=number,
        texts=() if empty else tuple(FieldText(name, tuple(items)) for name, items in fields.items()),
        brand=values.get("brand", ""),
        images=tuple(dict.fromkeys(images)),
        price=values.get("price") or values.get("selling_price", ""),
        sale_price=values.get("sale_price", ""),
    )


def _items(cell: str, column: Column, name: str) -> Sequence[str]:
    if not cell:
        return ()
    if column.each != "{value}":
        return column.entries(cell)
    if cell.startswith("["):
        try:
            content = json.loads(cell)
        except (ValueError, RecursionError):
            content = None
        if isinstance(content, list):
            return [str(entry) for entry in content]
    # One item has a column of its own: numbered by the profile, or an entry of a JSON list.
    if column.numbers is not None or (column.kind == "list" and name != column.name):
        return (cell,)
    mark = column.join.strip(" ") or column.join
    return [item.strip() for item in cell.split(mark) if item.strip()]


def _row_findings(
    row: Mapping[str, str], number: int, record: UploadRecord, places: Places, seen: dict[str, int]
) -> Iterator[Finding]:
    sku = record.sku
    if sku and sku in seen:
        yield problem("file.duplicate-sku", f"row {seen[sku]} has the same SKU", sku=sku, row=number)
    seen.setdefault(sku, number)
    for name, column in places:
        cell = row.get(name, "")
        if column.holds in _HTML:
            yield from unsafe_findings(cell, sku=sku, row=number, field=name)
        if column.holds in ("price", "sale_price", "selling_price") and cell and not _AMOUNT.search(cell):
            yield problem("file.price", f"`{cell[:40]}` is no price", sku=sku, row=number, field=name, text=cell)
        limit = column.limit.text_limit if column.limit else None
        # Fields of text have their limits in the profile, and are checked with their rules.
        if column.holds in _FIELDS | _LISTS | _HTML or limit is None or limit.measure(cell) <= limit.maximum:
            continue
        yield problem(
            "file.cell-length",
            f"`{name}` has {limit.measure(cell)} {limit.unit}, the marketplace takes {limit.maximum}",
            severity=Severity.WARNING if column.limit and column.limit.status == "recalled" else Severity.ERROR,
            sku=sku,
            row=number,
            field=name,
            text=cell,
            hint="shorten the cell",
        )
