"""Answers of language models, kept the moment they arrive: what was paid for once is never paid for again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from listgen.engine.chat_forms import known_form, note_form
from listgen.engine.keys import ContentKey, content_key
from listgen.engine.ledger import Entry, Ledger, short_name
from listgen.engine.recorder import Recorder
from listgen.engine.together import WrittenTogether
from listgen.errors import LedgerError, ProviderBusy
from listgen.providers.text import Answer, TextProvider, TextReply, TextRequest, UnusableAnswer, Usage

_RECENT = 200


@dataclass(frozen=True, slots=True)
class _KeptAnswer:
    """An answer with the size of its prompt in bytes, from which later runs are estimated."""

    size: int
    answer: TextReply | UnusableAnswer


_ANSWER = TypeAdapter(_KeptAnswer)


class KeptReplies:
    """A provider that looks into the ledger first and writes every answer there before it hands it on.

    `who` names who answers. A recorder gets every answer that is handed on, kept ones too. The key is what is asked and
    who is asked: timeouts, retries and `max_tokens` are not in it. An answer that was cut or refused is kept too, since
    it was paid for. Safe to call from several threads.
    """

    def __init__(
        self, provider: TextProvider, ledger: Ledger, who: Sequence[str], recorder: Recorder | None = None
    ) -> None:
        self._provider = provider
        self._ledger = ledger
        self._who = tuple(who)
        self._recorder = recorder
        self._broken: LedgerError | None = None
        self._together = WrittenTogether(ledger)
        # Without a question to the database for each call, for which all threads would wait in line.
        self._known = ledger.names()
        self._failed = failed_in_batch(ledger)
        self._form = known_form(ledger, who)

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._provider.model

    def complete(self, request: TextRequest) -> Answer:
        """Return the kept answer, else the provider's; see TextProvider.

        Raises LedgerError where the answer cannot be kept; from then on nobody is asked any more.
        """
        key = reply_key(self._who, request)
        name = short_name(key.digest)
        kept = self._ledger.find(key) if name in self._known else None
        if kept is not None:
            answer = _ANSWER.validate_json(kept.meta).answer
        else:
            if self._broken is not None:
                # Requests that still wait in other threads would be paid for and lost.
                raise self._broken
            answer = self._ask(request, self._failed.get(key.digest, 0))
            try:
                keep_reply(self._together, key, prompt_size(request), answer)
                self._note_form()
            except LedgerError as error:
                self._broken = error
                raise
            self._known.add(name)
        if self._recorder is not None:
            self._recorder.keep(request, answer)
        return answer

    def _note_form(self) -> None:
        form = self._provider.form
        if form is not None and form != self._form:
            self._form = form
            note_form(self._ledger, self._who, form)

    def _ask(self, request: TextRequest, before: int) -> Answer:
        """Return the provider's answer; the calls that a batch took in vain before are part of what it took."""
        try:
            answer = self._provider.complete(request)
        except ProviderBusy as error:
            error.calls += before
            raise
        return replace(answer, usage=answer.usage.plus(Usage(calls=before))) if before else answer


def reply_key(who: Sequence[str], request: TextRequest) -> ContentKey:
    """Return the key of an answer: what is asked, and who is asked."""
    return content_key(
        "reply",
        who=tuple(who),
        system=request.system,
        user=request.user,
        schema=[request.schema_name, request.schema],
        seed=request.seed,
    )


def find_reply(ledger: Ledger, who: Sequence[str], request: TextRequest) -> Answer | None:
    """Return the answer that the ledger has, None where the request was never answered."""
    entry = ledger.find(reply_key(who, request))
    return None if entry is None else _ANSWER.validate_json(entry.meta).answer


def prompt_size(request: TextRequest) -> int:
    """Return the size of a prompt in bytes."""
    return len(request.system.encode()) + len(request.user.encode())


def keep_reply(ledger: Ledger | WrittenTogether, key: ContentKey, size: int, answer: Answer) -> None:
    """Write an answer into the ledger; `size` is that of its prompt."""
    meta = _ANSWER.dump_json(_KeptAnswer(size, answer)).decode()
    ledger.add(key, "reply", f"reply/{key.digest}", Entry(meta, calls=answer.usage.calls))


def failed_in_batch(ledger: Ledger) -> dict[str, int]:
    """Return the calls that requests took in batches that brought no answer, by the digest of their keys."""
    return {key: int(calls) for key, calls in ledger.rows("SELECT key, calls FROM batch_failed")}


def recent_usage(ledger: Ledger) -> Iterator[tuple[int, Usage]]:
    """Yield size of prompt in bytes and usage of the latest answers."""
    for entry in ledger.latest("reply", _RECENT):
        kept = _ANSWER.validate_json(entry.meta)
        yield kept.size, kept.answer.usage
