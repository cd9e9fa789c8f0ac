"""How much of a limit is left, between two answers in which the endpoint says so."""

from __future__ import annotations

from collections.abc import Callable

from listgen.providers.limit_headers import Room

# Without a word of when a limit resets: limits are told by the minute.
_MINUTE = 60.0


class Allowance:
    """A bucket that refills evenly, as the large providers' do; unlimited until the endpoint names a limit.

    `clock` returns seconds that only grow. Not safe in threads: the caller's lock is.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent = 0.0
        self._capacity = 0.0
        self._level = 0.0
        self._rate = 0.0  # a second
        self._at = 0.0

    @property
    def sent(self) -> float:
        """All that was taken so far; a call notes it once it has taken its own part, for `hear`."""
        return self._sent

    def wait(self, weight: float) -> float:
        """Return for how many seconds there is no room for this weight yet."""
        if not self._rate:
            return 0.0
        self._refill()
        # A single request above the limit would wait for ever.
        return max(0.0, min(weight, self._capacity) - self._level) / self._rate

    def take(self, weight: float) -> None:
        """Take this much."""
        self._sent += weight
        self._level -= weight

    def hear(self, room: Room, sent: float) -> None:
        """Take over what the endpoint says is left. `sent` is what had been taken when the call began, with its part.

        Providers count a call when it comes in, so what was sent since is not in their figure.
        """
        self._capacity = float(room.limit or max(self._capacity, room.remaining, 1))
        used = self._capacity - room.remaining
        if room.resets_in and used > 0:
            self._rate = used / room.resets_in
        elif not self._rate:
            self._rate = self._capacity / _MINUTE
        self._level = max(room.remaining - (self._sent - sent), -self._capacity)
        self._at = self._clock()

    def _refill(self) -> None:
        now = self._clock()
        self._level = min(self._capacity, self._level + (now - self._at) * self._rate)
        self._at = now
