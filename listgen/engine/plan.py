"""The plan: what `generate` would do, and why. No call, no write."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from listgen.engine.assemble import Inputs
from listgen.engine.batch_book import Batch, BatchBook
from listgen.engine.estimate import Estimate, estimate
from listgen.engine.generate import read_inputs
from listgen.engine.keys import ContentKey
from listgen.engine.ledger import Ledger
from listgen.engine.model_texts import price_of
from listgen.engine.painter import Prices
from listgen.engine.painting import scene_key
from listgen.engine.settings import RunSettings
from listgen.engine.text_stage import field_states, is_paid, open_jobs
from listgen.engine.work import TextTask, who_answers
from listgen.providers.prices import FREE, Price

# How the parts of a content key are called in a sentence.
_PART_WORDS = {
    "facts": "the facts of the SKU",
    "channel": "the marketplace profile",
    "choices": "the variant",
    "voice": "the brand voice",
    "brand": "the brand kit",
    "seed": "the seed",
    "writer": "the writer (version, model or prompt)",
    "photo": "the photo",
    "spec": "the picture's size or kind",
    "words": "the words of the banner",
    "scene": "the scene",
    "product": "type or size of the product",
    "backdrop": "the picture model or the cut-out model",
    "studio": "the studio (a new version of listgen)",
}


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One artefact: whether it is there already, and if not, why it has to be made."""

    task: str
    kind: str  # "text" or "picture"
    sku: str
    kept: bool
    reason: str
    fields: tuple[str, ...] = ()  # those that a model has to write


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """Scenes that an endpoint has to paint: at least so many calls, at most twice as many.

    `cost_usd` is that of `calls`, None where the price is unknown; `source` says where the price is from.
    """

    calls: int
    cost_usd: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Every artefact of a run, and what it will take."""

    tasks: tuple[PlannedTask, ...]
    inputs: Inputs
    estimate: Estimate
    scenes: ScenePlan | None = None
    batch: bool = False  # whether a run would ask through a batch
    batches: tuple[Batch, ...] = ()  # those that are with the provider

    @property
    def calls(self) -> int:
        """How many provider calls the run needs at least."""
        return round(self.estimate.calls.low) + (self.scenes.calls if self.scenes else 0)

    @property
    def cost_usd(self) -> float | None:
        """The expected cost in US dollars, None where the price is unknown."""
        texts = self.estimate.cost_usd.expected if self.estimate.cost_usd else None
        if self.scenes is None:
            return texts
        return None if texts is None or self.scenes.cost_usd is None else texts + self.scenes.cost_usd


def build_plan(settings: RunSettings) -> Plan:
    """Return what a run with these settings would make and keep. Makes no call and writes nothing."""
    inputs = read_inputs(settings)
    ledger = Ledger(settings.ledger) if settings.ledger.is_dir() else None
    try:
        tasks = tuple(_tasks(settings, inputs, ledger))
        figures = estimate(
            open_jobs(settings, inputs, ledger),
            ledger,
            who=who_answers(settings),
            price=_price(settings),
            pictures=sum(1 for task in tasks if task.kind == "picture" and not task.kept),
            concurrency=settings.concurrency,
            processes=settings.jobs,
            batch=settings.batch,
        )
        scenes = plan_scenes(settings, inputs, ledger)
        out = BatchBook(ledger, who_answers(settings)).open() if ledger is not None else ()
    finally:
        if ledger is not None:
            ledger.close()
    return Plan(tasks, inputs, figures, scenes, settings.batch, out)


def plan_scenes(settings: RunSettings, inputs: Inputs, ledger: Ledger | None) -> ScenePlan | None:
    """Return what an endpoint has to paint, None where nobody is paid for pictures."""
    if settings.images != "openai":
        return None
    prices = Prices(settings)
    open_tasks = [
        task
        for work in inputs.work
        for task in work.pictures
        if task.subject and (ledger is None or not (ledger.find(task.key) or ledger.find(scene_key(settings, task))))
    ]
    found = [prices.of(task.job) for task in open_tasks]
    known = [price for price in found if price is not None]
    cost = float(sum(price.picture for price in known)) if len(known) == len(found) else None
    return ScenePlan(len(open_tasks), cost, known[0].source if known else "")


def _price(settings: RunSettings) -> Price | None:
    if settings.text == "replay":
        return FREE
    return price_of(settings, datetime.datetime.now(datetime.UTC).date()) if settings.text_model else None


def _tasks(settings: RunSettings, inputs: Inputs, ledger: Ledger | None) -> Iterator[PlannedTask]:
    for work in inputs.work:
        for text in work.texts:
            if settings.text != "composer" and is_paid(work, text):
                yield _paid(text, settings, ledger)
            else:
                yield _planned(text.name, "text", work.product.sku, text.key, ledger)
        for picture in work.pictures:
            yield _planned(picture.name, "picture", work.product.sku, picture.key, ledger)


def _paid(task: TextTask, settings: RunSettings, ledger: Ledger | None) -> PlannedTask:
    """Return a text of which a model writes the fields that the ledger does not have."""
    missing = [state for state in field_states(task, settings, ledger) if state.kept is None]
    if not missing:
        return PlannedTask(task.name, "text", task.facts.sku, True, "is in the ledger")
    by_reason: dict[str, list[str]] = {}
    for state in missing:
        by_reason.setdefault(state.reason, []).append(state.name)
    reason = "; ".join(f"{', '.join(names)} {why}" for why, names in by_reason.items())
    whole = len(by_reason) == 1 and missing[0].reason == "new"
    return PlannedTask(
        task.name, "text", task.facts.sku, False, "new" if whole else reason,
        fields=tuple(state.name for state in missing),
    )  # fmt: skip


def _planned(name: str, kind: str, sku: str, key: ContentKey, ledger: Ledger | None) -> PlannedTask:
    before = ledger.last_parts(name) if ledger else None
    kept = ledger is not None and ledger.find(key) is not None
    if kept:
        reason = "is in the ledger"
    elif before is None:
        reason = "new"
    else:
        changed = [_PART_WORDS.get(part, part) for part in key.changed(before)]
        reason = f"changed: {', '.join(changed)}" if changed else "its file is gone from the ledger"
    return PlannedTask(name, kind, sku, kept, reason)
