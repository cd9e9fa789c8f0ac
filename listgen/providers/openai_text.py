"""Any OpenAI-compatible chat endpoint: OpenAI, Ollama, vLLM, LM Studio, llama.cpp, DashScope, DeepSeek …

Chat completions are the surface that all of them share. How strictly an endpoint can be held to a schema differs, so a
ladder is tried once and remembered: JSON schema, JSON object with the schema in the prompt, plain text.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.chat_reply import ChatReply, read_chat_reply
from listgen.providers.gate import Gate, OpenGate, Ticket
from listgen.providers.limit_headers import read_limits
from listgen.providers.openai_client import ClientsOfThreads, explained, unreachable
from listgen.providers.retry import call_with_retry
from listgen.providers.text import Answer, TextRequest, Usage

_LADDER = ("json_schema", "json_object", "text")


class OpenAIText:
    """A chat model behind an OpenAI-compatible endpoint; safe to call from several threads.

    `base_url` "" means OpenAI itself. The key comes from OPENAI_API_KEY unless `api_key` is given; local servers need
    none. `gate` lets each call through, retries included.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str = "",
        api_key: str | None = None,
        timeout: float = 120.0,
        attempts: int = 5,
        longest_wait: float = 60.0,
        gate: Gate | None = None,
    ) -> None:
        self._model = model
        self._base_url = base_url
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._gate = gate or OpenGate()
        self._rung = 0
        self._clients = ClientsOfThreads(base_url, api_key, timeout)

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._model

    @property
    def format(self) -> str:
        """How answers are asked for, as far as it is known: "json_schema", "json_object" or "text"."""
        return _LADDER[self._rung]

    def complete(self, request: TextRequest) -> Answer:
        """Return a reply that is valid under the request's schema, or what came instead; see TextProvider."""
        spent = Usage()

        def once() -> ChatReply:
            nonlocal spent
            ticket = self._gate.enter(request)
            try:
                answer = self._ask(request, ticket)
            except ProviderBusy as error:
                spent = spent.plus(Usage(calls=1))
                ticket.fail(error)
                raise
            except BaseException:
                spent = spent.plus(Usage(calls=1))
                ticket.fail(None)
                raise
            spent = spent.plus(answer.usage)
            ticket.settle(answer.usage)
            return answer

        while True:
            rung = self._rung
            try:
                answer = call_with_retry(once, attempts=self._attempts, longest_wait=self._longest_wait)
            except ProviderBusy as error:
                error.calls = spent.calls
                raise
            except _FormatRefused as error:
                if rung + 1 == len(_LADDER):
                    raise ProviderError(f"the endpoint refuses the request: {error}") from error
                self._rung = max(self._rung, rung + 1)
                continue
            break
        return answer.answer(request.schema, model=self._model, usage=spent)

    def _ask(self, request: TextRequest, ticket: Ticket) -> ChatReply:
        import httpx2
        import openai

        client = self._clients.client()
        try:
            # Not `chat.completions.create`: what it makes of request and reply is half of the CPU time of a call.
            response = client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                body=chat_body(self._model, request, ticket.max_tokens, self.format),
            )
        except openai.APIStatusError as error:
            _tell(ticket, error.response.headers)
            raise self._explained(error) from error
        except openai.APIError as error:
            raise unreachable(error, self._base_url) from error
        _tell(ticket, response.headers)
        return read_chat_reply(response.content)

    def _explained(self, error: Any) -> Exception:  # noqa: ANN401 - openai.APIStatusError, imported lazily
        # Local servers answer 400, 422 or even 500 to a format that they do not know (measured).
        refused = error.status_code in (400, 422, 500) and "response_format" in str(error)
        if refused and self._rung < len(_LADDER) - 1:
            return _FormatRefused(str(error.message)[:300])
        missing = ProviderError(
            f"the endpoint knows no model `{self._model}`", hint="set LISTGEN_TEXT_MODEL or [text] model"
        )
        return explained(error, missing=missing)


def chat_body(model: str, request: TextRequest, max_tokens: int, form: str) -> dict[str, Any]:
    """Return the body of a chat completion; `form` is how the answer is asked for, see `OpenAIText.format`."""
    extra: dict[str, Any] = {}
    system = request.system
    if form == "json_schema":
        schema = {"name": request.schema_name, "strict": True, "schema": dict(request.schema)}
        extra["response_format"] = {"type": "json_schema", "json_schema": schema}
    else:
        shape = json.dumps(request.schema, ensure_ascii=False, sort_keys=True)
        system = f"{system}\n\nAnswer with one JSON object and nothing else. Its JSON Schema:\n{shape}"
        if form == "json_object":
            extra["response_format"] = {"type": "json_object"}
    return {
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": request.user}],
        "max_tokens": max_tokens,
        "seed": request.seed % 2**31,
        **extra,
    }


class _FormatRefused(Exception):  # noqa: N818 - never leaves this module
    """The endpoint does not know this response format."""


def _tell(ticket: Ticket, headers: Mapping[str, str]) -> None:
    limits = read_limits(headers, time.time())
    if limits is not None:
        ticket.heard(limits)
