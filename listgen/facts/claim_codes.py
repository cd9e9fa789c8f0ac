"""Codes of a text: connectors, norms, ratings, sizes, grades, batteries, model numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from listgen.domain.fact import Verdict
from listgen.domain.source import CellRef
from listgen.facts.evidence import Evidence
from listgen.facts.judged import Judged, overlaps
from listgen.facts.polarity import negated
from listgen.facts.units import find_quantities

# ASCII: Chinese and Japanese write codes without a blank ("支持USB-C充电"); letters of other scripts still join a word.
# German joins a code and a noun by a hyphen ("USB-C-Kabel").
_LEFT, _RIGHT = r"(?<![\wÀ-ɏЀ-ӿ-])", r"(?![\wÀ-ɏЀ-ӿ]|-(?![A-ZÄÖÜ][a-zäöüß]{2}))"
_CODE = re.compile(
    _LEFT + r"(?:IP ?[X\d][\dX]K?|IK\d\d|(?i:(?:micro|mini)[- ]?USB(?:-?[ABC])?)|"
    r"(?i:USB(?:[- ]?(?:[ABC]|Type[- ]?[ABC]|micro|mini)))|USB ?\d(?:\.\d)?(?: Gen ?\d)?|"
    r"HDMI(?: ?\d\.\d)?|VGA|DVI(?:-[DI])?|(?i:DisplayPort)(?: ?\d\.\d)?|Thunderbolt(?: ?\d)?|"
    r"Lightning(?= (?:port|cable|connector))|"
    r"(?i:bluetooth)(?: [Vv]ersion)? ?[Vv]?\d(?:[.,]\d)?|(?i:Wi-?Fi) ?\d\w?|(?i:Cat)\.? ?\d\w?|RJ-?\d\d|"
    r"UPF ?\d+\+?|(?:SPF|LSF|FPS|FP) ?\d+\+?|18/8|18/10|18/0|\d+BASE-\w+|"
    r"(?:EN|ISO|ASTM|DIN|IEC|MIL-STD|UL|ANSI|AS/NZS|BS|GB(?:/T)?|JIS)(?: (?:EN|ISO|IEC))*[- ]?[A-Z]?\d[\w-]*|"
    r"(?:STANDARD|Standard) ?\d{2,3}|"
    r"E(?:14|26|27|12|40)|GU\d+(?:\.\d)?|G\d{1,2}(?:\.\d)?|B22|A[3-6]|PD ?\d\.\d|\d{2,4}D|f/?\d(?:\.\d)?|"
    r"A{2,4}(?![-\w])|CR ?\d{3,4}|LR ?\d{1,4}|AG ?\d{1,2}|"
    r"[A-Z]{2,}-[A-Z]+\d[\w-]*|[A-Za-z]{1,6}-?\d[\w-]*(?:\.\d+)?|\d+[A-Za-z]{1,3}\d*[\w-]*)" + _RIGHT,
    re.ASCII,
)
_VERSION = re.compile(r"(?:規格|バージョン|ver(?:sion)?\.?|版本|标准|標準)$", re.IGNORECASE)  # "Bluetooth規格: 5.3"
_SIZE = re.compile(
    r"(?:(?<![A-Za-z])(?P<system>EU|US|UK|FR|DE|IT|JP|AU|CN)(?: (?:size|Größe|taille|talla))?|"
    r"(?<![A-Za-z])(?:[Ss]izes?|[Gg]r(?:öße|ößen|\.)|[Tt]ailles?|[Tt]allas?|[Tt]aglia|[Tt]amanho)|"
    r"尺码|尺寸|サイズ|码数)[ :：]?\s?"
    r"(?P<value>\d{1,2}(?:[.,]5)?(?![\d.,]?\d| ?(?:cm|mm|in|x|×|V|ml|oz|%))|X{0,4}[SL]|M|\dXL)(?![A-Za-z\d-])|"
    r"(?<![A-Za-z\d-])(?P<letters>X{1,4}[SL]|[2-6]XL|[SML](?=码|サイズ| ?号))(?![A-Za-z\d-])"
)
_FAMILY = re.compile(
    r"^(USB|MICROUSB|MINIUSB|IP|BLUETOOTH|UPF|SPF|CAT|E(?=\d)|GU|G(?=\d)|ISO|EN|IEC|DIN|18/|STANDARD|A{2,4}$|CR|LR|AG|HDMI|A(?=\d$)|"
    r"VGA|DVI|WIFI|PD)",
    re.IGNORECASE,
)
# Families that answer one question: another member in the cell contradicts.
_SAME = {"MICROUSB": "USB", "MINIUSB": "USB", "AAA": "AA", "AAAA": "AA", "CR": "AA", "LR": "AA", "AG": "AA", "GU": "E",
         "G": "E", "VGA": "HDMI", "DVI": "HDMI", "IEC": "EN", "ISO": "EN", "DIN": "EN"}  # fmt: skip
_ALIASES = (
    (re.compile(r"(?i)蓝牙|藍牙|ブルートゥース"), "Bluetooth "),
    (re.compile(r"(?i)USB[- ]?Type[- ]?"), "USB-"),
    (re.compile(r"(?i)(?:usb[- ]?(micro|mini)|(micro|mini)[- ]?usb)(?:-?[abc]\b)?"), r"\1\2USB"),
    (re.compile(r"\b(?:LSF|FPS)(?= ?\d)"), "SPF"),
    (re.compile(r"(?i)(bluetooth)(?: version)? ?v?(?=\d)"), r"\1 "),
    (re.compile(r"(?<=\d),(?=\d)"), "."),
    (re.compile(r"(?i)(bluetooth|usb|hdmi) ?(\d)(?![.\d])"), r"\1 \2.0"),
)


_TAIL = re.compile(r"-[A-Za-z]?[a-z]{3,}$")


def check_codes(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    taken: list[tuple[int, int]],
    language: str = "en",
) -> Iterator[Judged]:
    """Yield the codes of a text and what the cells say of them; their spans are added to `taken`."""
    for start, end, kind in _found(text, tuple(taken), language):
        taken.append((start, end))
        written = text[start:end]
        denied = negated(text, start, end, language)
        judge = _judge_size if kind == "size" else _judge_code
        yield judge(written, start, end, evidence, siblings, denied)


def plain_code(written: str) -> str:
    """Return a code without blanks, hyphens and dots, in capitals, under its usual name.

    >>> plain_code("USB Type-C"), plain_code("蓝牙 5.0"), plain_code("Micro-USB")
    ('USBC', 'BLUETOOTH50', 'MICROUSB')
    """
    for pattern, name in _ALIASES:
        written = pattern.sub(name, written)
    return re.sub(r"[\s\-.]", "", written).upper()


def _found(text: str, taken: tuple[tuple[int, int], ...], language: str) -> Iterator[tuple[int, int, str]]:
    sizes = [match.span() for match in _SIZE.finditer(text) if not overlaps(*match.span(), list(taken))]
    for start, end in sizes:
        yield start, end, "size"
    measured = None
    for match in _CODE.finditer(text):
        start, end = match.span()
        if overlaps(start, end, [*taken, *sizes]):
            continue
        written = match.group()
        if not re.search(r"\d", written) and not re.match(
            r"(?i)usb|micro|mini|hdmi|vga|dvi|display|thunder|light|A{2,4}$", written
        ):
            continue
        if re.fullmatch(r"\d+(?:st|nd|rd|th|s|x|er|e|ère)", written, re.IGNORECASE):
            continue
        if measured is None:
            measured = [(span.start, span.end) for span in find_quantities(text, language=language)]
        tail = _TAIL.search(written)
        end -= len(tail.group()) if tail else 0  # "E27-Fassung"
        if not overlaps(start, end, measured):
            yield start, end, "code"


def _judge_code(
    written: str, start: int, end: int, evidence: Evidence, siblings: Sequence[Evidence], denied: bool
) -> Judged:
    plain = plain_code(written)
    cell = _cell_of(plain, evidence)
    if cell is not None:
        if denied and not _denied_there(plain, evidence):
            return Judged(
                start, end, "code", Verdict.CONTRADICTED, cell, note="the cell says so", value=plain, denied=True
            )
        return Judged(start, end, "code", Verdict.SUPPORTED, cell, value=plain, denied=denied)
    for sibling in siblings:
        theirs = _cell_of(plain, sibling)
        if theirs is not None:
            return Judged(start, end, "code", Verdict.BORROWED, theirs, note="true of another variation", value=plain)
    family = family_of(plain)
    if family:
        for code, place in _codes(evidence).items():
            if family_of(code) == family:
                note = f"the cell says {code}"
                return Judged(start, end, "code", Verdict.CONTRADICTED, place, note=note, value=plain, denied=denied)
    return Judged(start, end, "code", Verdict.UNSUPPORTED, note="no cell gives this code", value=plain, denied=denied)


def family_of(plain: str) -> str:
    """Return the family of a plain code of which a product has one member ("USB", "IP"), "" where it has none."""
    match = _FAMILY.match(plain)
    name = match.group(1).upper() if match else ""
    return _SAME.get(name, name)


@lru_cache(maxsize=4096)
def _codes(evidence: Evidence) -> dict[str, CellRef]:
    """Return the plain codes of a sheet's cells with the cell."""
    found: dict[str, CellRef] = {}
    for cell in (*evidence.sheet.cells, *(fact.cell for fact in evidence.sheet.facts)):
        for match in _CODE.finditer(cell.text):
            found.setdefault(plain_code(match.group()), cell)
        for match in _CODE.finditer(f"{_VERSION.sub('', cell.column)} {cell.text}"):
            found.setdefault(plain_code(match.group()), cell)
    if evidence.sheet.name_cell is not None:
        for match in _CODE.finditer(evidence.sheet.name):
            found.setdefault(plain_code(match.group()), evidence.sheet.name_cell)
    return found


