"""The gate in front of an endpoint: every single call passes it, retries included.

What limits a run (budget, concurrency, requests and tokens a minute) stands behind this one protocol, so a provider
knows nothing of prices and a budget nothing of HTTP.
"""

from __future__ import annotations

import time
from typing import Protocol

from listgen.errors import ProviderBusy
from listgen.providers.limit_headers import Limits
from listgen.providers.text import TextRequest, Usage


class Ticket(Protocol):
    """One call that was let through. Either `settle` or `fail` is called, once; before it `heard`, if anything was."""

    @property
    def max_tokens(self) -> int:
        """The longest reply that may be asked for: the request's own cap, or less where the budget gets short."""

    def heard(self, limits: Limits) -> None:
        """The endpoint told what is left of its limits."""

    def settle(self, usage: Usage) -> None:
        """The endpoint answered, well or badly; `usage` is what it counted."""

    def fail(self, error: ProviderBusy | None) -> None:
        """The call failed; `error` tells how, None where the run ends with it."""


class Gate(Protocol):
    """Lets calls through, one ticket each. Safe to use from several threads."""

    def enter(self, request: TextRequest) -> Ticket:
        """Return a ticket, after a wait where calls have to wait.

        Raises BudgetReached where the call would pass the cap on calls or cost, RunStopped once the gate is closed.
        """

    def rest(self, seconds: float) -> None:
        """Wait between two tries of a call; not a moment longer once the gate is closed."""

    def close(self) -> None:
        """Let no further call through, those that wait already included. Calls under way go on."""


class OpenGate:
    """Lets everything through."""

    def enter(self, request: TextRequest) -> Ticket:
        """Return a ticket at once."""
        return FreeTicket(request.max_tokens)

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Change nothing: whoever is asked without a gate is asked once, by hand."""


class FreeTicket:
    """A ticket that nobody counts."""

    def __init__(self, max_tokens: int) -> None:
        self.max_tokens = max_tokens

    def heard(self, limits: Limits) -> None:
        """Take no note."""

    def settle(self, usage: Usage) -> None:
        """Take no note."""

    def fail(self, error: ProviderBusy | None) -> None:
        """Take no note."""
