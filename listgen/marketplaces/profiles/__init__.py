"""Reading marketplace profiles: TOML files of this folder, and those of a project's `marketplaces` folder."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from listgen.errors import MarketplaceError
from listgen.marketplaces.profile import Profile

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_SHIPPED = Path(__file__).parent
# What a TOML file holds, before it is validated.
Toml: TypeAlias = object

# Entries of these lists are told apart by one key, so a project's file can change one of them.
_KEYS = ("name", "slot", "what", "until")


def profile_names(project: Path | None = None) -> tuple[str, ...]:
    """Return the names of all profiles, shipped ones and the project's own, in alphabetical order."""
    own = project / "marketplaces" if project else None
    folders = [_SHIPPED] if own is None else [_SHIPPED, own]
    return tuple(sorted({path.stem for folder in folders if folder.is_dir() for path in folder.glob("*.toml")}))


def load_profile(name: str, project: Path | None = None, *, rules_date: date | None = None) -> Profile:
    """Return a marketplace profile.

    A file `marketplaces/NAME.toml` in the project changes the shipped profile key by key, or is a profile of its own
    where none is shipped. `rules_date` replays the limits of an older day.

    Raises:
        MarketplaceError: No such profile, or its file is broken; names file, key and value.
    """
    profile = _load(name, project)
    return profile if rules_date is None else dataclasses.replace(profile, on=rules_date)


@cache
def _load(name: str, project: Path | None) -> Profile:
    if name not in profile_names(project):
        raise MarketplaceError(f"unknown marketplace `{name}`", hint=_known(name, project))
    shipped = _SHIPPED / f"{name}.toml"
    own = project / "marketplaces" / f"{name}.toml" if project else None
    paths = [path for path in (shipped, own) if path is not None and path.is_file()]
    content: dict[str, Toml] = {"name": name}
    for path in paths:
        content = cast("dict[str, Toml]", _merged(content, _parsed(path)))
    return _validated(content, paths[-1])


def _parsed(path: Path) -> dict[str, Toml]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MarketplaceError(f"{path}: {error}", hint="the file has to be valid TOML in UTF-8") from error


@cache
def _adapter() -> TypeAdapter[Profile]:
    from pydantic import TypeAdapter

    return TypeAdapter(Profile)


def _validated(content: Mapping[str, Toml], path: Path) -> Profile:
    # Parsed once at the edge: pydantic checks types and unknown keys, the rest of listgen sees frozen dataclasses.
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise MarketplaceError(
            f"{path}: `{place}`: {first['msg'].lower()}, found `{first['input']!r:.80}`",
            hint="`listgen marketplace show amazon` prints a complete profile",
        ) from error


def _merged(old: Toml, new: Toml) -> Toml:
    """Return `old` changed by `new`: tables key by key, lists of named tables entry by entry, all else replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old[key], value) if key in old else value for key, value in new.items()}}
    if not isinstance(old, list) or not isinstance(new, list):
        return new
    tables = [entry for entry in [*old, *new] if isinstance(entry, dict)]
    key = next((key for key in _KEYS if all(key in entry for entry in tables)), None)
    if key is None or len(tables) != len(old) + len(new):
        return new
    changes = {entry[key]: entry for entry in new}
    kept = [_merged(entry, changes.pop(entry[key], {})) for entry in old]
    return [*kept, *changes.values()]


def _known(name: str, project: Path | None) -> str:
    from rapidfuzz import fuzz, process

    names = profile_names(project)
    # The plain ratio: two letters in common do not make `foo` a `google`.
    near = process.extractOne(name.lower(), names, scorer=fuzz.ratio, score_cutoff=70)
    return f"did you mean `{near[0]}`?" if near else f"known: {', '.join(names)}"
