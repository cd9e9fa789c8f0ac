"""Reads the data files of this room once; patterns, grammar and word lists are data, not code."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).resolve().parent / "data"


@cache
def load(name: str) -> dict[str, Any]:
    """Return the parsed data file `name`.toml of this room."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return a word list of a data file as a set, lower case."""
    return frozenset(word.lower() for word in load(name)[key])
