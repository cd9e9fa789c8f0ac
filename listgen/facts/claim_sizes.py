"""Number claims beside single quantities: dimensions, ratios, choices, prices, and numbers as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from listgen.domain.fact import Dimensions, Quantity, Verdict
from listgen.facts.binding import MARGIN, axis_fit, best, judged_figure, label_of, said
from listgen.facts.evidence import Evidence
from listgen.facts.figures import Figure
from listgen.facts.judged import Judged
from listgen.facts.known import KnownFigure
from listgen.facts.language import language
from listgen.facts.load import read_data
from listgen.facts.unit_table import convert
from listgen.facts.units import same_quantity

_ONE_CLAUSE = 60  # characters between a length and a width of one thing
_CURRENCY = re.compile(
    r"(?i)[€$£¥￥₹]|\s?(?:EUR|euros?|USD|GBP|INR|CNY|RMB|JPY|SEK|PLN|dollars?|CHF|元|円|руб)(?![^\W\d_])"
)


def is_price(text: str, figure: Figure) -> bool:
    """Return whether a number stands with the sign or name of a currency."""
    before, after = text[max(0, figure.start - 4) : figure.start], text[figure.end :]
    money = _CURRENCY.search(before) is not None or _CURRENCY.match(after) is not None
    return money and figure.shape != "dimensions"


def judge_dimensions(figure: Figure, evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    """Return the verdict of "20 x 14 x 12 in": one tuple of a cell, or lengths that cells give one by one."""
    claimed = figure.axes
    assert claimed is not None
    tuples = evidence.figures.of("dimensions")
    same = [known for known in tuples if known.axes is not None and _same_axes(known.axes, claimed)]
    rarity = evidence.figures.rarity("dimensions")
    found = best(figure, same, rarity)
    if found:
        rest = [known for known in tuples if known not in same and known.axes and not _same_axes(claimed, known.axes)]
        rival = best(figure, rest, rarity)
        if rival and rival[0] - found[0] >= MARGIN:
            note = f"the figure belongs to {label_of(found[1])}; the cell says {said(rival[1])}"
            return judged_figure(figure, Verdict.CONTRADICTED, rival[1], note=note)
        return judged_figure(figure, Verdict.SUPPORTED, found[1])
    sides = [_side(axis, quantity, evidence) for axis, quantity in claimed.axes]
    if all(sides):
        return judged_figure(figure, Verdict.SUPPORTED, sides[0])
    for sibling in siblings:
        for known in sibling.figures.of("dimensions"):
            if known.axes is not None and _same_axes(known.axes, claimed):
                return judged_figure(figure, Verdict.BORROWED, known, note="true of another variation")
        other = [_side(axis, quantity, sibling) for axis, quantity in claimed.axes]
        if all(other):
            return judged_figure(figure, Verdict.BORROWED, other[0], note="true of another variation")
    wrong = next((quantity for side, (_, quantity) in zip(sides, claimed.axes, strict=True) if side is None), None)
    if tuples:
        return judged_figure(figure, Verdict.CONTRADICTED, tuples[0], note=f"the cell says {said(tuples[0])}")
    lengths = evidence.figures.of("length")
    if lengths and wrong is not None and len([side for side in sides if side]) > 0:
        return judged_figure(figure, Verdict.CONTRADICTED, lengths[0], note=f"no cell gives {wrong.text} there")
    return judged_figure(figure, Verdict.UNSUPPORTED, None, note="no cell gives these dimensions")


def crossed_sides(
    figure: Figure, figures: Sequence[Figure], matches: Sequence[KnownFigure], evidence: Evidence
) -> KnownFigure | None:
    """Return the tuple without axes whose sides a text calls a length and a greater width, None where it does not.

    "183 x 61 cm" says no axis, but the length of a thing is its longer side, unless it hangs or is lain in: curtains,
    clothes, beds (`contexts.toml`).
    """
    other = {"length": "width", "width": "length"}.get(figure.axis, "")
    if not other or any(known.axis not in ("", "?") and axis_fit(figure.axis, known.axis) >= 0 for known in matches):
        return None
    partner = next((one for one in figures if one.axis == other and abs(one.start - figure.start) <= _ONE_CLAUSE), None)
    if partner is None or _has_own_length(evidence):
        return None
    long, wide = (figure, partner) if figure.axis == "length" else (partner, figure)
    width = convert(wide.quantity.magnitude, wide.quantity.unit, long.quantity.unit)
    if width is None or width <= long.quantity.magnitude:
        return None
    for known in evidence.figures.of("dimensions"):
        sides = [quantity for axis, quantity in known.axes.axes if not axis] if known.axes else []
        if all(any(same_quantity(side, one.quantity) for side in sides) for one in (figure, partner)):
            return known
    return None


@lru_cache(maxsize=4096)
def _has_own_length(evidence: Evidence) -> bool:
    name = f"{evidence.sheet.name} {evidence.sheet.noun}"
    forms = read_data("contexts.toml")["own_length"]
    return any(language(code).pattern(forms[code]).search(name) for code in evidence.languages if code in forms)


def _side(axis: str, quantity: Quantity, evidence: Evidence) -> KnownFigure | None:
    """Return the known length that one side of a claimed tuple repeats, along the same axis where both name one."""
    lengths = evidence.figures.of("length")
    named = any(known.axis == axis for known in lengths)
    for known in lengths:
        along = known.axis in (axis, "", "?") if named and axis else axis_fit(axis, known.axis) >= 0
        if along and same_quantity(known.quantity, quantity):
            return known
    return None


def _same_axes(given: Dimensions, claimed: Dimensions) -> bool:
    """Return whether every claimed length is one of the given ones, each used once, axes not swapped."""
    rest = list(given.axes)
    labels = {axis for axis, _ in given.axes}
    for axis, quantity in claimed.axes:
        for place in rest:
            fits = axis == place[0] if axis in labels else not place[0] or axis_fit(axis, place[0]) >= 0
            if same_quantity(place[1], quantity) and (not axis or fits):
                rest.remove(place)
                break
        else:
            return False
    return True


def judge_ratio(figure: Figure, evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    """Return the verdict of "20:9" or "1440 x 3200": all of its numbers stand together in a cell."""

    def same(known: KnownFigure) -> bool:
        return known.numbers == figure.numbers or sorted(known.numbers) == sorted(figure.numbers)

    given = evidence.figures.of("ratio")
    for known in given:
        if same(known):
            return judged_figure(figure, Verdict.SUPPORTED, known)
    for sibling in siblings:
        for known in sibling.figures.of("ratio"):
            if same(known):
                return judged_figure(figure, Verdict.BORROWED, known, note="true of another variation")
    near = [known for known in given if known.names & {*figure.heads, figure.before}]
    if near:
        return judged_figure(figure, Verdict.CONTRADICTED, near[0], note=f"the cell says {said(near[0])}")
    return judged_figure(figure, Verdict.UNSUPPORTED, None, note="no cell gives these numbers")


def judge_choices(figure: Figure, evidence: Evidence) -> Judged:
    """Return the verdict of "6/8 GB": each of the sizes must stand in a cell."""
    known = evidence.figures.of("data")
    for number in re.findall(r"\d+", figure.quantity.text):
        one = Quantity(Decimal(number), figure.quantity.unit, "")
        if not any(same_quantity(other.quantity, one) for other in known):
            note = "no cell gives all of these sizes"
            return judged_figure(figure, Verdict.CONTRADICTED if known else Verdict.UNSUPPORTED, None, note=note)
    return judged_figure(figure, Verdict.SUPPORTED, known[0])


def judge_price(text: str, figure: Figure, evidence: Evidence) -> Judged:
    """Return the verdict of an amount of money. Price columns back no claim: a listing's text carries no price."""
    written = re.compile(rf"(?<![\d.,]){re.escape(text[figure.start : figure.end])}(?![\d]|[.,]\d)")
    for source in evidence.sources:
        for match in written.finditer(source.text):
            if _CURRENCY.search(source.text[: match.start()][-4:]) or _CURRENCY.match(source.text[match.end() :]):
                return replace(judged_figure(figure, Verdict.SUPPORTED, None), kind="price", cell=source.cell)
    return replace(judged_figure(figure, Verdict.UNSUPPORTED, None, note="no cell gives this price"), kind="price")


def judge_literal(text: str, start: int, end: int, evidence: Evidence, siblings: Sequence[Evidence]) -> Judged:
    """Return the verdict of a piece of text with a digit that is neither quantity nor count: it stands so in a cell."""
    written = text[start:end].lower()
    pattern = re.compile(rf"(?<![\w.]){re.escape(written)}(?![\w])")
    for source in evidence.sources:
        if pattern.search(source.text):
            return Judged(start, end, "count", Verdict.SUPPORTED, source.cell, value=written)
    for sibling in siblings:
        for source in sibling.sources:
            if pattern.search(source.text):
                note = "true of another variation"
                return Judged(start, end, "count", Verdict.BORROWED, source.cell, note=note, value=written)
    return Judged(start, end, "count", Verdict.UNSUPPORTED, note="no cell gives this number", value=written)
