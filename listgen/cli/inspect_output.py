"""How `listgen inspect` shows its report: for people in 80 columns, for programs as JSON."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from listgen.catalog.inspection import Inspection
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import ColumnMapping, Role, SheetInfo

_WIDTH = 80
_WIDEST = 110
_SHOWN_OF_A_KIND = 3
_SHOWN_FAMILIES = 12
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def print_inspection(inspection: Inspection, *, show_all: bool = False) -> None:
    """Print the report to stdout; product text is never taken for markup."""
    terminal = sys.stdout.isatty()
    width = min(max(_terminal_width(), 60), _WIDEST) if terminal else _WIDTH
    console = Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=False, legacy_windows=False)
    for sheet in inspection.sheets:
        _print_sheet(console, sheet)
    _print_families(console, inspection, show_all=show_all)
    _print_photos(console, inspection, show_all=show_all)
    _print_findings(console, inspection.findings, show_all=show_all)
    _print_needs(console, inspection)


def inspection_document(inspection: Inspection) -> dict[str, Any]:
    """Return the report as the JSON object `listgen.inspect/1`."""
    return {
        "schema": "listgen.inspect/1",
        "products": inspection.products,
        "parents": inspection.parents,
        "variations": inspection.variations,
        "sheets": [
            {
                "file": sheet.file,
                "sheet": sheet.sheet,
                "kind": sheet.kind,
                "dialect": sheet.dialect,
                "encoding": sheet.encoding,
                "header_row": sheet.header_row,
                "rows": sheet.rows,
                "columns": [
                    {
                        "column": column.column,
                        "role": column.role.value,
                        "fact": column.canonical or None,
                        "reason": column.reason,
                        "filled": column.filled,
                    }
                    for column in sheet.columns
                ],
                "withheld": list(sheet.withheld),
            }
            for sheet in inspection.sheets
        ],
        "withheld": list(inspection.withheld),
        "families": [
            {
                "parent_sku": family.parent_sku,
                "skus": list(family.skus),
                "options": list(family.option_names),
                "reason": family.reason,
            }
            for family in inspection.families
        ],
        "photos": {
            "named": inspection.photos.named,
            "found": inspection.photos.found,
            "missing": inspection.photos.named - inspection.photos.found,
            "products_without": list(inspection.photos.without),
        },
        "findings": [_finding_document(finding) for finding in inspection.findings],
        "missing_facts": [
            {
                "sku": need.sku,
                "name": need.name,
                "product_type": need.product_type,
                "facts": need.facts,
                "missing": list(need.missing),
            }
            for need in inspection.needs
        ],
    }


def _finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "sku": finding.sku,
        "field": finding.field,
        "row": finding.row,
        "text": finding.text,
        "place": finding.place,
        "hint": finding.hint,
        "blocking": finding.blocking,
    }


def _print_sheet(console: Console, sheet: SheetInfo) -> None:
    name = f"{sheet.file} [{sheet.sheet}]" if sheet.sheet else sheet.file
    console.print(Text(name, style="bold"))
    what = "photos of SKUs" if sheet.kind == "images" else f"{sheet.dialect} sheet"
    header = f"header in row {sheet.header_row}, " if sheet.header_row else ""
    console.print(_indented(f"{what}, {sheet.encoding}, {header}{_count(sheet.rows, 'row')}"))
    used = [column for column in sheet.columns if column.role not in (Role.INTERNAL, Role.WITHHELD)]
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim", expand=False)
    table.add_column("column", max_width=28, overflow="fold")
    table.add_column("taken for", max_width=20, overflow="fold")
    table.add_column("why", overflow="fold")
    table.add_column("filled", justify="right", no_wrap=True)
    for column in used:
        table.add_row(_text(column.column), _text(_role(column)), _text(column.reason), str(column.filled))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))
    internal = [column.column for column in sheet.columns if column.role is Role.INTERNAL]
    if internal:
        console.print(_labelled("not used", ", ".join(internal), "dim"))
    if sheet.withheld:
        console.print(_labelled("withheld", f"{', '.join(sheet.withheld)} (purchase prices go nowhere)", "magenta"))
    console.print()


def _role(column: ColumnMapping) -> str:
    if column.canonical == "variant" and column.role is Role.PHOTO:
        return "photo (variation)"
    if column.role is Role.PRICE and column.canonical:
        return column.canonical.replace("_", " ")
    if column.canonical not in ("", "variant") and column.role is Role.ATTRIBUTE:
        return f"fact: {column.canonical.replace('_', ' ')}"
    if column.role is Role.ATTRIBUTE:
        return "fact"
    return column.role.value.replace("_", " ")


def _print_families(console: Console, inspection: Inspection, *, show_all: bool) -> None:
    console.print(Text(_products_line(inspection), style="bold"))
    shown = inspection.families if show_all else inspection.families[:_SHOWN_FAMILIES]
    reason = ""
    for family in shown:
        options = f" by {', '.join(family.option_names)}" if family.option_names else ""
        console.print(_indented(f"{family.parent_sku}: {_count(len(family.skus), 'variation')}{options}"))
        if family.reason and family.reason != reason:
            console.print(_indented(family.reason, 4, "dim"))
        reason = family.reason
    if len(inspection.families) > len(shown):
        console.print(_indented(f"and {len(inspection.families) - len(shown)} more, --all shows them", style="dim"))
    console.print()


def _products_line(inspection: Inspection) -> str:
    line = _count(inspection.products, "product")
    if inspection.families:
        families = "1 family" if len(inspection.families) == 1 else f"{len(inspection.families)} families"
        line += f", {inspection.variations} of them variations in {families}"
    return line


def _print_photos(console: Console, inspection: Inspection, *, show_all: bool) -> None:
    photos = inspection.photos
    console.print(Text(f"{_count(photos.named, 'photo')} named, {photos.found} found", style="bold"))
    if photos.without:
        shown = photos.without if show_all else photos.without[:8]
        more = f" and {len(photos.without) - len(shown)} more" if len(photos.without) > len(shown) else ""
        console.print(_labelled("no photo", f"{', '.join(shown)}{more}", "yellow"))
    console.print()


def _print_findings(console: Console, findings: tuple[Finding, ...], *, show_all: bool) -> None:
    counts = Counter(finding.severity for finding in findings)
    line = ", ".join(_count(counts[severity], _WORDS[severity]) for severity in _WORDS if counts[severity])
    console.print(Text(line or "nothing to correct", style="bold"))
    kinds = Counter(finding.code for finding in findings)
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= _SHOWN_OF_A_KIND or show_all:
            _print_finding(console, finding, hint=seen[finding.code] == 1)
        elif seen[finding.code] == _SHOWN_OF_A_KIND + 1:
            more = kinds[finding.code] - _SHOWN_OF_A_KIND
            console.print(_indented(f"and {more} more like this ({finding.code}); --all shows them", 10, "dim"))
    console.print()


def _print_finding(console: Console, finding: Finding, *, hint: bool) -> None:
    text = _text(finding.message)
    if hint and finding.hint:
        text.append(f"\nhint: {_printable(finding.hint)}", style="dim")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=7)
    grid.add_column(overflow="fold")
    grid.add_row(Text(_WORDS[finding.severity], style=_COLOURS[finding.severity]), text)
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _print_needs(console: Console, inspection: Inspection) -> None:
    if not inspection.needs:
        return
    console.print(Text("facts that shoppers ask for and no cell gives", style="bold"))
    for kind in sorted({need.product_type for need in inspection.needs}):
        needs = [need for need in inspection.needs if need.product_type == kind]
        missing = Counter(label for need in needs for label in need.missing)
        parts = ", ".join(f"{label} ({count})" if len(needs) > 1 else label for label, count in missing.most_common())
        name = "other products" if kind == "generic" else kind.replace("_", " ")
        console.print(_labelled(f"{name}, {_count(len(needs), 'listing')}", parts, "cyan"))
    console.print()


def _labelled(label: str, words: str, style: str) -> Padding:
    text = Text(f"{label}: ", style=style)
    text.append(_printable(words), style="default")
    return Padding(text, (0, 0, 0, 2), expand=False)


def _indented(words: str, by: int = 2, style: str = "") -> Padding:
    return Padding(Text(_printable(words), style=style), (0, 0, 0, by), expand=False)


def _text(words: str) -> Text:
    return Text(_printable(words))


def _printable(words: str) -> str:
    """Return text in one line without control characters: a cell must not move the cursor or colour the screen."""
    return "".join(char if char.isprintable() else " " for char in words)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _terminal_width() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return _WIDTH
