"""Brands in titles: a known brand, "by Acme", or the words before the first that the product type knows."""

from __future__ import annotations

import re

from listgen.facts.attributes.spans import Span, Taken
from listgen.facts.attributes.table import AttributeTable

_BY = re.compile(r"(?:\bby|\|\s*by)\s+(?P<v>[A-Z][\w'’&.]*(?:\s+[A-Z&][\w'’&.]*){0,3})\s*(?=$|[,|(])")
# "Acme Brand Men Shirt"
_NAMED = re.compile(r"(?:^|\b)(?P<v>[A-Z][\w.-]+) Brand\b")
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
    known = table.brands.match(text) or table.brands.search(text)
    if known:
        return Span(known.start(), known.end())
    by = _BY.search(text)
    if by:
        return Span(by.start("v"), by.end("v"))
    return _leading(table, taken)


def _market(table: AttributeTable, taken: Taken) -> Span | None:
    named = _NAMED.search(taken.text)
    if named and not table.stops.fullmatch(named.group("v")):
        return Span(named.start("v"), named.end("v"))
    words: list[Span] = []
    for word in taken.runs()[0] if taken.runs() else ():
        letters = taken.text[word.start : word.end]
        if table.stops.fullmatch(letters) or not letters[0].isalpha() or (words and not letters.isupper()):
            break
        if words and not taken.text[words[-1].start : words[-1].end].isupper():
            break
        words.append(word)
    if words and words[0].start <= _FIRST:
        return Span(words[0].start, words[-1].end)
    known = table.brands.search(taken.text)
    return Span(known.start(), known.end()) if known else None


def _leading(table: AttributeTable, taken: Taken) -> Span | None:
    runs = taken.runs()
    if not runs or runs[0][0].start > 1:
        return None
    stop = table.stops.search(taken.text)
    limit = stop.start() if stop else len(taken.text)
    words = [word for word in runs[0] if word.start < limit][:_LONGEST]
    if not words:
        return None
    end = words[-1].end
    while end > words[0].start and taken.text[end - 1] in _TRIM:
        end -= 1
    return Span(words[0].start, end) if end > words[0].start else None
