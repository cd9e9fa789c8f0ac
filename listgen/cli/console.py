"""The story of a run on stderr: bars on a terminal, one line a SKU in a pipe. stdout is for the answer alone."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from listgen.domain.run import Status

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_MARKS = {Status.DONE: "ok", Status.ATTENTION: "!!", Status.LEFT_OUT: "--"}
_COLOURS = {Status.DONE: "green", Status.ATTENTION: "yellow", Status.LEFT_OUT: "red"}


class Console:
    """Prints a run's story. Use as a context manager so that the progress bar goes away in every case."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._total = 0
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def note(self, text: str) -> None:
        """Print a line about the whole run."""
        click.echo(text, err=True)

    def begin(self, total: int) -> None:
        """Announce the number of SKUs; on a terminal a bar appears."""
        self._total = total
        if not sys.stderr.isatty():
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=RichConsole(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("listings", total=total)

    def step(self, sku: str, what: str) -> None:
        """Show what was made last; only on a terminal, where it does not scroll."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=f"{short(sku, 24)} {what}")

    def done(self, sku: str, status: Status, reason: str, made: int, kept: int) -> None:
        """Print the line of a finished SKU."""
        self._count += 1
        work = ", ".join(part for part in (made and f"{made} made", kept and f"{kept} kept") if part)
        mark = click.style(_MARKS[status], fg=_COLOURS[status])
        line = f"{mark} {short(sku, 24):<24} {work:<18} {short(reason, 90)}".rstrip()
        if self._bar is not None and self._task is not None:
            # Printed above the bar as plain text: `[red]` in a SKU is text, not a style.
            from rich.text import Text

            self._bar.console.print(Text.from_ansi(line), soft_wrap=True)
            self._bar.advance(self._task)
        else:
            click.echo(f"[{self._count}/{self._total}] {line}", err=True)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, "1 SKU" or "2 SKUs"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def short(text: str, width: int = 40) -> str:
    """Return a text as one printable line of at most `width` characters."""
    flat = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    return flat if len(flat) <= width else flat[: width - 1] + "…"
