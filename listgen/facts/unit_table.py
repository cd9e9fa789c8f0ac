"""The unit table: how units are written, which measure the same thing, and how many of one make another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from listgen.facts.language import language as words_of
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


def unit_named(name: str) -> Unit | None:
    """Return a unit of the table or a rate of two of them ("milligram/100 gram"), None for plain numbers.

    >>> unit_named("milligram/100 gram").symbol, unit_named("milligram/100 gram").plural
    ('mg/100 g', 'milligrams per 100 grams')
    """
    return units().get(name) or _rate_named(name)


def rate_of(upper: str, lower: str, count: Decimal) -> str:
    """Return the name of so many `upper` per `count` `lower`, a unit's own name where it has one (gsm for g/m²)."""
    name = f"{upper}/{lower}" if count == 1 else f"{upper}/{count.normalize():f} {lower}"
    return _named_rates().get(name, name)


def dimension_of(unit: str) -> str:
    """Return what a unit measures ("length", "mass/volume"), "" for plain numbers and unknown units."""
    row = unit_named(unit) if unit else None
    return row.dimension if row else ""


def unit_of(text: str, language: str = "en") -> str:
    """Return the pint name of a unit as written in a text, "" where it is none ("oz." -> "ounce")."""
    return _unit_of(text, language)


def convert(magnitude: Decimal, source: str, target: str) -> Decimal | None:
    """Return a number of `source` units in `target` units, None where they measure different things."""
    if source == target:
        return magnitude
    if dimension_of(source) != dimension_of(target) or not dimension_of(source):
        return None
    scale, offset = _line_between(source, target)
    return magnitude * scale + offset


def exact_scale(source: str, target: str) -> bool:
    """Return whether converting only moves the decimal point (ml to litres), so that nothing has to be rounded."""
    if dimension_of(source) != dimension_of(target) or not dimension_of(source):
        return False
    scale, offset = _line_between(source, target) if source != target else (Decimal(1), Decimal(0))
    return offset == 0 and scale.normalize().as_tuple().digits == (1,)


@cache
def _line_between(source: str, target: str) -> tuple[Decimal, Decimal]:
    if "/" in source or "/" in target:
        (upper, lower, count), (upper_to, lower_to, count_to) = _parts(source), _parts(target)
        above, below = convert(Decimal(1), upper, upper_to), convert(Decimal(1), lower, lower_to)
        if above is None or not below:  # one measure, two ways to build it: never in the table
            return Decimal(0), Decimal(0)
        return above * count_to / (below * count), Decimal(0)
    registry = _registry()
    low = registry.Quantity(0.0, source).to(target).magnitude
    high = registry.Quantity(1000.0, source).to(target).magnitude
    # Twelve digits keep a conversion there and back equal to the number that went in.
    scale = Decimal(f"{(high - low) / 1000.0:.12g}")
    return scale, Decimal(f"{low:.12g}")


@cache
def _rate_named(name: str) -> Unit | None:
    if name.count("/") != 1:
        return None
    upper_name, lower_name, count = _parts(name)
    upper, lower = units().get(upper_name), units().get(lower_name)
    if upper is None or lower is None:
        return None
    times = "" if count == 1 else f"{count.normalize():f} "
    below = lower.singular if count == 1 else lower.plural
    return Unit(
        name=name,
        dimension=f"{upper.dimension}/{lower.dimension}",
        symbol=f"{upper.symbol or upper.plural}/{times}{lower.symbol or lower.singular}",
        singular=f"{upper.singular} per {times}{below}",
        plural=f"{upper.plural} per {times}{below}",
    )


def _parts(rate: str) -> tuple[str, str, Decimal]:
    """Return what stands above and below the line of a rate, and how many below."""
    upper, _, lower = rate.partition("/")
    count, blank, unit = lower.partition(" ")
    return (upper, unit, Decimal(count)) if blank else (upper, lower, Decimal(1))


@cache
def _registry() -> Any:  # noqa: ANN401 - pint builds its registry class at run time
    import pint

    # Only our own units: the full registry of pint takes a second to read.
    registry = pint.UnitRegistry(None, autoconvert_offset_to_baseunit=True)
    for row in read_data("units.toml")["units"].values():
        registry.define(row["define"])
    return registry


@lru_cache(maxsize=4096)
def _unit_of(text: str, language: str) -> str:
    plain = " ".join(text.split())
    own = words_of(language).units if language != "en" else {}
    for name, forms in own.items():
        if any(re.fullmatch(form, plain, re.IGNORECASE) for form in forms):
            return name
    return symbols().get(plain) or words().get(plain.lower().replace("-", " "), "")


@cache
def symbols() -> dict[str, str]:
    """Return every symbol, matched as written, and the unit that it stands for."""
    table = read_data("units.toml")["units"]
    return {form: name for name, row in table.items() for form in (*row["symbols"], *row.get("glued", ()))}


@cache
def words() -> dict[str, str]:
    """Return every English unit word in lower case, without hyphens, and its unit."""
    table = read_data("units.toml")["units"]
    said = {word.lower(): name for name, row in table.items() for word in row["say"][1:] if word not in row["symbols"]}
    known = said | {word: name for name, row in table.items() for word in row["words"]}
    return {word.replace("-", " "): name for word, name in known.items()}


@cache
def bounds() -> dict[str, tuple[int, int]]:
    """Return the symbols that are units only within bounds, and the bounds."""
    table = read_data("units.toml")["units"].values()
    return {form: (low, high) for row in table for form, (low, high) in row.get("bounds", {}).items()}


@cache
def _named_rates() -> dict[str, str]:
    table = read_data("units.toml")["units"]
    return {row["rate"]: name for name, row in table.items() if "rate" in row}
