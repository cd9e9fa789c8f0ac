"""Rule packs: what a marketplace forbids in text, as data with reason, source and date."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from listgen.domain.finding import Severity

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule for text.

    `fields` () means all of them. `breaks` and `passes` are texts that break the rule and just do not, for a product
    of this `brand` and `title`; tests try them. A `recalled` rule, one without a source, only warns.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: str
    kind: Literal[
        "pattern", "must_match", "phrases", "characters", "repeat", "caps_text", "caps_word", "brand", "of_title"
    ]
    severity: Severity
    message: str
    hint: str
    source: str
    date: datetime.date
    status: Literal["verified", "recalled"]
    breaks: tuple[str, ...]
    passes: tuple[str, ...]
    marketplaces: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    pattern: str = ""
    phrases: tuple[str, ...] = ()
    characters: str = ""
    most: int = 0
    exempt: tuple[str, ...] = ()
    except_brand: bool = False
    brand: str = ""
    title: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def effective(self) -> Severity:
        """Return the severity of a finding: a rule without a source never blocks."""
        weaker = self.status == "recalled" and self.severity is Severity.ERROR
        return Severity.WARNING if weaker else self.severity

    def holds(self, marketplace: str, field: str, on: datetime.date | None) -> bool:
        """Tell whether the rule is for this field of this marketplace on this day, None standing for today's rules."""
        if self.marketplaces and marketplace not in self.marketplaces:
            return False
        if self.fields and field not in self.fields:
            return False
        if on is None:
            return self.until is None
        return (self.since or on) <= on <= (self.until or on)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules of all packs, in the order of files and lines."""
    from pydantic import TypeAdapter

    rules = []
    for path in sorted(_FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        scope = content.get("marketplaces", [])
        rules += [{"marketplaces": scope, **rule} for rule in content["rules"]]
    return TypeAdapter(tuple[Rule, ...]).validate_python(rules)


@cache
def expression(rule: Rule) -> re.Pattern[str]:
    """Return the compiled pattern of a rule whose kind has one."""
    if rule.kind == "phrases":
        # Longer phrases first, so `discounted` is reported as such; blank and hyphen are one, words are whole.
        words = sorted(rule.phrases, key=len, reverse=True)
        joined = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]*") for phrase in words)
        return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
    if rule.kind == "characters":
        return re.compile(f"[{re.escape(rule.characters)}]")
    return re.compile(rule.pattern, re.IGNORECASE)


def rules_for(marketplace: str, field: str, on: datetime.date | None = None) -> tuple[Rule, ...]:
    """Return the rules for one field of a marketplace."""
    return tuple(rule for rule in all_rules() if rule.holds(marketplace, field, on))
