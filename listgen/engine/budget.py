"""The budget of a run: no call is let through that could pass the caps.

A call reserves the most that it can cost; what it did cost is settled when the answer is there. So the caps hold
however many calls are under way, and near the cap calls wait for those before them instead of being refused: a run
that fits is never stopped. The last calls get a shorter `max_tokens`, as long as a usual reply still fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from threading import Condition, Event

from listgen.errors import BudgetReached, ProviderBusy, RunStopped
from listgen.providers.gate import FreeTicket, Gate, OpenGate, Ticket
from listgen.providers.limit_headers import Limits
from listgen.providers.prices import Price
from listgen.providers.text import TextRequest, Usage

# Tokens a byte of prompt, until the endpoint has counted some: two bytes a token is more than tokenizers make of text.
_TOKENS_A_BYTE = 0.5
# Room above the most that was counted so far.
_MARGIN = 1.1
# A usual reply, until the endpoint has counted some: title, bullets and description of one listing.
_USUAL_REPLY = 400


@dataclass(frozen=True, slots=True)
class Caps:
    """What a run may take; None is no cap."""

    calls: int | None = None
    cost_usd: Decimal | None = None


class Budget:
    """A gate that counts every call, retries included, and keeps a run under its caps."""

    def __init__(self, caps: Caps, price: Price | None = None, behind: Gate | None = None) -> None:
        if caps.cost_usd is not None and price is None:
            raise ValueError("a cap on cost needs a price")
        self._caps = caps
        self._price = price
        self._behind = behind or OpenGate()
        self._changed = Condition()
        self._closed = Event()
        self._used = Usage()
        self._pictures = 0
        self._pictures_usd: Decimal | None = Decimal(0)
        self._open_calls = 0
        self._open_cost = Decimal(0)
        self._ratio = _TOKENS_A_BYTE
        self._seen = False
        self._longest = 0

    @property
    def price(self) -> Price | None:
        """The model's price, None where it is unknown."""
        return self._price

    @property
    def used(self) -> Usage:
        """What the calls of this run took so far."""
        with self._changed:
            return self._used

    @property
    def cost_usd(self) -> Decimal | None:
        """What this run cost so far in US dollars, None where the price is unknown."""
        with self._changed:
            used, pictures = self._used, self._pictures_usd
        if pictures is None or not self._price or not self._price.covers(used):
            return None
        return self._price.of(used) + pictures

    @property
    def pictures(self) -> int:
        """How many scenes were painted for this run and billed."""
        with self._changed:
            return self._pictures

    def enter(self, request: TextRequest) -> Ticket:
        """Return a ticket; raises BudgetReached where the caps leave no call, RunStopped once the run stops."""
        size = len(request.system.encode()) + len(request.user.encode())
        with self._changed:
            while True:
                self._check_calls()
                tokens = self._affordable(size, request.max_tokens)
                if tokens is not None:
                    break
                # What the calls under way leave of their reservations may be enough.
                self._changed.wait()
            cost = self._most(size, tokens)
            self._open_calls += 1
            self._open_cost += cost
        try:
            return _Reserved(self, self._behind.enter(request), size, cost, tokens)
        except BaseException:
            self._close(Usage(), size, cost)
            raise

    def rest(self, seconds: float) -> None:
        """Wait between two tries of a call; not a moment longer once the run stops."""
        self._closed.wait(seconds)

    def close(self) -> None:
        """Let no further call through, those that wait already included: the run stops."""
        self._closed.set()
        with self._changed:
            self._changed.notify_all()
        self._behind.close()

    def reserve_batch(self, size: int, max_tokens: int, *, sent: bool = False) -> Ticket:
        """Return a ticket for a request in a batch, whose prompt has `size` bytes, at the price of a batch.

        Raises BudgetReached at once where it does not fit: a batch waits for nobody. `sent`: it is under way already,
        from an earlier run, and takes its place whether it fits or not.
        """
        with self._changed:
            cost = self._most(size, max_tokens, batch=True)
            if not sent:
                self._check_calls()
                if self._caps.cost_usd is not None and self._price is not None:
                    left = self._caps.cost_usd - self._spent() - self._open_cost
                    if cost > left:
                        raise self._reached(cost)
            self._open_calls += 1
            self._open_cost += cost
        return _Reserved(self, FreeTicket(max_tokens), size, cost, max_tokens)

    def enter_picture(self, most: Decimal | None) -> PictureEntry:
        """Return a ticket for a call that costs `most` US dollars, None where nobody knows.

        Raises BudgetReached where the caps leave no call, RunStopped once the run stops; ValueError for a cap on cost
        without a price.
        """
        with self._changed:
            while True:
                self._check_calls()
                if self._caps.cost_usd is None:
                    break
                if most is None:
                    raise ValueError("a cap on cost needs the price of a picture")
                if most <= self._caps.cost_usd - self._spent() - self._open_cost:
                    break
                if not self._open_calls:
                    raise self._reached(most)
                self._changed.wait()
            self._open_calls += 1
            self._open_cost += most or 0
        return PictureEntry(self, most)

    def _close_picture(self, most: Decimal | None, *, called: bool, paid: bool) -> None:
        with self._changed:
            self._open_calls -= 1
            self._open_cost -= most or 0
            self._used = self._used.plus(Usage(calls=int(called)))
            if paid:
                self._pictures += 1
                known = self._pictures_usd is not None and most is not None
                self._pictures_usd = self._pictures_usd + most if known else None  # type: ignore[operator]  # both are known
            self._changed.notify_all()

    def _spent(self) -> Decimal:
        """Return what is spent under a cap on cost, which has all prices."""
        text = self._price.of(self._used) if self._price is not None else Decimal(0)
        return text + (self._pictures_usd or 0)

    def _check_calls(self) -> None:
        if self._closed.is_set():
            raise RunStopped("the run stops")
        most = self._caps.calls
        if most is not None and self._used.calls + self._open_calls >= most:
            raise BudgetReached(
                f"the cap of {most} calls is reached",
                hint="what was made is kept; run again with a higher --max-calls",
            )

    def _affordable(self, size: int, wanted: int) -> int | None:
        """Return how long a reply may be, None where it is worth waiting; raises BudgetReached where it is not."""
        most, price = self._caps.cost_usd, self._price
        if most is None or price is None:
            return wanted
        left = most - self._spent() - self._open_cost
        if self._most(size, wanted) <= left:
            return wanted
        if self._open_calls:
            return None
        tokens = wanted
        if price.completion:
            tokens = int((left - self._most(size, 0)) / price.completion * 1_000_000)
        if left > 0 and tokens >= (self._longest * _MARGIN if self._seen else _USUAL_REPLY):
            return min(tokens, wanted)
        raise self._reached(self._most(size, wanted))

    def _reached(self, cost: Decimal) -> BudgetReached:
        return BudgetReached(
            f"the cap of {self._caps.cost_usd} USD is reached: {self._spent():.4f} USD are spent, and the "
            f"next call may cost {cost:.4f} USD",
            hint="what was made is kept; run again with a higher --max-cost",
        )

    def _most(self, size: int, tokens: int, *, batch: bool = False) -> Decimal:
        if self._price is None:
            return Decimal(0)
        prompt = int(size * self._ratio) + 200  # the endpoint's own words around ours
        usage = Usage(prompt_tokens=prompt, completion_tokens=tokens)
        return self._price.of(usage.in_batch() if batch else usage)

    def _close(self, usage: Usage, size: int, cost: Decimal) -> None:
        with self._changed:
            self._open_calls -= 1
            self._open_cost -= cost
            self._used = self._used.plus(usage)
            if usage.prompt_tokens and size:
                ratio = usage.prompt_tokens / size * _MARGIN
                self._ratio = max(self._ratio, ratio) if self._seen else ratio
                self._longest = max(self._longest, usage.completion_tokens)
                self._seen = True
            self._changed.notify_all()


