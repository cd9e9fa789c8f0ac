"""Brands in titles: a known brand, "by Acme", or the words before the first that the product type knows."""

from __future__ import annotations

import re

from listgen.facts.attributes.spans import Span, Taken
from listgen.facts.attributes.table import AttributeTable

_BY = re.compile(r"(?:\bby|\|\s*by)\s+(?P<v>[A-Z][\w'’&.]*(?:\s+[A-Z&][\w'’&.]*){0,3})\s*(?=$|[,|(])")
# "Acme Brand Men Shirt"
_NAMED = re.compile(r"(?:^|\b)(?P<v>[A-Z][\w.-]+) Brand\b")
# A year that a market-place title begins with; "BRS-H22": the brand is in the part code.
_YEAR = re.compile(r"\s*20\d\d\s+(?=[A-Z]{3})")
_CODE = re.compile(r"(?P<v>[A-Z]{2,6})-[A-Z]{0,3}\d")
_INITIALS = re.compile(r"[A-Z]{2}")  # "Uncle GG"
_INITIAL, _LONGEST_PAIR, _LOUD = 2, 10, 6
_LONGEST = 6
_FIRST = 2  # a brand that stands first may follow a blank or a bracket
_TRIM = " .,:;-–*"


def find_brand(table: AttributeTable, taken: Taken) -> Span | None:
    """Return the brand of a title, None where it begins with what the product is.

    `brand_style` "market" is for titles of market places, where a brand is one word in capitals or of no language.
    """
    text = taken.text
    if table.brand_style == "market":
        return _market(table, taken)
    known = table.brands.match(text, len(text) - len(text.lstrip(" [")))
    if known:
        return _with_suffix(table, taken, Span(known.start(), known.end()))
    by = _BY.search(text)
    leading = _leading(table, taken)
    if by and leading and by.start() <= leading.end + 1:
        return Span(leading.start, by.end("v"))  # "Solutions by Great Clips"
    if by:
        return Span(by.start("v"), by.end("v"))
    if leading:
        return _with_suffix(table, taken, leading)
    known = table.brands.search(text)
    return Span(known.start(), known.end()) if known else None


def _with_suffix(table: AttributeTable, taken: Taken, brand: Span) -> Span:
    """Return a brand with the words that belong to it although they name the product: "Norrbean Coffee Roasters"."""
    if table.suffix is None:
        return brand
    suffix = table.suffix.match(taken.text, brand.end)
    return Span(brand.start, suffix.end()) if suffix else brand


def _market(table: AttributeTable, taken: Taken) -> Span | None:
    named = _NAMED.search(taken.text)
    if named and not table.stops.fullmatch(named.group("v")):
        return Span(named.start("v"), named.end("v"))
    words: list[Span] = []
    start = year.end() if (year := _YEAR.match(taken.text)) else 0
    run = next(iter(taken.runs(start=start)), [])
    letters = [taken.text[word.start : word.end] for word in run[:3]]
    pair = [word for word in letters[:2] if word.isalpha() and word.isupper() and len(word) > _INITIAL]
    if len(pair) == 2 and len(pair[0]) + len(pair[1]) <= _LONGEST_PAIR:
        words = run[:2]  # "FISH KING", though fish is a word of the trade
    elif pair and letters[0] == pair[0] and len(pair[0]) >= _LOUD and len(letters) > 1 and letters[1] not in pair:
        words = run[:1]  # "ROSEWOOD Minnow"
    elif letters and letters[0][0].isalpha() and not table.stops.fullmatch(letters[0]):
        code = _CODE.match(letters[0])
        words = [Span(run[0].start, run[0].start + code.end("v")) if code else run[0]]
        if len(letters) > 1 and _INITIALS.fullmatch(letters[1]) and not letters[0].isupper():
            words.append(run[1])
    if words and words[0].start <= start + _FIRST:
        return Span(words[0].start, words[-1].end)
    known = table.brands.search(taken.text)
    return Span(known.start(), known.end()) if known else None


def _leading(table: AttributeTable, taken: Taken) -> Span | None:
    runs = taken.runs()
    if not runs or runs[0][0].start > _FIRST:
        return None
    # The first word is a name even where it is a word of the trade: "Light Mountain", "The Brushies".
    stop = table.stops.search(taken.text, runs[0][0].end)
    limit = stop.start() if stop else len(taken.text)
    words = [word for word in runs[0] if word.start < limit][:_LONGEST]
    if len(words) == 1 and table.plain.fullmatch(taken.text, words[0].start, words[0].end):
        return None
    end = words[-1].end
    while end > words[0].start and taken.text[end - 1] in _TRIM:
        end -= 1
    return Span(words[0].start, end) if end > words[0].start else None
