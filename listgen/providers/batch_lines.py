"""Result files of batches: one JSON object a line, in any order, and nothing in it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from listgen.providers.chat_reply import chat_reply
from listgen.providers.text import Answer

# What stands for requests that the endpoint never began, as OpenAI names it.
_NOT_BEGUN = frozenset({"batch_expired", "batch_cancelled"})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Response(_Part):
    status_code: int = 0
    body: dict[str, Any] | None = None


class _Error(_Part):
    code: str | None = None


class _Line(_Part):
    custom_id: str
    response: _Response | None = None
    error: _Error | None = None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line that can be read: whose it is, whether the request was carried out, and the completion if there is one.

    `carried_out` is None where the line does not tell.
    """

    name: str
    carried_out: bool | None
    body: Mapping[str, Any] | None

    def answer(self, schema: Mapping[str, Any], *, model: str) -> Answer | None:
        """Return the answer to a request with this schema, None where the request failed."""
        if self.body is None:
            return None
        reply = chat_reply(self.body)
        return reply.answer(schema, model=model, usage=reply.usage.in_batch())


def parse_line(line: bytes) -> BatchLine | None:
    """Return what a line says, None where it says nothing that can be used."""
    try:
        parsed = _Line.model_validate_json(line)
    except ValidationError:
        return None
    response = parsed.response
    if response is None or parsed.error is not None:
        begun = None if parsed.error is None or parsed.error.code not in _NOT_BEGUN else False
        return BatchLine(parsed.custom_id, begun if response is None else True, None)
    return BatchLine(parsed.custom_id, True, response.body if response.status_code == 200 else None)
