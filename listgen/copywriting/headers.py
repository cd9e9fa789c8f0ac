"""Headers of bullets: taken from the facts under them, never a verdict (copywriting guide, section 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from listgen.copywriting.bullet_body import NOUN_GROUPS
from listgen.copywriting.grammar import capitalise, head_of
from listgen.copywriting.joining import measure_of
from listgen.copywriting.lexicon import load
from listgen.copywriting.units import Unit, noun_header

_LONGEST = 30


def header_options(
    cluster: Sequence[Unit], angle: str, tone: str, *, figures: bool = True
) -> list[tuple[str, tuple[str, ...], float]]:
    """Return headers with what they say already (unit names or adjectives) and how welcome each is, 0 most."""
    names = list(dict.fromkeys(name for unit in _by_topic(cluster) if (name := _nominal(unit))))
    mixed = len({_topic(unit) for unit in cluster if unit.name != "adjectives"}) > 1
    options: list[tuple[str, tuple[str, ...], float]] = []
    if angle == "use":
        options.extend(_for_use(cluster))
    traits = next((unit for unit in cluster if unit.name == "adjectives"), None)
    if traits is not None and (cluster[0] is traits or angle != "specification"):
        options.extend(_from_traits(traits, alone=len(cluster) == 1))
    keys = {unit.points[0].key for unit in cluster}
    if len(names) > 1 and "Not Included" in names:
        names.remove("Not Included")
    short = [name for name in names if " and " not in name]
    measured = sum(bool(measure_of(unit)) for unit in cluster) > 1
    if {"origin", "warranty"} <= keys:
        names = [{"Origin": "Origin and Warranty"}.get(name, name) for name in names]
    joined = f"{short[0]} and {short[1]}" if len(short) > 1 else ""
    if angle in ("specification",) or tone == "technical":
        options.extend(_figures(cluster) if figures else ())
        if joined:
            options.append((joined, (), 0.8))
        options.extend((name, (), 1.0 + 0.4 * at) for at, name in enumerate(names[:2]))
    else:
        for at, unit in enumerate([unit for unit in cluster if unit.name != "adjectives"][:2]):
            for text in _benefits(unit):
                says = _says_value(text, unit)
                if says and not _may_eat(unit, cluster):
                    continue
                cost = 0.8 * at + (1.6 if mixed and not says else 0) + (0 if says else 0.5)
                options.append((text, (unit.name,) if says else (), cost))
        options.extend(
            (f"{name} Material", (), 1.8)
            for unit, name in zip(cluster[:1], names[:1], strict=False)
            if unit.points[0].part and unit.points[0].key == "material"
        )
        options.extend((name, (), 0.9 + 0.4 * at + (0.6 if mixed else 0)) for at, name in enumerate(names[:1]))
        if measured:
            options.append(("Size and Use" if keys & {"use"} else "Size", (), 0.15))
        if joined:
            options.append((joined, (), 0.2 if mixed else 0.7))
    fitting = [option for option in options if 0 < len(option[0]) <= _LONGEST]
    return [*fitting, ("Details", (), 9.0)]


def _topic(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base == "not_included":
        return "contents"
    if base in ("carry", "stowage", "closure", "readout", "use", "contents"):
        return base
    if base in ("origin", "warranty", "packaging"):
        return "service"
    return {"fit": "size"}.get(unit.idea, unit.idea)


def _by_topic(cluster: Sequence[Unit]) -> list[Unit]:
    """Return the units with the first of each topic in front: a joined header names two topics, not one twice."""
    firsts: dict[str, Unit] = {}
    for unit in cluster:
        firsts.setdefault(_topic(unit), unit)
    return [*firsts.values(), *(unit for unit in cluster if unit not in firsts.values())]


def _figures(cluster: Sequence[Unit]) -> list[tuple[str, tuple[str, ...], float]]:
    """Return headers made of figures: "750 ml, 340 g"; their bullets say the rest."""
    out: list[tuple[str, tuple[str, ...], float]] = []
    plain = (unit for unit in cluster if len(unit.figures) == 1 and not unit.negative and unit.name != "adjectives")
    single = [unit for unit in plain if _may_eat(unit, cluster)]
    for unit in cluster:
        # "Dual Top Handles: an adjustable shoulder strap": a part in the header, the others under it.
        if unit.name.split("#")[0] in NOUN_GROUPS and unit.name != "contents" and len(unit.nouns) > 1:
            point = min(
                (point for point in unit.points if point.noun),
                key=lambda point: (" and " in point.noun, len(point.noun)),
            )
            out.append((capitalise(re.sub(r"^(?:an?|the) ", "", point.noun)), (point.noun,), 0.4))
    out.extend((capitalise(unit.figures[0]), (unit.name,), 0.3 * at) for at, unit in enumerate(single[:2]))
    return [option for option in out if "," not in option[0] and ":" not in option[0]]


def _may_eat(unit: Unit, cluster: Sequence[Unit]) -> bool:
    """Tell whether a header may say the unit's fact itself: only where the rest of the bullet is of the same kind."""
    if len(cluster) == 1:
        return False
    return all(_family(other) == _family(unit) for other in cluster)


