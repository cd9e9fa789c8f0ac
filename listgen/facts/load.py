"""Reading the data files that ship inside this room."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_data(name: str) -> dict[str, Any]:
    """Return the parsed TOML data file `name` ("keys.toml") of this room; read once a process."""
    return tomllib.loads(files("listgen.facts.data").joinpath(name).read_text(encoding="utf-8"))
