"""Reports that marketplaces send back after an upload: read, recognised by content, and explained."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from listgen.errors import MarketplaceError
from listgen.marketplaces.readers.tables import WORKBOOKS, decode, read_table
from listgen.marketplaces.reports.codes import book_names, explain_issue
from listgen.marketplaces.reports.documents import read_document
from listgen.marketplaces.reports.records import Explained, Issue, Report
from listgen.marketplaces.reports.sheets import read_sheet, read_text

__all__ = ["Explained", "Issue", "Report", "book_names", "explain_report", "read_report"]

# Amazon's report of a full feed of 25,000 messages has about 40 MB.
MAX_BYTES = 100_000_000
_KNOWN = (
    "known: Amazon's processing report (JSON or text), Shopify's import errors, WooCommerce's import log, eBay's "
    "upload results, Google's diagnostics, and tables with a SKU and a message"
)


def read_report(path: Path) -> Report:
    """Return a marketplace's report, recognised by its content.

    Raises:
        MarketplaceError: The file cannot be read, is too large, is broken, or is no report of a known form.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise MarketplaceError(f"{path} is a folder", hint="give the report file that the marketplace sent")
        with path.open("rb") as stream:
            start = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise MarketplaceError(f"{path}: {error.strerror or error}", hint="check the path") from error
    if size > MAX_BYTES:
        raise MarketplaceError(
            f"{path.name} has {size:,} bytes, a report has {MAX_BYTES:,} at most", hint="split it into parts"
        )
    if not start:
        raise MarketplaceError(f"{path.name} is empty", hint="download the report again")
    if path.suffix.lower() in WORKBOOKS:
        return _found(path, read_sheet(read_table(path)))
    text, _ = decode(path)
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _found(path, read_document(_parsed(path, text)))
    with contextlib.suppress(MarketplaceError):  # a list of lines need not be a table
        report = read_sheet(read_table(path))
        if report is not None:
            return report
    return _found(path, read_text(text))


def explain_report(report: Report, marketplace: str = "") -> tuple[Explained, ...]:
    """Return what each issue means and what to do, in the report's order; no issue is left out.

    `marketplace` names whose codes they are where the report does not say.
    """
    name = report.marketplace or marketplace
    return tuple(entry for issue in report.issues for entry in explain_issue(issue, name))


def _found(path: Path, report: Report | None) -> Report:
    if report is None:
        raise MarketplaceError(f"{path.name}: no report of a known form", hint=_KNOWN)
    return report


def _parsed(path: Path, text: str) -> object:
    """Return the JSON of a file; of JSON Lines, a list of its lines."""
    text = text.lstrip("\ufeff")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise MarketplaceError(f"{path.name}: JSON is nested too deeply", hint="download the report again") from error
    except ValueError as error:  # a broken document, or a number of thousands of digits
        line = getattr(error, "lineno", 1)
    try:
        return [json.loads(part) for part in text.splitlines() if part.strip()]
    except (ValueError, RecursionError):
        raise MarketplaceError(f"{path.name} line {line}: no valid JSON", hint="download the report again") from None
