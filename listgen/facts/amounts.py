"""One number with the unit or rate behind it: the piece that quantities, ranges and tuples are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from listgen.facts.numbers_in_text import cjk_power, parse_number
from listgen.facts.quantity_grammar import Grammar, is_no_unit, unit_at
from listgen.facts.unit_table import bounds, convert, dimension_of, rate_of

# What may stand below the line of a rate that is written with a slash.
_RATED = {
    "mass": ("mass", "volume", "area"),
    "calories": ("mass", "volume"),
    "potency": ("mass", "volume"),
    "volume": ("area",),
    "power": ("area", "mass"),
    "light": ("area", "power"),
    "energy": ("mass", "area"),
}
# Longer ones are codes, and beyond what decimals convert exactly.
_LONGEST = 16
# Japanese names the base of a rate first: "1平方メートルあたり100g" is an amount of 100 g.
_BASE_OF_RATE = re.compile("あたり|当たり|につき")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what follows it: the unit as far as it is known, and where both end."""

    start: int
    end: int
    value: Decimal
    unit: str
    plus: bool = False


@dataclass(frozen=True, slots=True)
class AmountReader:
    """Reads the numbers of one text; `plain` is the text as `plain_text` returns it."""

    plain: str
    rules: Grammar
    decimal: str
    language: str

    def amount(self, match: re.Match[str]) -> Amount | None:
        """Return the number of a match with the unit directly behind it; a blank may have grouped too much."""
        raw, end = match.group(), match.end()
        if not self.groups(match):
            end = match.start() + raw.index(" ")
            raw = raw[: raw.index(" ")]
        value = self._value(raw) if len(raw) <= _LONGEST else None
        if value is None:
            return None
        power = cjk_power(self.plain[end : end + 1])
        if power > 1 and self.rules.unit_here.match(self.plain, end) is None:
            value, end = value * power, end + 1
        many = self.rules.power_here.match(self.plain, end) if self.rules.power_here else None
        if many:
            value, end = value * self.rules.powers[many.group().split(" de")[0].strip().lower()], many.end()
        plus = self.plain.startswith("+", end) and not self.plain.startswith("+/", end)
        end += plus
        unit = self._unit(end, value, raw)
        if unit is None:
            return None if ":" in raw else Amount(match.start(), end, value, "", plus)
        name, unit_end = unit
        if ":" in raw and name not in ("hour", "minute"):
            return None
        if not plus and self.plain.startswith("+", unit_end) and not self.plain.startswith("+/", unit_end):
            plus, unit_end = True, unit_end + 1
        return Amount(match.start(), unit_end, value, name, plus)

    def number_at(self, place: int) -> re.Match[str] | None:
        """Return the number that stands at a place."""
        match = self.rules.number.search(self.plain, place, place + 24)
        return match if match and match.start() == place else None

    def groups(self, match: re.Match[str]) -> bool:
        """Return whether a blank groups thousands ("10 000 mAh") and does not part two numbers ("iPhone 15 128 Go")."""
        if not re.fullmatch(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", match.group()):
            return True  # "1 9/16", "2 ½"
        if re.match(r"\s?%", self.plain[match.end() : match.end() + 2]):
            return False
        before = self.plain[max(0, match.start() - 24) : match.start()].rstrip(" ").rpartition(" ")[2]
        return match.group().endswith(" 000") or not any(char.isupper() or char.isdigit() for char in before[:-1])

    def _value(self, raw: str) -> Decimal | None:
        if ":" in raw:
            whole, _, part = raw.partition(":")
            return plain_decimal(Decimal(whole) + Decimal(part) / 60)
        if "/" in raw:
            upper, lower = re.split(r"[-\s]", raw)[-1].split("/")
            if int(upper) >= int(lower):
                return parse_number(re.split(r"[-\s/]", raw)[0])
        return parse_number(raw, decimal=self.decimal, language=self.language)

    def _unit(self, end: int, value: Decimal, raw: str) -> tuple[str, int] | None:
        """Return the unit at a place, with the rate that it may begin, and where it ends."""
        match = self.rules.unit_here.match(self.plain, end)
        if match is None or is_no_unit(self.plain, match.start("unit"), match.end(), match["gap"]):
            return None
        form = match["unit"]
        limits = bounds().get(form)
        if limits and not limits[0] <= value <= limits[1]:
            return None
        if form in ("'", "’") and raw.startswith("0") and len(raw) > 1:
            return None
        name = unit_at(self.rules, form)
        if not name or _BASE_OF_RATE.match(self.plain, match.end()):
            return None
        return self._rate(name, match.end(), value)

    def _rate(self, upper: str, end: int, value: Decimal) -> tuple[str, int]:
        match = self.rules.per_here.match(self.plain, end)
        below = self.rules.unit_here.match(self.plain, match.end()) if match else None
        if match is None or below is None:
            return upper, end
        lower = unit_at(self.rules, below["unit"])
        slash, count = "/" in match.group(), match["count"]
        if not lower or (lower == upper and (upper, count) != ("gram", "100")):
            return upper, end
        if slash and not self._is_rate(upper, lower, count, value):
            return upper, end
        return rate_of(upper, lower, Decimal(count or 1)), below.end()

    def _is_rate(self, upper: str, lower: str, count: str | None, value: Decimal) -> bool:
        """Return whether a slash between units makes a rate, and not two ways to say one amount ("3.5 oz/100 g")."""
        above, below = dimension_of(upper), dimension_of(lower)
        if above == below:
            same = convert(Decimal(count or 1), lower, upper)
            return above == "mass" and not (same and abs(same - value) <= same / 10)
        if below == "time" and not count:
            return above not in ("temperature", "percent")
        return below in _RATED.get(above, ())


def plain_decimal(number: Decimal) -> Decimal:
    """Return a computed number to four places, without zeros at its end and without an exponent."""
    return Decimal(f"{number.quantize(Decimal('0.0001')).normalize():f}")
