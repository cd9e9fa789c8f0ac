"""Whether a claim repeats what a cell gives: conversions and rounding are allowed, another number is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts.unit_table import convert, dimension_of, exact_scale

_ABOUT = Decimal("0.03")
_WIDEST = Decimal("0.06")
_BINARY = Decimal("0.025")  # 1024 GB are sold as 1 TB
_NOISE = Decimal("1e-9")


def same_quantity(given: Quantity, claimed: Quantity, *, tolerance: Decimal = Decimal("0.005")) -> bool:
    """Return whether a claim repeats a quantity: equal after conversion, within rounding.

    - In the seller's own unit the number must be the seller's number, and also where a conversion only moves the
      decimal point (ml and litres). "About" lets an exact number be rounded there, by 3 % at most (752 ml, about 750).
    - A converted number may be off by `tolerance` (a share), by what rounding to its last digit explains, and by 3 %
      where the claim says "about" (750 ml is about 25 oz), never by more than 6 %.
    - A range must be the same range. One value inside it is not the range; "up to" its upper end and "at least" its
      lower end are true of it.
    - "Up to" and "at least" are not each other, and a tolerance ("±") is only another tolerance.
    """
    if (given.qualifier == "±") != (claimed.qualifier == "±"):
        return False
    if {given.qualifier, claimed.qualifier} == {"up to", "at least"}:
        return False
    if given.maximum is not None and claimed.maximum is None:
        end = {"up to": given.maximum, "at least": given.magnitude}.get(claimed.qualifier)
        return end is not None and same_quantity(
            replace(given, magnitude=end, maximum=None, qualifier=""), claimed, tolerance=tolerance
        )
    if claimed.maximum is not None and given.maximum is None:
        return False
    pairs = [(given.magnitude, claimed.magnitude)]
    if given.maximum is not None and claimed.maximum is not None:
        pairs.append((given.maximum, claimed.maximum))
    unit = _meant_unit(given.unit, claimed.unit)
    return all(_same_number(cell, word, given, claimed, unit, tolerance) for cell, word in pairs)


def same_dimensions(given: Dimensions, claimed: Dimensions) -> bool:
    """Return whether a claim repeats dimensions: axis by axis where both name them, else in the given order.

    A claim may leave lengths out, but not swap them.
    """
    named = {axis: quantity for axis, quantity in given.axes if axis}
    if all(axis in named for axis, _ in claimed.axes):
        return all(same_quantity(named[axis], quantity) for axis, quantity in claimed.axes)
    rest = iter(given.axes)
    return all(
        any(same_quantity(place[1], quantity) and (not axis or place[0] in ("", axis)) for place in rest)
        for axis, quantity in claimed.axes
    )


def _same_number(
    cell: Decimal, word: Decimal, given: Quantity, claimed: Quantity, unit: str, tolerance: Decimal
) -> bool:
    converted = convert(cell, given.unit, unit)
    if converted is None:
        return False
    if given.unit == unit or exact_scale(given.unit, unit):
        if abs(converted - word) <= _NOISE * max(Decimal(1), abs(converted)):
            return True
        if _endless(converted):  # a third of a litre is 0.333 l
            return abs(converted - word) <= min(_half_step(word), abs(converted) * tolerance)
        if dimension_of(unit) == "data" and given.unit != unit:
            return abs(converted - word) <= abs(converted) * _BINARY
        return claimed.qualifier == "about" and given.qualifier != "about" and _rounds_to(converted, word)
    slack = max(abs(converted) * tolerance, _half_step(word))
    if claimed.qualifier == "about":
        slack = max(slack, abs(converted) * _ABOUT)
    return abs(converted - word) <= min(slack, abs(converted) * _WIDEST)


def _endless(number: Decimal) -> bool:
    exponent = number.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < -12


def _rounds_to(cell: Decimal, word: Decimal) -> bool:
    """Return whether a number is the cell's with fewer digits ("about 750" for 752), or with none after the point."""
    step = Decimal(1).scaleb(int(word.normalize().as_tuple().exponent))
    rounded = (cell / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return rounded == word and abs(cell - word) <= abs(cell) * _ABOUT


def _meant_unit(given: str, claimed: str) -> str:
    # "30 degrees" of a temperature are degrees of its scale
    if "degree" in (given, claimed) and "temperature" in (dimension_of(given), dimension_of(claimed)):
        return given
    # "25 oz" of a volume are fluid ounces, as every bottle says.
    return "fluid_ounce" if claimed == "ounce" and dimension_of(given) == "volume" else claimed


def _half_step(number: Decimal) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    return Decimal(5).scaleb(min(places, 0) - 1)
