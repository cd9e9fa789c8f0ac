"""A look at a text model with at most two tiny calls: does it answer, how fast, and in which form."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from listgen.errors import BudgetReached, ListgenError
from listgen.providers.limit_headers import Limits
from listgen.providers.openai_text import OpenAIText
from listgen.providers.text import TextRequest, UnusableAnswer

MOST_CALLS = 2
_REQUEST = TextRequest(
    system="Answer with one JSON object.",
    user='Set "word" to "mug".',
    schema={
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    },
    schema_name="probe",
    # Models that think first need room for it.
    max_tokens=400,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was seen. `problem` is "" where listgen can work with the model; `seconds` is the time to an answer.

    `limits` is what the endpoint said of its limits, None where it said nothing.
    """

    calls: int
    seconds: float
    format: str  # "json_schema", "json_object" or "text": how answers have to be asked for
    problem: str = ""
    hint: str = ""
    limits: Limits | None = None


class _TwoCalls:
    """A gate that lets two calls through."""

    def __init__(self) -> None:
        self.calls = 0
        self.limits: Limits | None = None

    def enter(self, request: TextRequest) -> _Ticket:
        if self.calls >= MOST_CALLS:
            raise BudgetReached("two calls were made")
        self.calls += 1
        return _Ticket(self, request.max_tokens)

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Change nothing: two calls are awaited."""


class _Ticket:
    def __init__(self, gate: _TwoCalls, max_tokens: int) -> None:
        self._gate = gate
        self.max_tokens = max_tokens

    def heard(self, limits: Limits) -> None:
        """Remember what the endpoint says."""
        self._gate.limits = limits

    def settle(self, usage: object) -> None:
        """Take no note."""

    def fail(self, error: object) -> None:
        """Take no note."""


def probe_endpoint(model: str, base_url: str, clock: Callable[[], float], *, timeout: float = 30.0) -> Probe:
    """Return what an endpoint does with a tiny request; raises nothing. `clock` returns seconds that only grow."""
    gate = _TwoCalls()
    provider = OpenAIText(model, base_url=base_url, timeout=timeout, attempts=1, gate=gate)
    start = clock()
    problem, hint = "", ""
    try:
        answer = provider.complete(_REQUEST)
        if isinstance(answer, UnusableAnswer):
            problem, hint = f"the model answers, but not with what was asked: {answer.reason}", "try another model"
    except BudgetReached:
        # Both stricter forms were refused politely: it is there, and is asked in words.
        pass
    except ListgenError as error:
        problem, hint = error.message, error.hint or ""
    return Probe(
        calls=gate.calls,
        seconds=clock() - start,
        format=provider.format,
        problem=problem,
        hint=hint,
        limits=gate.limits,
    )
