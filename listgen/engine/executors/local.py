"""Worker processes on this machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import active_children, get_context
from types import TracebackType
from typing import Self

from listgen.engine.executors.base import Group, Result, died
from listgen.engine.pictures import Rendered, render_group
from listgen.engine.workers import end_with_parent

# Groups handed to the pool beside the ones in work: no worker waits, and memory stays flat however many there are.
_AHEAD = 2


class LocalExecutor:
    """A pool of `jobs` processes. With one job, or a single group, everything runs in this process."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close(at_once=kind is not None)

    def render(self, groups: Iterable[Group]) -> Iterator[Result]:
        """Yield (index of the group, results) as groups finish; see Executor."""
        waiting: Iterator[tuple[int, Group]] = enumerate(groups)
        first = list(islice(waiting, 2))
        if self._jobs <= 1 or (self._pool is None and len(first) < 2):
            for index, group in chain(first, waiting):
                yield index, render_group([(task.name, task.job, task.facts) for task in group])
            return
        waiting = chain(first, waiting)
        while True:
            left: dict[int, Group] = {}
            yield from self._in_pool(waiting, left, self._jobs)
            if not left:
                return
            # A worker that died (out of memory, a crash in a decoder) takes the whole pool with it. What it had is
            # tried again one group at a time, so that the photo that kills workers costs its own SKU only.
            for index, group in left.items():
                alone: dict[int, Group] = {}
                yield from self._in_pool(iter([(index, group)]), alone, 1)
                if alone:
                    yield index, died(group)

    def _in_pool(self, waiting: Iterator[tuple[int, Group]], left: dict[int, Group], jobs: int) -> Iterator[Result]:
        """Yield results as groups finish; where a worker dies, it ends with the groups under way in `left`."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"), initializer=_start_worker)
        futures: dict[Future[list[Rendered]], int] = {}
        try:
            while True:
                for index, group in islice(waiting, jobs + _AHEAD - len(futures)):
                    left[index] = group
                    tasks = [(task.name, task.job, task.facts) for task in group]
                    futures[self._pool.submit(render_group, tasks)] = index
                if not futures:
                    return
                for future in wait(futures, return_when=FIRST_COMPLETED).done:
                    results = future.result()
                    index = futures.pop(future)
                    del left[index]
                    yield index, results
        except BrokenProcessPool:
            self._close(at_once=False)
        except BaseException:
            # Ctrl-C: nobody wants to wait for pictures that are thrown away.
            self._close(at_once=True)
            raise

    def _close(self, *, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if at_once:
            for worker in active_children():
                worker.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker() -> None:
    end_with_parent()
    # Ctrl-C goes to the whole group of processes; the parent decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # One thread a worker: the pool is the parallelism, and sums stay the same on every machine.
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)


__all__ = ["LocalExecutor"]
