"""The budget of a run: no call is let through that could pass the caps."""

from __future__ import annotations

from threading import Lock

from listgen.errors import BudgetReached, ProviderBusy
from listgen.providers.gate import Gate, OpenGate, Ticket
from listgen.providers.text import TextRequest, Usage


class Budget:
    """A gate that counts every call, retries included, and stops before `max_calls` is passed."""

    def __init__(self, max_calls: int | None = None, behind: Gate | None = None) -> None:
        self._max_calls = max_calls
        self._behind = behind or OpenGate()
        self._lock = Lock()
        self._used = Usage()
        self._open = 0

    @property
    def used(self) -> Usage:
        """What the calls of this run took so far."""
        with self._lock:
            return self._used

    def enter(self, request: TextRequest) -> Ticket:
        """Return a ticket; raises BudgetReached where the caps leave no call."""
        with self._lock:
            if self._max_calls is not None and self._used.calls + self._open >= self._max_calls:
                raise BudgetReached(
                    f"the cap of {self._max_calls} calls is reached",
                    hint="what was made is kept; run again with a higher --max-calls",
                )
            self._open += 1
        try:
            return _Reserved(self, self._behind.enter(request))
        except BaseException:
            self._close(Usage())
            raise

    def _close(self, usage: Usage) -> None:
        with self._lock:
            self._open -= 1
            self._used = self._used.plus(usage)


class _Reserved:
    """A call whose place in the budget is taken until it is known what it took."""

    def __init__(self, budget: Budget, behind: Ticket) -> None:
        self._budget = budget
        self._behind = behind

    def settle(self, usage: Usage) -> None:
        """Count what the endpoint counted."""
        self._budget._close(usage)
        self._behind.settle(usage)

    def fail(self, error: ProviderBusy | None) -> None:
        """Count a call that failed: the endpoint saw it."""
        self._budget._close(Usage(calls=1))
        self._behind.fail(error)
