"""Material and colour claims, bound to the part that they are said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from listgen.domain.fact import Verdict
from listgen.facts.evidence import Evidence, negated, said_in, words_pattern
from listgen.facts.judged import Judged
from listgen.facts.lexicon import (
    colour_supports,
    find_colours,
    find_materials,
    is_ambiguous,
    material_supports,
)
from listgen.facts.load import read_data
from listgen.facts.product_types import product_type


def check_materials(text: str, evidence: Evidence, siblings: Sequence[Evidence]) -> Iterator[Judged]:
    """Yield the materials of a text, each with the part that it is said of."""
    for found in find_materials(text, ambiguous=True):
        written = text[found.start : found.end]
        after = text[found.end : found.end + 30]
        before = text[max(0, found.start - 20) : found.start]
        if re.match(r"-(?:free|resistant|proof|like|look)", after):
            continue
        loose = is_ambiguous(found.name)
        if loose and not re.search(r"(?i)\b(?:of|in|from|pure|solid|sterling)\s$|[:(]\s?$", before):
            listed = re.search(r"(?i)(?:,|\band|\bor)\s$", before) or re.match(r"(?i),?\s(?:and|or)\b|,\s\w+,", after)
            near = find_materials(before) or find_materials(after)
            part = re.match(r"(?i)[\s-](?:plated|coated|plate|coating|case|lid|top|body|frame|shell|pocket)\b", after)
            if found.name not in ("glass", "paper", "iron") or not ((listed and near) or part):
                continue
        yield _judge_material(text, found.start, found.end, written, evidence, siblings)


def _judge_material(
    text: str, start: int, end: int, written: str, evidence: Evidence, siblings: Sequence[Evidence]
) -> Judged:
    part = _part_at(text, start, end, evidence)
    holding = [known for known in evidence.materials if material_supports(known.name, written)]
    if part:
        own = [known for known in evidence.materials if known.part == part]
        if own and not any(known in holding for known in own):
            said = ", ".join(known.name for known in own)
            return Judged(start, end, "material", Verdict.CONTRADICTED, own[0].cell, note=f"the {part} is {said}")
    elif holding and all(known.part for known in holding) and _is_whole(text, end, evidence):
        known = holding[0]
        note = f"only the {known.part} is {known.name}"
        cell = said_in(evidence, words_pattern(text[start:end]), denied=False) if not known.part else None
        if cell is None and not _named(written, evidence):
            return Judged(start, end, "material", Verdict.CONTRADICTED, known.cell, note=note)
    if holding:
        best = next((known for known in holding if known.part == part), holding[0])
        exact = best.name.lower() == written.lower()
        return Judged(
            start,
            end,
            "material",
            Verdict.SUPPORTED if exact else Verdict.ENTAILED,
            best.cell,
            "" if exact else "material.broader",
        )
    denied = negated(text, start, end)
    cell = said_in(evidence, words_pattern(written), denied=denied)
    if cell is not None:
        return Judged(start, end, "material", Verdict.SUPPORTED, cell)
    for sibling in siblings:
        for known in sibling.materials:
            if material_supports(known.name, written):
                return Judged(start, end, "material", Verdict.BORROWED, known.cell, note="true of another variation")
    whole = [known for known in evidence.materials if not known.part]
    if whole:
        said = ", ".join(known.name for known in whole)
        return Judged(start, end, "material", Verdict.CONTRADICTED, whole[0].cell, note=f"the cell says {said}")
    return Judged(start, end, "material", Verdict.UNSUPPORTED, note="no cell gives this material")


def _named(written: str, evidence: Evidence) -> bool:
    return any(source.key == "name" and written.lower() in source.text for source in evidence.sources)


def _part_at(text: str, start: int, end: int, evidence: Evidence) -> str:
    """Return the part that a material word is said of: "rubber strap", "the strap is rubber"."""
    parts = {known.part for known in evidence.materials if known.part} | set(product_type(evidence.sheet.type_id).parts)
    after = re.match(r"\s+(?:[\w-]+\s+)?([a-z]+(?: [a-z]+)?)", text[end : end + 40], re.IGNORECASE)
    before = re.search(
        r"(?i)\b([a-z]+)\s+(?:is|are|in|of|made of|made from)\s+(?:\w+\s+)?$", text[max(0, start - 40) : start]
    )
    for match in (after, before):
        if not match:
            continue
        words = match.group(1).lower().split()
        direct = re.match(r"\s+([a-z]+)", text[end : end + 30], re.IGNORECASE) if match is after else None
        for candidate in (" ".join(words), words[0], direct.group(1).lower() if direct else ""):
            if candidate in parts:
                return candidate
    return ""


def _is_whole(text: str, end: int, evidence: Evidence) -> bool:
    head = evidence.sheet.noun.lower().split()[-1]
    return re.match(rf"(?i)\s+(?:[\w-]+\s+)?{re.escape(head)}\b", text[end : end + 40]) is not None


def check_colours(text: str, evidence: Evidence, siblings: Sequence[Evidence]) -> Iterator[Judged]:
    """Yield the colours of a text; a family word is entailed by a colour of the family."""
    for found in find_colours(text):
        if found.name in _ambiguous_colours() and not re.search(
            r"(?i)(?:\bin|\bcolou?r(?: is)?:?)\s$", text[max(0, found.start - 12) : found.start]
        ):
            continue
        yield _judge_colour(text, found.start, found.end, evidence, siblings)


def _judge_colour(text: str, start: int, end: int, evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    written = text[start:end]
    for given, cell in evidence.colours:
        if given.lower() == written.lower():
            return Judged(start, end, "colour", Verdict.SUPPORTED, cell)
    for given, cell in evidence.colours:
        if colour_supports(given, written):
            return Judged(start, end, "colour", Verdict.ENTAILED, cell, "colour.family")
    for spelling in (written.replace("gray", "grey"), written.replace("grey", "gray")):
        said_by = said_in(evidence, words_pattern(spelling), denied=False)
        if said_by is not None:
            return Judged(start, end, "colour", Verdict.SUPPORTED, said_by)
    for sibling in siblings:
        for given, place in sibling.colours:
            if colour_supports(given, written):
                return Judged(start, end, "colour", Verdict.BORROWED, place, note="the colour of another variation")
    if evidence.colours:
        given, cell = evidence.colours[0]
        return Judged(start, end, "colour", Verdict.CONTRADICTED, cell, note=f"the cell says {given}")
    return Judged(start, end, "colour", Verdict.UNSUPPORTED, note="no cell gives this colour")


@cache
def _ambiguous_colours() -> frozenset[str]:
    return frozenset(read_data("lexicon.toml")["ambiguous_colours"])
