"""What the cells of a sheet say in words: concepts, answers to yes/no facts, and the clauses that assert or deny."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.domain.fact import Fact, Items, YesNo
from listgen.domain.source import CellRef
from listgen.facts.concepts import concept_of_key, find_answers, find_concepts
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence, Source, words_pattern
from listgen.facts.language import language as language_of
from listgen.facts.language import readable
from listgen.facts.load import read_data
from listgen.facts.polarity import (
    Clause,
    answer_of,
    answers_by_part,
    denying_header,
    header_denied,
    items_denied,
    leaves_out,
    negated,
    of_parts,
    read_clauses,
)

_LEFT_OUT = ("not_included", "free_of")  # keys of facts that list what is not there
PARTLY = "~"  # sign of a concept that a header denies together with something else
_SHORT = 80  # characters: a longer cell says more than its list
_CODED = re.compile(r"\d")
_IMMERSED = re.compile(r"(?i)\bip[x\d][78]\b")  # IEC 60529: temporary and continuous immersion


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a cell says, or denies; `prose` marks the seller's sentences, `key` the fact that it is about."""

    cell: CellRef
    denied: bool
    prose: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sayings:
    """The words of one sheet, read in the languages of its evidence."""

    concepts: dict[str, tuple[Said, ...]]
    answers: dict[str, tuple[Said, ...]]
    clauses: tuple[tuple[Clause, CellRef], ...]
    texts: str  # all sources in lower case, one a line: a cheap first test

    def cell_for(self, concept: str, *, denied: bool) -> Said | None:
        """Return what says a concept, or one that implies it, with this polarity; facts before prose."""
        found = [said for said in self.concepts.get(concept, ()) if said.denied == denied]
        if not found and not denied:
            for stronger in _implied_by().get(concept, ()):
                found.extend(said for said in self.concepts.get(stronger, ()) if not said.denied)
        if not found and denied:  # what does not even repel water is not waterproof
            for weaker in read_data("opposites.toml")["implies"].get(concept, ()):
                found.extend(said for said in self.concepts.get(weaker, ()) if said.denied)
        return min(found, key=lambda said: said.prose) if found else None


@lru_cache(maxsize=4096)
def sayings_of(evidence: Evidence) -> Sayings:
    """Return the words of a sheet; the same evidence is read once."""
    concepts: dict[str, list[Said]] = {}
    answers: dict[str, list[Said]] = {}
    clauses: dict[Clause, CellRef] = {}
    for fact in evidence.sheet.facts:
        if isinstance(fact.value, YesNo) and concept_of_key(fact.key):
            said = Said(fact.cell, not fact.value.yes, key=fact.key)
            concepts.setdefault(concept_of_key(fact.key), []).append(said)
        elif fact.key == "free_of" and isinstance(fact.value, Items):
            for id_ in _absent(fact.value.items, evidence.languages):
                concepts.setdefault(id_, []).append(Said(fact.cell, denied=False, key=fact.key))
    left_out = {fact.cell: fact.key for fact in evidence.sheet.facts if fact.key in _LEFT_OUT}
    for fact in evidence.sheet.facts:
        if fact.key in _LEFT_OUT and not isinstance(fact.value, YesNo):
            for language in readable(fact_text(fact), evidence.languages):
                denied = items_denied(fact_text(fact), language, contents=fact.key == "not_included")
                clauses.setdefault(denied, fact.cell)
    for source in evidence.sources:
        if source.cell in left_out and source.key in ("", *_LEFT_OUT) and len(source.cell.text) < _SHORT:
            continue
        for language in readable(source.text, evidence.languages):
            for id_, said in _concepts(source, language, evidence.languages):
                concepts.setdefault(id_, []).append(said)
            for key, said in _answers(source, language, evidence.languages):
                answers.setdefault(key, []).append(said)
        for clause in _best_reading(source, readable(source.text, evidence.languages)):
            clauses.setdefault(clause, source.cell)
    return Sayings(
        {id_: tuple(dict.fromkeys(said)) for id_, said in concepts.items()},
        {key: tuple(dict.fromkeys(said)) for key, said in answers.items()},
        tuple(clauses.items()),
        "\n".join(dict.fromkeys(source.text for source in evidence.sources)),
    )


def word_for_word(evidence: Evidence, words: str, *, denied: bool, language: str) -> CellRef | None:
    """Return the cell that says words as they stand, whatever hyphens and plurals, with the same yes or no."""
    if not _may_stand(words, sayings_of(evidence).texts):
        return None
    pattern = pattern_of(words)
    for source in evidence.sources:
        text, moved = _value(source)
        if moved is not None:
            if pattern.search(text) and moved == (not denied):
                return source.cell
            continue
        for match in pattern.finditer(text):
            if negated(text, match.start(), match.end(), language) == denied:
                return source.cell
    return None


@lru_cache(maxsize=16384)
def pattern_of(words: str) -> re.Pattern[str]:
    """Return `words_pattern` of words, compiled once; scripts without blanks match anywhere."""
    return words_pattern(words) if words.isascii() or " " in words else re.compile(re.escape(words.lower()))


def _may_stand(words: str, texts: str) -> bool:
    first = re.match(r"\W*(\w{1,3})", words.lower())
    return first is not None and (first.group(1) in texts or not first.group(1).isalpha() or len(first.group(1)) > 2)


def _value(source: Source) -> tuple[str, bool | None]:
    """Return a source's text, and for "header: yes" the answer with the header alone."""
    head, answer = _headed(source)
    return (head, answer) if answer is not None else (source.text, None)


