"""Batches fill the ledger with answers at about half the price; the run that follows finds them and asks the rest live.

Nothing is submitted twice: a batch is on record before it is sent, a later run fetches it by its id, and requests that
are under way are in no other batch. A result counts for the request that was sent, whatever the sheet says meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from listgen.copywriting.model_writer import Ask, WritingJob, next_step
from listgen.engine.batch_book import Batch, BatchBook, Sent
from listgen.engine.budget import Budget
from listgen.engine.events import Story
from listgen.engine.keys import ContentKey, digest_of
from listgen.engine.ledger import Ledger
from listgen.engine.replies import keep_reply, prompt_size, reply_key
from listgen.errors import BatchPending, BudgetReached, LedgerError, ProviderBusy, ProviderError, UsageError
from listgen.providers.batch import BatchEndpoint, BatchState, BatchTerms
from listgen.providers.batch_lines import parse_line
from listgen.providers.gate import Ticket
from listgen.providers.text import Answer, TextRequest, Usage

# Seconds between two looks at a batch: the first ones catch small batches, the later ones are polite.
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 120.0
_GROWTH = 1.5
# A cap may cut a batch; what is settled makes room for another. Fewer than this are not worth another wait.
_FEWEST = 20
# Answers that are written into the ledger at a time.
_AT_A_TIME = 100
# How often, and how many seconds apart, a batch is looked for that a killed run may have started.
_LOOKS = 3
_LOOK_AGAIN = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchWish:
    """What a run wants of batches: new ones, the end of those under way, and for how many seconds it waits."""

    send: bool
    cancel: bool
    wait: float


@dataclass(slots=True)
class _File:
    """A batch file that is being written."""

    path: Path
    name: str
    sent: dict[str, Sent] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    schemas: dict[str, int] = field(default_factory=dict)
    listed: list[Mapping[str, Any]] = field(default_factory=list)
    size: int = 0


class BatchDesk:
    """Sends, waits for and fetches the batches of one model. `clock` returns seconds that only grow."""

    def __init__(
        self,
        wish: BatchWish,
        endpoint: BatchEndpoint,
        terms: BatchTerms,
        ledger: Ledger,
        budget: Budget,
        who: Sequence[str],
        story: Story,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wish = wish
        self._endpoint = endpoint
        self._terms = terms
        self._ledger = ledger
        self._budget = budget
        self._who = tuple(who)
        self._story = story
        self._clock = clock
        self._sleep = sleep
        self._book = BatchBook(ledger, who)
        self._folder = ledger.folder / "batches"
        self._tickets: dict[str, dict[str, Ticket]] = {}
        self._states: dict[str, BatchState] = {}

    def fill(self, jobs: Callable[[], Iterable[WritingJob]]) -> None:
        """Put the answers of batches into the ledger; `jobs` yields the listings for which a model has to be asked.

        Raises BatchPending where a batch that is needed is not done in time, BudgetReached where not one request fits
        under the caps, UsageError where the endpoint has no batches.
        """
        try:
            self._recover()
            for batch in self._book.open():
                tickets = {
                    key: self._budget.reserve_batch(one.size, one.max_tokens, sent=True)
                    for key, one in self._book.sent(batch.name).items()
                }
                self._tickets[batch.name] = tickets
            for batch in self._book.open():
                self._visit(batch)
            if self._wish.cancel:
                self._cancel()
            deadline = self._clock() + self._wish.wait
            again = True
            first = True
            while again:
                needed, again = self._send(jobs(), first=first)
                first = False
                waiting = [batch for batch in self._book.open() if batch.name in needed]
                if waiting and not self._wish.send and not self._wish.cancel:
                    raise self._pending(waiting)
                self._wait(waiting, deadline)
        finally:
            # What stays with the provider is counted by the run that fetches it.
            for name in list(self._tickets):
                self._release(name)

    def _recover(self) -> None:
        """Find the batches that a killed run started and had no time to note."""
        for batch in self._book.open():
            if batch.id:
                continue
            found = None
            for look in range(_LOOKS if batch.file else 0):
                if look:
                    # Started a moment ago, perhaps, and not in the provider's list yet.
                    self._sleep(_LOOK_AGAIN)
                found = self._endpoint.find(batch.file, batch.name)
                if found is not None:
                    break
            if found is None:
                self._book.forget(batch.name)
            else:
                self._book.submitted(batch.name, found.id)
                self._story.note(f"batch {found.id} of a run that was stopped is found again")
        if self._folder.is_dir():
            for left in self._folder.glob("*.jsonl"):
                left.unlink(missing_ok=True)

    def _send(self, jobs: Iterable[WritingJob], *, first: bool) -> tuple[set[str], bool]:
        """Send what is neither kept nor under way.

        Returns the names of the batches that this run needs, and whether the caps left requests for another batch.
        """
        under_way = {key: batch.name for batch in self._book.open() for key in self._book.sent(batch.name)}
        failed = self._book.failed()
        needed: set[str] = set()
        taken: set[str] = set()
        files: list[_File] = []
        stopped: BudgetReached | None = None
        sent = 0
        try:
            for request in _requests(jobs):
                key = reply_key(self._who, request)
                name = key.digest
                if name in under_way:
                    needed.add(under_way[name])
                    continue
                if not self._wish.send or name in taken or name in failed or self._ledger.find(key) is not None:
                    continue
                if stopped is not None:
                    continue
                size = prompt_size(request)
                try:
                    ticket = self._budget.reserve_batch(size, request.max_tokens)
                except BudgetReached as error:
                    stopped = error
                    continue
                taken.add(name)
                line = self._endpoint.line(name, request, request.max_tokens)
                if not files or self._is_full(files[-1], len(line)):
                    files.append(self._new_file())
                _append(files[-1], name, request, Sent(size, request.max_tokens, 0), line, ticket)
                sent += 1
            if stopped is not None and not sent and first and not needed:
                raise stopped
            if stopped is not None and sent < _FEWEST and not first:
                return needed, False
            if stopped is not None and sent:
                self._story.note(f"the cap leaves room for a batch of {sent} requests; the rest follows")
            while files:
                needed.add(self._submit(files[0]).name)
                files.pop(0)
        finally:
            for file in files:
                for ticket in file.tickets.values():
                    ticket.settle(Usage())
                file.path.unlink(missing_ok=True)
        return needed, stopped is not None and bool(needed)

    def _is_full(self, file: _File, more: int) -> bool:
        return len(file.sent) >= self._terms.requests or file.size + more > self._terms.size

    def _new_file(self) -> _File:
        name = f"listgen-{token_hex(8)}"
        try:
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _no_room(self._folder, error) from error
        return _File(self._folder / f"{name}.jsonl", name)

    def _submit(self, file: _File) -> Batch:
        """Send a file as a batch; on record before, and its id after."""
        batch = self._book.begin(file.name, file.sent, file.listed)
        try:
            uploaded = self._endpoint.upload(file.path)
        except (ProviderError, UsageError):
            self._book.forget(file.name)
            raise
        self._book.uploaded(file.name, uploaded)
        try:
            state = self._endpoint.create(uploaded, file.name, batch.digest)
        except ProviderBusy:
            # It may have arrived all the same: the next run looks for it.
            raise
        except (ProviderError, UsageError):
            self._book.forget(file.name)
            raise
        batch = self._book.submitted(file.name, state.id)
        self._tickets[file.name] = file.tickets
        file.path.unlink(missing_ok=True)
        wait = f"; waiting up to {self._wish.wait / 60:g} min, and it may be stopped" if self._wish.wait else ""
        self._story.note(f"batch {batch.id}: {_counted(batch.requests)} submitted{wait}")
        return batch

    def _wait(self, waiting: list[Batch], deadline: float) -> None:
        pause = _FIRST_PAUSE
        while waiting:
            left = deadline - self._clock()
            if left <= 0:
                raise self._pending(waiting)
            self._sleep(min(pause, left))
            pause = min(pause * _GROWTH, _LONGEST_PAUSE)
            for batch in list(waiting):
                before = self._states.get(batch.name)
                try:
                    ended = self._visit(batch)
                except ProviderBusy as error:
                    self._story.note(f"batch {batch.id}: {error.message}; looking again")
                    continue
                if ended:
                    waiting.remove(batch)
                    continue
                state = self._states[batch.name]
                if before is None or (before.status, before.done) != (state.status, state.done):
                    self._story.note(f"batch {batch.id}: {state.status}, {state.done} of {batch.requests} done")

    def _visit(self, batch: Batch) -> bool:
        """Look at a batch and fetch it where it has ended; returns whether it has."""
        state = self._endpoint.look(batch.id)
        if state is None:
            if not self._wish.cancel:
                raise ProviderError(
                    f"the endpoint does not know batch {batch.id}, which was submitted at {_when(batch)}",
                    hint="is OPENAI_API_KEY that of the same account? `--no-batch` gives the batch up and asks live",
                )
            state = BatchState(id=batch.id, status="gone", ended=True, complete=False)
        self._states[batch.name] = state
        if state.ended:
            self._fetch(batch, state)
        return state.ended

    def _cancel(self) -> None:
        for batch in self._book.open():
            state = self._states.get(batch.name)
            if state is not None and state.status == "cancelling":
                continue
            try:
                self._endpoint.cancel(batch.id)
            except ProviderError as error:
                # It may have ended this moment: the next look tells, and meets what else is wrong.
                self._story.note(f"batch {batch.id} could not be cancelled: {error.message}")
                continue
            self._story.note(f"batch {batch.id} is cancelled; what it has answered is used")

    def _fetch(self, batch: Batch, state: BatchState) -> None:
        """Keep every answer of a batch that has ended."""
        sent, schemas = self._book.sent(batch.name), self._book.schemas(batch.name)
        tickets = self._tickets.get(batch.name, {})
        answered: set[str] = set()
        failed: dict[str, int] = {}
        ready: list[tuple[str, Answer]] = []

        def keep() -> None:
            with self._ledger.transaction():
                for key, answer in ready:
                    # A run that was killed while it fetched has counted this one.
                    known = self._ledger.find(ContentKey(key, ())) is not None
                    if not known:
                        keep_reply(self._ledger, ContentKey(key, ()), sent[key].size, answer)
                    if key in tickets:
                        tickets.pop(key).settle(Usage() if known else answer.usage)
            ready.clear()

        for file in state.files:
            for text in self._endpoint.lines(file):
                line = parse_line(text)
                if line is None or line.name not in sent or line.name in answered:
                    continue
                answer = line.answer(schemas[sent[line.name].schema], model=self._who[-1])
                if answer is None:
                    failed[line.name] = int(state.complete if line.carried_out is None else line.carried_out)
                    continue
                answered.add(line.name)
                failed.pop(line.name, None)
                ready.append((line.name, answer))
                if len(ready) >= _AT_A_TIME:
                    keep()
        keep()
        for key in sent.keys() - answered:
            # The endpoint carried it out, and what it said cannot be read: that was a call.
            failed.setdefault(key, int(state.complete))
            if key in tickets:
                tickets.pop(key).settle(Usage(calls=failed[key]))
        self._book.end(batch.name, state.status, len(answered), failed)
        why = f" ({state.problem})" if state.problem else ""
        rest = f"; {_counted(len(failed))} without an answer, asked live where needed" if failed else ""
        self._story.note(f"batch {batch.id} {state.status}{why}: {len(answered)} answers{rest}")

    def _pending(self, waiting: Sequence[Batch]) -> BatchPending:
        said = []
        for batch in waiting:
            state = self._states.get(batch.name)
            far = f", {state.done} done" if state else ""
            said.append(f"batch {batch.id} was submitted at {_when(batch)}, {_counted(batch.requests)}{far}")
        message = f"{'; '.join(said)}; it is not ready yet" if len(said) == 1 else f"{'; '.join(said)}; not ready yet"
        if self._wish.send or self._wish.cancel:
            hint = "run the same command again to fetch it, days later if need be; nothing is submitted twice"
        else:
            hint = "texts of this run are in it: `--batch` waits for it, `--no-batch` cancels it and asks live"
        return BatchPending(message, hint=hint)

    def _release(self, name: str) -> None:
        for ticket in self._tickets.pop(name).values():
            ticket.settle(Usage())


def _requests(jobs: Iterable[WritingJob]) -> Iterator[TextRequest]:
    """Yield the first request of each listing."""
    for job in jobs:
        request = _first_request(job)
        if request is not None:
            yield request


def _first_request(job: WritingJob) -> TextRequest | None:
    try:
        step = next_step(job, ())
    except Exception:
        # One broken SKU stops nobody: the run meets it again and reports it.
        return None
    return step.request if isinstance(step, Ask) else None


def _append(file: _File, name: str, request: TextRequest, sent: Sent, line: bytes, ticket: Ticket) -> None:
    kind = digest_of(request.schema)
    if kind not in file.schemas:
        file.schemas[kind] = len(file.listed)
        file.listed.append(request.schema)
    file.sent[name] = Sent(sent.size, sent.max_tokens, file.schemas[kind])
    file.tickets[name] = ticket
    file.size += len(line)
    try:
        with file.path.open("ab") as stream:
            stream.write(line)
    except OSError as error:
        raise _no_room(file.path, error) from error


def _no_room(path: Path, error: OSError) -> LedgerError:
    return LedgerError(f"{path} cannot be written: {error.strerror}", hint="free some space; what was made is kept")


def _counted(number: int) -> str:
    return f"{number:,} request{'' if number == 1 else 's'}"


def _when(batch: Batch) -> str:
    return f"{batch.began[:16].replace('T', ' ')} UTC"
