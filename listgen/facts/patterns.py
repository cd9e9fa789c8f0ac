"""Sentence patterns: what a list item or a sentence of the seller says as typed facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.facts.lexicon import material_words
from listgen.facts.load import read_data
from listgen.facts.product_types import product_types

_NUMBER_WORD = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dual)"
_LENGTH = r"(?:mm|cm|m|km|in(?:ch(?:es)?)?|ft|feet|foot|meters?|metres?|yards?|[\"″”]|''|['′’])"
_MASS = r"(?:kg|g|mg|lbs?\.?|oz\.?|pounds?|ounces?|grams?|kilograms?)"
_VOLUME = r"(?:ml|cl|l|litres?|liters?|fl\.? ?oz\.?|oz\.?|ounces?|qt|quarts?|gal(?:lons?)?|pints?)"
_TIME = r"(?:h|hrs?|hours?|min(?:utes?)?|days?)"
_VALUE = r"\d+(?:[.,]\d+)?(?:[ -]?\d+/\d+)?"


def _amount(units: str) -> str:
    return rf"{_VALUE}[ -]?(?:{units})?(?: ?(?:-|–|to) ?{_VALUE}[ -]?)?{units}?(?![\w])"


@dataclass(frozen=True, slots=True)
class Said:
    """What a pattern found: key, value as text, part, and the span of the text that said it."""

    key: str
    value: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    where: str
    types: tuple[str, ...]
    regex: re.Pattern[str]
    unless: re.Pattern[str] | None
    facts: tuple[tuple[str, str, str], ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts of one item or sentence; `used_up` tells that nothing is left for a feature sentence."""

    said: tuple[Said, ...]
    used_up: bool


@lru_cache(maxsize=4096)
def read_patterns(text: str, type_id: str, *, item: bool) -> Reading:
    """Return what the patterns find in a list item (`item`) or in one sentence of prose."""
    plain = text.strip().rstrip(".;,").strip()
    said: list[Said] = []
    used_up = False
    for pattern in _patterns():
        if pattern.types and type_id not in pattern.types:
            continue
        if pattern.where != "any" and (pattern.where == "item") != item:
            continue
        for match in pattern.regex.finditer(plain):
            if pattern.unless and pattern.unless.search(match.group()):
                continue
            groups = {name: value or "" for name, value in match.groupdict().items()}
            for raw_key, value, part in pattern.facts:
                key = raw_key.format(**groups).lower()
                said.append(
                    Said(key, value.format(**groups), part.format(**groups).lower(), match.start(), match.end())
                )
            used_up = used_up or pattern.whole
            if item:
                break
    return Reading(tuple(said), used_up)


def feature_fact(value: str) -> tuple[str, str] | None:
    """Return key and value of a feature word ("TSA Approved" -> certificate), None for other words."""
    row = read_data("patterns.toml")["features"].get(" ".join(value.lower().split()))
    return (row["key"], row["value"]) if row else None


def name_detail(word: str, type_id: str) -> tuple[str, str] | None:
    """Return key and value of a word in a product name ("Wireless" -> wireless: yes), None for other words."""
    row = read_data("patterns.toml")["name_details"].get(word.lower())
    if not row or (row.get("types") and type_id not in row["types"]):
        return None
    return row["key"], row["value"]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            row["where"],
            tuple(row.get("types", ())),
            re.compile(_expand(row["match"]), 0 if row.get("case") else re.IGNORECASE),
            re.compile(_expand(row["unless"]), re.IGNORECASE) if "unless" in row else None,
            tuple((fact["key"], fact["value"], fact.get("part", "")) for fact in row["facts"]),
            row.get("whole", False),
        )
        for row in read_data("patterns.toml")["pattern"]
        if not row["facts"][0]["key"].startswith("_")
    )


@cache
def _macros() -> dict[str, str]:
    parts = sorted({part for kind in product_types() for part in kind.parts}, key=lambda part: (-len(part), part))
    return {
        "{M}": "(?:" + material_words() + ")",
        "{P}": "(?:" + "|".join(re.escape(part) for part in parts) + ")",
        "{N}": _NUMBER_WORD,
        "{A}": r"(?:[\w-]+,? ){0,3}?",
        "{QM}": _amount(_MASS),
        "{QL}": _amount(_LENGTH),
        "{QV}": _amount(_VOLUME),
        "{QT}": _amount(_TIME),
        "{Q}": _amount(_LENGTH),
    }


def _expand(text: str) -> str:
    for macro, body in _macros().items():
        text = text.replace(macro, body)
    return text
