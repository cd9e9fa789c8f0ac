"""Titles: parts in the channel's order, whole parts dropped until the limit holds (copywriting guide, section 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from listgen.copywriting.grammar import capitalise, is_plural, pluralise, singularise, soften, title_case
from listgen.copywriting.lexicon import load, word_set
from listgen.copywriting.point import Point
from listgen.domain.channel import Channel, TextLimit
from listgen.domain.fact import FactSheet

# What a title may lose, first to go first; brand, noun, variation values, pack count and compatibility always stay.
_DROP_ORDER = ("detail", "use", "material2", "feature", "core", "size", "audience", "line")
_BANNED = re.compile(r"[!$?_{}^¬¦~#<>*|™®©]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a title; `kind` decides when it may be dropped, `ids` are the facts that it says."""

    kind: str
    text: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """The seller's name taken apart: `lead` (line and other words), `noun`, without brand, sizes and option values."""

    lead: str
    noun: str
    plural: bool

    @property
    def whole(self) -> str:
        """The name without its brand, "Fjell Water Bottle"."""
        return f"{self.lead} {self.noun}".strip()


def product_name(facts: FactSheet, points: Sequence[Point]) -> Name:
    """Return the product's name without brand, option values and figures that facts hold."""
    name = re.sub(r"\s+", " ", _BANNED.sub(" ", facts.name)).strip(" .,;:-")
    if facts.brand:
        name = re.sub(rf"(?i)^{re.escape(facts.brand)}\b(?:'s)?\s*", "", name) or name
    for point in points:
        if point.option:
            for value in (point.slots.get("v", ""), point.figure):
                if value and len(value) > 1:
                    name = re.sub(rf"(?i)(^|[\s,(/-]+){re.escape(value)}\)?(?=$|[\s,])", " ", name)
    name = re.sub(r"\s+", " ", name).strip(" ,-/")
    for point in points:
        # "Leather Sofa" of bonded leather has to say so (copywriting guide, section 3).
        grade = point.slots.get("only", "") if point.key == "material" and not point.part else ""
        if grade.split()[:1] in (["bonded"], ["faux"], ["genuine"]) and grade.lower() not in name.lower():
            name = re.sub(rf"(?i)\b{re.escape(grade.split()[-1])}\b", title_case(grade), name, count=1)
    size = re.search(
        r"(?i)[\s,]+(?:\d+\s*[x×]\s*)?(?:-|,)?\s*\d+(?:\.\d+)?\s?(?:cm|mm|ml|l|kg|g|oz|ft|foot|inch|in)$", name
    )
    figures = {point.slots.get("sym", "").replace(" ", "") for point in points}
    if size and re.sub(r"[\s,-]", "", size.group()) in figures:
        name = name[: size.start()] or name
    noun = facts.noun.strip()
    lead = name
    stem = singularise(noun) if noun else ""
    ending = re.search(rf"(?i)(?:^|\s)((?:{re.escape(noun)}|{re.escape(stem)})(?:s|es)?)$", name) if noun else None
    if ending:
        lead = name[: ending.start(1)].strip()
        if facts.noun_plural and not is_plural(name):
            name = lead + " " + pluralise(ending[1]) if lead else pluralise(ending[1])
        noun = name[len(lead) :].strip()
        return Name(lead, noun, is_plural(noun) or facts.noun_plural)
    if not noun or noun.split()[-1].lower() in name.lower().split() or _same_stem(noun, name):
        # The name says the noun in its own way: it stays whole.
        words = name.split()
        return (
            Name(" ".join(words[:-1]), words[-1], is_plural(name))
            if words
            else Name("", noun or facts.name, facts.noun_plural)
        )
    tokens = set(name.lower().split()) & set(noun.lower().split())
    rest = " ".join(word for word in noun.split() if word.lower() not in tokens)
    return Name(name, rest or noun, facts.noun_plural)


def _same_stem(noun: str, name: str) -> bool:
    head = noun.split()[-1].lower()
    return any(word.lower()[:4] == head[:4] and len(head) > 3 for word in name.split())


def compose_title(
    facts: FactSheet, points: Sequence[Point], channel: Channel, *, pattern: str = "standard"
) -> tuple[str, tuple[int, ...]]:
    """Return the title and the ids of the facts in it; within the channel's limit unless the name alone is longer."""
    spec = channel.field("title")
    limit = (spec.limit if spec else None) or TextLimit(150)
    parts = _parts(facts, points, channel, pattern)
    parts = _without_repeats(parts)
    text = _join(parts, channel)
    for kind in _DROP_ORDER:
        while limit.measure(text) > limit.maximum and any(part.kind == kind for part in parts):
            at = max(index for index, part in enumerate(parts) if part.kind == kind)
            parts = [part for index, part in enumerate(parts) if index != at]
            text = _join(parts, channel)
    if limit.measure(text) > limit.maximum:
        text = _shorten(text, limit)
    ids = tuple(dict.fromkeys(number for part in parts for number in part.ids))
    return text, ids