@lru_cache(maxsize=65536)
def _headed(source: Source) -> tuple[str, bool | None]:
    """Return the header of a source that is a header and its cell, and the yes or no that the cell answers it with."""
    head, mark, rest = source.text.partition(": ")
    whole = source.around or source.text == f"{source.cell.column}: {source.cell.text}".lower()
    if not mark or not whole or len(head) > 60:
        return "", None
    return head, answer_of(rest)


def _concepts(source: Source, language: str, languages: tuple[str, ...]) -> Iterator[tuple[str, Said]]:
    head, answer = _headed(source)
    spans = find_concepts(source.text, language)
    if head and answer is not False and not _denies(source.cell.text, language):
        yield from ((id_, Said(source.cell, denied=False, key=source.key)) for id_ in _named_by(head))
    inside = len(head) if source.text.startswith(f"{source.cell.column.lower()}: ") else 0
    for span in spans:
        if answer is not None:
            # "Wireless charging: no" says nothing of wireless as such
            if 2 * (span.end - span.start) > len(head):
                yield span.id, Said(source.cell, not answer, key=source.key)
            elif not answer:
                yield PARTLY + span.id, Said(source.cell, denied=True, key=source.key)
        elif span.id == "waterproof" and span.end <= inside and _IMMERSED.search(source.text, inside):
            yield (
                span.id,
                Said(source.cell, denied=False, key=source.key),
            )  # "Waterproof: IPX7": under water, as it says
        elif (
            span.kind == "certificate" and span.end <= inside and (_CODED.search(source.text, inside) or len(spans) > 1)
        ):
            continue  # "Waterproof: IPX4" names a column; its cell says something else
        elif source.around or not _denies(source.cell.text, language):
            # languages share words: the denial may be another language's than the word
            denied = any(negated(source.text, span.start, span.end, code) for code in languages)
            if inside and span.start >= inside and denying_header(head, language):
                denied = True
            yield span.id, Said(source.cell, denied, prose=source.around, key=source.key)


@lru_cache(maxsize=4096)
def _named_by(head: str) -> tuple[str, ...]:
    """Return the concepts that a heading says by itself: "padding" over "6 mm mesh"."""
    rows = read_data("answers.toml")["headings"]
    return tuple(id_ for id_, forms in rows.items() if re.fullmatch(forms, head.strip(), re.IGNORECASE))


def _answers(source: Source, language: str, languages: tuple[str, ...]) -> Iterator[tuple[str, Said]]:
    head, answer = _headed(source)
    for span in find_answers(source.text, language):
        yes = span.yes
        if answer is not None and span.end <= len(head):  # "spülmaschine: nein" as a whole is an answer already
            yes = answer if span.yes else not answer
        elif span.yes and any(negated(source.text, span.start, span.end, code) for code in languages):
            yes = False
        yield span.key, Said(source.cell, not yes, prose=source.around, key=source.key)


def _best_reading(source: Source, languages: tuple[str, ...]) -> tuple[Clause, ...]:
    """Return the clauses of a source; in a language that is not its own a denial would look like an assertion."""
    if not source.around and any(_denies(source.cell.text, language) for language in languages):
        return ()  # what was typed from a cell may have lost its "no"; the cell itself is read too
    readings = [tuple(_clauses(source, language)) for language in languages]
    denying = [clauses for clauses in readings if any(clause.denials for clause in clauses)]
    return tuple(dict.fromkeys(clause for clauses in denying or readings for clause in clauses))


def _clauses(source: Source, language: str) -> Iterator[Clause]:
    head, answer = _headed(source)
    if answer is False:
        yield from header_denied(head, source.text[len(head) :], language)
    elif answer is True:
        yield from read_clauses(head, language)
    elif head and denying_header(head, language):
        yield items_denied(source.text[len(head) + 2 :], language, contents=leaves_out(head, language))
    elif answer is None:
        by_part = source.around and answers_by_part(source.cell.text)
        for clause in read_clauses(source.text, language):
            yield of_parts(clause, source.cell.column, language) if by_part else clause


def _denies(text: str, language: str) -> bool:
    return any(clause.denials for clause in read_clauses(text, language))


def answered(evidence: Evidence, key: str) -> tuple[Said, ...]:
    """Return what the sheet answers to a yes/no fact: the fact itself before what its cells say in words."""
    fact: Fact | None = evidence.yes_no.get(key)
    own: tuple[Said, ...] = ()
    if fact is not None and isinstance(fact.value, YesNo):
        own = (Said(fact.cell, not fact.value.yes, key=key),)
    return (*own, *sayings_of(evidence).answers.get(key, ()))


def _absent(items: Iterable[str], languages: Iterable[str]) -> Iterator[str]:
    """Yield the concepts of what a cell lists under "free of": "sin ftalatos" and "phthalate-free" are one."""
    for language in languages:
        negation = language_of(language).negation
        leads = [word for word in negation.before if word.replace(" ", "").isalpha()]
        for item in items:
            for text in (*(f"{word} {item}" for word in leads), *(f"{item}{end}" for end in negation.glued)):
                yield from (span.id for span in find_concepts(text, language) if span.id.endswith("_free"))


@cache
def _implied_by() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for stronger, weaker in read_data("opposites.toml")["implies"].items():
        for id_ in weaker:
            found.setdefault(id_, []).append(stronger)
    return {id_: tuple(ids) for id_, ids in found.items()}
