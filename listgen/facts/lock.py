"""The fact lock: every claim of a text, and what backs it. Deterministic; no model judges a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Claim, FactSheet, Verdict
from listgen.domain.finding import Finding, Severity
from listgen.facts.claim_denials import with_denials
from listgen.facts.claim_numbers import check_numbers
from listgen.facts.claim_siblings import check_siblings
from listgen.facts.claim_words import check_codes, check_words
from listgen.facts.coverage import dropped_facts
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence, evidence_of
from listgen.facts.grading import hedge_before
from listgen.facts.judged import Judged
from listgen.facts.lexicon import find_colours, find_materials
from listgen.facts.product_types import plural_of, singular_of
from listgen.facts.questions import answer_questions
from listgen.facts.scripts import is_unspaced, whole

# Praise is bad style, not a lie: it warns. Everything else that nothing backs stays out of the upload files.
_WARNS = frozenset({"praise"})
_SAYS = "the cell says "
_LEFT, _RIGHT = r"(?<![\w-])", r"(?![\w-])"
_CODES = {
    Verdict.UNSUPPORTED: "fact.unsupported",
    Verdict.CONTRADICTED: "fact.contradicted",
    Verdict.BORROWED: "fact.borrowed",
}


def check_claims(
    field: str,
    items: Sequence[str],
    facts: FactSheet,
    *,
    voice: Voice,
    siblings: Sequence[FactSheet] = (),
    language: str = "en",
    example: FactSheet | None = None,
) -> tuple[Claim, ...]:
    """Return every claim of a field's texts in reading order, each with its verdict and the cell or rule behind it.

    `siblings` are the fact sheets of the other variations: what only they can claim is BORROWED, as is what only
    `example` can claim, the product that the prompt of a language model showed. Lines that the brand
    kit licenses, the slogan and the product's own name are taken as they are. `language` is the code of the text's
    language, one of `listgen.facts.language.LANGUAGES`. Pure and fast: no file, no clock.
    """
    evidence = evidence_of(facts, language)
    others = tuple(evidence_of(sheet, language) for sheet in siblings)
    bench = _bench_of(evidence, others, voice, language)
    claims: list[Claim] = []
    for index, text in enumerate(items):
        found: Iterable[Claim] = bench.claims(text)
        if example is not None:
            shown = _claims(text, evidence_of(example, language), (), voice, language)
            found = _without_example(found, shown)
        placed = (replace(claim, field=field, item=index) for claim in found)
        claims.extend(sorted(placed, key=lambda claim: claim.start))
    return tuple(claims)


class _Bench:
    """The claims of texts about one product, by the text: channels and variants share most of their sentences."""

    def __init__(self, evidence: Evidence, others: tuple[Evidence, ...], voice: Voice, language: str) -> None:
        self.about = (evidence, others, language)
        self.voice = voice
        self._known: dict[str, tuple[Claim, ...]] = {}

    def claims(self, text: str) -> tuple[Claim, ...]:
        """Return the claims of a text as those of no field yet."""
        if text not in self._known:
            evidence, others, language = self.about
            self._known[text] = tuple(_claims(text, evidence, others, self.voice, language))
        return self._known[text]


_last: list[_Bench] = []


def _bench_of(evidence: Evidence, others: tuple[Evidence, ...], voice: Voice, language: str) -> _Bench:
    # Evidence is compared by identity, so this costs nothing.
    bench = _last[0] if _last else None
    if bench is None or bench.voice is not voice or bench.about != (evidence, others, language):
        bench = _Bench(evidence, others, voice, language)
        _last[:] = [bench]
    return bench


def _without_example(found: Iterable[Claim], shown: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims of a text; what the sheet does not back but the prompt's example does is BORROWED from it."""
    held = {(claim.start, claim.end): claim.cell for claim in shown if claim.held}
    for claim in found:
        if not claim.held and (claim.start, claim.end) in held:
            cell = held[claim.start, claim.end]
            yield replace(claim, verdict=Verdict.BORROWED, cell=cell, note="from the prompt's example")
        else:
            yield claim


def coverage_findings(
    texts: Sequence[str], facts: FactSheet, *, sku: str, channel: str, variant: str, language: str = "en"
) -> tuple[Finding, ...]:
    """Return a remark for every fact of high value that a whole listing drops (`fact.dropped`)."""
    return tuple(
        Finding(
            code="fact.dropped",
            severity=Severity.INFO,
            message=f"no text says the {fact.label}: {fact_text(fact)}",
            sku=sku,
            evidence=str(fact.cell),
            place=str(fact.cell),
            hint="buyers ask for it: put it into a bullet or the description",
            channel=channel,
            variant=variant,
            nearest=fact_text(fact),
        )
        for fact in dropped_facts(texts, facts, language=language)
    )


