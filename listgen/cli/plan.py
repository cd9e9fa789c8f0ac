"""`listgen plan`: what `generate` would do, and why."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from listgen.cli.options import run_options
from listgen.cli.settings import Options, resolve

if TYPE_CHECKING:
    from listgen.engine.estimate import Estimate, Span
    from listgen.engine.plan import ScenePlan


@click.command(name="plan", epilog="Example: listgen plan products.csv --marketplace amazon")
@run_options
def command(options: Options, output: str) -> None:
    """Say what generate would do, why, and the price. No call, no write."""
    from listgen.engine.plan import build_plan

    plan = build_plan(resolve(options))
    if output == "json":
        from listgen.engine.documents import to_json

        document = {
            "schema": "listgen.plan/1",
            "calls": plan.calls,
            "cost_usd": plan.cost_usd,
            "estimate": estimate_document(plan.estimate),
            "scenes": scenes_document(plan.scenes),
            "batch": plan.batch,
            "tasks": [
                {"task": task.task, "kind": task.kind, "sku": task.sku, "kept": task.kept, "reason": task.reason}
                for task in plan.tasks
            ],
        }
        click.echo(to_json(document), nl=False)
        return
    todo = [task for task in plan.tasks if not task.kept]
    for kind in ("text", "picture"):
        make = sum(1 for task in todo if task.kind == kind)
        keep = sum(1 for task in plan.tasks if task.kind == kind and task.kept)
        click.echo(f"{kind + 's':<9} {make:>5} to make, {keep:>5} kept")
    for (sku, reason), count in Counter((task.sku, task.reason) for task in todo).items():
        click.echo(f"  {sku}: {count} to make, {reason}")
    for line in estimate_lines(plan.estimate, batch=plan.batch):
        click.echo(line)
    for line in scene_lines(plan.scenes):
        click.echo(line)
    for batch in plan.batches:
        click.echo(f"with the provider already: batch {batch.id or '(not confirmed yet)'} of {batch.requests} requests")


def scenes_document(scenes: ScenePlan | None) -> dict[str, object] | None:
    """Return the scenes that an endpoint has to paint as `listgen.plan/1` has them, None where none is asked."""
    if scenes is None:
        return None
    cost = None if scenes.cost_usd is None else round(scenes.cost_usd, 4)
    return {"calls": scenes.calls, "cost_usd": cost, "price": scenes.source or None}


def scene_lines(scenes: ScenePlan | None) -> Iterator[str]:
    """Yield what the scenes will take, in words."""
    if scenes is None:
        return
    if scenes.cost_usd is None:
        price = "price: unknown; give it under [images.price] in listgen.toml to see a cost"
    else:
        price = f"{scenes.cost_usd:.2f} USD" + (f" ({scenes.source})" if scenes.source else "")
    yield f"scenes: {scenes.calls} to paint, {price}"
    if scenes.calls:
        yield "a scene that cannot be used is asked for once more"


def estimate_document(estimate: Estimate) -> dict[str, object]:
    """Return an estimate as `listgen.plan/1` has it."""

    def span(figure: Span | None, places: int) -> dict[str, float] | None:
        if figure is None:
            return None
        return {name: round(getattr(figure, name), places) for name in ("low", "expected", "high")}

    return {
        "calls": span(estimate.calls, 0),
        "prompt_tokens": span(estimate.prompt_tokens, 0),
        "completion_tokens": span(estimate.completion_tokens, 0),
        "cost_usd": span(estimate.cost_usd, 4),
        "price": estimate.price.source if estimate.price else None,
        "pictures": estimate.pictures,
        "seconds": round(estimate.seconds),
    }


def estimate_lines(estimate: Estimate, *, batch: bool = False) -> Iterator[str]:
    """Yield what a run will take, in words."""
    calls = estimate.calls
    if not calls.low:
        yield "provider calls: 0, price: 0.00 USD"
        return
    yield f"provider calls: {calls.low:.0f} to {calls.high:.0f}, expected {calls.expected:.0f}"
    yield (
        f"tokens: {estimate.prompt_tokens.expected:,.0f} of prompts, "
        f"{estimate.completion_tokens.expected:,.0f} of replies (expected)"
    )
    cost = estimate.cost_usd
    if cost is None:
        known = batch and estimate.price is not None
        yield (
            "price: that of a batch is unknown; give it as `batch` under [text.price] in listgen.toml to see a cost"
            if known
            else "price: unknown; give it under [text.price] in listgen.toml to see a cost"
        )
    else:
        source = estimate.price.source if estimate.price else ""
        if batch and estimate.price and estimate.price.batch is not None:
            source += f", of which a batch costs {estimate.price.batch:.0%}"
        yield f"price: {cost.low:.2f} to {cost.high:.2f} USD, expected {cost.expected:.2f} USD ({source})"
    if batch:
        yield "time: a batch takes up to 24 hours, most take less; what has to be asked again is asked live"
    elif estimate.seconds >= 1:
        yield f"time: about {datetime.timedelta(seconds=round(estimate.seconds))}"
