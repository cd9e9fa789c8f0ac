"""Denials turned round: what a text denies and the cells assert, what it asserts and the cells deny, in any words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef
from listgen.facts.claim_contents import said_to_be_left_out
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.lexicon import find_materials
from listgen.facts.polarity import (
    Clause,
    Denial,
    Token,
    against,
    content_words,
    negated,
    read_clauses,
    says_little,
    wards_off,
)
from listgen.facts.sayings import sayings_of

# Claims of these kinds are compared by value alone; a denial in front of them turns them round.
_BY_VALUE = frozenset({"quantity", "count", "material", "colour"})
_CONTRASTED = frozenset({"material", "colour"})

_DIRECT = 16  # characters
_NEXT = 16
_NONE_OF_IT = re.compile(r"0(?:[.,]0+)? ?\D{0,8}")  # "Sugar: 0 g"
_FAILED = (Verdict.UNSUPPORTED, Verdict.CONTRADICTED, Verdict.BORROWED)


def check_denials(text: str, evidence: Evidence, language: str = "en") -> Iterator[Judged]:
    """Yield the denials of a text that the cells do not share, and the assertions that a cell denies."""
    clauses = read_clauses(text, language)
    denied = frozenset(stem for clause in clauses for denial in clause.denials for stem in denial.stems)
    for clause in clauses:
        for denial in clause.denials:
            judged = _judge_denial(denial, evidence, language)
            if judged is not None:
                yield judged
        yield from _asserted(text, clause, denied, evidence, language)


def with_denials(text: str, judged: Sequence[Judged], evidence: Evidence, language: str) -> tuple[Judged, ...]:
    """Return the claims of a text with its denials; a denial against the sheet takes the place of what it stands on."""
    claims = list(_turned_round(text, judged, evidence, language))
    for denial in check_denials(text, evidence, language):
        met = [one for one in claims if one.start < denial.end and denial.start < one.end]
        held = denial.verdict is Verdict.SUPPORTED
        failed = [one for one in met if one.verdict in _FAILED]
        if held and met and failed == met and all(_inside(one, denial) for one in met):
            pass  # "free from magnesium stearate" speaks of no magnesium
        elif (held and met) or failed or _contrasted(text, denial, met, claims, language):
            continue
        claims = [one for one in claims if one not in met] + [denial]
    return tuple(claims)


def _turned_round(text: str, judged: Sequence[Judged], evidence: Evidence, language: str) -> Iterator[Judged]:
    """Return the claims of a text; one whose value stands denied although its cell asserts it is CONTRADICTED."""
    for one in judged:
        held = one.verdict in (Verdict.SUPPORTED, Verdict.ENTAILED)
        if one.verdict is Verdict.CONTRADICTED and _contrasted(text, one, [one], judged, language):
            rightly = _stands_denied(text, one, language)
            yield replace(one, verdict=Verdict.SUPPORTED, note="", nearest="", denied=True) if rightly else one
        elif (
            not held
            or one.kind not in _BY_VALUE
            or one.cell is None
            or not _stands_denied(text, one, language)
            or _denies_something(one.cell, evidence)
            or _contrasted(text, one, [one], judged, language)
        ):
            yield one
        else:
            yield replace(one, verdict=Verdict.CONTRADICTED, rule="", note="the cell says so", denied=True)


def _inside(one: Judged, denial: Judged) -> bool:
    return one.kind in _CONTRASTED and denial.start <= one.start and one.end < denial.end


def _contrasted(text: str, denied: Judged, met: Sequence[Judged], judged: Sequence[Judged], language: str) -> bool:
    """Return whether a value is denied of a thing that has another: "the cover is plastic, not glass"."""
    values = [(one.start, one.kind) for one in met if one.kind in _CONTRASTED]
    if not met:
        materials = find_materials(text[denied.start : denied.end], language=language)
        values = [(denied.start + material.start, "material") for material in materials]
    return any(
        kind == other.kind
        and 0 < start - other.end <= _NEXT
        and other.verdict in (Verdict.SUPPORTED, Verdict.ENTAILED)
        and other.cell != denied.cell
        for start, kind in values
        for other in judged
    )


def _stands_denied(text: str, one: Judged, language: str) -> bool:
    # "not below 12 °C" limits a figure: only a denial directly before one turns it round
    if one.kind in ("quantity", "count"):
        if text[one.start].isalpha():
            return False
        left = max(0, one.start - (_DIRECT if language_of(language).boundary else 3))
        while left and language_of(language).boundary and text[left - 1].isalpha():
            left -= 1  # the end of "carbone" is no "ne"
    else:
        left = 0
    return negated(text[left:], one.start - left, one.end - left, language)


def _judge_denial(denial: Denial, evidence: Evidence, language: str) -> Judged | None:
    """Return what the sheet says of a denial, None where it speaks of other things."""
    clauses = sayings_of(evidence).clauses
    spaced = language_of(language).boundary
    for clause, cell in clauses:
        for given in clause.denials:
            if _alike(denial.stems, given.stems, spaced=spaced):
                return Judged(denial.start, denial.end, "negation", Verdict.SUPPORTED, cell, denied=True)
    for clause, cell in clauses:
        asserted = frozenset(token.stem for token in clause.asserted)
        if _NONE_OF_IT.fullmatch(cell.text.strip()):
            if denial.stems <= asserted:
                return Judged(denial.start, denial.end, "negation", Verdict.SUPPORTED, cell, denied=True)
            continue
        beside = any(len(stem) > 1 for stem in asserted & denial.nearest)
        guarded = wards_off(asserted) and not wards_off(denial.stems)
        # "protection: sweat" and "does not resist sweat" name what they ward off with different verbs
        denied = against(denial.stems) if spaced and wards_off(asserted) else denial.stems
        if denial.stems <= _header_stems(cell, language) and _denies_something(cell, evidence):
            continue  # "the basket can, the housing not": its own cell denies something
        # "the lid goes in the dishwasher, the bowl does not" says nothing against "Bowl: glass"
        guarded = guarded or bool(denial.elliptic and asserted.isdisjoint(denial.elliptic))
        if not guarded and (beside or _covers(asserted, denied, spaced=spaced)):
            note = "the cell says so without a denial"
            return Judged(denial.start, denial.end, "negation", Verdict.CONTRADICTED, cell, note=note, denied=True)
    return None


@lru_cache(maxsize=16384)
def _header_stems(cell: CellRef, language: str) -> frozenset[str]:
    return frozenset(token.stem for token in content_words(cell.column, language))


def _asserted(text: str, clause: Clause, denied: frozenset[str], evidence: Evidence, language: str) -> Iterator[Judged]:
    """Yield the spans of a sentence that a cell denies, unless the text denies them as well ("BPA: no BPA is used")."""
    if wards_off(token.stem for token in clause.asserted):
        return
    stems = {token.stem: token for token in reversed(clause.asserted)}
    if not stems:
        return
    for given, cell in _denied_things(evidence):
        if says_little(given.stems):
            continue  # "not to be used during pregnancy" denies no use as such
        if given.stems <= denied or not given.stems <= set(stems) or (given.contents and len(given.stems) == 1):
            continue
        if len(given.stems) == 1 and len(next(iter(given.stems))) < _shortest(language):
            continue
        places = [stems[stem] for stem in given.stems]
        if _spread(clause.asserted, places) > len(places) + 1:
            continue
        start, end = min(token.start for token in places), max(token.end for token in places)
        if given.contents and said_to_be_left_out(text, start, end, language):
            continue
        yield Judged(start, end, "negation", Verdict.CONTRADICTED, cell, note="the cell denies it")


def _shortest(language: str) -> int:
    return 3 if language_of(language).boundary else 2


def _spread(tokens: Sequence[Token], places: Sequence[Token]) -> int:
    """Return over how many content words of the sentence some of them are spread."""
    at = [tokens.index(token) for token in places]
    return max(at) - min(at) + 1


@lru_cache(maxsize=4096)
def _denied_things(evidence: Evidence) -> tuple[tuple[Denial, CellRef], ...]:
    """Return what the cells deny and nowhere assert: "no wheels" beside "wheels: 2" says nothing of wheels as such."""
    clauses = sayings_of(evidence).clauses
    asserted = [frozenset(token.stem for token in clause.asserted) for clause, _ in clauses]
    found: dict[frozenset[str], tuple[Denial, CellRef]] = {}
    for clause, cell in clauses:
        for denial in clause.denials:
            if not any(denial.stems <= stems for stems in asserted):
                found.setdefault(denial.stems, (denial, cell))
    return tuple(found.values())


def _denies_something(cell: CellRef, evidence: Evidence) -> bool:
    return any(place == cell and clause.denials for clause, place in sayings_of(evidence).clauses)


def _alike(one: frozenset[str], other: frozenset[str], *, spaced: bool) -> bool:
    shared = len(one & other)
    if not spaced:
        return shared > 0 or any(a in b or b in a for a in one for b in other)
    return shared >= 2 or (shared > 0 and shared == min(len(one), len(other)))


def _covers(asserted: frozenset[str], denied: frozenset[str], *, spaced: bool) -> bool:
    """Return whether a cell asserts what a text denies: all of it, or two thirds of many words.

    Where nothing separates words, pairs of characters run across their borders: a third of them is enough.
    """
    if not spaced:
        shared = sum(any(stem in other for other in asserted) for stem in denied)
        return shared > 0 and 3 * shared >= len(denied)
    shared = len(denied & asserted)
    return shared == len(denied) or (len(denied) >= 3 and 3 * shared >= 2 * len(denied))
