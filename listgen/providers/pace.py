"""How fast an endpoint is asked: as many calls at a time as it bears, and no more a minute than it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Event
from typing import TYPE_CHECKING

from listgen.errors import ProviderBusy, RunStopped
from listgen.providers.allowance import Allowance
from listgen.providers.limit_headers import Limits
from listgen.providers.text import TextRequest, Usage

if TYPE_CHECKING:
    from pyrate_limiter import Limiter

# A burst of refusals belongs to one moment: it halves the window once.
_SAME_MOMENT = 1.0
# Tokens a byte of prompt, for limits on tokens a minute; the reply counts with its cap, as providers count it.
_TOKENS_A_BYTE = 0.25
# The longest pause in seconds, whatever an endpoint says: after it one call asks again.
_LONGEST = 60.0
# Seconds between two looks whether the user's own limits leave room.
_LOOK = 0.05


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """At most `concurrency` calls at a time; None is what the endpoint says with its answers, if it says anything."""

    concurrency: int
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None


class Pace:
    """A gate with an adaptive window: one call more after a window of good answers, half as many after a refusal.

    That is TCP's additive increase, multiplicative decrease (RFC 5681). A refusal that names a pause stops all calls
    for that long. Where the endpoint tells what is left of its limits, calls wait before they would be refused.
    `clock` returns seconds that only grow.
    """

    def __init__(self, limits: PaceLimits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._changed = Condition()
        self._closed = Event()
        self._window = float(limits.concurrency)
        self._open = 0
        self._paused_until = 0.0
        self._cut_at = -_SAME_MOMENT
        self._requests = _limiter(limits.requests_per_minute)
        self._tokens = _limiter(limits.tokens_per_minute)
        self._said_requests = Allowance(clock)
        self._said_tokens = Allowance(clock)

    @property
    def window(self) -> int:
        """How many calls may be under way at a time just now."""
        return int(self._window)

    def enter(self, request: TextRequest) -> PaceTicket:
        """Return a ticket as soon as the endpoint may be asked."""
        size = len(request.system.encode()) + len(request.user.encode())
        tokens = int(size * _TOKENS_A_BYTE) + request.max_tokens
        with self._changed:
            while True:
                self._check_open()
                pause = max(
                    self._paused_until - self._clock(), self._said_requests.wait(1), self._said_tokens.wait(tokens)
                )
                if pause <= 0 and self._open < self.window:
                    break
                self._changed.wait(min(pause, _LONGEST) if pause > 0 else None)
            self._open += 1
            self._said_requests.take(1)
            self._said_tokens.take(tokens)
            ticket = PaceTicket(self, request.max_tokens, (self._said_requests.sent, self._said_tokens.sent))
        try:
            if self._requests is not None:
                self._acquire(self._requests, "requests", 1)
            if self._tokens is not None:
                # A single request above the limit would wait for ever.
                most = max(1, (self._limits.tokens_per_minute or tokens) // 6)
                self._acquire(self._tokens, "tokens", min(tokens, most))
            # A run that is stopped while a call waits for its turn does not make it.
            self._check_open()
        except BaseException:
            self._close()
            raise
        return ticket

    def rest(self, seconds: float) -> None:
        """Wait between two tries of a call; not a moment longer once the gate is closed."""
        self._closed.wait(seconds)

    def close(self) -> None:
        """Let no further call through, those that wait already included."""
        self._closed.set()
        with self._changed:
            self._changed.notify_all()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise RunStopped("the run stops")

    def _acquire(self, limiter: Limiter, name: str, weight: int) -> None:
        # Its own wait cannot be ended.
        while not limiter.try_acquire(name, weight, blocking=False):
            if self._closed.wait(_LOOK):
                return

    def _heard(self, limits: Limits, sent: tuple[float, float]) -> None:
        with self._changed:
            # The user's own limits hold: others may share the account.
            if limits.requests is not None and self._requests is None:
                self._said_requests.hear(limits.requests, sent[0])
            if limits.tokens is not None and self._tokens is None:
                self._said_tokens.hear(limits.tokens, sent[1])

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
                    self._paused_until = max(self._paused_until, now + min(error.retry_after, _LONGEST))
            self._close()

    def _close(self) -> None:
        with self._changed:
            self._open -= 1
            self._changed.notify_all()


class PaceTicket:
    """A place in the window."""

    def __init__(self, pace: Pace, max_tokens: int, sent: tuple[float, float]) -> None:
        self._pace = pace
        self._sent = sent
        self.max_tokens = max_tokens

    def heard(self, limits: Limits) -> None:
        """Let the calls to come keep to what the endpoint says is left."""
        self._pace._heard(limits, self._sent)

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
