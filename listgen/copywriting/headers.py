"""Headers of bullets: taken from the facts under them, never a verdict (copywriting guide, section 3)."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.copywriting.grammar import capitalise, head_of
from listgen.copywriting.lexicon import load
from listgen.copywriting.units import Unit, noun_header

_LONGEST = 30
_NOUN_GROUPS = ("has", "build", "stowage", "carry", "closure", "readout", "contents")


def header_options(cluster: Sequence[Unit], angle: str, tone: str) -> list[tuple[str, tuple[str, ...], float]]:
    """Return headers with what they say already (unit names or adjectives) and how welcome each is, 0 most."""
    names = list(dict.fromkeys(name for unit in _by_topic(cluster) if (name := _nominal(unit))))
    mixed = len({_topic(unit) for unit in cluster if unit.name != "adjectives"}) > 1
    options: list[tuple[str, tuple[str, ...], float]] = []
    if angle == "use":
        options.extend(_for_use(cluster))
    traits = next((unit for unit in cluster if unit.name == "adjectives"), None)
    if traits is not None and (cluster[0] is traits or angle != "specification"):
        options.extend(_from_traits(traits, alone=len(cluster) == 1))
    if angle in ("specification",) or tone == "technical":
        short = [name for name in names if " and " not in name]
        if len(short) > 1:
            options.append((f"{short[0]} and {short[1]}", (), 0.0))
        options.extend((name, (), 0.3 + 0.4 * at) for at, name in enumerate(names[:2]))
    else:
        for at, unit in enumerate([unit for unit in cluster if unit.name != "adjectives"][:1]):
            for text in _benefits(unit):
                says = _says_value(text, unit)
                if says and not _may_eat(unit, cluster):
                    continue
                options.append((text, (unit.name,) if says else (), 0.4 * at + (1.6 if mixed and not says else 0)))
        options.extend((name, (), 0.7 + 0.4 * at + (0.6 if mixed else 0)) for at, name in enumerate(names[:1]))
        short = [name for name in names if " and " not in name]
        if len(short) > 1:
            options.append((f"{short[0]} and {short[1]}", (), 0.0 if mixed else 0.5))
    fitting = [option for option in options if 0 < len(option[0]) <= _LONGEST]
    return fitting or [("Details", (), 9.0)]


def _topic(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    return (
        base if base in ("carry", "stowage", "closure", "readout", "use") else {"fit": "size"}.get(unit.idea, unit.idea)
    )


def _by_topic(cluster: Sequence[Unit]) -> list[Unit]:
    """Return the units with the first of each topic in front: a joined header names two topics, not one twice."""
    firsts: dict[str, Unit] = {}
    for unit in cluster:
        firsts.setdefault(_topic(unit), unit)
    return [*firsts.values(), *(unit for unit in cluster if unit not in firsts.values())]


_EATABLE = ("cold_hours", "hot_hours", "adjustable_range", "audience", "handmade")


def _may_eat(unit: Unit, cluster: Sequence[Unit]) -> bool:
    """Tell whether a header may say the unit's fact itself: only where the rest of the bullet is of the same kind."""
    if len(cluster) == 1:
        return False
    if unit.name in _EATABLE:
        return all(other.idea in (unit.idea, "use", "function") for other in cluster)
    return unit.idea in ("size", "fit") and all(other.idea in ("size", "fit") for other in cluster)


def _for_use(cluster: Sequence[Unit]) -> list[tuple[str, tuple[str, ...], float]]:
    for unit in cluster:
        if unit.name == "use":
            both = unit.slots["uses"] if len(unit.slots["uses"]) <= 24 else unit.slots.get("use1", "")
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


def _nominal(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base == "contents":
        return "Contents"
    if base in _NOUN_GROUPS:
        keyed = next((point.headers[0] for point in unit.points if point.headers), "")
        text = (keyed if base == "has" else "") or noun_header(unit)
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
    slots = (point.slots.get(name) for point in unit.points for name in ("sym", "v", "n", "list", "q", "d", "low"))
    return any(value and value.lower() in low for value in slots)
