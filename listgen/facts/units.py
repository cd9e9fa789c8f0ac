"""Quantities in text: numbers in all their spellings, units, ranges and dimension tuples, and how to say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts import language as languages
from listgen.facts.unit_table import convert, dimension_of, unit_of, unit_pattern, units

_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_V = "".join(_VULGAR)
# "12/24 hour" is no fraction: halves, thirds and the inches of a ruler are.
_PARTS = r"(?:2|3|4|5|6|8|10|16|32|64)(?!\d)"
_NUMBER = (
    rf"(?:\d+[-\s]\d+/{_PARTS}|\d+/{_PARTS}|\d*\s?[{_V}]"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:[.,]\d+)?)"
)
_QUALIFIERS = {
    "up to": "up to",
    "upto": "up to",
    "max": "up to",
    "max.": "up to",
    "maximum": "up to",
    "about": "about",
    "approx": "about",
    "approx.": "about",
    "approximately": "about",
    "around": "about",
    "ca.": "about",
    "circa": "about",
    "~": "about",
    "≈": "about",
    "at least": "at least",
    "min": "at least",
    "minimum": "at least",
    "from": "",
    "over": "at least",
    "less than": "up to",
    "under": "up to",
    "<": "up to",
    "≤": "up to",
    ">": "at least",
    "≥": "at least",
}
_AXES = {
    "l": "length",
    "length": "length",
    "long": "length",
    "w": "width",
    "width": "width",
    "wide": "width",
    "h": "height",
    "height": "height",
    "high": "height",
    "tall": "height",
    "d": "depth",
    "depth": "depth",
    "deep": "depth",
    "t": "thickness",
    "thick": "thickness",
    "thickness": "thickness",
    "ø": "diameter",
    "⌀": "diameter",
    "dia": "diameter",
    "dia.": "diameter",
    "diameter": "diameter",
}
# Nobody writes "milliampere-hours" or "grams per square meter" in a listing.
_SYMBOL_ONLY = frozenset(
    {"charge", "energy", "gsm", "torque", "data", "sound", "frequency", "denier", "pressure", "dpi"}
)
_DASHES = re.compile(r"[‐‑‒–—−]")
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORD_NUMBERS = {word: number for number, word in enumerate((*_ONES, *_TEENS))}
_WORD_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"dual": 2}


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A quantity and where it stands in a text, qualifier included."""

    start: int
    end: int
    quantity: Quantity


def parse_number(text: str, *, decimal: str = "", language: str = "en") -> Decimal | None:
    """Return the number that a text spells, None where it is none.

    A comma before exactly three digits groups thousands, any other comma is a decimal mark; `decimal` ("," or ".")
    overrides that for sheets of a known locale. Fractions are exact where a decimal can be.

    >>> parse_number("1,299.50"), parse_number("1,5"), parse_number("1-9/16"), parse_number("½")
    (Decimal('1299.50'), Decimal('1.5'), Decimal('1.5625'), Decimal('0.5'))
    """
    plain = text.strip().translate(_FULL_WIDTH)
    for sign, spelled in _VULGAR.items():
        plain = plain.replace(sign, f" {spelled}")
    plain = plain.strip()
    if match := re.fullmatch(r"(?:(\d+)[-\s]+)?(\d+)/(\d+)", plain):
        whole, upper, lower = match.groups()
        if int(lower) == 0:
            return None
        return Decimal(whole or 0) + Decimal(upper) / Decimal(lower)
    plain = re.sub(r"(?<=\d)[\u00a0\u202f'’](?=\d{3})", "", plain)
    if decimal == "," or (
        languages.language(language).decimal == "," and re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain)
    ):
        plain = plain.replace(".", "").replace(",", ".")
    elif decimal == "." or (
        languages.language(language).decimal == "." and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain)
    ):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    else:
        plain = plain.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def word_number(word: str, language: str = "en") -> int | None:
    """Return the number that a word spells ("three", "twenty-four", "dual"), None for other words."""
    if language != "en":
        value = languages.language(language).number_words.get(word.lower())
        return int(value) if value is not None and value == int(value) else None
    first, _, second = word.lower().partition("-")
    if first not in _WORD_NUMBERS:
        return None
    if not second:
        return _WORD_NUMBERS[first]
    tens, ones = _WORD_NUMBERS[first], _WORD_NUMBERS.get(second, 99)
    return tens + ones if tens >= 20 and ones < 10 else None


