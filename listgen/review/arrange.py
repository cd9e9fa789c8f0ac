"""A run rearranged for reading: from a `RunReport` to the records of `view`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from listgen.domain.fact import Claim, Verdict
from listgen.domain.finding import Finding
from listgen.domain.keyword import KeywordCoverage
from listgen.domain.listing import Listing
from listgen.domain.names import safe_name
from listgen.domain.picture import Picture
from listgen.domain.product import Product, ProductKind
from listgen.domain.run import RunReport, SkuLine, SkuReport, Status, sku_line
from listgen.domain.source import CellRef
from listgen.review.spans import Span, split_claims
from listgen.review.view import (
    ChannelListings,
    ChannelView,
    EvidenceView,
    ExperimentView,
    FactView,
    FieldView,
    FindingView,
    KeywordsView,
    LineView,
    PictureView,
    PieceView,
    RunView,
    SkuView,
    VariantView,
)

# Up to here every product is open at once; a longer report opens product by product and stays quick.
OPEN_AT_MOST = 40
# A page with more products than this is slow to open; of a larger run the rest stands in a table.
DETAILED = 500
# Reasons of an experiment that are listed; experiments/ has all of them.
_REASONS = 500

_MARKETPLACES = {
    "amazon": "Amazon",
    "google": "Google Merchant Center",
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
}
_FACTORS = {
    "angle": "Bullet angle",
    "scene": "Hero scene",
    "title_pattern": "Title pattern",
    "tone": "Tone of voice",
}
_FIELDS = {
    "title": "Title",
    "highlights": "Highlights",
    "bullets": "Bullet points",
    "description": "Description",
    "search_terms": "Search terms",
    "tags": "Tags",
    "seo_title": "Title in search results",
    "seo_description": "Text in search results",
}
_VERDICTS = {
    Verdict.SUPPORTED: "from the sheet",
    Verdict.ENTAILED: "follows from the sheet",
    Verdict.LICENSED: "from the brand kit",
    Verdict.UNSUPPORTED: "nothing backs this",
    Verdict.CONTRADICTED: "the sheet says otherwise",
    Verdict.BORROWED: "true of another product only",
}
_STATES = (("Ready", Status.DONE), ("Need attention", Status.ATTENTION), ("Left out", Status.LEFT_OUT))
_STATUS = {Status.DONE: "ready", Status.ATTENTION: "needs attention"}


def build_view(run: RunReport, out: Path) -> RunView:
    """Return the run as the templates read it. `out` is the folder of the report; pictures are named relative to it.

    Of a run with more than `DETAILED` products those that need attention are shown whole, the others in a table.
    """
    lines = run.lines or tuple(sku_line(sku) for sku in run.skus)
    channels = tuple(
        _channel(i, name, sum(name in line.channels for line in lines)) for i, name in enumerate(run.channels)
    )
    shown = _shown([line.status for line in lines])
    skus = tuple(_sku(i, run.skus[i], channels, out) for i in shown)
    by_channel: dict[str, list[tuple[str, int]]] = {}
    for name, count in run.bundles:
        channel, _, variant = name.rpartition("/")
        by_channel.setdefault(channel, []).append((variant, count))
    states = [line.status for line in lines]
    return RunView(
        brand=run.brand,
        text_by=run.text_by,
        images_by=run.images_by,
        calls=run.calls,
        cost="" if run.cost_usd is None else f"${run.cost_usd:.2f}",
        channels=channels,
        variants=run.variants,
        bundles=tuple((channel, tuple(by_channel.get(channel.id, ()))) for channel in channels),
        experiments=tuple(
            ExperimentView(
                x.name,
                _FACTORS[x.factor],
                x.control,
                x.treatment,
                x.hypothesis,
                len(x.skus),
                x.left_out[:_REASONS],
                len(x.left_out),
            )
            for x in run.experiments
        ),
        findings=_findings(run.findings, channels),
        skus=skus,
        types=tuple(sorted({sku.type_id for sku in skus if sku.type_id})),
        withheld=tuple((sheet.file, column) for sheet in run.catalog.sheets for column in sheet.withheld),
        open=len(skus) <= OPEN_AT_MOST,
        totals=(
            ("Products", f"{len(lines):,}", ""),
            *(_total(label, states.count(status), status) for label, status in _STATES),
            ("Listings", f"{sum(line.listings for line in lines):,}", ""),
            ("Pictures", f"{len({blob for line in lines for blob in line.blobs}):,}", ""),
        ),
        waiting=sum(status is not Status.DONE for status in states),
        rest=_rest(lines, shown),
    )


def _shown(states: Sequence[Status]) -> list[int]:
    """Return the numbers of the products that are shown whole: those left out first, then those to look at."""
    if len(states) <= DETAILED:
        return list(range(len(states)))
    rank = {Status.LEFT_OUT: 0, Status.ATTENTION: 1, Status.DONE: 2}
    first = sorted(range(len(states)), key=lambda at: (rank[states[at]], at))[:DETAILED]
    return sorted(first)


def _rest(lines: Sequence[SkuLine], shown: Sequence[int]) -> tuple[LineView, ...]:
    whole = frozenset(shown)
    return tuple(
        LineView(
            line.sku,
            line.name or line.sku,
            _STATUS.get(line.status, line.status.value),
            line.status.value.replace(" ", "-"),
            line.errors,
            line.warnings,
            f"./listings/{quote(safe_name(line.sku), safe='')}/listing.json",
        )
        for at, line in enumerate(lines)
        if at not in whole
    )


def _total(label: str, count: int, status: Status) -> tuple[str, str, str]:
    # A nought is no news and gets no colour.
    return label, f"{count:,}", status.value.replace(" ", "-") if count else ""


def _channel(index: int, name: str, skus: int) -> ChannelView:
    marketplace, _, locale = name.partition("-")
    return ChannelView(index, name, _MARKETPLACES.get(marketplace, marketplace.title()), locale, skus)


def _sku(index: int, report: SkuReport, channels: Sequence[ChannelView], out: Path) -> SkuView:
    evidence = _Evidence(f"s{index}")
    listings = []
    for channel in channels:
        here = [listing for listing in report.listings if listing.channel == channel.id]
        if here:
            listings.append(_channel_listings(channel, here, evidence, out))
    product = report.listings[0].product if report.listings else None
    findings = [*report.findings, *(finding for listing in report.listings for finding in listing.findings)]
    findings += [f for listing in report.listings for picture in listing.pictures for f in picture.findings]
    titles = {item for listing in report.listings for item in listing.draft.items("title")}
    price = f"{product.price:,.2f} {product.currency}".strip() if product and product.price is not None else ""
    pictures = [picture for listing in listings for picture in listing.variants[0].pictures if picture.url]
    return SkuView(
        id=f"sku-{index}",
        sku=report.sku,
        name=report.name or report.sku,
        status=_STATUS.get(report.status, report.status.value),
        status_class=report.status.value.replace(" ", "-"),
        type_id=(report.facts.type_id if report.facts else "").replace("_", " "),
        options=_options(product),
        price=price,
        listings=tuple(listings),
        findings=_findings(findings, channels),
        facts=_facts(report),
        missing=report.facts.missing if report.facts else (),
        evidence=evidence.all,
        search=" ".join([report.sku, report.name, *sorted(titles)]).lower(),
        thumbnail=next((p for p in pictures if p.kind == "packshot"), pictures[0] if pictures else None),
    )


def _options(product: Product | None) -> str:
    if product is None:
        return ""
    if product.kind is ProductKind.PARENT:
        return "family"
    return ", ".join(option.value for option in product.options)


def _channel_listings(
    channel: ChannelView, listings: Sequence[Listing], evidence: _Evidence, out: Path
) -> ChannelListings:
    control = listings[0]
    variants = tuple(_variant(listing, control, evidence, out) for listing in listings)
    same = all(
        [picture.blob for picture in listing.pictures] == [picture.blob for picture in control.pictures]
        for listing in listings
    )
    return ChannelListings(channel, variants, variants[0].pictures if same else ())


def _variant(listing: Listing, control: Listing, evidence: _Evidence, out: Path) -> VariantView:
    fields = []
    for text in listing.draft.fields:
        claims = [claim for claim in listing.claims if claim.field == text.name]
        items = tuple(
            tuple(_piece(span, evidence) for span in split_claims(item, [c for c in claims if c.item == i]))
            for i, item in enumerate(text.items)
        )
        differs = listing is not control and text.items != control.draft.items(text.name)
        fields.append(FieldView(text.name, _FIELDS.get(text.name, text.name), items, text.writer, differs))
    arm = listing.variant
    changed = f"{_FACTORS[arm.factor]}: {arm.level}" if arm.factor else ""
    return VariantView(
        arm.name,
        arm.factor is None,
        changed,
        listing.blocked,
        tuple(fields),
        tuple(_picture(picture, out) for picture in listing.pictures),
        _keywords(listing.keywords),
    )


def _keywords(coverage: KeywordCoverage | None) -> KeywordsView | None:
    if coverage is None:
        return None
    usable = [use for use in coverage.uses if not use.left_out]
    found = sum(bool(use.found) for use in usable)
    line = f"{found} of {len(usable)} keywords"
    if coverage.share is not None:
        line += f", {coverage.share:.0%} of {coverage.wanted:,} searches"
    return KeywordsView(
        line,
        tuple((use.keyword.text, use.reason) for use in usable if not use.found),
        tuple((use.keyword.text, use.reason) for use in coverage.uses if use.left_out),
    )


def _piece(span: Span, evidence: _Evidence) -> PieceView:
    return PieceView(span.text, evidence.of(span.claim) if span.claim else None)


class _Evidence:
    """Collects what backs the statements of one product, each source once."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._known: dict[tuple[str, str], EvidenceView] = {}

    def of(self, claim: Claim) -> EvidenceView:
        """Return the evidence of a claim."""
        line = _source(claim)
        key = (claim.verdict.value, line)
        if key not in self._known:
            number = f"{self._prefix}e{len(self._known)}"
            self._known[key] = EvidenceView(number, claim.verdict.value, _VERDICTS[claim.verdict], line)
        return self._known[key]

    @property
    def all(self) -> tuple[EvidenceView, ...]:
        return tuple(self._known.values())


