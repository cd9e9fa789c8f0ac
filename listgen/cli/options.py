"""Options that `plan` and `generate` share, each also a `LISTGEN_*` variable."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from listgen.cli.settings import Options


def _day(value: datetime.datetime | None) -> datetime.date | None:
    return value.date() if value else None


_OPTIONS = (
    click.argument("catalog", required=False, type=click.Path(path_type=Path)),
    click.option("--brand", metavar="KIT", envvar="LISTGEN_BRAND", help="Brand kit: a folder, or a kit's name."),
    click.option(
        "--photos", metavar="DIR", envvar="LISTGEN_PHOTOS", type=click.Path(path_type=Path), help="The photos."
    ),
    click.option(
        "--keywords", metavar="FILE", envvar="LISTGEN_KEYWORDS", type=click.Path(path_type=Path),
        help="Sheet of what shoppers type: keyword, volume, perhaps sku or type.",
    ),
    click.option(
        "--campaign", metavar="FILE", envvar="LISTGEN_CAMPAIGN", type=click.Path(path_type=Path),
        help="Campaign: what banners announce, from when until when.",
    ),
    click.option(
        "--date", metavar="DATE", envvar="LISTGEN_DATE", type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda context, option, value: _day(value),
        help="The day that a campaign is looked at, e.g. 2026-11-27; default: today.",
    ),
    click.option(
        "--marketplace", "marketplaces", metavar="NAME", envvar="LISTGEN_MARKETPLACE", multiple=True,
        help="Marketplace; repeat for several. `listgen marketplace list` names them.",
    ),
    click.option(
        "--locale", "locales", metavar="TAG", envvar="LISTGEN_LOCALE", multiple=True,
        help="Language and country, e.g. en-US; repeat for several.",
    ),
    click.option(
        "--variants", metavar="N", envvar="LISTGEN_VARIANTS", type=click.IntRange(1, 5),
        help="Arms per listing: 1 is the control alone, 2 adds B.",
    ),
    click.option(
        "--text", envvar="LISTGEN_TEXT", type=click.Choice(["auto", "composer", "openai", "local", "replay"]),
        help="Who writes: the offline composer, a language model, one on this machine, or recordings.",
    ),
    click.option(
        "--images", envvar="LISTGEN_IMAGES",
        type=click.Choice(["auto", "studio", "scene", "diffusers", "openai", "replay", "none"]),
        help="Who paints the scenes.",
    ),
    click.option("--only", metavar="SKU", multiple=True, help="Only this SKU; repeat for several."),
    click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Only the first N products."),
    click.option(
        "--shard", metavar="I/N", envvar="LISTGEN_SHARD",
        help="Only part I of N; families stay together, and no part depends on another.",
    ),
    click.option(
        "--jobs", metavar="N", envvar="LISTGEN_JOBS", type=click.IntRange(min=1),
        help="Worker processes for pictures; default: one a core.",
    ),
    click.option(
        "--executor", envvar="LISTGEN_EXECUTOR", type=click.Choice(["local", "ray"]),
        help="Where pictures are rendered: on this machine, or on a Ray cluster.",
    ),
    click.option(
        "--concurrency", metavar="N", envvar="LISTGEN_CONCURRENCY", type=click.IntRange(1, 1024),
        help="Requests to the text model at a time; default: 8.",
    ),
    click.option("--max-cost", metavar="USD", type=click.FloatRange(min=0), help="Stop before this is spent."),
    click.option("--max-calls", metavar="N", type=click.IntRange(min=0), help="Stop before this many calls."),
    click.option(
        "--rules-date", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda context, option, value: _day(value),
        help="Hold the marketplaces' limits and rules of that day, e.g. 2026-09-27.",
    ),
    click.option(
        "--batch/--no-batch", default=None,
        help="Ask through the provider's batches, at about half the price; --no-batch gives one up.",
    ),
    click.option(
        "--batch-wait", metavar="MINUTES", type=click.FloatRange(min=0),
        help="How long to wait for a batch; a later run fetches it. Default: 60.",
    ),
    click.option("--seed", metavar="N", envvar="LISTGEN_SEED", type=int, help="Another seed, other choices."),
    click.option(
        "--out", metavar="DIR", envvar="LISTGEN_OUT", type=click.Path(path_type=Path, file_okay=False),
        help="Where the result goes; default: build.",
    ),
    click.option("--frozen", is_flag=True, help="Fail instead of calling a provider."),
    click.option("--record", is_flag=True, help="Keep every answer of a model as a file, for replay."),
    click.option("--strict", is_flag=True, help="Warnings count as errors in the exit code."),
    click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="What stdout gets."),
)  # fmt: skip


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the shared options; it is called with `options` (an Options record) and `output`."""

    @wraps(command)
    def with_options(output: str, only: tuple[str, ...], **values: Any) -> Any:  # noqa: ANN401 - click's own types
        return command(options=Options(only=only, **values), output=output)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options
