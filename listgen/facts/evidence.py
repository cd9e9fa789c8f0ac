"""Everything that a fact sheet says, indexed the way the lock asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.domain.fact import Fact, FactKind, FactSheet, Words, YesNo
from listgen.domain.source import CellRef
from listgen.facts.blocks import Block, read_blocks, sentences
from listgen.facts.entailment import Rule, fact_text, rules_for
from listgen.facts.known import KnownFigures, Told, known_figures
from listgen.facts.language import LANGUAGES, detect_language
from listgen.facts.language import language as language_of
from listgen.facts.polarity import negated as negated
from listgen.facts.scripts import whole
from listgen.facts.units import word_number

_GROUPED = re.compile(r"(?<=\d),(?=\d{3}\b)")
_SHORT = 80  # characters: longer cells are prose and are read sentence by sentence


@dataclass(frozen=True, slots=True)
class Source:
    """A text that the seller wrote, lower case with digits for number words, and the fact that it belongs to."""

    text: str
    cell: CellRef
    key: str = ""
    part: str = ""
    around: bool = False  # the sentence that the fact was read from, not the fact itself


@dataclass(frozen=True, slots=True)
class KnownMaterial:
    """A material of a part, "" for the whole product."""

    name: str
    part: str
    cell: CellRef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """The index of one fact sheet; one record a sheet and language exists, compared by identity: it keys caches."""

    sheet: FactSheet
    languages: tuple[str, ...]  # those that the cells were read in, the text's own first
    own: str  # the language that the sheet seems to be written in, "" where that cannot be told
    told: tuple[Told, ...]
    sources: tuple[Source, ...]
    figures: KnownFigures
    colours: tuple[tuple[str, CellRef], ...]
    materials: tuple[KnownMaterial, ...]
    yes_no: dict[str, Fact]
    rules: tuple[tuple[Rule, Fact], ...]
    codes: dict[str, CellRef]


def evidence_of(sheet: FactSheet, language: str = "en") -> Evidence:
    """Return the index of a fact sheet for texts in a language; the same sheet is indexed once.

    Cells are read in the text's language, in English and in the language that the sheet itself is written in.
    """
    # Hashing a sheet of a hundred cells costs more than checking a sentence: the same object is known by its id, which
    # stays its own as long as the table holds it.
    found = _indexed.get((id(sheet), language))
    if found is None:
        if len(_indexed) >= _MOST_INDEXED:
            _indexed.clear()
        found = _indexed[id(sheet), language] = (sheet, _index(sheet, language))
    return found[1]


def forget() -> None:
    """Forget the sheets that were indexed."""
    _indexed.clear()


_MOST_INDEXED = 4096
_indexed: dict[tuple[int, str], tuple[FactSheet, Evidence]] = {}


@lru_cache(maxsize=2048)
def _index(sheet: FactSheet, language: str) -> Evidence:
    told_in_all = " ".join((sheet.name, *(cell.text[:300] for cell in sheet.cells)))[:1000]
    # few words tell no language by themselves: their headers help ("Farbe: Blau")
    headed = " ".join(f"{cell.column}: {cell.text[:300]}" for cell in sheet.cells)[:1000]
    own = detect_language(told_in_all) or detect_language(headed)
    languages = tuple(dict.fromkeys(code for code in (language, "en", own) if code in LANGUAGES))
    told = tuple(_told(sheet))
    sources = tuple(_sources(sheet, told))
    materials = tuple(
        KnownMaterial(one.name, fact.part, fact.cell)
        for fact in sheet.facts
        if fact.kind is FactKind.MATERIAL and isinstance(fact.value, tuple)
        for one in fact.value
    )
    return Evidence(
        sheet=sheet,
        languages=languages,
        own=own,
        told=told,
        sources=sources,
        figures=known_figures(sheet, told, languages),
        colours=tuple(
            (fact.value.text, fact.cell)
            for fact in sheet.facts
            if fact.kind is FactKind.COLOUR and isinstance(fact.value, Words)
        ),
        materials=materials,
        yes_no={fact.key: fact for fact in sheet.facts if isinstance(fact.value, YesNo)},
        rules=rules_for(sheet.facts),
        codes={code: source.cell for source in reversed(sources) for code in codes_in(source.text)},
    )


def said_in(
    evidence: Evidence,
    pattern: re.Pattern[str],
    *,
    denied: bool,
    facts_only: bool = False,
    language: str = "en",
) -> CellRef | None:
    """Return the cell that says a pattern with the same yes or no, None where no cell does.

    `language` is that of the pattern: its words of denial are looked for around a match.

    `facts_only` leaves out the sentences around facts: a promise in the seller's prose is no fact.
    """
    for source in evidence.sources:
        if facts_only and source.around:
            continue
        for match in pattern.finditer(source.text):
            if negated(source.text, match.start(), match.end(), language) == denied:
                return source.cell
    return None


def words_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of the same words in any spelling of hyphens, blanks and plural endings."""
    words = re.findall(r"[\w%']+", plain_numbers(text))
    body = r"[-\s]?".join(re.escape(re.sub(r"(?<=\w{3})s$", "", word)) + "(?:s|es|ed)?" for word in words)
    return re.compile(whole(text, body, right=r"(?!\w|-in-)"), re.IGNORECASE)


