"""Quantities in text and how to say them: the front door to the modules that read, compare and say them."""

from __future__ import annotations

from listgen.facts.dimensions import find_dimensions, parse_dimensions
from listgen.facts.numbers_in_text import parse_number, word_number
from listgen.facts.quantities import QuantitySpan, find_quantities
from listgen.facts.quantity_cells import parse_quantity
from listgen.facts.same_quantity import same_dimensions, same_quantity
from listgen.facts.say import say_dimensions, say_number, say_quantity

__all__ = [
    "QuantitySpan",
    "find_dimensions",
    "find_quantities",
    "parse_dimensions",
    "parse_number",
    "parse_quantity",
    "same_dimensions",
    "same_quantity",
    "say_dimensions",
    "say_number",
    "say_quantity",
    "word_number",
]
