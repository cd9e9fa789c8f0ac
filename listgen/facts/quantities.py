"""Quantities in text: numbers with units, ranges, tolerances, rates, amounts in words; in the languages of the lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from listgen.domain.fact import Quantity
from listgen.facts.amounts import Amount, AmountReader, plain_decimal
from listgen.facts.numbers_in_text import (
    cjk_number,
    has_number_words,
    number_words_in,
    parse_number,
    plain_text,
)
from listgen.facts.quantity_grammar import Grammar, grammar, qualifier_after, qualifier_before, unit_at
from listgen.facts.unit_table import convert, dimension_of

_SMALLER = {"pound": "ounce", "foot": "inch", "metre": "centimetre", "hour": "minute", "minute": "second"}
_SMALLER |= {"kilogram": "gram", "year": "month"}
_SLASHED = re.compile(r"\s?/\s?(?=\d)")
_ALONE = re.compile(r"\d+(?:[.,]\d+)?")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|-/\+)\s*(?=[\d.])")
_MINUTES = re.compile(r"\s?([0-5]\d)(?![\d:%]|[.,]\d)(?!\s?(?:min|mn))")
_CENTIMETRES = re.compile(r"(\d{1,2})(?![\d.,:%]|\s?(?:[cm]?m\b|厘|毫|センチ|ミリ))")
_HUNDREDTHS = re.compile(r"百分之(\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百]+)")
_TIMES = re.compile(r"\s?[x*]\s?")
_TIMES_BEFORE = re.compile(r"(?<![\w.,/])(?<!x )(\d{1,3})\s?x\s?$")
_CODE_BEFORE = re.compile(r"(?:[@#]|\bf/)$", re.IGNORECASE)
_JEANS = re.compile(r"\d{2}\s?W[\sx/]*(?:L\s?)?\d{2}(?:\s?L)?\b|W\s?\d{2}[\sx/]*L\s?\d{2}\b")
_WIDEST_MIXED = Decimal("1.1")


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A quantity and where it stands in a text, qualifiers included.

    `times` is 3 in "3 x 250 ml", where the span is "250 ml".
    """

    start: int
    end: int
    quantity: Quantity
    times: int = 1


