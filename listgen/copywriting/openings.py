"""First sentences of descriptions (copywriting guide, section 4 and shapes O of section 5)."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from listgen.copywriting.grammar import agreed, capitalise, join_list, with_article
from listgen.copywriting.joining import measure_of
from listgen.copywriting.lexicon import load
from listgen.copywriting.patterns import LONGEST, Sentence, Subject, allowed, by_name, fill, made_noun, subject_words
from listgen.copywriting.point import third_person
from listgen.copywriting.units import Unit, sort_items
from listgen.domain.fact import FactSheet

# How a fact follows the noun in a verbless opening: "A hard drive by Quell, with 2 TB of storage."
_TAILS = (
    ("material", "made of {mat}"),
    ("colour", "in {v}"),
    ("size", "in size {vs}"),
    ("dimensions", "{dims}"),
    ("use", "for {uses}"),
    ("audience", "for {aud}"),
)


def _tail(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    for key, template in _TAILS:
        if base == key:
            slot = template[template.index("{") + 1 : -1]
            return template.replace(f"{{{slot}}}", unit.slots[slot]) if unit.slots.get(slot) else ""
    if unit.nouns and len(unit.nouns) <= 3:
        return f"with {join_list(sort_items(unit.nouns))}"
    return ""


def _fragment(facts: FactSheet, units: Sequence[Unit], subject: Subject) -> Sentence | None:
    """Return an opening without a verb for a name that is no proper name: "A sofa in gray, made of fabric."."""
    if subject.line or any(unit.name == "pack_count" for unit in units):
        return None
    parts: list[str] = []
    used: list[str] = []
    for unit in units:
        tail = _tail(unit)
        twice = tail.startswith("with ") and any(part.startswith("with ") for part in parts)
        if tail and not twice and len(parts) < 2 and len(" ".join([*parts, tail]).split()) <= 18:
            parts.append(tail)
            used.append(unit.name)
    verbs = [unit for unit in units if unit.verb and not unit.negative and unit.name not in (*used, "wireless")]
    maker = f" by {facts.brand}" if facts.brand else ""
    if not parts and verbs:
        parts, used = [f"that {third_person(verbs[0].verb, plural=subject.plural)}"], [verbs[0].name]
    if not parts and not maker:
        return None
    joint = ", " if maker and parts and not parts[0].startswith("that") else " "
    text = f"{capitalise(with_article(subject.name))}{maker}{joint if parts else ''}{', '.join(parts)}"
    return Sentence(f"{text}.", tuple(used), "O20")


@dataclass(frozen=True, slots=True)
class _Option:
    """A first sentence, and what it costs beside chance: each summand apart, they are added in order."""

    sentence: Sentence
    first: float
    late: float
    units: float
    use: float
    shape: float


@dataclass(frozen=True, slots=True)
class Openings:
    """The first sentences that facts in one order allow."""

    options: tuple[_Option, ...]
    fragment: Sentence | None
    sure: Sentence | None  # taken in any case
    few: bool  # three units or less
    last_resort: Sentence


def find_openings(facts: FactSheet, units: Sequence[Unit], subject: Subject, tone: str, locale: str) -> Openings:
    """Return the first sentences in the shapes of the pattern file: what it is and the most decisive fact."""
    extra = dict(subject_words(subject, first=True))
    options: list[_Option] = []
    made = made_noun(subject, units)
    if made:
        extra |= {"an_made": made, "An_made": capitalise(made)}
    names = by_name(units)
    verbs = [unit for unit in units if unit.verb and not unit.negative and unit.idea != "own" and not measure_of(unit)]
    predicate = {"vp": agreed(verbs[0].verb, plural=subject.plural)} if verbs else {}
    sized = any(unit.idea in ("size", "fit") for unit in units)
    for row in load("sentences")["opening"]:
        if not allowed(row, subject, tone, names):
            continue
        text = str(row["text"])
        carried: tuple[str, ...] = ()
        if "{vp}" in text:
            if not verbs:
                continue
            carried = (verbs[0].name,)
        filled = fill(text, subject, names, extra, locale, predicate if carried else {})
        if not filled:
            continue
        sentence, used = filled
        if row.get("bare_name") and subject.line:
            continue
        used = (*used, *carried, *(["material"] if row.get("made") else []))
        if not used or len(sentence.split()) > LONGEST:
            continue
        first = min((at for at, unit in enumerate(units) if unit.name in used), default=9)
        early = any(unit.idea in ("size", "fit", "use") for unit in units if unit.name in used)
        options.append(
            _Option(
                Sentence(sentence, tuple(used), str(row["id"])),
                first * 0.12,
                0.9 if sized and not early else 0,
                0.8 * min(len(used), 3),
                0.8 if "use" in used else 0,
                0.6 if sentence.startswith("For ") or "{vp}" in text else 0,
            )
        )
    sure = next((one.sentence for one in options if one.sentence.pattern in ("O34", "O35")), None)
    few = len(units) <= 3
    return Openings(
        options=tuple(options),
        fragment=_fragment(facts, units, subject),
        sure=sure if few else None,
        few=few,
        last_resort=_plain_opening(facts, subject, extra),
    )


def choose_opening(openings: Openings, rng: random.Random) -> Sentence:
    """Return one of the first sentences, the better ones more often."""
    costs = [
        (rng.random() * 2.2 + one.first + one.late - one.units - one.use + one.shape, one.sentence)
        for one in openings.options
    ]
    if openings.sure:
        return openings.sure
    if openings.fragment and (openings.few or not costs or rng.random() < 0.4):
        return openings.fragment
    return min(costs, key=lambda option: option[0])[1] if costs else openings.last_resort


def _plain_opening(facts: FactSheet, subject: Subject, extra: Mapping[str, str]) -> Sentence:
    """Return the opening for sheets whose facts fit no pattern: name, brand, nothing more."""
    if subject.line:
        maker = f" by {facts.brand}" if facts.brand else ""
        return Sentence(f"{extra['Line']} {extra['is']} {extra['an']}{maker}.", (), "O0")
    said = re.sub(r"\W+", " ", subject.name.lower()).strip()
    noun = extra["an"]
    named = f"{extra['Name']} {extra['is']} {noun}"
    # "The Road Bike is a road bike" says nothing.
    if said.endswith(subject.noun.lower()):
        text = f"{extra['Name']} by {facts.brand}." if facts.brand else f"{capitalise(with_article(subject.name))}."
    else:
        text = f"{named} by {facts.brand}." if facts.brand else f"{named}."
    return Sentence(text, (), "O0")
