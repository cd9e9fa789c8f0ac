"""Parts of parsed JSON of any shape: what is not of the wanted kind counts as empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def as_mapping(value: object) -> Mapping[str, object]:
    """Return an object of JSON, empty where it is none."""
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> Sequence[object]:
    """Return a list of JSON, empty where it is none."""
    return value if isinstance(value, list) else []
