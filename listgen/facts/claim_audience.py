"""For whom: men, women, children … in any language, against the cells that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from listgen.domain.fact import Fact, FactKind, Verdict
from listgen.domain.source import CellRef
from listgen.facts.entailment import fact_text
from listgen.facts.evidence import Evidence
from listgen.facts.finder import Finder, Hit
from listgen.facts.judged import Judged
from listgen.facts.language import language as language_of
from listgen.facts.language import readable
from listgen.facts.polarity import negated

_OF_BOTH = {"unisex": frozenset({"men", "women"}), "kids": frozenset({"boys", "girls"})}
_WIDER = {
    "men": frozenset({"unisex"}), "women": frozenset({"unisex"}),
    "kids": frozenset({"boys", "girls"}), "boys": frozenset(), "girls": frozenset(),
}  # fmt: skip
_YOUNG = frozenset({"kids", "boys", "girls", "toddler", "baby"})
_AGED = re.compile(
    r"\d\+? ?(?:years?|months?|jahren?|monaten?|ans|mois|años|meses|岁|歲|个月|歳|才|か月|ヶ月)|ages? \d"
)
# "children" covers the small ones too, and the other way round a cell for toddlers speaks of children.
_RELATED = {"kids": frozenset({"toddler", "baby"}), "baby": frozenset({"toddler"}), "toddler": frozenset({"kids"})}


def check_audiences(text: str, evidence: Evidence, language: str = "en") -> Iterator[Judged]:
    """Yield whom a text says the product is for."""
    hits = _audiences(text, language)
    if not hits:
        return
    given = [
        fact
        for fact in evidence.sheet.facts
        if fact.key in ("audience", "age_group", "age_range") and fact.kind is not FactKind.CODE
    ]
    known = _known(evidence)
    for hit in hits:
        yield _judge(text, hit, given, known, evidence, language)


def _judge(
    text: str,
    hit: Hit[str],
    given: list[Fact],
    known: dict[str, CellRef],
    evidence: Evidence,
    language: str,
) -> Judged:
    start, end, who = hit.start, hit.end, hit.payload
    denied = negated(text, start, end, language)
    if who in known:
        return Judged(start, end, "audience", Verdict.SUPPORTED, known[who], value=who, denied=denied)
    others = _WIDER.get(who, frozenset()) | _RELATED.get(who, frozenset())
    implied = next((known[other] for other in sorted(others) if other in known), None)
    both = _OF_BOTH.get(who, frozenset())
    if implied is None and both and both <= set(known):
        implied = known[min(both)]
    if implied is not None:
        return Judged(start, end, "audience", Verdict.ENTAILED, implied, "audience", value=who)
    audience = [fact for fact in given if fact.key != "age_range"]
    if audience:
        said = fact_text(audience[0])
        return Judged(
            start, end, "audience", Verdict.CONTRADICTED, audience[0].cell, note=f"the cell says {said}", value=who,
            denied=denied,
        )  # fmt: skip
    if given and who in _YOUNG:
        return Judged(start, end, "audience", Verdict.ENTAILED, given[0].cell, "age", value=who)
    aged = next((source.cell for source in evidence.sources if _AGED.search(source.text)), None)
    if aged is not None and who in _YOUNG:
        return Judged(start, end, "audience", Verdict.ENTAILED, aged, "age", value=who)
    return Judged(start, end, "audience", Verdict.UNSUPPORTED, note="no cell says for whom", value=who, denied=denied)


@lru_cache(maxsize=4096)
def _known(evidence: Evidence) -> dict[str, CellRef]:
    """Return whom the cells name, each with the cell."""
    found: dict[str, CellRef] = {}
    for source in evidence.sources:
        for code in readable(source.text, evidence.languages):
            for hit in _audiences(source.text, code):
                if not negated(source.text, hit.start, hit.end, code):
                    found.setdefault(hit.payload, source.cell)
    return found


@lru_cache(maxsize=65536)
def _audiences(text: str, language: str) -> tuple[Hit[str], ...]:
    return tuple(_finder(language).find(text))


@cache
def _finder(code: str) -> Finder[str]:
    words = language_of(code)
    possessive = "(?:['’]s|['’])?" if code == "en" else ""
    return Finder(
        [(f"(?:{form}){possessive}", who) for who, forms in words.audiences.items() for form in forms],
        boundary=words.boundary,
    )
