"""The budget: caps hold whatever is under way, and a run that fits is never stopped."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.engine.budget import Budget, Caps
from listgen.errors import BudgetReached
from listgen.providers.prices import Price
from listgen.providers.text import TextRequest, Usage

PRICE = Price(prompt=Decimal(1), completion=Decimal(4), cached=Decimal("0.1"), source="test")


def request(size=2000, max_tokens=1500):
    return TextRequest(system="s" * size, user="u", schema={}, schema_name="x", max_tokens=max_tokens)


def reply(ticket, randomly):
    return Usage(calls=1, prompt_tokens=500, completion_tokens=min(ticket.max_tokens, randomly.randint(250, 350)))


def spend(budget, calls, parallel, seed=1):
    """Make calls until they are done or the budget ends them; returns how many were made."""
    randomly, guard, made = random.Random(seed), threading.Lock(), []

    def one(_):
        ticket = budget.enter(request())
        with guard:
            usage = reply(ticket, randomly)
        made.append(usage)
        ticket.settle(usage)

    with ThreadPoolExecutor(parallel) as pool:
        futures = [pool.submit(one, number) for number in range(calls)]
    stopped = [future.exception() for future in futures if future.exception()]
    assert all(isinstance(error, BudgetReached) for error in stopped)
    return made


@settings(max_examples=40, deadline=None)
@given(
    cap=st.decimals(min_value="0.001", max_value="0.08", places=4),
    parallel=st.integers(1, 16),
    seed=st.integers(0, 1000),
)
def test_a_cap_on_cost_is_never_passed(cap, parallel, seed):
    made = spend(Budget(Caps(cost_usd=cap), PRICE), 40, parallel, seed)

    assert sum(PRICE.of(usage) for usage in made) <= cap


@pytest.mark.parametrize("parallel", [1, 4, 16])
def test_a_run_that_fits_its_cap_is_not_stopped(parallel):
    most = 30 * PRICE.of(Usage(prompt_tokens=500, completion_tokens=350)) + PRICE.of(Usage(completion_tokens=60))

    assert len(spend(Budget(Caps(cost_usd=most), PRICE), 30, parallel)) == 30


@pytest.mark.parametrize("parallel", [1, 8])
def test_a_cap_on_calls_is_met_exactly(parallel):
    assert len(spend(Budget(Caps(calls=7)), 20, parallel)) == 7


def test_a_failed_call_counts_as_a_call_and_costs_nothing():
    budget = Budget(Caps(calls=2), PRICE)

    budget.enter(request()).fail(None)

    assert (budget.used.calls, budget.cost_usd) == (1, 0)


def test_a_cap_on_cost_without_a_price_is_no_budget():
    with pytest.raises(ValueError, match="price"):
        Budget(Caps(cost_usd=Decimal(1)))
