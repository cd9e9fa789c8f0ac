"""The products of a run in parts: families whole, small enough for memory, written by worker processes.

What a part needs and makes exists while it is worked on. A worker reads the ledger and takes notes; the main process
alone writes it.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context

from listgen.domain.channel import Channel
from listgen.domain.finding import Severity
from listgen.domain.product import Product
from listgen.domain.run import Spend, Status
from listgen.engine.assemble import Arm, SkuProgress, assemble_arms, assemble_skus
from listgen.engine.fresh import is_finished
from listgen.engine.ledger import Notebook, Notes, Shelf
from listgen.engine.results import Packed, pack_skus
from listgen.engine.settings import RunSettings
from listgen.engine.text_stage import compose_texts
from listgen.engine.work import SheetIndex, SkuWork, build_work
from listgen.engine.workers import end_with_parent
from listgen.facts.memory import forget_sheets

# Products of a part: enough to keep a worker busy for seconds, few enough for memory.
PART = 100
# Parts that a worker does before a new one takes its place: whatever it still remembers goes with it. It grows by some
# 2.5 MB a part; to start anew takes less than one part.
_PARTS_A_WORKER = 32
_PARTS_REMEMBERED = 5
_written = count(1)


@dataclass(frozen=True, slots=True)
class PartJob:
    """Some products to write texts for. `packed` asks for results that go to disk, their listings written already."""

    settings: RunSettings
    index: SheetIndex
    products: tuple[Product, ...]
    channels: tuple[Channel, ...]
    packed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """How a product ended, for the story."""

    sku: str
    status: Status
    reason: str
    made: int
    kept: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What is known of some products when they are done, beside their results."""

    made: int
    kept: int
    spends: tuple[Spend, ...]
    arms: tuple[Arm, ...]
    finished: bool  # nothing has to be tried again
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PartDone:
    """The texts of some products: packed and finished, or as work and progress where pictures are still to come."""

    notes: Notes
    works: tuple[SkuWork, ...] = ()
    progress: Mapping[str, SkuProgress] | None = None
    packed: Packed | None = None
    finished: Finished | None = None


def cut(products: Iterable[Product], size: int) -> Iterator[tuple[Product, ...]]:
    """Yield the products in parts of about `size`; a family, whose members follow each other, is never divided."""
    part: list[Product] = []
    for product in products:
        if len(part) >= size and not (product.family and product.family == part[-1].family):
            yield tuple(part)
            part = []
        part.append(product)
    if part:
        yield tuple(part)


def write_parts(jobs: Iterable[PartJob], workers: int) -> Iterator[PartDone]:
    """Yield the parts in order as they are done, at most a few ahead of who takes them."""
    left = deque[tuple[PartJob, Future[PartDone]]]()
    pool = ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        max_tasks_per_child=_PARTS_A_WORKER,
    )
    try:
        for job in jobs:
            left.append((job, pool.submit(write_part, job)))
            if len(left) > workers + 2:
                yield _done(*left.popleft())
        while left:
            yield _done(*left.popleft())
    except BaseException:
        # Ctrl-C: nobody waits for texts that are thrown away. Only workers of this pool are ended.
        for worker in list((pool._processes or {}).values()):
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _done(job: PartJob, future: Future[PartDone]) -> PartDone:
    try:
        return future.result()
    except BrokenProcessPool:
        # A worker was killed, as for want of memory: what it held is written here.
        return write_part(job)


def write_part(job: PartJob) -> PartDone:
    """Write the composer's texts of a part; runs in a worker process."""
    notebook = Notebook(job.settings.ledger)
    try:
        works, progress = write_here(job, notebook)
    finally:
        notebook.close()
    if job.settings.images != "none" or not job.packed:
        return PartDone(notebook.notes, works, progress)
    packed, finished = finish_packed(job.settings, job.channels, works, progress)
    forget_now_and_then()
    return PartDone(notebook.notes, packed=packed, finished=finished)


def forget_now_and_then() -> None:
    """Let go of the sheets of the last parts, once every few parts: what all products share has to be learnt again."""
    if next(_written) % _PARTS_REMEMBERED == 0:
        forget_sheets()


def write_here(job: PartJob, shelf: Shelf) -> tuple[tuple[SkuWork, ...], dict[str, SkuProgress]]:
    """Return the work of a part, and its progress with all texts written."""
    works = build_work(job.settings, job.index, job.products, job.channels)
    progress = {work.product.sku: SkuProgress() for work in works}
    compose_texts(works, shelf, job.settings.kit.voice, progress)
    return works, progress


def finish_packed(
    settings: RunSettings,
    channels: Sequence[Channel],
    works: Sequence[SkuWork],
    progress: Mapping[str, SkuProgress],
) -> tuple[Packed, Finished]:
    """Return products as the disk takes them; without pictures their `listing.json` is written at once."""
    from listgen.engine.output import write_listing

    reports = assemble_skus(settings, channels, works, progress)
    if settings.images == "none":
        for report in reports:
            write_listing(report, settings.out)
    return pack_skus(reports), finish(settings, channels, works, progress)


def finish(
    settings: RunSettings,
    channels: Sequence[Channel],
    works: Sequence[SkuWork],
    progress: Mapping[str, SkuProgress],
) -> Finished:
    """Return what is known of products whose texts and pictures are there."""
    states = [progress[work.product.sku] for work in works]
    return Finished(
        made=sum(sku.made for sku in states),
        kept=sum(sku.kept for sku in states),
        spends=tuple(spend for sku in states for spend in sku.spends),
        arms=assemble_arms(settings, channels, works, progress),
        finished=is_finished(
            finding
            for sku in states
            for found in (sku.findings, *(picture.findings for picture in sku.pictures.values()))
            for finding in found
        ),
        told=tuple(tell(work, progress[work.product.sku]) for work in works),
    )


def tell(work: SkuWork, sku: SkuProgress) -> Told:
    """Return how a product ended: the first remark that is more than a note says why it needs attention."""
    texts = (finding for text in sku.drafts.values() for finding in text.findings)
    pictures = (finding for picture in sku.pictures.values() for finding in picture.findings)
    findings = [*work.findings, *sku.findings, *texts, *pictures]
    worst = next((finding for finding in findings if finding.severity is not Severity.INFO), None)
    status = Status.DONE if worst is None else Status.ATTENTION
    if not sku.drafts:
        status = Status.LEFT_OUT
    return Told(work.product.sku, status, worst.message if worst else "", sku.made, sku.kept)


def _start_worker() -> None:
    end_with_parent()
    # Ctrl-C goes to the whole group of processes; the parent decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
