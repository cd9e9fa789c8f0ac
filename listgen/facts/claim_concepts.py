"""Certificates, promises, superlatives and praise: each is a concept that a cell has to say, in whatever language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from listgen.domain.fact import Fact, Verdict
from listgen.domain.source import CellRef
from listgen.facts.concepts import ConceptSpan, find_concepts
from listgen.facts.entailment import Rule, fact_text, rules
from listgen.facts.evidence import Evidence
from listgen.facts.finder import first_letters
from listgen.facts.grading import is_plain_use
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.load import read_data
from listgen.facts.polarity import answers_by_part, negated, read_clauses, stem_of
from listgen.facts.sayings import PARTLY, sayings_of, word_for_word

_WORD_START = re.compile(r"(?<![\w-])(?=\w)")
_PROSE = "said in the seller's prose"
PROMISES = frozenset({"superlative", "comparative", "guarantee", "promise", "person_outcome", "health", "permanence"})

_GRADED = frozenset({"energy_class", "iso_certified"})  # the letter or number is the claim


def check_concepts(text: str, evidence: Evidence, siblings: Sequence[Evidence], language: str) -> Iterator[Judged]:
    """Yield every word claim of a text that the language's `[claims.*]` tables know."""
    for span in find_concepts(text, language):
        if not is_plain_use(text, span, evidence, language):
            yield _judge(text, span, evidence, siblings, language)


def _judge(text: str, span: ConceptSpan, evidence: Evidence, siblings: Sequence[Evidence], language: str) -> Judged:
    start, end, kind = span.start, span.end, span.kind
    denied = negated(text, start, end, language) or _in_denial(text, start, end, language)

    def judged(verdict: Verdict, **more: object) -> Judged:
        return Judged(start, end, kind, verdict, value=span.id, denied=denied, **more)  # type: ignore[arg-type] # fields

    said = sayings_of(evidence).cell_for(span.id, denied=denied)
    if said is None and denied:
        said = sayings_of(evidence).cell_for(PARTLY + span.id, denied=True)
    if said is not None and (span.id not in _GRADED or _same_grade(text[start:end], said.cell.text)):
        note = _PROSE if said.prose and kind in PROMISES else ""
        return judged(Verdict.SUPPORTED, cell=said.cell, note=note)
    cell = word_for_word(evidence, text[start:end], denied=denied, language=language)
    if cell is not None:
        return judged(Verdict.SUPPORTED, cell=cell, note=_PROSE if kind in PROMISES else "")
    backed = _by_rule(text[start:end], span, evidence, language, denied=denied)
    if backed is not None:
        rule, place = backed
        return judged(Verdict.ENTAILED, cell=place, rule=rule)
    opposite = sayings_of(evidence).cell_for(span.id, denied=not denied)
    if opposite is not None:
        return judged(Verdict.CONTRADICTED, cell=opposite.cell, note="the cell says the opposite")
    other_cell = word_for_word(evidence, text[start:end], denied=not denied, language=language)
    if other_cell is not None:
        return judged(Verdict.CONTRADICTED, cell=other_cell, note="the cell says the opposite")
    if not denied:
        for rule_, fact in evidence.rules:
            if span.id in rule_.never_ids:
                note = f"more than {fact_text(fact)} says"
                return Judged(
                    start, end, "widening", Verdict.CONTRADICTED, fact.cell, rule_.id, note, value=span.id,
                    nearest=fact_text(fact),
                )  # fmt: skip
        keys, unless = _opposites().get(span.id, ((), None))
        for fact in evidence.sheet.facts if keys else ():
            if fact.key in keys and answers_by_part(fact.cell.text):
                return judged(Verdict.SUPPORTED, cell=fact.cell)  # which part is meant, the denials of both tell
            if fact.key in keys and unless is not None and not unless.search(fact_text(fact)):
                return judged(Verdict.CONTRADICTED, cell=fact.cell, note=f"the cell says {fact_text(fact)}")
    for sibling in siblings:
        theirs = sayings_of(sibling).cell_for(span.id, denied=denied)
        if theirs is not None:
            return judged(Verdict.BORROWED, cell=theirs.cell, note="true of another variation")
    return judged(Verdict.UNSUPPORTED, note="no cell says so")


def _in_denial(text: str, start: int, end: int, language: str) -> bool:
    """Return whether a span lies in a denied phrase of a script without blanks; the denial may stand far behind."""
    if language_of(language).boundary or any(clause.denials for clause in read_clauses(text[start:end], language)):
        return False  # "无酸" has its denial in itself
    return any(
        denial.start <= start and end <= denial.end and not (start <= denial.start and denial.end <= end)
        for clause in read_clauses(text, language)
        for denial in clause.denials
    )


