"""What an endpoint says of its limits, read from response headers. The names are data: `data/rate_limits.toml`."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache

from listgen.resources import read_data

_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
# A plain number as large as this is a moment, not a while.
_EPOCH = 1e9


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of one limit. `resets_in` is the time in seconds until all of it is there again."""

    remaining: int
    limit: int | None = None
    resets_in: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an endpoint said with one answer; None where it said nothing."""

    dialect: str
    requests: Room | None = None
    tokens: Room | None = None


@dataclass(frozen=True, slots=True)
class _Names:
    limit: str
    remaining: str
    reset: str


@cache
def _dialects() -> tuple[tuple[str, _Names, _Names], ...]:
    rows = read_data("providers", "data", "rate_limits.toml")["dialects"]
    return tuple((row["name"], _Names(**row["requests"]), _Names(**row["tokens"])) for row in rows)


def read_limits(headers: Mapping[str, str], now: float) -> Limits | None:
    """Return what the headers say of the limits, None where they say nothing. `now` is in seconds since 1970."""
    for name, requests, tokens in _dialects():
        rooms = _room(headers, requests, now), _room(headers, tokens, now)
        if rooms != (None, None):
            return Limits(dialect=name, requests=rooms[0], tokens=rooms[1])
    return None


def read_pause(headers: Mapping[str, str], now: float) -> float | None:
    """Return for how many seconds a refused request shall not be repeated, None where no header says.

    `retry-after` is a number of seconds or a date (RFC 9110, 10.2.3); OpenAI and Azure also send `retry-after-ms`.
    """
    exact = _number(headers.get("retry-after-ms", ""))
    if exact is not None:
        return exact / 1000
    value = headers.get("retry-after", "")
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def parse_reset(text: str, now: float) -> float | None:
    """Return the time until a reset in seconds, None for text that says none.

    >>> parse_reset("6m0s", 0), parse_reset("20ms", 0), parse_reset("7.66", 0), parse_reset("1970-01-01T00:01:30Z", 60)
    (360.0, 0.02, 7.66, 30.0)
    """
    plain = text.strip().lower()
    number = _number(plain)
    if number is not None:
        return max(0.0, number - now) if number >= _EPOCH else number
    if _DURATION.fullmatch(plain):
        return sum(float(value) * _SECONDS[unit] for value, unit in _PART.findall(plain))
    try:
        moment = datetime.datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now) if moment.tzinfo else None


def _room(headers: Mapping[str, str], names: _Names, now: float) -> Room | None:
    remaining = _number(headers.get(names.remaining, ""))
    if remaining is None:
        return None
    limit = _number(headers.get(names.limit, ""))
    return Room(int(remaining), int(limit) if limit else None, parse_reset(headers.get(names.reset, ""), now))


def _number(text: str) -> float | None:
    """Return a number that is not negative, None for everything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