def _parts(facts: FactSheet, points: Sequence[Point], channel: Channel, pattern: str) -> list[Part]:
    name = product_name(facts, points)
    order = channel.title_order if channel.title_order in ("amazon", "google", "shop") else "amazon"
    brand = [Part("brand", facts.brand)] if facts.brand and order != "shop" else []
    audience = _audience(points, name)
    # A name that goes on after its noun ("Notebook A5") has no place for a material before it.
    whole_noun = singularise(name.noun).lower().split()[-1:] == singularise(facts.noun).lower().split()[-1:]
    core = _core(points, name) if whole_noun else []
    lead = [Part("lead", name.lead)] if name.lead else []
    line = facts.line.strip()
    if line and name.lead.lower().startswith(line.lower()) and len(name.lead) > len(line):
        lead = [Part("line", line), Part("lead", name.lead[len(line) :].strip())]
    elif line and name.lead.lower() == line.lower():
        lead = [Part("line", line)]
    packed = any(part.kind == "pack" for part in _sizes(points, facts.type_id))
    noun = Part("noun", pluralise(name.noun) if packed else name.noun)
    sizes = _sizes(points, facts.type_id)
    options = _options(points, facts)
    details = _details(points, core, sizes)
    if order == "shop":
        few = len(name.whole.split()) <= 2  # three to six words
        head = [*lead, *(core[:1] if few else ()), noun]
        return [*head, *(Part(part.kind, f", {part.text}", part.ids) for part in sizes[:2])]
    if order == "google":
        before = [part for part in core if part.text == "insulated"]
        head = [*brand, *audience, *lead, *before, noun]
        tail = [*(part for part in core if part not in before), *sizes, *options, *details[:4]]
    else:
        line_parts, rest = ([lead[0]], lead[1:]) if len(lead) > 1 else (lead, [])
        head = [*brand, *line_parts, *audience, *rest, *core, noun]
        tail = [*sizes, *options, *details[:3]]
    if pattern == "feature-first":
        movable = [part for part in tail if part.kind in ("size", "feature", "detail", "core")]
        if movable:
            first = movable[0]
            tail = [part for part in tail if part is not first]
            head = [Part(first.kind, f"{first.text}", first.ids), Part("comma", ""), *head]
    return [*head, *(Part(part.kind, f", {part.text}", part.ids) for part in tail)]


def _audience(points: Sequence[Point], name: Name) -> list[Part]:
    for point in points:
        if point.key in ("audience", "age_group"):
            word = load("phrases")["possessive"].get(point.slots.get("aud", ""))
            stem = str(word or "").lower().removesuffix("'s").removesuffix("'")
            if word and stem not in name.whole.lower():
                return [Part("audience", str(word), point.ids)]
    return []


def _core(points: Sequence[Point], name: Name) -> list[Part]:
    """Return the attributes that stand before the noun: insulation, one material."""
    out: list[Part] = []
    present = set(re.findall(r"[a-z]+", name.whole.lower()))
    for point in points:
        if point.option or point.part:
            continue
        if point.key == "insulation":
            out.append(Part("core", "insulated", point.ids))
        elif point.key == "metal":
            out.append(Part("core", point.figure, point.ids))
        elif point.key == "material" and point.slots.get("only"):
            words = set(re.findall(r"[a-z]+", point.slots["only"].lower()))
            told = any(one.startswith(two) or two.startswith(one) for one in words for two in present if len(two) > 3)
            extra = set(name.lead.lower().split()) & (word_set("english", "mass_nouns") | {"wooden", "metal", "woolen"})
            if not told and not extra and len(point.slots["only"].split()) <= 3:
                plain = re.sub(r"^(?:\d+/\d+|\d{3})\s+", "", point.slots["only"])
                out.append(Part("core", plain, point.ids))
    return out[:2]


_SIZE_KEYS = (
    "capacity", "net_weight", "pieces", "laptop_size", "screen_size", "memory", "storage", "diameter", "case_diameter",
    "dimensions", "length", "format", "bed_size", "light_output", "power", "height",
)  # fmt: skip


def _sizes(points: Sequence[Point], type_id: str) -> list[Part]:
    by_key = {point.key: point for point in points if not point.option}
    out = [Part("pack", by_key["pack_count"].figure, by_key["pack_count"].ids)] if "pack_count" in by_key else []
    if "compatibility" in by_key and len(by_key["compatibility"].slots.get("list", "")) <= 36:
        out.insert(
            0, Part("compat", "for " + by_key["compatibility"].slots.get("list", ""), by_key["compatibility"].ids)
        )
    found = 0
    # A dumbbell is chosen by its weight.
    keys = ("weight", *_SIZE_KEYS) if type_id == "fitness" else _SIZE_KEYS
    for key in keys:
        point = by_key.get(key)
        if point and point.figure and not point.part and found < 2:
            text = point.figure
            if key == "laptop_size":
                text = f"{point.slots.get('low', text)} laptop sleeve"
            if found and key in ("dimensions", "length", "height", "diameter", "case_diameter"):
                continue
            out.insert(
                0 if key in ("capacity", "dimensions") and not found else len(out), Part("size", text, point.ids)
            )
            found += 1
    return out


