"""Text providers: one request in, one checked JSON reply out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from listgen.providers.chat_form import ChatForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """What is asked of a model: `system` first (it is the same for every SKU, so provider caches hit), then `user`.

    `schema` is the JSON Schema of the reply. `max_tokens` caps the reply; it is no part of what is asked, so a reply
    that came under another cap serves as well.
    """

    system: str
    user: str
    schema: Mapping[str, Any]
    schema_name: str
    max_tokens: int = 1500
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one or several calls took, as the endpoint counts it; zeros where it does not count.

    `calls` counts every request that reached the endpoint, the failed ones too. `cached_tokens` are those of the
    prompt that the endpoint's cache served at a lower price. `batch_…` are those of all of them that came in a batch.
    """

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    batch_prompt_tokens: int = 0
    batch_completion_tokens: int = 0
    batch_cached_tokens: int = 0

    def plus(self, other: Usage) -> Usage:
        """Return the sum of two."""
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            batch_prompt_tokens=self.batch_prompt_tokens + other.batch_prompt_tokens,
            batch_completion_tokens=self.batch_completion_tokens + other.batch_completion_tokens,
            batch_cached_tokens=self.batch_cached_tokens + other.batch_cached_tokens,
        )

    def in_batch(self) -> Usage:
        """Return the same, taken in a batch."""
        return replace(
            self,
            batch_prompt_tokens=self.prompt_tokens,
            batch_completion_tokens=self.completion_tokens,
            batch_cached_tokens=self.cached_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReply:
    """A reply that is JSON and valid under the request's schema, and what it took."""

    data: Mapping[str, Any]
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableAnswer:
    """An answer that was paid for and cannot be used: a refusal, prose, cut JSON. `reason` tells which."""

    reason: str
    model: str
    usage: Usage


Answer = TextReply | UnusableAnswer


class TextProvider(Protocol):
    """A language model behind one method. Implementations are safe to call from several threads."""

    @property
    def model(self) -> str:
        """Name of the model, as it stands in reports."""

    @property
    def form(self) -> ChatForm | None:
        """The form in which the model was asked when it answered last; None where there was none, or no endpoint."""

    def complete(self, request: TextRequest) -> Answer:
        """Return the model's answer.

        Raises ProviderBusy where the endpoint failed more often than retries allow (costs this request, not the run),
        any other ProviderError where no further call makes sense (bad key, unknown model, no credit, budget).
        """
