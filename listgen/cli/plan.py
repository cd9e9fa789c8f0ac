"""`listgen plan`: what `generate` would do, and why."""

from __future__ import annotations

from collections import Counter

import click

from listgen.cli.options import run_options
from listgen.cli.settings import Options, resolve


@click.command(name="plan", epilog="Example: listgen plan products.csv --marketplace amazon")
@run_options
def command(options: Options, output: str) -> None:
    """Say what generate would do, why, and the price. No call, no write."""
    from listgen.engine.plan import build_plan

    plan = build_plan(resolve(options))
    if output == "json":
        from listgen.engine.output import to_json

        document = {
            "schema": "listgen.plan/1",
            "calls": plan.calls,
            "cost_usd": plan.cost_usd,
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
    price = "unknown" if plan.cost_usd is None else f"{plan.cost_usd:.2f} USD"
    click.echo(f"provider calls: {plan.calls}, price: {price}")