@lru_cache(maxsize=2048)
def find_quantities(text: str, *, decimal: str = "", language: str = "en") -> tuple[QuantitySpan, ...]:
    """Return every number with a unit in a text, in order; ranges and "2 lbs, 8 oz" are one quantity each.

    Numbers may be words ("half a litre", "zwei Liter", "一千克"). `language` is a code or locale of the lock and
    decides number marks, words of units and qualifiers; `decimal` ("," or ".") overrides its mark. Qualifiers come
    back as "up to", "about", "at least" and "±" whatever the language. Both ends of "50/60 Hz" are quantities.

    >>> [(one.quantity.magnitude, one.quantity.unit) for one in find_quantities("bis zu 1,5 l", language="de")]
    [(Decimal('1.5'), 'litre')]
    """
    rules = grammar(language, decimal)
    plain = plain_text(text)
    digits = rules.any_digit.search(plain) is not None
    spelled = has_number_words(plain, rules.code)
    if not (digits or spelled or rules.said.search(plain) or (rules.half and rules.half.search(plain))):
        return ()
    reader = _Reader(text, plain, rules, AmountReader(plain, rules, decimal, language))
    found = list(reader.in_digits()) if digits else []
    found = _joined(found, plain, rules)
    taken = [(span.start, span.end) for span in found]
    for span in reader.in_words(spelled):
        if not any(span.start < right and left < span.end for left, right in taken):
            taken.append((span.start, span.end))
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    plain: str
    rules: Grammar
    amounts: AmountReader

    def in_digits(self) -> Iterator[QuantitySpan]:
        place = 0
        skipped = [match.span() for match in _JEANS.finditer(self.plain)]
        while match := self.rules.number.search(self.plain, place):
            jeans = next((end for start, end in skipped if start <= match.start() < end), 0)
            if jeans:
                place = jeans
                continue
            raw = match.group()
            place = match.end() if self.amounts.groups(match) else match.start() + raw.index(" ")
            for span in self._at(match):
                yield span
                place = max(place, span.end)

    def _at(self, match: re.Match[str]) -> list[QuantitySpan]:
        start = match.start()
        if _CODE_BEFORE.search(self.plain, max(0, start - 2), start):
            return []
        if self.plain[start - 1 : start] == "/" and self.plain[start - 2 : start - 1].isdigit():
            return []  # the rest of "24/7"; alternatives are read with their first number
        low = self.amounts.amount(match)
        if low is None:
            return []
        alternatives = self._alternatives(low)
        if alternatives:
            return alternatives
        ranged = self._range(low)
        if ranged:
            return [ranged]
        if not low.unit:
            low = self._before_tolerance(low) if _PLUS_MINUS.match(self.plain, low.end) else self._before_pixels(low)
        if not low.unit:
            return []
        return [self._single(low)]

    def _alternatives(self, low: Amount) -> list[QuantitySpan]:
        """Return the quantities of "50/60 Hz", [] where no slash follows a number without a unit."""
        if low.unit or low.plus:
            return []
        reads, end = [low], low.end
        while (slash := _SLASHED.match(self.plain, end)) and (match := self._after_slash(slash.end())):
            read = self.amounts.amount(match)
            if read is None:
                return []
            reads.append(read)
            end = read.end
            if read.unit:
                break
        if len(reads) < 2 or not reads[-1].unit:
            return []
        unit = reads[-1].unit
        return [self._single(replace(read, unit=unit)) for read in reads]

    def _after_slash(self, place: int) -> re.Match[str] | None:
        match = self.amounts.number_at(place)
        # "9/10" of "8/9/10 m" is no fraction
        return _ALONE.match(self.plain, place) if match and "/" in match.group() else match

    def _range(self, low: Amount) -> QuantitySpan | None:
        joint = self.rules.joint_here.match(self.plain, low.end)
        if joint is None and self.rules.and_here and self.rules.between_before:
            opened = self.rules.between_before.search(self.plain, max(0, low.start - 16), low.start)
            joint = self.rules.and_here.match(self.plain, low.end) if opened else None
        match = self.amounts.number_at(joint.end()) if joint else None
        high = self.amounts.amount(match) if match else None
        if joint is None or high is None or not (low.unit or high.unit):
            return None
        unit, value = high.unit or low.unit, high.value
        if not high.unit and (not _ends(self.plain, high.end) or _blank(joint.group())):
            return None
        if low.unit and low.unit != unit:
            converted = convert(value, unit, low.unit)
            if converted is None or converted < low.value * _WIDEST_MIXED:
                return None
            unit, value = low.unit, plain_decimal(converted)
        first = -low.value if dimension_of(unit) == "temperature" and self._minus(low.start) else low.value
        if joint["sign"] and dimension_of(unit) == "temperature":
            value = -value
        if value < first and unit != "percent":
            return None
        span = self._span(low.start, high.end, Quantity(first, unit, "", value), plus=high.plus)
        # "from 8 up to 19 mm": words at the ends of a range are no limits of it
        said = span.quantity.qualifier if span.quantity.qualifier == "about" or high.plus else ""
        return replace(span, quantity=replace(span.quantity, qualifier=said))

    def _before_tolerance(self, low: Amount) -> Amount:
        """Return "30" of "30 ± 2 cm" with the unit of its tolerance."""
        sign = _PLUS_MINUS.match(self.plain, low.end)
        match = self.amounts.number_at(sign.end()) if sign else None
        read = self.amounts.amount(match) if match else None
        return replace(low, unit=read.unit) if read and read.unit != "percent" else low

    def _before_pixels(self, low: Amount) -> Amount:
        """Return "1440" of "1440 x 3200 pixels" as pixels; lengths in a row are read as dimensions instead."""
        times = _TIMES.match(self.plain, low.end)
        match = self.amounts.number_at(times.end()) if times else None
        read = self.amounts.amount(match) if match else None
        return replace(low, unit="pixel") if read and read.unit == "pixel" else low

    def _single(self, low: Amount) -> QuantitySpan:
        value, unit, end = low.value, low.unit, low.end
        more = self.rules.half_after_here.match(self.plain, end) if self.rules.half_after_here else None
        if more and value == int(value) and not (dimension_of(unit) != "time" and not self.rules.words.boundary):
            value, end = value + Decimal("0.5"), more.end()
        minutes = _MINUTES.match(self.plain, end) if unit == "hour" and value == int(value) else None
        if minutes and (self.rules.code == "fr" or minutes.start(1) == end):
            value, end = value + plain_decimal(Decimal(minutes[1]) / 60), minutes.end()
        short = _CENTIMETRES.match(self.plain, end) if unit == "metre" and value == int(value) else None
        if short and (len(short[1]) == 2 or self.plain[end - 1] == "米"):  # "1m80", "1米8"
            value, end = value + Decimal(f"0.{short[1]}"), short.end()
        if dimension_of(unit) == "temperature" and self._minus(low.start):
            value = -value
        return self._span(low.start, end, Quantity(value, unit, ""), plus=low.plus)

    def _span(self, start: int, end: int, quantity: Quantity, *, plus: bool = False) -> QuantitySpan:
        window = max(0, start - 32)
        minus = start - 1 if quantity.magnitude < 0 else start
        lead = self.plain[window:minus]
        said, begin = qualifier_before(self.rules, lead)
        after, stop = ("", end) if said else qualifier_after(self.rules, self.plain, end)
        counted = _TIMES_BEFORE.search(lead)
        written = self.text[minus:end].strip()
        quantity = replace(quantity, text=written, qualifier=said or after or ("at least" if plus else ""))
        first = window + begin if begin < len(lead) else minus
        return QuantitySpan(first, stop, quantity, int(counted.group(1)) if counted else 1)

    def _minus(self, start: int) -> bool:
        if self.rules.minus.search(self.plain, max(0, start - 8), start):
            return True
        return self.plain[start - 1 : start] == "-" and (start == 1 or self.plain[start - 2] in " (\t\n~:,;/")

    def in_words(self, spelled: bool) -> Iterator[QuantitySpan]:
        """Yield quantities whose number is a word, and phrases such as "a full day"."""
        for match in self.rules.said.finditer(self.plain):
            number, _, unit = self.rules.said_names[int((match.lastgroup or "s0")[1:])].partition(" ")
            yield self._worded(match.start(), match.end(), Decimal(number), unit)
        if spelled and self.rules.words.boundary:
            before: tuple[int, int, Decimal] | None = None
            for start, end, value in number_words_in(self.plain, self.rules.code):
                if self.rules.idioms is None or not self.rules.idioms.match(self.plain, start):
                    ranged = (
                        before and before[2] < value and self.rules.joint_words.fullmatch(self.plain, before[1], start)
                    )
                    for span in self._with_unit(start, end, value):
                        yield self._ranged(before, span) if before and ranged else span
                before = (start, end, value)
        elif spelled:
            yield from self._numerals()
        if self.rules.half:
            for match in self.rules.half.finditer(self.plain):
                yield from self._with_unit(match.start(), match.end(), Decimal("0.5"))

    def _ranged(self, low: tuple[int, int, Decimal], high: QuantitySpan) -> QuantitySpan:
        """Return the range of a number word and the quantity behind it: "two to three minutes"."""
        quantity = high.quantity
        return self._span(low[0], high.end, Quantity(low[2], quantity.unit, "", quantity.magnitude))

    def _numerals(self) -> Iterator[QuantitySpan]:
        for match in _HUNDREDTHS.finditer(self.plain):
            share = cjk_number(match[1]) or parse_number(match[1])
            if share is not None:
                yield self._worded(match.start(), match.end(), share, "percent")
        for match in self.rules.numeral.finditer(self.plain):
            if self.plain[match.start() - 1 : match.start()].isdigit():
                continue
            # the last numeral may begin the unit: 一千克 is one kilogram
            for end in (match.end() - 2, match.end() - 1, match.end()):
                value = cjk_number(self.plain[match.start() : end])
                spans = list(self._with_unit(match.start(), end, value)) if value is not None else []
                if spans:
                    yield from spans
                    break

    def _with_unit(self, start: int, end: int, value: Decimal) -> Iterator[QuantitySpan]:
        half = self.rules.and_half_here.match(self.plain, end) if self.rules.and_half_here else None
        match = self.rules.word_unit_here.match(self.plain, half.end()) if half else None
        if half and match:
            value += Decimal("0.5")
        else:
            match = self.rules.word_unit_here.match(self.plain, end)
        unit = unit_at(self.rules, match["unit"]) if match else ""
        if match is None or not unit:
            return
        more = self.rules.half_after_here.match(self.plain, match.end()) if self.rules.half_after_here else None
        if more and value == int(value):
            value, stop = value + Decimal("0.5"), more.end()
        else:
            stop = match.end()
        yield self._worded(start, stop, value, unit)

    def _worded(self, start: int, end: int, value: Decimal, unit: str) -> QuantitySpan:
        return self._span(start, end, Quantity(value, unit, ""))