def find_quantities(text: str, *, decimal: str = "", language: str = "en") -> tuple[QuantitySpan, ...]:
    """Return every number with a unit in a text, in order; ranges and "2 lbs, 8 oz" are one quantity each."""
    if not any(char.isdigit() or char in _VULGAR for char in text):
        return ()
    plain = _plain(text)
    found: list[QuantitySpan] = []
    for match in _quantity_pattern().finditer(plain):
        quantity = _quantity_from(match, text, decimal, language)
        if quantity is None:
            continue
        span = QuantitySpan(match.start(), match.end(), quantity)
        joined = _join(found[-1], span, text) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(span)
    return tuple(found)


def parse_quantity(text: str, *, decimal: str = "", unit: str = "", language: str = "en") -> Quantity | None:
    """Return the quantity that a whole cell gives, None where it says something else.

    `unit` is the unit of a header such as "Weight (kg)": a bare number then counts in it. Without one a bare number is
    a plain number with unit "".

    >>> parse_quantity("1-9/16 in").magnitude, parse_quantity("about 750 ml").qualifier, parse_quantity("red") is None
    (Decimal('1.5625'), 'about', True)
    """
    stripped = text.strip().rstrip(".").strip() if not text.strip().endswith(("in.", "oz.", "ft.")) else text.strip()
    if not stripped or len(stripped) > 80:
        return None
    found = find_quantities(stripped, decimal=decimal, language=language)
    lead = stripped[: found[0].start].strip() if found else ""
    if (
        len(found) == 1
        and (not lead or (lead in "-−" and found[0].quantity.magnitude < 0))
        and not stripped[found[0].end :].strip(" .)")
    ):
        return found[0].quantity
    if found:
        return None
    match = re.fullmatch(
        rf"(?:({_qualifier_body()})\s*)?({_NUMBER})(?:\s*(?:-|to|…)\s*({_NUMBER}))?(\+)?", _plain(stripped), re.I
    )
    if not match:
        return None
    qualifier, low, high, plus = match.groups()
    first, second = (
        parse_number(low, decimal=decimal, language=language),
        parse_number(high, decimal=decimal, language=language) if high else None,
    )
    if first is None:
        return None
    said = _QUALIFIERS.get((qualifier or "").lower(), "") or ("at least" if plus else "")
    return Quantity(first, unit, stripped, second, said)


def parse_dimensions(text: str, *, decimal: str = "", unit: str = "", language: str = "en") -> Dimensions | None:
    """Return lengths along two or more axes, labelled where the text labels them; None where it gives fewer.

    >>> [(axis, str(q.magnitude), q.unit) for axis, q in parse_dimensions('L 29" x W 13" x H 11"').axes]
    [('length', '29', 'inch'), ('width', '13', 'inch'), ('height', '11', 'inch')]
    """
    found = find_dimensions(text, decimal=decimal, unit=unit, language=language)
    return found[0][2] if found else None


def find_dimensions(
    text: str, *, decimal: str = "", unit: str = "", language: str = "en"
) -> tuple[tuple[int, int, Dimensions], ...]:
    """Return every dimension tuple of a text as (start, end, dimensions)."""
    if sum(char.isdigit() for char in text) < 2:
        return ()
    plain = _plain(text)
    found = []
    for match in _dimension_pattern().finditer(plain):
        axes = _axes_from(match.group(), decimal, unit, language)
        if axes:
            start, end = match.span()
            found.append((start, end, Dimensions(axes, text[start:end].strip(" .;,"))))
    return tuple(found)


