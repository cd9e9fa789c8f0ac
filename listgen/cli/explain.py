"""`listgen explain`: a marketplace's report, issue by issue: SKU, field, fix, and the cell to change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from listgen.cli.console import counted, short

if TYPE_CHECKING:
    from listgen.cli.explain_cells import Place
    from listgen.marketplaces.reports import Explained, Report

_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Line:
    """An explained issue with its SKU, found by row if need be, and the cells to change."""

    sku: str
    found: Explained
    places: tuple[Place, ...]
    sheet: bool  # a sheet was given, so a missing place means a missing column


@click.command(name="explain", epilog="Example: listgen explain report.json --catalog products.csv")
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--catalog", metavar="SHEET", type=click.Path(path_type=Path), help="Product sheet: name its cells.")
@click.option("--build", metavar="DIR", type=click.Path(path_type=Path), help="Build folder that was uploaded.")
@click.option(
    "--upload", metavar="FILE", type=click.Path(path_type=Path), help="File that was uploaded: rows get SKUs."
)
@click.option("--marketplace", metavar="NAME", help="Whose report it is, where the file does not say.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
def command(
    report: Path, catalog: Path | None, build: Path | None, upload: Path | None, marketplace: str | None, form: str
) -> int:
    """Explain what a marketplace wrote back after an upload: SKU, field, fix, and which cell to change.

    Reads Amazon's processing report (JSON and text), Shopify's import errors, WooCommerce's import log, eBay's upload
    results and Google's diagnostics, each told by its content. Codes that listgen does not know are shown as they are.
    Exit code 1: the report holds errors.
    """
    from listgen.errors import UsageError
    from listgen.marketplaces.reports import book_names, explain_report, read_report

    if marketplace and marketplace not in book_names():
        raise UsageError(f"no reports of `{marketplace}` are known", hint=f"known: {', '.join(book_names())}")
    read = read_report(report)
    name = read.marketplace or marketplace or ""
    places, sku_of = _lookups(catalog, build, upload, name)
    lines = []
    for found in explain_report(read, name):
        sku = found.issue.sku or sku_of(found.issue.row)
        lines.append(_Line(sku, found, places(sku, found), catalog is not None))
    if form == "json":
        click.echo(_json(report, replace(read, marketplace=name), lines))
    else:
        for line in _text(read, lines):
            click.echo(line)
    return 1 if any(line.found.issue.severity.value == "error" for line in lines) else 0


def _lookups(
    catalog: Path | None, build: Path | None, upload: Path | None, marketplace: str
) -> tuple[Callable[[str, Explained], tuple[Place, ...]], Callable[[int | None], str]]:
    """Return what finds the cells of an issue, and what finds the SKU of a row."""
    from listgen.cli.explain_cells import BuildCells, SheetCells, skus_by_row

    sheet = None
    if catalog is not None:
        from listgen.catalog.read import read_catalog
        from listgen.cli.settings import resolve_catalog

        path, photos, columns = resolve_catalog(catalog, None)
        sheet = SheetCells(read_catalog(path, columns=columns, photos=photos))
    made = BuildCells(build, marketplace) if build is not None else None
    sent = upload or (made.upload() if made else None)
    rows = skus_by_row(sent) if sent else {}

    def places(sku: str, found: Explained) -> tuple[Place, ...]:
        return (sheet.places(sku, found) if sheet else ()) or (made.places(sku, found) if made else ())

    return places, lambda row: rows.get(row, "") if row is not None else ""


def _json(path: Path, report: Report, lines: Sequence[_Line]) -> str:
    """Return `listgen.explain/1`."""
    answer = {
        "schema": "listgen.explain/1",
        "report": {"file": path.name, "marketplace": report.marketplace, "format": report.format},
        "issues": [_entry(line) for line in lines],
        "notes": list(report.notes),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _entry(line: _Line) -> dict[str, object]:
    found, issue = line.found, line.found.issue
    return {
        "sku": line.sku,
        "row": issue.row,
        "place": issue.place,
        "field": found.field,
        "attribute": found.attribute,
        "code": issue.code,
        "severity": issue.severity.value,
        "message": issue.message,
        "rule": found.rule,
        "fix": found.fix,
        "known": found.known,
        "source": found.source,
        "status": found.status,
        "column": found.column,
        "cells": [{"cell": place.cell, "text": place.text} for place in line.places],
    }


def _text(report: Report, lines: Sequence[_Line]) -> Iterator[str]:
    """Yield the lines of a terminal: the SKUs in the report's order, under each its issues."""
    groups: dict[tuple[str, str], list[_Line]] = {}
    for line in lines:
        groups.setdefault((line.sku, "" if line.sku else line.found.issue.place), []).append(line)
    shown = 0
    for (sku, place), entries in groups.items():
        if shown >= _MOST_SHOWN:
            break
        yield short(sku, 80) or f"({short(place, 80) or 'the whole file'})"
        last = None
        for line in entries:
            shown += 1
            # An issue about several fields says its message once.
            yield from _issue(line, again=line.found.issue is last)
            last = line.found.issue
        yield ""
    if len(lines) > shown:
        yield f"and {len(lines) - shown} more; --format json has all of them"
    for note in report.notes[:10]:
        yield f"not understood: {short(note, 120)}"
    skus = len({line.sku for line in lines if line.sku})
    errors = len({id(line.found.issue) for line in lines if line.found.issue.severity.value == "error"})
    issues = len({id(line.found.issue) for line in lines})
    unknown = sum(not line.found.known for line in lines)
    tail = f", {unknown} of a kind that listgen does not know" if unknown else ""
    whose = f" of {counted(skus, 'SKU')}" if skus else ""  # reports that name none give row or message numbers
    yield f"{counted(issues, 'issue')}{whose}, {counted(errors, 'error')}{tail} [{report.format}]"


def _issue(line: _Line, *, again: bool) -> Iterator[str]:
    found, issue = line.found, line.found.issue
    named = f" (`{short(found.attribute, 60)}`)" if found.attribute and found.attribute != found.field else ""
    code = f" [{short(issue.code)}]" if issue.code else ""
    yield f"  {issue.severity.value}: {short(found.field, 60) or 'no field named'}{named}{code}"
    if not again:
        yield f"    {short(issue.message, 300) or 'the report gives no message'}"
    if found.fix:
        yield f"    fix: {short(found.fix, 400)}"
    if found.rule:
        yield f"    check: {found.rule}"
    for place in line.places:
        shown = f": `{short(place.text, 60)}`" if place.text else ""
        yield f"    cell: {short(place.cell, 120)}{shown}"
    if line.sheet and not line.places and line.sku and found.column:
        yield f"    cell: none; add a column `{short(found.column)}`"
