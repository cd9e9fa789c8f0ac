"""Facts become points: what can be said of a product, as predicate, clause, noun phrase and figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from listgen.copywriting.grammar import (
    article,
    capitalise,
    is_counted,
    is_mass,
    is_plural,
    join_list,
    lower_first,
    number_words,
    soften,
    spell,
)
from listgen.copywriting.lexicon import load
from listgen.copywriting.phrases import Phrase, clean, parse_phrase
from listgen.copywriting.values import (
    number,
    say_before_noun,
    say_dimensions,
    say_materials,
    say_symbol,
    say_words,
)
from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Material, Quantity, Words, YesNo

_VAGUE_UNITS = ("", "dimensionless")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one fact (or a part of a list) lets a writer say.

    `verb` is a predicate with `~s` after the verb, `clause` a sentence without capital and full stop, `noun` a noun
    phrase with its article, `figure` the short form for lists and titles; "" where a form does not exist. `slots` fill
    the sentence patterns of the key. `adjective` can follow *is*.
    """

    ids: tuple[int, ...]
    key: str
    idea: str
    part: str = ""
    group: str = ""
    verb: str = ""
    clause: str = ""
    noun: str = ""
    adjective: str = ""
    figure: str = ""
    negative: bool = False
    option: bool = False
    slots: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    benefit_headers: tuple[str, ...] = ()


def build_points(facts: FactSheet, locale: str, *, ascii_only: bool = False) -> tuple[Point, ...]:
    """Return the points of a sheet in the order in which its facts should be told; junk and vague cells give none."""
    says = load("says")
    order = {key: at for at, key in enumerate(says)}
    points: list[Point] = []
    seen: set[str] = set()
    for fact in facts.facts:
        for point in _points_of(fact, facts, locale, ascii_only):
            mark = _mark(point)
            if mark and mark in seen:
                continue
            seen.add(mark)
            points.append(point)
    return tuple(sorted(points, key=lambda point: (order.get(point.key, len(order)), point.ids)))


def _mark(point: Point) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "", (point.noun or point.figure or point.clause or point.verb or point.adjective).lower())
        + point.part
    )


def _points_of(fact: Fact, facts: FactSheet, locale: str, ascii_only: bool) -> list[Point]:
    row = load("says").get(fact.key)
    option = fact.key in facts.option_keys
    if fact.kind is FactKind.COLOUR and row is None:
        row = load("says")["colour"]
    value = fact.value
    if isinstance(value, YesNo):
        point = _yes_no(fact, value, row or {}, facts, locale)
        return [point] if point else []
    if fact.key == "feature" or row is None:
        return _free(fact, facts, locale, ascii_only, option)
    slots = _slots(fact, facts, locale, ascii_only)
    if slots is None:
        return []
    if fact.key in (
        "use",
        "audience",
        "age_group",
        "room",
        "style",
        "strap_types",
        "placement",
        "pattern",
    ) and not slots.get(
        {
            "use": "uses",
            "audience": "aud",
            "age_group": "aud",
            "room": "rooms",
            "style": "style_sp",
            "strap_types": "strap",
            "placement": "place",
            "pattern": "pattern_s",
        }[fact.key]
    ):
        return []
    if row.get("np") == "{npl}" and not slots.get("npl"):
        return []
    return [
        Point(
            ids=(fact.id,),
            key=fact.key,
            idea=row["idea"],
            part=fact.part,
            group=_group_of(fact.key),
            verb=_fill(row.get("vp", ""), slots, locale) if not fact.part or fact.key in ("lid", "capacity") else "",
            clause=_part_clause(fact, row, slots, locale) or _fill(row.get("s", ""), slots, locale),
            noun=_fill(row.get("np", ""), slots, locale),
            figure=_part_figure(fact, _fill(row.get("sp", ""), slots, locale)),
            option=option,
            slots=slots,
            headers=_headers(row.get("h", ()), slots, locale),
            benefit_headers=_headers(row.get("hb", ()), slots, locale),
        )
    ]


def _group_of(key: str) -> str:
    return {
        "pockets": "storage",
        "compartments": "storage",
        "laptop_sleeve": "storage",
        "handles": "carry",
        "straps": "carry",
        "wheels": "carry",
        "closure": "closure",
        "zippers": "closure",
        "display": "readout",
        "backlight": "readout",
        "dials": "readout",
        "contents": "contents",
    }.get(key, "")


