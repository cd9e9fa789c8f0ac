"""Quantities in American English, in the seller's own unit."""

from __future__ import annotations

from decimal import Decimal

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts.unit_table import unit_named

# Nobody writes "milliampere-hours" or "grams per square meter" in a listing.
_SYMBOL_ONLY = frozenset(
    {"charge", "energy", "gsm", "torque", "data", "sound", "frequency", "denier", "pressure", "dpi"}
)


def say_quantity(quantity: Quantity, *, style: str = "short") -> str:
    """Return a quantity in American English, in the seller's own unit.

    Styles: "short" ("24 L", "29 in", "7-10 in"), "long" ("24 liters", "29 inches", "7 to 10 inches") and "noun" for
    before a noun ("24-liter", "29-inch"). Qualifiers stay ("up to 15 in"), except before a noun.

    >>> q = Quantity(Decimal(7), "inch", '7" to 8.0"', Decimal("8.0"))
    >>> say_quantity(q), say_quantity(q, style="long"), say_quantity(Quantity(Decimal(24), "litre", ""), style="noun")
    ('7-8 in', '7 to 8 inches', '24-liter')
    """
    unit = unit_named(quantity.unit)
    low = say_number(quantity.magnitude)
    high = say_number(quantity.maximum) if quantity.maximum is not None else ""
    lead = f"{quantity.qualifier} " if quantity.qualifier and style != "noun" else ""
    # "-20--5" is no range that anybody can read
    spelled = style == "long" or low.startswith("-") or high.startswith("-")
    number = f"{low}{' to ' if spelled else '-'}{high}" if high else low
    if unit is None:
        return lead + number
    if unit.name == "percent":
        return f"{lead}{low}-{high}%" if high else f"{lead}{low}%"
    if style == "noun":
        return f"{number}-{unit.singular}"
    if style == "long" or not unit.symbol:
        if unit.symbol and unit.dimension in _SYMBOL_ONLY:
            return f"{lead}{low} to {high} {unit.symbol}" if high else f"{lead}{low} {unit.symbol}"
        one = quantity.maximum is None and abs(quantity.magnitude) <= 1 and quantity.magnitude != 0
        word = unit.singular if one else unit.plural
        return f"{lead}{low} to {high} {word}" if high else f"{lead}{low} {word}"
    glue = "" if unit.symbol == "°" else " "
    return f"{lead}{number}{glue}{unit.symbol}"


def say_number(number: Decimal) -> str:
    """Return a number in American spelling: no trailing zeros, thousands grouped from five digits on.

    Up to six places are exact (9/16 is "0.5625"); what goes on beyond that keeps three.
    """
    exponent = number.normalize().as_tuple().exponent
    exact = isinstance(exponent, int) and exponent >= -6
    places = 6 if exact else max(3, 2 - number.adjusted())
    rounded = number.quantize(Decimal(1).scaleb(-places)).normalize()
    whole, _, rest = f"{rounded:f}".partition(".")
    grouped = f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole
    return f"{grouped}.{rest}" if rest else grouped


def say_dimensions(dimensions: Dimensions) -> str:
    """Return dimensions as "29 x 13 x 11 in", or axis by axis where the units differ ("8 ft x 1 in")."""
    unit = unit_named(dimensions.axes[0][1].unit) if dimensions.axes else None
    if unit is not None and len({quantity.unit for _, quantity in dimensions.axes}) == 1:
        return " x ".join(say_number(quantity.magnitude) for _, quantity in dimensions.axes) + f" {unit.symbol}"
    return " x ".join(say_quantity(quantity) for _, quantity in dimensions.axes)
