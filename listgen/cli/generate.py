"""`listgen generate`: the main job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from listgen.cli.options import run_options
from listgen.cli.settings import Options, resolve

if TYPE_CHECKING:
    from listgen.engine.settings import RunSettings


@dataclass(frozen=True, slots=True)
class ThisRun:
    """What one run did, beside its result: artefacts made and kept, provider calls."""

    made: int
    kept: int
    calls: int


@click.command(
    name="generate",
    epilog="Example: listgen generate products.csv --photos photos --brand brand_kits/ours --marketplace shopify",
)
@run_options
def command(options: Options, output: str) -> int:
    """Make upload-ready listings from a sheet, photos and a brand kit.

    CATALOG is a product sheet (CSV, TSV, XLSX, XLS, ODS, JSON Lines) or a folder of sheets; without it, `listgen.toml`
    names it. A run can be stopped at any moment: the same command goes on where it was.

    Half the price overnight: `listgen generate --batch --batch-wait 0`, and `listgen generate --batch` tomorrow.
    """
    from listgen.cli.console import Console
    from listgen.cli.interrupt import stoppable
    from listgen.engine.fresh import last_run
    from listgen.engine.products import read_products

    settings = resolve(options)
    with stoppable(), Console() as story:
        story.note(_who(settings))
        catalog = read_products(settings)
        last = None if settings.record else last_run(settings, catalog)
        if last is None:
            # Takes half a second to import.
            from listgen.engine.documents import run_document, run_head
            from listgen.engine.generate import generate
            from listgen.engine.model_texts import open_provider
            from listgen.engine.painter import open_painter

            paid = open_provider(settings)
            # One cap for texts and pictures; recorded texts have none.
            budget = paid.budget if paid is not None and settings.text != "replay" else None
            report = generate(settings, story, paid, catalog, painter=open_painter(settings, budget))
            document = run_document(report) if output == "json" else run_head(report)
            this_run = ThisRun(report.made, report.kept, report.calls_now)
        else:
            story.note("nothing changed since the last run")
            document = _as_it_was(settings.out / "run.json", whole=output == "json")
            this_run = ThisRun(0, last.artefacts, 0)
    _print_answer(document, this_run, settings, output)
    counts = document["counts"]
    return int(counts["left_out"] > 0 or (settings.strict and counts["attention"] > 0))


def _as_it_was(path: Path, *, whole: bool) -> dict[str, Any]:
    if not whole:
        from listgen.engine.documents import read_head

        return read_head(path)
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def _who(settings: RunSettings) -> str:
    text = "the offline composer" if settings.text == "composer" else f"{settings.text} {settings.text_model}".strip()
    if settings.text_reason:
        text += f" ({settings.text_reason})"
    pictures = {
        "none": "no pictures",
        "studio": "pictures from the studio",
        "scene": "pictures from the studio, far fields by the scene model",
        "openai": f"scenes painted by {settings.image_model}",
        "replay": f"scenes by {settings.image_model} from recordings",
    }.get(settings.images, f"pictures with {settings.images} {settings.image_model}".strip())
    if settings.executor == "ray" and settings.images != "none":
        pictures += (
            f", rendered on Ray at {settings.cluster.address}" if settings.cluster.address else ", rendered on Ray"
        )
    return f"text by {text}, {pictures}"


def _print_answer(document: Mapping[str, Any], this_run: ThisRun, settings: RunSettings, output: str) -> None:
    if output == "json":
        from listgen.engine.documents import to_json

        click.echo(to_json({**document, "this_run": asdict(this_run)}), nl=False)
        return
    from listgen.cli.console import counted

    counts = document["counts"]
    click.echo(
        f"{counted(counts['skus'], 'product')}: {counts['done']} done, "
        f"{counts['attention']} to look at, {counts['left_out']} left out"
    )
    for bundle in document["bundles"]:
        click.echo(f"  {settings.out / bundle['bundle']}  {counted(bundle['skus'], 'SKU')}")
    click.echo(f"{this_run.made} made, {this_run.kept} kept, {counted(this_run.calls, 'call')}")
    click.echo(f"report: {settings.out / 'report.html'}")
