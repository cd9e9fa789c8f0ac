"""The entailment table: what a fact lets a writer say beyond its own words, and what it must not be turned into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from listgen.domain.fact import Dimensions, Fact, Items, Quantity, Words, YesNo
from listgen.facts.finder import samples
from listgen.facts.language import language
from listgen.facts.load import read_data
from listgen.facts.polarity import negated
from listgen.facts.units import say_dimensions, say_quantity


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `data/entailments.toml`; patterns ignore case."""

    id: str
    keys: tuple[str, ...]
    when: re.Pattern[str]
    part: re.Pattern[str] | None
    say: tuple[str, ...]
    entails: re.Pattern[str] | None
    never: re.Pattern[str] | None
    entails_ids: frozenset[str]  # concepts (`[claims.*]` of the language files) that the patterns mean, in any language
    never_ids: frozenset[str]
    never_forms: tuple[str, ...] = ()

    def applies_to(self, fact: Fact) -> bool:
        """Return whether the fact licenses this rule."""
        if fact.key not in self.keys or (self.part and not self.part.search(fact.part)):
            return False
        text = fact_text(fact)
        # "water-repellent, not waterproof" is no waterproof fact
        return any(not negated(text, match.start(), match.end()) for match in self.when.finditer(text))


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of the data file."""
    return tuple(
        Rule(
            id=row["id"],
            keys=tuple(row["key"].split("|")),
            when=re.compile(row["when"], re.IGNORECASE),
            part=re.compile(row["part"], re.IGNORECASE) if "part" in row else None,
            say=tuple(row["say"]),
            entails=_words(row["entails"]),
            never=_words(row["never"]),
            entails_ids=_ids(row["entails"], all, whole=True) | frozenset(row.get("entails_ids", ())),
            never_ids=_ids(row["never"], any) | frozenset(row.get("never_ids", ())),
            never_forms=tuple(row["never"]),
        )
        for row in read_data("entailments.toml")["rule"]
    )


def _ids(patterns: list[str], enough: Callable[[Iterable[bool]], bool], *, whole: bool = False) -> frozenset[str]:
    """Return the concepts whose English forms (all or any) a rule's patterns match: so it holds in every language."""
    wanted = _words(patterns)
    if wanted is None:
        return frozenset()
    match = wanted.fullmatch if whole else wanted.search
    return frozenset(id_ for id_, texts in _concept_samples() if enough(match(text) is not None for text in texts))


@cache
def _concept_samples() -> tuple[tuple[str, tuple[str, ...]], ...]:
    claims = language("en").claims
    return tuple(
        (id_, tuple(sample for form in forms for sample in samples(form)))
        for ids in claims.values()
        for id_, forms in ids.items()
    )


def rules_for(facts: Iterable[Fact]) -> tuple[tuple[Rule, Fact], ...]:
    """Return the rules that a product's facts license, each with the fact that does."""
    table = _by_key()
    return tuple((rule, fact) for fact in facts for rule in table.get(fact.key, ()) if rule.applies_to(fact))


def phrases_for(fact: Fact) -> tuple[str, ...]:
    """Return what may be said because of a fact, value and part filled in."""
    said = []
    for rule in _by_key().get(fact.key, ()):
        if rule.applies_to(fact):
            for phrase in rule.say:
                if "{part}" in phrase and not fact.part:
                    continue
                said.append(phrase.format(v=fact_text(fact), part=fact.part))
    return tuple(dict.fromkeys(said))


def fact_text(fact: Fact) -> str:
    """Return a fact's value as plain American English: "24 L", "95% cotton, 5% elastane", "yes"."""
    value = fact.value
    if isinstance(value, Quantity):
        return say_quantity(value)
    if isinstance(value, Dimensions):
        return say_dimensions(value)
    if isinstance(value, YesNo):
        return "yes" if value.yes else "no"
    if isinstance(value, Items):
        return ", ".join(value.items)
    if isinstance(value, Words):
        return value.text
    return ", ".join(f"{material.share}% {material.name}" if material.share else material.name for material in value)


@cache
def _by_key() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule in rules():
        for key in rule.keys:
            table.setdefault(key, []).append(rule)
    return {key: tuple(found) for key, found in table.items()}


def _words(patterns: list[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile(r"(?<![\w-])(?:" + "|".join(patterns) + r")(?![\w-])", re.IGNORECASE)
