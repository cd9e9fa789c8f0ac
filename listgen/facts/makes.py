"""What a sheet says of materials and colours, read from every cell in the languages of the sheet and of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from listgen.domain.fact import FactKind, FactSheet, Words
from listgen.domain.source import CellRef
from listgen.facts.evidence import Evidence, negated
from listgen.facts.keys import key_of_label
from listgen.facts.language import language as language_of
from listgen.facts.language import readable
from listgen.facts.lexicon import Found, cell_colour, find_colours, find_materials, material_name
from listgen.facts.load import read_data
from listgen.facts.polarity import denying_header
from listgen.facts.product_types import product_types, singular_of
from listgen.facts.word_forms import FormScanner, fold


@dataclass(frozen=True, slots=True)
class MaterialSaid:
    """A material in a text: canonical name, the part it is said of, its share in per cent, whether it is denied."""

    start: int
    end: int
    name: str
    part: str = ""
    share: Decimal | None = None
    denied: bool = False


@dataclass(frozen=True, slots=True)
class KnownMake:
    """A material or colour that a cell gives; `certain` where it is the value of a material or colour fact."""

    found: Found
    written: str  # folded
    part: str
    cell: CellRef
    denied: bool
    certain: bool
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Makes:
    """All materials and colours of a sheet."""

    materials: tuple[KnownMake, ...]
    colours: tuple[KnownMake, ...]


def materials_said(text: str, language: str = "en") -> tuple[MaterialSaid, ...]:
    """Return the materials that a text of a language names, with part and share where it gives them."""
    return tuple(
        MaterialSaid(
            one.start,
            one.end,
            one.name,
            part_at(text, one.start, one.end, language),
            share_at(text, one.start, one.end),
            negated(text, one.start, one.end, language),
        )
        for one in find_materials(text, ambiguous=True, language=language)
    )


def makes_of(evidence: Evidence) -> Makes:
    """Return what the cells of a sheet say of materials and colours; a sheet is read once for a set of languages."""
    kept = _READ.get(id(evidence))
    if kept is None or kept[0] is not evidence:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        # the index is kept beside what was read, so that its identity stays taken
        kept = _READ[id(evidence)] = (evidence, _makes(evidence.sheet, evidence.languages, evidence))
    return kept[1]


def part_at(text: str, start: int, end: int, language: str = "en") -> str:
    """Return the part that a span is said of ("Deckel aus Bambus", "bamboo lid", "竹製の蓋"), "" for none."""
    words = language_of(language)
    scanner = _parts(words.code)
    inside = parts_in(text[start:end], language)
    if inside:
        return inside[-1]  # "Bambusdeckel"
    window = re.split(r"[.;:!?,()](?=\s|$)|[。；：，、！？]", text[end : end + 40])[0]
    for one in scanner.find(window):
        between = window[: one.start]
        near = len(between.split()) <= 1 if words.boundary else one.start <= _REACH
        if near and not _JOINS.search(between) and (words.boundary is False or words.code in _ADJECTIVE_FIRST):
            return one.name
        break
    lead = re.split(r"[.;!?,()](?=\s|$)|[。；，、！？]", text[max(0, start - 48) : start])[-1]
    for one in reversed(scanner.find(lead)):
        between = lead[one.end :]
        if len(between.split()) <= _WORDS_BETWEEN and not _JOINS.search(between):
            return one.name
        break
    return ""


def parts_in(compound: str, language: str) -> tuple[str, ...]:
    """Return the parts that a word names behind its beginning: the lid of "Bambusdeckel"."""
    found = _parts(language_of(language).code).find(compound)
    return tuple(one.name for one in found if one.compound or one.start > 0)


def same_part(known: str, claimed: str) -> bool:
    """Return whether two names may mean one part: the same, or names that languages do not keep apart (lid, cap)."""
    if not known or not claimed:
        return False
    if known.startswith("~") != claimed.startswith("~"):
        # a part that only a label names, and the name that all languages share: "knob: steel", "盖钮为不锈钢"
        return fold(known.lstrip("~"))[:_STEM] == fold(claimed.lstrip("~"))[:_STEM]
    one, other = singular_of(known), singular_of(claimed)
    return one == other or other in _other_names().get(one, ())


def label_part(text: str, start: int, code: str) -> str:
    """Return the sign of a part that no list knows, by the label before a material ("ear pads: leather"), else ""."""
    match = _LABEL.search(text[:start])
    words = _WORD.findall(match.group(1)) if match else []
    if not words or len(words) > _LABEL_WORDS or not language_of(code).boundary:
        return ""
    if match and key_of_label(match.group(1)) is not None:
        return ""  # "material: steel" names no part
    return "~" + fold(words[0])[:_STEM]


def spoken_part(text: str, start: int, parts: frozenset[str]) -> str:
    """Return which of the parts known by their labels alone the words before a material speak of, "" for none."""
    if not any(part.startswith("~") for part in parts):
        return ""
    lead = re.split(r"[.;!?()](?=\s|$)", text[max(0, start - 48) : start])[-1]
    for word in reversed(_WORD.findall(lead)[-_WORDS_BETWEEN - 1 :]):
        sign = "~" + fold(word)[:_STEM]
        if sign in parts:
            return sign
    return ""


def share_at(text: str, start: int, end: int) -> Decimal | None:
    """Return the per cent of a material: "95 % cotton", "cotton (95%)", "coton 95 %", "棉95%"."""
    before = re.search(
        r"(\d{1,3}(?:[.,]\d+)?)\s*[%％](?:\s*(?:of|de|d['’]|en|aus|的)?\s*(?:[\w-]+\s+)?)$", text[:start]
    )
    after = re.match(r"[^\W\d_]{0,2}[\s:(（]*(\d{1,3}(?:[.,]\d+)?)\s*[%％]", text[end : end + 14])
    match = before or after
    return Decimal(match.group(1).replace(",", ".")) if match else None


_REACH = 4
_WORDS_BETWEEN = 3
_ADJECTIVE_FIRST = frozenset({"en", "de", "ru"})
_JOINS = re.compile(r"(?i)\b(?:and|or|but|und|oder|et|ou|y|o|e|и|mit|with|avec|con|com)\b|と|や|和|及")


_READ: dict[int, tuple[Evidence, Makes]] = {}
_MOST_READ = 4096


def _makes(sheet: FactSheet, languages: tuple[str, ...], evidence: Evidence) -> Makes:
    materials: list[KnownMake] = []
    colours: list[KnownMake] = []
    head = singular_of(sheet.noun.lower()).split(" ")[-1]
    absent = {fact.cell for fact in sheet.facts if fact.key == "free_of"}
    for text, cell, part, kind in _texts(sheet, evidence):
        # "Free from: PVC"
        free_of = cell in absent or any(denying_header(cell.column, code) for code in languages)
        for code in readable(text, languages):
            for said in materials_said(text, code):
                written = fold(text[said.start : said.end])
                labelled = (kind is FactKind.MATERIAL or len(cell.text) <= _SHORT_CELL) and _under_label(
                    text, said.start
                )
                own = said.part or part or (label_part(text, said.start, code) if labelled else "")
                own = "" if own and singular_of(own) == head else own  # the cable of a USB cable is the whole of it
                found = Found(said.start, said.end, said.name)
                certain = kind is FactKind.MATERIAL or (own != "" and labelled)
                denied = said.denied or free_of
                materials.append(KnownMake(found, written, own, cell, denied, certain, said.share))
            for one in find_colours(text, code):
                denied = negated(text, one.start, one.end, code)
                written = fold(text[one.start : one.end])
                colours.append(KnownMake(one, written, part, cell, denied, kind is FactKind.COLOUR))
        if kind is FactKind.COLOUR:
            colours.append(
                KnownMake(Found(0, len(text), fold(text), cell_colour(text)), fold(text), part, cell, False, True)
            )
        elif kind is FactKind.MATERIAL and not free_of and material_name(text) == "":
            materials.append(KnownMake(Found(0, len(text), fold(text)), fold(text), part, cell, False, True))
    return Makes(tuple(dict.fromkeys(materials)), tuple(dict.fromkeys(colours)))


def _texts(sheet: FactSheet, evidence: Evidence) -> Iterator[tuple[str, CellRef, str, FactKind | None]]:
    for fact in sheet.facts:
        if fact.kind is FactKind.MATERIAL and isinstance(fact.value, tuple):
            for one in fact.value:
                yield one.name, fact.cell, fact.part, fact.kind
        elif fact.kind is FactKind.COLOUR and isinstance(fact.value, Words):
            for piece in re.split(r"\s*/\s*", fact.value.text):
                yield piece, fact.cell, fact.part, fact.kind
    seen: set[str] = set()
    for source in evidence.sources:
        if source.text not in seen:
            seen.add(source.text)
            # the header of prose names no part: "Body (HTML): Blue cotton shirt"
            prose = source.around and len(source.cell.text) > _SHORT_CELL
            header = f"{source.cell.column.lower()}: " if prose else ""
            yield source.text.removeprefix(header), source.cell, source.part, None
    for cell in sheet.cells:
        if len(cell.text) <= _SHORT_CELL:  # the case of letters tells PE and PP
            yield cell.text, cell, "", None


_SHORT_CELL = 60
# "tapa: polipropileno", "ear pads: soft protein leather": a label and few words up to the material
_LABEL = re.compile(r"(?:^|[.;,\n|])\s*([^.:;,\n|]{2,40}):\s*(?:[^\s.;:]+\s+){0,4}$")
_WORD = re.compile(r"[^\W\d_]+")
_LABEL_WORDS = 4
_STEM = 6


def _under_label(text: str, start: int) -> bool:
    return _LABEL.search(text[:start]) is not None


@cache
def _other_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in read_data("lexicon.toml")["same_parts"]:
        for name in group:
            found.setdefault(singular_of(name), set()).update(singular_of(other) for other in group)
    return {name: frozenset(others) for name, others in found.items()}


@cache
def _parts(code: str) -> FormScanner:
    words = language_of(code)
    forms: dict[str, list[str]] = {name: list(several) for name, several in words.parts.items()}
    if words.code == "en":
        for kind in product_types():
            for part in kind.parts:
                forms.setdefault(singular_of(part), []).extend((re.escape(part), re.escape(singular_of(part))))
    return FormScanner(forms, boundary=words.boundary)