class _Reserved:
    """A call whose place in the budget is taken until it is known what it took."""

    def __init__(self, budget: Budget, behind: Ticket, size: int, cost: Decimal, max_tokens: int) -> None:
        self._budget = budget
        self._behind = behind
        self._size = size
        self._cost = cost
        self.max_tokens = min(max_tokens, behind.max_tokens)

    def heard(self, limits: Limits) -> None:
        """Hand on what the endpoint says of its limits."""
        self._behind.heard(limits)

    def settle(self, usage: Usage) -> None:
        """Count what the endpoint counted."""
        self._behind.settle(usage)
        self._budget._close(usage, self._size, self._cost)

    def fail(self, error: ProviderBusy | None) -> None:
        """Count a call that failed: the endpoint saw it, but bills nothing for it."""
        self._behind.fail(error)
        self._budget._close(Usage(calls=1), self._size, self._cost)


class PictureEntry:
    """A painting whose place in the budget is taken until it is known whether it is billed."""

    def __init__(self, budget: Budget, most: Decimal | None) -> None:
        self._budget = budget
        self._most = most

    def close(self, *, called: bool = True, paid: bool = False) -> None:
        """Give the place back; `called` tells whether the endpoint saw the call."""
        self._budget._close_picture(self._most, called=called, paid=paid)