def _ends(plain: str, end: int) -> bool:
    """Return whether a number without a unit ends here and is not the first of something else."""
    return re.match(r"[\s]*(?:$|[,;.)\]]|\Z)", plain[end : end + 4]) is not None


def _blank(joint: str) -> bool:
    return joint.startswith(" ") and joint.strip() in ("-", "~", "…")


def _joined(found: list[QuantitySpan], plain: str, rules: Grammar) -> list[QuantitySpan]:
    joined: list[QuantitySpan] = []
    for span in found:
        whole = _one_of_two(joined[-1], span, plain, rules) if joined else None
        if whole:
            joined[-1] = whole
        else:
            joined.append(span)
    return joined


def _one_of_two(before: QuantitySpan, after: QuantitySpan, plain: str, rules: Grammar) -> QuantitySpan | None:
    """Return "2 lbs, 8 oz", "5' 10\"" and "2 h 30 min" as one quantity in the bigger unit."""
    first, second = before.quantity, after.quantity
    if _SMALLER.get(first.unit) != second.unit or first.maximum is not None or second.maximum is not None:
        return None
    between = plain[before.end : after.start].strip(" &")
    glue = between in ("", *((",", "and") if first.unit in ("pound", "foot", "hour", "metre") else ()))
    glue = glue or bool(rules.and_here and rules.and_here.match(f"{plain[before.end : after.start]}1"))
    if second.qualifier or not glue:
        return None
    part = convert(second.magnitude, second.unit, first.unit)
    if part is None or part >= 1:
        return None
    total = plain_decimal(first.magnitude + part)
    written = plain[before.start : after.end].strip()
    return QuantitySpan(before.start, after.end, Quantity(total, first.unit, written, None, first.qualifier))
