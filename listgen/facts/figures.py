"""Every number of a text with what stands around it: quantities, dimensions, ratios, counts and bare numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts.contexts import Place, Reading, distance, read_context, stem, weight
from listgen.facts.language import language
from listgen.facts.load import read_data
from listgen.facts.unit_table import dimension_of
from listgen.facts.units import find_dimensions, find_quantities, parse_number, word_number

Shape = Literal["quantity", "dimensions", "ratio", "count"]
# "900/1800/1900" is a list, "1440 x 3200" and "20:9" are one thing
_RATIO = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)?(?:(?:\s?[x×*]\s?|:|\s:\s)\d+(?:[.,]\d+)?)+(?![\w/])")
_DIGITS = re.compile(
    r"(?<![\w#])(?<![^\W\d]/)(?<!\d[.,])(?P<low>\d{1,3}(?:[,.\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:\s?[-–—〜~]\s?(?P<high>\d+(?:[.,]\d+)?))?(?P<plus>\+)?(?![\d])(?![.,]\d)(?P<glued>[A-Za-z]?)"
)
_BASE_OF_RATE = re.compile(r"[^。、\d]{1,8}(?:あたり|当たり|につき)")  # "1枚につきフックが8個" counts hooks, not sheets
_CJK_DIGITS = re.compile(
    r"(?<![A-Za-z\d/#.,])(?P<low>\d+(?:[.,]\d+)?)(?:\s?[-–—〜~～]\s?(?P<high>\d+))?(?P<plus>\+)?(?![\d])"
)
_SPACED = re.compile(r"(?<![\w.,/-])(?<!\d )(?P<low>[1-9]\d{0,2}(?: \d{3})+)(?![\d.,]\d|\d| ?[x×]|[A-Za-z]| \d)")
_IN_ONE = re.compile(r"\d+[- ]?(?:in|en|em|合)[- ]?(?P<one>1|one|un|uno|一)(?!\w)|\d合(?P<han>[1一])", re.IGNORECASE)
_HEADS = 4
_CJK_REACH = 6  # characters behind a number that may say what it counts
_TIMES = re.compile(r"[\dа-яA-Za-z\"″'’)²]\s?[x×✕✖*хX]\s?|\s(?:by|por|sur|mal|per|auf|на)\s", re.IGNORECASE)
_OF_EACH = re.compile(
    r"\s?(?:[x×]\s?|(?:[^\W\d_]+\s){1,2}(?:of|with|à|a|zu(?:\sje)?|je|de|di|da|com|con|mit|по)\s|[\u3040-\u30ff\u3400-\u9fff]{1,6})$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^[\s\-–—(:\"']*$")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A number of a text. `heads` are the words right beside it, `context` those of its sentence and what they weigh.

    `numbers` holds the parts of a ratio ("20:9") and `axes` the sides of a dimension tuple; for both, `quantity` is the
    first part. `loose` marks words that often count nothing ("one", "double").
    """

    start: int
    end: int
    shape: Shape
    quantity: Quantity
    heads: tuple[str, ...]
    before: str
    context: Mapping[str, float]
    axis: str = ""
    numbers: tuple[Decimal, ...] = ()
    axes: Dimensions | None = None
    loose: bool = False
    partner: Quantity | None = None  # "three glasses of 250 ml": the quantity of the count, the count of the quantity

    @property
    def measure(self) -> str:
        """What the figure measures: a dimension of the unit table, else its shape."""
        return dimension_of(self.quantity.unit) if self.shape == "quantity" else self.shape


@lru_cache(maxsize=16384)
def find_figures(text: str, code: str) -> tuple[Figure, ...]:
    """Return every number of a text in order, each with its surroundings. Codes ("IP67", "USB 3") give none."""
    spans = sorted(_spans(text, code), key=lambda span: span[0])
    if not spans:
        return ()
    reading = read_context(text, code)
    placed = [_Placed(span, reading.place(span[0], span[1]), _measure(span)) for span in spans]
    return tuple(_figure(text, one, placed, reading, code) for one in placed)


