"""The files that listgen ships: data files of the rooms, templates, brand kits and examples."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def read_data(*parts: str) -> dict[str, Any]:
    """Return a parsed TOML file of a room, e.g. `read_data("facts", "data", "keys.toml")`; read once a process."""
    return tomllib.loads(_PACKAGE.joinpath(*parts).read_text(encoding="utf-8"))


def shipped(*parts: str) -> Path:
    """Return the path of a shipped file or folder, e.g. `shipped("templates", "report", "report.html.j2")`.

    A wheel carries these folders inside the package; a checkout has them beside it.
    """
    packed = _PACKAGE / "_shipped"
    root = packed if packed.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)


def find_resource(project: Path | None, *parts: str) -> Path:
    """Return the user's own copy of a shipped file where the project has one, else the shipped one."""
    if project is not None:
        own = project.joinpath(*parts)
        if own.exists():
            return own
    return shipped(*parts)
