"""The main job: the one place that knows the order of the stages.

catalog -> facts -> texts and pictures -> checks -> listings -> bundles -> report. Everything made is in the ledger the
moment it exists; bundles and report are built from the ledger, so a killed run and an undisturbed one end in the same
bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, Listing
from listgen.domain.picture import Picture
from listgen.domain.product import Catalog, ProductKind
from listgen.domain.run import Experiment, RunReport, SkuReport, Status
from listgen.domain.variant import Variant
from listgen.engine.events import Story
from listgen.engine.ledger import Ledger
from listgen.engine.output import write_output
from listgen.engine.pictures import keep_picture, kept_picture, render_all
from listgen.engine.settings import RunSettings
from listgen.engine.texts import (
    ComposerWriter,
    Kept,
    LockedText,
    Writer,
    differs_visibly,
    keep_draft,
    kept_draft,
    lock_text,
    take_factor,
    write_all,
)
from listgen.engine.work import PictureTask, SkuWork, TextTask, build_work, select_products
from listgen.errors import ListgenError, ProviderError, UsageError
from listgen.experiments.variants import describe_experiment
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.rules import check_listing


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads before it makes anything."""

    catalog: Catalog
    profiles: tuple[tuple[Profile, str], ...]  # with their locale
    channels: tuple[Channel, ...]
    work: tuple[SkuWork, ...]


@dataclass(slots=True)
class _Progress:
    """What a SKU has so far."""

    drafts: dict[tuple[str, str], LockedText] = field(default_factory=dict)  # by channel id and variant name
    not_made: dict[tuple[str, str], str] = field(default_factory=dict)  # the reason, by the same
    pictures: dict[str, Picture] = field(default_factory=dict)  # by task name
    findings: list[Finding] = field(default_factory=list)
    made: int = 0
    kept: int = 0
    calls: int = 0
    priced: bool = True  # False once a price is unknown


def read_inputs(settings: RunSettings) -> Inputs:
    """Return catalog, channels and the work of a run; raises ListgenError for input that cannot be used at all."""
    from listgen.catalog.read import read_catalog

    catalog = read_catalog(settings.catalog, columns=dict(settings.columns), photos=settings.photos)
    products = select_products(catalog, settings.only, settings.limit)
    known = {product.sku for product in catalog.products}
    for sku in settings.only:
        if sku not in known:
            raise UsageError(
                f"{settings.catalog.name} has no SKU `{sku}`", hint="`listgen inspect` lists the SKUs that were read"
            )
    if not products:
        raise UsageError(
            f"{settings.catalog} has no product", hint="`listgen inspect` shows what the columns were taken for"
        )
    profiles = tuple(
        (load_profile(name, settings.project), locale) for name in settings.marketplaces for locale in settings.locales
    )
    channels = tuple(profile.channel(locale) for profile, locale in profiles)
    return Inputs(catalog, profiles, channels, build_work(settings, catalog, products, channels))


def generate(settings: RunSettings, story: Story, writer: Writer | None = None) -> RunReport:
    """Make everything that the settings ask for and write it to `settings.out`.

    Returns the report that was written. Raises ProviderError where a provider stops the run; what was made until then
    is in the ledger and the next run goes on from there.
    """
    inputs = read_inputs(settings)
    story.begin(len(inputs.work))
    ledger = Ledger(settings.ledger)
    try:
        progress = {work.product.sku: _Progress() for work in inputs.work}
        _write_texts(settings, inputs, ledger, writer or ComposerWriter(), progress)
        _render_pictures(settings, inputs, ledger, story, progress)
        report = _assemble(settings, inputs, progress)
        report = write_output(settings, inputs.profiles, report)
    finally:
        ledger.close()
    return report