_Span = tuple[int, int, Shape, Quantity, tuple[Decimal, ...], "Dimensions | None", bool]


def _spans(text: str, code: str) -> Iterator[_Span]:
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        if any(start < right and left < end for left, right in taken):
            return False
        taken.append((start, end))
        return True

    for start, end, dimensions in _dimensions(text, code):
        # "24 cm high, 11 cm wide" are two lengths, each with its axis and its own surroundings
        if _TIMES.search(text, start, end) and free(start, end):
            yield start, end, "dimensions", dimensions.axes[0][1], (), dimensions, False
    measured = tuple(_quantities(text, code))
    for match in _RATIO.finditer(text):
        left, right = match.span()
        if any(left < end and start < right and quantity.unit != "pixel" for start, end, quantity in measured):
            continue  # "4 x 2.3 GHz"
        numbers = tuple(parse_number(part, language=code) for part in re.split(r"\s?[x×*:]\s?", match.group()))
        if all(number is not None for number in numbers) and free(left, right):
            parts = tuple(number for number in numbers if number is not None)
            yield left, right, "ratio", Quantity(parts[0], "", match.group()), parts, None, False
    for start, end, quantity in measured:
        if free(start, end):
            yield start, end, "quantity", quantity, (), None, False
    for start, end, quantity, loose in _counts(text, code, taken):
        if free(start, end):
            yield start, end, "count", quantity, (), None, loose


def _dimensions(text: str, code: str) -> Iterator[tuple[int, int, Dimensions]]:
    found = find_dimensions(text, language=code)
    yield from found
    for match in _RATIO.finditer(text):
        if any(match.start() < right and left < match.end() for left, right, _ in found):
            continue
        # "50 x 50 cm, 310 g": the tuple alone, where what follows keeps it from being read
        rest = re.match(r"[^,;()]{0,12}", text[match.end() :])
        end = match.end() + (rest.end() if rest else 0)
        for left, right, dimensions in find_dimensions(text[match.start() : end], language=code):
            yield match.start() + left, match.start() + right, dimensions


def _quantities(text: str, code: str) -> Iterator[tuple[int, int, Quantity]]:
    for span in find_quantities(text, language=code):
        yield span.start, span.end, span.quantity


def _word_value(word: str, code: str) -> Decimal | None:
    number = word_number(word, code)
    return Decimal(str(number)) if number is not None else None


def _counts(text: str, code: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Quantity, bool]]:
    boundary = language(code).boundary
    # "7-in-1" has seven of something, and one of nothing
    wholes = [match.span(match.lastgroup or 0) for match in _IN_ONE.finditer(text)]
    taken = [*taken, *wholes]
    for match in _SPACED.finditer(text) if language(code).decimal == "," else ():
        number = parse_number(match["low"], language=code)
        if number is not None and not any(match.start() < right and left < match.end() for left, right in taken):
            taken.append(match.span())
            yield match.start(), match.end(), Quantity(number, "", match.group()), False
    for match in (_DIGITS if boundary else _CJK_DIGITS).finditer(text):
        start, end = match.span()
        if (boundary and match["glued"]) or any(start < right and left < end for left, right in taken):
            continue
        low = parse_number(match["low"], language=code)
        high = parse_number(match["high"], language=code) if match["high"] else None
        if low is not None:
            end = match.end("plus") if match["plus"] else match.end("high") if match["high"] else match.end("low")
            said = "at least" if match["plus"] else ""
            base = low == 1 and code == "ja" and _BASE_OF_RATE.match(text, end) is not None
            yield match.start(), end, Quantity(low, "", text[match.start() : end], high, said), base
    for match in _number_words(code).finditer(text):
        number = _word_value(match["number"], code)
        if number is None:
            continue
        if code != "en" and number in (0, 1):
            continue  # an article in most languages
        start, end = match.span("number")
        loose = number in (0, 1, Decimal("0.5")) or _loose(code).fullmatch(match["number"]) is not None
        loose = loose or (code == "zh" and text[end : end + 1] == "种")  # "两种用法": often no more than a way to speak
        yield start, end, Quantity(number, "", match["number"]), loose


