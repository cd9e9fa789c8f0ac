"""Checking what is about to be uploaded: a build folder, a bundle, one listing file, or a plain table."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from listgen.domain.channel import FIELDS, Channel, FieldSpec
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Product
from listgen.errors import MarketplaceError
from listgen.marketplaces.check_bundle import MANIFEST, BundleOnDisk, check_files, check_images, read_bundle
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers import Upload, UploadRecord, read_upload
from listgen.marketplaces.readers.records import problem
from listgen.marketplaces.rules import check_fields, sheet_text

_DEFAULT_LOCALE = "en-US"
_RECOGNISED = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".ods", ".xml", ".gz")


@dataclass(frozen=True, slots=True)
class SheetSide:
    """What the product sheet knows of a listing: the product, and the id of its type.

    It may excuse what a text says, e.g. name the certificate, or ask for more, e.g. speak of small parts.
    """

    product: Product
    item_type: str


@dataclass(frozen=True, slots=True)
class _Rules:
    """Whose rules, with which changes of the project, of which day, and the sheet behind a SKU where one is known."""

    marketplace: str | None
    project: Path | None
    date: datetime.date | None
    sheet: Callable[[str], SheetSide | None] | None = None

    def profile(self, recognised: str) -> Profile | None:
        """Return the profile that the user asked for, else the recognised one, None for a plain table."""
        name = self.marketplace or recognised
        return load_profile(name, self.project, rules_date=self.date) if name else None


@dataclass(frozen=True, slots=True)
class CheckedListing:
    """A listing that was checked, for those who check more: the bundle or file, its format, its record, its locale.

    `channel` is whose limits it was checked with; one without limits and marketplace for a plain table.
    """

    place: str
    format: str
    record: UploadRecord
    locale: str = ""  # "" where the file does not say
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: findings with the file in `place`, the number of listings checked, the files read."""

    findings: tuple[Finding, ...]
    checked: int
    files: tuple[str, ...]
    listings: tuple[CheckedListing, ...] = ()

    @property
    def blocking(self) -> bool:
        """True where a marketplace would refuse something."""
        return any(finding.blocking for finding in self.findings)


def check_path(
    path: Path,
    *,
    marketplace: str | None = None,
    project: Path | None = None,
    rules_date: datetime.date | None = None,
    sheet: Callable[[str], SheetSide | None] | None = None,
) -> CheckReport:
    """Return what is wrong with a build folder, a bundle, a listing file or a plain table.

    `marketplace` names the rules for a plain table, which says nothing of where it goes; without it only the rules of
    all marketplaces apply. For other files it overrides what was recognised. `rules_date` replays the rules of an
    older day. `sheet` gives what the product sheet says of a SKU, for rules that it may excuse. Reads files, never
    writes.

    Raises:
        MarketplaceError: The path does not exist, or holds nothing that can be checked.
    """
    rules = _Rules(marketplace, project, rules_date, sheet)
    if not path.exists():
        raise MarketplaceError(f"{path} does not exist", hint="give a build folder, a bundle, or a listing file")
    if path.is_file() and path.name != MANIFEST:
        return _check_file(path, rules)
    folder = path.parent if path.is_file() else path
    if (folder / MANIFEST).is_file():
        return _check_bundle(folder, rules)
    bundles = sorted(found.parent for found in folder.glob(f"*/*/{MANIFEST}")) or sorted(
        found.parent for found in folder.glob(f"*/{MANIFEST}")
    )
    if bundles:
        return _joined([_check_bundle(bundle, rules) for bundle in bundles])
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in _RECOGNISED)
    if not files:
        raise MarketplaceError(f"{folder} holds no bundle and no listing file", hint="`listgen generate` makes bundles")
    return _joined([_check_file(file, rules) for file in files])


def _joined(reports: Sequence[CheckReport]) -> CheckReport:
    return CheckReport(
        tuple(finding for report in reports for finding in report.findings),
        sum(report.checked for report in reports),
        tuple(file for report in reports for file in report.files),
        tuple(listing for report in reports for listing in report.listings),
    )


