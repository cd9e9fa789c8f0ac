"""Which row is the header, and the table below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from listgen.catalog.dialects import find_dialect
from listgen.catalog.grid import Column, Grid, Table, value_of
from listgen.catalog.header_text import currency_of, fold
from listgen.catalog.mapping import map_columns
from listgen.catalog.synonyms import known
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Role
from listgen.errors import CatalogError

_SEARCHED_ROWS = 25
_MANY_SHORT_ROWS = 3
_SETTING = re.compile(r"(attributeRow|dataRow)=(\d+)")
_EBAY_CURRENCY = re.compile(r"currency=([A-Za-z]{3})", re.IGNORECASE)


def build_table(grid: Grid, overrides: Mapping[str, str]) -> Table:
    """Return the table of a grid: header row found, dialect recognised, columns mapped, merged cells filled.

    Raises CatalogError if no row can be a header.
    """
    at, data_from = _find_header(grid, overrides)
    number, header_cells = grid.rows[at]
    width = max((len(cells) for _, cells in grid.rows[at:]), default=len(header_cells))
    headers = (*header_cells, *("" for _ in range(width - len(header_cells))))
    headers = tuple(" ".join(header.split()) for header in headers)
    body = tuple((n, cells) for n, cells in grid.rows[at + 1 :] if n >= data_from and not _is_note(cells))
    width = _real_width(headers, body)
    headers = headers[:width]
    dialect = find_dialect(headers)
    samples = _samples(body, width)
    columns = map_columns(headers, samples, dialect, overrides)
    table = Table(
        grid,
        number,
        dialect.id,
        dialect.family,
        columns,
        _fill_merged(grid, columns, body),
        _currency(headers),
        grid.findings,
    )
    table = replace(table, findings=(*table.findings, *_ragged(table)))
    return _without_overlays(table)


def _without_overlays(table: Table) -> Table:
    """Leave out rows that only translate another row for one store view."""
    column = next((column for column in table.columns if column.canonical == "overlay"), None)
    if column is None or not column.filled:
        return table
    rows = tuple((number, cells) for number, cells in table.rows if not value_of(cells, column))
    if not rows:  # an export of one store view only: these are the products
        return table
    count = len(table.rows) - len(rows)
    finding = Finding(
        code="row.overlay",
        severity=Severity.INFO,
        message=f"{table.grid.place}: {count} {'row' if count == 1 else 'rows'} left out that only change others "
        f"for one store view (`{column.header}`)",
        place=table.grid.place,
    )
    return replace(table, rows=rows, findings=(*table.findings, finding))


def _find_header(grid: Grid, overrides: Mapping[str, str]) -> tuple[int, int]:
    """Return the index of the header among the rows, and the number of the first data row."""
    if not grid.rows:
        raise CatalogError(f"{grid.place}: the sheet is empty", hint="save the sheet again")
    if not grid.has_header:
        return 0, 1
    numbers = {number: index for index, (number, _) in enumerate(grid.rows)}
    first = " ".join(cell for cell in grid.rows[0][1] if cell)
    settings = dict(_SETTING.findall(first))
    if "attributeRow" in settings and int(settings["attributeRow"]) in numbers:
        row = int(settings["attributeRow"])
        return numbers[row], int(settings.get("dataRow", row + 1))
    if "TemplateType=" in first and 3 in numbers:
        return numbers[3], 4  # rows 1 to 3: settings, labels, field names
    folded = {fold(header) for header in overrides}
    scores = [_score(cells, folded) for _, cells in grid.rows[:_SEARCHED_ROWS]]
    best = max(scores, default=0)
    if best >= 2 or (best == 1 and scores[0] == 1):
        return scores.index(best), 0
    # Nothing is known of any header: the first row with two short texts, as nobody writes only notes above a table.
    for index, (_, cells) in enumerate(grid.rows[:_SEARCHED_ROWS]):
        filled = [cell for cell in cells if cell]
        if len(filled) >= 2 and all(len(cell) < 80 for cell in filled):
            return index, 0
    return 0, 0


def _score(cells: Sequence[str], overrides: set[str]) -> int:
    if _is_note(cells):
        return 0
    filled = [cell for cell in cells if cell]
    distinct = {fold(cell) for cell in filled if known(cell) or fold(cell) in overrides or _is_setting_header(cell)}
    # A data row may hold a word such as "Material"; a header row is mostly headers.
    return len(distinct) if len(distinct) * 5 >= len(filled) else 0


def _is_setting_header(cell: str) -> bool:
    return cell.lower().lstrip("*").startswith("action(siteid=")


def _is_note(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].startswith("#INFO")


def _real_width(headers: Sequence[str], body: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the number of columns that have a header, or a value in most rows."""
    width = len(headers)
    while width and not headers[width - 1]:
        filled = sum(1 for _, cells in body if len(cells) >= width and cells[width - 1])
        if filled * 2 > len(body) and body:
            break
        width -= 1
    return max(width, 1)


