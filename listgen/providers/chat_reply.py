"""What a chat endpoint sends back, read from its bytes.

The client's own reply objects cost more time than all the rest of a call, and compatible servers leave out, add and
rename parts of them anyway.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from listgen.errors import ProviderBusy, UnusableReply
from listgen.providers.json_reply import parse_reply
from listgen.providers.text import Answer, TextReply, UnusableAnswer, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReply:
    """One chat completion. `problem` tells why there is no text to read, "" where there is; `usage` counts one call."""

    text: str
    problem: str
    usage: Usage

    def answer(self, schema: Mapping[str, Any], *, model: str, usage: Usage) -> Answer:
        """Return the answer to a request with this schema; `usage` is what it took in all."""
        if self.problem:
            return UnusableAnswer(reason=self.problem, model=model, usage=usage)
        try:
            return TextReply(data=parse_reply(self.text, schema), model=model, usage=usage)
        except UnusableReply as error:
            return UnusableAnswer(reason=error.message, model=model, usage=usage)


def read_chat_reply(content: bytes) -> ChatReply:
    """Return the completion in a body with status 200.

    Raises ProviderBusy for a body that is no JSON object: a proxy's page, or a body that was cut on its way.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise ProviderBusy(
            f"the endpoint sent something unreadable: {content[:60]!r}",
            hint="is OPENAI_BASE_URL the address of the API? Many servers want `/v1` at its end",
        )
    return chat_reply(answer)


def chat_reply(answer: Mapping[str, Any]) -> ChatReply:
    """Return a completion from its JSON object, whatever that holds."""
    usage = _usage(answer)
    choices = answer.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        return ChatReply(text="", problem="the endpoint sent a reply without choices", usage=usage)
    problem = ""
    if choice.get("finish_reason") == "content_filter" or message.get("refusal"):
        problem = "the provider's filter or the model refused to answer"
    elif choice.get("finish_reason") == "length":
        problem = "the reply was cut at the cap on tokens"
    content_text = message.get("content")
    return ChatReply(text=content_text if isinstance(content_text, str) else "", problem=problem, usage=usage)


def _usage(answer: Mapping[str, Any]) -> Usage:
    usage = _mapping(answer, "usage")
    return Usage(
        calls=1,
        prompt_tokens=_count(usage, "prompt_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        cached_tokens=_count(_mapping(usage, "prompt_tokens_details"), "cached_tokens"),
    )


def _mapping(parent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = parent.get(name)
    return value if isinstance(value, dict) else {}


def _count(parent: Mapping[str, Any], name: str) -> int:
    value = parent.get(name)
    return int(value) if isinstance(value, (int, float)) and 0 <= value < 1e12 else 0
