"""The runs of a project: what each was asked, what it made and paid, and how it ended.

Times stand here and nowhere else: no output and no key depends on them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from listgen.engine.assemble import SkuProgress
from listgen.engine.budget import Budget
from listgen.engine.kept_fields import KeptField
from listgen.engine.ledger import Ledger
from listgen.engine.settings import RunSettings
from listgen.errors import BatchPending, BudgetReached, ListgenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run was asked for."""

    catalog: str
    marketplaces: tuple[str, ...]
    locales: tuple[str, ...]
    variants: tuple[str, ...]
    text: str  # the model's name, or "composer"
    images: str
    shard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a run made and took, its own calls alone; `cost_usd` is None where the price is unknown."""

    made: int = 0
    kept: int = 0
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    note: str = ""  # the error that ended it


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run on record. `how` is "done", "stopped", "budget", "waiting" (for a batch), "failed" or "killed"; "" where it
    has not ended.

    Nobody knows when a killed run ended.
    """

    number: int
    began: str
    ended: str | None
    how: str
    out: str
    asked: Asked
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuSpend:
    """What the fields of a SKU took in one run."""

    sku: str
    fields: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


_ASKED = TypeAdapter(Asked)
_FIGURES = TypeAdapter(Figures)
_FIELD = TypeAdapter(KeptField)


@contextmanager
def recorded_run(
    ledger: Ledger, settings: RunSettings, budgets: Sequence[Budget], progress: Mapping[str, SkuProgress]
) -> Iterator[None]:
    """Put a run on record, and how it ends. `budgets` count what it took. The caller holds the project's lock."""
    number = _begin(ledger, settings)
    ledger.begin_run(number)
    try:
        yield
        ledger.mark_used()
    except BaseException as error:
        how, note = _how(error)
        # The disk may be full: the error that ended the run is worth more than its line in the book.
        with suppress(ListgenError):
            _end(ledger, number, how, _figures(budgets, progress, note))
        raise
    _end(ledger, number, "done", _figures(budgets, progress))


def runs(ledger: Ledger) -> tuple[Run, ...]:
    """Return all runs on record, the newest first."""
    found = ledger.rows("SELECT number, began, ended, how, out, asked, figures FROM run ORDER BY number DESC")
    return tuple(
        Run(
            number=number,
            began=began,
            ended=ended,
            how=how,
            out=out,
            asked=_ASKED.validate_json(asked),
            figures=_FIGURES.validate_json(figures) if how else _from_replies(ledger, number),
        )
        for number, began, ended, how, out, asked, figures in found
    )


def spend_by_sku(ledger: Ledger, number: int) -> tuple[SkuSpend, ...]:
    """Return what a run paid for each SKU, by SKU; fields that a later run made anew are that run's."""
    found = ledger.rows(
        "SELECT made_for.task, artefact.meta FROM used JOIN artefact USING (key) JOIN made_for USING (key)"
        " WHERE used.made = ? AND artefact.kind = 'field'",
        (number,),
    )
    by_sku: dict[str, list[KeptField]] = {}
    for task, meta in found:
        # text/<channel>/<variant>/<sku>/<field>: only the SKU may hold slashes.
        sku = task.split("/", 3)[3].rpartition("/")[0]
        by_sku.setdefault(sku, []).append(_FIELD.validate_json(meta))
    return tuple(_sku_spend(sku, fields) for sku, fields in sorted(by_sku.items()))


def _sku_spend(sku: str, fields: list[KeptField]) -> SkuSpend:
    costs = [field.cost_usd for field in fields]
    known = [cost for cost in costs if cost is not None]
    return SkuSpend(
        sku=sku,
        fields=len(fields),
        calls=sum(field.usage.calls for field in fields),
        prompt_tokens=sum(field.usage.prompt_tokens for field in fields),
        completion_tokens=sum(field.usage.completion_tokens for field in fields),
        cost_usd=sum(known) if len(known) == len(costs) else None,
    )


def _begin(ledger: Ledger, settings: RunSettings) -> int:
    asked = Asked(
        catalog=_text(settings.catalog),
        marketplaces=settings.marketplaces,
        locales=settings.locales,
        variants=tuple(variant.name for variant in settings.variants),
        text=settings.text_model or settings.text,
        images=settings.images,
        shard=f"{settings.shard.number}/{settings.shard.count}" if settings.shard else "",
    )
    with ledger.transaction() as db:
        for (open_run,) in db.execute("SELECT number FROM run WHERE how = ''").fetchall():
            # Whoever holds the lock is alone: a run that has not ended was killed.
            figures = json.dumps(asdict(_from_replies(ledger, open_run)))
            db.execute("UPDATE run SET how = 'killed', figures = ? WHERE number = ?", (figures, open_run))
        done = db.execute(
            "INSERT INTO run (began, out, asked) VALUES (?, ?, ?)",
            (_now(), _text(settings.out.resolve()), json.dumps(asdict(asked))),
        )
        return int(done.lastrowid or 0)


def _end(ledger: Ledger, number: int, how: str, figures: Figures) -> None:
    with ledger.transaction() as db:
        db.execute(
            "UPDATE run SET ended = ?, how = ?, figures = ? WHERE number = ?",
            (_now(), how, json.dumps(asdict(figures)), number),
        )


def _how(error: BaseException) -> tuple[str, str]:
    if isinstance(error, KeyboardInterrupt):
        return "stopped", ""
    if isinstance(error, BatchPending):
        return "waiting", error.message
    if isinstance(error, BudgetReached):
        return "budget", error.message
    return "failed", error.message if isinstance(error, ListgenError) else f"{type(error).__name__}: {error}"


def _figures(budgets: Sequence[Budget], progress: Mapping[str, SkuProgress], note: str = "") -> Figures:
    used = [budget.used for budget in budgets]
    costs = [(budget.cost_usd, budget.used.calls) for budget in budgets]
    known = all(cost is not None or not calls for cost, calls in costs)
    return Figures(
        made=sum(sku.made for sku in progress.values()),
        kept=sum(sku.kept for sku in progress.values()),
        calls=sum(one.calls for one in used),
        prompt_tokens=sum(one.prompt_tokens for one in used),
        completion_tokens=sum(one.completion_tokens for one in used),
        cost_usd=float(sum(cost or 0 for cost, _ in costs)) if known else None,
        note=note,
    )


def _from_replies(ledger: Ledger, number: int) -> Figures:
    """Return what is known of a run that never said how it ended: what it left in the ledger."""
    ((made, calls),) = ledger.rows(
        "SELECT count(*) FILTER (WHERE kind NOT IN ('reply', 'painting', 'scene')),"
        " total(calls) FILTER (WHERE kind IN ('reply', 'painting'))"
        " FROM used JOIN artefact USING (key) WHERE made = ?",
        (number,),
    )
    return Figures(made=made, calls=int(calls), cost_usd=None if calls else 0.0)


def _text(path: Path) -> str:
    """Return a path as text that a database holds: names may have bytes that are no UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
