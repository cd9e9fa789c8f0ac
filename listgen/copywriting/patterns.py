"""Sentence patterns: their slots are filled, their conditions checked; the patterns themselves are data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.copywriting.grammar import agree, capitalise, is_counted, pluralise, spell, with_article
from listgen.copywriting.lexicon import load
from listgen.copywriting.units import Unit

LONGEST = 28  # words of a sentence


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


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[str, ...]:
    return tuple(re.split(r"(\{[^}]*\})", template))


@cache
def rows_about(name: str) -> tuple[dict[str, object], ...]:
    """Return the body patterns that say a unit."""
    return tuple(row for row in load("sentences")["sentence"] if f"{{{name}." in row["text"])


def fill(
    template: str, subject: Subject, units: Sequence[Unit], extra: dict[str, str], locale: str
) -> tuple[str, tuple[str, ...]] | None:
    """Return the filled pattern and the names of the units that it says, None where a slot has no value."""
    by_name = {unit.name: unit for unit in units}
    used: list[str] = []
    out: list[str] = []
    for part in _parts(template):
        if not part.startswith("{"):
            out.append(spell(part, locale))
            continue
        name = part[1:-1]
        key, dot, slot = name.partition(".")
        if dot:
            unit = by_name.get(key)
            value = unit.slots.get(slot, "") if unit else ""
            if not value:
                return None
            if key not in used:
                used.append(key)
            out.append(value)
        else:
            value = extra.get(name, "")
            if not value:
                return None
            out.append(value)
    text = "".join(out)
    text = re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=subject.plural), text)
    return text, tuple(used)


def subject_words(subject: Subject, *, first: bool) -> dict[str, str]:
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


def allowed(row: dict[str, object], subject: Subject, tone: str, units: Sequence[Unit]) -> bool:
    """Tell whether the conditions of a pattern hold: tone, product type, number, units at hand."""
    tones = row.get("tone")
    if isinstance(tones, list) and tone not in tones:
        return False
    types = row.get("types")
    if isinstance(types, list) and subject.type_id not in types:
        return False
    if row.get("one") and subject.plural:
        return False
    names = {unit.name for unit in units}
    needs = row.get("needs")
    if isinstance(needs, list) and not set(needs) <= names:
        return False
    without = row.get("without")
    if isinstance(without, list) and set(without) & names:
        return False
    if row.get("imperative") and not any(
        unit.name == row["imperative"] and is_imperative(unit.clause) for unit in units
    ):
        return False
    if row.get("pure") and not any(
        unit.name == row["pure"] and unit.points[0].slots.get("mat", "").startswith("100%") for unit in units
    ):
        return False
    limit = row.get("max_items")
    if isinstance(limit, int):
        for key in re.findall(r"\{([^}.]*)\.[Ll]ist\}", str(row["text"])):
            unit = next((unit for unit in units if unit.name == key), None)
            if unit and int(unit.slots.get("count", "1")) > limit:
                return False
    exact = row.get("exact_items")
    if isinstance(exact, int):
        for key in re.findall(r"\{([^}.]*)\.[Ll]ist\}", str(row["text"])):
            unit = next((unit for unit in units if unit.name == key), None)
            if (
                unit is None
                or len(unit.nouns) != exact
                or any(" and " in noun or (is_counted(noun) and noun[:2] not in ("a ", "an")) for noun in unit.nouns)
            ):
                return False
    several = row.get("several")
    if several:
        unit = next((unit for unit in units if unit.name == several), None)
        if unit is None or unit.slots.get("s"):
            return False
    if row.get("handles"):
        unit = next((unit for unit in units if unit.name == "carry"), None)
        if not unit or not all(re.search(r"handle|strap|loop", noun) for noun in unit.nouns):
            return False
    return True


def is_imperative(clause: str) -> bool:
    """Tell whether a clause is an instruction, "wipe it with a damp cloth"."""
    return bool(
        re.match(r"(?i)(machine wash|hand wash|wash|wipe|clean|do not|rinse|dry clean|spot clean|sponge)\b", clause)
    )
