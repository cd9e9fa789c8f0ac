"""Materials at each other's place: "the lid is bamboo with a polypropylene top", where the sheet says it the other way.

Things have names that no list of parts knows ("rivets", "stake", "巾着"), so materials are told apart as figures are
(`binding`): by the words that they stand among, each word belonging to the material that it stands nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from listgen.domain.source import CellRef
from listgen.facts.binding import MARGIN
from listgen.facts.contexts import ATTRIBUTE, Place, Reading, distance, label_tokens, read_context, stem, weight
from listgen.facts.evidence import Evidence, negated
from listgen.facts.known import of_the_whole
from listgen.facts.language import language as language_of
from listgen.facts.language import readable
from listgen.facts.lexicon import Found, find_materials, material_allows
from listgen.facts.makes import parts_in

Words = Mapping[str, float]

_MATERIAL = ATTRIBUTE + "material"
# "lid: polypropylene, bamboo top": what stands before the colon is said of the whole list
_LABEL = re.compile(r"(?:^|[.;\n|。；])\s*([^.:;\n|：。；]{1,40})[:：]")
_LABELLED = 1.0
_BESIDE = 1.0  # a word behind a comma or far away is that of another thing: "60 blocks, cotton pouch"


@dataclass(frozen=True, slots=True)
class Spot:
    """One word beside a material: what it is called in a context, and what it weighs."""

    names: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A material that a cell grants, with the words that it stands among and what they weigh."""

    name: str
    words: Words
    cell: CellRef
    written: str


@dataclass(frozen=True, slots=True, eq=False)
class PlacedMakes:
    """All materials that a sheet grants, and those that each word stands beside; `common` words tell nothing apart."""

    placed: tuple[Placed, ...]
    beside: Mapping[str, frozenset[str]]
    common: frozenset[str]


def rival_of(text: str, found: Found, evidence: Evidence, language: str) -> Placed | None:
    """Return the material that the sheet gives to the thing a text calls something else, None where nothing says so."""
    known = _placed_makes(evidence)
    if all(material_allows(one.name, found.name) for one in known.placed):
        return None
    spots = next((spots for one, spots in _around(text, language) if one.start == found.start), ())
    rarity = _rarity(spots, found.name, known)
    own, best, rival = 0.0, 0.0, None
    for one in known.placed if rarity else ():
        points = _fit(spots, one.words, rarity)
        if material_allows(one.name, found.name):
            own = max(own, points)
        elif points > best and not material_allows(found.name, one.name):
            best, rival = points, one
    return rival if best - own >= MARGIN else None


def _rarity(spots: Sequence[Spot], claimed: str, known: PlacedMakes) -> Words:
    """Return how well each word tells the materials apart: 1 for one material's own, 0 for everybody's."""
    names = {one.name for one in known.placed} | {claimed}
    words = {word for spot in spots for word in spot.names if word in known.beside and word not in known.common}
    return {word: (len(names) - len(known.beside[word])) / max(1, len(names) - 1) for word in words}


def _fit(spots: Sequence[Spot], known: Words, rarity: Words) -> float:
    return sum(
        spot.weight * max((known.get(word, 0.0) * rarity.get(word, 0.0) for word in spot.names), default=0.0)
        for spot in spots
    )


@lru_cache(maxsize=4096)
def _placed_makes(evidence: Evidence) -> PlacedMakes:
    sheet, codes = evidence.sheet, evidence.languages
    name = f"{sheet.name} {sheet.brand} {sheet.line} {sheet.noun}"
    common = frozenset(word for code in codes for word in label_tokens(name, code) if word[0] not in (ATTRIBUTE, "="))
    placed = tuple(_of_cells(evidence))
    beside: dict[str, set[str]] = {}
    for one in placed:
        for word in one.words:
            beside.setdefault(word, set()).add(one.name)
    return PlacedMakes(placed, {word: frozenset(names) for word, names in beside.items()}, common)


def _of_cells(evidence: Evidence) -> Iterator[Placed]:
    sheet = evidence.sheet
    for piece in evidence.told:
        if piece.cell in (sheet.name_cell, sheet.brand_cell):
            continue  # what a product is called says nothing of its parts
        for code in readable(piece.text, evidence.languages):
            around = _around(piece.text, code)
            label = _label(piece.label, evidence.languages) if around else frozenset()
            for found, spots in around:
                if not negated(piece.text, found.start, found.end, code):
                    words = dict.fromkeys(label, _LABELLED)
                    for spot in spots:
                        words |= {name: max(spot.weight, words.get(name, 0.0)) for name in spot.names}
                    yield Placed(found.name, words, piece.cell, piece.text[found.start : found.end])


def _label(text: str, codes: Sequence[str]) -> frozenset[str]:
    """Return the tokens of a label without what speaks of the whole: "Außenmaterial" says outer, "Material" nothing."""
    plain = re.sub(r"[_\-/.]+", " ", text)
    for code in codes:
        plain = of_the_whole(code).sub(lambda match: " " * len(match.group()), plain)
    names = (names for code in codes for names, _ in _spots(read_context(plain, code))) if plain.strip() else ()
    return frozenset[str]().union(*names)


def _spots(reading: Reading) -> Iterator[tuple[frozenset[str], Place]]:
    """Yield the names of each word of a text; what several languages or synonyms call it counts once."""
    bare = [token.place for token in reading.tokens if token.name == _MATERIAL]
    for _, group in groupby(reading.tokens, key=lambda token: token.place.start):
        tokens = list(group)
        at = tokens[0].place
        material = any(at.start < one.end and one.start < at.end for one in bare)
        names = {token.name for token in tokens if token.name[0] != ATTRIBUTE}
        names = {name for name in names if not material or name[0] == "="}
        if names:
            yield frozenset(names), at


def _around(text: str, code: str) -> tuple[tuple[Found, tuple[Spot, ...]], ...]:
    """Return the materials of a text, each with the words that stand nearer to it than to any other."""
    found = find_materials(text, ambiguous=True, language=code)
    if not found:
        return ()
    reading = read_context(text, code)
    places = [reading.place(one.start, one.end) for one in found]
    spots: list[list[Spot]] = [[] for _ in found]
    for names, at in _spots(reading):
        if any(place.start < at.end and at.start < place.end for place in places):
            continue
        gaps = [distance(place, at) for place in places]
        share = weight(min(gaps))
        if share >= _BESIDE:
            near = [index for index, gap in enumerate(gaps) if gap == min(gaps)]
            spots[near[_of_two(places[near[-1]], at, min(gaps), code)]].append(Spot(names, share))
    for one, own in zip(found, spots, strict=True):
        for part in parts_in(text[one.start : one.end], code):
            own.append(Spot(frozenset({stem(part.split()[-1])}), _LABELLED))  # "Bambusauflage"
    for match in _LABEL.finditer(text):
        if any(one.start < match.end() and match.start() < one.end for one in found):
            continue  # "One beech handle: carbon steel" is the heading of a bullet point
        end = next((stop for stop in reading.ends if stop >= match.end()), len(text))
        label = Spot(_label(match.group(1), (code,)), _LABELLED)
        for one, own in zip(found, spots, strict=True):
            if match.end() <= one.start < end:
                own.append(label)
    return tuple(zip(found, map(tuple, spots), strict=True))


def _of_two(behind: Place, at: Place, gap: int, code: str) -> int:
    """Return which of two materials a word between them belongs to: "steel *lid* bamboo", "*couvercle* en bois"."""
    material_first = language_of(code).code in ("en", "de", "ru", "zh", "ja")
    return 0 if (gap == 0 and material_first) or behind.start < at.start else -1