def _fill(template: str, slots: dict[str, str], locale: str) -> str:
    if not template:
        return ""
    missing = [name for name in re.findall(r"\{([^}]*)\}", template) if not slots.get(name)]
    if missing:
        return ""
    # The pattern follows the spelling of the locale, the cell's own words stay as they are.
    parts = re.split(r"(\{[^}]*\})", template)
    return "".join(slots[part[1:-1]] if part.startswith("{") else spell(part, locale) for part in parts)


def _headers(templates: Sequence[str], slots: dict[str, str], locale: str) -> tuple[str, ...]:
    filled = (_fill(template, slots, locale) for template in templates)
    return tuple(text for text in filled if text and len(text) <= 30)


def _part_clause(fact: Fact, row: dict[str, object], slots: dict[str, str], locale: str) -> str:
    if not fact.part or fact.key == "feature":
        return ""
    part = soften(fact.part)
    verb = "are" if is_plural(part) else "is"
    if fact.key == "material":
        return f"the {part} {verb} {'made of ' if not slots['mat'][:1].isdigit() else ''}{slots['mat']}"
    if fact.kind is FactKind.COLOUR:
        return f"the {part} {verb} {slots['v']}"
    vp = str(row.get("vp", ""))
    if vp.startswith("be~s") or vp:
        return f"the {part} {_fill(_third(vp, plural=is_plural(part)), slots, locale)}"
    return ""


def _third(verb: str, *, plural: bool) -> str:
    from listgen.copywriting.grammar import agree

    return re.sub(r"(\w+)~s", lambda match: agree(match[1], plural=plural), verb)


def _part_figure(fact: Fact, figure: str) -> str:
    if not fact.part or not figure or fact.part.lower() in figure.lower():
        return figure
    part = soften(fact.part)
    if fact.key == "material" or fact.kind is FactKind.COLOUR:
        return f"{figure} {part}"
    return f"{part} {figure}"


def _yes_no(fact: Fact, value: YesNo, row: dict[str, object], facts: FactSheet, locale: str) -> Point | None:
    word = "yes" if value.yes else "no"
    plural = facts.noun_plural
    slots = {
        "it": "them" if plural else "it",
        "part": soften(fact.part),
        "do": "do" if plural else "does",
        "be": "are" if plural else "is",
    }
    part_says = bool(fact.part) and f"{word}_part_s" in row
    figure = str(row.get(f"{word}_part_sp" if part_says else f"{word}_sp", ""))
    if not figure:
        label = soften(fact.label)
        adjective = label if parse_phrase(label).shape == "adjective" else ""
        if not value.yes or not adjective:
            return None
        return Point(
            ids=(fact.id,),
            key=fact.key,
            idea="function",
            adjective=adjective,
            figure=adjective,
            headers=(capitalise(label),),
        )
    clause = str(row.get(f"{word}_part_s" if part_says else f"{word}_s", ""))
    verb = "" if part_says else str(row.get(word, ""))
    if value.qualifier and verb:
        verb = (
            f"{verb} ({soften(value.qualifier)} only)"
            if fact.key == "dishwasher"
            else f"{verb} ({soften(value.qualifier)})"
        )
        figure = f"{figure} ({soften(value.qualifier)})"
    headers = row.get(f"{word}_h", ())
    benefit = row.get(f"{word}_hb", ()) or headers
    return Point(
        ids=(fact.id,),
        key=fact.key,
        idea=str(row["idea"]),
        part=fact.part,
        group=_group_of(fact.key),
        verb=_fill(verb, slots, locale),
        clause=_fill(clause, slots, locale),
        noun=spell(str(row.get(f"{word}_np", "")), locale),
        figure=_fill(figure, slots, locale),
        negative=not value.yes,
        slots=slots,
        headers=_headers(headers if isinstance(headers, list) else (), slots, locale),
        benefit_headers=_headers(benefit if isinstance(benefit, list) else (), slots, locale),
    )


def _slots(fact: Fact, facts: FactSheet, locale: str, ascii_only: bool) -> dict[str, str] | None:
    """Return the slots of a fact with a known key, None where its value says nothing."""
    plural = facts.noun_plural
    slots = {"it": "them" if plural else "it", "part": soften(fact.part), "do": "do" if plural else "does"}
    value = fact.value
    if isinstance(value, Quantity):
        slots |= _quantity_slots(value, locale, ascii_only)
    elif isinstance(value, Dimensions):
        symbol = say_dimensions(value, locale=locale, style="symbol")
        slots |= {
            "dims": symbol,
            "dims_words": say_dimensions(value, locale=locale, style="words"),
            "v": symbol,
            "sym": symbol,
            "q": symbol,
        }
    elif isinstance(value, Items):
        slots |= _list_slots(fact, value.items, locale)
    elif isinstance(value, Words):
        text = clean(value.text)
        if not text:
            return None
        slots |= _word_slots(fact, text, locale)
    elif isinstance(value, tuple):
        slots |= _material_slots(value, locale)
    return slots


