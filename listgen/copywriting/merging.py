"""Joins points that belong together and leaves out what is said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from listgen.copywriting.grammar import capitalise, head_of, is_plural, singularise, soften, title_case
from listgen.copywriting.point import SILENT, Point, labelled, third_person
from listgen.domain.fact import FactSheet


def joined_points(points: Sequence[Point], facts: FactSheet) -> list[Point]:
    """Return the points without doubles: one fact in two cells, parts of one material, what the name says already."""
    return _per_piece(_said_by_name(_merged(_without_head(points, facts)), facts), facts)


def _without_head(points: Sequence[Point], facts: FactSheet) -> list[Point]:
    """Leave out parts called like the product itself: "foam grips" of pushup grips."""
    head = head_of(facts.noun).lower().rstrip("s")
    parts = {soften(point.part).rstrip("s") for point in points if point.part}
    return [
        point
        for point in points
        if not (
            point.noun
            and point.key != "material"
            and head_of(point.figure).lower().rstrip("s") == head
            and head in parts
        )
    ]


def _said_by_name(points: Sequence[Point], facts: FactSheet) -> list[Point]:
    """Silence what the name says already ("wireless" of a wireless mouse), as long as something else is left to say."""
    name = facts.name.lower().replace("grey", "gray")
    words = re.findall(r"[a-z]+", name)

    def said(point: Point) -> bool:
        if point.option or not point.figure:
            return False
        if any(value and value.lower() in name for value in (point.slots.get("hy"), point.slots.get("sym"))):
            return True
        if point.key in ("format", "model") and point.figure.lower() in name.split():
            return True
        own = re.findall(r"[a-z]{3,}", point.figure.lower().replace("grey", "gray"))
        return (
            bool(own)
            and not re.search(r"\d", point.figure)
            and all(any(word.startswith(stem[:5]) for word in words) for stem in own)
        )

    marked = [replace(point, silent=True, named=True) if said(point) else point for point in points]
    if any(not point.silent for point in marked):
        return marked
    return [replace(point, silent=point.key in SILENT) for point in marked]


def _merged(points: Sequence[Point]) -> list[Point]:
    """Join what is said twice or of one part: "polished" and "metal" of the case become one clause."""
    out = list(points)
    for point in list(out):
        if not point.part or point not in out:
            continue
        part = soften(point.part)
        if point.key == "material":
            name = point.slots.get("mat1", "")
            made = [other for other in out if other.key in ("finish", "technique") and other.part == point.part]
            finish = made[0] if made else None
            twin = next((other for other in out if other is not point and _names(other, part, name)), None)
            whole = next((other for other in out if other.key == "material" and not other.part), None)
            if twin is not None:
                out[out.index(twin)] = replace(twin, ids=(*twin.ids, *point.ids))
                out.remove(point)
            elif whole is not None and whole.slots.get("only") == name and finish is None:
                out[out.index(whole)] = replace(point, ids=(*whole.ids, *point.ids))
                out.remove(point)
            elif finish is not None and len(finish.slots.get("v", "").split()) == 1:
                be = "are" if is_plural(part) else "is"
                both = f"{finish.slots['v']} {name}"
                clause = f"the {part} {be} {both}"
                joined = replace(point, ids=(*point.ids, *finish.ids), clause=clause, figure=f"{both} {part}")
                out[out.index(point)] = joined
                out.remove(finish)
    _merge_parts(out)
    curve = next((point for point in out if point.key == "curvature"), None)
    curved = next((point for point in out if point.key == "feature" and point.figure == "curved screen"), None)
    if curve and curved:
        out[out.index(curve)] = replace(curve, ids=(*curve.ids, *curved.ids))
        out.remove(curved)
    depth = next((point for point in out if point.key == "water_depth"), None)
    rating = next((point for point in out if point.key == "water_rating" and "resistant" in point.adjective), None)
    if depth and rating:
        out[out.index(depth)] = replace(depth, ids=(*depth.ids, *rating.ids))
        out.remove(rating)
    whole = next((point for point in out if point.key == "material" and not point.part), None)
    parts = [point for point in out if point.key == "material" and point.part]
    if whole and parts:
        named = re.split(r", and |, | and ", whole.slots.get("mat", ""))
        if all(any(name in part.figure for part in parts) for name in named):
            out[out.index(parts[0])] = replace(parts[0], ids=(*whole.ids, *parts[0].ids))
            out.remove(whole)
    colour = next((point for point in out if point.key == "colour" and not point.part), None)
    plain = next((point for point in out if point.key == "plain_colour" and not point.part), None)
    if colour and plain:
        both = f"{colour.slots['v']}, {labelled(plain.slots['v'])}"
        out[out.index(colour)] = replace(
            colour, ids=(*colour.ids, *plain.ids), slots={**colour.slots, "v": both, "V": capitalise(both)}
        )
        out.remove(plain)
    comes_off = next((point for point in out if point.key == "cover_removable"), None)
    washed = next((point for point in out if point.key == "machine_washable" and point.part == "cover"), None)
    if comes_off and washed and not washed.negative:
        clause = "the cover comes off and goes in the washing machine"
        out[out.index(washed)] = replace(
            washed, ids=(*comes_off.ids, *washed.ids), clause=clause, figure="removable, machine washable cover"
        )
        out.remove(comes_off)
    _drop_twins(out)
    _join_care(out)
    _join_dimmer(out)
    _join_coating(out)
    _join_pages(out)
    _join_machines(out)
    _join_ruling(out)
    _lend_slots(out)
    _join_size(out)
    included = next((point for point in out if point.key == "battery_included"), None)
    contents = next((point for point in out if point.key == "contents" and "batter" in point.figure), None)
    if included and contents and len(contents.figure.split()) < 4:
        out[out.index(included)] = replace(included, ids=(*included.ids, *contents.ids))
        out.remove(contents)
    return out


# Two cells that say one thing: the second key is told by the first.
_TWINS = (
    ("hobs", "induction", "induction"),
    ("not_included", "bulb_included", "bulb"),
    ("not_included", "battery_included", "batter"),
    ("contents", "lid_included", "lid"),
    ("contents", "case_included", "case"),
    ("care", "machine_washable", "machine"),
    ("care", "wash_temperature", "wash"),
    ("care", "dishwasher", "dishwasher"),
    ("care", "dishwasher", "hand wash"),
)


def _drop_twins(out: list[Point]) -> None:
    for first, second, word in _TWINS:
        teller = next((point for point in out if point.key == first and word in point.figure.lower()), None)
        twin = next((point for point in out if point.key == second), None)
        if teller and twin and (first == "not_included") == twin.negative:
            out[out.index(teller)] = replace(teller, ids=(*teller.ids, *twin.ids))
            out.remove(twin)


def _first(out: Sequence[Point], key: str, *, part: str = "") -> Point | None:
    return next((point for point in out if point.key == key and point.part == part), None)


def _replace(out: list[Point], old: Point, new: Point, *gone: Point) -> None:
    """Put a joined point in the place of one and take the others out; their facts stay cited."""
    ids = tuple(dict.fromkeys([*old.ids, *(number for point in gone for number in point.ids)]))
    out[out.index(old)] = replace(new, ids=ids)
    for point in gone:
        out.remove(point)


def _join_care(out: list[Point]) -> None:
    """Say in one sentence how to wash by hand and what else the care cell asks for."""
    care, wash = _first(out, "care"), _first(out, "dishwasher")
    if not care or not wash or not wash.negative:
        return
    clause = care.clause
    it = wash.slots.get("it", "it")
    if re.search(r"\bby hand\b|\bhand[- ]wash", clause):
        _replace(out, care, care, wash)
    elif re.match(r"(?:leave|dry|keep|let) ", clause):
        said = f"wash {it} by hand and {clause}"
        _replace(out, care, replace(care, clause=said, figure="hand wash only"), wash)
    elif re.match(r"(?:rinse|wipe|clean|scrub|dust) ", clause):
        said = f"{clause}, and keep {it} out of the dishwasher"
        _replace(out, care, replace(care, clause=said), wash)


def _join_dimmer(out: list[Point]) -> None:
    """Say what dims a lamp together with the fact that it dims."""
    dims = _first(out, "dimmable")
    dimmer = next((point for point in out if point.key == "feature" and "dimmer" in point.noun), None)
    if dims and dimmer and not dims.negative:
        verb, figure = f"dim~s with {dimmer.noun}", f"dimmable with {dimmer.noun}"
        _replace(out, dims, replace(dims, verb=verb, figure=figure, benefit_headers=("Light",)), dimmer)


def _join_coating(out: list[Point]) -> None:
    """Say "enameled cast iron" once: the coating enamel is in the material."""
    coating, material = _first(out, "coating"), _first(out, "material")
    if not coating or not material:
        return
    stem = coating.slots.get("bare coating", "").lower()[:5]
    if len(stem) > 3 and any(word.startswith(stem) for word in material.slots.get("mat", "").lower().split()):
        _replace(out, material, material, coating)


def _join_pages(out: list[Point]) -> None:
    """Say weight and make of paper in one phrase: "acid-free 100 gsm paper"."""
    paper, material = _first(out, "fabric_weight"), _first(out, "material")
    if not paper or not material or material.slots.get("mat") != "paper" or paper.slots.get("cloth") != "paper":
        return
    acid = next((point for point in out if point.key == "feature" and point.adjective == "acid-free"), None)
    said = f"{'acid-free ' if acid else ''}{paper.slots['sym']} paper"
    slots = {**paper.slots, "paper": said}
    joined = replace(paper, clause=f"the pages are {said}", figure=said, slots=slots, body=said)
    _replace(out, paper, joined, material, *([acid] if acid else []))


def _join_size(out: list[Point]) -> None:
    """Leave the size "8 foot" to the title where the measures begin with 8 ft."""
    size, dims = _first(out, "size"), _first(out, "dimensions")
    match = re.match(r"(\d[\d.]*) (?:foot|feet|ft)$", size.slots.get("vu", "")) if size else None
    if size and dims and match and dims.slots.get("v", "").startswith(f"{match[1]} ft"):
        _replace(out, size, replace(size, clause="", verb="", silent=True, named=True))


def _lend_slots(out: list[Point]) -> None:
    """Give a point words of its neighbour for headlines: a scent its burn time, an age its pieces."""
    scent, age = _first(out, "scent"), _first(out, "age_range")
    burn = next((point for point in out if point.key == "feature" and point.figure.startswith("burn time of ")), None)
    if scent and burn:
        said = re.sub(r"(\d) ?h$", r"\1 hours", burn.figure.removeprefix("burn time of "))
        _replace(out, scent, replace(scent, slots={**scent.slots, "burn": said}))
    if burn:
        said = re.sub(r"(\d) ?h$", r"\1 hours", burn.figure.removeprefix("burn time of "))
        verb = f"burn~s for {said}"
        told = replace(burn, key="burn_time", noun="", verb=verb, slots={"burn": said}, headers=("Burn Time",))
        _replace(out, burn, told)
    pieces = _first(out, "pieces")
    if age and pieces and pieces.slots.get("N"):
        _replace(out, age, replace(age, slots={**age.slots, "pieces": f"{pieces.slots['N']} pieces"}))
    technique, material = _first(out, "technique"), _first(out, "material")
    if (
        technique
        and material
        and material.slots.get("pure")
        and re.fullmatch(r"[\w-]+ed", technique.slots.get("v", ""))
    ):
        _replace(out, technique, replace(technique, slots={**technique.slots, "pure": material.slots["pure"]}))


def _join_machines(out: list[Point]) -> None:
    """Say dishwasher and microwave together where both are allowed."""
    wash, heat = _first(out, "dishwasher"), _first(out, "microwave")
    if not wash or not heat or wash.negative or heat.negative or not wash.adjective + wash.verb or "(" in wash.verb:
        return
    verb = "may go in the dishwasher and the microwave"
    joined = replace(wash, verb=verb, figure="dishwasher and microwave safe", benefit_headers=("Care",))
    _replace(out, wash, joined, heat)


def _join_ruling(out: list[Point]) -> None:
    """Say what is on the pages with their number: "192 dot-grid pages"."""
    pages, ruling = _first(out, "pages"), _first(out, "ruling")
    if not pages or not ruling or len(ruling.slots.get("v", "").split()) > 2:
        return
    said = f"{pages.slots['d']} {ruling.slots['v'].replace(' ', '-')} pages"
    slots = {**pages.slots, "ruled": said}
    header = (title_case(said),)
    _replace(
        out, pages, replace(pages, verb=f"have~s {said}", figure=said, slots=slots, benefit_headers=header), ruling
    )


def _merge_parts(out: list[Point]) -> None:
    """Say parts of one material together: "the chassis and the fork are carbon"."""
    parts = [point for point in out if point.key == "material" and point.part and point.clause.startswith("the ")]
    for at, one in enumerate(parts):
        for other in parts[at + 1 :]:
            if one in out and other in out and one.slots.get("mat") == other.slots.get("mat"):
                both = f"{soften(one.part)} and the {soften(other.part)}"
                name = one.slots["mat"]
                out[out.index(one)] = replace(
                    one,
                    ids=(*one.ids, *other.ids),
                    part=f"{one.part} and {other.part}",
                    clause=f"the {both} are {name}",
                    figure=f"{name} {soften(one.part)} and {soften(other.part)}",
                )
                out.remove(other)


def _names(point: Point, part: str, material: str) -> bool:
    text = point.noun.lower()
    stem = part.lower().rstrip("s")
    return bool(material) and material.lower() in text and stem in text


_EACH = ("capacity", "dimensions", "weight", "length", "width", "height", "diameter", "depth", "thickness")


def _per_piece(points: Sequence[Point], facts: FactSheet) -> list[Point]:
    """Say sizes of each piece where several come to a pack: "each mug holds 350 ml"."""
    pack = next((point for point in points if point.key == "pack_count"), None)
    if pack is None or pack.slots.get("d", "1") == "1":
        return list(points)
    one = singularise(facts.noun).split()[-1] if facts.noun else "piece"
    out: list[Point] = []
    boxed = [point for point in points if point.key == "contents"]
    # "Two mugs" in the box of a set of two mugs says nothing new.
    same = len(boxed) == 1 and re.match(rf"{pack.slots.get('n')} (?:\w+ )?{one}s?(?: of |$)", boxed[0].noun)
    for point in points:
        if same and point is boxed[0]:
            continue
        if same and point is pack:
            point = replace(point, ids=(*point.ids, *boxed[0].ids))
        if point.key in _EACH and point.verb:
            slots = {f"each {name}": text for name, text in point.slots.items()}
            clause = f"each {one} {third_person(point.verb, plural=False)}"
            point = replace(point, clause=clause, verb="", body="", slots=slots, benefit_headers=point.headers)
        out.append(point)
    return out