def say_quantity(quantity: Quantity, *, style: str = "short") -> str:
    """Return a quantity in American English, in the seller's own unit.

    Styles: "short" ("24 L", "29 in", "7-10 in"), "long" ("24 liters", "29 inches", "7 to 10 inches") and "noun" for
    before a noun ("24-liter", "29-inch"). Qualifiers stay ("up to 15 in"), except before a noun.

    >>> q = parse_quantity('7" to 8.0"')
    >>> say_quantity(q), say_quantity(q, style="long"), say_quantity(parse_quantity("24 L"), style="noun")
    ('7-8 in', '7 to 8 inches', '24-liter')
    """
    unit = units().get(quantity.unit)
    low = say_number(quantity.magnitude)
    high = say_number(quantity.maximum) if quantity.maximum is not None else ""
    lead = f"{quantity.qualifier} " if quantity.qualifier and style != "noun" else ""
    if unit is None:
        joint = " to " if style == "long" else "-"
        return lead + (f"{low}{joint}{high}" if high else low)
    number = f"{low}-{high}" if high else low
    if unit.name == "percent":
        return f"{lead}{number}%"
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
    """Return a number in American spelling: no trailing zeros, thousands grouped from five digits on."""
    rounded = number.quantize(Decimal("0.001")).normalize()
    whole, _, rest = f"{rounded:f}".partition(".")
    grouped = f"{int(whole):,}" if len(whole.lstrip("-")) > 4 else whole
    return f"{grouped}.{rest}" if rest else grouped


def say_dimensions(dimensions: Dimensions) -> str:
    """Return dimensions as "29 x 13 x 11 in", or axis by axis where the units differ ("8 ft x 1 in")."""
    names = {quantity.unit for _, quantity in dimensions.axes}
    if len(names) == 1:
        unit = units()[next(iter(names))]
        return " x ".join(say_number(quantity.magnitude) for _, quantity in dimensions.axes) + f" {unit.symbol}"
    return " x ".join(say_quantity(quantity) for _, quantity in dimensions.axes)


def same_quantity(given: Quantity, claimed: Quantity, *, tolerance: Decimal = Decimal("0.005")) -> bool:
    """Return whether a claim repeats a quantity: equal after conversion, within rounding.

    In the seller's own unit the number must be the seller's number. A converted number may be off by what rounding to
    its last digit explains, and by 3 % where the claim says "about" (750 ml is about 25 oz).
    """
    pairs = [(given.magnitude, claimed.magnitude)]
    if (given.maximum is None) != (claimed.maximum is None):
        return False
    if given.maximum is not None and claimed.maximum is not None:
        pairs.append((given.maximum, claimed.maximum))
    unit = _meant_unit(given.unit, claimed.unit)
    for cell, word in pairs:
        if given.unit == unit:
            if abs(cell - word) > Decimal("1e-9") * max(Decimal(1), abs(cell)) and not _rounds_to(cell, word, claimed):
                return False
            continue
        converted = convert(cell, given.unit, unit)
        if converted is None:
            return False
        slack = max(abs(converted) * tolerance, _half_step(word))
        if claimed.qualifier == "about":
            slack = max(slack, abs(converted) * Decimal("0.03"))
        slack = min(slack, abs(converted) * Decimal("0.06"))
        if abs(converted - word) > slack:
            return False
    return True


def _rounds_to(cell: Decimal, word: Decimal, claimed: Quantity) -> bool:
    return claimed.qualifier == "about" and abs(cell - word) <= abs(cell) * Decimal("0.03")


def _meant_unit(given: str, claimed: str) -> str:
    # "25 oz" of a volume are fluid ounces, as every bottle says.
    return "fluid_ounce" if claimed == "ounce" and dimension_of(given) == "volume" else claimed


def _half_step(number: Decimal) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    return Decimal(5).scaleb(min(places, 0) - 1)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def _plain(text: str) -> str:
    """Return the text with dashes, full-width digits and times signs made plain; the length stays the same."""
    return _DASHES.sub("-", text.translate(_FULL_WIDTH)).replace("×", "x").replace("✕", "x").replace("X", "x")


@cache
def _qualifier_body() -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_QUALIFIERS, key=lambda w: -len(w)))


@cache
def _quantity_pattern() -> re.Pattern[str]:
    unit = rf"(?:{unit_pattern()})(?![A-Za-z²³])"
    return re.compile(
        rf"(?<![\w.,])(?<!\d/)(?:(?P<qualifier>(?i:{_qualifier_body()}))\s*)?(?<![\d.])(?<!\d/)(?P<low>{_NUMBER})"
        rf"(?:\s?-?\s?(?P<lowunit>{unit}))?"
        rf"(?:\s*(?:-|to|and(?=\s*{_NUMBER}\s*(?:{unit_pattern()})\s*wide)|…)\s*(?P<high>{_NUMBER}))?"
        rf"(?:\s?-?\s?(?P<unit>{unit}))?"
    )


