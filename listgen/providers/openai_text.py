"""Any OpenAI-compatible chat endpoint: OpenAI, Ollama, vLLM, LM Studio, llama.cpp, DashScope, DeepSeek …

Chat completions are the surface that all of them share. How strictly an endpoint can be held to a schema differs, so a
ladder is tried once and remembered: JSON schema, JSON object with the schema in the prompt, plain text. See `ChatForm`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.chat_form import ChatForm
from listgen.providers.chat_reply import ChatReply, read_chat_reply
from listgen.providers.gate import Gate, OpenGate, Ticket
from listgen.providers.limit_headers import read_limits
from listgen.providers.openai_client import ClientsOfThreads, explained, unreachable
from listgen.providers.retry import call_with_retry
from listgen.providers.text import Answer, TextRequest, Usage


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
        self._form = ChatForm()
        self._answered: ChatForm | None = None
        self._clients = ClientsOfThreads(base_url, api_key, timeout)

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._model

    @property
    def format(self) -> str:
        """How answers are asked for, as far as it is known: "json_schema", "json_object" or "text"."""
        return self._form.answer

    @property
    def form(self) -> ChatForm | None:
        """The form of the last call that was answered; see TextProvider."""
        return self._answered

    def complete(self, request: TextRequest) -> Answer:
        """Return a reply that is valid under the request's schema, or what came instead; see TextProvider."""
        spent = Usage()

        def once() -> ChatReply:
            nonlocal spent
            ticket = self._gate.enter(request)
            try:
                answer = self._ask(request, ticket, form)
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
            # Other threads may have asked in the same form: each goes on from what it asked itself.
            form = self._form
            try:
                answer = call_with_retry(
                    once, attempts=self._attempts, longest_wait=self._longest_wait, sleep=self._gate.rest
                )
            except ProviderBusy as error:
                error.calls = spent.calls
                raise
            except _FormRefused as error:
                if self._form == form:
                    self._form = error.better
                continue
            break
        self._answered = form
        return answer.answer(request.schema, model=self._model, usage=spent)

    def _ask(self, request: TextRequest, ticket: Ticket, form: ChatForm) -> ChatReply:
        import httpx2
        import openai

        client = self._clients.client()
        try:
            # Not `chat.completions.create`: what it makes of request and reply is half of the CPU time of a call.
            response = client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                body=form.body(self._model, request, ticket.max_tokens),
            )
        except openai.APIStatusError as error:
            _tell(ticket, error.response.headers)
            raise self._explained(error, form) from error
        except openai.APIError as error:
            raise unreachable(error, self._base_url) from error
        _tell(ticket, response.headers)
        return read_chat_reply(response.content)

    def _explained(self, error: Any, form: ChatForm) -> Exception:  # noqa: ANN401 - openai.APIStatusError, imported lazily
        better = form.without_what(error.status_code, str(error))
        if better is not None:
            return _FormRefused(better)
        missing = ProviderError(
            f"the endpoint knows no model `{self._model}`", hint="set LISTGEN_TEXT_MODEL or [text] model"
        )
        return explained(error, missing=missing)


class _FormRefused(Exception):  # noqa: N818 - never leaves this module
    """The endpoint does not know a part of the request; `better` leaves it out."""

    def __init__(self, better: ChatForm) -> None:
        super().__init__()
        self.better = better


def _tell(ticket: Ticket, headers: Mapping[str, str]) -> None:
    limits = read_limits(headers, time.time())
    if limits is not None:
        ticket.heard(limits)