def _cell_of(plain: str, evidence: Evidence) -> CellRef | None:
    if plain in _codes(evidence):
        return _codes(evidence)[plain]
    if plain in evidence.codes and not family_of(plain):
        return evidence.codes[plain]
    pattern = _spelled(plain)
    return next((source.cell for source in evidence.sources if pattern.search(source.text)), None)


def _denied_there(plain: str, evidence: Evidence) -> bool:
    pattern = _spelled(plain)
    return any(
        negated(source.text, match.start(), match.end(), code)
        for source in evidence.sources
        for match in pattern.finditer(source.text)
        for code in evidence.languages
    )


@lru_cache(maxsize=8192)
def _spelled(plain: str) -> re.Pattern[str]:
    body = r"[\s\-.]?".join(re.escape(char) for char in plain.lower())
    return re.compile(rf"(?<![a-z0-9]){body}(?![a-z0-9]|\.\d)", re.IGNORECASE)


def _judge_size(
    written: str, start: int, end: int, evidence: Evidence, siblings: Sequence[Evidence], denied: bool
) -> Judged:
    match = _SIZE.match(written) or _SIZE.search(written + "码")
    system = (match["system"] or "") if match else ""
    value = ((match["value"] or match["letters"]) if match else written).replace(",", ".")
    told = f"{system} {value}".strip()
    cell = _size_cell(system, value, evidence)
    if cell is not None:
        verdict, note = (Verdict.CONTRADICTED, "the cell says so") if denied else (Verdict.SUPPORTED, "")
        return Judged(start, end, "code", verdict, cell, note=note, value=told, about="size", denied=denied)
    for sibling in siblings:
        theirs = _size_cell(system, value, sibling)
        if theirs is not None:
            return Judged(start, end, "code", Verdict.BORROWED, theirs, note="true of another variation", value=told,
                          about="size")  # fmt: skip
    given = next((one for one in _size_cells(evidence) if not system or system.lower() in _words_of(one)), None)
    if given is not None:
        note = f"the cell says {given.text[:40]}"
        return Judged(start, end, "code", Verdict.CONTRADICTED, given, note=note, value=told, about="size")
    return Judged(start, end, "code", Verdict.UNSUPPORTED, note="no cell gives this size", value=told, about="size")


