"""What this room needs of the product-type table of `listgen.facts`."""

from __future__ import annotations

from functools import cache
from importlib import import_module


@cache
def type_words(type_id: str, noun: str) -> tuple[str, ...]:
    """Return other words for a product's noun, most searched first; () for an unknown type."""
    try:
        table = import_module("listgen.facts.product_types")
    except ImportError:
        return ()
    for row in table.product_types():
        if row.id == type_id:
            return tuple(word for word in row.search_words(noun) if word.lower() != noun.lower())
    return ()