def plain_numbers(text: str) -> str:
    """Return the text in lower case with number words as digits ("Dual top handles" -> "2 top handles")."""

    def digits(match: re.Match[str]) -> str:
        number = word_number(match.group())
        if number is not None:
            return str(number)
        first, dash, rest = match.group().partition("-")
        number = word_number(first)
        return f"{number}{dash}{rest}" if number is not None else match.group()

    return _number_words().sub(digits, _GROUPED.sub("", text.lower()))


@cache
def _number_words() -> re.Pattern[str]:
    words = "|".join(sorted(language_of("en").number_words, key=lambda word: -len(word)))
    return re.compile(rf"(?<![a-z])(?:{words})(?:-[a-z]+)?(?![a-z])")


def codes_in(text: str) -> Iterator[str]:
    """Yield the codes of a text without blanks and hyphens, in capitals: model numbers, norms, connectors."""
    for match in re.finditer(r"(?a)[A-Za-z]*[- ]?\d[\w/.+-]*", text):
        yield re.sub(r"[\s\-.]", "", match.group()).upper()
    for match in re.finditer(r"(?ai)\busb[- ]?(?:[abc]|micro|mini)\b|\b[\w]+-\w+\b", text):
        yield re.sub(r"[\s\-.]", "", match.group()).upper()


def _sources(sheet: FactSheet, told: Sequence[Told]) -> Iterator[Source]:
    place = sheet.name_cell or (sheet.facts[0].cell if sheet.facts else None) or sheet.brand_cell
    if place is not None:
        yield Source(plain_numbers(sheet.name), place, "name")
    if sheet.brand and (sheet.brand_cell or place):
        yield Source(plain_numbers(sheet.brand), sheet.brand_cell or place, "brand")  # type: ignore[arg-type] # one is set
    for fact in sheet.facts:
        label = "" if fact.kind is FactKind.YES_NO or fact.key == "feature" else fact.label
        text = " ".join((fact_text(fact), label, fact.part))
        yield Source(plain_numbers(text.strip()), fact.cell, fact.key, fact.part)
    around = [(fact.cell.text, fact.cell, fact.key, fact.part) for fact in sheet.facts]
    around += [(f"{one.label}: {one.text}" if one.label else one.text, one.cell, "", "") for one in told]
    seen: set[str] = set()
    for text, cell, key, part in around:
        if text not in seen:
            seen.add(text)
            yield Source(plain_numbers(text), cell, key, part, around=True)


def _told(sheet: FactSheet) -> Iterator[Told]:
    """Yield what the cells say, piece by piece: sentences of prose, else the cell under its header."""
    seen: set[tuple[str, str]] = set()
    for cell in sheet.cells:
        header = "" if cell in (sheet.name_cell, sheet.brand_cell) else cell.column
        prose = len(cell.text) > _SHORT or "<" in cell.text or "\n" in cell.text
        for block in read_blocks(cell.text) if prose else (Block("row", cell.text.strip(), header),):
            for text in sentences(block.text):
                if (block.key, text) not in seen:
                    seen.add((block.key, text))
                    yield Told(cell, block.key or header, text)
    places = {(cell.row, cell.column) for cell in sheet.cells}
    for fact in sheet.facts:
        if (fact.cell.row, fact.cell.column) not in places:
            yield Told(fact.cell, fact.label, fact.cell.text)
