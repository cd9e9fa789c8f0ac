"""Batches: many requests in one file, answered within a day, at about half the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from listgen.providers.text import TextRequest
from listgen.resources import read_data

_OPENAI = "api.openai.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTerms:
    """What an endpoint takes for a batch, as a share of the live price (None where unknown), and its limits."""

    share: Decimal | None
    requests: int
    size: int  # bytes of one file
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchState:
    """A batch as its endpoint tells of it.

    `ended`: nothing more will come. `complete`: every request was carried out, well or badly. `files` hold the results
    so far; `problem` is why the whole batch failed.
    """

    id: str
    status: str  # the endpoint's own word
    ended: bool
    complete: bool
    done: int = 0
    total: int = 0
    files: tuple[str, ...] = ()
    problem: str = ""


class BatchEndpoint(Protocol):
    """The batch side of an endpoint. Every method may raise ProviderBusy after its retries, or ProviderError."""

    def line(self, name: str, request: TextRequest, max_tokens: int) -> bytes:
        """Return a request as a line of a batch file, line end included; `name` comes back with its answer."""

    def upload(self, file: Path) -> str:
        """Return the endpoint's name for an uploaded batch file. Raises NoBatches where it knows no such thing."""

    def create(self, file_id: str, name: str, digest: str) -> BatchState:
        """Start a batch, once: where it is not known whether a try arrived, the endpoint is asked before the next.

        Raises NoBatches where the endpoint has no batches.
        """

    def find(self, file_id: str, name: str) -> BatchState | None:
        """Return the batch that was started under this name, None where there is none."""

    def look(self, batch_id: str) -> BatchState | None:
        """Return how far a batch is, None where the endpoint does not know it (any more)."""

    def cancel(self, batch_id: str) -> None:
        """Ask for the end of a batch; what was answered until then can be read."""

    def lines(self, file_id: str) -> Iterator[bytes]:
        """Yield the lines of a result file; a line of absurd length comes as b"". Nothing for a file that is gone."""


@cache
def batch_terms(base_url: str) -> BatchTerms:
    """Return the terms of an address ("" is OpenAI)."""
    host = urlsplit(base_url).hostname if base_url else _OPENAI
    listed: list[dict[str, Any]] = read_data("providers", "batch_terms.toml")["endpoint"]
    for entry in listed:
        if host in entry["hosts"]:
            source = f"{entry['source']}, {entry['date']}"
            return BatchTerms(
                share=Decimal(entry["share"]), requests=entry["requests"], size=entry["bytes"], source=source
            )
    first = listed[0]
    return BatchTerms(share=None, requests=first["requests"], size=first["bytes"], source="")
