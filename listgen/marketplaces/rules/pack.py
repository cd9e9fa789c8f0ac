"""Rule packs: what a marketplace or a law forbids in text, as data with reason, source and dates."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from listgen.domain.finding import Severity

_FOLDER = Path(__file__).parent
# Han and kana are written without blanks, so a phrase of them has no word edges.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_EUROPEAN_UNION = frozenset(
    re.findall("..", "ATBEBGCYCZDEDKEEESFIFRGRHRHUIEITLTLULVMTNLPLPTROSESISK"),
)

Kind = Literal[
    "pattern",
    "must_match",
    "phrases",
    "characters",
    "character_kinds",
    "repeat",
    "repeat_character",
    "most_words",
    "caps_text",
    "caps_word",
    "brand",
    "of_title",
    "same_as_title",
    "undisclosed",
]
Fix = Literal["", "delete", "small", "capital", "replace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule for text. `message` is the reason in one sentence; `{market}` in it is the marketplace's name.

    The rule is for the `marketplaces`, `countries` ("EU" stands for its members), `product_types` (listgen's ids) and
    `fields` that it names, () meaning all of them, from the day `since` to the day `until`. A rule with `unless_sheet`
    is kept by a product whose sheet says something that matches it, e.g. names the certificate; where no sheet is
    known it only warns, or with `needs_sheet` is silent. What matches `unless_followed` directly behind a find makes it
    harmless, e.g. names what the claim is about. A `recalled` rule, one without a source, only warns too.

    `fix` is a correction that is always safe, "" where there is none. `appeal` says what to do when the marketplace is
    wrong. `breaks` and `passes` are texts that break the rule and just do not, for a product of this `brand` and
    `title`, whose sheet says `sheet`, written by `writer`; tests try them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: str
    kind: Kind
    severity: Severity
    message: str
    hint: str
    source: str
    date: datetime.date
    status: Literal["verified", "recalled"]
    breaks: tuple[str, ...]
    passes: tuple[str, ...]
    marketplaces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    product_types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    pattern: str = ""
    phrases: tuple[str, ...] = ()
    characters: str = ""
    categories: tuple[str, ...] = ()
    most: int = 0
    exempt: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    except_brand: bool = False
    unless_sheet: str = ""
    unless_followed: str = ""
    needs_sheet: bool = False
    fix: Fix = ""
    replace: dict[str, str] = field(default_factory=dict, hash=False)
    appeal: str = ""
    brand: str = ""
    title: str = ""
    sheet: str = ""
    writer: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    @property
    def effective(self) -> Severity:
        """Return the severity of a finding: a rule without a source never blocks."""
        weaker = self.status == "recalled" and self.severity is Severity.ERROR
        return Severity.WARNING if weaker else self.severity

    def holds(self, marketplace: str, country: str, field: str, on: datetime.date, item_type: str = "") -> bool:
        """Tell whether the rule is for this field of this marketplace in this country on this day.

        An unknown product type, "", meets the rules for all types alone.
        """
        if self.marketplaces and marketplace not in self.marketplaces:
            return False
        if self.countries and not _in_one_of(country, self.countries):
            return False
        if self.fields and field not in self.fields:
            return False
        if self.product_types and item_type not in self.product_types:
            return False
        return (self.since or on) <= on <= (self.until or on)


def _in_one_of(country: str, named: tuple[str, ...]) -> bool:
    return country in named or ("EU" in named and country in _EUROPEAN_UNION)


@cache
def as_of() -> datetime.date:
    """Return the day on which the packs were last compared with their sources: the day of today's rules.

    The clock decides nothing: the same listgen makes the same output tomorrow.
    """
    day = tomllib.loads((_FOLDER / "common.toml").read_text(encoding="utf-8"))["as_of"]
    assert isinstance(day, datetime.date)
    return day


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules of all packs, in the order of files and lines."""
    from pydantic import TypeAdapter

    rules = []
    for path in sorted(_FOLDER.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        scope = {name: content[name] for name in ("marketplaces", "countries") if name in content}
        rules += [{**scope, **rule} for rule in content["rules"]]
    return TypeAdapter(tuple[Rule, ...]).validate_python(rules)


@cache
def expression(rule: Rule) -> re.Pattern[str]:
    """Return the compiled pattern of a rule whose kind has one."""
    if rule.kind == "phrases":
        # Longer phrases first, so `discounted` is reported as such; blank and hyphen are one, words are whole.
        words = sorted(rule.phrases, key=len, reverse=True)
        glued = [re.escape(phrase) for phrase in words if _UNSPACED.search(phrase)]
        spaced = [phrase for phrase in words if not _UNSPACED.search(phrase)]
        joined = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]*") for phrase in spaced)
        parts = [*glued, *([rf"(?<!\w)(?:{joined})(?!\w)"] if spaced else [])]
        return re.compile("|".join(parts), re.IGNORECASE)
    if rule.kind in ("characters", "repeat_character"):
        return re.compile(f"[{re.escape(rule.characters)}]")
    return re.compile(rule.pattern, re.IGNORECASE)


@cache
def qualification(rule: Rule) -> re.Pattern[str]:
    """Return the compiled pattern of what makes a find harmless when it stands directly behind it."""
    return re.compile(rule.unless_followed, re.IGNORECASE)


@cache
def excuse(rule: Rule) -> re.Pattern[str]:
    """Return the compiled pattern of what a sheet has to say for the rule to be kept."""
    return re.compile(rule.unless_sheet, re.IGNORECASE)


def rules_in(marketplace: str, country: str = "", on: datetime.date | None = None) -> tuple[Rule, ...]:
    """Return all rules of a marketplace on a day, for printing; without a country those of every country."""
    day = on or as_of()
    return tuple(
        rule
        for rule in all_rules()
        if rule.holds(
            marketplace,
            country or next(iter(rule.countries), ""),
            next(iter(rule.fields), ""),
            day,
            next(iter(rule.product_types), ""),
        )
    )


@cache
def rules_for(
    marketplace: str, field: str, on: datetime.date | None = None, *, country: str = "", item_type: str = ""
) -> tuple[Rule, ...]:
    """Return the rules for one field of a marketplace; `on` None stands for `as_of`."""
    day = on or as_of()
    return tuple(rule for rule in all_rules() if rule.holds(marketplace, country, field, day, item_type))
