"""Descriptions: sentences from patterns, the best of sixteen candidates (copywriting guide, sections 4 to 6)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from listgen.copywriting.grammar import agree, capitalise, join_list, pluralise, spell, with_article
from listgen.copywriting.lexicon import load
from listgen.copywriting.tells import opening_word, text_cost
from listgen.copywriting.units import IDEAS, Unit, sort_items
from listgen.domain.fact import FactSheet
from listgen.domain.names import derive_seed

CANDIDATES = 16
_SLOT = re.compile(r"\{([^}]*)\}")
_LONGEST = 28  # words of a sentence
_NOUN_UNITS = ("has", "build", "storage", "carry", "closure", "readout", "contents", "lid", "insulation")


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


@dataclass(frozen=True, slots=True)
class Prose:
    """A description: paragraphs, the facts that they say, and the patterns in use."""

    paragraphs: tuple[str, ...]
    ids: tuple[int, ...]
    patterns: tuple[str, ...]
    cost: float


def compose_description(
    facts: FactSheet, units: Sequence[Unit], subject: Subject, *, tone: str, locale: str, seed: int
) -> Prose:
    """Return the best of sixteen seeded candidates; the same seed gives the same text."""
    best: Prose | None = None
    for number in range(CANDIDATES):
        rng = random.Random(derive_seed(seed, "description", number))  # noqa: S311  # choice of words, no secret
        candidate = _candidate(facts, units, subject, tone, locale, rng)
        if best is None or candidate.cost < best.cost:
            best = candidate
        if best.cost <= 0:
            break
    assert best is not None
    return best


def _candidate(
    facts: FactSheet, units: Sequence[Unit], subject: Subject, tone: str, locale: str, rng: random.Random
) -> Prose:
    left = _ordered(units, rng)
    opening = _opening(facts, left, subject, tone, locale, rng)
    sentences = [opening]
    ideas = ["open"]
    left = [unit for unit in left if unit.name not in opening.units]
    while left:
        options = _options(left, subject, tone, locale, sentences, rng)
        if not options:
            left = left[1:]
            continue
        chosen = min(options, key=lambda option: option[0])[1]
        sentences.append(chosen)
        ideas.append(next(unit.idea for unit in left if unit.name in chosen.units))
        left = [unit for unit in left if unit.name not in chosen.units]
    paragraphs = _paragraphs(sentences, ideas, subject)
    by_name = {unit.name: unit for unit in units}
    said = (number for sentence in sentences for name in sentence.units for number in by_name[name].ids)
    ids = tuple(dict.fromkeys(said))
    cost = text_cost(paragraphs, facts=len(ids)) + _repetition(sentences)
    return Prose(paragraphs, ids, tuple(sentence.pattern for sentence in sentences), cost)


def _repetition(sentences: Sequence[Sentence]) -> float:
    patterns = [sentence.pattern for sentence in sentences]
    letters = [pattern[0] for pattern in patterns]
    twice = len(patterns) - len(set(patterns))
    return twice * 0.7 + sum(0.2 for one, two in pairwise(letters) if one == two)


def _ordered(units: Sequence[Unit], rng: random.Random) -> list[Unit]:
    rank = {"size": 0, "fit": 1, "function": 2, "make": 3, "use": 2, "own": 5}
    if rng.random() < 0.5:
        rank |= {"make": 2, "function": 3, "use": 1}
    return sorted(units, key=lambda unit: rank.get(unit.idea, 4))


# -- filling ----------------------------------------------------------------------------------------------------------


def fill(
    template: str, subject: Subject, units: Sequence[Unit], extra: dict[str, str], locale: str
) -> tuple[str, tuple[str, ...]] | None:
    """Return the filled pattern and the names of the units that it says, None where a slot has no value."""
    by_name = {unit.name: unit for unit in units}
    used: list[str] = []
    out: list[str] = []
    for part in re.split(r"(\{[^}]*\})", template):
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


def _words(subject: Subject, *, first: bool) -> dict[str, str]:
    the_noun = f"the {subject.noun}"
    the = "the " if subject.article else ""
    extra = {
        "S": capitalise(the_noun) if first else capitalise(subject.pronoun),
        "s": the_noun if first else subject.pronoun,
        "o": the_noun if first else subject.object,
        "it": subject.object,
        "n": subject.noun,
        "the n": the_noun,
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


def _allowed(row: dict[str, object], subject: Subject, tone: str, units: Sequence[Unit]) -> bool:
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
    if row.get("imperative") and not any(unit.name == row["imperative"] and _imperative(unit.clause) for unit in units):
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


def _imperative(clause: str) -> bool:
    return bool(
        re.match(r"(?i)(machine wash|hand wash|wash|wipe|clean|do not|rinse|dry clean|spot clean|sponge)\b", clause)
    )


# -- choosing ---------------------------------------------------------------------------------------------------------


def _opening(
    facts: FactSheet, units: Sequence[Unit], subject: Subject, tone: str, locale: str, rng: random.Random
) -> Sentence:
    extra = _words(subject, first=True)
    options: list[tuple[float, Sentence]] = []
    verbs = [unit for unit in units if unit.verb and not unit.negative and unit.idea != "own"]
    for row in load("sentences")["opening"]:
        if not _allowed(row, subject, tone, units):
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
        used = (*used, *carried)
        if not used or len(sentence.split()) > _LONGEST:
            continue
        first = min((at for at, unit in enumerate(units) if unit.name in used), default=9)
        sized = any(unit.idea in ("size", "fit") for unit in units)
        early = any(unit.idea in ("size", "fit", "use") for unit in units if unit.name in used)
        cost = (
            rng.random() * 2.2
            + first * 0.12
            + (0.9 if sized and not early else 0)
            - 0.5 * min(len(used), 2)
            + (0.6 if sentence.startswith("For ") else 0)
        )
        options.append((cost, Sentence(sentence, tuple(used), str(row["id"]))))
    if options:
        return min(options, key=lambda option: option[0])[1]
    return _plain_opening(facts, units, subject, extra)


def _plain_opening(facts: FactSheet, units: Sequence[Unit], subject: Subject, extra: dict[str, str]) -> Sentence:
    """Return the opening for sheets whose facts fit no pattern: name, brand, nothing more."""
    said = re.sub(r"\W+", " ", subject.name.lower()).strip()
    noun = extra["an"]
    named = f"{extra['Name']} {extra['is']} {noun}"
    # "The Road Bike is a road bike" says nothing.
    if said.endswith(subject.noun.lower()):
        text = f"{extra['Name']} by {facts.brand}." if facts.brand else f"{capitalise(with_article(subject.name))}."
    else:
        text = f"{named} by {facts.brand}." if facts.brand else f"{named}."
    return Sentence(text, (), "O0")


def _options(
    left: Sequence[Unit], subject: Subject, tone: str, locale: str, done: Sequence[Sentence], rng: random.Random
) -> list[tuple[float, Sentence]]:
    current = left[0]
    options: list[tuple[float, Sentence]] = []
    first_words = [opening_word(sentence.text) for sentence in done]
    plain_starts = sum(word in _PLAIN for word in first_words)
    used_patterns = {sentence.pattern for sentence in done}
    anaphor_ok = True
    for full in (False, True):
        extra = _words(subject, first=full)
        for row in load("sentences")["sentence"]:
            if not _allowed(row, subject, tone, left):
                continue
            filled = fill(str(row["text"]), subject, left, extra, locale)
            if not filled or current.name not in filled[1]:
                continue
            options.append(
                (
                    _cost(
                        filled[0], str(row["id"]), len(filled[1]), first_words, plain_starts, used_patterns, full, rng
                    ),
                    Sentence(filled[0], filled[1], str(row["id"])),
                )
            )
        for text, used, pattern in _generic(current, left, subject, extra, locale):
            options.append(
                (
                    _cost(text, pattern, len(used), first_words, plain_starts, used_patterns, full, rng) + 0.35,
                    Sentence(text, used, pattern),
                )
            )
    del anaphor_ok
    return [option for option in options if len(option[1].text.split()) <= _LONGEST] or options


_PLAIN = frozenset({"the", "this", "it", "its", "they", "their", "these"})


def _cost(
    text: str,
    pattern: str,
    units: int,
    first_words: Sequence[str],
    plain_starts: int,
    used: set[str],
    full: bool,
    rng: random.Random,
) -> float:
    word = opening_word(text)
    cost = rng.random()
    if first_words and word == first_words[-1]:
        cost += 4
    if word in first_words:
        cost += 0.5
    if word in _PLAIN:
        cost += 0.3 + 2.5 * max(0.0, (plain_starts + 1) / (len(first_words) + 1) - 0.34)
    if pattern in used:
        cost += 1.2
    if full:
        cost += 0.35
    return cost - 0.5 * (units - 1) + (8 if text[0].isdigit() else 0)


def _generic(
    current: Unit, left: Sequence[Unit], subject: Subject, extra: dict[str, str], locale: str
) -> list[tuple[str, tuple[str, ...], str]]:
    out: list[tuple[str, tuple[str, ...], str]] = []

    def finish(template: str, more: dict[str, str], used: tuple[str, ...], pattern: str) -> None:
        filled = fill(template, subject, (), {**extra, **more}, locale)
        if filled:
            out.append((filled[0], used, pattern))

    def verbs(text: str) -> str:
        return re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=subject.plural), text)

    others = [
        unit for unit in left[1:] if unit.idea == current.idea or IDEAS.index(unit.idea) == IDEAS.index(current.idea)
    ]
    if current.verb:
        verb = verbs(current.verb)
        finish("{S} {verb}.", {"verb": verb}, (current.name,), "V1")
        for other in others[:2]:
            if other.verb and not other.negative and len((verb + other.verb).split()) < 18 and "," not in verb:
                finish(
                    "{S} {verb} and {verb2}.",
                    {"verb": verb, "verb2": verbs(other.verb)},
                    (current.name, other.name),
                    "V2",
                )
            if other.verb and other.negative and not current.negative:
                finish(
                    "{S} {verb}, but {verb2}.",
                    {"verb": verb, "verb2": verbs(other.verb)},
                    (current.name, other.name),
                    "V7",
                )
    if current.clause:
        clause = verbs(current.clause)
        finish("{Clause}.", {"Clause": capitalise(clause)}, (current.name,), "V3")
        for other in others[:1]:
            if (
                other.clause
                and not _imperative(clause)
                and not _imperative(other.clause)
                and len((clause + other.clause).split()) < 18
                and "," not in clause + other.clause
                and ":" not in clause + other.clause
            ):
                finish(
                    "{Clause}, and {clause2}.",
                    {"Clause": capitalise(clause), "clause2": verbs(other.clause)},
                    (current.name, other.name),
                    "V4",
                )
    if current.adjective:
        finish("{S} {is} {adjective}.", {"adjective": current.adjective}, (current.name,), "V5")
    if current.nouns and current.name.split("#")[0] in _NOUN_UNITS:
        text = join_list(sort_items(current.nouns), locale=locale)
        finish("{S} have~s {nouns}.", {"nouns": text}, (current.name,), "V8")
        finish(
            "There {nouns_is} {nouns}.",
            {"nouns": text, "nouns_is": current.slots.get("is", "is")},
            (current.name,),
            "V9",
        )
    return out


# -- paragraphs -------------------------------------------------------------------------------------------------------


def _paragraphs(sentences: Sequence[Sentence], ideas: Sequence[str], subject: Subject) -> tuple[str, ...]:
    texts = [sentence.text for sentence in sentences]
    if len(texts) < 4:
        return (" ".join(texts),)
    want = 3 if len(texts) >= 8 else 2
    breaks = [at for at in range(2, len(texts) - 1) if ideas[at] != ideas[at - 1]] or [len(texts) // 2]
    targets = [len(texts) * number / want for number in range(1, want)]
    cuts = sorted({min(breaks, key=lambda at: (abs(at - target), at)) for target in targets})
    out: list[str] = []
    start = 0
    for cut in [*cuts, len(texts)]:
        part = texts[start:cut]
        if part and out:
            part = [_renamed(part[0], subject), *part[1:]]
        out.append(" ".join(part))
        start = cut
    return tuple(text for text in out if text)


def _renamed(text: str, subject: Subject) -> str:
    """Name the noun again after a paragraph break, where a sentence begins with a pronoun."""
    for pronoun in ("It ", "They "):
        if text.startswith(pronoun):
            return f"The {subject.noun} {text[len(pronoun) :]}"
    return text