def _same_grade(written: str, cell: str) -> bool:
    grade = re.search(r"(?<![A-Za-z])[A-G]\+{0,3}$|\d{4,}|[一1]", written)
    return grade is None or grade.group() in cell


def _by_rule(
    written: str, span: ConceptSpan, evidence: Evidence, language: str, *, denied: bool
) -> tuple[str, CellRef] | None:
    """Return the rule that allows a concept, and the cell that it rests on."""
    if denied:
        for rule, fact in evidence.rules:
            if span.id in rule.never_ids or (rule.never and rule.never.search(written)):
                return rule.id, fact.cell
        return None
    if span.id.endswith("_free"):
        place = _left_out(written, span.id.removesuffix("_free").replace("_", " "), evidence, language)
        if place is not None:
            return "free-of", place
    for rule, fact in evidence.rules:
        if span.id in rule.entails_ids or (rule.entails and rule.entails.fullmatch(written)):
            return rule.id, fact.cell
    return None


def _left_out(written: str, absent: str, evidence: Evidence, language: str) -> CellRef | None:
    """Return the cell that denies what "sin ftalatos", "phthalate-free" or "不添加香精" say is absent."""
    wanted = {frozenset({stem_of(absent)})}
    wanted |= {denial.stems for clause in read_clauses(written, language) for denial in clause.denials}
    for clause, cell in sayings_of(evidence).clauses:
        for given in clause.denials:
            if any(given.stems <= stems or stems <= given.stems for stems in wanted):
                return cell
    return None


def check_widening(text: str, evidence: Evidence, language: str) -> Iterator[Judged]:
    """Yield the English phrases that widen or contradict what the product's facts allow (column 3 of section 3)."""
    if language != "en":
        return
    active = _active(evidence)
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for place in _WORD_START.finditer(text) if active else ():
        start = place.start()
        for pattern, rule, fact in active.get(lowered[start], ()):
            match = pattern.match(text, start)
            if match is None:
                continue
            if negated(text, start, match.end(), language) or _allowed(match.group(), evidence):
                continue
            note = f"more than {fact_text(fact)} says"
            yield Judged(
                start, match.end(), "widening", Verdict.CONTRADICTED, fact.cell, rule.id, note, nearest=fact_text(fact)
            )


@lru_cache(maxsize=4096)
def _active(evidence: Evidence) -> dict[str, tuple[tuple[re.Pattern[str], Rule, Fact], ...]]:
    """Return the phrases that a product's facts forbid, by the letters that they begin with."""
    rules_here = {rule.id: (rule, fact) for rule, fact in reversed(evidence.rules) if rule.never}
    found: dict[str, tuple[tuple[re.Pattern[str], Rule, Fact], ...]] = {}
    for letter, rows in _never().items():
        here = tuple(
            (pattern, *rules_here[next(id_ for id_ in sorted(ids) if id_ in rules_here)])
            for pattern, ids in rows
            if not ids.isdisjoint(rules_here)
        )
        if here:
            found[letter] = here
    return found


def _allowed(phrase: str, evidence: Evidence) -> bool:
    if word_for_word(evidence, phrase, denied=False, language="en"):
        return True
    sayings = sayings_of(evidence)
    if any(sayings.cell_for(span.id, denied=False) for span in find_concepts(phrase, "en")):
        return True
    return any(rule.entails and rule.entails.fullmatch(phrase) for rule, _ in evidence.rules)


@cache
def _never() -> dict[str, tuple[tuple[re.Pattern[str], frozenset[str]], ...]]:
    """Return the forbidden phrases of all rules by the letters that they begin with."""
    forms: dict[str, set[str]] = {}
    for rule in rules():
        for form in rule.never_forms:
            forms.setdefault(form, set()).add(rule.id)
    found: dict[str, list[tuple[re.Pattern[str], frozenset[str]]]] = {}
    everywhere = "abcdefghijklmnopqrstuvwxyz0123456789"
    for form, ids in sorted(forms.items(), key=lambda item: (-len(item[0]), item[0])):
        pattern = re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE)
        for letter in sorted(first_letters(form) or frozenset(everywhere)):
            found.setdefault(letter, []).append((pattern, frozenset(ids)))
    return {letter: tuple(rows) for letter, rows in found.items()}


@cache
def _opposites() -> dict[str, tuple[tuple[str, ...], re.Pattern[str] | None]]:
    rows = read_data("opposites.toml")["opposites"]
    return {id_: (tuple(row["key"].split("|")), re.compile(row["unless"], re.I)) for id_, row in rows.items()}


__all__ = ["PROMISES", "Rule", "check_concepts", "check_widening"]
