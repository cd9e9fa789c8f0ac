"""What every executor does: groups of picture tasks in, results out, in the order in which they get ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from listgen.engine.picture_tasks import PictureTask
from listgen.engine.pictures import Rendered, failed_picture

Group = Sequence[PictureTask]  # the pictures of one photo
Result = tuple[int, list[Rendered]]  # the place of the group in what was handed in, and what became of its tasks

_DIED = "the worker process died; is the photo extremely large, or memory short?"


class Executor(Protocol):
    """Workers that last for one run. Leaving the `with` ends them; an exception ends them at once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def render(self, groups: Iterable[Group]) -> Iterator[Result]:
        """Yield (index of the group, results) as groups finish; can be called again with the next groups.

        Groups are taken from the iterable as workers get free, so it may be long. One group stays in one worker, where
        its cut-out is made once. A worker that dies costs the group that killed it, as findings, and no other.
        """
        ...


def died(group: Group) -> list[Rendered]:
    """Return the results of a group that ends every worker that touches it."""
    return [Rendered(task.name, None, failure=failed_picture(task.job, _DIED, "")) for task in group]


def lost(group: Group, reason: str) -> list[Rendered]:
    """Return the results of a group that came back from no worker."""
    text = f"no worker could render it: {reason}"
    return [Rendered(task.name, None, failure=failed_picture(task.job, text, "run again")) for task in group]
