"""The main job: the one place that knows the order of the stages.

catalog -> facts -> texts and pictures -> checks -> listings -> bundles -> report. Everything made is in the ledger the
moment it exists; bundles and report are built from the ledger, so a killed run and an undisturbed one end in the same
bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from listgen.domain.finding import Finding
from listgen.domain.product import Catalog
from listgen.domain.run import RunReport
from listgen.engine.assemble import Arm, Inputs, SkuProgress, Totals, assemble_report, assemble_skus
from listgen.engine.campaigns import campaign_findings
from listgen.engine.credentials import SignedPictures
from listgen.engine.events import Story
from listgen.engine.executors import Executor, open_executor
from listgen.engine.fresh import note_run
from listgen.engine.keywords import keyword_findings
from listgen.engine.ledger import Ledger
from listgen.engine.model_texts import PaidProvider
from listgen.engine.output import prepare_output, write_output
from listgen.engine.painter import PaidPainter
from listgen.engine.painting import ScenePainter
from listgen.engine.parts import (
    PART,
    Finished,
    PartJob,
    cut,
    finish,
    finish_packed,
    forget_now_and_then,
    tell,
    write_here,
    write_parts,
)
from listgen.engine.picture_tasks import PictureTask
from listgen.engine.pictures import keep_picture, keep_reason, kept_picture, spend_of
from listgen.engine.products import read_products
from listgen.engine.project_lock import project_lock
from listgen.engine.results import InMemory, OnDisk, Results
from listgen.engine.runs import recorded_run
from listgen.engine.settings import RunSettings
from listgen.engine.text_stage import Written, fill_from_batches, lock_texts, write_texts
from listgen.engine.work import SkuWork, build_work, index_sheet, select_products
from listgen.errors import UsageError
from listgen.marketplaces.profiles import load_profile

# From here on products are put aside on disk as they are done, and the report shows the others in a table.
LARGE = 500
_UNREAD = "`listgen inspect` shows what the columns were taken for"


def read_inputs(settings: RunSettings, catalog: Catalog | None = None) -> Inputs:
    """Return catalog, channels and the work of a run; raises ListgenError for input that cannot be used at all.

    `catalog` is what `read_products` returned, None to read it here.
    """
    inputs = choose_inputs(settings, catalog)
    work = build_work(settings, index_sheet(inputs.catalog), inputs.products, inputs.channels)
    return replace(inputs, work=work)


def choose_inputs(settings: RunSettings, catalog: Catalog | None = None) -> Inputs:
    """Return catalog, channels and products of a run, its work still to be built. Raises ListgenError.

    `catalog` is what `read_products` returned, None to read it here.
    """
    catalog = catalog or read_products(settings)
    products = select_products(catalog, settings.only, settings.limit)
    known = [product.sku for product in catalog.products]
    for sku in settings.only:
        if sku not in known:
            raise UsageError(f"the catalogue has no SKU `{sku}`", hint=_nearest(sku, known))
    if settings.shard is not None:
        products = tuple(product for product in products if settings.shard.holds(product))
    elif not products:
        raise UsageError("the catalogue has no product", hint=_UNREAD)
    profiles = tuple(
        (profile, locale)
        for profile in (
            load_profile(name, settings.project, rules_date=settings.rules_date) for name in settings.marketplaces
        )
        for locale in profile.locales_of(settings.locales)
    )
    channels = tuple(profile.channel(locale) for profile, locale in profiles)
    findings = (*campaign_findings(settings.campaign, catalog), *keyword_findings(settings, catalog))
    return Inputs(catalog, profiles, channels, (), products, findings)


def _nearest(sku: str, known: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(sku, known, processor=str.casefold, scorer=fuzz.ratio, score_cutoff=70)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"its first ones: {', '.join(f'`{one}`' for one in known[:3])}" if known else _UNREAD


def generate(
    settings: RunSettings,
    story: Story,
    paid: PaidProvider | None = None,
    catalog: Catalog | None = None,
    *,
    painter: PaidPainter | None = None,
) -> RunReport:
    """Make everything that the settings ask for and write it to `settings.out`.

    `paid` is the language model, None for the offline composer; `painter` the picture endpoint, None for pictures that
    cost nothing. Returns the report that was written. Raises
    ProviderError where a provider stops the run; what was made until then is in the ledger and the next run goes on
    from there.
    """
    budgets = tuple({id(one.budget): one.budget for one in (paid, painter) if one is not None}.values())
    with project_lock(settings.ledger):
        inputs = choose_inputs(settings, catalog)
        del catalog
        story.begin(len(inputs.products))
        ledger = Ledger(settings.ledger)
        try:
            progress: dict[str, SkuProgress] = {}
            with open_executor(settings) as executor, recorded_run(ledger, settings, budgets, progress):
                scenes = ScenePainter(painter, settings, ledger) if painter is not None else None
                signer = SignedPictures(settings.credentials, ledger) if settings.credentials else None
                run = _Run(settings, inputs, ledger, story, executor, progress, scenes, signer)
                run.write(paid)
                report = assemble_report(settings, inputs, run.results.skus, run.arms, run.totals)
                calls_now = sum(budget.used.calls for budget in budgets)
                report = replace(report, lines=run.results.lines, calls_now=calls_now)
                written = run.large and settings.images == "none"
                report = write_output(settings, inputs.profiles, report, run.results, written=written)
                note_run(settings, inputs.catalog, report, finished=run.finished)
        finally:
            ledger.close()
    return report


class _Run:
    """A run on its way through the products, part by part; what is left of a part are results and sums."""

    def __init__(
        self,
        settings: RunSettings,
        inputs: Inputs,
        ledger: Ledger,
        story: Story,
        executor: Executor,
        progress: dict[str, SkuProgress],
        scenes: ScenePainter | None = None,
        signer: SignedPictures | None = None,
    ) -> None:
        self._scenes = scenes
        self._signer = signer
        self._settings = settings
        self._inputs = inputs
        self._ledger = ledger
        self._story = story
        self._executor = executor
        self._progress = progress  # of the part at hand, and under "" the sums of those behind it
        self.large = len(inputs.products) > LARGE
        self._memory, self._disk = InMemory(), OnDisk(settings.ledger, inputs.products) if self.large else None
        self.totals = Totals()
        self.arms = tuple(Arm(variant) for variant in settings.variants[1:])
        self.finished = True
        progress[""] = SkuProgress()

    @property
    def results(self) -> Results:
        """What was made so far."""
        return self._disk or self._memory

    def write(self, paid: PaidProvider | None) -> None:
        """Write all texts and pictures."""
        settings, inputs = self._settings, self._inputs
        index = index_sheet(inputs.catalog)
        if paid is not None:
            # An endpoint is kept busy over the whole run, and one batch holds all of it: no parts here.
            inputs = replace(inputs, work=build_work(settings, index, inputs.products, inputs.channels))
            self._progress.update({work.product.sku: SkuProgress() for work in inputs.work})
            fill_from_batches(settings, inputs, self._ledger, paid, self._story)
            written = write_texts(settings, inputs, self._ledger, paid, self._progress)
            waiting = deque(inputs.work)
            del inputs
            self._lock_and_finish(waiting, written)
            return
        alone = not self.large and (settings.jobs <= 1 or len(inputs.products) <= PART)
        parts = list(cut(inputs.products, LARGE if alone else PART))
        jobs = (
            PartJob(settings, index.of(products), products, inputs.channels, packed=self.large) for products in parts
        )
        if self.large:
            prepare_output(settings.out)
        if settings.jobs <= 1 or len(parts) <= 1:
            for job in jobs:
                works, progress = write_here(job, self._ledger)
                self._progress.update(progress)
                self._finish(works)
                if self.large:
                    forget_now_and_then()
        else:
            for done in write_parts(jobs, min(settings.jobs, len(parts))):
                self._ledger.write(done.notes)
                if done.packed is not None and done.finished is not None and self._disk is not None:
                    self._disk.add(done.packed)
                    self._count(done.finished)
                    for told in done.finished.told:
                        self._story.done(told.sku, told.status, told.reason, told.made, told.kept)
                else:
                    self._progress.update(done.progress or {})
                    self._finish(done.works)

    def _lock_and_finish(self, waiting: deque[SkuWork], written: Written) -> None:
        """Finish products whose texts are written, and let go of each part as it is done."""
        products = self._inputs.products
        if self.large:
            prepare_output(self._settings.out)
        # Checked claims, reports and pictures are ten times what is waiting.
        for size in map(len, cut(products, PART) if self.large else [products]):
            works = [waiting.popleft() for _ in range(size)]
            lock_texts(works, written, self._settings.kit.voice, self._progress)
            self._finish(works)
            if self.large:
                forget_now_and_then()

    def _finish(self, works: Sequence[SkuWork]) -> None:
        """Render the pictures of a part whose texts are there, and put its products to the results."""
        settings, channels = self._settings, self._inputs.channels
        _render_pictures(self._executor, works, self._ledger, self._story, self._progress, self._scenes, self._signer)
        if self._disk is not None:
            packed, finished = finish_packed(settings, channels, works, self._progress)
            self._disk.add(packed)
        else:
            self._memory.found.extend(assemble_skus(settings, channels, works, self._progress))
            finished = finish(settings, channels, works, self._progress)
        self._count(finished)
        for work in works:
            del self._progress[work.product.sku]

    def _count(self, part: Finished) -> None:
        self.totals.add(part.made, part.kept, part.spends)
        self._progress[""].made, self._progress[""].kept = self.totals.made, self.totals.kept
        self.finished = self.finished and part.finished
        for arm, more in zip(self.arms, part.arms, strict=True):
            arm.skus.extend(more.skus)
            arm.left_out.extend(more.left_out)


def _render_pictures(
    executor: Executor,
    works: Sequence[SkuWork],
    ledger: Ledger,
    story: Story,
    progress: Mapping[str, SkuProgress],
    scenes: ScenePainter | None,
    signer: SignedPictures | None,
) -> None:
    groups: list[list[PictureTask]] = []
    owners: list[SkuWork] = []
    for work in works:
        sku = progress[work.product.sku]
        todo = []
        for task in work.pictures:
            picture = kept_picture(task, ledger)
            if picture is None:
                todo.append(task)
            elif isinstance(picture, Finding):
                sku.findings.append(picture)
                sku.kept += 1
            else:
                sku.pictures[task.name] = signer.sign(task, picture) if signer else picture
                sku.kept += 1
                sku.spends.extend(spend_of(picture))
        if todo:
            groups.append(todo)
            owners.append(work)
        else:
            _tell(story, work, sku)
    if scenes is not None:
        groups = scenes.paint(executor, groups)
    for index, results in executor.render(groups):
        work, tasks = owners[index], {task.name: task for task in groups[index]}
        sku = progress[work.product.sku]
        for result in results:
            if result.picture is not None:
                task = tasks[result.task]
                took = scenes.took.get(task.name) if scenes is not None else None
                picture = keep_picture(
                    task,
                    result.picture,
                    result.alt_text,
                    ledger,
                    calls=took.calls if took else 0,
                    cost_usd=took.cost_usd if took else 0.0,
                )
                sku.pictures[result.task] = signer.sign(task, picture) if signer else picture
                sku.made += 1
                sku.spends.extend(spend_of(picture))
                story.step(work.product.sku, f"{task.job.spec.kind} {result.picture.width}x{result.picture.height}")
            elif result.failure is not None:
                sku.findings.append(result.failure)
                if result.final:
                    keep_reason(tasks[result.task], result.failure, ledger)
                    sku.made += 1
        _tell(story, work, sku)


def _tell(story: Story, work: SkuWork, sku: SkuProgress) -> None:
    told = tell(work, sku)
    story.done(told.sku, told.status, told.reason, told.made, told.kept)
