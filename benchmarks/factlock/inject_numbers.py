"""Faults in figures: another value, another power of ten, another unit, two figures exchanged, a sibling's figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random

from benchmarks.factlock.fault_data import FaultWords, UnitSwap, common
from benchmarks.factlock.fault_record import Fault
from benchmarks.factlock.texts import Text
from listgen.domain.fact import FactSheet

_NUMBER = re.compile(r"(?<![A-Za-z0-9.,/#°×:=–—-])(?<!\d [x×/] )\d+(?:[.,'\u00a0\u202f]\d+)*(?![\d/]|[.,]\d)")
# A new figure near one of these times a given one could be that one in another unit.
_CONVERSIONS = tuple(
    Decimal(text)
    for text in (
        *("2.54", "0.3937", "28.35", "29.57", "0.0338", "33.8", "453.6", "2.2046", "0.4536", "0.0353", "16", "12"),
        *("60", "24", "7", "365", "3.785", "0.3048", "3.281", "10", "100", "1000", "0.1", "0.01", "0.001", "52", "30"),
    )
)
_CHANGES = tuple(Decimal(text) for text in ("1.25", "1.5", "1.8", "2", "3", "0.4", "0.5", "0.6", "0.75"))
_CLOSEST = Decimal("0.04")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence; `word` tells that it is written in words, `unit` is the swap of the unit behind it."""

    start: int
    end: int
    value: Decimal
    word: bool
    unit: UnitSwap | None
    unit_end: int
    percent: bool
    limit: str  # "upper" after "up to", "below" after "under", else ""


def figures(sentence: str, words: FaultWords) -> tuple[Figure, ...]:
    """Return the numbers of a sentence that are values: no codes, sizes, ordinals or clock times."""
    found = [(match.start(), match.end(), value, False) for match in _NUMBER.finditer(sentence)
             if (value := parse(match.group(), words)) is not None]  # fmt: skip
    for form, number in words.number_words.items():
        after = words.word_after or ("(?![\\w-])" if words.boundary else "")
        before = r"(?<![\w-])" if words.boundary else ""
        for match in re.finditer(f"{before}{form}{after}", sentence, re.IGNORECASE):
            found.append((match.start(), match.end(), Decimal(number), True))
    return tuple(
        _figure(sentence, start, end, value, word, words)
        for start, end, value, word in sorted(found)
        if not common().code_before.search(sentence[:start])
        and not common().no_value.match(sentence[end:])
        and not (word and words.skip_before.search(sentence[:start]))
    )


def _figure(sentence: str, start: int, end: int, value: Decimal, word: bool, words: FaultWords) -> Figure:
    unit = next(((swap, match.end()) for swap in words.units if (match := swap.find.match(sentence, end))), None)
    left = sentence[:start]
    percent = sentence[end:].lstrip(" \u00a0\u202f")[:1] in ("%", "％")
    limit = "below" if words.below.search(left) else "upper" if words.upper.search(left) else ""
    return Figure(start, end, value, word, unit[0] if unit else None, unit[1] if unit else end, percent, limit)


def parse(text: str, words: FaultWords) -> Decimal | None:
    """Return the number that a text in this language writes, None for what is none ("3.141.5")."""
    marks = r"'\u00a0\u202f" + re.escape("." if words.decimal == "," else ",")
    if re.fullmatch(rf"\d{{1,3}}(?:[{marks}]\d{{3}})+(?:{re.escape(words.decimal)}\d+)?", text):
        text = re.sub(rf"[{marks}]", "", text)
    plain = text.replace(words.decimal, ".") if text.count(words.decimal) == 1 else text
    return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def changed_values(text: Text, words: FaultWords, random: Random) -> Iterator[Fault]:
    """Yield the sentence with one number changed to one that no cell gives in any unit."""
    for figure in figures(text.sentence, words):
        if figure.word:
            others = [word for word, number in words.number_words.items() if number != figure.value]
            random.shuffle(others)
            values = [(word, Decimal(words.number_words[word])) for word in others]
        else:
            steps = list(_CHANGES)
            random.shuffle(steps)
            near = [value for step in steps if (value := _like(figure.value * step, figure.value)) != figure.value]
            model = text.sentence[figure.start : figure.end]
            values = [(_written(value, words, model), value) for value in near]
        for put, value in values:
            if _false(value, figure, text):
                yield Fault.of("changed_value", text, [(figure.start, figure.end, put)])
                break


