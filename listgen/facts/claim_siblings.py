"""Words of another variation: its scent, its bed size, where the product's own cells say something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged, overlaps
from listgen.facts.load import read_data
from listgen.facts.scripts import is_unspaced, whole

_LONGEST = 60  # characters: longer cells are prose
_MOST_WORDS = 4
_PIECE = re.compile(r"[,;/、，；|]|\s\+\s")
_LABEL_REACH = 14


@dataclass(frozen=True, slots=True, eq=False)
class _Lent:
    """What only siblings say: one pattern of all their words, and the cell of each."""

    pattern: re.Pattern[str]
    cells: dict[str, CellRef]


def check_siblings(
    text: str, evidence: Evidence, siblings: Sequence[Evidence], taken: list[tuple[int, int]]
) -> Iterator[Judged]:
    """Yield the words of a text that only a sibling's cell says, in a column where the product has another value.

    Figures, codes, colours and materials are compared elsewhere. A family's own text may list what its variations come
    in, so it borrows nothing.
    """
    if not siblings or evidence.sheet.family:
        return
    lent = _lent(evidence, tuple(siblings))
    if lent is None:
        return
    for match in lent.pattern.finditer(text):
        word = match.group().lower()
        if overlaps(match.start(), match.end(), taken) or (word in _plain() and not _marked(text, match)):
            continue
        taken.append(match.span())
        note = "true of another variation"
        yield Judged(*match.span(), "option", Verdict.BORROWED, lent.cells[word], note=note)


@lru_cache(maxsize=2048)
def _lent(evidence: Evidence, siblings: tuple[Evidence, ...]) -> _Lent | None:
    sheet = evidence.sheet
    own = {cell.column: cell.text for cell in sheet.cells}
    said = " ¦ ".join((sheet.name, *own.values(), *(cell.text for cell in sheet.cells))).lower()
    cells: dict[str, CellRef] = {}
    for sibling in (one.sheet for one in siblings):
        for cell in sibling.cells:
            mine = own.get(cell.column, "")
            if cell in (sibling.name_cell, sibling.brand_cell) or not mine or mine == cell.text:
                continue
            if len(cell.text) <= _LONGEST:
                for piece in _pieces(cell.text):
                    if piece not in said:
                        cells.setdefault(piece, cell)
    if not cells:
        return None
    longest = sorted(cells, key=lambda piece: (-len(piece), piece))
    return _Lent(re.compile("|".join(whole(piece, re.escape(piece)) for piece in longest), re.IGNORECASE), cells)


def _pieces(cell: str) -> Iterator[str]:
    for part in _PIECE.split(cell):
        piece = part.strip().lower()
        least = 2 if is_unspaced(piece) else 3
        if len(piece) >= least and len(piece.split()) <= _MOST_WORDS and not re.search(r"\d", piece):
            yield piece


def _marked(text: str, match: re.Match[str]) -> bool:
    """Return whether a word that may mean anything is written as a value: "in size Large", "the Dark roast"."""
    around = text[max(0, match.start() - _LABEL_REACH) : match.end() + _LABEL_REACH].lower()
    inside = match.start() > 0 and text[match.start() - 2 : match.start()] not in (". ", "! ", "? ")
    return (inside and match.group()[0].isupper()) or any(label in around for label in _labels())


@cache
def _plain() -> frozenset[str]:
    return frozenset(read_data("siblings.toml")["plain"])


@cache
def _labels() -> tuple[str, ...]:
    return tuple(read_data("siblings.toml")["labels"])
