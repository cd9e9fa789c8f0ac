"""How a chat endpoint wants to be asked: what it refuses is asked for otherwise, and that is remembered."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from listgen.providers.text import TextRequest

_LADDER = ("json_schema", "json_object", "text")
# Local servers answer 422 or even 500 to what they do not know (measured).
_REFUSALS = (400, 422, 500)


@dataclass(frozen=True, slots=True)
class ChatForm:
    """A way to ask. `limit` is the name of the cap on a reply's tokens: newer models of OpenAI refuse `max_tokens`."""

    rung: int = 0
    limit: str = "max_tokens"
    seed: bool = True

    @property
    def answer(self) -> str:
        """How answers are asked for: "json_schema", "json_object" or "text"."""
        return _LADDER[self.rung]

    def body(self, model: str, request: TextRequest, max_tokens: int) -> dict[str, Any]:
        """Return the body of a chat completion."""
        extra: dict[str, Any] = {}
        system = request.system
        if self.answer == "json_schema":
            schema = {"name": request.schema_name, "strict": True, "schema": dict(request.schema)}
            extra["response_format"] = {"type": "json_schema", "json_schema": schema}
        else:
            shape = json.dumps(request.schema, ensure_ascii=False, sort_keys=True)
            system = f"{system}\n\nAnswer with one JSON object and nothing else. Its JSON Schema:\n{shape}"
            if self.answer == "json_object":
                extra["response_format"] = {"type": "json_object"}
        if self.seed:
            extra["seed"] = request.seed % 2**31
        messages = [{"role": "system", "content": system}, {"role": "user", "content": request.user}]
        return {"model": model, "messages": messages, self.limit: max_tokens, **extra}

    def without_what(self, status: int, text: str) -> ChatForm | None:
        """Return the form to try after a refusal with this status and text, None where it is about something else."""
        if status not in _REFUSALS:
            return None
        if "max_completion_tokens" in text and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "response_format" in text and self.rung + 1 < len(_LADDER):
            return replace(self, rung=self.rung + 1)
        if self.seed and re.search(r"\bseed\b", text):
            return replace(self, seed=False)
        return None
