"""`listgen check`: marketplace rules for a bundle, or for anybody's listing file, and the fact lock for its claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from listgen.cli.console import counted, short

if TYPE_CHECKING:
    from listgen.cli.check_facts import Lock, LockedListing
    from listgen.cli.check_fix import Copy
    from listgen.cli.check_formats import PathFindings
    from listgen.cli.check_keywords import Searches
    from listgen.marketplaces.check import CheckedListing, CheckReport

_MOST_SHOWN = 200


@click.command(name="check", epilog="Example: listgen check listings.csv --catalog products.xlsx --format sarif")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--marketplace", metavar="NAME", help="Rules to use; needed for tables that do not say where they go.")
@click.option("--catalog", metavar="SHEET", type=click.Path(path_type=Path), help="Product sheet: check facts too.")
@click.option("--rules-date", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Replay the rules of a day.")
@click.option("--brand", metavar="KIT", help="Brand kit whose sentences may always be said; with --catalog.")
@click.option("--explain", metavar="SKU", help="Print each claim of a SKU with the cell or the rule behind it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    help="Form of the answer.",
)
@click.option("--fix", is_flag=True, help="Write a corrected copy, NAME.fixed.EXT, where a fix is always safe.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Where the copy of --fix goes.")
@click.option("--force", is_flag=True, help="Let --fix replace a copy that exists.")
@click.option("--report", metavar="HTML", type=click.Path(path_type=Path), help="Write a diagnosis with figures.")
@click.option(
    "--keywords",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Sheet of what shoppers type, for --report.",
)
@click.option("--strict", is_flag=True, help="Warnings count: exit 1 with a warning too.")
def command(
    paths: tuple[Path, ...],
    marketplace: str | None,
    catalog: Path | None,
    rules_date: datetime.datetime | None,
    brand: str | None,
    explain: str | None,
    form: str,
    fix: bool,
    out: Path | None,
    force: bool,
    report: Path | None,
    keywords: Path | None,
    strict: bool,
) -> int:
    """Check a build folder, a bundle or a listing file against the marketplace's rules.

    Reads the upload files of all marketplaces that `listgen marketplace list` names, and any table or JSON Lines
    file with a SKU column. With --catalog every claim is compared with the product sheet, in nine languages. No model
    and no key is used. Exit code 1: something would be refused.
    """
    from listgen.cli.check_formats import PathFindings, to_json, to_junit, to_sarif
    from listgen.marketplaces.check import check_path

    day = rules_date.date() if rules_date else None
    if explain is not None:
        return _explain(explain, paths, catalog, brand, form)
    copies = _copies(paths, fix, out, force, marketplace, day, form)
    # What is left is what the seller has to do, so the copy is checked.
    paths = tuple(copy.place for copy in copies) if fix else paths
    lock = _lock(catalog, brand)
    searches = _searches(keywords, lock, day, report)
    sheet = lock.sheet_side if lock else None
    reports = [
        check_path(path, marketplace=marketplace, project=Path.cwd(), rules_date=day, sheet=sheet) for path in paths
    ]
    locked = _locked(reports, lock)
    found = [
        PathFindings(
            path,
            (*one.findings, *(finding for listing in facts for finding in listing.findings)),
            tuple(dict.fromkeys(listing.record.sku for listing in one.listings)),
        )
        for path, one, facts in zip(paths, reports, locked, strict=True)
    ]
    checked = sum(one.checked for one in reports)
    if report is not None:
        from listgen.cli.check_report import write_report

        write_report(report, paths, reports, locked, searches)
    if form == "json":
        click.echo(to_json(found, checked, copies if fix else None))
    elif form == "sarif":
        click.echo(to_sarif(found))
    elif form == "junit":
        click.echo(to_junit(found))
    else:
        for line in _differences(copies):
            click.echo(line)
        _tell(found, checked)
    findings = [finding for one in found for finding in one.findings]
    blocking = any(finding.blocking for finding in findings)
    warned = any(finding.severity.value == "warning" for finding in findings)
    return 1 if blocking or (strict and warned) else 0


def _copies(
    paths: tuple[Path, ...],
    fix: bool,
    out: Path | None,
    force: bool,
    marketplace: str | None,
    day: datetime.date | None,
    form: str,
) -> tuple[Copy, ...]:
    """Write the copies that --fix asks for, () without it."""
    from listgen.errors import UsageError

    if not fix:
        if out is not None:
            raise UsageError("--out is for --fix", hint="add --fix, or send the answer to a file with `>`")
        return ()
    if form not in ("text", "json"):
        raise UsageError(f"--fix has no form `{form}`", hint="use --format text or json")
    from listgen.cli.check_fix import write_copies

    return write_copies(paths, out=out, force=force, marketplace=marketplace, rules_date=day)


def _differences(copies: Sequence[Copy]) -> Iterator[str]:
    if copies:
        from listgen.cli.check_fix import to_lines

        yield from to_lines(copies)


def _lock(catalog: Path | None, brand: str | None) -> Lock | None:
    if catalog is None:
        return None
    from listgen.cli.check_facts import open_lock

    return open_lock(catalog, brand)


def _searches(
    keywords: Path | None, lock: Lock | None, day: datetime.date | None, report: Path | None
) -> Searches | None:
    from listgen.errors import UsageError

    if keywords is None:
        return None
    if report is None:
        raise UsageError("--keywords is for --report", hint="add --report check.html: it shows what texts lack")
    from listgen.cli.check_keywords import Searches

    return Searches(keywords, lock, day)


def _locked(reports: Sequence[CheckReport], lock: Lock | None) -> list[list[LockedListing]]:
    """Return the listings with text after the fact lock, report by report."""
    if lock is None:
        return [[] for _ in reports]
    places = [number for number, report in enumerate(reports) for _ in _told(report)]
    locked = lock.listings(listing for report in reports for listing in _told(report))
    found: list[list[LockedListing]] = [[] for _ in reports]
    for number, one in zip(places, locked, strict=True):
        found[number].append(one)
    return found


def _told(report: CheckReport) -> list[CheckedListing]:
    """Return the listings of a report that carry text."""
    return [listing for listing in report.listings if listing.record.texts or listing.record.others]


def _explain(sku: str, paths: tuple[Path, ...], catalog: Path | None, brand: str | None, form: str) -> int:
    from listgen.cli.check_explain import explained, from_ledger, to_json, to_lines
    from listgen.errors import UsageError
    from listgen.marketplaces.check import check_path

    if form not in ("text", "json"):
        raise UsageError(f"--explain has no form `{form}`", hint="use --format text or json")
    if catalog is None:
        listings = tuple(listing for path in paths for listing in from_ledger(sku, path))
    else:
        from listgen.cli.check_facts import open_lock

        checked = [listing for path in paths for listing in check_path(path, project=Path.cwd()).listings]
        listings = explained(sku, open_lock(catalog, brand).listings(checked))
    if form == "json":
        click.echo(to_json(sku, listings))
    else:
        for line in to_lines(sku, listings):
            click.echo(line)
    return 0


def _tell(reports: Sequence[PathFindings], checked: int) -> None:
    """Print findings one a line, errors first, and the sum on the last line."""
    findings = [finding for report in reports for finding in report.findings]
    for finding in sorted(findings, key=lambda finding: finding.severity.rank)[:_MOST_SHOWN]:
        place = ", ".join(part for part in (finding.place, short(finding.sku), finding.field) if part)
        shown = f": `{short(finding.text, 60)}`" if finding.text and finding.text not in finding.message else ""
        # The place names the field already.
        message = short(finding.message.removeprefix(f"{finding.field}: "), 300)
        click.echo(f"{finding.severity.value}: {place}: {message}{shown} [{finding.code}]")
        hint = finding.suggestion or finding.hint
        if hint:
            click.echo(f"       hint: {short(hint, 200)}")
    if len(findings) > _MOST_SHOWN:
        click.echo(f"and {len(findings) - _MOST_SHOWN} more; --format json has all of them")
    errors = sum(finding.blocking for finding in findings)
    warnings = sum(finding.severity.value == "warning" for finding in findings)
    click.echo(f"{checked} checked, {counted(errors, 'error')}, {counted(warnings, 'warning')}")
