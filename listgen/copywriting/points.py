"""Facts become points: what can be said of a product, as predicate, clause, noun phrase, adjective and figure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from listgen.copywriting.grammar import (
    capitalise,
    is_plural,
    join_list,
    lower_first,
    singularise,
    soften,
    spell,
)
from listgen.copywriting.lexicon import load
from listgen.copywriting.merging import joined_points
from listgen.copywriting.phrases import Phrase, clean, parse_phrase
from listgen.copywriting.point import SILENT, Point, labelled, third_person
from listgen.copywriting.slots import Slots, articled, fact_slots, noun_of, quantity_slots
from listgen.copywriting.values import say_dimensions, say_materials
from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Quantity, Words, YesNo

_GROUPS = {
    "pockets": "stowage",
    "compartments": "stowage",
    "laptop_sleeve": "stowage",
    "handles": "carry",
    "straps": "carry",
    "wheels": "carry",
    "closure": "closure",
    "zippers": "closure",
    "display": "readout",
    "backlight": "readout",
    "dials": "readout",
    "contents": "contents",
}


def build_points(facts: FactSheet, locale: str, *, ascii_only: bool = False) -> tuple[Point, ...]:
    """Return the points of a sheet in the order in which its facts are to be told; junk gives none."""
    points: list[Point] = []
    seen: set[str] = set()
    for fact in filter(None, map(_without_placeholders, facts.facts)):
        for point in _points_of(fact, facts, locale, ascii_only):
            mark = _mark(point)
            if mark in seen:
                continue
            seen.add(mark)
            points.append(point)
    points = joined_points(points, facts)
    order = {key: at for at, key in enumerate(load("says"))}
    ranked = {fact.id: at for at, fact in enumerate(facts.facts)}
    return tuple(sorted(points, key=lambda point: (order.get(point.key, len(order)), ranked.get(point.ids[0], 0))))


_PLACEHOLDER = re.compile(r"(?i)^\W*(?:yes|no|n/?a|none|null|nan|tbd|true|false|not applicable|undefined|unknown)?\W*$")


def _without_placeholders(fact: Fact) -> Fact | None:
    """Return the fact without values that say nothing ("N/A"), None where nothing is left."""
    value = fact.value
    if isinstance(value, Words):
        return None if _PLACEHOLDER.match(value.text) else fact
    if isinstance(value, Items):
        kept = tuple(item for item in value.items if not _PLACEHOLDER.match(item))
        return replace(fact, value=Items(kept)) if kept else None
    return fact


def _mark(point: Point) -> str:
    text = point.noun or point.figure or point.clause or point.verb or point.adjective
    return re.sub(r"[^a-z0-9]+", "", text.lower()) + point.part


def _points_of(fact: Fact, facts: FactSheet, locale: str, ascii_only: bool) -> list[Point]:
    says = load("says")
    row: dict[str, Any] | None = says.get(fact.key)
    if fact.kind is FactKind.COLOUR and row is None:
        row = says["colour"]
    value = fact.value
    if isinstance(value, YesNo):
        point = _yes_no(fact, value, row or {}, facts, locale)
        return [point] if point else []
    if fact.key in ("pieces", "pack_count", "colour_choices") and isinstance(value, Quantity) and value.magnitude == 1:
        return []  # one piece to a pack is what everybody expects
    option = fact.key in facts.option_keys
    if fact.key == "use" and isinstance(value, Items):
        # "For yoga: a yoga strap" says it twice.
        named = tuple(item for item in value.items if item.lower() not in facts.name.lower().split())
        fact = replace(fact, value=Items(named))
        value = fact.value
    if fact.key == "not_included" and isinstance(value, Items):
        meant = tuple(item for item in value.items if parse_phrase(item).shape != "junk")
        if not meant:
            return []  # "survival gear not included": a joke
        fact = replace(fact, value=Items(meant))
        value = fact.value
    if fact.key in SILENT and isinstance(value, Items | Words):
        items = value.items if isinstance(value, Items) else (value.text,)
        words = {"list": ", ".join(items)}
        return [Point(ids=(fact.id,), key=fact.key, idea="use", slots=words, figure=", ".join(items), silent=True)]
    if fact.key == "feature" or row is None:
        return [_placed(point, facts.type_id) for point in _free(fact, locale, ascii_only, option)]
    slots = fact_slots(fact, type_id=facts.type_id, plural=facts.noun_plural, locale=locale, ascii_only=ascii_only)
    if slots is None:
        return []
    if fact.part and (fact.part in (fact.key, row.get("part", "")) or fact.part in slots.get("v", "")):
        fact = replace(fact, part="")
    if row.get("np") == "{npl}":
        return _list_points(fact, row, facts, slots, locale)
    short = _fill(row.get("sp", ""), slots, locale) or _fill(row.get("sp_v", ""), slots, locale)
    figure = _part_figure(fact, short)
    if fact.part:
        slots["part_header"] = capitalise(soften(fact.part))
    point = Point(
        ids=(fact.id,),
        key=fact.key,
        idea=row["idea"],
        part=fact.part,
        group=_group(fact.key, facts.type_id),
        verb="" if fact.part else _fill(row.get("vp", ""), slots, locale),
        clause=_part_clause(fact, row, slots, locale) if fact.part else _fill(row.get("s", ""), slots, locale),
        noun="" if fact.part else _fill(row.get("np", ""), slots, locale) or _fill(row.get("np_v", ""), slots, locale),
        adjective="" if fact.part else _fill(row.get("adj", ""), slots, locale),
        figure=figure,
        option=option,
        slots=slots,
        body=_fill(row.get("b", ""), slots, locale),
        headers=_headers(["{part_header}"] if fact.part else row.get("h", ()), slots, locale),
        benefit_headers=_headers(["{part_header}"] if fact.part else row.get("hb", ()), slots, locale),
    )
    if not (point.verb or point.clause or point.noun or point.adjective):
        if fact.key in ("audience", "pattern", "placement", "strap_types", "straps", "use", "handles", "pockets"):
            return []
        text = slots.get("v", "")
        if not text or len(text) > 80:
            return []
        label = slots["label"]
        point = replace(
            point, clause=f"the {label} {'are' if is_plural(label) else 'is'} {text}", figure=figure or text
        )
    return [point]


def _list_points(fact: Fact, row: dict[str, Any], facts: FactSheet, slots: Slots, locale: str) -> list[Point]:
    """Return one point an item, so that pockets and compartments can share a list."""
    items = fact.value.items if isinstance(fact.value, Items) else (slots.get("v", ""),)
    parse = _boxed if fact.key == "contents" else parse_phrase
    phrases = [phrase for item in items if (phrase := parse(item)).shape in ("noun", "included")]
    group = _group(fact.key, facts.type_id)
    point = Point(
        ids=(fact.id,),
        key=fact.key,
        idea=row["idea"],
        group=group,
        slots=slots,
        headers=_headers(row.get("h", ()), slots, locale),
        benefit_headers=_headers(row.get("hb", ()), slots, locale),
    )
    tail = " included" if fact.key == "contents" else ""
    return [replace(point, noun=noun_of(phrase), figure=phrase.text + tail) for phrase in phrases]


def _boxed(item: str) -> Phrase:
    """Return what is in the box as a noun phrase: a "base" that says nothing as a feature is a thing here."""
    phrase = parse_phrase(item)
    text = lower_first(clean(item))
    if phrase.shape in ("junk", "adjective") and len(text.split()) <= 4 and ":" not in text:
        return Phrase("noun", text, "contents", is_plural(text))
    return phrase


def _group(key: str, type_id: str) -> str:
    group = _GROUPS.get(key, "")
    # The handles of a bag are for carrying it, those of a jump rope are not.
    carried = group == "carry" and type_id not in ("bags", "luggage", "generic", "")
    return "" if carried or (group == "readout" and type_id != "watches") else group


def _fill(template: str, slots: Slots, locale: str) -> str:
    if not template:
        return ""
    if any(not slots.get(name) for name in re.findall(r"\{([^}]*)\}", template)):
        return ""
    # The pattern follows the spelling of the locale, the cell's own words stay as they are.
    parts = re.split(r"(\{[^}]*\})", template)
    text = "".join(slots[part[1:-1]] if part.startswith("{") else spell(part, locale) for part in parts)
    return re.sub(r"(?i)(?<![\d.,-])\b(1|one) (\w+s)\b", lambda match: f"{match[1]} {singularise(match[2])}", text)


def _headers(templates: object, slots: Slots, locale: str) -> tuple[str, ...]:
    rows = templates if isinstance(templates, list) else ()
    filled = (_fill(str(template), slots, locale) for template in rows)
    return tuple(text for text in filled if text and len(text) <= 30)


def _part_clause(fact: Fact, row: dict[str, Any], slots: Slots, locale: str) -> str:
    """Return the sentence about a part: "the case is made of metal"; "" where the key cannot be said of one."""
    part = soften(fact.part)
    plural = is_plural(part)
    be = "are" if plural else "is"
    if fact.key == "material":
        return f"the {part} {be} {slots['mat']}"
    if fact.kind is FactKind.COLOUR:
        return f"the {part} {be} {slots['v']}"
    own = str(row.get("part_s", ""))
    if own:
        return third_person(_fill(own.replace("{have}", "have~s"), slots, locale), plural=plural)
    for form in ("vp", "adj"):
        text = str(row.get(form, ""))
        if text:
            filled = _fill(text if form == "vp" else "be~s " + text, slots, locale)
            return f"the {part} {third_person(filled, plural=plural)}" if filled else ""
    filled = _fill(str(row.get("s", "")), slots, locale)
    match = re.match(r"the ([\w ]+?) (?:is|are) (.+)$", filled)
    if match:
        noun = match[2] if match[1] in match[2] else f"{match[2]} {match[1]}"
        return f"the {part} {'have' if plural else 'has'} {articled(noun)}"
    return filled


def _part_figure(fact: Fact, figure: str) -> str:
    if not fact.part or not figure or fact.part.lower() in figure.lower():
        return figure
    part = soften(fact.part)
    if fact.key in ("material", "finish", "technique", "water_rating") or fact.kind is FactKind.COLOUR:
        return f"{figure.removesuffix(' finish')} {part}"
    return f"{figure} on the {part}" if fact.key == "coating" else f"{part} {figure}"


def _yes_no(fact: Fact, value: YesNo, row: dict[str, Any], facts: FactSheet, locale: str) -> Point | None:
    word = "yes" if value.yes else "no"
    plural = facts.noun_plural
    slots: Slots = {
        "it": "them" if plural else "it",
        "part": soften(fact.part),
        "do": "do" if plural else "does",
        "be": "are" if plural else "is",
    }
    own_part = bool(fact.part) and f"{word}_part_s" in row
    figure = str(row.get(f"{word}_part_sp" if own_part else f"{word}_sp", ""))
    if not figure:
        label = soften(fact.label)
        if not value.yes or parse_phrase(label).shape != "adjective":
            return None
        return Point(ids=(fact.id,), key=fact.key, idea="function", adjective=label, figure=label)
    clause = str(row.get(f"{word}_part_s" if own_part else f"{word}_s", ""))
    verb = "" if own_part else str(row.get(word, ""))
    if fact.part and verb and not own_part:
        part = soften(fact.part)
        clause, verb = f"the {part} {third_person(verb, plural=is_plural(part))}", ""
        figure = f"{figure} {part}" if figure.endswith("able") else f"{part} {figure}"
    if value.qualifier and verb:
        note = f" ({soften(value.qualifier)}{' only' if fact.key == 'dishwasher' else ''})"
        verb, figure = verb + note, figure + note
    headers = row.get(f"{word}_h", [])
    return Point(
        ids=(fact.id,),
        key=fact.key,
        idea=str(row["idea"]),
        part=fact.part,
        group=_group(fact.key, facts.type_id),
        body=str(row.get(f"{word}_b", "")),
        verb=_fill(verb, slots, locale),
        clause=_fill(clause, slots, locale),
        noun=spell(str(row.get(f"{word}_np", "")), locale) if not fact.part else "",
        adjective=str(row.get(f"{word}_adj", "")) if not value.qualifier and not fact.part else "",
        figure=_fill(figure, slots, locale),
        negative=not value.yes,
        slots=slots,
        headers=_headers(headers, slots, locale),
        benefit_headers=_headers(row.get(f"{word}_hb", headers), slots, locale),
    )


# -- facts without a known key ----------------------------------------------------------------------------------------


def _free(fact: Fact, locale: str, ascii_only: bool, option: bool) -> list[Point]:
    """Return the points of a feature or of a labelled fact whose key is unknown, by the kind of its value."""
    value = fact.value
    label = soften(clean(fact.label)) or fact.key.replace("_", " ")
    point = Point(ids=(fact.id,), key=fact.key, idea="function", part="", option=option, headers=(capitalise(label),))
    if isinstance(value, Quantity):
        slots = quantity_slots(value, locale, ascii_only)
        noun = f"{labelled(label)} of {slots['q']}"
        return [replace(point, idea="size", noun=noun, figure=f"{label} {slots['sym']}", slots=slots)]
    if isinstance(value, Dimensions):
        symbol = say_dimensions(value, locale=locale, style="symbol")
        noun = f"{labelled(label)} of {symbol}"
        return [replace(point, idea="size", noun=noun, figure=f"{label} {symbol}", slots={"sym": symbol})]
    if isinstance(value, tuple):
        text = say_materials(value, locale=locale)
        return [replace(point, idea="make", clause=f"the {label} is {text}", figure=f"{text} {label}")]
    items = value.items if isinstance(value, Items) else (value.text,) if isinstance(value, Words) else ()
    if fact.key != "feature":
        keep = fact.kind in (FactKind.CODE, FactKind.SIZE, FactKind.COLOUR)
        text = join_list([clean(item) if keep else lower_first(clean(item)) for item in items], locale=locale)
        if not text or len(text) > 80 or parse_phrase(text).shape == "junk":
            return []
        figure = f"{label} {text}" if keep else f"{text} {label}" if len(text.split()) < 3 else text
        return [replace(point, clause=f"the {label} {'are' if is_plural(label) else 'is'} {text}", figure=figure)]
    phrases = (_phrase_point(fact, parse_phrase(item)) for item in items)
    return [point for point in phrases if point]


_IDEA_OF_GROUP = {"build": "make", "care": "own", "limit": "own", "contents": "own"}


def _phrase_point(fact: Fact, phrase: Phrase) -> Point | None:
    if phrase.shape == "junk":
        return None
    group = "contents" if phrase.shape == "included" else phrase.group
    idea = _IDEA_OF_GROUP.get(group, "function")
    point = Point(ids=(fact.id,), key=fact.key, group=group, idea=idea, figure=phrase.text)
    text = phrase.text
    if phrase.shape == "noun":
        return replace(point, noun=phrase.with_article)
    if phrase.shape == "included":
        return replace(point, noun=noun_of(phrase), figure=f"{text} included")
    if phrase.shape == "adjective":
        return replace(point, adjective=text)
    if phrase.shape == "verb":
        first, _, rest = text.partition(" ")
        return replace(point, verb=f"{_base(first)} {rest}")
    figure = re.sub(r"^(the|a|an) ", "", text) if phrase.shape == "clause" else text
    return replace(point, clause=text, figure=figure)


def _base(verb: str) -> str:
    if verb == "can":
        return verb
    base = {"is": "be", "are": "be", "has": "have", "have": "have", "goes": "go"}.get(verb)
    if base:
        return base + "~s"
    for ending, stem in (("ies", "y"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("sses", "ss"), ("s", "")):
        if verb.endswith(ending):
            return verb[: -len(ending)] + stem + "~s"
    return verb


def _placed(point: Point, type_id: str) -> Point:
    carried = point.group == "carry" and type_id not in ("bags", "luggage", "generic", "")
    read = point.group == "readout" and type_id != "watches"
    return replace(point, group="other") if carried or read else point