def _family(unit: Unit) -> str:
    if unit.name.split("#")[0] in NOUN_GROUPS:
        return "make"
    topic = _topic(unit)
    return {"fit": "size", "use": "size"}.get(topic, topic)


def _for_use(cluster: Sequence[Unit]) -> list[tuple[str, tuple[str, ...], float]]:
    for unit in cluster:
        if unit.name == "use":
            both = unit.slots["uses"] if len(unit.slots["uses"]) <= 24 else unit.slots.get("use1", "")
            rest = unit.slots.get("uses_rest", "")
            if len(cluster) == 1 and rest:
                both = unit.slots["use1"]
            eaten = (unit.name,) if both == unit.slots["uses"] and len(cluster) > 1 else ()
            return [(f"For {both}", eaten, -3.0)]
        if unit.name == "room":
            return [(f"For {unit.slots['rooms']}", (), -3.0)]
    return []


def _from_traits(unit: Unit, *, alone: bool) -> list[tuple[str, tuple[str, ...], float]]:
    words = [point.adjective for point in unit.points]
    out = []
    if len(words) > (2 if alone else 1):
        out.append((f"{capitalise(words[0])} and {words[1]}", tuple(words[:2]), 0.1))
    if len(words) > 1 or not alone:
        out.append((capitalise(words[0]), (words[0],), 0.3))
    return out


_KINDS = {"closure": "Closure", "carry": "Carrying", "readout": "Display"}


def _nominal(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base == "contents":
        return "Contents"
    if base in NOUN_GROUPS:
        keyed = next((point.headers[0] for point in unit.points if point.headers), "")
        # "Buckle: a cinch buckle" says it twice; the kind of part is the header of a single part.
        kind = (keyed or _KINDS.get(base, "")) if len(unit.nouns) == 1 and len(unit.nouns[0].split()) < 5 else ""
        finish = "Finish" if all(point.key == "finish" for point in unit.points) else ""
        text = kind or finish or (keyed if base == "has" else "") or noun_header(unit)
        if text or base == "has":
            return text or capitalise(head_of(unit.points[0].figure))
    if base == "adjectives":
        return ""
    for point in unit.points:
        if point.headers:
            return point.headers[0]
    figure = unit.points[0].figure.split(",")[0]
    return capitalise(figure) if len(figure) <= _LONGEST else ""


def _benefits(unit: Unit) -> list[str]:
    base = unit.name.split("#")[0]
    if base == "adjectives":
        return []
    data = load("headers")
    table = data["groups"].get(base)
    if table is not None:
        needs = data["needs"]
        nouns = " ".join(unit.nouns)
        return [text for text in table if text not in needs or any(word in nouns for word in needs[text])]
    return [header for point in unit.points for header in point.benefit_headers]


def _says_value(header: str, unit: Unit) -> bool:
    low = header.lower()
    names = ("sym", "v", "n", "list", "q", "d", "low", "mat", "uses", "rooms", "aud", "bare finish", "b", "v warranty")
    slots = (point.slots.get(name) for point in unit.points for name in names)
    if any(value and value.lower() in low for value in slots):
        return True
    # "Wash by Hand", "Goes in the Dishwasher": the header of a yes/no cell says it all.
    return unit.points[0].key in _TOLD_BY_HEADER and low not in {name.lower() for name in unit.points[0].headers}


_TOLD_BY_HEADER = (
    "dishwasher", "microwave", "machine_washable", "handmade", "wheels", "induction", "lockable", "wireless",
    "bpa_free",
)  # fmt: skip
