"""Brands in titles: a known brand, "by Acme", or the words before the first that the product type knows."""

from __future__ import annotations

import re

from listgen.facts.attributes.spans import Span, Taken
from listgen.facts.attributes.table import AttributeTable

_BY = re.compile(r"(?:\bby|\|\s*by)\s+(?P<v>[A-Z][\w'’&.]*(?:\s+[A-Z&][\w'’&.]*){0,3})\s*(?=$|[,|(])")
_LONGEST = 6
_TRIM = " .,:;-–*"


def find_brand(table: AttributeTable, taken: Taken) -> Span | None:
    """Return the brand of a title, None where it begins with what the product is.

    `brand_style` "market" is for titles of market places, where a brand is one word in capitals or of no language.
    """
    text = taken.text
    known = table.brands.match(text) or table.brands.search(text)
    if known:
        return Span(known.start(), known.end())
    by = _BY.search(text)
    if by:
        return Span(by.start("v"), by.end("v"))
    return _leading(table, taken)


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
