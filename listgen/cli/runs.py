"""`listgen runs`: what was run, what it cost, and the room that it takes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from listgen.errors import UsageError

if TYPE_CHECKING:
    from listgen.engine.batch_book import Batch
    from listgen.engine.ledger import Ledger
    from listgen.engine.runs import Run

_project = click.option(
    "--project", metavar="DIR", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the project; default: here.",
)  # fmt: skip
_format = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", help="What stdout gets."
)


@click.group(name="runs", epilog="Example: listgen runs list")
def command() -> None:
    """Runs on record: what they made and cost; room on the disk."""


@command.command(name="list", epilog="Example: listgen runs list --format json")
@_project
@_format
def list_runs(project: Path, output: str) -> None:
    """Runs of a project, the newest first."""
    from listgen.engine.batch_book import batches
    from listgen.engine.runs import runs

    found: tuple[Run, ...] = ()
    out: tuple[Batch, ...] = ()
    if (project / ".listgen" / "ledger.sqlite").is_file():
        with _ledger(project) as ledger:
            found = runs(ledger)
            out = tuple(batch for batch in batches(ledger) if not batch.how)
    if output == "json":
        documents = [_document(run) for run in found]
        _print_json({"schema": "listgen.runs/1", "runs": documents, "batches": [_batch(batch) for batch in out]})
        return
    if not found:
        click.echo("no run is on record")
        return
    header = ("run", "began (UTC)", "ended", "made", "kept", "calls", "USD", "text", "marketplaces")
    rows = [header, *(_row(run) for run in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(header))]
    for row in rows:
        # Figures to the right, words to the left.
        cells = (
            cell.rjust(width) if header[place] in ("run", "made", "kept", "calls", "USD") else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join(cells).rstrip())
    for batch in out:
        click.echo(f"\n{_batch_words(batch)}; `listgen generate --batch` fetches it")


@command.command(name="show", epilog="Example: listgen runs show 3")
@click.argument("number", type=click.IntRange(min=1))
@_project
@_format
def show(number: int, project: Path, output: str) -> None:
    """One run: what was asked, what it made, and what each SKU cost. NUMBER is that of `runs list`."""
    from listgen.engine.batch_book import batches
    from listgen.engine.runs import runs, spend_by_sku

    with _ledger(project) as ledger:
        run = next((run for run in runs(ledger) if run.number == number), None)
        if run is None:
            raise UsageError(f"run {number} is not on record", hint="`listgen runs list` has the numbers")
        spends = spend_by_sku(ledger, number)
        sent = [batch for batch in batches(ledger) if batch.run == number]
    if output == "json":
        document = {
            "schema": "listgen.runs/1",
            "runs": [_document(run)],
            "skus": [asdict(spend) for spend in spends],
            "batches": [_batch(batch) for batch in sent],
        }
        _print_json(document)
        return
    asked, figures = run.asked, run.figures
    lines = [
        ("run", f"{run.number}, {_ended(run)}"),
        ("time (UTC)", f"{_when(run.began)} to {_when(run.ended) if run.ended else 'nobody knows when'}"),
        ("sheet", asked.catalog + (f", part {asked.shard}" if asked.shard else "")),
        ("asked", f"{', '.join(asked.marketplaces)}; {', '.join(asked.locales)}; variants {', '.join(asked.variants)}"),
        ("text by", asked.text),
        ("pictures by", asked.images),
        ("output", run.out),
        ("artefacts", f"{figures.made} made, {figures.kept} kept"),
        ("calls", str(figures.calls)),
        ("tokens", f"{figures.prompt_tokens:,} of prompts, {figures.completion_tokens:,} of replies"),
        ("cost", _usd(figures.cost_usd) + (" USD" if figures.cost_usd is not None else "")),
    ]
    for name, text in lines:
        click.echo(f"{name:<12} {text}")
    for batch in sent:
        click.echo(f"{'submitted':<12} {_batch_words(batch)}")
    if figures.note:
        click.echo(f"{'note' if run.how == 'waiting' else 'error':<12} {figures.note}")
    if spends:
        click.echo("\nwhat was paid for:")
        width = max(len(spend.sku) for spend in spends)
        for spend in spends:
            click.echo(
                f"  {spend.sku:<{width}}  {spend.fields} fields, {spend.calls} calls, "
                f"{spend.prompt_tokens + spend.completion_tokens:,} tokens, {_usd(spend.cost_usd)} USD"
            )


@command.command(name="prune", epilog="Example: listgen runs prune --keep 3 --dry-run")
@click.option("--keep", metavar="N", type=click.IntRange(min=1), help="What the last N runs used stays; default: 5.")
@click.option("--older-than", metavar="DAYS", type=click.IntRange(0, 36500), help="What no run used for DAYS goes.")
@click.option("--unused", is_flag=True, help="What no text or picture is made of today goes.")
@click.option("--replies", is_flag=True, help="Kept answers of language models go, too: they cost money.")
@click.option("--all", "everything", is_flag=True, help="Paid texts and what the current output rests on go, too.")
@click.option("--dry-run", is_flag=True, help="Say what would go, remove nothing.")
@_project
@_format
def prune_runs(
    keep: int | None,
    older_than: int | None,
    unused: bool,
    replies: bool,
    everything: bool,
    dry_run: bool,
    project: Path,
    output: str,
) -> None:
    """Remove what nothing rests on any more.

    The current output and what was paid for stay, unless --replies or --all is given.
    """
    from listgen.engine.project_lock import project_lock
    from listgen.engine.prune import PruneRule, prune

    if sum((keep is not None, older_than is not None, unused)) > 1:
        raise UsageError("--keep, --older-than and --unused are three ways to choose", hint="take one of them")
    rule = PruneRule(keep=keep or 5, older_than=older_than, unused=unused, replies=replies, everything=everything)
    _need_ledger(project)
    with project_lock(project / ".listgen"), _ledger(project) as ledger:
        gone = prune(ledger, rule, datetime.datetime.now(datetime.UTC), dry_run=dry_run)
    if output == "json":
        _print_json({"schema": "listgen.prune/1", "dry_run": dry_run, **asdict(gone)})
        return
    verb = "would go" if dry_run else "removed"
    click.echo(f"{verb}: {gone.artefacts} artefacts, {gone.blobs} files, {gone.size:,} bytes")


@command.command(name="merge", epilog="Example: listgen runs merge part-1/.listgen part-2/.listgen")
@click.argument("ledgers", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@_project
def merge_ledgers(ledgers: tuple[Path, ...], project: Path) -> None:
    """Take over what the ledgers of other machines hold. LEDGERS are their `.listgen` folders."""
    from listgen.engine.ledger import Ledger
    from listgen.engine.merge import merge
    from listgen.engine.project_lock import project_lock

    for folder in ledgers:
        if not (folder / "ledger.sqlite").is_file():
            raise UsageError(f"{folder} is no ledger", hint="name the `.listgen` folder of a project")
    with project_lock(project / ".listgen"):
        ledger = Ledger(project / ".listgen")
        try:
            for folder in ledgers:
                other = Ledger(folder)
                try:
                    done = merge(ledger, other)
                finally:
                    other.close()
                left = f", {done.damaged} left behind: their bytes are gone or damaged" if done.damaged else ""
                click.echo(f"{folder}: {done.artefacts} artefacts taken over{left}")
        finally:
            ledger.close()


@contextmanager
def _ledger(project: Path) -> Iterator[Ledger]:
    from listgen.engine.ledger import Ledger

    _need_ledger(project)
    ledger = Ledger(project / ".listgen")
    try:
        yield ledger
    finally:
        ledger.close()


def _need_ledger(project: Path) -> None:
    if not (project / ".listgen" / "ledger.sqlite").is_file():
        raise UsageError(f"there is no ledger in `{project}`", hint="name the folder of the project with --project")


def _row(run: Run) -> tuple[str, ...]:
    figures = run.figures
    return (
        str(run.number),
        _when(run.began)[:-3],
        _ended(run),
        str(figures.made),
        str(figures.kept),
        str(figures.calls),
        _usd(figures.cost_usd),
        run.asked.text,
        " ".join(run.asked.marketplaces) + (f" ({run.asked.shard})" if run.asked.shard else ""),
    )


def _ended(run: Run) -> str:
    return run.how or "not ended"


def _usd(cost: float | None) -> str:
    return "unknown" if cost is None else f"{cost:.4f}" if cost else "0.00"


def _batch(batch: Batch) -> Mapping[str, object]:
    return {
        "id": batch.id or None,
        "model": batch.model,
        "run": batch.run,
        "began": batch.began,
        "requests": batch.requests,
        "answers": batch.answers,
        "how": batch.how or None,
    }


def _when(moment: str) -> str:
    """Return an ISO moment of UTC as people read it, to the second."""
    return moment[:19].replace("T", " ")


def _batch_words(batch: Batch) -> str:
    """Return a batch in a phrase."""
    when = f"{_when(batch.began)[:-3]} UTC"
    asked = f"{batch.requests:,} request{'' if batch.requests == 1 else 's'} to {batch.model}, {when}"
    if batch.how:
        return f"batch {batch.id}: {asked}; {batch.how}, {batch.answers:,} answered"
    return f"batch {batch.id or '(not confirmed yet)'}: {asked}; still with the provider"


def _document(run: Run) -> Mapping[str, object]:
    return {
        "number": run.number,
        "began": run.began,
        "ended": run.ended,
        "how": run.how or None,
        "out": run.out,
        **asdict(run.asked),
        **asdict(run.figures),
    }


def _print_json(document: Mapping[str, Any]) -> None:
    from listgen.engine.documents import to_json

    click.echo(to_json(document), nl=False)