def _quantity_slots(value: Quantity, locale: str, ascii_only: bool) -> dict[str, str]:
    symbol = say_symbol(value, ascii_only=ascii_only)
    words = say_words(value, locale=locale, ascii_only=ascii_only)
    hyphen = say_before_noun(value, locale=locale)
    slots = {
        "sym": symbol,
        "q": words,
        "Q": capitalise(say_words(value, locale=locale, start=True, ascii_only=ascii_only)),
        "hy": hyphen,
        "a hy": f"{article(hyphen)} {hyphen}",
        "a sym": f"{article(symbol)} {symbol}",
        "v": symbol,
        "V": symbol,
    }
    upto = value.qualifier or ""
    slots["upto"] = f"{upto} {words}".strip()
    slots["upto_sym"] = f"{upto} {symbol}".strip()
    slots["Upto_sym"] = slots["upto_sym"]
    if upto and upto not in ("up to",):
        slots["sym"] = slots["upto_sym"]
        slots["q"] = slots["upto"]
    elif upto == "up to":
        slots["q"] = slots["upto"]
        slots["sym"] = slots["upto_sym"]
    low = say_symbol(Quantity(value.magnitude, value.unit, ""), ascii_only=ascii_only)
    if value.maximum is not None:
        slots["a"] = number(value.magnitude)
        slots["b"] = say_symbol(Quantity(value.maximum, value.unit, ""), ascii_only=ascii_only)
    else:
        slots["d"] = number(value.magnitude)
        if value.magnitude == int(value.magnitude) and value.magnitude > 0:
            slots["n"] = number_words(int(value.magnitude))
            slots["N"] = capitalise(slots["n"])
    slots["low"] = low
    if value.unit in ("kelvin", "K"):
        kelvin = int(value.magnitude)
        white = (
            "warm white"
            if kelvin <= 3000
            else "neutral white"
            if 3500 <= kelvin <= 4500
            else "daylight"
            if kelvin >= 5000
            else ""
        )
        if white:
            slots["white"], slots["White"] = white, capitalise(white)
    return slots


def _word_slots(fact: Fact, text: str, locale: str) -> dict[str, str]:
    keep = fact.kind in (FactKind.CODE, FactKind.SIZE, FactKind.COLOUR) or fact.key in (
        "origin",
        "botanical_name",
        "water_rating_code",
    )
    plain = text if keep else (soften(text) if _titled(text) else lower_first(text))
    if fact.kind is FactKind.SIZE:
        plain = re.sub(r"(?i)^size\s+", "", plain)
    slots = {"v": plain, "V": capitalise(plain)}
    slots["a v"] = _articled(plain)
    slots["a V"] = slots["a v"]
    for tail in ("wall", "lid", "finish", "movement", "display", "backlight", "warranty", "sensor", "closure"):
        phrase = plain if tail in plain.lower().split() or tail in plain.lower() else f"{plain} {tail}"
        slots[f"v {tail}"] = phrase
        slots[f"V {tail}"] = capitalise(phrase)
        slots[f"a v {tail}"] = _articled(phrase)
    slots["v proc"] = plain
    slots["a v proc"] = f"{article(plain)} {plain} processor" if "processor" not in plain.lower() else _articled(plain)
    if fact.key == "care":
        slots["care"] = plain
    if fact.key == "pattern":
        if plain.lower() in ("solid", "plain"):
            slots |= {"pattern_s": "there is no pattern", "pattern_sp": "no pattern", "Pattern_sp": "No Pattern"}
        else:
            name = plain if "pattern" in plain.lower() else f"{plain} pattern"
            slots |= {
                "pattern_s": f"the pattern is {plain}" if "pattern" not in plain else f"it has {_articled(plain)}",
                "pattern_sp": name,
                "Pattern_sp": capitalise(name),
            }
    if fact.key in ("packaging",):
        packing = parse_phrase(text)
        slots["packed"] = packing.text if packing.shape == "adjective" else f"packed in {packing.with_article}"
    if fact.key == "age_group":
        slots["aud"] = str(load("phrases")["audiences"].get(plain.lower(), plain.lower()))
    if fact.key == "battery":
        slots["battery"] = (
            f"the battery is {plain}"
            if not re.match(r"\d", plain)
            else f"it runs on {plain} batteries"
            if "batter" not in plain
            else f"it runs on {plain}"
        )
    return slots | {"list": plain}


