"""What a run has to tell: the record that the report and `run.json` are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from listgen.domain.campaign import Campaign
from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import Catalog
from listgen.domain.variant import Factor


class Status(StrEnum):
    """How a SKU ended."""

    DONE = "done"
    ATTENTION = "attention"  # in the bundles, with a finding that someone should read
    LEFT_OUT = "left out"  # in no bundle; the findings say why


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What one text field or picture took of a paid provider. `cost_usd` is None where the price is unknown.

    `field` is "" for calls that brought no text, and a kind of picture ("hero") where `channel` is "".
    """

    channel: str
    variant: str
    field: str
    calls: int
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuReport:
    """One product of the catalogue: its facts, its listings (channels x variants) and its findings."""

    sku: str
    name: str
    status: Status
    facts: FactSheet | None
    listings: tuple[Listing, ...]
    findings: tuple[Finding, ...]
    photo: Path | None = None
    spend: tuple[Spend, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuLine:
    """One product in a line: what tables and sums of a report need."""

    sku: str
    name: str
    status: Status
    errors: int
    warnings: int
    channels: tuple[str, ...]  # those that it has a listing in
    listings: int
    blobs: tuple[str, ...]  # its pictures


def sku_line(report: SkuReport) -> SkuLine:
    """Return a product's report in a line."""
    listings = report.listings
    findings = [*report.findings, *(finding for listing in listings for finding in listing.findings)]
    return SkuLine(
        sku=report.sku,
        name=report.name,
        status=report.status,
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
        channels=tuple(dict.fromkeys(listing.channel for listing in listings)),
        listings=len(listings),
        blobs=tuple(dict.fromkeys(picture.blob for listing in listings for picture in listing.pictures)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """One declared comparison: which factor, which levels, which SKUs, and what is expected of it.

    `left_out` pairs a SKU with the reason why it has no variant B.
    """

    name: str
    factor: Factor
    control: str  # level in arm A
    treatment: str  # level in arm B
    hypothesis: str
    skus: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A whole run: SKUs in sheet order, bundles by channel and variant, and what it cost.

    `skus` of a large run are read from disk one by one; `lines` are the same products in short, () where they can be
    had from `skus`.

    `bundles` pairs "amazon-en-US/A" with the number of SKUs in it. `picture_folder` holds the files that
    `Picture.path` points to, so a report can name them relative to itself.
    """

    catalog: Catalog
    channels: tuple[str, ...]
    variants: tuple[str, ...]
    skus: Sequence[SkuReport]
    bundles: tuple[tuple[str, int], ...]
    experiments: tuple[Experiment, ...] = ()
    findings: tuple[Finding, ...] = ()
    brand: str = ""
    text_by: str = "composer"
    images_by: str = "studio"
    calls: int = 0
    cost_usd: float | None = None  # None: price unknown
    made: int = 0  # artefacts made in this run
    kept: int = 0  # artefacts taken from the ledger
    calls_now: int = 0  # provider calls of this run alone
    lines: tuple[SkuLine, ...] = ()
    campaign: Campaign | None = None
    rules_date: str = ""  # day whose marketplace rules were held, "2026-11-22"
