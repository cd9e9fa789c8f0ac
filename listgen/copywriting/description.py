"""Descriptions: sentences from patterns, the best of eight candidates (copywriting guide, sections 4 to 6)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from listgen.copywriting.grammar import agreed, capitalise, join_list
from listgen.copywriting.joining import joined_sentences
from listgen.copywriting.openings import Openings, choose_opening, find_openings
from listgen.copywriting.patterns import (
    LONGEST,
    Sentence,
    Subject,
    allowed,
    by_name,
    fill,
    is_imperative,
    rows_about,
    subject_words,
)
from listgen.copywriting.tells import opening_word, text_cost
from listgen.copywriting.units import IDEAS, Unit, sort_items
from listgen.domain.fact import FactSheet
from listgen.domain.names import derive_seed

CANDIDATES = 8
_NOUN_UNITS = ("has", "build", "stowage", "carry", "closure", "readout", "contents", "lid", "insulation")


@dataclass(frozen=True, slots=True)
class Prose:
    """A description: paragraphs, the facts that they say, and the patterns in use."""

    paragraphs: tuple[str, ...]
    ids: tuple[int, ...]
    patterns: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Option:
    """A sentence that could come next, with what of its cost does not depend on the sentences before it."""

    sentence: Sentence
    word: str  # the first one
    full: bool  # names the product by its noun
    offset: float
    digit: int
    fits: bool


@dataclass(slots=True)
class _Table:
    """What eight candidates share: the openings and the sentences that each list of unsaid units allows."""

    facts: FactSheet
    subject: Subject
    tone: str
    locale: str
    openings: dict[tuple[str, ...], Openings] = field(default_factory=dict)
    options: dict[tuple[str, ...], tuple[_Option, ...]] = field(default_factory=dict)

    def openings_of(self, left: Sequence[Unit]) -> Openings:
        key = tuple(unit.name for unit in left)
        if key not in self.openings:
            self.openings[key] = find_openings(self.facts, left, self.subject, self.tone, self.locale)
        return self.openings[key]

    def options_of(self, left: Sequence[Unit]) -> tuple[_Option, ...]:
        key = tuple(unit.name for unit in left)
        if key not in self.options:
            self.options[key] = tuple(_options(left, self.subject, self.tone, self.locale))
        return self.options[key]


def compose_description(
    facts: FactSheet, units: Sequence[Unit], subject: Subject, *, tone: str, locale: str, seed: int
) -> Prose:
    """Return the best of eight seeded candidates; the same seed gives the same text."""
    best: Prose | None = None
    table = _Table(facts, subject, tone, locale)
    for number in range(CANDIDATES):
        rng = random.Random(derive_seed(seed, "description", number))  # noqa: S311  # choice of words, no secret
        candidate = _candidate(table, units, rng)
        if best is None or candidate.cost < best.cost:
            best = candidate
        if best.cost <= 0:
            break
    assert best is not None
    return best


def _candidate(table: _Table, units: Sequence[Unit], rng: random.Random) -> Prose:
    left = _ordered(units, rng)
    opening = choose_opening(table.openings_of(left), rng)
    sentences = [opening]
    ideas = ["open"]
    left = [unit for unit in left if unit.name not in opening.units]
    while left:
        options = table.options_of(left)
        if not options:
            left = left[1:]
            continue
        chosen = _choose(options, sentences, rng)
        sentences.append(chosen)
        ideas.append(next(unit.idea for unit in left if unit.name in chosen.units))
        left = [unit for unit in left if unit.name not in chosen.units]
    paragraphs = _paragraphs(sentences, ideas, table.subject)
    names = by_name(units)
    said = (number for sentence in sentences for name in sentence.units for number in names[name].ids)
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


# -- choosing ---------------------------------------------------------------------------------------------------------


def _options(left: Sequence[Unit], subject: Subject, tone: str, locale: str) -> Iterator[_Option]:
    """Yield every sentence that says the first of the unsaid units, alone or with others."""
    current = left[0]
    names = by_name(left)
    rows = [row for row in rows_about(current.name) if allowed(row, subject, tone, names)]
    for full in (False, True):
        extra = subject_words(subject, first=full)
        for row in rows:
            filled = fill(str(row["text"]), subject, names, extra, locale)
            if filled and current.name in filled[1]:
                yield _option(filled[0], filled[1], str(row["id"]), full, 0.0)
        for text, used, pattern in joined_sentences(current, left, subject, extra, locale):
            yield _option(text, used, pattern, full, -1.2)
        for text, used, pattern in _generic(current, left, subject, extra, locale):
            yield _option(text, used, pattern, full, 2.0 if pattern == "V9" else 0.35)


def _option(text: str, used: tuple[str, ...], pattern: str, full: bool, offset: float) -> _Option:
    digit, fits = 8 if text[0].isdigit() else 0, len(text.split()) <= LONGEST
    return _Option(Sentence(text, used, pattern), opening_word(text), full, offset, digit, fits)


# Where a thing is made and what is in the box share no sentence with what it does.
_ALONE = frozenset({"origin", "warranty", "packaging", "use", "room", "audience"})
_PLAIN = frozenset({"the", "this", "it", "its", "they", "their", "these"})


def _choose(options: Sequence[_Option], done: Sequence[Sentence], rng: random.Random) -> Sentence:
    """Return the sentence that goes best with those before it; chance decides between good ones."""
    words = [opening_word(sentence.text) for sentence in done]
    plain_starts = sum(word in _PLAIN for word in words)
    plain = 0.3 + 2.5 * max(0.0, (plain_starts + 1) / (len(words) + 1) - 0.34)
    used = {sentence.pattern for sentence in done}
    costs: list[tuple[float, _Option]] = []
    for option in options:
        cost = rng.random()
        if option.word == words[-1]:
            cost += 4
        if option.word in words:
            cost += 0.5
        if option.word in _PLAIN:
            cost += plain
        if option.sentence.pattern in used:
            cost += 1.2
        if option.full:
            cost += 0.35
        cost = cost - 1.3 * (len(option.sentence.units) - 1) + option.digit
        costs.append((cost + option.offset, option))
    fitting = [one for one in costs if one[1].fits] or costs
    return min(fitting, key=lambda one: one[0])[1].sentence


def _generic(
    current: Unit, left: Sequence[Unit], subject: Subject, extra: Mapping[str, str], locale: str
) -> list[tuple[str, tuple[str, ...], str]]:
    out: list[tuple[str, tuple[str, ...], str]] = []

    def finish(template: str, more: dict[str, str], used: tuple[str, ...], pattern: str) -> None:
        filled = fill(template, subject, {}, extra, locale, more)
        if filled:
            out.append((filled[0], used, pattern))

    def verbs(text: str) -> str:
        return agreed(text, plural=subject.plural)

    others = [
        unit for unit in left[1:] if unit.idea == current.idea or IDEAS.index(unit.idea) == IDEAS.index(current.idea)
    ]
    if current.verb:
        verb = verbs(current.verb)
        finish("{S} {verb}.", {"verb": verb}, (current.name,), "V1")
        for other in [other for other in others if not {current.name, other.name} & _ALONE][:2]:
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
        each = re.match(r"each [\w-]+ ", clause)
        for other in left[1:] if each else ():
            if each and other.clause.startswith(each.group()) and len((clause + other.clause).split()) < 20:
                both = f"{clause} and {other.clause[each.end() :]}"
                finish("{Clause}.", {"Clause": capitalise(both)}, (current.name, other.name), "V12")
        for other in others[:1]:
            if (
                other.clause
                and "colour" not in (current.name, other.name)
                and not is_imperative(clause)
                and not is_imperative(other.clause)
                and len((clause + other.clause).split()) < 18
                and "," not in clause + other.clause
                and ":" not in clause + other.clause
            ):
                finish(
                    "{Clause}, and {clause2}.",
                    {"Clause": capitalise(clause), "clause2": _without_subject(clause, verbs(other.clause))},
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


def _without_subject(first: str, second: str) -> str:
    """Return the second clause without a subject that both have: "the lens …, and opens to f1.4"."""
    subject = " ".join(first.split()[:2])
    same = subject.startswith("the ") and second.startswith(f"{subject} ") and second.split()[2:3] != ["is"]
    return second.removeprefix(f"{subject} ") if same else second


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
    pronoun = f"{capitalise(subject.pronoun)} "
    start = 0
    for cut in [*cuts, len(texts)]:
        part = texts[start:cut]
        if part and out:
            named = _renamed(part[0], subject)
            if named != part[0]:
                # The noun stands at the break, so the sentence behind it can do with the pronoun.
                part[1:2] = [re.sub(rf"^The {re.escape(subject.noun)} ", pronoun, text) for text in part[1:2]]
            part = [named, *part[1:]]
        out.append(" ".join(part))
        start = cut
    return tuple(text for text in out if text)


def _renamed(text: str, subject: Subject) -> str:
    """Name the noun again after a paragraph break, where a sentence begins with a pronoun."""
    for pronoun in ("It ", "They "):
        if text.startswith(pronoun):
            return f"The {subject.noun} {text[len(pronoun) :]}"
    return text
