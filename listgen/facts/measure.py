"""What other rooms ask of a fact sheet in numbers: the true size of a product, the number of its pieces."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from listgen.domain.fact import Dimensions, FactKind, FactSheet, Quantity

# Only lengths of the product itself; a strap range or a laptop size says nothing about how large the product is.
_SIZE_KEYS = ("dimensions", "height", "length", "width", "depth", "diameter", "size")
# Centimetres in one unit of length.
CENTIMETRES = {
    "millimetre": Decimal("0.1"),
    "millimeter": Decimal("0.1"),
    "centimetre": Decimal(1),
    "centimeter": Decimal(1),
    "metre": Decimal(100),
    "meter": Decimal(100),
    "inch": Decimal("2.54"),
    "foot": Decimal("30.48"),
    "yard": Decimal("91.44"),
}


def longest_cm(facts: FactSheet) -> float | None:
    """Return the longest side of the product in centimetres, None if no cell gives a size."""
    sizes = [
        float(quantity.magnitude * CENTIMETRES[quantity.unit])
        for quantity in _lengths(facts)
        if quantity.unit in CENTIMETRES
    ]
    return max(sizes, default=None)


def piece_count(facts: FactSheet) -> int:
    """Return how many pieces the sheet says are sold together, 1 where it says nothing."""
    for fact in facts.facts:
        if fact.kind is FactKind.COUNT and fact.key in ("pack_count", "pieces", "count", "set_count"):
            value = fact.value
            if isinstance(value, Quantity) and 1 <= value.magnitude <= 1000:
                return int(value.magnitude)
    return 1


def _lengths(facts: FactSheet) -> Iterator[Quantity]:
    for fact in facts.facts:
        if fact.part or fact.key not in _SIZE_KEYS:
            continue
        if isinstance(fact.value, Dimensions):
            yield from (quantity for _, quantity in fact.value.axes)
        elif isinstance(fact.value, Quantity):
            yield fact.value
