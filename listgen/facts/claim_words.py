"""Word claims of a text: every kind in its own module, in the order in which one span can be only one claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from listgen.facts.claim_answers import check_answers
from listgen.facts.claim_audience import check_audiences
from listgen.facts.claim_codes import check_codes
from listgen.facts.claim_concepts import check_concepts, check_widening
from listgen.facts.claim_contents import check_contents
from listgen.facts.claim_fits import check_fits
from listgen.facts.claim_makes import check_colours, check_materials
from listgen.facts.claim_origin import check_origins
from listgen.facts.concepts import find_concepts
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged


def check_words(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    taken: list[tuple[int, int]],
    language: str = "en",
) -> Iterator[Judged]:
    """Yield every word claim of a text; spans in `taken` (product names, licensed lines, numbers) are skipped."""
    for one in _all(text, evidence, siblings, language):
        judged = _behind(text, one, taken) if one.kind == "material" else one
        if not any(judged.start < right and left < judged.end for left, right in taken):
            taken.append((judged.start, judged.end))
            yield judged


def _behind(text: str, judged: Judged, taken: Sequence[tuple[int, int]]) -> Judged:
    """Return a material claim without a code or promise at its ends: "18/8 steel", "recycled nylon", "acero 18/8"."""
    end = min((left for left, right in taken if judged.start < left < judged.end <= right), default=judged.end)
    if end - 1 > judged.start and end != judged.end:
        judged = replace(judged, end=end - (text[end - 1] == " "))
    start = max((right for left, right in taken if left <= judged.start < right), default=judged.start)
    if start + 1 >= judged.end or start == judged.start:
        return judged
    # no blank stands between "304" and "不锈钢"
    return replace(judged, start=start + (not text[start].isalnum()))


def _all(text: str, evidence: Evidence, siblings: Sequence[Evidence], language: str) -> Iterator[Judged]:
    yield from check_answers(text, evidence, language)
    yield from check_origins(text, evidence, language)
    yield from check_contents(text, evidence, language)
    yield from check_fits(text, evidence, siblings, language)
    yield from check_widening(text, evidence, language)
    yield from check_concepts(text, evidence, siblings, language)
    yield from check_materials(text, evidence, siblings, language)
    yield from check_colours(text, evidence, siblings, language)
    yield from check_audiences(text, evidence, language)


__all__ = ["check_codes", "check_words", "find_concepts"]