def _write_texts(
    settings: RunSettings, inputs: Inputs, ledger: Ledger, writer: Writer, progress: Mapping[str, _Progress]
) -> None:
    voice = settings.kit.voice
    kept: dict[str, Kept] = {}
    todo: list[TextTask] = []
    for work in inputs.work:
        for task in work.texts:
            found = kept_draft(task, ledger)
            if found is None:
                todo.append(task)
            else:
                kept[task.name] = found
                progress[work.product.sku].kept += 1
    if todo and settings.frozen and settings.text != "composer":
        raise ProviderError(
            f"{len(todo)} texts are not in the ledger, and --frozen calls no provider", hint="run once without --frozen"
        )
    failed: dict[str, Exception] = {}
    for task, result in write_all(todo, writer, voice):
        if isinstance(result, Exception):
            failed[task.name] = result
        else:
            kept[task.name] = keep_draft(task, result, ledger)
            progress[task.facts.sku].made += 1
    for work in inputs.work:
        _lock_texts(work, kept, failed, progress[work.product.sku], voice)


def _lock_texts(
    work: SkuWork, kept: Mapping[str, Kept], failed: Mapping[str, Exception], sku: _Progress, voice: Voice
) -> None:
    """Run the fact lock over the drafts of a SKU; arms differ from the control in their factor alone."""
    controls: dict[str, Draft] = {}
    for task in work.texts:
        place = (task.channel.id, task.variant.name)
        if task.name in failed:
            sku.findings.append(_failed_text(work, failed[task.name], place))
            continue
        draft = kept[task.name].draft
        sku.calls += kept[task.name].calls
        sku.priced = sku.priced and kept[task.name].cost_usd is not None
        if task.variant.factor is None:
            controls[task.channel.id] = draft
        elif task.channel.id not in controls:
            continue
        else:
            control = controls[task.channel.id]
            draft = take_factor(control, draft, task.variant)
            if not differs_visibly(control, draft, task.variant):
                sku.not_made[place] = (
                    f"its {task.variant.factor.replace('_', ' ')} `{task.variant.level}` would read like the control:"
                    " the sheet gives too few facts"
                )
                continue
        if work.facts is not None:
            sku.drafts[place] = lock_text(draft, work.facts, voice=voice, siblings=work.siblings, channel=task.channel)


def _render_pictures(
    settings: RunSettings, inputs: Inputs, ledger: Ledger, story: Story, progress: Mapping[str, _Progress]
) -> None:
    groups: list[list[PictureTask]] = []
    owners: list[SkuWork] = []
    for work in inputs.work:
        sku = progress[work.product.sku]
        todo = []
        for task in work.pictures:
            picture = kept_picture(task, ledger)
            if picture is None:
                todo.append(task)
            else:
                sku.pictures[task.name] = picture
                sku.kept += 1
        if todo:
            groups.append(todo)
            owners.append(work)
        else:
            _tell(story, work, sku)
    for index, results in render_all(groups, settings.jobs):
        work, tasks = owners[index], {task.name: task for task in groups[index]}
        sku = progress[work.product.sku]
        for result in results:
            if result.picture is not None:
                task = tasks[result.task]
                sku.pictures[result.task] = keep_picture(task, result.picture, result.alt_text, ledger)
                sku.made += 1
                story.step(work.product.sku, f"{task.job.spec.kind} {result.picture.width}x{result.picture.height}")
            elif result.failure is not None:
                sku.findings.append(result.failure)
        _tell(story, work, sku)


def _tell(story: Story, work: SkuWork, sku: _Progress) -> None:
    findings = [*work.findings, *sku.findings, *(f for text in sku.drafts.values() for f in text.findings)]
    worst = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    status = Status.DONE if worst is None else Status.ATTENTION
    if not sku.drafts:
        status = Status.LEFT_OUT
    story.done(work.product.sku, status, worst.message if worst else "", sku.made, sku.kept)


