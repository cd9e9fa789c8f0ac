"""Open attributes: flavours, scents and model names are what the other rules leave over."""

from __future__ import annotations

import re

from listgen.facts.attributes.spans import Span, Taken
from listgen.facts.attributes.table import AttributeTable, Rule

_EDGE = re.compile(r"^(?:and|&|with|for|of|the|in|by|a|an|to|from|or|plus|w/|\+|made|each|per)$", re.IGNORECASE)
_TRIM = " .,:;-–*!®™"


def find_rest(rule: Rule, table: AttributeTable, taken: Taken, start: int) -> Span | None:
    """Return the run of left-over words that fits an open attribute best, None where nothing is left.

    Runs that hold one of the rule's words come first, then (unless the rule is `only` for those) the first run.
    Words that name or praise the product are cut off both ends.
    """
    spans = [
        span
        for run in taken.runs(join=rule.join, start=start)
        if (span := _trimmed(run, table, taken.text)) is not None
    ]
    if rule.words is not None:
        known = [span for span in spans if rule.words.search(taken.text, span.start, span.end)]
        if known:
            return known[-1] if rule.pick == "last" else known[0]
        if rule.only:
            return None
    return spans[0] if spans else None


def _trimmed(run: list[Span], table: AttributeTable, text: str) -> Span | None:
    """Cut words that name or praise the product, and words that join others, off both ends of a run."""
    plain = {
        position
        for match in table.plain.finditer(text, run[0].start, run[-1].end)
        for position in range(match.start(), match.end())
    }
    words = list(run)
    while words and _is_edge(words[0], plain, text):
        words.pop(0)
    while words and _is_edge(words[-1], plain, text):
        words.pop()
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end) if end - start > 1 else None


def _is_edge(word: Span, plain: set[int], text: str) -> bool:
    letters = text[word.start : word.end].strip(_TRIM)
    return not letters or word.start in plain or _EDGE.match(letters) is not None
