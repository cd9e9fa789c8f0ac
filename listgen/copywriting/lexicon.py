"""Reads the data files of this room once; patterns, grammar and word lists are data, not code."""

from __future__ import annotations

from functools import cache
from typing import Any

from listgen.resources import read_data


def load(name: str) -> dict[str, Any]:
    """Return the parsed data file `name`.toml of this room."""
    return read_data("copywriting", "data", f"{name}.toml")


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return a word list of a data file as a set, lower case."""
    return frozenset(word.lower() for word in load(name)[key])
