"""The batch side of OpenAI-compatible endpoints: files and batches, as OpenAI documents them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from listgen.errors import ProviderError, UsageError
from listgen.providers.batch import BatchState
from listgen.providers.chat_form import ChatForm
from listgen.providers.openai_client import explained, open_client, unreachable
from listgen.providers.retry import call_with_retry
from listgen.providers.text import TextRequest

if TYPE_CHECKING:
    from openai import OpenAI

Result = TypeVar("Result")

_WORK: Final = "/v1/chat/completions"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
# Statuses of a server that knows no such address.
_NO_SUCH_ADDRESS = frozenset({404, 405, 501})
# Ids go into addresses and on the screen.
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.:-]{0,199}")
# How many batches back one that was started a moment ago is looked for.
_LOOK_BACK = 500
# A reply is at most some ten thousand characters; a longer line is no line.
_LONGEST_LINE = 4 * 2**20


class OpenAIBatches:
    """Batches of one model behind an endpoint; see BatchEndpoint. `base_url` "" means OpenAI itself.

    `form` is how the model wants to be asked, where that is known.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str = "",
        timeout: float = 120.0,
        attempts: int = 5,
        longest_wait: float = 60.0,
        form: ChatForm | None = None,
    ) -> None:
        self._model = model
        self._base_url = base_url
        self._timeout = timeout
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._form = form or ChatForm()
        self._client: OpenAI | None = None

    def line(self, name: str, request: TextRequest, max_tokens: int) -> bytes:
        """Return a request as a line of a batch file."""
        body = self._form.body(self._model, request, max_tokens)
        whole = {"custom_id": name, "method": "POST", "url": _WORK, "body": body}
        # Escapes: half a surrogate pair from a sheet has no UTF-8.
        return json.dumps(whole, separators=(",", ":")).encode() + b"\n"

    def upload(self, file: Path) -> str:
        """Upload a batch file and return its id."""

        def send(client: OpenAI) -> str:
            # The client reads a path that it is given as a whole; a file object would be half read at a second try.
            return _safe_id(client.files.create(file=file, purpose="batch").id)

        return self._call(send, new=True)

    def create(self, file_id: str, name: str, digest: str) -> BatchState:
        """Start a batch, once."""
        tried = False

        def send(client: OpenAI) -> BatchState:
            nonlocal tried
            found = self._find(client, file_id, name) if tried else None
            tried = True
            return found or _state(
                client.batches.create(
                    input_file_id=file_id,
                    endpoint=_WORK,
                    completion_window="24h",
                    metadata={"listgen": name, "requests": digest},
                    extra_headers={"Idempotency-Key": name},
                )
            )

        return self._call(send, new=True)

    def find(self, file_id: str, name: str) -> BatchState | None:
        """Return the batch that was started under this name, or of this file; the newest where there are several."""
        return self._call(lambda client: self._find(client, file_id, name))

    def look(self, batch_id: str) -> BatchState | None:
        """Return how far a batch is, None where the endpoint does not know it."""
        try:
            return self._call(lambda client: _state(client.batches.retrieve(batch_id)))
        except _Missing:
            return None

    def cancel(self, batch_id: str) -> None:
        """Ask for the end of a batch."""
        self._call(lambda client: client.batches.cancel(batch_id))

    def lines(self, file_id: str) -> Iterator[bytes]:
        """Yield the lines of a result file as they arrive; memory does not grow with the file."""
        import openai

        client = self._open()
        try:
            with client.files.with_streaming_response.content(file_id) as response:
                yield from _split(response.iter_bytes(64 * 1024))
        except openai.APIStatusError as error:
            if error.status_code == 404:
                return
            raise self._explained(error, new=False) from error
        except Exception as error:
            # A stream that breaks off raises errors of the library below the client, which has several names.
            raise unreachable(error, self._base_url) from error

    def _find(self, client: OpenAI, file_id: str, name: str) -> BatchState | None:
        for number, batch in enumerate(client.batches.list(limit=100)):
            if number >= _LOOK_BACK:
                break
            said = batch.metadata if isinstance(batch.metadata, dict) else {}
            if said.get("listgen") == name or (file_id and batch.input_file_id == file_id):
                return _state(batch)
        return None

    def _call(self, call: Callable[[OpenAI], Result], *, new: bool = False) -> Result:
        client = self._open()

        def once() -> Result:
            import openai

            try:
                return call(client)
            except openai.APIStatusError as error:
                raise self._explained(error, new=new) from error
            except openai.APIError as error:
                raise unreachable(error, self._base_url) from error

        return call_with_retry(once, attempts=self._attempts, longest_wait=self._longest_wait)

    def _explained(self, error: Any, *, new: bool) -> Exception:  # noqa: ANN401 - openai.APIStatusError, imported lazily
        if new and error.status_code in _NO_SUCH_ADDRESS:
            return NoBatches(
                f"the endpoint has no batches ({error.status_code}); nothing was asked or paid",
                hint="leave --batch out: the texts are asked for one by one, at the price of live calls",
            )
        return explained(error, missing=_Missing("the endpoint does not know what was asked for"))

    def _open(self) -> OpenAI:
        if self._client is None:
            self._client = open_client(self._base_url, None, self._timeout)
        return self._client


class NoBatches(UsageError):  # noqa: N818 - says what it is
    """The endpoint has no batch API."""


class _Missing(ProviderError):  # noqa: N818 - never leaves this module
    """The endpoint knows no such batch."""


def _state(batch: Any) -> BatchState:  # noqa: ANN401 - openai.types.Batch, imported lazily
    counts = getattr(batch, "request_counts", None)
    status = str(batch.status)
    files = (getattr(batch, name, None) for name in ("output_file_id", "error_file_id"))
    return BatchState(
        id=_safe_id(batch.id),
        status=status if status.isidentifier() else "unknown",
        ended=status in _ENDED,
        complete=status == "completed",
        done=_count(counts, "completed") + _count(counts, "failed"),
        total=_count(counts, "total"),
        files=tuple(_safe_id(file) for file in files if file),
        problem=_problem(batch),
    )


def _problem(batch: Any) -> str:  # noqa: ANN401 - openai.types.Batch, imported lazily
    errors = getattr(getattr(batch, "errors", None), "data", None)
    if not isinstance(errors, list) or not errors:
        return ""
    text = str(getattr(errors[0], "message", "") or getattr(errors[0], "code", ""))
    return "".join(char if char.isprintable() else " " for char in text)[:300]


def _count(counts: Any, name: str) -> int:  # noqa: ANN401 - openai.types.BatchRequestCounts, imported lazily
    value = getattr(counts, name, 0)
    return value if isinstance(value, int) and value > 0 else 0


def _safe_id(said: object) -> str:
    if not isinstance(said, str) or not _ID.fullmatch(said):
        raise ProviderError("the endpoint names a batch or a file in a way that cannot be used")
    return said


def _split(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines of a stream without their ends; of a line that is too long comes b"" once."""
    rest, skipping = b"", False
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield b"" if skipping else line
            skipping = False
        if len(rest) > _LONGEST_LINE:
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest


__all__ = ["NoBatches", "OpenAIBatches"]
