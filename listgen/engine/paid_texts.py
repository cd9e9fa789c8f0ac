"""Listings by a language model: what is kept, what has to be asked, and the loop that keeps an endpoint busy.

The main process does nothing but move things about. Checks take ten milliseconds of CPU each and run in worker
processes; answers are awaited by threads, which write them into the ledger before anything is made of them.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from typing import Any

from listgen.copywriting.model_writer import Ask, WritingJob, next_step
from listgen.domain.channel import Channel
from listgen.domain.finding import Finding
from listgen.domain.listing import Draft, FieldText
from listgen.engine.kept_fields import Use, uses_of
from listgen.engine.replies import KeptReplies
from listgen.engine.workers import end_with_parent
from listgen.errors import LedgerError, ProviderBusy, ProviderError
from listgen.providers.text import Answer, Usage

# A pool of processes costs a second to start: not worth it for a handful of listings.
_FEW = 16
# How many busy-failures in a row mean that the endpoint is down.
_GIVE_UP = 20


@dataclass(frozen=True, slots=True)
class FreshField:
    """A field that the model wrote now, with what it rests on."""

    text: FieldText
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class PaidText:
    """A finished draft: the fields that are new, those that the composer had to take, and what the answers took.

    `asked` lists for each answer the fields that it was asked for, so that spend can be told per field.
    """

    draft: Draft
    fresh: tuple[FreshField, ...]
    taken_over: tuple[Finding, ...]
    asked: tuple[tuple[tuple[str, ...], Usage], ...]


@dataclass(slots=True)
class _Open:
    """A listing on its way."""

    name: str
    job: WritingJob
    answers: list[Answer]
    asked: list[tuple[str, ...]]


Result = PaidText | Exception


def write_paid(
    jobs: Iterator[tuple[str, WritingJob]],
    replies: KeptReplies,
    *,
    parallel: int,
    processes: int,
    total: int,
    stop: Callable[[], None],
) -> Generator[tuple[str, Result]]:
    """Yield each job's name with its finished text, or with the error that costs this job alone, as they get ready.

    `parallel` requests are under way at a time; `processes` check answers beside them. Raises ProviderError where no
    further call makes sense; requests under way are awaited first, since they are paid for. `stop` is called before
    that, and whenever the run ends early: it has to keep calls from being made that wait for their turn.
    """
    with _heap_left_alone(), ThreadPoolExecutor(parallel, thread_name_prefix="endpoint") as endpoint:
        if total <= _FEW or processes < 1:
            with ThreadPoolExecutor(1) as here:
                yield from _Loop(jobs, replies, endpoint, here, parallel, stop).run()
            return
        # Spawned, not forked: threads and a database connection are open here.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_step_back) as checks:
            # A process takes a second to start: that shall not fall into the time in which requests are under way.
            checks.submit(_nothing)
            yield from _Loop(jobs, replies, endpoint, checks, parallel, stop).run()


@contextmanager
def _heap_left_alone() -> Iterator[None]:
    """Let the garbage collector look at new objects alone: the work of a large sheet is some hundred megabytes.

    A look at all of it takes half a second, in which no thread can read its answer or ask for the next one.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class _Loop:
    """Moves listings from step to step: a step makes a request or finishes, an answer makes the next step.

    Requests lie ready in the queue of the endpoint's threads, so that none of them waits for this loop.
    """

    def __init__(
        self,
        jobs: Iterator[tuple[str, WritingJob]],
        replies: KeptReplies,
        endpoint: Executor,
        checks: Executor,
        parallel: int,
        stop: Callable[[], None],
    ) -> None:
        self._jobs = jobs
        self._replies = replies
        self._endpoint = endpoint
        self._checks = checks
        self._stop = stop
        # Far enough ahead that the endpoint never waits, near enough that memory stays flat.
        self._ahead = 4 * parallel
        self._unanswered = 0
        self._asking: dict[Future[Answer], _Open] = {}
        self._checking: dict[Future[Ask | PaidText], _Open] = {}
        self._finished: SimpleQueue[Future[Any]] = SimpleQueue()
        self._failures = 0

    def run(self) -> Iterator[tuple[str, Result]]:
        try:
            yield from self._fill()
            while self._asking or self._checking:
                for future in self._next_finished():
                    if future in self._asking:
                        yield from self._answered(future)
                    else:
                        yield from self._checked(future)
                    yield from self._fill()
        except BaseException:
            self._stop()
            for pool in (self._endpoint, self._checks):
                pool.shutdown(wait=False, cancel_futures=True)
            raise

    def _next_finished(self) -> list[Future[Any]]:
        """Wait for a future; return all that are done, answers first: their checks can begin."""
        done = [self._finished.get()]
        with suppress(Empty):
            while True:
                done.append(self._finished.get_nowait())
        return sorted(done, key=lambda future: future not in self._asking)

    def _fill(self) -> Iterator[tuple[str, Result]]:
        while self._unanswered < self._ahead:
            following = next(self._jobs, None)
            if following is None:
                return
            listing = _Open(*following, [], [])
            try:
                # A tenth of a millisecond: less than the way to another process.
                step = advance(listing.job, (), ())
            except Exception as error:
                yield listing.name, error
                continue
            if isinstance(step, PaidText):
                yield listing.name, step
                continue
            self._unanswered += 1
            self._ask(listing, step)

    def _ask(self, listing: _Open, step: Ask) -> None:
        listing.asked.append(step.fields)
        # Answers from before the last run was stopped come from the ledger at once.
        future = self._endpoint.submit(self._replies.complete, step.request)
        self._asking[future] = listing
        future.add_done_callback(self._finished.put)

    def _checked(self, future: Future[Ask | PaidText]) -> Iterator[tuple[str, Result]]:
        listing = self._checking.pop(future)
        try:
            step = future.result()
        except Exception as error:
            yield listing.name, error
            return
        if isinstance(step, PaidText):
            yield listing.name, step
        else:
            self._ask(listing, step)

    def _answered(self, future: Future[Answer]) -> Iterator[tuple[str, Result]]:
        listing = self._asking.pop(future)
        if not listing.answers:
            self._unanswered -= 1
        try:
            answer = future.result()
        except ProviderBusy as error:
            self._failures += 1
            if self._failures >= _GIVE_UP:
                raise ProviderError(
                    f"{self._failures} requests in a row failed for good, the last one: {error.message}",
                    hint="what was made so far is kept; run the same command again when the endpoint is back",
                ) from error
            yield listing.name, error
            return
        except (ProviderError, LedgerError):
            # Answers that cannot be kept would be paid for again.
            raise
        except Exception as error:
            yield listing.name, error
            return
        self._failures = 0
        listing.answers.append(answer)
        checking = self._checks.submit(advance, listing.job, tuple(listing.answers), tuple(listing.asked))
        self._checking[checking] = listing
        checking.add_done_callback(self._finished.put)


