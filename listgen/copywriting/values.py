"""Says values in words: quantities with their units, dimensions along axes, materials with shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from listgen.copywriting.grammar import join_list, lower_first, number_words, soften, spell
from listgen.copywriting.lexicon import load
from listgen.domain.fact import Dimensions, Material, Quantity

_AXIS_WORDS = {"length": "long", "width": "wide", "height": "high", "depth": "deep", "diameter": "across"}


def number(value: Decimal) -> str:
    """Return a number without useless zeros, with commas from ten thousand on: 13, 0.5, 10,000."""
    text = format(value.normalize(), "f")
    whole, _, rest = text.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}"
    return f"{whole}.{rest}" if rest else whole


def unit_forms(unit: str) -> tuple[str, str, str] | None:
    """Return symbol, singular and plural of a pint unit name, None for an unknown one."""
    data = load("english")
    name = data["unit_names"].get(unit, unit)
    forms = data["units"].get(name)
    return (forms[0], forms[1], forms[2]) if forms else None


def say_symbol(quantity: Quantity, *, ascii_only: bool = False) -> str:
    """Return the quantity with the unit's symbol: "24 L", "7-10 in", "100%"; `ascii_only` writes 30 C for 30 °C."""
    forms = unit_forms(quantity.unit)
    low = number(quantity.magnitude)
    figures = low if quantity.maximum is None else f"{low}-{number(quantity.maximum)}"
    if forms is None:
        return figures if not quantity.unit else (_cell(quantity) or f"{figures} {quantity.unit}")
    symbol = forms[0]
    if symbol.isalpha() and len(symbol) > 4:
        symbol = forms[1] if figures == "1" else forms[2]
    if ascii_only:
        symbol = symbol.replace("°", "")
    if symbol in ("%", "°", "D"):
        return f"{figures}{symbol}"
    return f"{figures} {symbol}" if symbol else f"{figures} degrees"


def say_words(quantity: Quantity, *, locale: str, start: bool = False, ascii_only: bool = False) -> str:
    """Return the quantity as in a sentence: "24 liters", "from 7 to 10 inches"; `start` writes the number in words."""
    forms = unit_forms(quantity.unit)
    if forms is None:
        return say_symbol(quantity)
    last = quantity.maximum if quantity.maximum is not None else quantity.magnitude
    unit = forms[1] if last == 1 else forms[2]
    if unit.startswith("°") or unit in ("°C", "°F"):
        return say_symbol(quantity, ascii_only=ascii_only)
    unit = spell(unit, locale)
    low = number(quantity.magnitude)
    if start and forms[1] != forms[0] and quantity.magnitude == int(quantity.magnitude) and quantity.magnitude < 100:
        low = number_words(int(quantity.magnitude))
    if quantity.maximum is not None:
        return f"{low} to {number(quantity.maximum)} {unit}"
    if unit == "percent":
        return f"{low}%"
    return f"{low} {unit}"


def say_before_noun(quantity: Quantity, *, locale: str) -> str:
    """Return the quantity as it stands before a noun: "24-liter", "15-inch", but "24 W" where the unit has no word."""
    forms = unit_forms(quantity.unit)
    if forms is None or forms[1] == forms[0] or not forms[1].isalpha():
        return say_symbol(quantity)
    figures = number(quantity.magnitude)
    if quantity.maximum is not None:
        figures += f"-{number(quantity.maximum)}"
    return f"{figures}-{spell(forms[1], locale)}"


def say_dimensions(dimensions: Dimensions, *, locale: str, style: str) -> str:
    """Return dimensions: `symbol` "29 x 13 x 11 in", `words` "29 inches long, 13 inches wide and 11 inches high".

    Without labelled axes, `words` gives "29 × 13 × 11 inches".
    """
    quantities = [quantity for _, quantity in dimensions.axes]
    units = {quantity.unit for quantity in quantities}
    labels = [label for label, _ in dimensions.axes]
    cross = " x " if style == "symbol" else " × "
    if (
        style in ("words", "short")
        and all(label in _AXIS_WORDS for label in labels)
        and len(set(labels)) == len(labels)
        and len(labels) > 1
    ):
        say = say_symbol if style == "short" else partial(say_words, locale=locale)
        parts = [f"{say(quantity)} {_AXIS_WORDS[label]}" for label, quantity in dimensions.axes]
        return join_list(parts, locale=locale)
    if len(units) == 1 and len(quantities) > 1:
        last = quantities[-1]
        figures = cross.join(number(quantity.magnitude) for quantity in quantities)
        forms = unit_forms(last.unit)
        if forms is None:
            return dimensions.text
        unit = forms[0] if style == "symbol" or len(forms[2]) > 8 else spell(forms[2], locale)
        return f"{figures} {unit}"
    return cross.join(say_symbol(quantity) for quantity in quantities)


def say_materials(materials: Sequence[Material], *, locale: str) -> str:
    """Return materials with their shares: "95% cotton and 5% elastane", "nylon and polyester"."""
    parts = []
    for material in materials:
        name = soften(material.name) if material.name.istitle() else lower_first(material.name)
        name = "synthetic material" if name in ("synthetic", "synthetics") else name
        if material.share is not None and material.share != 100:
            parts.append(f"{number(material.share)}% {name}")
        elif material.share == 100:
            parts.append(f"100% {name}")
        else:
            parts.append(name)
    return join_list(parts, locale=locale)


def _cell(quantity: Quantity) -> str:
    return re.sub(r"\s+", " ", quantity.text).strip()
