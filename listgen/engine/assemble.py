"""From what was made to listings and the report: the last step before files are written. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from listgen.domain.channel import Channel
from listgen.domain.finding import Finding, Severity
from listgen.domain.keyword import KeywordCoverage
from listgen.domain.listing import Draft, Listing
from listgen.domain.picture import Picture
from listgen.domain.product import Catalog, Product
from listgen.domain.run import RunReport, SkuReport, Spend, Status
from listgen.domain.variant import Variant
from listgen.engine.settings import RunSettings
from listgen.engine.texts import LockedText
from listgen.engine.work import SkuWork
from listgen.experiments.variants import describe_experiment
from listgen.facts.attributes import enrich
from listgen.facts.fields import export_fields
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.rules import as_of, check_listing


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads before it makes anything; `work` is that of all products, or of those at hand."""

    catalog: Catalog
    profiles: tuple[tuple[Profile, str], ...]  # with their locale
    channels: tuple[Channel, ...]
    work: tuple[SkuWork, ...]
    products: tuple[Product, ...] = ()
    findings: tuple[Finding, ...] = ()  # of other files than the catalogue


@dataclass(slots=True)
class SkuProgress:
    """What a SKU has so far."""

    drafts: dict[tuple[str, str], LockedText] = field(default_factory=dict)  # by channel id and variant name
    not_made: dict[tuple[str, str], str] = field(default_factory=dict)  # the reason, by the same
    pictures: dict[str, Picture] = field(default_factory=dict)  # by task name
    findings: list[Finding] = field(default_factory=list)
    made: int = 0
    kept: int = 0
    spends: list[Spend] = field(default_factory=list)


def assemble_skus(
    settings: RunSettings,
    channels: Sequence[Channel],
    works: Sequence[SkuWork],
    progress: Mapping[str, SkuProgress],
) -> tuple[SkuReport, ...]:
    """Return per SKU its listings, its findings and how it ended; families have to be whole."""
    by_sku = {work.product.sku: work for work in works}
    reports = []
    for work in works:
        product = work.product
        sku = progress[product.sku]
        lender = by_sku.get(work.pictures_of, work)
        listings = tuple(
            replace(listing, findings=(*listing.findings, *work.blocking))
            for channel in channels
            for variant in settings.variants
            if (listing := _listing(work, lender, channel, variant, progress, settings.rules_date)) is not None
        )
        findings = [*work.findings, *sku.findings]
        findings.extend(_picture_findings(sku.pictures.values()))
        reports.append(
            SkuReport(
                sku=product.sku,
                name=product.name,
                status=_status(findings, listings),
                facts=work.facts,
                listings=listings,
                findings=tuple(findings),
                photo=product.photo.path if product.photo else None,
                spend=tuple(sku.spends),
            )
        )
    return tuple(reports)


def assemble_report(
    settings: RunSettings,
    inputs: Inputs,
    skus: Sequence[SkuReport],
    arms: Sequence[Arm],
    totals: Totals,
) -> RunReport:
    """Return the report of a run."""
    control = settings.variants[0]
    return RunReport(
        catalog=inputs.catalog,
        channels=tuple(channel.id for channel in inputs.channels),
        variants=tuple(variant.name for variant in settings.variants),
        skus=skus,
        bundles=(),
        experiments=tuple(describe_experiment(arm.variant, control, arm.skus, arm.left_out) for arm in arms),
        findings=(*(finding for finding in inputs.catalog.findings if not finding.sku), *inputs.findings),
        brand=settings.kit.brand,
        campaign=settings.campaign,
        rules_date=(settings.rules_date or as_of()).isoformat(),
        text_by=settings.text_model or settings.text,
        images_by=settings.images,
        made=totals.made,
        kept=totals.kept,
        calls=totals.calls,
        cost_usd=totals.cost_usd,
    )


