"""The figures that a sheet gives, each with the words that it stands among, and how rare those words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache

from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Quantity, Words
from listgen.domain.source import CellRef
from listgen.facts.contexts import ATTRIBUTE, label_tokens, read_context
from listgen.facts.dimensions import with_axes
from listgen.facts.entailment import fact_text
from listgen.facts.figures import Figure, Shape, figure_token, find_figures
from listgen.facts.judged import overlaps
from listgen.facts.keys import key_of_label
from listgen.facts.language import language, readable
from listgen.facts.load import read_data
from listgen.facts.unit_table import dimension_of, unit_of
from listgen.facts.values import yes_no

# "60 g per litre" lets a text say "one litre".
_PER_UNIT = re.compile(r"(?i)(?:\b(?:per|pro|par|por|je)\s|/\s?)([^\W\d_]+)")

_AXES = ("length", "width", "height", "depth", "diameter", "thickness")


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of what a sheet says: a value under its header or label, or a sentence of prose."""

    cell: CellRef
    label: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class KnownFigure:
    """A figure of a cell. `names` are the words right beside it and those of its label; `key` may be ""."""

    shape: Shape
    quantity: Quantity
    cell: CellRef
    key: str
    part: str
    names: frozenset[str]
    context: Mapping[str, float]
    axis: str = ""
    numbers: tuple[Decimal, ...] = ()
    axes: Dimensions | None = None
    label: frozenset[str] = frozenset()
    start: int = -1  # place in its piece of text; several languages may read one figure
    absent: bool = False  # stands in the header of a cell that says no: "3.5 mm jack: No"
    base: bool = False  # the 1 of a rate, "1枚につき"
    things: frozenset[str] = frozenset()  # what the label says besides axes and attributes: the case of "Case height"

    @property
    def measure(self) -> str:
        """What the figure measures, as `Figure.measure`."""
        return dimension_of(self.quantity.unit) if self.shape == "quantity" else self.shape

    @property
    def value(self) -> tuple[Decimal, Decimal | None, str, tuple[Decimal, ...]]:
        """What tells this figure from another."""
        return self.quantity.magnitude, self.quantity.maximum, self.quantity.unit, self.numbers


class KnownFigures:
    """All figures of a sheet, by what they measure."""

    def __init__(self, figures: Iterable[KnownFigure], common: frozenset[str] = frozenset()) -> None:
        """Sort figures by their measure; the order within one stays. `common` words tell nothing apart."""
        self._common = common
        self._by_measure: dict[str, list[KnownFigure]] = {}
        for figure in figures:
            self._by_measure.setdefault(figure.measure, []).append(figure)
        self._rarity: dict[str, dict[str, float]] = {}

    def of(self, measure: str) -> Sequence[KnownFigure]:
        """Return the figures of a measure ("time", "count", "dimensions" …) in the order of the sheet.

        "mass+volume" are those of both.
        """
        if "+" in measure and measure not in self._by_measure:
            self._by_measure[measure] = [known for one in measure.split("+") for known in self.of(one)]
        return self._by_measure.get(measure, ())

    @property
    def common(self) -> frozenset[str]:
        """The words of the product's own name."""
        return self._common

    def names_product(self, names: Iterable[str]) -> bool:
        """Return whether words name the product itself, or nothing."""
        given = frozenset(names)
        return not given or bool(given & self._common)

    @cached_property
    def quantities(self) -> tuple[KnownFigure, ...]:
        """Every figure with a unit."""
        rows = (figures for name, figures in self._by_measure.items() if "+" not in name)
        return tuple(one for figures in rows for one in figures if one.shape == "quantity")

    def rarity(self, measure: str) -> Mapping[str, float]:
        """Return how well each word tells the figures of a measure apart: 1 for one value's own, 0 for everybody's."""
        if measure not in self._rarity:
            values: dict[str, set[object]] = {}
            every = set()
            for figure in self.of(measure):
                every.add(figure.value)
                for word in figure.context:
                    values.setdefault(word, set()).add(figure.value)
            spread = max(1, len(every) - 1)
            self._rarity[measure] = {
                word: (len(every) - len(found)) / spread for word, found in values.items() if word not in self._common
            }
        return self._rarity[measure]


def known_figures(sheet: FactSheet, told: Sequence[Told], languages: tuple[str, ...]) -> KnownFigures:
    """Return every figure of a sheet: of its facts, and of all pieces of its cells read in each of the languages."""
    # The product's own name may stand beside each of its figures.
    name = _tokens(f"{sheet.name} {sheet.brand} {sheet.line} {sheet.noun}", languages)
    common = frozenset(word for word in name if word[0] not in (ATTRIBUTE, "="))
    return KnownFigures(_all(sheet, told, languages), common)


