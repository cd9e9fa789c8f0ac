"""Listings by a language model: what is kept, what has to be asked, and the loop that keeps an endpoint busy.

The main process does nothing but move things about. Prompts and checks take milliseconds of CPU each and run in worker
processes; answers are awaited by threads, which write them into the ledger before anything is made of them.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
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
    jobs: Iterator[tuple[str, WritingJob]], replies: KeptReplies, *, parallel: int, processes: int, total: int
) -> Iterator[tuple[str, Result]]:
    """Yield each job's name with its finished text, or with the error that costs this job alone, as they get ready.

    `parallel` requests are under way at a time; `processes` check answers and render prompts beside them. Raises
    ProviderError where no further call makes sense; requests under way are awaited first, since they are paid for.
    """
    with ThreadPoolExecutor(parallel, thread_name_prefix="endpoint") as endpoint:
        if total <= _FEW or processes < 1:
            with ThreadPoolExecutor(1) as here:
                yield from _Loop(jobs, replies, endpoint, here, here, parallel).run()
            return
        # Spawned, not forked: threads and a database connection are open here. Prompts have a process of their own:
        # they take a millisecond and the endpoint waits for them; checks take thirty, and nothing waits.
        spawn = get_context("spawn")
        with (
            ProcessPoolExecutor(1, mp_context=spawn, initializer=_ignore_stop) as prompts,
            ProcessPoolExecutor(processes, mp_context=spawn, initializer=_step_back) as checks,
        ):
            yield from _Loop(jobs, replies, endpoint, prompts, checks, parallel).run()


class _Loop:
    """Moves listings from step to step: a step makes a request or finishes, an answer makes the next step."""

    def __init__(
        self,
        jobs: Iterator[tuple[str, WritingJob]],
        replies: KeptReplies,
        endpoint: Executor,
        prompts: Executor,
        checks: Executor,
        parallel: int,
    ) -> None:
        self._jobs = jobs
        self._replies = replies
        self._endpoint = endpoint
        self._prompts = prompts
        self._checks = checks
        self._parallel = parallel
        # Far enough ahead that the endpoint never waits, near enough that memory stays flat.
        self._ahead = 4 * parallel
        self._stepping: dict[Future[Ask | PaidText], _Open] = {}
        self._asking: dict[Future[Answer], _Open] = {}
        self._ready: deque[tuple[_Open, Ask]] = deque()
        self._failures = 0

    def run(self) -> Iterator[tuple[str, Result]]:
        try:
            self._fill()
            while self._stepping or self._asking or self._ready:
                under_way: list[Future[Any]] = [*self._asking, *self._stepping]
                wait(under_way, return_when=FIRST_COMPLETED)
                # Answers first: the endpoint must not idle while finished texts are handed on.
                for answered in [future for future in self._asking if future.done()]:
                    yield from self._answered(answered)
                self._fill()
                for stepped in [future for future in self._stepping if future.done()]:
                    yield from self._stepped(stepped)
                self._fill()
        except BaseException:
            for pool in (self._endpoint, self._prompts, self._checks):
                pool.shutdown(wait=False, cancel_futures=True)
            raise

    def _fill(self) -> None:
        while self._ready and len(self._asking) < self._parallel:
            listing, ask = self._ready.popleft()
            listing.asked.append(ask.fields)
            self._asking[self._endpoint.submit(self._replies.complete, ask.request)] = listing
        first = sum(1 for listing in self._stepping.values() if not listing.answers)
        while first + len(self._ready) < self._ahead:
            following = next(self._jobs, None)
            if following is None:
                return
            self._step(_Open(*following, [], []))
            first += 1

    def _step(self, listing: _Open) -> None:
        pool = self._checks if listing.answers else self._prompts
        future = pool.submit(advance, listing.job, tuple(listing.answers), tuple(listing.asked))
        self._stepping[future] = listing

    def _stepped(self, future: Future[Ask | PaidText]) -> Iterator[tuple[str, Result]]:
        listing = self._stepping.pop(future)
        try:
            step = future.result()
        except Exception as error:
            yield listing.name, error
            return
        if isinstance(step, PaidText):
            yield listing.name, step
            return
        kept = self._replies.find(step.request)
        if kept is None:
            self._ready.append((listing, step))
        else:
            # Answered before the last run was stopped: goes on without a call.
            listing.answers.append(kept)
            listing.asked.append(step.fields)
            self._step(listing)

    def _answered(self, future: Future[Answer]) -> Iterator[tuple[str, Result]]:
        listing = self._asking.pop(future)
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
        self._step(listing)


def advance(job: WritingJob, answers: Sequence[Answer], asked: Sequence[tuple[str, ...]]) -> Ask | PaidText:
    """Return the next step of a listing; runs in a worker process."""
    from listgen.facts.language import language_of_locale
    from listgen.facts.lock import check_claims

    step = next_step(job, answers, field_findings)
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


def field_findings(text: FieldText, channel: Channel) -> tuple[Finding, ...]:
    """Return what the marketplace would refuse in one field."""
    from listgen.marketplaces.rules import check_fields

    return check_fields((text,), channel, partial=True)


def _ignore_stop() -> None:
    """Leave Ctrl-C to the main process, which ends this one when it is ready."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _step_back() -> None:
    """Let the process that talks to the endpoint go first."""
    _ignore_stop()
    if hasattr(os, "nice"):
        os.nice(10)


__all__ = ["FreshField", "PaidText", "Result", "advance", "field_findings", "write_paid"]
