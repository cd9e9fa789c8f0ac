"""Says facts of one kind together: measures in one predicate, contents and care in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from listgen.copywriting.grammar import capitalise, is_plural, join_list
from listgen.copywriting.patterns import Subject, fill
from listgen.copywriting.point import third_person
from listgen.copywriting.units import Unit, sort_items

Joined = tuple[str, tuple[str, ...], str]  # sentence, names of the units that it says, id of its shape

_SHAPES = {"height": "tall", "width": "wide", "depth": "deep", "length": "long", "thickness": "thick"}
_SHAPES["diameter"] = "across"
_WHOLE = (*_SHAPES, "dimensions", "weight", "capacity", "load_limit")


def measure_of(unit: Unit) -> str:
    """Return the figure of a measure of the whole product, "" for anything else."""
    if unit.name not in _WHOLE or len(unit.points) != 1:
        return ""
    point = unit.points[0]
    if not (point.verb or point.clause.startswith("each ")):
        return ""
    name = "dims" if unit.name == "dimensions" else "q"
    return point.slots.get(name) or point.slots.get(f"each {name}", "")


def of_each(units: Sequence[Unit]) -> str:
    """Return "each mug" where the measures are those of one piece of several, else ""."""
    match = next((match for unit in units if (match := re.match(r"each [\w-]+", unit.clause))), None)
    return match.group() if match else ""


def measure_predicate(units: Sequence[Unit], *, locale: str) -> str:
    """Return measures as one predicate with `~s` verbs: "stand~s 26.5 cm tall and 7.4 cm across, and weigh~s 340 g"."""
    by_name = {unit.name: measure_of(unit) for unit in units}
    parts: list[str] = []
    if by_name.get("capacity"):
        parts.append(f"hold~s {by_name['capacity']}")
    if by_name.get("dimensions"):
        parts.append(f"measure~s {by_name['dimensions']}")
    shapes = [f"{by_name[name]} {word}" for name, word in _SHAPES.items() if by_name.get(name)]
    if shapes:
        verb = "stand~s" if by_name.get("height") else "measure~s" if list(by_name) == ["diameter"] else "be~s"
        parts.append(f"{verb} {join_list(shapes, locale=locale)}")
    if by_name.get("weight"):
        parts.append(f"weigh~s {by_name['weight']}")
    if by_name.get("load_limit"):
        parts.append(f"carry~s up to {by_name['load_limit'].removeprefix('up to ')}")
    if len(parts) == 2 and " and " in parts[0]:
        return f"{parts[0]}, and {parts[1]}"
    return join_list(parts, locale=locale)


def say_measures(units: Sequence[Unit], *, locale: str, plural: bool, figures: bool) -> str:
    """Return measures for a bullet: figures in a row, or one predicate; of each piece where several come to a pack."""
    each = of_each(units)
    if figures:
        text = ", ".join(figure for unit in units for figure in unit.figures)
        return f"{text} {each.replace('each', 'per')}" if each else text
    said = third_person(measure_predicate(units, locale=locale), plural=plural and not each)
    return f"{each} {said}".strip()


def joined_sentences(
    current: Unit, left: Sequence[Unit], subject: Subject, extra: Mapping[str, str], locale: str
) -> list[Joined]:
    """Return sentences that say the current unit together with others of its kind that are still unsaid."""
    out: list[Joined] = []
    for say in (_measures, _make, _parts, _box, _service):
        for template, more, used, pattern in say(left, subject, locale):
            if current.name not in used:
                continue
            filled = fill(template, subject, {}, extra, locale, more)
            if filled:
                out.append((filled[0], used, pattern))
    return out


_Shape = tuple[str, dict[str, str], tuple[str, ...], str]


def _named(left: Sequence[Unit], *names: str) -> dict[str, Unit]:
    return {unit.name: unit for unit in left if unit.name in names}


def _measures(left: Sequence[Unit], subject: Subject, locale: str) -> Iterator[_Shape]:
    units = [unit for unit in left if measure_of(unit)]
    if len(units) < 2:
        return
    each = of_each(units)
    units = [unit for unit in units if bool(of_each([unit])) == bool(each)]
    if len(units) > 4:
        units = units[:4]
    used = tuple(unit.name for unit in units)
    if each:
        said = third_person(measure_predicate(units, locale=locale), plural=False)
        yield "{Each} {said}.", {"Each": capitalise(each), "said": said}, used, "D20"
        return
    said = third_person(measure_predicate(units, locale=locale), plural=subject.plural)
    yield "{S} {said}.", {"said": said}, used, "D21"
    by_name = {unit.name: unit for unit in units}
    weight = by_name.pop("weight", None)
    if weight and len(by_name) > 1 and not {"capacity", "load_limit"} & set(by_name):
        rest = third_person(measure_predicate(list(by_name.values()), locale=locale), plural=subject.plural)
        yield "At {w}, {s} {rest}.", {"w": measure_of(weight), "rest": rest}, used, "D22"


def _make(left: Sequence[Unit], subject: Subject, locale: str) -> Iterator[_Shape]:
    found = _named(left, "material", "colour", "technique", "coating", "build", "finish")
    material = found.get("material")
    colour = found.get("colour")
    build = found.get("build")
    nouns = [point.noun for unit in (build, found.get("finish")) if unit for point in unit.points if point.noun]
    coating = found.get("coating")
    if coating and not coating.points[0].part and coating.slots.get("a v coating"):
        nouns.append(coating.slots["a v coating"])
    else:
        coating = None
    if len(nouns) > 3:
        return
    technique = found.get("technique")
    way = technique.slots.get("v", "") if technique else ""
    before = way if re.fullmatch(r"[\w-]+ed|[\w-]+-\w+n", way) else ""
    mat = material.slots.get("mat", "") if material else ""
    if mat and " and " in mat:
        before = ""
    used = [unit.name for unit in (material, colour, build, found.get("finish"), coating) if unit]
    more = {
        "with": join_list(sort_items(nouns), locale=locale),
        "mat": mat,
        "v": colour.slots.get("v", "") if colour else "",
    }
    tail = (" in {v}" if more["v"] else "") + (", with {with}" if nouns else "")
    if before and technique:
        used.append(technique.name)
        if mat and not mat[0].isdigit():
            more["mat"] = f"{before} {mat}"
        else:
            tail = f", {before}{' and' if more['v'] else ''}{tail}" if mat else tail
            if not mat:
                more["way"] = before
    if colour and not material and not nouns and not way:
        # "It comes in Pine Green, with a steel knob and two loop handles."
        for unit in _named(left, "carry", "has").values():
            if len(unit.nouns) <= 2:
                yield (
                    "{S} come~s in {v}, with {list}.",
                    {**more, "list": unit.slots["list"]},
                    (colour.name, unit.name),
                    "M25",
                )
    names = tuple(used)
    if len(names) < 2:
        return
    if mat:
        yield "{S} {is} made of {mat}" + tail + ".", more, names, "M20"
        if more["v"] and not tail.startswith(", "):
            yield "Made of {mat}, {s} come~s in {v}" + (" with {with}" if nouns else "") + ".", more, names, "M21"
        only = material.slots.get("only", "") if material else ""
        if mat.startswith("100%") and only:
            way_said = f", {before}" if before else ""
            end = " in {v}" if more["v"] else ""
            if not nouns:
                join = " and" if way_said and end else ""
                yield "It is all {only}" + way_said + join + end + ".", {**more, "only": only}, names, "M22"
    elif more.get("way"):
        yield "{S} {is} {way} and come~s in {v}" + (" with {with}" if nouns else "") + ".", more, names, "M23"
    elif more["v"] and nouns:
        yield "{S} come~s in {v}, with {with}.", more, names, "M24"


def _parts(left: Sequence[Unit], subject: Subject, locale: str) -> Iterator[_Shape]:
    found = _named(left, "has", "closure", "stowage", "carry")
    closure = found.get("closure")
    rest = [unit for name in ("stowage", "carry", "has") if (unit := found.get(name))]
    del subject
    if closure and rest and len(closure.nouns) == 1:
        for unit in rest:
            if len(unit.nouns) > 3:
                continue
            more = {"list": unit.slots["list"], "close": closure.slots["list"]}
            used = (closure.name, unit.name)
            yield "{S} close~s with {close} and have~s {list}.", more, used, "F20"
            if unit.name == "has" and not is_plural(closure.slots["list"]):
                more |= {"Close": capitalise(closure.slots["list"]), "is2": unit.slots["is"]}
                yield "{Close} closes {o}, and there {is2} {list}.", more, used, "F23"
            if unit.name == "stowage":
                yield (
                    "{close_cap} {closes} {o}, and inside {is2} {list}.",
                    {
                        **more,
                        "close_cap": capitalise(closure.slots["list"]),
                        "closes": "close" if is_plural(closure.slots["list"]) else "closes",
                        "is2": unit.slots["is"],
                    },
                    used,
                    "F21",
                )
    if len(rest) == 2 and len(rest[0].nouns) + len(rest[1].nouns) <= 4:
        nouns = join_list(sort_items([*rest[0].nouns, *rest[1].nouns]), locale=locale)
        yield "{S} have~s {list}.", {"list": nouns}, (rest[0].name, rest[1].name), "F22"


def _box(left: Sequence[Unit], subject: Subject, locale: str) -> Iterator[_Shape]:
    found = _named(left, "contents", "not_included")
    contents, without = found.get("contents"), found.get("not_included")
    del subject
    if not contents:
        return
    several = len(contents.nouns) > 1 or is_plural(contents.nouns[0])
    more = {"list": join_list(contents.nouns, locale=locale), "are": "are" if several else "is"}
    if without and without.slots.get("no"):
        more["no"] = without.slots["no"]
        yield "In the box {are} {list}, but {no}.", more, (contents.name, without.name), "P20"
    else:
        yield "In the box {are} {list}.", more, (contents.name,), "P21"


def _service(left: Sequence[Unit], subject: Subject, locale: str) -> Iterator[_Shape]:
    found = _named(left, "origin", "warranty", "packaging")
    origin, warranty = found.get("origin"), found.get("warranty")
    packed = found.get("packaging")
    del locale, subject
    if origin and packed and packed.slots.get("packed"):
        more = {"v": origin.slots["v"], "packed": packed.slots["packed"]}
        yield "Made in {v}, {s} {is} {packed}.", more, (origin.name, packed.name), "G23"
    if origin and warranty and warranty.slots.get("a v warranty"):
        more = {"v": origin.slots["v"], "w": warranty.slots["a v warranty"]}
        used = (origin.name, warranty.name)
        yield "{S} {is} made in {v} and carry~s {w}.", more, used, "G20"
        yield "Made in {v}, {s} carry~s {w}.", more, used, "G21"
        yield "Made in {v}, with {w}.", more, used, "G22"
