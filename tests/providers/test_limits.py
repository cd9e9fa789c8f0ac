"""What an endpoint says of its limits is kept to, so that calls wait instead of being refused."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.providers.limit_headers import Limits, Room, parse_reset, read_limits, read_pause
from listgen.providers.openai_text import OpenAIText
from listgen.providers.pace import Pace, PaceLimits
from listgen.providers.text import TextRequest, Usage
from tests.providers.clock import Clock
from tests.providers.endpoint import Endpoint, chat, failure

NOW = 1_767_225_600.0  # 2026-01-01T00:00:00Z
SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
REQUEST = TextRequest(system="s", user="u", schema=SCHEMA, schema_name="x", max_tokens=100)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6m0s", 360), ("20ms", 0.02), ("2m59.56s", 179.56), ("1h2m3s", 3723), ("0s", 0), ("12", 12), ("7.5", 7.5),
        ("2026-01-01T00:00:30Z", 30), ("2025-12-31T23:59:00Z", 0), ("1767225660", 60),
        ("", None), ("soon", None), ("-5", None), ("nan", None), ("5 m", None), ("2026-01-01T00:00:30", None),
    ],
)  # fmt: skip
def test_the_time_until_a_reset_is_read_in_every_form(text, seconds):
    assert parse_reset(text, NOW) == (None if seconds is None else pytest.approx(seconds))


@given(st.text(max_size=30))
def test_no_text_of_a_header_does_harm(text):
    headers = dict.fromkeys(("retry-after", "retry-after-ms", "x-ratelimit-remaining-requests"), text)

    pause, reset = read_pause(headers, NOW), parse_reset(text, NOW)
    read_limits({**headers, "x-ratelimit-limit-requests": text, "x-ratelimit-reset-requests": text}, NOW)

    assert pause is None or pause >= 0
    assert reset is None or reset >= 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "2"}, 2),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:20 GMT"}, 20),
        ({"retry-after": "Thu, 01 Jan 2015 00:00:20 GMT"}, 0),
        ({"retry-after": "later"}, None),
        ({}, None),
    ],
)
def test_a_pause_is_read_as_seconds_milliseconds_or_a_date(headers, seconds):
    assert read_pause(headers, NOW) == seconds


def test_each_dialect_names_what_is_left():
    openai = {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-limit-tokens": "150000",
        "x-ratelimit-remaining-tokens": "149984",
        "x-ratelimit-reset-tokens": "6m0s",
    }
    anthropic = {
        "anthropic-ratelimit-requests-limit": "1000",
        "anthropic-ratelimit-requests-remaining": "999",
        "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:06Z",
    }

    assert read_limits(openai, NOW) == Limits(
        dialect="openai", requests=Room(59, 60, 1.0), tokens=Room(149_984, 150_000, 360.0)
    )
    assert read_limits(anthropic, NOW) == Limits(dialect="anthropic", requests=Room(999, 1000, 6.0))
    assert read_limits({"content-type": "application/json"}, NOW) is None


def entered(pace, count):
    """Return how many of `count` calls get through within a moment."""
    done = []
    for _ in range(count):
        threading.Thread(target=lambda: done.append(pace.enter(REQUEST)), daemon=True).start()
    # Those that get through do so at once; a busy machine takes its time.
    time.sleep(0.5)
    return len(done)


def test_no_more_calls_go_out_than_the_endpoint_says_are_left():
    pace = Pace(PaceLimits(16), Clock())
    first = pace.enter(REQUEST)

    first.heard(Limits(dialect="openai", requests=Room(3, 60, 57.0)))
    first.settle(Usage(calls=1))

    assert entered(pace, 8) == 3


def test_calls_that_the_figure_does_not_know_of_yet_count():
    pace = Pace(PaceLimits(16), Clock())
    first, *_ = [pace.enter(REQUEST) for _ in range(3)]

    first.heard(Limits(dialect="openai", requests=Room(3, 60, 57.0)))

    assert entered(pace, 8) == 1


def test_what_is_left_grows_again_with_time():
    clock = Clock()
    pace = Pace(PaceLimits(16), clock)
    first = pace.enter(REQUEST)
    first.heard(Limits(dialect="openai", requests=Room(0, 60, 60.0)))

    clock.now += 2.01

    assert entered(pace, 8) == 2


def test_tokens_are_kept_to_as_well_and_one_request_always_fits():
    clock = Clock()
    pace = Pace(PaceLimits(16), clock)
    first = pace.enter(REQUEST)
    first.heard(Limits(dialect="openai", tokens=Room(210, 60_000, 59.8)))
    assert entered(pace, 8) == 2

    small = Pace(PaceLimits(16), clock)
    small.enter(REQUEST).heard(Limits(dialect="openai", tokens=Room(50, 50, 0.0)))
    assert entered(small, 8) == 1


def test_limits_of_the_settings_beat_what_the_endpoint_says():
    pace = Pace(PaceLimits(16, requests_per_minute=600), Clock())

    pace.enter(REQUEST).heard(Limits(dialect="openai", requests=Room(0, 60, 60.0)))

    assert entered(pace, 8) == 8


def test_an_endpoint_that_tells_its_limit_is_never_asked_too_much():
    # A bucket of five calls that refills at 20 a second, and refuses what is above.
    lock, state = threading.Lock(), {"level": 5.0, "at": time.monotonic()}

    def answer(n, body):
        with lock:
            now = time.monotonic()
            state["level"] = min(5.0, state["level"] + (now - state["at"]) * 20)
            state["at"] = now
            if state["level"] < 1:
                return failure(429, "slow down", retry_after_ms="50")
            state["level"] -= 1
            left = state["level"]
        headers = {
            "x_ratelimit_limit_requests": "5",
            "x_ratelimit_remaining_requests": str(int(left)),
            "x_ratelimit_reset_requests": f"{round((5 - left) / 20 * 1000)}ms",
        }
        return 200, headers, chat('{"title": "Mug"}')[2]

    endpoint = Endpoint(answer)
    pace = Pace(PaceLimits(4), time.monotonic)
    provider = OpenAIText("test", base_url=endpoint.url, api_key="none", gate=pace, attempts=20)
    threads = [
        threading.Thread(target=lambda: [provider.complete(REQUEST) for _ in range(6)], daemon=True) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    endpoint.close()

    # 24 answers; without the headers, four threads are refused more often than answered.
    assert 24 <= len(endpoint.bodies) <= 30
