"""Compatibility: devices, systems and makers that a text names have to be named by a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged
from listgen.facts.load import read_data
from listgen.facts.polarity import negated
from listgen.facts.sayings import sayings_of
from listgen.facts.scripts import is_unspaced

_MODEL = re.compile(
    r"(?: (?:Pro|Max|Plus|Ultra|Mini|Air|SE|Fold|Flip|Series|Mark|[IVX]{1,4}|[A-Z]{0,3}\d{1,4}[A-Za-z]{0,2}))+(?![\w-])"
)


def check_fits(text: str, evidence: Evidence, siblings: Sequence[Evidence], language: str = "en") -> Iterator[Judged]:
    """Yield the devices, systems and makers that a text names, each with its model."""
    for match in _pattern().finditer(text):
        model = _MODEL.match(text, match.end())
        start, end = match.start(), model.end() if model else match.end()
        written = text[start:end]
        denied = negated(text, start, end, language)
        cell = _named(written, evidence)
        if cell is not None and denied and _fits(cell, evidence):
            note = "the cell says so"
            yield Judged(
                start, end, "compatibility", Verdict.CONTRADICTED, cell, note=note, value=written, denied=denied
            )
            continue
        if cell is not None:
            yield Judged(start, end, "compatibility", Verdict.SUPPORTED, cell, value=written, denied=denied)
            continue
        borrowed = next((place for one in siblings if (place := _named(written, one))), None)
        if borrowed is not None:
            note = "true of another variation"
            yield Judged(start, end, "compatibility", Verdict.BORROWED, borrowed, note=note, value=written)
            continue
        other = _other(match.group(), evidence)
        if other is not None:
            note = f"the cell says {other.text[:60]}"
            yield Judged(
                start, end, "compatibility", Verdict.CONTRADICTED, other, note=note, value=written, denied=denied
            )
        else:
            note = "no cell names it"
            yield Judged(start, end, "compatibility", Verdict.UNSUPPORTED, note=note, value=written, denied=denied)


@lru_cache(maxsize=16384)
def _named(written: str, evidence: Evidence) -> CellRef | None:
    for name in (written, *read_data("platforms.toml")["same"].get(written, ())):
        plain = name.lower()
        for source in evidence.sources:
            place = source.text.find(plain)
            if place >= 0 and (is_unspaced(plain) or not re.match(r"[\w]", source.text[place + len(plain) :][:1])):
                return source.cell
    return None


def _fits(cell: CellRef, evidence: Evidence) -> bool:
    """Return whether a cell lists what the product fits, with nothing that it does not fit."""
    listed = any(fact.key == "compatibility" and fact.cell == cell for fact in evidence.sheet.facts)
    return listed and not any(place == cell and clause.denials for clause, place in sayings_of(evidence).clauses)


def _other(name: str, evidence: Evidence) -> CellRef | None:
    """Return the cell that names the same platform in another model, or that lists what the product fits."""
    for fact in evidence.sheet.facts:
        if fact.key == "compatibility":
            return fact.cell
    return _named(name, evidence)


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(read_data("platforms.toml")["names"], key=lambda name: (-len(name), name))
    spaced = "|".join(re.escape(name) for name in names if not is_unspaced(name))
    others = "|".join(re.escape(name) for name in names if is_unspaced(name))
    return re.compile(rf"(?<![A-Za-zÀ-ɏ\d-])(?:{spaced})(?![A-Za-zÀ-ɏ])|{others}")
