"""Cells that are one quantity and nothing else."""

from __future__ import annotations

import re
from functools import cache

from listgen.domain.fact import Quantity
from listgen.facts.numbers_in_text import number_pattern, parse_number, plain_text
from listgen.facts.quantities import find_quantities
from listgen.facts.quantity_grammar import grammar, qualifier_before

_LONGEST = 80


def parse_quantity(text: str, *, decimal: str = "", unit: str = "", language: str = "en") -> Quantity | None:
    """Return the quantity that a whole cell gives, None where it says something else.

    `unit` is the unit of a header such as "Weight (kg)": a bare number then counts in it. Without one a bare number is
    a plain number with unit "". `language` is the language of the cell.

    >>> parse_quantity("1-9/16 in").magnitude, parse_quantity("about 750 ml").qualifier, parse_quantity("red") is None
    (Decimal('1.5625'), 'about', True)
    """
    stripped = text.strip().rstrip(".").strip() if not text.strip().endswith(("in.", "oz.", "ft.")) else text.strip()
    if not stripped or len(stripped) > _LONGEST:
        return None
    found = find_quantities(stripped, decimal=decimal, language=language)
    if found:
        alone = not stripped[: found[0].start].strip() and not stripped[found[0].end :].strip(" .)")
        return found[0].quantity if len(found) == 1 and alone else None
    plain = plain_text(stripped)
    first = re.search(r"[\d.½⅓⅔¼¾⅛⅜⅝⅞]", plain)
    if first is None:
        return None
    qualifier, begin = qualifier_before(grammar(language, decimal), plain[: first.start()])
    if begin and plain[:begin].strip():
        return None
    match = _bare(language, decimal).fullmatch(plain, first.start())
    if match is None:
        return None
    low, high, plus = match.groups()
    number = parse_number(low, decimal=decimal, language=language)
    upper = parse_number(high, decimal=decimal, language=language) if high else None
    if number is None:
        return None
    return Quantity(number, unit, stripped, upper, qualifier or ("at least" if plus else ""))


@cache
def _bare(language: str, decimal: str) -> re.Pattern[str]:
    number = number_pattern(language, decimal)
    return re.compile(rf"({number})(?:\s*(?:-|to|…|~)\s*({number}))?(\+)?", re.IGNORECASE)
