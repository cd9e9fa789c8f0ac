"""Weights for shipping, from the sheet's weight cell."""

from __future__ import annotations

import re
from decimal import Decimal

from listgen.domain.product import Product
from listgen.facts.units import parse_quantity

_GRAMS = {
    "gram": Decimal(1),
    "kilogram": Decimal(1000),
    "milligram": Decimal("0.001"),
    "pound": Decimal("453.59237"),
    "ounce": Decimal("28.349523125"),
}
_HEADER_UNIT = re.compile(r"[(\[]\s*([a-z]{1,3})\.?\s*[)\]]", re.IGNORECASE)


def weight_in_grams(product: Product) -> Decimal | None:
    """Return the weight that the sheet gives for the whole product; None where it gives none, or a range."""
    cell = next((attribute for attribute in product.attributes if attribute.canonical == "weight"), None)
    if cell is None:
        return None
    header = _HEADER_UNIT.search(cell.name)
    quantity = parse_quantity(cell.value, unit=header.group(1) if header else "")
    if quantity is None or quantity.maximum is not None or quantity.unit not in _GRAMS or quantity.magnitude <= 0:
        return None
    return quantity.magnitude * _GRAMS[quantity.unit]
