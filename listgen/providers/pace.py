"""How fast an endpoint is asked: as many calls at a time as it bears, and no more a minute than it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

from listgen.errors import ProviderBusy
from listgen.providers.text import TextRequest, Usage

if TYPE_CHECKING:
    from pyrate_limiter import Limiter

# A burst of refusals belongs to one moment: it halves the window once.
_SAME_MOMENT = 1.0
# Tokens a byte of prompt, for limits on tokens a minute; the reply counts with its cap, as providers count it.
_TOKENS_A_BYTE = 0.25


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """At most `concurrency` calls at a time; None is no limit a minute."""

    concurrency: int
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


class Pace:
    """A gate with an adaptive window: one call more after a window of good answers, half as many after a refusal.

    That is TCP's additive increase, multiplicative decrease (RFC 5681). A refusal that names a pause stops all calls
    for that long. `clock` returns seconds that only grow.
    """

    def __init__(self, limits: PaceLimits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._changed = Condition()
        self._window = float(limits.concurrency)
        self._open = 0
        self._paused_until = 0.0
        self._cut_at = -_SAME_MOMENT
        self._requests = _limiter(limits.requests_per_minute)
        self._tokens = _limiter(limits.tokens_per_minute)

    @property
    def window(self) -> int:
        """How many calls may be under way at a time just now."""
        return int(self._window)

    def enter(self, request: TextRequest) -> PaceTicket:
        """Return a ticket as soon as the endpoint may be asked."""
        with self._changed:
            while True:
                pause = self._paused_until - self._clock()
                if pause <= 0 and self._open < self.window:
                    break
                self._changed.wait(pause if pause > 0 else None)
            self._open += 1
        try:
            if self._requests is not None:
                self._requests.try_acquire("requests")
            if self._tokens is not None:
                size = len(request.system.encode()) + len(request.user.encode())
                weight = int(size * _TOKENS_A_BYTE) + request.max_tokens
                # A single request above the limit would wait for ever.
                self._tokens.try_acquire("tokens", min(weight, max(1, (self._limits.tokens_per_minute or weight) // 6)))
        except BaseException:
            self._close()
            raise
        return PaceTicket(self, request.max_tokens)

    def _good(self) -> None:
        with self._changed:
            self._window = min(float(self._limits.concurrency), self._window + 1 / self._window)
            self._close()

    def _bad(self, error: ProviderBusy | None) -> None:
        with self._changed:
            now = self._clock()
            if error is not None and error.overloaded:
                if now - self._cut_at >= _SAME_MOMENT:
                    self._window = max(1.0, self._window / 2)
                    self._cut_at = now
                if error.retry_after:
                    self._paused_until = max(self._paused_until, now + error.retry_after)
            self._close()

    def _close(self) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


class PaceTicket:
    """A place in the window."""

    def __init__(self, pace: Pace, max_tokens: int) -> None:
        self._pace = pace
        self.max_tokens = max_tokens

    def settle(self, usage: Usage) -> None:
        """Free the place and widen the window."""
        self._pace._good()

    def fail(self, error: ProviderBusy | None) -> None:
        """Free the place, and narrow the window where the endpoint has too much to do."""
        self._pace._bad(error)


def _limiter(per_minute: int | None) -> Limiter | None:
    if per_minute is None:
        return None
    from pyrate_limiter import Duration, Limiter, Rate

    # A sixth of a minute at a time: providers refuse a minute's worth that comes in one second.
    return Limiter([Rate(per_minute, Duration.MINUTE), Rate(max(1, per_minute // 6), Duration.SECOND * 10)])
