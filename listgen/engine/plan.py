"""The plan: what `generate` would do, and why. No call, no write."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.engine.assemble import Inputs
from listgen.engine.generate import read_inputs
from listgen.engine.keys import ContentKey
from listgen.engine.ledger import Ledger
from listgen.engine.settings import RunSettings

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
    costs_call: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Every artefact of a run. `cost_usd` is None where a price is unknown."""

    tasks: tuple[PlannedTask, ...]
    inputs: Inputs
    cost_usd: float | None

    @property
    def calls(self) -> int:
        """How many provider calls the run needs at least."""
        return sum(1 for task in self.tasks if task.costs_call and not task.kept)


def build_plan(settings: RunSettings) -> Plan:
    """Return what a run with these settings would make and keep."""
    inputs = read_inputs(settings)
    if not settings.ledger.is_dir():
        tasks = [_planned(settings, *task, None, False) for task in _tasks(inputs)]
    else:
        ledger = Ledger(settings.ledger)
        try:
            tasks = [
                _planned(settings, *task, ledger.last_parts(task[0]), ledger.find(task[3]) is not None)
                for task in _tasks(inputs)
            ]
        finally:
            ledger.close()
    calls = any(task.costs_call and not task.kept for task in tasks)
    return Plan(tuple(tasks), inputs, None if calls else 0.0)


def _tasks(inputs: Inputs) -> list[tuple[str, str, str, ContentKey]]:
    found = []
    for work in inputs.work:
        found += [(task.name, "text", work.product.sku, task.key) for task in work.texts]
        found += [(task.name, "picture", work.product.sku, task.key) for task in work.pictures]
    return found


def _planned(
    settings: RunSettings,
    name: str,
    kind: str,
    sku: str,
    key: ContentKey,
    before: dict[str, str] | None,
    kept: bool,
) -> PlannedTask:
    if kept:
        reason = "is in the ledger"
    elif before is None:
        reason = "new"
    else:
        changed = [_PART_WORDS.get(part, part) for part in key.changed(before)]
        reason = f"changed: {', '.join(changed)}" if changed else "its file is gone from the ledger"
    costs = kind == "text" and settings.text == "openai"
    return PlannedTask(name, kind, sku, kept, reason, costs)
