"""Weights for shipping, from the sheet's weight cell."""

from __future__ import annotations

from decimal import Decimal

from listgen.domain.product import Product
from listgen.facts.unit_table import convert
from listgen.facts.units import parse_quantity
from listgen.facts.values import header_unit


def weight_in_grams(product: Product) -> Decimal | None:
    """Return the weight that the sheet gives for the whole product; None where it gives none, or a range."""
    cell = next((attribute for attribute in product.attributes if attribute.canonical == "weight"), None)
    quantity = parse_quantity(cell.value, unit=header_unit(cell.name)) if cell else None
    if quantity is None or not quantity.unit or quantity.maximum is not None or quantity.magnitude <= 0:
        return None
    return convert(quantity.magnitude, quantity.unit, "gram")
