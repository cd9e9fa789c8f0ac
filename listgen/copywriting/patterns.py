"""Sentence patterns: their slots are filled, their conditions checked; the patterns themselves are data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.copywriting.grammar import agreed, capitalise, is_counted, pluralise, spell, with_article
from listgen.copywriting.lexicon import load
from listgen.copywriting.units import Unit

LONGEST = 28  # words of a sentence
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """How the product is named in running text."""

    name: str  # "Joust Duffle Bag"
    line: str  # "Joust", "" without one
    noun: str  # "duffle bag"
    plural: bool
    type_id: str
    article: bool = True  # "The Joust …"; False for names that take none

    @property
    def pronoun(self) -> str:
        """It or they, small."""
        return "they" if self.plural else "it"

    @property
    def object(self) -> str:
        """It or them."""
        return "them" if self.plural else "it"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the names of the units that it says."""

    text: str
    units: tuple[str, ...]
    pattern: str


@lru_cache(maxsize=4096)
def _parts(template: str, locale: str) -> tuple[tuple[str, str, str], ...]:
    """Return a pattern in pieces: words in the spelling of the locale, or unit ("" for none) and slot."""
    parts = []
    for part in re.split(r"(\{[^}]*\})", template):
        if part.startswith("{"):
            key, dot, slot = part[1:-1].partition(".")
            parts.append(("", key, slot) if dot else ("", "", key))
        elif part:
            parts.append((spell(part, locale), "", ""))
    return tuple(parts)


@cache
def rows_about(name: str) -> tuple[dict[str, object], ...]:
    """Return the body patterns that say a unit."""
    return tuple(row for row in load("sentences")["sentence"] if f"{{{name}." in row["text"])


def fill(
    template: str,
    subject: Subject,
    units: Mapping[str, Unit],
    extra: Mapping[str, str],
    locale: str,
    more: Mapping[str, str] = _NOTHING,
) -> tuple[str, tuple[str, ...]] | None:
    """Return the filled pattern and the names of the units that it says, None where a slot has no value.

    Slots without a unit are looked up in `more`, then in `extra`.
    """
    used: list[str] = []
    out: list[str] = []
    for words, key, slot in _parts(template, locale):
        if words:
            out.append(words)
            continue
        if key:
            unit = units.get(key)
            value = unit.slots.get(slot, "") if unit else ""
            if value and key not in used:
                used.append(key)
        else:
            value = more[slot] if slot in more else extra.get(slot, "")
        if not value:
            return None
        out.append(value)
    return agreed("".join(out), plural=subject.plural), tuple(used)


def by_name(units: Sequence[Unit]) -> dict[str, Unit]:
    """Return units by their names."""
    return {unit.name: unit for unit in units}


@lru_cache(maxsize=256)
def subject_words(subject: Subject, *, first: bool) -> Mapping[str, str]:
    """Return the slots that name the product; `first` uses the noun where a pronoun would have nothing to point at."""
    the_noun = f"the {subject.noun}"
    the = "the " if subject.article else ""
    extra = {
        "S": capitalise(the_noun) if first else capitalise(subject.pronoun),
        "s": the_noun if first else subject.pronoun,
        "o": the_noun if first else subject.object,
        "it": subject.object,
        "n": subject.noun,
        "the n": the_noun,
        "bare": subject.name,
        "an_whole": with_article(whole_noun(subject)),
        "n_plural": pluralise(subject.noun),
        "an": with_article(subject.noun),
        "is": "are" if subject.plural else "is",
        "do": "do" if subject.plural else "does",
        "Name": capitalise(f"{the}{subject.name}"),
        "name": f"{the}{subject.name}",
    }
    if subject.line:
        extra["Line"] = f"The {subject.line}"
        extra["line"] = f"the {subject.line}"
    check = load("sentences")["check"].get(subject.type_id, "")
    if check:
        extra["check"] = check.replace("{it}", subject.object)
    return extra


def made_noun(subject: Subject, units: Sequence[Unit]) -> str:
    """Return the name with its material before the noun, "a stoneware vase"; "" where that would not read well."""
    whole = whole_noun(subject)
    mat = next((unit.slots.get("mat", "") for unit in units if unit.name == "material"), "")
    if not mat or re.search(r"\d%| and |,|\(", mat) or len(mat.split()) > 3 or len(whole.split()) > 3:
        return ""
    first, last = whole.split()[:-2], whole.split()[-2:]
    if mat.split()[-1].lower() in whole.lower() or len(first) > 1:
        return ""
    if len(whole.split()) == 2 and whole != subject.noun:
        first, last = whole.split()[:1], whole.split()[1:]
    return with_article(" ".join([*first, mat, *last]))


def whole_noun(subject: Subject) -> str:
    """Return the name without its line: "insulated water bottle"."""
    if subject.line:
        return subject.name.removeprefix(subject.line).strip() or subject.noun
    return subject.name


def allowed(row: dict[str, object], subject: Subject, tone: str, units: Mapping[str, Unit]) -> bool:
    """Tell whether the conditions of a pattern hold: tone, product type, number, units at hand by their names."""
    tones = row.get("tone")
    if isinstance(tones, list) and tone not in tones:
        return False
    types = row.get("types")
    if isinstance(types, list) and subject.type_id not in types:
        return False
    if row.get("one") and subject.plural:
        return False
    needs = row.get("needs")
    if isinstance(needs, list) and not all(name in units for name in needs):
        return False
    without = row.get("without")
    if isinstance(without, list) and any(name in units for name in without):
        return False
    imperative = row.get("imperative")
    if imperative and not (str(imperative) in units and is_imperative(units[str(imperative)].clause)):
        return False
    pure = row.get("pure")
    if pure and not (str(pure) in units and units[str(pure)].points[0].slots.get("mat", "").startswith("100%")):
        return False
    limit = row.get("max_items")
    if isinstance(limit, int):
        for key in re.findall(r"\{([^}.]*)\.[Ll]ist\}", str(row["text"])):
            unit = units.get(key)
            if unit and int(unit.slots.get("count", "1")) > limit:
                return False
    exact = row.get("exact_items")
    if isinstance(exact, int):
        for key in re.findall(r"\{([^}.]*)\.[Ll]ist\}", str(row["text"])):
            unit = units.get(key)
            if (
                unit is None
                or len(unit.nouns) != exact
                or any(" and " in noun or (is_counted(noun) and noun[:2] not in ("a ", "an")) for noun in unit.nouns)
            ):
                return False
    several = row.get("several")
    if several:
        unit = units.get(str(several))
        if unit is None or unit.slots.get("s"):
            return False
    if row.get("handles"):
        unit = units.get("carry")
        if not unit or not all(re.search(r"handle|strap|loop", noun) for noun in unit.nouns):
            return False
    return True


def is_imperative(clause: str) -> bool:
    """Tell whether a clause is an instruction, "wipe it with a damp cloth"."""
    return bool(
        re.match(r"(?i)(machine wash|hand wash|wash|wipe|clean|do not|rinse|dry clean|spot clean|sponge)\b", clause)
    )