def _list_slots(fact: Fact, items: Sequence[str], locale: str) -> dict[str, str]:
    cleaned = [clean(item) for item in items if clean(item)]
    soft = [
        soften(item)
        if _titled(item)
        or (len(item.split()) == 1 and fact.kind is FactKind.LIST and fact.key not in ("compatibility", "certificate"))
        else item
        for item in cleaned
    ]
    slots = {"list": join_list(soft, locale=locale), "v": join_list(soft, locale=locale)}
    phrases = [phrase for phrase in map(parse_phrase, cleaned) if phrase.shape in ("noun", "included")]
    if phrases:
        slots["npl"] = join_list([_noun(phrase) for phrase in phrases], locale=locale)
        slots["spl"] = ", ".join(phrase.text for phrase in phrases)
    table = load("phrases")
    if fact.key == "use":
        uses = [
            str(table["uses"].get(item.lower(), lower_first(item) if not _titled(item) else soften(item)))
            for item in cleaned
        ]
        uses = [use for use in dict.fromkeys(uses) if use]
        slots["uses"] = join_list(uses[:4], locale=locale)
        slots["use1"] = uses[0] if uses else ""
    if fact.key == "room":
        slots["rooms"] = join_list(
            [item if item.startswith("the ") else f"the {item.lower()}" for item in cleaned], locale=locale
        )
    if fact.key in ("audience", "age_group"):
        names = [str(table["audiences"].get(item.lower(), item.lower())) for item in cleaned]
        names = [name for name in dict.fromkeys(names) if name]
        slots["aud"] = join_list(names, locale=locale)
    if fact.key == "style":
        slots |= _style_slots(cleaned, locale)
    if fact.key == "strap_types":
        slots |= _strap_slots(cleaned, locale)
    if fact.key == "placement":
        places = {item.lower() for item in cleaned}
        if places == {"indoor"}:
            slots |= {"place": "it grows indoors", "place_sp": "indoor"}
        elif places == {"outdoor"}:
            slots |= {"place": "it grows outdoors", "place_sp": "outdoor"}
        elif {"indoor", "outdoor"} <= places:
            slots |= {"place": "it grows indoors and outdoors", "place_sp": "indoor and outdoor"}
    if fact.key == "free_of":
        slots |= {
            "free": f"it contains no {join_list(soft, locale=locale, last='or')}",
            "free_sp": f"without {join_list(soft, locale=locale, last='or')}",
        }
    if fact.key == "certificate":
        slots["cert"] = (
            f"it is certified to {join_list(soft, locale=locale)}"
            if not any("approved" in item.lower() or "certified" in item.lower() for item in soft)
            else f"it is {join_list(soft, locale=locale)}"
        )
    return slots


def _style_slots(items: Sequence[str], locale: str) -> dict[str, str]:
    kept = [item.lower() for item in items]
    return (
        {"style_s": f"the style is {join_list(kept, locale=locale)}", "style_sp": join_list(kept, locale=locale)}
        if kept
        else {}
    )


def _strap_slots(items: Sequence[str], locale: str) -> dict[str, str]:
    lower = [item.lower() for item in items]
    traits = [item for item in lower if item in ("adjustable", "detachable", "padded", "telescoping", "removable")]
    worn = (
        "it goes over the shoulder or across the body"
        if {"cross body", "shoulder"} <= set(lower)
        else "it goes over the shoulder"
        if "shoulder" in lower
        else "it goes across the body"
        if "cross body" in lower
        else ""
    )
    plural = "double" in lower
    subject = "the straps" if plural else "the strap"
    said = f"{subject} {'are' if plural else 'is'} {join_list(traits, locale=locale)}" if traits else ""
    if said and worn:
        said += " and " + worn.replace("it goes", "go" if plural else "goes")
    elif worn:
        said = worn.replace("it goes", f"{subject} {'go' if plural else 'goes'}")
    figure = (
        ", ".join(traits) + (" straps" if plural else " strap")
        if traits
        else ("shoulder strap" if "shoulder" in lower else "")
    )
    return {"strap": said, "strap_sp": figure} if said else {}


def _material_slots(materials: tuple[Material, ...], locale: str) -> dict[str, str]:
    text = say_materials(materials, locale=locale)
    first = say_materials((Material(materials[0].name),), locale=locale)
    slots = {"mat": text, "mat1": first, "Mat1": capitalise(first), "Mat": capitalise(text), "v": text}
    if len(materials) == 1:
        slots["only"] = first
    return slots


