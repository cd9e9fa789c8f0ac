"""The main job: the one place that knows the order of the stages.

catalog -> facts -> texts and pictures -> checks -> listings -> bundles -> report. Everything made is in the ledger the
moment it exists; bundles and report are built from the ledger, so a killed run and an undisturbed one end in the same
bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from listgen.domain.finding import Severity
from listgen.domain.product import Catalog
from listgen.domain.run import RunReport, Status
from listgen.engine.assemble import Inputs, SkuProgress, assemble_report
from listgen.engine.events import Story
from listgen.engine.executors import Executor, open_executor
from listgen.engine.fresh import note_run
from listgen.engine.ledger import Ledger
from listgen.engine.model_texts import PaidProvider
from listgen.engine.output import write_output
from listgen.engine.pictures import keep_picture, kept_picture
from listgen.engine.products import read_products
from listgen.engine.project_lock import project_lock
from listgen.engine.runs import recorded_run
from listgen.engine.settings import RunSettings
from listgen.engine.text_stage import fill_from_batches, write_texts
from listgen.engine.work import PictureTask, SkuWork, build_work, select_products
from listgen.errors import UsageError
from listgen.marketplaces.profiles import load_profile


def read_inputs(settings: RunSettings, catalog: Catalog | None = None) -> Inputs:
    """Return catalog, channels and the work of a run; raises ListgenError for input that cannot be used at all.

    `catalog` is what `read_products` returned, None to read it here.
    """
    catalog = catalog or read_products(settings)
    products = select_products(catalog, settings.only, settings.limit)
    known = {product.sku for product in catalog.products}
    for sku in settings.only:
        if sku not in known:
            raise UsageError(
                f"{settings.catalog.name} has no SKU `{sku}`", hint="`listgen inspect` lists the SKUs that were read"
            )
    if settings.shard is not None:
        products = tuple(product for product in products if settings.shard.holds(product))
    elif not products:
        raise UsageError(
            f"{settings.catalog} has no product", hint="`listgen inspect` shows what the columns were taken for"
        )
    profiles = tuple(
        (profile, locale)
        for profile in (
            load_profile(name, settings.project, rules_date=settings.rules_date) for name in settings.marketplaces
        )
        for locale in profile.locales_of(settings.locales)
    )
    channels = tuple(profile.channel(locale) for profile, locale in profiles)
    return Inputs(catalog, profiles, channels, build_work(settings, catalog, products, channels))


def generate(
    settings: RunSettings, story: Story, paid: PaidProvider | None = None, catalog: Catalog | None = None
) -> RunReport:
    """Make everything that the settings ask for and write it to `settings.out`.

    `paid` is the language model, None for the offline composer. Returns the report that was written. Raises
    ProviderError where a provider stops the run; what was made until then is in the ledger and the next run goes on
    from there.
    """
    with project_lock(settings.ledger):
        inputs = read_inputs(settings, catalog)
        story.begin(len(inputs.work))
        ledger = Ledger(settings.ledger)
        try:
            progress = {work.product.sku: SkuProgress() for work in inputs.work}
            with open_executor(settings) as executor, recorded_run(ledger, settings, paid, progress):
                if paid is not None:
                    fill_from_batches(settings, inputs, ledger, paid, story)
                write_texts(settings, inputs, ledger, paid, progress)
                _render_pictures(executor, inputs, ledger, story, progress)
                report = assemble_report(settings, inputs, progress)
                report = replace(report, calls_now=paid.budget.used.calls if paid else 0)
                report = write_output(settings, inputs.profiles, report)
                note_run(settings, inputs.catalog, report)
        finally:
            ledger.close()
    return report


def _render_pictures(
    executor: Executor, inputs: Inputs, ledger: Ledger, story: Story, progress: Mapping[str, SkuProgress]
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
    for index, results in executor.render(groups):
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


def _tell(story: Story, work: SkuWork, sku: SkuProgress) -> None:
    texts = (finding for text in sku.drafts.values() for finding in text.findings)
    pictures = (finding for picture in sku.pictures.values() for finding in picture.findings)
    findings = [*work.findings, *sku.findings, *texts, *pictures]
    worst = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    status = Status.DONE if worst is None else Status.ATTENTION
    if not sku.drafts:
        status = Status.LEFT_OUT
    story.done(work.product.sku, status, worst.message if worst else "", sku.made, sku.kept)
