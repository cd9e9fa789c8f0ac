"""Limits of a field: required or not, length of an item, of all items, number of items, characters it refuses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from listgen.domain.channel import FieldSpec, TextLimit
from listgen.domain.finding import Severity


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken limit: place in the field (`item` None for the field as a whole), and what to do."""

    code: str
    severity: Severity
    message: str
    hint: str
    item: int | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""


def breaches(spec: FieldSpec, items: Sequence[str], *, market: str) -> Iterator[Breach]:
    """Yield every broken limit of a field. Limits without a source warn; too few or short texts always only warn."""
    name = spec.name
    kept = [item for item in items if item.strip()]
    if not kept:
        if spec.required:
            yield Breach(f"{name}.missing", Severity.ERROR, f"{market} requires `{name}`", "generate the field again")
        return
    if len(kept) < spec.min_items:
        yield Breach(
            f"{name}.too-few-items",
            Severity.WARNING,
            f"`{name}` has {_counted(len(kept), 'item')}, {market} wants {spec.min_items}",
            "add facts to the sheet; `inspect` names those that are missing",
        )
    if len(kept) > spec.max_items:
        yield Breach(
            f"{name}.too-many-items",
            Severity.WARNING if spec.soft_items else Severity.ERROR,
            f"`{name}` has {_counted(len(kept), 'item')}, {market} takes {spec.max_items}",
            "leave the last ones out",
        )
    hard = Severity.WARNING if spec.soft else Severity.ERROR
    for number, item in enumerate(items):
        yield from _item_breaches(spec, item, number, hard, market=market)
    joined = sum(spec.total.measure(item) for item in kept) if spec.total else 0
    if spec.total and joined > spec.total.maximum:
        yield Breach(
            f"{name}.total-too-long",
            hard,
            f"`{name}` has {joined} {spec.total.unit} in all, {market} takes {spec.total.maximum}",
            "shorten the longest item",
        )


def _item_breaches(spec: FieldSpec, item: str, number: int, hard: Severity, *, market: str) -> Iterator[Breach]:
    name, limit = spec.name, spec.limit
    if limit and limit.measure(item) > limit.maximum:
        start = cut(item, limit)
        yield Breach(
            f"{name}.too-long",
            hard,
            f"`{name}` has {limit.measure(item)} {limit.unit}, {market} takes {limit.maximum}",
            "shorten it by whole parts",
            number,
            start,
            len(item),
            item[start:],
        )
    if item.strip() and len(item.strip()) < spec.minimum:
        yield Breach(
            f"{name}.too-short",
            Severity.WARNING,
            f"`{name}` has {_counted(len(item.strip()), 'character')}, {market} wants {spec.minimum}",
            "say a little more, or leave the item out",
            number,
            0,
            len(item),
            item,
        )
    for place, char in enumerate(item):
        if char in spec.banned:
            yield Breach(
                f"{name}.separator",
                Severity.ERROR,
                f"`{name}` may not hold `{char}`: it separates values there",
                "leave the character out",
                number,
                place,
                place + 1,
                char,
            )


def cut(text: str, limit: TextLimit) -> int:
    """Return how many characters of a text are within a limit."""
    if limit.unit == "characters":
        return min(len(text), limit.maximum)
    if limit.measure(text) <= limit.maximum:
        return len(text)
    # Every unit grows with the text, so the last place that fits is found by halving.
    return bisect_right(range(len(text)), limit.maximum, key=lambda end: limit.measure(text[: end + 1]))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