def scales(text: Text, words: FaultWords, random: Random) -> Iterator[Fault]:
    """Yield the sentence with a number ten times or a thousand times too large, or ten times too small."""
    for figure in figures(text.sentence, words):
        of_range = re.match(r" ?[-–—~] ?\d", text.sentence[figure.end :])
        if figure.word or of_range or figure.value < Decimal("0.5"):
            continue
        steps = [Decimal(10), Decimal("0.1"), Decimal(1000)]
        random.shuffle(steps)
        for step in steps:
            value = (figure.value * step).normalize()
            whole = value == value.to_integral_value()
            if (step > 1 or figure.unit or whole) and _false(value, figure, text):
                put = _written(value, words, text.sentence[figure.start : figure.end])
                yield Fault.of("scale", text, [(figure.start, figure.end, put)])
                break


def units(text: Text, words: FaultWords, random: Random) -> Iterator[Fault]:
    """Yield the sentence with the same number in another unit."""
    del random
    for figure in figures(text.sentence, words):
        swap = figure.unit
        if (
            swap is None
            or (figure.limit == "upper" and swap.factor < 1)
            or (figure.limit == "below" and swap.factor > 1)
        ):
            continue
        was = text.sentence[figure.end : figure.unit_end]
        put = was[0] + swap.put.strip() if was[0] in " \u00a0-" else swap.put
        if not _in_cells(text.sheet, text.sentence[figure.start : figure.end] + put):
            yield Fault.of("unit", text, [(figure.end, figure.unit_end, put)], widen=figure.end - figure.start)


def swapped_figures(text: Text, words: FaultWords) -> Iterator[Fault]:
    """Yield the sentence with two figures of one unit at each other's attribute."""
    found = figures(text.sentence, words)
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            bare = one.unit is None or other.unit is None
            same = one.unit == other.unit if not bare else _loose(text.sentence, one, other, words)
            same = (same and not one.percent) or (one.percent and other.percent)
            if not same or one.value == other.value or one.word != other.word or one.limit != other.limit:
                continue
            between = words.joins.sub("", text.sentence[one.unit_end : other.start])
            if not re.search(r"[^\W\d_]", between) or re.search(r"[.;!?。；]", between):
                continue
            pieces = [text.sentence[figure.start : figure.end] for figure in (one, other)]
            yield Fault.of(
                "swapped_attribute", text, [(one.start, one.end, pieces[1]), (other.start, other.end, pieces[0])]
            )


def _loose(sentence: str, one: Figure, other: Figure, words: FaultWords) -> bool:
    """Return whether one of two figures leaves its unit out: "hot for 12 hours and cold for 24"."""
    tail = sentence[other.unit_end :].strip()
    neighbours = not any(one.end <= figure.start < other.start for figure in figures(sentence, words))
    return one.unit is not None and other.unit is None and neighbours and (not tail or tail[0] in ".,;，。、")


def sibling_figures(text: Text, words: FaultWords) -> Iterator[Fault]:
    """Yield the sentence with the figure that a sibling's cell gives in the place of the product's own."""
    own = {(cell.column): cell.text for cell in text.sheet.cells}
    seen: set[str] = set()
    for sibling in text.siblings:
        for cell in sibling.cells:
            mine = own.get(cell.column, "")
            shape, other_shape = _shape(mine), _shape(cell.text)
            if mine == cell.text or shape[0] != other_shape[0] or not shape[1]:
                continue
            for was, put in zip(shape[1], other_shape[1], strict=True):
                if was == put:
                    continue
                for figure in figures(text.sentence, words):
                    written = _spell(put, figure, words, text.sentence)
                    if figure.value != was or not written or not _unit_in(text.sentence, figure, mine):
                        continue
                    fault = Fault.of("sibling", text, [(figure.start, figure.end, written)])
                    if not _given(put, text.sheet) and fault.sentence not in seen:
                        seen.add(fault.sentence)
                        yield fault


