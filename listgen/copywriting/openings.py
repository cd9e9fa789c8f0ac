"""First sentences of descriptions (copywriting guide, section 4 and shapes O of section 5)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from listgen.copywriting.grammar import agree, capitalise, join_list, with_article
from listgen.copywriting.joining import measure_of
from listgen.copywriting.lexicon import load
from listgen.copywriting.patterns import LONGEST, Sentence, Subject, allowed, fill, made_noun, subject_words
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


def compose_opening(
    facts: FactSheet, units: Sequence[Unit], subject: Subject, tone: str, locale: str, rng: random.Random
) -> Sentence:
    """Return the first sentence: what it is and the most decisive fact, in one of the shapes of the pattern file."""
    extra = subject_words(subject, first=True)
    options: list[tuple[float, Sentence]] = []
    made = made_noun(subject, units)
    if made:
        extra |= {"an_made": made, "An_made": capitalise(made)}
    verbs = [unit for unit in units if unit.verb and not unit.negative and unit.idea != "own" and not measure_of(unit)]
    for row in load("sentences")["opening"]:
        if not allowed(row, subject, tone, units):
            continue
        text = str(row["text"])
        named = dict(extra)
        carried: tuple[str, ...] = ()
        if "{vp}" in text:
            if not verbs:
                continue
            unit = verbs[0]
            named["vp"] = re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=subject.plural), unit.verb)
            carried = (unit.name,)
        filled = fill(text, subject, units, named, locale)
        if not filled:
            continue
        sentence, used = filled
        if row.get("bare_name") and subject.line:
            continue
        used = (*used, *carried, *(["material"] if row.get("made") else []))
        if not used or len(sentence.split()) > LONGEST:
            continue
        first = min((at for at, unit in enumerate(units) if unit.name in used), default=9)
        sized = any(unit.idea in ("size", "fit") for unit in units)
        early = any(unit.idea in ("size", "fit", "use") for unit in units if unit.name in used)
        cost = (
            rng.random() * 2.2
            + first * 0.12
            + (0.9 if sized and not early else 0)
            - 0.8 * min(len(used), 3)
            - (0.8 if "use" in used else 0)
            + (0.6 if sentence.startswith("For ") or "{vp}" in text else 0)
        )
        options.append((cost, Sentence(sentence, tuple(used), str(row["id"]))))
    fragment = _fragment(facts, units, subject)
    plain = next((sentence for _, sentence in options if sentence.pattern in ("O34", "O35")), None)
    if plain and len(units) <= 3:
        return plain
    if fragment and (len(units) <= 3 or not options or rng.random() < 0.4):
        return fragment
    if options:
        return min(options, key=lambda option: option[0])[1]
    return _plain_opening(facts, units, subject, extra)


def _plain_opening(facts: FactSheet, units: Sequence[Unit], subject: Subject, extra: dict[str, str]) -> Sentence:
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
