"""Which known figure a claimed one is about: figures are told apart by the words that they stand among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from listgen.domain.fact import Verdict
from listgen.facts.contexts import ATTRIBUTE
from listgen.facts.figures import Figure
from listgen.facts.judged import Judged
from listgen.facts.keys import fact_keys
from listgen.facts.known import KnownFigure
from listgen.facts.units import say_dimensions, say_quantity

# A rival wins by about one word that stands beside both figures and beside no other.
MARGIN = 0.75
_ATTRIBUTE_WEIGHT = 2.0
_SAME_AXIS = 1.5
_OTHER_AXIS = -3.0
_CONDITION = 0.5  # another figure in the same clause: "38 mm at 45 degrees"
# One figure of these can be mistaken for another's although number and unit are right.
EXCLUSIVE = (
    frozenset({"cold_hours", "hot_hours"}),
    frozenset({"protein", "fat", "crude_fibre", "crude_ash", "moisture", "recycled_share"}),
)


def fit(claimed: Figure, known: KnownFigure, rarity: Mapping[str, float]) -> float:
    """Return how well the surroundings of a claimed figure fit those of a known one; 0 where nothing tells."""
    score = 0.0
    for word, share in claimed.context.items():
        other = known.context.get(word)
        if other:
            points = share * other * rarity.get(word, 0.0)
            score += points * _ATTRIBUTE_WEIGHT if word[0] == ATTRIBUTE else points
    return score + axis_fit(claimed.axis, known.axis)


def axis_fit(claimed: str, known: str) -> float:
    """Return points for a length along the same axis, minus points for one along another."""
    if not claimed or known in ("", "?"):
        return 0.0
    same = claimed == known or {claimed, known} in ({"diameter", "width"}, {"height", "length"}, {"depth", "thickness"})
    return _SAME_AXIS if claimed == known else 0.0 if same else _OTHER_AXIS


def best(
    claimed: Figure, known: Sequence[KnownFigure], rarity: Mapping[str, float]
) -> tuple[float, KnownFigure] | None:
    """Return the known figure that fits best and its points, the first of equals; None of none."""
    found: tuple[float, KnownFigure] | None = None
    for one in known:
        points = fit(claimed, one, rarity)
        if found is None or points > found[0]:
            found = (points, one)
    return found


def wrong_attribute(claimed: Figure, matches: Sequence[KnownFigure]) -> str:
    """Return the attribute that the matching figures have, where the claim says another of the same kind, else "".

    "Keeps hot for 24 hours" is wrong of a bottle that is cold for 24 hours, even where no cell speaks of hot.
    """
    for group in EXCLUSIVE:
        said = {key for key in group if claimed.context.get(ATTRIBUTE + key, 0.0) >= 0.9}
        given = {one.key for one in matches if one.key in group}
        if said and given and not said & given and all(one.key in group or not one.key for one in matches):
            return sorted(given)[0]
    return ""


def other_thing(
    claimed: Figure, matches: Sequence[KnownFigure], comparable: Sequence[KnownFigure], common: frozenset[str]
) -> KnownFigure | None:
    """Return the figure that the sheet gives to the thing a claim speaks of, where other things have the claimed one.

    "The strap is 11 mm thick" is wrong of a case of 11 mm where the strap has figures of its own, whatever their axis.
    """
    spoken = {
        word for word, share in claimed.context.items() if share >= (_CONDITION if word[0] == "#" else 1.0)
    } - common
    labelled = {one.cell for one in matches if one.things}  # a fact repeats its cell without the label's words
    if not spoken or any(one.cell not in labelled for one in matches):
        return None
    held = [spoken & one.context.keys() for one in matches]
    for rival in comparable if held else ():
        own = spoken & rival.things
        if rival not in matches and own and all(own - words and words <= rival.context.keys() for words in held):
            return rival
    return None


def both_attributes(claimed: Figure, known: Sequence[KnownFigure]) -> tuple[str, ...]:
    """Return the exclusive attributes that one figure is said of at once, where their figures differ in the sheet."""
    for group in EXCLUSIVE:
        weights = {key: claimed.context.get(ATTRIBUTE + key, 0.0) for key in sorted(group)}
        if max(weights.values()) > 1:
            continue  # "cold or hot: 24 hours cold": one of them stands right beside the figure
        said = [key for key, share in weights.items() if share >= 0.6]
        values = {one.key: one.value[:2] for one in known if one.key in said}
        if len(values) > 1 and len(set(values.values())) > 1:
            return tuple(values)
    return ()


def names_its_share(claimed: Figure, matches: Sequence[KnownFigure]) -> bool:
    """Return whether a percentage stands with any word of the thing that it is the share of."""
    words = {word for word in claimed.context if word[0] != "#"}
    return not words or any(words & known.context.keys() for known in matches)


def about(claimed: Figure, known: KnownFigure | None) -> str:
    """Return what a figure is said of: the fact key that its words name or its cell has, else a label word."""
    named = [word[1:] for word, share in claimed.context.items() if word[0] == ATTRIBUTE and share >= 0.9]
    if known is not None and (not named or known.key in named):
        return known.key or next((word for word in sorted(known.names) if word[0].isalpha()), "")
    return named[0] if named else ""


def label_of(known: KnownFigure) -> str:
    """Return in words what a known figure is the figure of."""
    key = fact_keys().get(known.key)
    return " ".join(filter(None, (known.part, key.label if key else f"`{known.cell.column}`")))


def said(known: KnownFigure) -> str:
    """Return a known figure as a reader would write it."""
    if known.axes is not None:
        return say_dimensions(known.axes)
    return known.quantity.text if known.shape == "ratio" else say_quantity(known.quantity)


def judged_figure(
    figure: Figure, verdict: Verdict, known: KnownFigure | None, *, rule: str = "", note: str = ""
) -> Judged:
    """Return a claim made of a figure and of the known figure that it is compared with."""
    return Judged(
        figure.start,
        figure.end,
        "quantity",
        verdict,
        known.cell if known else None,
        rule,
        note,
        value=value_of(figure),
        about=about(figure, known),
        hedge=figure.quantity.qualifier,
    )


def value_of(figure: Figure) -> str:
    """Return a figure's value with its pint unit: "24 hour", "2-6", "20:9"."""
    if figure.numbers or figure.axes:
        return figure.axes.text if figure.axes else figure.quantity.text
    quantity = figure.quantity
    low = f"{quantity.magnitude.normalize():f}"
    number = f"{low}-{quantity.maximum.normalize():f}" if quantity.maximum is not None else low
    return f"{number} {quantity.unit}".strip()