def _spell(value: Decimal, figure: Figure, words: FaultWords, sentence: str) -> str:
    if figure.word:
        return next((word for word, number in words.number_words.items() if number == value), "")
    return _written(value, words, sentence[figure.start : figure.end])


def _unit_in(sentence: str, figure: Figure, cell: str) -> bool:
    """Return whether the cell writes its figure with the unit that the sentence has, or with none."""
    if figure.unit is None:
        return True
    return any(figure.unit.find.search(cell, match.end()) for match in re.finditer(r"\d", cell)) or not re.search(
        r"\d\s*[A-Za-z]", cell
    )


def _shape(cell: str) -> tuple[str, tuple[Decimal, ...]]:
    """Return a cell's text with its numbers blanked, and the numbers."""
    found = re.findall(r"\d+(?:[.,]\d+)*", cell)
    return re.sub(r"\d+(?:[.,]\d+)*", "#", cell), tuple(_number(text) for text in found)


def _number(text: str) -> Decimal:
    """Return a cell's number, whatever the language: three digits behind a mark are thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return Decimal(re.sub(r"[.,]", "", text))
    head, _, tail = text.replace(",", ".").rpartition(".")
    return Decimal(f"{head.replace('.', '')}.{tail}") if head else Decimal(tail)


@cache
def numbers_of(sheet: FactSheet) -> frozenset[Decimal]:
    """Return every number that a cell of the sheet writes in digits or English words."""
    cells = " ".join((sheet.name, *(cell.text for cell in sheet.cells)))
    spelled = {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "dual": 2,
        "double": 2,
        "full": 1,
        "day": 24,
    }
    found = {_number(text) for text in re.findall(r"\d+(?:[.,]\d+)*", cells)}
    return frozenset(found | {Decimal(value) for word, value in spelled.items() if word in cells.lower()})


def _given(value: Decimal, sheet: FactSheet) -> bool:
    return value in numbers_of(sheet)


def _false(value: Decimal, figure: Figure, text: Text) -> bool:
    """Return whether a new value is against the sheet whatever the unit, and no sibling's either."""
    if text.sheet.brand and text.sheet.brand in text.sentence[: figure.end][-len(text.sheet.brand) :]:
        return False
    if figure.percent and value > 100 >= figure.value:
        return False
    if (figure.limit == "upper" and value < figure.value) or (figure.limit == "below" and value > figure.value):
        return False
    if any(_given(value, sheet) for sheet in (text.sheet, *text.siblings)):
        return False
    if figure.unit is None:
        return True
    return not any(
        abs(value / (number * factor) - 1) < _CLOSEST
        for number in numbers_of(text.sheet)
        if number and number != figure.value
        for factor in (Decimal(1), *_CONVERSIONS)
    )


def _in_cells(sheet: FactSheet, phrase: str) -> bool:
    squeezed = re.sub(r"[\s-]", "", phrase).lower()
    return any(squeezed in re.sub(r"[\s-]", "", cell.text).lower() for cell in sheet.cells)


def _like(value: Decimal, model: Decimal) -> Decimal:
    """Return a value with as many decimals as the model, not rounded to nothing."""
    rounded = value.quantize(Decimal(1).scaleb(int(model.as_tuple().exponent)))
    return rounded if rounded > 0 else model


def _written(value: Decimal, words: FaultWords, model: str) -> str:
    """Return the value in the language's digits, with grouping marks where the model has them."""
    marks = ("." if words.decimal == "," else ",") + "'\u00a0\u202f"
    mark = next((char for char in model if char in marks), "")
    plain = f"{value:,f}" if mark else f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".") if "." not in model and "," not in model else plain
    return plain.replace(",", "\0").replace(".", words.decimal).replace("\0", mark)
