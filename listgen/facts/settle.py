"""One fact per key and part: what several cells say is joined, repeated or outranked."""

from __future__ import annotations

import re
from dataclasses import replace

from listgen.domain.fact import FactValue, Items, Material, Quantity, Words
from listgen.facts.keys import fact_keys
from listgen.facts.product_types import ProductType
from listgen.facts.raw_facts import (
    Raw,
    Trust,
)


def settled(raws: list[Raw]) -> list[Raw]:
    """Return one fact per key and part: lists joined, repeats dropped, contradictions left out.

    The most trusted source wins. Two sources of equal trust that disagree on a number are both left out: a wrong fact
    costs more than a missing one.
    """
    places: dict[tuple[str, str], list[Raw]] = {}
    for raw in raws:
        places.setdefault((raw.key.id, raw.part), []).append(raw)
    kept: list[Raw] = []
    for (key, part), group in places.items():
        trusted = sorted(group, key=lambda raw: raw.trust)
        if key == "feature":
            kept.extend(_distinct(trusted))
        elif key == "material":
            kept.extend(_materials(trusted, part, places.get(("material", ""), [])))
        elif key == "colour" and not part:
            kept.extend(_colours(trusted))
        elif isinstance(trusted[0].value, Items):
            kept.append(_joined([raw for raw in trusted if isinstance(raw.value, Items)]))
        elif key == "colour_choices" and len({_number(raw.value) for raw in trusted}) > 1:
            continue
        else:
            kept.append(trusted[0])
    return _without_repeats(kept)


def ordered(raws: list[Raw], kind: ProductType) -> list[Raw]:
    """Return facts in the shoppers' order of the product type."""
    keys = list(fact_keys())
    return sorted(raws, key=lambda raw: (kind.rank(raw.key.id), keys.index(raw.key.id), raw.part, raw.trust))


def _materials(group: list[Raw], part: str, whole: list[Raw]) -> list[Raw]:
    """Return the materials of one part, from the most trusted source; a share or a narrower name adds to it."""
    first = group[0]
    if not isinstance(first.value, tuple):
        return [first]
    names = [material.name for material in first.value]
    narrowed: list[Material] = list(first.value)
    for raw in group[1:]:
        if not isinstance(raw.value, tuple):
            continue
        for material in raw.value:
            if raw.trust <= Trust.ITEM and material.share is not None and not any(m.share for m in narrowed):
                return [replace(raw, value=raw.value)]
            wider = next((m for m in narrowed if m.name != material.name and m.name in material.name.split()), None)
            if raw.trust <= Trust.ITEM and wider is not None and material.share is None:
                # "closed-cell foam" says more than the column's "foam"
                narrowed[narrowed.index(wider)] = Material(material.name, wider.share)
                names = [one.name for one in narrowed]
                first = raw if len(narrowed) == 1 else first
                continue
            if (
                raw.trust <= Trust.ITEM
                and material.name not in names
                and not any(_covers(name, material.name) for name in names)
            ):
                narrowed.append(material)
                names.append(material.name)
    if "bonded leather" in {m.name for raw in group if isinstance(raw.value, tuple) for m in raw.value}:
        # a name that says leather is overruled by the description that says bonded leather
        return [next(raw for raw in group if isinstance(raw.value, tuple) and raw.value[0].name == "bonded leather")]
    return [replace(first, value=tuple(narrowed))]


def _colours(group: list[Raw]) -> list[Raw]:
    """Return the colour as sold, several of one source together, and the plain colour that another cell gives it."""
    best = [raw for raw in group if raw.trust == group[0].trust and isinstance(raw.value, Words)]
    names = list(dict.fromkeys(raw.value.text for raw in best if isinstance(raw.value, Words)))
    colour = replace(best[0], value=Words("/".join(names))) if best else group[0]
    for raw in group:
        plain = raw.value.text if isinstance(raw.value, Words) else ""
        if raw.trust != colour.trust and plain and plain.lower() not in " ".join(names).lower():
            key = fact_keys()["plain_colour"]
            return [colour, replace(raw, key=key)] if raw.trust == Trust.COLUMN else [colour]
    return [colour]


def _covers(name: str, other: str) -> bool:
    return other in name or name in other


def _joined(group: list[Raw]) -> Raw:
    seen: dict[str, str] = {}
    for raw in group:
        assert isinstance(raw.value, Items)
        if (
            raw.trust == Trust.PROSE
            and raw.key.id in ("compartments", "pockets")
            and any(r.trust == Trust.ITEM for r in group)
        ):
            continue
        for item in raw.value.items:
            if not any(_same_thing(item, other) for other in seen):
                seen.setdefault(item.lower(), item)
    return replace(group[0], value=Items(tuple(seen.values())))


def _same_thing(item: str, other: str) -> bool:
    first = set(re.findall(r"[a-z0-9]+", item.lower())) - {"a", "the", "zippered", "zip", "adjustable"}
    second = set(re.findall(r"[a-z0-9]+", other.lower())) - {"a", "the", "zippered", "zip", "adjustable"}
    return first == second


def _distinct(group: list[Raw]) -> list[Raw]:
    kept: dict[str, Raw] = {}
    for raw in group:
        assert isinstance(raw.value, Words)
        kept.setdefault(raw.value.text.lower(), raw)
    return list(kept.values())


def _without_repeats(raws: list[Raw]) -> list[Raw]:
    keys = {(raw.key.id, raw.part) for raw in raws}
    kept = []
    for raw in raws:
        if raw.key.id == "strap_types" and ("straps", "") in keys:
            continue
        if raw.key.id == "water_rating" and raw.part and ("water_rating", "") in keys:
            continue
        kept.append(raw)
    return kept


def _number(value: FactValue) -> str:
    return str(value.magnitude) if isinstance(value, Quantity) else ""
