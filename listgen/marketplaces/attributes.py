"""Attributes for fields of upload files that take any name and value: WooCommerce attributes, Google's details."""

from __future__ import annotations

import re
from collections.abc import Sequence

from listgen.domain.listing import Listing
from listgen.marketplaces.cells import one_line

# Names that have a column of their own in every upload file that takes attributes. A promise of service
# is no property of the product: it stays in the text. Names with a part ("Lid material") are other names.
_ELSEWHERE = frozenset(
    {"brand", "material", "color", "colour", "plain color", "plain colour", "size", "made for", "age group", "warranty"}
)
# Google's longest attribute name; its longest value is 1,000 characters, which no attribute reaches. Recalled.
_LONGEST_NAME = 140
_MOST = 40
# One or two digits after a comma are decimals, three are thousands.
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d,])")
_COUNTRIES_WITH_COLOR = frozenset({"US"})


def offered_attributes(listing: Listing, locale: str) -> tuple[tuple[str, Sequence[str]], ...]:
    """Return names and values of the attributes that add something to a listing's columns, in the sheet's order.

    Only what a column, a label or a closed list of words says is offered: a wrong attribute in an upload file is worse
    than none. What the variation's options say already is left out, and so are names that repeat.
    """
    options = {option.name.strip().lower() for option in listing.product.options}
    found: dict[str, list[str]] = {}
    for attribute in listing.attributes:
        name = local_name(one_line(attribute.name), locale)
        if not attribute.sure or name.lower() in _ELSEWHERE:
            continue
        if name.lower() in options or not name or len(name) > _LONGEST_NAME:
            continue
        value = _numbers(one_line(attribute.value), locale)
        if value and value not in found.setdefault(name, []):
            found[name].append(value)
    return tuple((name, tuple(values)) for name, values in found.items() if values)[:_MOST]


def _numbers(value: str, locale: str) -> str:
    """Return a value with the decimal mark that the marketplace's readers expect: "14,8 cm" is 14.8 cm in English."""
    return _DECIMAL_COMMA.sub(r"\1.\2", value) if locale.startswith("en") else value


def local_name(name: str, locale: str) -> str:
    """Return a name in the spelling of the marketplace's country."""
    if locale.rpartition("-")[2] not in _COUNTRIES_WITH_COLOR:
        return name.replace("Color", "Colour").replace("color", "colour") if locale.startswith("en-") else name
    return name.replace("colour", "color").replace("Colour", "Color")