def _check_bundle(folder: Path, rules: _Rules) -> CheckReport:
    bundle = read_bundle(folder)
    profile = rules.profile(bundle.marketplace)
    assert profile is not None, "a manifest names its marketplace"
    findings = [*check_files(bundle), *check_images(bundle, profile)]
    uploads = []
    for name in bundle.uploads:
        file = bundle.inside(name)
        if file is None or not file.is_file() or file.suffix == ".zip":
            continue  # pictures in a zip are those of the folder
        upload = read_upload(file, rules.project)
        uploads.append(upload)
        limit = profile.file.max_bytes
        if limit is not None and file.stat().st_size > limit.value:
            findings.append(
                problem(
                    "file.too-large",
                    f"{name} has {file.stat().st_size} bytes, {profile.title} takes {limit.value}",
                    severity=Severity.WARNING if limit.status == "recalled" else Severity.ERROR,
                )
            )
        findings += _upload_findings(upload, profile, bundle.locale, rules)
        findings += _address_findings(upload, bundle)
    place = f"{folder.parent.name}/{folder.name}"
    placed = tuple(_placed(finding, place) for finding in findings)
    checked = len({record.sku for upload in uploads for record in upload.records if record.sku})
    files = tuple(str(folder / name) for name in bundle.uploads)
    return CheckReport(placed, checked, files, _listings(uploads, place, bundle.locale, profile.channel(bundle.locale)))


def _listings(uploads: Sequence[Upload], place: str, locale: str, channel: Channel) -> tuple[CheckedListing, ...]:
    return tuple(
        CheckedListing(place, upload.format, record, locale, channel) for upload in uploads for record in upload.records
    )


def file_channel(
    upload: Upload,
    *,
    marketplace: str | None = None,
    project: Path | None = None,
    rules_date: datetime.date | None = None,
) -> Channel:
    """Return whose rules an upload file is checked with; a channel without limits where nobody can tell."""
    profile = _Rules(marketplace, project, rules_date).profile(upload.marketplace)
    home = (profile.home_locale if profile else "") or _DEFAULT_LOCALE
    locale = upload.locale or home
    return profile.channel(locale) if profile else _any_channel(locale)


def text_findings(
    record: UploadRecord, channel: Channel, rules_date: datetime.date | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with the texts of one record of an upload file."""
    return tuple(_text_findings(record, channel, _Rules(None, None, rules_date)))


def _check_file(path: Path, rules: _Rules) -> CheckReport:
    upload = read_upload(path, rules.project)
    profile = rules.profile(upload.marketplace)
    home = (profile.home_locale if profile else "") or _DEFAULT_LOCALE
    findings = list(_upload_findings(upload, profile, upload.locale or home, rules))
    skus = [record.sku for record in upload.records if record.sku or record.texts]
    placed = tuple(_placed(finding, path.name) for finding in findings)
    channel = profile.channel(upload.locale or home) if profile else _any_channel(home)
    return CheckReport(placed, len(skus), (str(path),), _listings([upload], path.name, upload.locale, channel))


def _placed(finding: Finding, place: str) -> Finding:
    parts = [place, f"row {finding.row}" if finding.row else "", finding.place]
    return replace(finding, place=", ".join(part for part in parts if part))


def _upload_findings(upload: Upload, profile: Profile | None, locale: str, rules: _Rules) -> Iterator[Finding]:
    channel = profile.channel(locale) if profile else _any_channel(locale)
    for finding in upload.findings:
        yield replace(finding, channel=channel.id if profile else "")
    for record in upload.records:
        yield from _text_findings(record, channel, rules)


def _text_findings(record: UploadRecord, channel: Channel, rules: _Rules) -> Iterator[Finding]:
    known = rules.sheet(record.sku) if rules.sheet else None
    # A file may hold less than a draft, e.g. a partial update: only what stands in it is checked.
    for finding in check_fields(
        record.texts,
        channel,
        brand=record.brand or (known.product.brand if known else ""),
        name=known.product.name if known else "",
        rules_date=rules.date,
        partial=True,
        item_type=known.item_type if known else "",
        sheet=sheet_text(known.product) if known else None,
    ):
        # A table that may go anywhere may well hold HTML: most shops keep their descriptions so.
        if channel.marketplace or (finding.code, finding.field) != ("text.html", "description"):
            yield replace(finding, sku=record.sku, row=record.row, channel=channel.id if channel.marketplace else "")


def _any_channel(locale: str) -> Channel:
    """Return a channel without limits, for tables that may go anywhere: only the rules of all marketplaces apply."""
    fields = tuple(FieldSpec(name=name, max_items=1_000_000) for name in FIELDS)
    return Channel(marketplace="", locale=locale, fields=fields, pictures=(), title_order="shop")


def _address_findings(upload: Upload, bundle: BundleOnDisk) -> Iterator[Finding]:
    """Yield picture addresses that name no picture of the bundle."""
    for record in upload.records:
        for url in record.images:
            name = url.rsplit("/", 1)[-1]
            if name and name not in bundle.image_names:
                yield problem(
                    "image.unknown",
                    f"the file names `{name[:80]}`, which is no picture of the bundle",
                    sku=record.sku,
                    row=record.row,
                    text=url,
                    hint="generate again; names and addresses belong together",
                )
