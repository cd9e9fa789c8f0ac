"""Reading the data files that ship inside this room."""

from __future__ import annotations

from typing import Any

from listgen import resources


def read_data(name: str) -> dict[str, Any]:
    """Return the parsed TOML data file `name` ("keys.toml") of this room; read once a process."""
    return resources.read_data("facts", "data", name)