@cache
def _loose(code: str) -> re.Pattern[str]:
    forms = read_data("contexts.toml")["loose"].get(code, ())
    return re.compile("|".join(forms) or "(?!)", re.IGNORECASE)


@cache
def _number_words(code: str) -> re.Pattern[str]:
    words = language(code)
    numbers = sorted(words.number_words, key=lambda word: (-len(word), word))
    if not numbers:
        return re.compile("(?!)")
    body = "|".join(re.escape(word) for word in numbers)
    if words.boundary:
        joined = rf"(?:{body})(?:-(?:{body}))?"
        return re.compile(rf"(?<![\w-])(?P<number>{joined})(?:er|x)?(?![^\W\d_])", re.IGNORECASE)
    counted = [form for forms in words.counted.values() for form in forms]
    if not counted:
        return re.compile("(?!)")
    # A lone 一 or 三 is part of many words: it counts where a measure word or the thing itself stands behind it.
    things = "|".join(sorted(counted, key=lambda form: (-len(form), form)))
    return re.compile(rf"(?P<number>(?:{body}){{1,3}})(?=\s?[^角輪轮方]?(?:{things}))")


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    span: _Span
    place: Place
    measure: str


def _figure(text: str, one: _Placed, placed: Sequence[_Placed], reading: Reading, code: str) -> Figure:
    start, end, shape, quantity, numbers, axes, loose = one.span
    heads, before = _beside(text, one.place, reading, placed, code)
    return Figure(
        start=start,
        end=end,
        shape=shape,
        quantity=quantity,
        heads=heads,
        before=before,
        context=_context(one, placed, reading),
        axis=_axis_at(text, start, end, code) if one.measure == "length" else "",
        numbers=numbers,
        axes=axes,
        loose=loose,
        partner=_partner(text, one, placed),
    )


def _partner(text: str, one: _Placed, placed: Sequence[_Placed]) -> Quantity | None:
    wanted = "count" if one.span[2] == "quantity" else "quantity"
    for other in placed if one.span[2] in ("count", "quantity") else ():
        if other.span[2] == wanted and other.span[3].maximum is None:
            left, right = (other, one) if wanted == "count" else (one, other)
            if left.span[1] <= right.span[0] and _OF_EACH.match(text[left.span[1] : right.span[0]]):
                return other.span[3]
    return None


def _beside(
    text: str, place: Place, reading: Reading, placed: Sequence[_Placed], code: str
) -> tuple[tuple[str, ...], str]:
    """Return the words directly after a number, up to a mark or another number, and the word directly before it."""
    start, end = place.start, place.end
    limit = min((other.span[0] for other in placed if other.span[0] >= end), default=len(text))
    boundary = language(code).boundary
    reach = _HEADS if boundary else 2 * _HEADS
    limit = limit if boundary else min(limit, end + _CJK_REACH)
    heads: list[str] = []
    reached = end
    first = bisect_left(reading.tokens, end, key=lambda token: token.place.start)
    for token in reading.tokens[first:]:
        left, right = token.place.start, token.place.end
        if right > limit or len(heads) >= reach or reading.crossed(end, left):
            break
        gap = text[reached:left]
        if boundary and left >= reached and not _joins(gap, code, loosely=not heads):
            break
        if not boundary and gap.strip() and re.search(r"[，。、；：，.,;:（）()\s]", gap):
            break
        heads.append(token.name)
        reached = max(reached, right)
    before = ""
    floor = max((other.span[1] for other in placed if other.span[1] <= start), default=0)
    for token in reversed(reading.tokens[:first]):
        if token.place.end <= start:
            if token.place.start >= floor and _joins(text[token.place.end : start], code, loosely=True):
                before = token.name
            break
    return tuple(heads), before