def lock_findings(claims: Iterable[Claim], *, sku: str, channel: str, variant: str) -> tuple[Finding, ...]:
    """Return a finding for every claim that nothing backs; errors keep the text out of the upload files.

    Codes: `fact.unsupported`, `fact.contradicted`, `fact.borrowed`. Empty praise only warns.
    """
    return tuple(
        Finding(
            code=_CODES[claim.verdict],
            severity=Severity.WARNING if claim.kind in _WARNS else Severity.ERROR,
            message=f"{claim.field}: `{claim.text}` {_reason(claim)}",
            sku=sku,
            field=claim.field,
            row=None,
            start=claim.start,
            end=claim.end,
            text=claim.text,
            verdict=claim.verdict.value,
            evidence=str(claim.cell) if claim.cell else "",
            hint="correct the text, or give the fact in the sheet",
            place=str(claim.cell) if claim.cell else "",
            channel=channel,
            variant=variant,
            item=claim.item,
            nearest=_nearest(claim),
            suggestion=_suggestion(claim),
        )
        for claim in claims
        if not claim.held
    )


def _nearest(claim: Claim) -> str:
    said = claim.nearest or (claim.note if claim.note.startswith(_SAYS) else "")
    return said.removeprefix(_SAYS)


def _suggestion(claim: Claim) -> str:
    nearest = _nearest(claim)
    if claim.verdict is Verdict.CONTRADICTED and nearest:
        if nearest in ("yes", "no"):
            return f"the sheet says {nearest}: say so, leave it out, or correct the sheet"
        return f"the sheet says {nearest}: write that, or correct the sheet"
    if claim.verdict is Verdict.BORROWED:
        return "leave it to the variation of which it is true"
    return "leave it out, or give the fact in the sheet"


def _reason(claim: Claim) -> str:
    words = {
        Verdict.UNSUPPORTED: "has no cell behind it",
        Verdict.CONTRADICTED: "is against the sheet",
        Verdict.BORROWED: "is true of another variation only",
    }[claim.verdict]
    return f"{words} ({claim.note})" if claim.note else words


def _claims(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    voice: Voice,
    language: str,
) -> Iterator[Claim]:
    licensed = tuple(_licensed(text, voice))
    taken = [*_names(text, evidence)]
    judged: list[Judged] = [
        *check_codes(text, evidence, siblings, taken, language),
        *check_numbers(text, evidence, siblings, taken, language),
        *check_words(text, evidence, siblings, taken, language),
        *check_siblings(text, evidence, siblings, taken),
    ]
    judged = list(answer_questions(text, with_denials(text, judged, evidence, language), language))
    listed = _listed_choices(judged) if evidence.sheet.family else frozenset()
    for one in judged:
        verdict, cell, note = one.verdict, one.cell, one.note
        if verdict is Verdict.BORROWED and one.kind in listed:
            verdict, note = Verdict.SUPPORTED, "one of the variations"
        inside = any(left <= one.start and one.end <= right for left, right in licensed)
        if inside and verdict not in (Verdict.SUPPORTED, Verdict.ENTAILED):
            verdict, cell, note = Verdict.LICENSED, None, "a line of the brand kit"
        yield Claim(
            field="",
            item=0,
            start=one.start,
            end=one.end,
            text=text[one.start : one.end],
            kind=one.kind,
            verdict=verdict,
            cell=cell,
            rule=one.rule,
            note=note,
            value=one.value,
            about=one.about,
            hedge=one.hedge or hedge_before(text, one.start, language),
            denied=one.denied,
            nearest=one.nearest,
        )


def _listed_choices(judged: Sequence[Judged]) -> frozenset[str]:
    """Return the kinds of which a parent's text names two or more variations: "in Slate Blue or Sage"."""
    kinds = [one.kind for one in judged if one.verdict is Verdict.BORROWED]
    return frozenset(kind for kind in kinds if kinds.count(kind) > 1)


def _licensed(text: str, voice: Voice) -> Iterator[tuple[int, int]]:
    lowered = text.lower()
    for line in (*voice.licensed, voice.slogan):
        plain = line.strip().rstrip(".").lower()
        start = lowered.find(plain) if plain else -1
        while start >= 0:
            yield start, start + len(plain)
            start = lowered.find(plain, start + 1)


@lru_cache(maxsize=4096)
def _is_make(name: str, language: str) -> bool:
    """Return whether a name is a material or a colour in a language."""
    found = (*find_materials(name, ambiguous=True, language=language), *find_colours(name, language))
    return any(one.start == 0 and one.end == len(name) for one in found)


def _names(text: str, evidence: Evidence) -> Iterator[tuple[int, int]]:
    """Yield the spans of the product's own names: they identify, they promise nothing."""
    for pattern in _name_patterns(evidence):
        for match in pattern.finditer(text):
            yield match.span()


@lru_cache(maxsize=2048)
def _name_patterns(evidence: Evidence) -> tuple[re.Pattern[str], ...]:
    patterns: list[re.Pattern[str]] = []
    sheet = evidence.sheet
    head = sheet.noun.split()[-1] if sheet.noun else ""
    names = {sheet.brand, sheet.line, sheet.noun, singular_of(sheet.noun), plural_of(singular_of(sheet.noun)), head}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if len(name) < 2 or (name != sheet.brand and is_unspaced(name)):
            continue  # the last piece of a name without blanks is no noun: "雾蓝色", "不锈钢保温杯"
        if name != sheet.brand and evidence.languages[0] != "en" and _is_make(name, evidence.languages[0]):
            continue  # nor is the last word of "faitout en fonte"
        patterns.append(re.compile(f"(?i){whole(name, re.escape(name), left=_LEFT, right=_RIGHT)}"))
    return tuple(patterns)