def advance(job: WritingJob, answers: Sequence[Answer], asked: Sequence[tuple[str, ...]]) -> Ask | PaidText:
    """Return the next step of a listing; runs in a worker process."""
    from listgen.facts.language import language_of_locale
    from listgen.facts.lock import check_claims

    step = next_step(job, answers, lambda text, channel: field_findings(text, channel, job))
    if isinstance(step, Ask):
        return step
    code = language_of_locale(job.channel.locale)
    fresh = []
    for name in step.fresh:
        text = step.draft.field(name)
        if text is None:
            continue
        claims = (
            check_claims(name, text.items, job.facts, voice=job.voice, siblings=job.siblings, language=code)
            if code
            else ()
        )
        fresh.append(FreshField(text, uses_of(text, claims, job.facts)))
    usages = tuple((fields, answer.usage) for fields, answer in zip(asked, answers, strict=True))
    return PaidText(step.draft, tuple(fresh), step.taken_over, usages)


def field_findings(text: FieldText, channel: Channel, job: WritingJob | None = None) -> tuple[Finding, ...]:
    """Return what the marketplace would refuse in one field; a job tells the brand, the sheet and the day."""
    from listgen.marketplaces.rules import check_fields

    if job is None:
        return check_fields((text,), channel, partial=True)
    facts = job.facts
    return check_fields(
        (text,),
        channel,
        brand=facts.brand,
        name=facts.name,
        rules_date=job.rules_date,
        partial=True,
        item_type=facts.type_id,
        sheet="\n".join(f"{cell.column}: {cell.text}" for cell in facts.cells),
    )


def _step_back() -> None:
    """Let the process that talks to the endpoint go first; Ctrl-C is left to it, too: it ends this one in time."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)


def _nothing() -> None:
    """Make a pool start its process."""


__all__ = ["FreshField", "PaidText", "Result", "advance", "field_findings", "write_paid"]