def _all(sheet: FactSheet, told: Sequence[Told], languages: tuple[str, ...]) -> Iterator[KnownFigure]:
    for fact in sheet.facts:
        yield from _of_fact(fact, languages)
    # "Capacity (ml)": "750" is no bare number where its fact has the unit
    with_units = {
        (fact.cell.row, fact.cell.column, fact.value.magnitude)
        for fact in sheet.facts
        if isinstance(fact.value, Quantity) and fact.value.unit
    }
    for piece in told:
        key = key_of_label(piece.label) if piece.label else None
        label = _tokens(piece.label, languages)
        things = _things(piece.label, languages)
        for figure in _read(with_axes(piece.label, piece.text), languages):
            place = (piece.cell.row, piece.cell.column, figure.quantity.magnitude)
            if figure.shape == "count" and place in with_units:
                continue
            yield _known(figure, piece.cell, key.id if key else "", "", label, things=things)
            if "/" in figure.quantity.unit:
                # "60 g per litre" are 60 g
                part = replace(figure.quantity, unit=figure.quantity.unit.split("/")[0])
                yield _known(figure, piece.cell, key.id if key else "", "", label, ("", part), things=things)
            # the sides count as lengths of their own: "110 cm long and 60 cm wide"
            for axis, quantity in figure.axes.axes if figure.axes else ():
                yield _known(
                    figure, piece.cell, key.id if key else "", "", label, (axis or "?", quantity), things=things
                )
        if any(char.isdigit() for char in piece.label):
            answer = yes_no(piece.text)
            for figure in find_figures(piece.label, languages[0]):
                beside = frozenset(figure_token(one.quantity) for one in find_figures(piece.text, languages[0]))
                yield _known(
                    figure, piece.cell, "", "", label, things=beside, absent=answer is not None and not answer.yes
                )
        for match in _PER_UNIT.finditer(piece.text):
            unit = unit_of(match.group(1))
            if unit:
                one = Quantity(Decimal(1), unit, match.group())
                yield KnownFigure("quantity", one, piece.cell, "", "", label, dict.fromkeys(label, 1.0))


def _read(text: str, languages: tuple[str, ...]) -> Iterator[Figure]:
    """Yield the figures of a piece as each language reads it; bare numbers yield to more.

    English reads "500 мл" as a bare 500: a text that says 500 mg must not find it.
    """
    # "4K@60fps" says 60 frames per second
    plain = text.replace("@", " ")
    readings = [find_figures(plain, code) for code in readable(text, languages)]
    measured = [(one.start, one.end) for figures in readings for one in figures if one.shape != "count"]
    for figures in readings:
        for figure in figures:
            if figure.shape == "count" and overlaps(figure.start, figure.end, measured):
                continue
            yield figure


def _of_fact(fact: Fact, languages: tuple[str, ...]) -> Iterator[KnownFigure]:
    label = _tokens(f"{fact.label} {fact.part}", languages)
    value = fact.value
    if isinstance(value, Quantity):
        shape: Shape = "quantity" if value.unit else "count"
        yield _plain(shape, value, fact, label, _own_axis(fact.key))
    elif isinstance(value, Dimensions):
        first = value.axes[0][1]
        yield _plain("dimensions", first, fact, label, "", value)
        for axis, quantity in value.axes:
            yield _plain("quantity", quantity, fact, label, axis or "?")
    elif fact.kind is FactKind.MATERIAL and isinstance(value, tuple):
        for material in value:
            if material.share is not None:
                share = Quantity(Decimal(material.share), "percent", f"{material.share}%")
                yield _plain("quantity", share, fact, label | _tokens(material.name, languages))
    elif isinstance(value, Words | Items):
        for figure in _read(fact_text(fact), languages):
            yield _known(figure, fact.cell, fact.key, fact.part, label)


def _plain(
    shape: Shape, quantity: Quantity, fact: Fact, label: frozenset[str], axis: str = "", axes: Dimensions | None = None
) -> KnownFigure:
    names = label | {ATTRIBUTE + fact.key}
    return KnownFigure(
        shape, quantity, fact.cell, fact.key, fact.part, names, dict.fromkeys(names, 1.0), axis, axes=axes, label=label
    )


def _known(
    figure: Figure,
    cell: CellRef,
    key: str,
    part: str,
    label: frozenset[str],
    side: tuple[str, Quantity] | None = None,
    *,
    things: frozenset[str] = frozenset(),
    absent: bool = False,
) -> KnownFigure:
    """Return a figure of a cell, or one side of its dimensions."""
    names = {*figure.heads, figure.before, *label} - {""}
    own = {ATTRIBUTE + key} if key else set()
    axis = side[0] if side else figure.axis or _own_axis(key) or _axis_of_label(label)
    return KnownFigure(
        "quantity" if side else figure.shape,
        side[1] if side else figure.quantity,
        cell,
        key,
        part,
        frozenset(names | own),
        {**figure.context, **dict.fromkeys(label | own | things, 1.0)},
        axis,
        figure.numbers,
        None if side else figure.axes,
        label,
        figure.start,
        absent,
        figure.loose and figure.quantity.text.isdigit(),
        things,
    )


def _tokens(label: str, languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(label_tokens(label, code) for code in languages)) if label.strip() else frozenset()


@lru_cache(maxsize=4096)
def _things(label: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a label that name a thing or a condition: "case" of "Case height", 45° of "Depth 45°"."""
    if not label.strip():
        return frozenset()
    plain = re.sub(r"[_\-/.]+", " ", label)
    for code in languages:
        plain = of_the_whole(code).sub(lambda match: " " * len(match.group()), plain)
    words = {token.name for code in languages for token in read_context(plain, code).tokens}
    figures = (figure_token(one.quantity) for one in find_figures(label, languages[0]))
    return frozenset({*figures, *(word for word in words if word[0] not in (ATTRIBUTE, "="))})


@cache
def of_the_whole(code: str) -> re.Pattern[str]:
    """Return the words of labels that name no thing: axes, and what speaks of the whole product ("Product size")."""
    axes = (form for forms in language(code).axes.values() for form in forms)
    return language(code).pattern((*axes, *read_data("contexts.toml")["whole"].get(code, ())))


def _axis_of_label(label: frozenset[str]) -> str:
    """Return the one axis that a label names ("Diameter of the blades"), else ""."""
    named = [axis for axis in _AXES if ATTRIBUTE + axis in label]
    return named[0] if len(named) == 1 else ""


def _own_axis(key: str) -> str:
    """Return the axis that an attribute measures along ("seat_height" -> height), "" where it measures no axis."""
    last = key.rsplit("_", 1)[-1]
    return last if last in _AXES else ""
