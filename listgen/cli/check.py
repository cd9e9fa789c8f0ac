"""`listgen check`: marketplace rules for a bundle, or for anybody's listing file."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from listgen.domain.finding import Finding

_MOST_SHOWN = 200


@click.command(name="check", epilog="Example: listgen check build --catalog products.csv")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--marketplace", metavar="NAME", help="Rules to use; needed for tables that do not say where they go.")
@click.option("--catalog", metavar="SHEET", type=click.Path(path_type=Path), help="Product sheet: check facts too.")
@click.option("--rules-date", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Replay the rules of a day.")
@click.option("--brand", metavar="KIT", help="Brand kit whose sentences may always be said; with --catalog.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
@click.option("--strict", is_flag=True, help="Warnings count: exit 1 with a warning too.")
def command(
    paths: tuple[Path, ...],
    marketplace: str | None,
    catalog: Path | None,
    rules_date: datetime.datetime | None,
    brand: str | None,
    form: str,
    strict: bool,
) -> int:
    """Check a build folder, a bundle or a listing file against the marketplace's rules.

    Reads Amazon listing feeds (JSON), Shopify and WooCommerce product CSV, Google feeds, and any table with a SKU
    column. With --catalog every claim is compared with the product sheet. No model and no key is used.
    Exit code 1: something would be refused.
    """
    from listgen.marketplaces.check import check_path

    day = rules_date.date() if rules_date else None
    reports = [check_path(path, marketplace=marketplace, project=Path.cwd(), rules_date=day) for path in paths]
    findings = [finding for report in reports for finding in report.findings]
    if catalog is not None:
        from listgen.cli.check_facts import fact_findings

        findings += fact_findings([listing for report in reports for listing in report.listings], catalog, brand)
    checked = sum(report.checked for report in reports)
    if form == "json":
        answer = {
            "schema": "listgen.check/1",
            "findings": [finding_json(finding) for finding in findings],
            "checked": checked,
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _tell(findings, checked)
    blocking = any(finding.blocking for finding in findings)
    warned = any(finding.severity.value == "warning" for finding in findings)
    return 1 if blocking or (strict and warned) else 0


def finding_json(finding: Finding) -> dict[str, str | int | bool | None]:
    """Return a finding as `listgen.check/1` has it; `row` is the data row of a table, else None."""
    return {
        "row": finding.row,
        "sku": finding.sku,
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "code": finding.code,
        "verdict": finding.verdict,
        "severity": finding.severity.value,
        "blocking": finding.blocking,
        "evidence": finding.evidence,
        "message": finding.message,
        "hint": finding.hint,
        "place": finding.place,
    }


def _tell(findings: list[Finding], checked: int) -> None:
    """Print findings one a line, errors first, and the sum on the last line."""
    from listgen.cli.console import counted

    order = {"error": 0, "warning": 1, "info": 2}
    for finding in sorted(findings, key=lambda finding: order[finding.severity.value])[:_MOST_SHOWN]:
        place = ", ".join(part for part in (finding.place, _short(finding.sku), finding.field) if part)
        shown = f": `{_short(finding.text, 60)}`" if finding.text else ""
        click.echo(f"{finding.severity.value}: {place}: {finding.message}{shown} [{finding.code}]")
        if finding.hint:
            click.echo(f"       hint: {finding.hint}")
    if len(findings) > _MOST_SHOWN:
        click.echo(f"and {len(findings) - _MOST_SHOWN} more; --format json has all of them")
    errors = sum(finding.blocking for finding in findings)
    warnings = sum(finding.severity.value == "warning" for finding in findings)
    click.echo(f"{checked} checked, {counted(errors, 'error')}, {counted(warnings, 'warning')}")


def _short(text: str, width: int = 40) -> str:
    flat = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    return flat if len(flat) <= width else flat[: width - 1] + "…"
