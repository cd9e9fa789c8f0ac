"""Number claims: quantities, dimensions and counts in a text, each compared with what the cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from listgen.domain.fact import Dimensions, Quantity, Verdict
from listgen.domain.source import CellRef
from listgen.facts.claim_counts import check_counts
from listgen.facts.evidence import Evidence, KnownQuantity
from listgen.facts.judged import Judged, overlaps
from listgen.facts.keys import fact_keys
from listgen.facts.language import language
from listgen.facts.unit_table import convert, dimension_of
from listgen.facts.units import find_dimensions, find_quantities, same_quantity, say_quantity

# One figure of these can be mistaken for another's although number and unit are right.
_RIVALS = (
    frozenset({"cold_hours", "hot_hours"}),
    frozenset({"protein", "fat", "crude_fibre", "crude_ash", "moisture", "recycled_share"}),
)
# Names of sizes rather than measures: never converted (copywriting.md section 5).
_NOMINAL = frozenset({"laptop_size", "screen_size", "size", "bed_size", "waist", "inseam", "storage", "memory"})
_FLAT = frozenset({"cold_hours", "hot_hours", "battery_life"})
_CLAUSE = re.compile(r"[;.!?()](?=\s|$)|,\s|\s(?:and|but|while|or)\s|\s[-–—]\s|\s/\s")


def check_numbers(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    taken: list[tuple[int, int]],
    language: str = "en",
) -> Iterator[Judged]:
    """Yield every number claim of a text; spans in `taken` are skipped and found ones are added to it."""
    for start, end, dimensions in find_dimensions(text):
        if not overlaps(start, end, taken):
            taken.append((start, end))
            yield _judge_dimensions(text, start, end, dimensions, evidence)
    for start, end, quantity in _quantities(text):
        if not overlaps(start, end, taken):
            taken.append((start, end))
            yield _judge_quantity(text, start, end, quantity, evidence, siblings)
    yield from check_counts(text, evidence, siblings, taken, language)


def _quantities(text: str) -> Iterator[tuple[int, int, Quantity]]:
    for span in find_quantities(text):
        yield span.start, span.end, span.quantity


def _judge_dimensions(text: str, start: int, end: int, claimed: Dimensions, evidence: Evidence) -> Judged:
    del text
    for given, cell in evidence.tuples:
        if _same_axes(given, claimed):
            return Judged(start, end, "quantity", Verdict.SUPPORTED, cell)
    if evidence.tuples:
        given, cell = evidence.tuples[0]
        return Judged(start, end, "quantity", Verdict.CONTRADICTED, cell, note=f"the cell says {given.text}")
    quantities = [quantity for _, quantity in claimed.axes]
    cells = [_first_match(quantity, evidence) for quantity in quantities]
    if all(cells):
        return Judged(start, end, "quantity", Verdict.SUPPORTED, cells[0])
    return Judged(start, end, "quantity", Verdict.UNSUPPORTED, note="no cell gives these dimensions")


def _same_axes(given: Dimensions, claimed: Dimensions) -> bool:
    """Return whether every claimed length is one of the given ones, each used once, axes not swapped."""
    rest = list(given.axes)
    for axis, quantity in claimed.axes:
        for place in rest:
            if same_quantity(place[1], quantity) and (not axis or not place[0] or axis == place[0]):
                rest.remove(place)
                break
        else:
            return False
    return True


def _first_match(quantity: Quantity, evidence: Evidence) -> CellRef | None:
    return next((known.cell for known in evidence.quantities if same_quantity(known.quantity, quantity)), None)


def _judge_quantity(
    text: str, start: int, end: int, claimed: Quantity, evidence: Evidence, siblings: Sequence[Evidence]
) -> Judged:
    bound = _bound_keys(text, start, end, claimed)
    matches = [known for known in evidence.quantities if same_quantity(known.quantity, claimed)]
    exact = [known for known in matches if known.quantity.unit == claimed.unit or known.key not in _NOMINAL]
    if matches and not exact:
        return Judged(
            start, end, "quantity", Verdict.UNSUPPORTED, matches[0].cell, note="sizes by name are not converted"
        )
    if exact:
        reason = _misbound(text, start, end, claimed, exact, bound, evidence)
        if not reason:
            return _flat(start, end, claimed, exact, bound)
        return Judged(start, end, "quantity", Verdict.CONTRADICTED, exact[0].cell, note=reason)
    nearest = _nearest(claimed, bound, evidence)
    for sibling in siblings:
        cell = next((known.cell for known in sibling.quantities if same_quantity(known.quantity, claimed)), None)
        if cell:
            return Judged(start, end, "quantity", Verdict.BORROWED, cell, note="true of another variation")
    if nearest:
        said = say_quantity(nearest.quantity)
        return Judged(start, end, "quantity", Verdict.CONTRADICTED, nearest.cell, note=f"the cell says {said}")
    return Judged(start, end, "quantity", Verdict.UNSUPPORTED, note="no cell gives this figure")


def _flat(start: int, end: int, claimed: Quantity, matches: list[KnownQuantity], bound: list[str]) -> Judged:
    best = next((known for known in matches if known.key in bound), matches[0])
    if best.key in _FLAT and best.quantity.qualifier == "up to" and claimed.qualifier != "up to":
        if any(
            known.quantity.qualifier != "up to" for known in matches if known.key == best.key and known.cell.text == ""
        ):
            return Judged(start, end, "quantity", Verdict.SUPPORTED, best.cell)
        return Judged(start, end, "quantity", Verdict.UNSUPPORTED, best.cell, note="the cell says up to")
    if best.quantity.unit != claimed.unit:
        return Judged(start, end, "quantity", Verdict.ENTAILED, best.cell, "unit.conversion")
    return Judged(start, end, "quantity", Verdict.SUPPORTED, best.cell)


def _misbound(
    text: str,
    start: int,
    end: int,
    claimed: Quantity,
    matches: list[KnownQuantity],
    bound: list[str],
    evidence: Evidence,
) -> str:
    """Return why a right number stands at the wrong attribute, "" where it stands well."""
    axis = _axis_at(text, start, end)
    if axis:
        labelled = [known for known in matches if known.axis not in ("", "?") or _own_axis(known.key)]
        if not any(_axis_fits(known, axis) for known in labelled or matches):
            return f"the figure is not the {axis}"
    if claimed.unit == "percent":
        clause = _clause(text, start, end).lower()
        words = {known: known.words or fact_keys()[known.key].words for known in matches if known.key in fact_keys()}
        if words and not any(not own or any(word in clause for word in own) for own in words.values()):
            return f"the share belongs to {' '.join(next(iter(words.values())))}"
    keys = {known.key for known in matches}
    for rivals in _RIVALS:
        here = [key for key in bound if key in rivals]
        if not here:
            continue
        given = {known.key for known in evidence.quantities if known.key in rivals}
        if len(here) > 1 and len(given & set(here)) > 1 and not all(key in keys for key in here if key in given):
            nearest = here[0]
            if nearest not in keys or re.search(r"(?i)\b(?:and|or|as well as)\b", _clause(text, start, end)):
                return f"one figure for {' and '.join(fact_keys()[key].label for key in here)}"
            continue
        if here[0] not in keys and keys & (rivals | {"material"}):
            return f"the figure belongs to {fact_keys()[matches[0].key].label}"
    for key in bound:
        given_here = [known for known in evidence.quantities if known.key == key]
        if given_here and key not in keys and not any(key in rivals for rivals in _RIVALS) and bound[0] == key:
            return f"the cell says {say_quantity(given_here[0].quantity)}"
    return ""


def _axis_fits(known: KnownQuantity, axis: str) -> bool:
    own = known.axis or _own_axis(known.key)
    return not own or own == axis or (own == "diameter" and axis == "width")


def _own_axis(key: str) -> str:
    """Return the axis that an attribute measures along ("seat_height" -> height), "" where it measures no axis."""
    last = key.rsplit("_", 1)[-1]
    return last if last in ("length", "width", "height", "depth", "diameter", "thickness") else ""


def _nearest(claimed: Quantity, bound: list[str], evidence: Evidence) -> KnownQuantity | None:
    """Return the known quantity that the claim gets wrong: of the bound attribute, else the only one of its measure."""
    same = [
        known
        for known in evidence.quantities
        if dimension_of(known.quantity.unit) == dimension_of(claimed.unit) and dimension_of(claimed.unit)
    ]
    for key in bound:
        for known in same:
            if known.key == key:
                return known
    if not same:
        return None

    def distance(known: KnownQuantity) -> Decimal:
        converted = convert(known.quantity.magnitude, known.quantity.unit, claimed.unit)
        return abs((converted or Decimal(0)) - claimed.magnitude)

    return min(same, key=distance)


def _bound_keys(text: str, start: int, end: int, claimed: Quantity) -> list[str]:
    """Return the attributes whose words stand in the claim's clause, nearest first."""
    left, right = _clause_span(text, start, end)
    clause = text[left:right]
    measured = dimension_of(claimed.unit)
    found: list[tuple[int, str]] = []
    for key, pattern in _attribute_patterns().items():
        unit = fact_keys()[key].unit
        if key == "warranty":
            unit = "time"
        if unit and unit != measured and (unit, claimed.unit) != ("volume", "ounce"):
            continue
        rival = any(key in rivals for rivals in _RIVALS)
        for match in pattern.finditer(clause):
            place = left + match.start()
            gap = text[left + match.end() : start] if place < start else text[end:place]
            between = len(gap.split())
            if rival or between <= 2:
                # ties go to the word before the number: "cold for 24 hours"
                found.append((between * 2 + (place > start), key))
    return [key for _, key in sorted(found)]


def _axis_at(text: str, start: int, end: int) -> str:
    after = re.match(r"[\s-]+(?:in\s+)?([a-z]+)", text[end : end + 24], re.IGNORECASE)
    before = re.search(r"(?:^|[\s,;(])([a-z]+)\s*(?::|of|is)?\s*$", text[max(0, start - 24) : start], re.IGNORECASE)
    for axis, words in language("en").axes.items():
        if after and after.group(1).lower() in words:
            return str(axis)
        if (
            before
            and before.group(1).lower() in words
            and before.group(1).lower() not in ("long", "wide", "tall", "high", "deep")
        ):
            return str(axis)
    return ""


def _clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)
    right = next((match.start() for match in _CLAUSE.finditer(text, end)), len(text))
    return left, right


def _clause(text: str, start: int, end: int) -> str:
    left, right = _clause_span(text, start, end)
    return text[left:right]


@cache
def _attribute_patterns() -> dict[str, re.Pattern[str]]:
    words = language("en")
    return {key: words.pattern(forms) for key, forms in words.attributes.items()}
