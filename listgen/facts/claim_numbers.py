"""Number claims: every figure of a text, compared with what the cells say of the thing that it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from listgen.domain.fact import Quantity, Verdict
from listgen.facts.binding import (
    MARGIN,
    axis_fit,
    best,
    both_attributes,
    fit,
    judged_figure,
    label_of,
    names_its_share,
    other_thing,
    said,
    wrong_attribute,
)
from listgen.facts.claim_counts import judge_count, range_end
from listgen.facts.claim_sizes import (
    crossed_sides,
    is_price,
    judge_choices,
    judge_dimensions,
    judge_literal,
    judge_price,
    judge_ratio,
)
from listgen.facts.evidence import Evidence, negated
from listgen.facts.figures import Figure, find_figures
from listgen.facts.judged import Judged, overlaps
from listgen.facts.keys import fact_keys
from listgen.facts.known import KnownFigure
from listgen.facts.language import language as language_of
from listgen.facts.unit_table import convert, dimension_of
from listgen.facts.units import same_quantity

# Names of sizes rather than measures: never converted (copywriting.md section 5).
_NOMINAL = frozenset({"laptop_size", "screen_size", "size", "bed_size", "waist", "inseam", "storage", "memory"})
_FLAT = frozenset({"cold_hours", "hot_hours", "battery_life"})
_TOKEN = re.compile(r"[^\s,;()]*\d[^\s,;()]*")
_SENTENCE = re.compile(r"[.!?;](?=\s)|[。！？；]")
_SHORTENED = (
    ("degree", "degree_celsius"),
    ("degree", "degree_fahrenheit"),
    ("degree_celsius", "degree"),
    ("gram", "gram_per_square_metre"),
)
_CLOSE = 0.6
_NEAR = Decimal("0.015")


def check_numbers(
    text: str,
    evidence: Evidence,
    siblings: Sequence[Evidence],
    taken: list[tuple[int, int]],
    language: str = "en",
) -> Iterator[Judged]:
    """Yield every number claim of a text; spans in `taken` are skipped and found ones are added to it.

    No digit goes unread: what is neither a quantity nor a count must stand in a cell as it is written.
    """
    figures = find_figures(text, language)
    for figure in figures:
        if _is_taken(figure, taken):
            continue
        if is_price(text, figure):
            taken.append((figure.start, figure.end))
            yield judge_price(text, figure, evidence)
            continue
        denied = negated(text, figure.start, figure.end, language) or _in_a_denied_list(text, figure.start, language)
        judged = judge_figure(figure, figures, evidence, siblings, denied=denied)
        if judged is not None:
            taken.append((figure.start, figure.end))
            yield judged
    for match in _TOKEN.finditer(text):
        start, end = match.start(), match.start() + len(match.group().rstrip(".!?:\"'”"))
        if not overlaps(start, end, taken) and re.search(r"\d", text[start:end]):
            taken.append((start, end))
            yield judge_literal(text, start, end, evidence, siblings)


def _is_taken(figure: Figure, taken: list[tuple[int, int]]) -> bool:
    if figure.shape == "count":
        return overlaps(figure.start, figure.end, taken)
    # the number of a product called "Daypack 26" is no name where a unit stands behind it
    return any(left <= figure.start and figure.end <= right for left, right in taken)


def _in_a_denied_list(text: str, start: int, code: str) -> bool:
    """Return whether a figure stands in a list that a denial opens: "no camera, loudspeaker, or 3.5 mm jack"."""
    left = _SENTENCE.split(text[max(0, start - 160) : start])[-1]
    rule = language_of(code).negation
    last = max((match.end() for match in language_of(code).pattern(rule.before).finditer(left)), default=-1)
    return last >= 0 and not language_of(code).pattern(rule.stops).search(left, last)


def judge_figure(
    figure: Figure,
    figures: Sequence[Figure],
    evidence: Evidence,
    siblings: Sequence[Evidence],
    *,
    denied: bool = False,
) -> Judged | None:
    """Return what the lock says of one figure of a text, None where it claims nothing ("one of the bags")."""
    if figure.shape == "dimensions":
        return judge_dimensions(figure, evidence, siblings)
    if figure.shape == "ratio":
        return judge_ratio(figure, evidence, siblings)
    if figure.shape == "count":
        return judge_count(figure, figures, evidence, siblings)
    return _judge_quantity(figure, figures, evidence, siblings, denied=denied)


def _judge_quantity(
    figure: Figure, figures: Sequence[Figure], evidence: Evidence, siblings: Sequence[Evidence], *, denied: bool
) -> Judged:
    figure = _of_heat(figure, evidence)
    claimed = figure.quantity
    if dimension_of(claimed.unit) == "data" and "/" in claimed.text:
        return judge_choices(figure, evidence)
    comparable = evidence.figures.of(_measure(figure))
    matches = [known for known in comparable if same_quantity(known.quantity, claimed)]
    exact = [known for known in matches if known.quantity.unit == claimed.unit or known.key not in _NOMINAL]
    if exact and all(known.absent for known in exact):
        if denied:
            return replace(judged_figure(figure, Verdict.SUPPORTED, exact[0]), denied=True)
        return judged_figure(figure, Verdict.CONTRADICTED, exact[0], note=f"the cell says no {exact[0].cell.column}")
    if matches and not exact:
        note = "sizes by name are not converted"
        return judged_figure(figure, Verdict.UNSUPPORTED, matches[0], note=note)
    written = _seller_wrote(claimed, comparable)
    if written is not None:
        return judged_figure(figure, Verdict.CONTRADICTED, written, note=f"the cell says {said(written)}")
    crossed = crossed_sides(figure, figures, exact, evidence)
    if crossed is not None:
        note = f"the cell gives {said(crossed)}: the longer side is the length"
        return judged_figure(figure, Verdict.CONTRADICTED, crossed, note=note)
    if exact:
        return _bound(figure, exact, comparable, evidence)
    end = range_end(figure, figures, comparable)
    if end is not None and end.quantity.unit == claimed.unit:
        return judged_figure(figure, Verdict.SUPPORTED, end)
    bare = _without_unit(figure, evidence)
    if bare is not None:
        return judged_figure(figure, Verdict.SUPPORTED, bare)
    bare = _spread_rate(figure, figures, evidence)
    if bare is not None:
        return judged_figure(figure, Verdict.SUPPORTED, bare)
    product = _restated(figure, comparable)
    if product is not None:
        return judged_figure(figure, Verdict.ENTAILED, product, rule="arithmetic")
    for sibling in siblings:
        others = sibling.figures.of(_measure(figure))
        borrowed = best(
            figure, [k for k in others if same_quantity(k.quantity, claimed)], sibling.figures.rarity(_measure(figure))
        )
        if borrowed:
            return judged_figure(figure, Verdict.BORROWED, borrowed[1], note="true of another variation")
    nearest = _nearest(figure, comparable, evidence)
    if nearest is not None:
        return judged_figure(figure, Verdict.CONTRADICTED, nearest, note=f"the cell says {said(nearest)}")
    return judged_figure(figure, Verdict.UNSUPPORTED, None, note="no cell gives this figure")


def _without_unit(figure: Figure, evidence: Evidence) -> KnownFigure | None:
    """Return the bare number of a cell that a claim gives its unit: "GSM 900 / 1800" are bands of 1800 MHz.

    A rate may be said of a number whose header has the other half ("Feeding per day: 40 g").
    """
    names = {*figure.heads, figure.before} - {""}
    claimed = figure.quantity
    for unit, full in _SHORTENED:
        # "wash at 30 degrees", "180 g paper"
        for known in evidence.figures.of(dimension_of(full)):
            if claimed.unit == unit and known.quantity.magnitude == claimed.magnitude and known.quantity.unit == full:
                return known
    halves = evidence.figures.of(dimension_of(claimed.unit.split("/")[0])) if "/" in claimed.unit else ()
    for known in (*evidence.figures.of("count"), *halves):
        same = known.quantity.magnitude == claimed.magnitude and known.quantity.maximum == claimed.maximum
        if same and known.quantity.unit in ("", claimed.unit.split("/")[0]):
            shared = names & known.names or any(figure.context.get(word, 0.0) >= _CLOSE for word in known.label)
            if shared:
                return known
    return None


def _spread_rate(figure: Figure, figures: Sequence[Figure], evidence: Evidence) -> KnownFigure | None:
    """Return the rate whose two halves a text says apart: "440 litres flow through it in one hour", "440 l/h"."""
    claimed = figure.quantity
    spans = {one.quantity.unit for one in figures if one.measure == "time" and one.quantity.magnitude == 1}
    for known in evidence.figures.of("flow") if spans else ():
        whole, _, span = known.quantity.unit.partition("_per_")
        if whole == claimed.unit and span in spans and known.quantity.magnitude == claimed.magnitude:
            return known
    return None


def _of_heat(figure: Figure, evidence: Evidence) -> Figure:
    """Return the figure in the degrees of the sheet: "wash at 30 degrees" means heat where no cell gives an angle.

    "45 Grad" is an angle where the cells give angles and no heat.
    """
    if figure.quantity.unit == "degree_celsius" and not evidence.figures.of("temperature"):
        if evidence.figures.of("angle") and "c" not in figure.quantity.text.lower():
            return replace(figure, quantity=replace(figure.quantity, unit="degree"))
        return figure
    if figure.quantity.unit != "degree" or evidence.figures.of("angle"):
        return figure
    scale = next((known.quantity.unit for known in evidence.figures.of("temperature")), "")
    if scale not in ("degree_celsius", "degree_fahrenheit"):
        return figure
    return replace(figure, quantity=replace(figure.quantity, unit=scale))


def _measure(figure: Figure) -> str:
    # "25 oz" of a volume are fluid ounces, as every bottle says.
    return "mass+volume" if figure.quantity.unit == "ounce" else figure.measure


def _bound(
    figure: Figure, matches: Sequence[KnownFigure], comparable: Sequence[KnownFigure], evidence: Evidence
) -> Judged:
    """Return the verdict of a figure that a cell gives: is it said of what the cell says it of?"""
    rarity = evidence.figures.rarity(_measure(figure))
    found = best(figure, matches, rarity)
    assert found is not None
    points, match = found
    both = both_attributes(figure, comparable)
    if both:
        names = " and ".join(fact_keys()[key].label for key in both)
        return judged_figure(figure, Verdict.CONTRADICTED, match, note=f"one figure for {names}")
    # a share of what the cell calls by a word of another language cannot be told from another share
    readable = evidence.own in ("", evidence.languages[0]) and evidence.languages[0] in ("en", evidence.own)
    if figure.quantity.unit == "percent" and readable and not names_its_share(figure, matches):
        return judged_figure(figure, Verdict.CONTRADICTED, match, note=f"the share belongs to {label_of(match)}")
    other = wrong_attribute(figure, matches)
    if other:
        return judged_figure(
            figure, Verdict.CONTRADICTED, match, note=f"the figure belongs to {fact_keys()[other].label}"
        )
    owner = other_thing(figure, matches, comparable, evidence.figures.common)
    if owner is not None:
        note = f"the figure belongs to {label_of(match)}; the cell says {said(owner)}"
        return judged_figure(figure, Verdict.CONTRADICTED, owner, note=note)
    rivals = [known for known in comparable if not _equal(known.quantity, figure.quantity)]
    if (
        figure.axis
        and any(known.axis == "?" for known in matches)
        and all(known.axis in ("", "?") for known in matches)
    ):
        # an axis alone does not make "30 cm wide" the 8 mm of a groove, where the cell of 30 cm names no axes
        elsewhere = {known.cell for known in rivals if known.things and known.things.isdisjoint(figure.context)}
        rivals = [known for known in rivals if known.cell not in elsewhere - {one.cell for one in matches}]
    rival = best(figure, rivals, rarity)
    if rival and rival[0] - points >= MARGIN:
        note = f"the figure belongs to {label_of(match)}; the cell says {said(rival[1])}"
        return judged_figure(figure, Verdict.CONTRADICTED, rival[1], note=note)
    if figure.axis and all(axis_fit(figure.axis, known.axis) < 0 for known in matches):
        return judged_figure(figure, Verdict.CONTRADICTED, match, note=f"the figure is not the {figure.axis}")
    return _flat(figure, match, matches)


def _flat(figure: Figure, match: KnownFigure, matches: Sequence[KnownFigure]) -> Judged:
    limits = [known for known in matches if known.key == match.key and known.quantity.qualifier == "up to"]
    flat = [known for known in matches if known.key == match.key and known.quantity.qualifier != "up to"]
    if match.key in _FLAT and limits and not flat and figure.quantity.qualifier != "up to":
        return judged_figure(figure, Verdict.UNSUPPORTED, limits[0], note="the cell says up to")
    if match.quantity.unit != figure.quantity.unit:
        return judged_figure(figure, Verdict.ENTAILED, match, rule="unit.conversion")
    return judged_figure(figure, Verdict.SUPPORTED, match)


def _seller_wrote(claimed: Quantity, comparable: Sequence[KnownFigure]) -> KnownFigure | None:
    """Return the seller's own figure in the claimed unit where the claim is a little off: 7.25 oz for 7.23 oz.

    A conversion from another unit would let it pass as rounding.
    """
    if claimed.qualifier == "about" or claimed.maximum is not None:
        return None
    own = [known for known in comparable if known.quantity.unit == claimed.unit and known.quantity.maximum is None]
    if any(known.quantity.magnitude == claimed.magnitude for known in own):
        return None
    for known in own:
        given = known.quantity.magnitude
        if given and abs(given - claimed.magnitude) <= abs(given) * _NEAR and not _rounded(given, claimed.magnitude):
            return known
    return None


def _rounded(given: Decimal, claimed: Decimal) -> bool:
    exponent = claimed.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return places >= 0 and round(given, places) == claimed and given != claimed


def _equal(given: Quantity, claimed: Quantity) -> bool:
    return same_quantity(given, claimed) or same_quantity(claimed, given)


def _restated(figure: Figure, comparable: Sequence[KnownFigure]) -> KnownFigure | None:
    """Return the figure that a claim divides: 750 ml make "three glasses of 250 ml"."""
    if figure.partner is None:
        return None
    whole = figure.partner.magnitude * figure.quantity.magnitude
    same = (known for known in comparable if known.quantity.unit == figure.quantity.unit)
    return next((known for known in same if known.quantity.magnitude == whole), None)


def _nearest(figure: Figure, comparable: Sequence[KnownFigure], evidence: Evidence) -> KnownFigure | None:
    """Return the known figure that a claim gets wrong: the one its words fit best, else the one nearest in size."""
    if not comparable:
        return None
    rarity = evidence.figures.rarity(_measure(figure))

    def order(known: KnownFigure) -> tuple[float, Decimal]:
        converted = convert(known.quantity.magnitude, known.quantity.unit, figure.quantity.unit) or Decimal(0)
        return -fit(figure, known, rarity), abs(converted - figure.quantity.magnitude)

    return min(comparable, key=order)
