"""The unit table: how units are written, which measure the same thing, and how many of one make another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from listgen.facts.load import read_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of `data/units.toml`; `name` is its pint name."""

    name: str
    dimension: str
    symbol: str  # "ml", "" where only the word is used
    singular: str
    plural: str


@cache
def units() -> dict[str, Unit]:
    """Return all units by pint name."""
    return {
        name: Unit(
            name=name, dimension=row["dimension"], symbol=row["say"][0], singular=row["say"][1], plural=row["say"][2]
        )
        for name, row in read_data("units.toml")["units"].items()
    }


def dimension_of(unit: str) -> str:
    """Return what a unit measures ("length", "volume"), "" for plain numbers and unknown units."""
    row = units().get(unit)
    return row.dimension if row else ""


@cache
def unit_pattern() -> str:
    """Return a regular expression of every way to write a unit, longest first, glued marks included."""
    return "|".join(re.escape(form).replace(r"\ ", r"\s?") for form in sorted(_forms(), key=lambda f: (-len(f), f)))


def unit_of(text: str) -> str:
    """Return the pint name of a unit as written in a sheet, "" where it is none ("oz." -> "ounce")."""
    plain = " ".join(text.split())
    return _forms().get(plain) or _word_forms().get(plain.lower().replace("-", " "), "")


def convert(magnitude: Decimal, source: str, target: str) -> Decimal | None:
    """Return a number of `source` units in `target` units, None where they measure different things."""
    if source == target:
        return magnitude
    if dimension_of(source) != dimension_of(target) or not dimension_of(source):
        return None
    scale, offset = _line_between(source, target)
    return magnitude * scale + offset


@cache
def _line_between(source: str, target: str) -> tuple[Decimal, Decimal]:
    registry = _registry()
    low = registry.Quantity(0.0, source).to(target).magnitude
    high = registry.Quantity(1000.0, source).to(target).magnitude
    # Twelve digits keep a conversion there and back equal to the number that went in.
    scale = Decimal(f"{(high - low) / 1000.0:.12g}")
    return scale, Decimal(f"{low:.12g}")


@cache
def _registry() -> Any:  # noqa: ANN401 - pint builds its registry class at run time
    import pint

    # Only our own units: the full registry of pint takes a second to read.
    registry = pint.UnitRegistry(None, autoconvert_offset_to_baseunit=True)
    for row in read_data("units.toml")["units"].values():
        registry.define(row["define"])
    return registry


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for name, row in read_data("units.toml")["units"].items():
        for form in (*row["symbols"], *row.get("glued", ())):
            forms[form] = name
    for word, name in _word_forms().items():
        for form in (word, word.capitalize(), word.upper(), word.replace(" ", "-")):
            forms.setdefault(form, name)
    return forms


@cache
def _word_forms() -> dict[str, str]:
    return {word: name for name, row in read_data("units.toml")["units"].items() for word in row["words"]}