def _size_cell(system: str, value: str, evidence: Evidence) -> CellRef | None:
    token = re.compile(rf"(?<![A-Za-z\d.,]){re.escape(value)}(?![A-Za-z\d]|[.,]\d)")
    pair = re.compile(rf"(?<![A-Za-z]){system}[ :-]*{re.escape(value)}(?![A-Za-z\d]|[.,]\d)", re.IGNORECASE)
    for cell in _size_cells(evidence):
        words = _words_of(cell)
        if system and re.search(r"(?<![a-z])(?:eu|us|uk|fr|de|it|jp|au|cn)(?![a-z])", words):
            if pair.search(cell.text) or (system.lower() in cell.column.lower().split() and token.search(cell.text)):
                return cell
        elif token.search(cell.text):
            return cell
    name = evidence.sheet.name_cell
    if name is not None and (pair if system else token).search(name.text):
        return name
    said = (
        pair
        if system
        else re.compile(
            rf"(?:size|größe|taille|talla|尺码|サイズ)[ :：]*{re.escape(value.lower())}(?![a-z\d])|"
            rf"(?<![a-z\d]){re.escape(value.lower())} ?(?:码|サイズ|号|size\b)"
        )
    )
    return next((source.cell for source in evidence.sources if said.search(source.text)), None)


def _words_of(cell: CellRef) -> str:
    return f"{cell.column} {cell.text}".lower()


@lru_cache(maxsize=4096)
def _size_cells(evidence: Evidence) -> tuple[CellRef, ...]:
    """Return the cells that give a size by name: of a size fact, or under a header that names sizes."""
    headed = re.compile(
        r"(?i)(?:^|[\s(/])(?:sizes?|größen?|taille|pointure|talla|taglia|tamanho|eu|us|uk)(?:$|[\s)/(])|尺码|尺寸|サイズ|码"
    )
    own = (fact.cell for fact in evidence.sheet.facts if fact.key.endswith("size") and fact.key != "pack_size")
    return tuple(dict.fromkeys((*own, *(cell for cell in evidence.sheet.cells if headed.search(cell.column)))))
