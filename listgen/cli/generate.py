"""`listgen generate`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from listgen.cli.options import run_options
from listgen.cli.settings import Options, resolve

if TYPE_CHECKING:
    from listgen.domain.run import RunReport
    from listgen.engine.settings import RunSettings


@click.command(
    name="generate",
    epilog="Example: listgen generate products.csv --photos photos --brand brand_kits/ours --marketplace shopify",
)
@run_options
def command(options: Options, output: str) -> int:
    """Make upload-ready listings from a sheet, photos and a brand kit.

    CATALOG is a product sheet (CSV, TSV, XLSX, XLS, ODS, JSON Lines) or a folder of sheets; without it, `listgen.toml`
    names it. A run can be stopped at any moment: the same command goes on where it was.
    """
    from listgen.cli.console import Console
    from listgen.engine.generate import generate
    from listgen.engine.model_texts import open_provider

    settings = resolve(options)
    with Console() as story:
        story.note(_who(settings))
        report = generate(settings, story, open_provider(settings))
    code = _exit_code(report, settings)
    _print_answer(report, settings, output)
    return code


def _who(settings: RunSettings) -> str:
    text = "the offline composer" if settings.text == "composer" else f"{settings.text} {settings.text_model}".strip()
    pictures = {"none": "no pictures", "studio": "pictures from the studio"}.get(
        settings.images, f"pictures with {settings.images} {settings.image_model}".strip()
    )
    return f"text by {text}, {pictures}"


def _exit_code(report: RunReport, settings: RunSettings) -> int:
    from listgen.domain.run import Status

    left_out = any(sku.status is Status.LEFT_OUT for sku in report.skus)
    warned = any(sku.status is Status.ATTENTION for sku in report.skus)
    return int(left_out or (settings.strict and warned))


def _print_answer(report: RunReport, settings: RunSettings, output: str) -> None:
    if output == "json":
        from listgen.engine.output import run_document, to_json

        document = run_document(report) | {
            "this_run": {"made": report.made, "kept": report.kept, "calls": report.calls_now}
        }
        click.echo(to_json(document), nl=False)
        return
    from listgen.cli.console import counted
    from listgen.domain.run import Status

    states = [sku.status for sku in report.skus]
    click.echo(
        f"{counted(len(states), 'product')}: {states.count(Status.DONE)} done, "
        f"{states.count(Status.ATTENTION)} to look at, {states.count(Status.LEFT_OUT)} left out"
    )
    for name, count in report.bundles:
        click.echo(f"  {settings.out / name}  {counted(count, 'SKU')}")
    click.echo(f"{report.made} made, {report.kept} kept, {counted(report.calls_now, 'call')}")
    click.echo(f"report: {settings.out / 'report.html'}")
