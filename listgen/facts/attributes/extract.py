"""The offline extractor: attributes of one text, each a span of that text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from listgen.facts.attributes.brand import find_brand
from listgen.facts.attributes.model_number import find_model_number
from listgen.facts.attributes.rest import find_rest
from listgen.facts.attributes.spans import Span, Taken
from listgen.facts.attributes.table import AttributeTable, Rule, table_of

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Extracted:
    """One attribute as a text gives it: `value` is `text[start:end]`, letter for letter."""

    name: str
    value: str
    start: int
    end: int


def extract_attributes(
    text: str, *, category: str, names: Iterable[str] | None = None, prose: bool = False
) -> tuple[Extracted, ...]:
    """Return the attributes that a title or a sentence gives, at most one value for each name.

    `category` is a category name or path, or the id of a product type; `names` limits the answer to these attributes
    and keeps their spelling and order ("Colour" is answered where the type calls it "Color"). Without `names` all
    attributes of the type are sought; `prose` keeps to rules that may read whole sentences. Only the first 600
    characters are read: titles and sentences are shorter. What the text does not say is not in the answer.
    """
    table = table_of(category)
    found = _find_spans(text[:_LONGEST], table, prose=prose)
    wanted: list[tuple[str, Rule | None]]
    if names is None:
        wanted = [(rule.name, rule) for rule in table.rules]
    else:
        wanted = [(name, table.rule(name)) for name in names]
    return tuple(
        Extracted(name, text[span.start : span.end], span.start, span.end)
        for name, rule in wanted
        if rule is not None and (span := found.get(rule.name)) is not None
    )


def _find_spans(text: str, table: AttributeTable, *, prose: bool) -> dict[str, Span]:
    taken = Taken(text)
    found: dict[str, Span] = {}
    for rule in table.rules:
        if prose and not rule.prose:
            continue
        span = _find(rule, table, taken, found)
        if span is None or span.end <= span.start:
            continue
        found[rule.name] = span
        if not rule.shared:
            taken.take(span)
    return found


def _find(rule: Rule, table: AttributeTable, taken: Taken, found: dict[str, Span]) -> Span | None:
    if rule.finder == "brand":
        return find_brand(table, taken)
    if rule.finder == "rest":
        after = found.get(rule.after)
        return find_rest(rule, table, taken, after.end if after else 0)
    if rule.finder == "model":
        return find_model_number(taken) or _by_pattern(rule, taken)
    return _by_pattern(rule, taken)


def _by_pattern(rule: Rule, taken: Taken) -> Span | None:
    for pattern in rule.patterns:
        spans = _matches(pattern, taken.text)
        if not rule.shared:
            # A long match over taken words is tried again without them.
            spans = [span for span in spans if taken.free(span)] or _matches(pattern, taken.masked())
            # Every mention is spoken for, also those that are not the answer.
            for span in spans:
                taken.take(span)
        if spans:
            return _picked(rule.pick, spans)
    return None


def _matches(pattern: re.Pattern[str], text: str) -> list[Span]:
    named = "v" in pattern.groupindex
    # Of several alternatives only some may name their value.
    return [
        Span(*match.span("v" if named and match.start("v") >= 0 else 0))
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]


def _picked(pick: str, spans: list[Span]) -> Span:
    if pick == "longest":
        return max(spans, key=lambda span: (span.end - span.start, -span.start))
    return spans[-1] if pick == "last" else spans[0]
