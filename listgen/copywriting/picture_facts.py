"""The few facts that stand in pictures: lengths for a size diagram, two to four facts for a feature card."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from listgen.copywriting.grammar import capitalise
from listgen.copywriting.lexicon import load
from listgen.copywriting.point import Point
from listgen.copywriting.points import build_points
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Dimensions, FactSheet, Quantity
from listgen.domain.picture import Feature, SizeLine
from listgen.facts.lock import check_claims
from listgen.facts.measure import CENTIMETRES, piece_count
from listgen.facts.say import say_number

_AXES = ("height", "width", "length", "depth", "diameter")
_INCH = Decimal("2.54")
_METRES_FROM = 300  # cm
_LONGEST_VALUE, _LONGEST_LABEL = 34, 22  # characters that a card has room for
_FEWEST, _MOST = 2, 4


def compose_size_lines(facts: FactSheet, locale: str, *, voice: Voice) -> tuple[SizeLine, ...]:
    """Return the lengths of the product, () where the sheet has fewer than two or sells several pieces together.

    English texts say both units, the one of the country first; other languages say centimetres. A length is only
    converted, never measured, and the fact lock has to hold every text.
    """
    if piece_count(facts) > 1:
        return ()
    language, _, country = locale.partition("-")
    words = load("picture_facts")["axes"].get(language, {})
    inches_first = country in load("picture_facts")["inch_countries"]
    lines: dict[str, SizeLine] = {}
    for number, (axis, quantity) in enumerate(_lengths(facts)):
        cm = quantity.magnitude * CENTIMETRES[quantity.unit]
        both = (_inches(cm, quantity), _metric(cm))
        text, other = both if inches_first else both[::-1]
        if language != "en":
            text, other = both[1], ""
        held = all(claim.held for claim in check_claims("size", [f"{text} ({other})"], facts, voice=voice))
        if held:
            lines.setdefault(axis or f"#{number}", SizeLine(axis, float(cm), text, other, words.get(axis, "")))
    return tuple(lines.values()) if len(lines) > 1 else ()


def _lengths(facts: FactSheet) -> Iterator[tuple[str, Quantity]]:
    """The lengths of the whole product with their axes: a column for one axis speaks before one for all."""
    own = [fact for fact in facts.facts if not fact.part]
    for fact in own:
        if fact.key in _AXES and isinstance(fact.value, Quantity) and _is_plain(fact.value):
            yield fact.key, fact.value
    for fact in own:
        if fact.key == "dimensions" and isinstance(fact.value, Dimensions):
            if all(_is_plain(quantity) for _, quantity in fact.value.axes):
                yield from fact.value.axes
            return


def _is_plain(quantity: Quantity) -> bool:
    return quantity.unit in CENTIMETRES and quantity.maximum is None and not quantity.qualifier


def _inches(cm: Decimal, quantity: Quantity) -> str:
    own = quantity.magnitude if quantity.unit == "inch" else (cm / _INCH).quantize(Decimal("0.1"))
    return f"{say_number(own)} in"


def _metric(cm: Decimal) -> str:
    if cm >= _METRES_FROM:
        return f"{say_number((cm / 100).quantize(Decimal('0.01')))} m"
    return f"{say_number(cm.quantize(Decimal('0.1')))} cm"


def compose_features(facts: FactSheet, locale: str, *, voice: Voice) -> tuple[Feature, ...]:
    """Return two to four facts, the strongest first; () where the sheet has fewer, or the locale is not English.

    Each is a value of the sheet with the name of its attribute, in the words of the composer, and is held by the fact
    lock as it stands on the card.
    """
    if not locale.startswith("en"):
        return ()
    left_out = load("picture_facts")["left_out"]
    strongest = [row["key"] for row in load("banner")["headline"]]

    def strength(point: Point) -> int:
        return strongest.index(point.key) if point.key in strongest else len(strongest)

    features: dict[str, Feature] = {}
    for point in sorted(build_points(facts, locale), key=strength):
        if len(features) == _MOST:
            break
        if point.silent or point.negative or point.option or point.key in left_out or point.key in features:
            continue
        feature = _feature(point)
        if feature is not None and _is_held(feature, facts, voice):
            features[point.key] = feature
    return tuple(features.values()) if len(features) >= _FEWEST else ()


def _feature(point: Point) -> Feature | None:
    label = point.slots.get("label", "")
    value = point.slots.get("sym") or point.slots.get("v", "")
    if not label or not value or point.part:
        label, value = "", point.figure
        if any(char.isdigit() for char in value):
            return None  # a number says nothing without its name
    if not value or len(value) > _LONGEST_VALUE or len(label) > _LONGEST_LABEL:
        return None
    return Feature(capitalise(value), capitalise(label))


def _is_held(feature: Feature, facts: FactSheet, voice: Voice) -> bool:
    text = f"{feature.label}: {feature.value}" if feature.label else feature.value
    banned = any(word.lower() in text.lower() for word in voice.banned if word)
    return not banned and all(claim.held for claim in check_claims("features", [text], facts, voice=voice))
