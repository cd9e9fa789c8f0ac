"""Text providers: one request in, one checked JSON reply out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    """What is asked of a model: `system` first (it is the same for every SKU, so provider caches hit), then `user`.

    `schema` is the JSON Schema of the reply.
    """

    system: str
    user: str
    schema: Mapping[str, Any]
    schema_name: str
    max_tokens: int = 1500
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReply:
    """A reply that is JSON and valid under the request's schema, and what it took.

    `calls` counts every request that reached the endpoint, the failed ones too.
    """

    data: Mapping[str, Any]
    model: str
    calls: int
    prompt_tokens: int = 0
    completion_tokens: int = 0


class TextProvider(Protocol):
    """A language model behind one method. Implementations are safe to call from several threads."""

    @property
    def model(self) -> str:
        """Name of the model, as it stands in reports."""

    def complete(self, request: TextRequest) -> TextReply:
        """Return a valid reply.

        Raises ProviderError where no further call makes sense (bad key, unknown model, no credit), UnusableReply where
        the model answered but not with what was asked.
        """