def _assemble(settings: RunSettings, inputs: Inputs, progress: Mapping[str, _Progress]) -> RunReport:
    rows: dict[str, list[Finding]] = defaultdict(list)
    for finding in inputs.catalog.findings:
        rows[finding.sku].append(finding)
    by_sku = {work.product.sku: work for work in inputs.work}
    reports = []
    for work in inputs.work:
        sku = progress[work.product.sku]
        lender = by_sku.get(work.pictures_of, work)
        listings = tuple(
            listing
            for channel in inputs.channels
            for variant in settings.variants
            if (listing := _listing(work, lender, channel, variant, progress)) is not None
        )
        findings = [*rows[work.product.sku], *work.findings, *sku.findings]
        if work.product.photo is None and work.product.kind is not ProductKind.PARENT and settings.images != "none":
            findings.append(_no_photo(work))
        told = [*findings, *(finding for listing in listings for finding in listing.findings)]
        status = Status.DONE
        if any(finding.severity is not Severity.INFO for finding in told):
            status = Status.ATTENTION
        if not any(not listing.blocked for listing in listings):
            status = Status.LEFT_OUT
        reports.append(
            SkuReport(
                sku=work.product.sku,
                name=work.product.name,
                status=status,
                facts=work.facts,
                listings=listings,
                findings=tuple(findings),
                photo=work.product.photo.path if work.product.photo else None,
            )
        )
    return RunReport(
        catalog=inputs.catalog,
        channels=tuple(channel.id for channel in inputs.channels),
        variants=tuple(variant.name for variant in settings.variants),
        skus=tuple(reports),
        bundles=(),
        experiments=tuple(_experiments(settings, inputs, progress)),
        findings=tuple(rows[""]),
        brand=settings.kit.brand,
        text_by=settings.text_model or settings.text,
        images_by=settings.images,
        made=sum(sku.made for sku in progress.values()),
        kept=sum(sku.kept for sku in progress.values()),
        calls=sum(sku.calls for sku in progress.values()),
        cost_usd=0.0 if all(sku.priced for sku in progress.values()) else None,
    )


def _listing(
    work: SkuWork, lender: SkuWork, channel: Channel, variant: Variant, progress: Mapping[str, _Progress]
) -> Listing | None:
    from listgen.facts.fields import export_fields

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
    )
    findings = (*text.findings, *check_listing(listing, channel))
    return replace(listing, findings=tuple(replace(f, channel=channel.id, variant=variant.name) for f in findings))


def _experiments(settings: RunSettings, inputs: Inputs, progress: Mapping[str, _Progress]) -> Sequence[Experiment]:
    control = settings.variants[0]
    experiments = []
    for arm in settings.variants[1:]:
        skus, left_out = [], []
        for work in inputs.work:
            sku = progress[work.product.sku]
            reasons = [reason for (_, variant), reason in sku.not_made.items() if variant == arm.name]
            if len(reasons) == len(inputs.channels):
                left_out.append((work.product.sku, reasons[0]))
            elif sku.drafts:
                skus.append(work.product.sku)
        experiments.append(describe_experiment(arm, control, skus, left_out))
    return experiments


def _failed_text(work: SkuWork, error: Exception, place: tuple[str, str]) -> Finding:
    if isinstance(error, ListgenError):
        code, message, hint = "text.failed", error.message, error.hint or ""
    else:
        code, message = "sku.failed", f"the text could not be written ({type(error).__name__}: {error})"
        hint = "please report this with the row; other SKUs are not affected"
    return Finding(
        code=code,
        severity=Severity.ERROR,
        message=message,
        sku=work.product.sku,
        place=str(work.product.row),
        channel=place[0],
        variant=place[1],
        hint=hint,
    )


def _no_photo(work: SkuWork) -> Finding:
    named = [photo.reference for photo in work.product.photos]
    return Finding(
        code="photo.none",
        severity=Severity.WARNING,
        message=f"no photo was found (the sheet names {', '.join(named)})" if named else "the sheet names no photo",
        sku=work.product.sku,
        field="pictures",
        place=str(work.product.row),
        hint="put the file beside the sheet or into --photos; the name may also be the SKU",
    )