def _joins(gap: str, code: str, *, loosely: bool) -> bool:
    """Return whether only blanks and hyphens stand in a gap; `loosely` lets one or two function words stand there."""
    if _BETWEEN.match(gap):
        return True
    if not loosely:
        return False
    words = language(code).function_words
    plain = gap.strip(" -–—(:\"'").lower()
    return bool(re.fullmatch(r"[^\W\d_]+(?:\s[^\W\d_]+)?", plain)) and all(word in words for word in plain.split())


def _context(one: _Placed, placed: Sequence[_Placed], reading: Reading) -> dict[str, float]:
    """Return the words of a figure's sentence; a word that stands nearer to a rival figure belongs to that one."""
    place, sentence = one.place, one.place.sentence
    near = [other for other in placed if other is not one and other.place.sentence == sentence]
    # a bare number may be one of the same measure: "24 hours cold and 12 hot"
    rivals = [
        other for other in near if other.measure == one.measure or (other.span[2] == "count" and not other.span[6])
    ]
    numbers = [place, *(other.place for other in near)]
    context: dict[str, float] = {}
    tokens = reading.tokens
    first = bisect_left(tokens, sentence, key=lambda token: token.place.sentence)
    labels_first = bool(tokens) and tokens[0].place.start < min(other.place.start for other in (one, *rivals))
    for index in range(first, len(tokens)):
        token = tokens[index]
        at = token.place
        if at.sentence != sentence:
            break
        if any(number.start < at.end and at.start < number.end for number in numbers):
            continue  # the unit of another figure says nothing of this one
        gap = distance(place, at)
        share = weight(gap)
        if share <= context.get(token.name, 0.0):
            continue
        for other in rivals:
            rival = distance(other.place, at)
            # "protein 26 % fat 15 %": where labels stand first, a word belongs to the figure behind it
            if rival < gap or (rival == gap and (at.start < place.start) != labels_first):
                break
        else:
            context[token.name] = share
    for other in near:
        share = weight(distance(place, other.place)) / 2
        if share:
            context[figure_token(other.span[3])] = share
    return context


def figure_token(quantity: Quantity) -> str:
    """Return a figure as a word of another figure's surroundings: "#45degree"; heat and angle look the same ("45°")."""
    unit = "degree" if quantity.unit == "degree_celsius" else quantity.unit
    return f"#{quantity.magnitude.normalize():f}{unit}"


def _measure(span: _Span) -> str:
    return dimension_of(span[3].unit) if span[2] == "quantity" else span[2]


def _axis_at(text: str, start: int, end: int, code: str) -> str:
    """Return the axis that stands beside a length: "13 in wide", "height: 24 cm"."""
    after_end, before_end = _axis_patterns(code)
    for axis, pattern in after_end:
        if pattern.match(text, end):
            return axis
    lead = text[max(0, start - 24) : start]
    for axis, pattern in before_end:
        if pattern.search(lead):
            return axis
    return ""


@cache
def _axis_patterns(
    code: str,
) -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[str, re.Pattern[str]], ...]]:
    words = language(code)
    adjectives = {"long", "wide", "tall", "high", "deep", "across", "lengthwise"}
    after, before = [], []
    for axis, forms in words.axes.items():
        body = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
        leading = "|".join(form for form in forms if form not in adjectives) or "(?!)"
        if words.boundary:
            after.append((axis, re.compile(rf"[\s-]+(?:(?:in|im|en|de|di|da|of)\s+)?(?:{body})(?!\w)", re.IGNORECASE)))
            tail = r"\s*(?::|of|is|de|von|:)?\s*$"
            before.append((axis, re.compile(rf"(?:^|[\s,;(])(?:{leading}){tail}", re.IGNORECASE)))
        else:
            after.append((axis, re.compile(rf"\s?(?:{body})")))
            before.append((axis, re.compile(rf"(?:{body})[：:は约約\s]{{0,2}}$")))
    return tuple(after), tuple(before)


def counted_names(word: str, code: str) -> tuple[str, ...]:
    """Return the English stems of a word for things that are counted ("Taschen" -> "pocket")."""
    words = language(code)
    return tuple(
        stem(name.split()[-1]) for name, forms in words.counted.items() if words.pattern(forms).fullmatch(word)
    )