def _samples(body: Sequence[tuple[int, Sequence[str]]], width: int) -> list[list[str]]:
    samples: list[list[str]] = [[] for _ in range(width)]
    for _, cells in body:
        for index, cell in enumerate(cells[:width]):
            if cell:
                samples[index].append(cell)
    return samples


def _currency(headers: Sequence[str]) -> str:
    for header in headers:
        if found := _EBAY_CURRENCY.search(header):
            return currency_of(found[1])
    return ""


def _fill_merged(
    grid: Grid, columns: Sequence[Column], body: tuple[tuple[int, tuple[str, ...]], ...]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Write the value of a merged cell into all its rows.

    A merged name stays in its first row: the rows below are then variations of it, like any rows without a name.
    """
    if not grid.merged:
        return body
    keep = {column.index for column in columns if column.role in (Role.NAME, Role.SKU, Role.DESCRIPTION)}
    rows = {number: list(cells) for number, cells in body}
    for top, left, bottom, right in grid.merged:
        if top not in rows or top == bottom or left != right or left in keep or left >= len(rows[top]):
            continue
        for number in range(top + 1, bottom + 1):
            if number in rows and left < len(rows[number]) and not rows[number][left]:
                rows[number][left] = rows[top][left]
    return tuple((number, tuple(rows[number])) for number, _ in body)


def _ragged(table: Table) -> list[Finding]:
    """Return a finding for each row of a text file that is longer or shorter than the header."""
    if table.grid.merged or table.grid.path.suffix.lower() not in (".csv", ".tsv", ".txt", ".tab"):
        return []
    width = len(table.columns)
    findings = [
        _ragged_row(
            table,
            number,
            len(cells),
            "put cells that hold the delimiter in quote marks; values may stand under a wrong header",
        )
        for number, cells in table.rows
        if len(cells) > width and any(cells[width:])
    ]
    short = [(number, len(cells)) for number, cells in table.rows if len(cells) < width]
    if len(short) > _MANY_SHORT_ROWS and len({length for _, length in short}) == 1:
        return [*findings, _all_short(table, short)]
    for number, length in short:
        hint = f"the cells from `{table.columns[length].header}` on were read as empty"
        findings.append(_ragged_row(table, number, length, hint))
    return findings


def _ragged_row(table: Table, number: int, length: int, hint: str) -> Finding:
    width = len(table.columns)
    return Finding(
        code="row.long" if length > width else "row.short",
        # In a row that is too long nobody knows which value stands under which header.
        severity=Severity.ERROR if length > width else Severity.WARNING,
        message=f"{table.grid.place} row {number}: {length} cells, but the header has {width}",
        row=number,
        place=f"{table.grid.place} row {number}",
        hint=hint,
    )


def _all_short(table: Table, short: Sequence[tuple[int, int]]) -> Finding:
    length = short[0][1]
    return Finding(
        code="row.short",
        severity=Severity.WARNING,
        message=f"{table.grid.place}: {len(short)} rows have {length} cells, but the header has {len(table.columns)}",
        place=table.grid.place,
        hint=f"the cells from `{table.columns[length].header}` on were read as empty",
    )
