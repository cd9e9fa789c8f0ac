"""An endpoint that says it has too much to do is asked less, and more again when it answers."""

import threading
import time

import pytest

from listgen.errors import ProviderBusy
from listgen.providers.pace import Pace, PaceLimits
from listgen.providers.text import TextRequest, Usage
from tests.providers.clock import Clock

REQUEST = TextRequest(system="s", user="u", schema={}, schema_name="x", max_tokens=100)
BUSY = ProviderBusy("busy", overloaded=True)


@pytest.fixture
def clock():
    return Clock()


def test_a_refusal_halves_the_window_once_a_moment(clock):
    pace = Pace(PaceLimits(16), clock)
    tickets = [pace.enter(REQUEST) for _ in range(3)]

    tickets[0].fail(BUSY)
    tickets[1].fail(BUSY)
    assert pace.window == 8

    clock.now += 2
    tickets[2].fail(BUSY)
    assert pace.window == 4


def test_good_answers_widen_the_window_up_to_the_limit(clock):
    pace = Pace(PaceLimits(4), clock)
    pace.enter(REQUEST).fail(BUSY)

    for _ in range(20):
        pace.enter(REQUEST).settle(Usage(calls=1))

    assert pace.window == 4


def test_a_fault_that_is_no_overload_leaves_the_window(clock):
    pace = Pace(PaceLimits(4), clock)

    pace.enter(REQUEST).fail(ProviderBusy("reset"))
    pace.enter(REQUEST).fail(None)

    assert pace.window == 4


def test_no_more_calls_are_under_way_than_the_window_has_places(clock):
    pace = Pace(PaceLimits(2), clock)
    first, _ = pace.enter(REQUEST), pace.enter(REQUEST)
    third = threading.Event()
    threading.Thread(target=lambda: (pace.enter(REQUEST), third.set()), daemon=True).start()

    assert not third.wait(0.1)
    first.settle(Usage(calls=1))
    assert third.wait(5)


def test_a_pause_that_the_endpoint_names_holds_for_every_call():
    pace = Pace(PaceLimits(4), time.monotonic)
    pace.enter(REQUEST).fail(ProviderBusy("busy", overloaded=True, retry_after=0.3))

    start = time.monotonic()
    pace.enter(REQUEST).settle(Usage(calls=1))

    assert time.monotonic() - start >= 0.25


def test_a_limit_a_minute_lets_a_sixth_of_it_through_at_once(clock):
    pace = Pace(PaceLimits(8, requests_per_minute=12), clock)
    done = threading.Event()

    pace.enter(REQUEST).settle(Usage(calls=1))
    pace.enter(REQUEST).settle(Usage(calls=1))
    threading.Thread(target=lambda: (pace.enter(REQUEST), done.set()), daemon=True).start()

    assert not done.wait(0.3)