def _options(points: Sequence[Point], facts: FactSheet) -> list[Part]:
    out = []
    for key in facts.option_keys:
        for point in points:
            if point.key == key and point.option:
                text = point.slots.get("sym") or point.slots.get("v") or point.figure
                if key in ("size", "ring_size"):
                    text = point.figure if re.fullmatch(r"size (\d+(\.\d)?)", point.figure) else text
                elif key == "colour":
                    text = point.figure
                else:
                    text = point.figure or text
                out.append(Part("option", text, point.ids))
    if not any(part.kind == "option" for part in out) or "colour" not in facts.option_keys:
        for point in points:
            if point.key == "colour" and not point.part and not point.option and len(point.figure) < 25:
                out.append(Part("feature", point.figure, point.ids))
    return out


# What may fill a title after the sizes: what shoppers filter by, then named parts.
_DETAIL_RANK = (
    "fit", "rise", "water_rating",
    "lid", "movement", "closure", "laptop_sleeve", "material", "compartments", "display", "wheels",
    "handles", "straps", "pockets", "zippers", "neckline", "sleeve", "finish", "technique", "resolution", "processor",
    "adjustable_range", "strap_range", "feature", "backlight", "lockable", "reflective", "insulation",
    "fabric_weight",
)  # fmt: skip


def _details(points: Sequence[Point], core: Sequence[Part], sizes: Sequence[Part]) -> list[Part]:
    used = {number for part in (*core, *sizes) for number in part.ids}
    out = []
    for point in points:
        text = point.figure
        if point.option or set(point.ids) & used or point.key not in _DETAIL_RANK or point.negative or point.silent:
            continue
        if (len(text) > 26 and point.key == "material") or point.part:
            continue
        if 3 <= len(text) <= 36 and ":" not in text and "," not in text and not text.startswith("comes "):
            out.append((_DETAIL_RANK.index(point.key), Part("detail", text, point.ids)))
    return [part for _, part in sorted(out, key=lambda pair: pair[0])]


def _without_repeats(parts: Sequence[Part]) -> list[Part]:
    """Leave out parts whose words stand in the title already; no word appears twice."""
    ignore = word_set("english", "small_words") | {
        "up",
        "size",
        "in",
        "cm",
        "mm",
        "ml",
        "l",
        "oz",
        "g",
        "kg",
        "lb",
        "ft",
        "m",
    }
    fixed = {"brand", "lead", "noun", "line", "option", "pack", "compat", "comma"}
    seen: set[str] = set()
    for part in parts:
        if part.kind in fixed:
            seen |= plain_stems(part.text) - ignore
    kept: list[Part] = []
    done: set[str] = set()
    for part in parts:
        words = plain_stems(part.text) - ignore
        if part.kind in ("brand", "lead", "noun", "line", "pack", "compat", "comma"):
            if part.kind in ("noun", "line") and words and words <= done:
                continue
        elif words & (seen if part.kind not in fixed else done) or (not words and part.kind not in fixed):
            continue
        kept.append(part)
        done |= words
        seen |= words if part.kind not in fixed else set()
    return kept


def plain_stems(text: str) -> set[str]:
    """Return the words of a text, hyphens and all, without the ending of a plural."""
    return {
        word.removesuffix("s") if len(word) > 3 else word
        for word in re.findall(r"[^\W_]+(?:[.'/-][^\W_]+)*", text.lower())
    }


def _join(parts: Sequence[Part], channel: Channel) -> str:
    text = ""
    for part in parts:
        if part.kind == "comma":
            text = text.rstrip() + ","
        elif part.text.startswith(", "):
            text += part.text
        else:
            text += f" {part.text}"
    text = re.sub(r"\s+", " ", _BANNED.sub(" ", text)).replace(" ,", ",").strip(" ,")
    text = re.sub(r",(?=,)", "", text)
    return title_case(text) if channel.title_case == "title" else capitalise(text)


def _shorten(text: str, limit: TextLimit) -> str:
    """Drop whole words from the end: the seller's own name is longer than the field."""
    words = text.split(" ")
    while len(words) > 1 and limit.measure(" ".join(words)) > limit.maximum:
        words.pop()
    text = " ".join(words).rstrip(" ,-")
    while limit.measure(text) > limit.maximum:
        text = text[:-1]
    return text


def said_noun(facts: FactSheet, points: Sequence[Point]) -> tuple[str, bool]:
    """Return the noun for running text, in lower case, and whether it takes *they*."""
    name = product_name(facts, points)
    noun = facts.noun or name.noun
    noun = soften(noun) if noun.lower() in name.whole.lower() or facts.noun else soften(name.noun)
    count = next(
        (point for point in points if point.key == "pack_count" and point.slots.get("d") not in (None, "1")), None
    )
    if count is not None and not is_plural(noun):
        return pluralise(noun), True
    return noun, facts.noun_plural or is_plural(noun)