@dataclass(slots=True)
class Totals:
    """Sums over products. `cost_usd` is None where one price is unknown: unknown is not nothing."""

    made: int = 0
    kept: int = 0
    calls: int = 0
    cost_usd: float | None = 0.0

    def add(self, made: int, kept: int, spends: Iterable[Spend]) -> None:
        """Add what some products took."""
        self.made += made
        self.kept += kept
        for spend in spends:
            self.calls += spend.calls
            known = self.cost_usd is not None and spend.cost_usd is not None
            self.cost_usd = self.cost_usd + spend.cost_usd if known else None  # type: ignore[operator]  # both are known


@dataclass(slots=True)
class Arm:
    """Who takes part in the test of an arm, and who does not for which reason."""

    variant: Variant
    skus: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def assemble_arms(
    settings: RunSettings, channels: Sequence[Channel], works: Iterable[SkuWork], progress: Mapping[str, SkuProgress]
) -> tuple[Arm, ...]:
    """Return for every arm but the control which products take part."""
    arms = tuple(Arm(variant) for variant in settings.variants[1:])
    for work in works:
        sku = progress[work.product.sku]
        for arm in arms:
            reasons = [reason for (_, variant), reason in sku.not_made.items() if variant == arm.variant.name]
            if len(reasons) == len(channels):
                arm.left_out.append((work.product.sku, reasons[0]))
            elif sku.drafts:
                arm.skus.append(work.product.sku)
    return arms


def _status(findings: Sequence[Finding], listings: Sequence[Listing]) -> Status:
    if all(listing.blocked for listing in listings):
        return Status.LEFT_OUT
    told = (*findings, *(finding for listing in listings for finding in listing.findings))
    return Status.DONE if all(finding.severity is Severity.INFO for finding in told) else Status.ATTENTION


def _picture_findings(pictures: Iterable[Picture]) -> Iterable[Finding]:
    """Return what was found on the pictures of a SKU, each remark about the photo once."""
    seen = set()
    for picture in pictures:
        for finding in picture.findings:
            if (finding.code, finding.message) not in seen:
                seen.add((finding.code, finding.message))
                yield finding


def _listing(
    work: SkuWork,
    lender: SkuWork,
    channel: Channel,
    variant: Variant,
    progress: Mapping[str, SkuProgress],
    rules_date: datetime.date | None,
) -> Listing | None:
    sku = progress[work.product.sku]
    if work.facts is None or (channel.id, variant.name) in sku.not_made:
        return None
    # An arm that is about pictures shows the control's text.
    text = sku.drafts.get((channel.id, variant.name)) or (
        sku.drafts.get((channel.id, "A")) if variant.factor == "scene" else None
    )
    if text is None:
        return None
    pictures = progress[lender.product.sku].pictures
    shown = tuple(
        replace(pictures[task.name], slot=slot)
        for task in lender.pictures
        for channel_id, variant_name, slot in task.serves
        if channel_id == channel.id and variant_name == variant.name and task.name in pictures
    )
    order = [spec.slot for spec in channel.pictures]
    fields = export_fields(work.facts)
    listing = Listing(
        product=work.product,
        channel=channel.id,
        variant=variant,
        draft=replace(text.draft, variant=variant.name),
        pictures=tuple(sorted(shown, key=lambda picture: order.index(picture.slot))),
        claims=text.claims,
        missing=work.facts.missing,
        material=fields.material,
        colour=fields.colour,
        size=fields.size,
        gender=fields.gender,
        age_group=fields.age_group,
        item_type=work.facts.type_id,
        attributes=enrich(work.product, work.facts),
        keywords=_coverage(work, text.draft, channel),
    )
    findings = (*text.findings, *check_listing(listing, channel, rules_date=rules_date))
    return replace(listing, findings=tuple(replace(f, channel=channel.id, variant=variant.name) for f in findings))


def _coverage(work: SkuWork, draft: Draft, channel: Channel) -> KeywordCoverage | None:
    if not work.keywords:
        return None
    from listgen.copywriting.keyword_coverage import cover_keywords

    return cover_keywords(work.keywords, draft, channel, ruled_out=work.refused.get(channel.id))