def _source(claim: Claim) -> str:
    parts = []
    if claim.cell:
        parts.append(f"{_place(claim.cell)}: “{_short(claim.cell.text)}”")
    if claim.rule:
        parts.append(f"rule {claim.rule}")
    if claim.note:
        parts.append(claim.note)
    return " · ".join(parts)


def _place(cell: CellRef) -> str:
    name = f"{cell.file} [{cell.sheet}]" if cell.sheet else cell.file
    return f"{name}, row {cell.row}, {cell.column}"


def _short(text: str, longest: int = 160) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _facts(report: SkuReport) -> tuple[FactView, ...]:
    if report.facts is None:
        return ()
    cells = {claim.cell for listing in report.listings for claim in listing.claims if claim.held and claim.cell}
    cites = {number for listing in report.listings for text in listing.draft.fields for number in text.cites}
    return tuple(
        FactView(
            f"{fact.label} ({fact.part})" if fact.part else fact.label,
            _short(fact.cell.text),
            _place(fact.cell),
            fact.id in cites or fact.cell in cells,
        )
        for fact in report.facts.facts
    )


def _findings(findings: Iterable[Finding], channels: Sequence[ChannelView]) -> tuple[FindingView, ...]:
    """Return findings by severity; the same remark about several channels and variants becomes one."""
    numbers = {channel.id: channel.index for channel in channels}
    merged: dict[tuple[object, ...], tuple[Finding, set[int], set[str]]] = {}
    for finding in findings:
        key = (finding.severity, finding.code, finding.message, finding.hint, finding.place, finding.text)
        _, about, arms = merged.setdefault(key, (finding, set(), set()))
        if finding.channel in numbers:
            about.add(numbers[finding.channel])
        if finding.variant:
            arms.add(finding.variant)
    ordered = sorted(merged.values(), key=lambda entry: entry[0].severity.rank)
    return tuple(
        FindingView(
            finding.severity.value,
            finding.code,
            finding.message,
            finding.hint,
            finding.place,
            _short(finding.text),
            tuple(sorted(about)) if len(about) < len(channels) else (),
            tuple(sorted(arms)),
        )
        for finding, about, arms in ordered
    )


