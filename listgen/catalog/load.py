"""Reading the data files that ship inside this room."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from listgen import resources


def read_data(name: str) -> dict[str, Any]:
    """Return the parsed TOML data file `name` ("headers.toml") of this room; read once a process."""
    return resources.read_data("catalog", "data", name)


@cache
def dialect_names() -> tuple[str, ...]:
    """Return the file names of all dialects, sorted."""
    folder = files("listgen.catalog.data").joinpath("dialects")
    return tuple(sorted(f"dialects/{entry.name}" for entry in folder.iterdir() if entry.name.endswith(".toml")))
