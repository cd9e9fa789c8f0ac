"""The picture stage: rendering in worker processes, kept in the ledger as pictures arrive."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from pathlib import Path

from pydantic import TypeAdapter

from listgen.domain.fact import FactSheet
from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import Picture, PictureJob, RenderedPicture
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.work import PictureTask
from listgen.engine.workers import end_with_parent
from listgen.errors import ImageError


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one picture task: a picture with its alt text, or the finding that says why there is none."""

    task: str
    picture: RenderedPicture | None
    alt_text: str = ""
    failure: Finding | None = None


_PICTURE = TypeAdapter(Picture)


def kept_picture(task: PictureTask, ledger: Ledger) -> Picture | None:
    """Return the task's picture where the ledger has it."""
    entry = ledger.find(task.key)
    if entry is None:
        return None
    ledger.remember(task.name, task.key)
    return replace(_PICTURE.validate_json(entry.meta), path=ledger.blob_path(entry.blob))


def keep_picture(task: PictureTask, done: RenderedPicture, alt_text: str, ledger: Ledger) -> Picture:
    """Write a rendered picture into the ledger and return its record."""
    blob = ledger.add_blob(done.data)
    picture = Picture(
        slot=task.job.spec.slot,
        kind=task.job.spec.kind,
        blob=blob,
        suffix=done.suffix,
        width=done.width,
        height=done.height,
        size=len(done.data),
        alt_text=alt_text,
        source_type=done.source_type,
        certificate=done.certificate,
        scene=done.scene,
        whole_photo=done.whole_photo,
        findings=tuple(replace(finding, sku=task.job.sku) for finding in done.findings),
    )
    ledger.add(task.key, "picture", task.name, Entry(_PICTURE.dump_json(picture).decode(), blob))
    return replace(picture, path=ledger.blob_path(blob))


def render_all(groups: Sequence[Sequence[PictureTask]], jobs: int) -> Iterator[tuple[int, list[Rendered]]]:
    """Yield (index of the group, results) as groups finish; a group holds the pictures of one photo.

    One group stays in one worker, where its cut-out is made once. With one job everything runs in this process.
    """
    if jobs <= 1 or len(groups) <= 1:
        for index, group in enumerate(groups):
            yield index, render_group([(task.name, task.job, task.facts) for task in group])
        return
    left = dict(enumerate(groups))
    yield from _in_pool(left, jobs)
    # A worker that died (out of memory, a crash in a decoder) takes the whole pool with it. What it left undone is
    # tried again one group at a time, so that the photo that kills workers costs its own SKU only.
    for index, group in left.items():
        alone = {index: group}
        yield from _in_pool(alone, 1)
        if alone:
            error = "the worker process died; is the photo extremely large, or memory short?"
            yield index, [Rendered(task.name, None, failure=_finding(task.job, error, "")) for task in group]


def _in_pool(left: dict[int, Sequence[PictureTask]], jobs: int) -> Iterator[tuple[int, list[Rendered]]]:
    """Yield results of groups as they finish and take them out of `left`; ends early where a worker dies."""
    pool = ProcessPoolExecutor(min(jobs, len(left)), mp_context=get_context("spawn"), initializer=_start_worker)
    try:
        futures = {
            pool.submit(render_group, [(task.name, task.job, task.facts) for task in group]): index
            for index, group in left.items()
        }
        for future in as_completed(futures):
            try:
                results = future.result()
            except BrokenProcessPool:
                return
            del left[futures[future]]
            yield futures[future], results
    except BaseException:
        # Ctrl-C: nobody wants to wait for pictures that are thrown away.
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def render_group(tasks: Sequence[tuple[str, PictureJob, FactSheet]]) -> list[Rendered]:
    """Render the pictures of one photo; each failure is a finding of its own."""
    from listgen.copywriting.alt_text import compose_alt_text
    from listgen.imaging.picture import render_picture

    results = []
    for name, job, facts in tasks:

        def describe(setting: str, job: PictureJob = job, facts: FactSheet = facts) -> str:
            return compose_alt_text(facts, kind=job.spec.kind, setting=setting, slot=job.spec.slot)

        try:
            done = render_picture(job, describe=describe)
        except ImageError as error:
            results.append(Rendered(name, None, failure=_finding(job, error.message, error.hint or "")))
        except Exception as error:
            results.append(_failed(name, job, error))
        else:
            results.append(Rendered(name, done, describe(done.setting)))
    return results


def _start_worker() -> None:
    end_with_parent()
    # Ctrl-C goes to the whole group of processes; the parent decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # One thread a worker: the pool is the parallelism, and sums stay the same on every machine.
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)


def _failed(name: str, job: PictureJob, error: Exception) -> Rendered:
    text = f"the {job.spec.kind} could not be made ({type(error).__name__}: {error})"
    return Rendered(
        name, None, failure=_finding(job, text, "please report this with the photo; other SKUs are not affected")
    )


def _finding(job: PictureJob, message: str, hint: str) -> Finding:
    return Finding(
        code="picture.failed",
        severity=Severity.WARNING,
        message=message,
        sku=job.sku,
        field=job.spec.kind,
        place=Path(job.photo).name,
        hint=hint,
    )
