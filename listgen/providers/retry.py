"""Trying again: only what is worth it, with growing pauses, never forever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

from listgen.errors import ProviderBusy

Result = TypeVar("Result")


class _WaitAsTold(wait_base):
    """The pause that the server asked for, else an exponential one with jitter."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._own = wait_random_exponential(multiplier=0.5, max=longest)

    def __call__(self, retry_state: object) -> float:
        outcome = getattr(retry_state, "outcome", None)
        error = outcome.exception() if outcome is not None else None
        if isinstance(error, ProviderBusy) and error.retry_after is not None:
            return min(error.retry_after, self._longest)
        return float(self._own(retry_state))  # type: ignore[arg-type]  # tenacity's own state object, passed through


def call_with_retry(
    call: Callable[[], Result],
    *,
    attempts: int = 5,
    longest_wait: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """Return what `call` returns; a ProviderBusy is tried again up to `attempts` times in all, then raised.

    `sleep` waits for that many seconds between two tries, or for less where the run stops.
    """
    retrying = Retrying(
        retry=retry_if_exception_type(ProviderBusy),
        stop=stop_after_attempt(attempts),
        wait=_WaitAsTold(longest_wait),
        sleep=sleep,
        reraise=True,
    )
    return retrying(call)