def _quantity_from(match: re.Match[str], text: str, decimal: str, language: str) -> Quantity | None:
    low, high = match["low"], match["high"]
    unit = match["unit"] or match["lowunit"] if high else match["lowunit"] or match["unit"]
    if not unit:
        return None
    first = parse_number(low, decimal=decimal, language=language)
    second = parse_number(high, decimal=decimal, language=language) if high else None
    name = unit_of(unit)
    if first is None or not name:
        return None
    if high and match["unit"] and match["lowunit"] and unit_of(match["lowunit"]) != name:
        return None
    if dimension_of(name) == "temperature" and re.search(r"(?:^|[\s(])[-−]$", text[: match.start("low")]):
        first = -first
    qualifier = _QUALIFIERS.get(" ".join((match["qualifier"] or "").lower().split()), "")
    written = text[match.start("low") : match.end()].strip()
    return Quantity(first, name, written, second, qualifier)


def _join(before: QuantitySpan, after: QuantitySpan, text: str) -> QuantitySpan | None:
    """Return "2 lbs, 8 oz" and "5' 10\"" as one quantity in the bigger unit."""
    small = {"pound": "ounce", "foot": "inch", "metre": "centimetre", "hour": "minute"}
    first, second = before.quantity, after.quantity
    if small.get(first.unit) != second.unit or first.maximum is not None or second.maximum is not None:
        return None
    if second.qualifier or text[before.end : after.start].strip(" ,&") not in ("", "and"):
        return None
    part = convert(second.magnitude, second.unit, first.unit)
    if part is None or part >= 1:
        return None
    total = (first.magnitude + part).quantize(Decimal("0.0001")).normalize()
    written = text[before.start : after.end].strip()
    return QuantitySpan(before.start, after.end, Quantity(total, first.unit, written, None, first.qualifier))


@cache
def _dimension_pattern() -> re.Pattern[str]:
    unit = rf"(?:\s?-?(?:{unit_pattern()})(?![A-Za-z²³]))?"
    # "29 L: 20 in high" is a volume and then a height
    before = r"(?<!\d )(?<!\d)"
    label = r"(?:\(?\b(?:L|W|H|D|T|l|w|h|d|[Ll]ength|[Ww]idth|[Hh]eight|[Dd]epth|[Dd]iameter|[Dd]ia\.?)\b\)?|[Øø⌀])"
    words = "L|W|H|D|T|long|wide|high|tall|deep|thick|length|width|height|depth|in\\s+diameter|diameter"
    after = rf"(?:\s?\(?\b(?:{words})\b\)?)"
    one = rf"(?:{before}{label}\s*:?\s*)?(?<![\d/.]){_NUMBER}{unit}{after}?"
    return re.compile(rf"{one}(?:\s*(?:x|\*|by|,)\s*{one}){{1,3}}")


def _axes_from(text: str, decimal: str, fallback: str, language: str) -> tuple[tuple[str, Quantity], ...]:
    pattern = re.compile(
        rf"(?:(?P<before>[LWHDTlwhd]|length|width|height|depth|diameter|dia\.?|[Øø⌀])\s*:?\s*)?(?P<number>{_NUMBER})"
        rf"\s?-?(?P<unit>(?:{unit_pattern()})(?![A-Za-z²³]))?\s?\(?"
        r"(?P<after>\b(?:L|W|H|D|T|long|wide|high|tall|deep|thick|length|width|height|depth|in diameter|diameter)\b)?"
    )
    rows = [
        (m["before"] or (m["after"] or "").replace("in ", ""), m["number"], m["unit"]) for m in pattern.finditer(text)
    ]
    named = [unit_of(unit) for _, _, unit in rows if unit]
    if not rows or len(rows) < 2:
        return ()
    shared = named[-1] if named else fallback
    if not shared or dimension_of(shared) != "length" or any(dimension_of(name) != "length" for name in named):
        return ()
    if "," in text and " x " not in text and not all(label for label, _, _ in rows):
        return ()
    axes = []
    for label, number, unit in rows:
        value = parse_number(number, decimal=decimal, language=language)
        if value is None:
            return ()
        name = unit_of(unit) if unit else shared
        written = f"{number} {units()[name].symbol}"
        axes.append((_AXES.get(label.lower(), ""), Quantity(value, name, written)))
    return tuple(axes)
