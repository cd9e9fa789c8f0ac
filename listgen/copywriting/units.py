"""Bundles points into units: what one sentence or one bullet is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from listgen.copywriting.grammar import capitalise, head_of, is_plural, join_list, pluralise, soften
from listgen.copywriting.point import Point

# Noun phrases of these groups share a unit: "two side pockets" stands beside "a zipped front pocket".
_LISTS = ("stowage", "carry", "closure", "readout", "contents")
IDEAS = ("size", "fit", "use", "function", "make", "own")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is said together; `name` is a fact key, `key@part`, or a group ("stowage", "carry", "has", "adjectives")."""

    name: str
    idea: str
    points: tuple[Point, ...]
    slots: dict[str, str]

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids of the facts that are said."""
        return tuple(dict.fromkeys(number for point in self.points for number in point.ids))

    @property
    def nouns(self) -> tuple[str, ...]:
        """Noun phrases with their articles."""
        return tuple(point.noun for point in self.points if point.noun)

    @property
    def verb(self) -> str:
        """Predicate, "" where the unit has none."""
        if self.name.split("#")[0] in ("adjectives", "has", "build", *_LISTS):
            return ""
        return next((point.verb for point in self.points if point.verb), "")

    @property
    def clause(self) -> str:
        """Sentence with its own subject, "" where the unit has none."""
        return next((point.clause for point in self.points if point.clause), "")

    @property
    def adjective(self) -> str:
        """Adjectives in a list, "" where the unit has none."""
        return self.slots.get("list", "") if self.name == "adjectives" else ""

    @property
    def figures(self) -> tuple[str, ...]:
        """Short forms."""
        return tuple(point.figure for point in self.points if point.figure)

    @property
    def negative(self) -> bool:
        """True where the unit says what the product does not do."""
        return any(point.negative for point in self.points)


# Keys whose noun phrases stand in one list: "a crew neck and short sleeves".
_HAS_KEYS = (
    "display",
    "dials",
    "backlight",
    "screen_size",
    "memory",
    "storage",
    "processor",
    "resolution",
    "reflective",
    "drawers",
    "speeds",
    "sensor",
    "functions",
    "neckline",
    "sleeve",
    "fn",
)


def build_units(points: Sequence[Point], locale: str) -> tuple[Unit, ...]:
    """Return the units of the points, in the order of their first point; silent points give none."""
    spoken = [point for point in points if not point.silent]
    traits = sum(bool(point.adjective) for point in spoken) > 1
    groups: dict[str, list[Point]] = {}
    for point in spoken:
        groups.setdefault(_unit_name(point, traits), []).append(point)
    units = []
    for name, members in groups.items():
        chunks = [members]
        if name in ("has", "adjectives", "build", *_LISTS) and len(members) > 4:
            # At most four items in a sentence.
            half = (len(members) + 1) // 2 if len(members) <= 8 else 4
            chunks = [members[at : at + half] for at in range(0, len(members), half)]
        for at, chunk in enumerate(chunks):
            units.append(_unit(name if not at else f"{name}#{at + 1}", name, chunk, locale))
    return tuple(_without_echo(units, locale))


def _unit_name(point: Point, traits: bool) -> str:
    if point.adjective and (traits or point.key == "feature" or not point.verb):
        return "adjectives"
    if point.noun and point.group in _LISTS:
        return point.group
    if point.noun and point.key in _HAS_KEYS:
        return "has"
    if point.key == "finish" and point.noun and not point.part:
        return "build"
    if point.key == "feature" and point.noun:
        return "has"
    if point.noun and not point.verb and not point.clause and point.key not in ("lid", "material"):
        return "has"
    if point.key == "feature":
        return f"feature-{point.ids[0]}-{point.figure[:20]}"
    name = f"{point.key}@{point.part}" if point.part else point.key
    if not point.slots or name in ("has", "build", "adjectives", *_LISTS):
        return f"{name}-{point.ids[0]}"
    return name


def _unit(name: str, base: str, members: Sequence[Point], locale: str) -> Unit:
    slots: dict[str, str] = {}
    for point in members:
        slots |= point.slots
    if base in ("has", "build", "adjectives", *_LISTS):
        if base == "adjectives":
            items = [point.adjective for point in members]
            slots["first"] = items[0]
        else:
            # The longest item stands last, so that the list does not trip.
            nouns = [point.noun for point in members if point.noun]
            items = nouns if base == "contents" else sort_items(nouns)
        text = join_list(items, locale=locale)
        several = len(items) > 1 or is_plural(items[0])
        slots |= {
            "list": text,
            "List": capitalise(text),
            "is": "are" if is_plural(items[0]) else "is",
            "are": "are" if several else "is",
            "s": "" if several else "s",
            "npl": text,
            "count": str(len(items)),
        }
    elif "npl" in slots:
        slots |= {
            "is": "are" if " and " in slots["npl"] or is_plural(slots["npl"]) else "is",
            "s": "" if " and " in slots["npl"] or is_plural(slots["npl"]) else "s",
        }
    if base == "material":
        several = " and " in slots.get("mat", "")
        slots["is"] = "are" if several else "is"
    for key in ("a v warranty", "a v lid"):
        if key in slots:
            slots["A" + key[1:]] = capitalise(slots[key])
    if "q" in slots and slots["q"].startswith("up to "):
        slots["q_plain"] = slots["q"][6:]
    elif "q" in slots:
        slots["q_plain"] = slots["q"]
    idea = min((point.idea for point in members), key=lambda idea: IDEAS.index(idea) if idea in IDEAS else 9)
    if base in ("stowage", "carry", "closure", "readout", "has"):
        idea = "function"
    if base in ("build", "adjectives"):
        idea = "make"
    return Unit(name, idea, tuple(members), slots)


def sort_items(items: Sequence[str]) -> list[str]:
    """Return the items of a list with the longest last, one with a comma of its own behind all others."""
    return sorted(items, key=lambda item: ("," in item or " and " in item, len(item)))


def _without_echo(units: Sequence[Unit], locale: str) -> list[Unit]:
    """Leave out features that another fact says already: "nylon construction" beside the material nylon."""
    material = " ".join(
        point.slots.get("mat", "").lower() for unit in units for point in unit.points if point.key == "material"
    )
    out: list[Unit] = []
    for unit in units:
        kept = []
        for point in unit.points:
            made = (
                (point.adjective or point.clause).removeprefix("made of ")
                if (point.adjective or "").startswith("made of ")
                else ""
            )
            if made and material and all(word in material for word in made.lower().split() if word != "and"):
                continue
            kept.append(point)
        if len(kept) == len(unit.points):
            out.append(unit)
        elif kept:
            base = unit.name.split("#")[0]
            out.append(_unit(unit.name, base, kept, locale))
    return out


def noun_header(unit: Unit) -> str:
    """Return a header made of the unit's own nouns, "Handles and Strap"; "" where none is short enough."""
    heads: list[str] = []
    for noun in unit.nouns:
        # "large main and small zip compartments" are compartments.
        pair = " and " in noun and not re.search(r" (?:with|of|for|on|in|and an?|and the) ", noun)
        head = (noun.split()[-1] if pair else head_of(noun)).lower()
        if head and head.isalpha() and head not in ("details", "detailing", "design") and head not in heads:
            singular = head.removesuffix("s")
            if singular in heads:
                heads[heads.index(singular)] = head
            elif f"{head}s" not in heads:
                heads.append(head)
        elif head in heads and not is_plural(head):
            heads[heads.index(head)] = pluralise(head)  # two pockets
    heads = [capitalise(soften(head)) for head in heads[:2]]
    text = " and ".join(heads)
    return text if 0 < len(text) <= 30 else ""