def _noun(phrase: Phrase) -> str:
    if phrase.plural or is_mass(phrase.text) or is_counted(phrase.text):
        return phrase.text
    return f"{article(phrase.text)} {phrase.text}"


def _articled(text: str) -> str:
    return text if is_plural(text) or is_mass(text) or is_counted(text) else f"{article(text)} {text}"


def _titled(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w'-]*", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) > 0.6


def _free(fact: Fact, facts: FactSheet, locale: str, ascii_only: bool, option: bool) -> list[Point]:
    """Return the points of a feature or of a labelled fact whose key is unknown, by the kind of its value."""
    value = fact.value
    label = soften(clean(fact.label))
    if isinstance(value, Quantity):
        slots = _quantity_slots(value, locale, ascii_only)
        name = f"{label} of {slots['q']}"
        return [
            _labelled(fact, f"{_articled_label(label)} of {slots['q']}", f"{label} {slots['sym']}", name, option, slots)
        ]
    if isinstance(value, Dimensions):
        symbol = say_dimensions(value, locale=locale, style="symbol")
        return [
            _labelled(
                fact, f"{_articled_label(label)} of {symbol}", f"{label} {symbol}", label, option, {"sym": symbol}
            )
        ]
    if isinstance(value, tuple):
        text = say_materials(value, locale=locale)
        return [
            Point(
                ids=(fact.id,),
                key=fact.key,
                idea="make",
                clause=f"the {label} is {text}",
                figure=f"{text} {label}",
                headers=(capitalise(label),),
                option=option,
            )
        ]
    items = value.items if isinstance(value, Items) else (value.text,) if isinstance(value, Words) else ()
    if fact.key != "feature" and fact.kind in (
        FactKind.CODE,
        FactKind.SIZE,
        FactKind.TEXT,
        FactKind.COLOUR,
        FactKind.LIST,
    ):
        text = join_list(
            [
                clean(item)
                if fact.kind in (FactKind.CODE, FactKind.SIZE, FactKind.COLOUR)
                else lower_first(clean(item))
                for item in items
            ],
            locale=locale,
        )
        if not text or not label or len(text) > 80:
            return []
        verb = "are" if is_plural(label) else "is"
        return [
            Point(
                ids=(fact.id,),
                key=fact.key,
                idea="function",
                clause=f"the {label} {verb} {text}",
                figure=f"{label}: {text}" if " " in text else f"{text} {label}",
                headers=(capitalise(label),),
                option=option,
            )
        ]
    points = []
    for item in items:
        phrase = parse_phrase(item)
        point = _phrase_point(fact, phrase, locale)
        if point:
            points.append(point)
    return points


def _labelled(fact: Fact, noun: str, figure: str, header: str, option: bool, slots: dict[str, str]) -> Point:
    return Point(
        ids=(fact.id,),
        key=fact.key,
        idea="size",
        noun=noun,
        figure=figure,
        headers=(capitalise(soften(fact.label)),),
        option=option,
        slots=slots,
        part=fact.part,
    )


def _articled_label(label: str) -> str:
    return label if is_plural(label) else f"{article(label)} {label}"


_IDEA_OF_GROUP = {"build": "make", "care": "own", "limit": "own", "contents": "own"}


def _phrase_point(fact: Fact, phrase: Phrase, locale: str) -> Point | None:
    if phrase.shape == "junk":
        return None
    group = "contents" if phrase.shape == "included" else phrase.group
    point = Point(
        ids=(fact.id,), key=fact.key, group=group, idea=_IDEA_OF_GROUP.get(group, "function"), figure=phrase.text
    )
    text = phrase.text
    if phrase.shape == "noun":
        return replace(point, noun=phrase.with_article)
    if phrase.shape == "included":
        return replace(point, noun=_noun(phrase), figure=f"{text} included")
    if phrase.shape == "adjective":
        return replace(point, adjective=text)
    if phrase.shape == "verb":
        first, _, rest = text.partition(" ")
        return replace(point, verb=f"{_base(first)} {rest}")
    figure = re.sub(r"^(the|a|an) ", "", text) if phrase.shape == "clause" else text
    return replace(point, clause=text, figure=figure)


def _base(verb: str) -> str:
    base = {"is": "be", "are": "be", "has": "have", "have": "have", "can": "can"}.get(verb)
    if base:
        return base + ("~s" if base != "can" else "")
    for one, other in (
        ("ies", "y"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("sses", "ss"),
        ("oes", "o"),
        ("s", ""),
    ):
        if verb.endswith(one):
            return verb[: -len(one)] + other + "~s"
    return verb