def _picture(picture: Picture, out: Path) -> PictureView:
    c = picture.certificate
    numbers = [
        ("product pixels changed", None if c.changed_pixels is None else f"{c.changed_pixels:,}"),
        ("product fills the frame", None if c.fill is None else f"{c.fill:.0%}"),
        ("ground pure white", None if c.border_white is None else ("yes" if c.border_white else "no")),
        ("contrast of the words", None if c.text_contrast is None else f"{c.text_contrast:.1f} : 1"),
        ("distance to the backdrop", None if c.backdrop_distance is None else f"ΔE {c.backdrop_distance:.1f}"),
        ("gap under the product", None if c.floating is None else f"{c.floating:.1%}"),
        ("sharpness of the product", None if c.sharpness is None else f"{c.sharpness:.2f}"),
        ("light rim along the edge", None if c.halo is None else f"{c.halo:.0%}"),
        ("grown beyond the product", None if c.expansion is None else f"{c.expansion:.1%}"),
        ("scale of the photo", None if c.source_scale is None else f"{c.source_scale:.2f} ×"),
        ("cut-out", c.cutout_method or None),
        ("cut-out quality", None if c.cutout_quality is None else f"{c.cutout_quality:.2f}"),
        ("disclosed as", picture.source_type or None),
        ("size", f"{picture.width} × {picture.height}, {max(1, round(picture.size / 1000)):,} kB"),
    ]
    return PictureView(
        _url(picture.path, out),
        picture.kind,
        picture.width,
        picture.height,
        picture.alt_text,
        picture.scene,
        picture.whole_photo,
        tuple((label, value) for label, value in numbers if value is not None),
    )


def _url(path: Path | None, out: Path) -> str:
    """Return the picture's address relative to the report, "" where it cannot be named so (another drive)."""
    if path is None:
        return ""
    try:
        relative = Path(os.path.relpath(path, out)).as_posix()
    except ValueError:
        return ""
    # "./" keeps a name such as `a:b.jpg` from being read as a scheme; quote() leaves no mark that HTML or URLs know.
    return "./" + quote(relative, safe="/")
