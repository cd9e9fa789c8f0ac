"""The smaller fields: highlights, search terms, tags, SEO title and description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from listgen.copywriting.description import Prose
from listgen.copywriting.grammar import lower_first, pluralise, title_case
from listgen.copywriting.lexicon import load
from listgen.copywriting.point import Point
from listgen.copywriting.tells import sentences_of
from listgen.copywriting.titles import product_name
from listgen.domain.channel import Channel, FieldSpec, TextLimit
from listgen.domain.fact import FactSheet
from listgen.domain.listing import FieldText


def compose_highlights(points: Sequence[Point], title: str, spec: FieldSpec) -> tuple[str, tuple[int, ...]]:
    """Return comma-separated phrases without a word of the title, strongest first, within the limit."""
    limit = spec.limit or TextLimit(125)
    titled = _stems(title)
    out: list[str] = []
    ids: list[int] = []
    said: set[str] = set()
    for point in sorted(points, key=_strength):
        text = point.figure
        if (
            not text
            or point.silent
            or point.option
            or point.key in ("style", "pattern", "contents")
            or ":" in text
            or ("," in text and point.key not in ("functions",))
        ):
            continue
        words = _stems(text) - _SMALL
        if not words or words & titled or words & said:
            continue
        trial = ", ".join([*out, lower_first(text)])
        if limit.measure(trial) > limit.maximum:
            continue
        out.append(lower_first(text))
        ids.extend(point.ids)
        said |= words
    return ", ".join(out), tuple(dict.fromkeys(ids))


def _strength(point: Point) -> int:
    """Return the place of a fact among the headlines of banners, behind all of them where it is none."""
    keys = [row["key"] for row in load("banner")["headline"]]
    strong = keys[: keys.index("pack_count")]
    return strong.index(point.key) if point.key in strong and not point.part else len(strong)


_SMALL = frozenset(
    "h hours a an and for of with in on to the at up by from or no cm mm ml l oz g kg lb ft m x".split()  # noqa: SIM905  # a word list reads better
)


def _stems(text: str) -> set[str]:
    return {
        word.removesuffix("s") if len(word) > 3 else word
        for word in re.findall(r"[^\W_]+(?:[.'/-][^\W_]+)*", text.lower())
    }


def compose_search_terms(
    facts: FactSheet, points: Sequence[Point], texts: Sequence[str], spec: FieldSpec
) -> tuple[str, ...]:
    """Return single words that no visible text has: synonyms first, then use, audience and materials."""
    limit = spec.total or spec.limit or TextLimit(249, "bytes")
    shown = set().union(*(_stems(text) for text in texts)) if texts else set()
    words: list[str] = []
    for term in [*synonyms(facts), *_also(facts, points), *_fact_words(points), *_spellings(points, texts)]:
        for word in re.findall(r"[^\W_]+(?:['-][^\W_]+)*", term.lower()):
            stem = word.removesuffix("s") if len(word) > 3 else word
            if stem in shown or word in _STOP or len(word) < 3 or word.isdigit():
                continue
            if limit.measure(" ".join([*words, word])) > limit.maximum:
                return (" ".join(words),)
            words.append(word)
            shown.add(stem)
    return (" ".join(words),) if words else ()


_STOP = frozenset(
    "and for the with from that this new best sale good great cheap free a of in on by up to made all any".split()  # noqa: SIM905  # as above
)


def _also(facts: FactSheet, points: Sequence[Point]) -> list[str]:
    """Return what shoppers type for a fact in other words: "hiking" for day hikes, "clay" for stoneware."""
    told = [
        point
        for point in points
        if not point.negative and not point.part and point.key not in ("not_included", "colour", "contents")
    ]

    def text_of(key: str) -> str:
        rows = (point for point in told if not key or point.key == key)
        cells = ((p.figure, p.noun, p.slots.get("uses", ""), p.slots.get("mat", "")) for p in rows)
        return "; ".join(" ".join(cell) for cell in cells).lower()

    rows = (row for row in load("search")["also"] if facts.type_id in row.get("types", (facts.type_id,)))
    return [word for row in rows if re.search(row["find"], text_of(row.get("key", ""))) for word in row["say"]]


def _spellings(points: Sequence[Point], texts: Sequence[str]) -> list[str]:
    """Return the British spelling of words that the listing shows: "grey" for gray."""
    shown = " ".join((*texts, *(point.figure for point in points))).lower()
    british = load("english")["british"]
    words = ("gray", "aluminum", "jewelry", "pajamas", "enameled", "colored", "fiber", "mold")
    return [british[word] for word in words if re.search(rf"\b{word}\b", shown)]


def synonyms(facts: FactSheet) -> tuple[str, ...]:
    """Return other words for the product's noun, from the type table."""
    from listgen.copywriting.types import type_words

    return type_words(facts.type_id, facts.noun)


def _fact_words(points: Sequence[Point]) -> list[str]:
    out: list[str] = []
    for keys in (("use", "room"), ("audience",), ("material", "metal", "weave"), ("style", "technique", "pattern")):
        for point in points:
            if point.key in keys and not point.negative and not point.option:
                text = (
                    point.slots.get("uses")
                    or point.slots.get("aud")
                    or point.slots.get("mat1")
                    or point.slots.get("list")
                    or point.figure
                )
                if "no pattern" not in text:
                    out.append(text)
    return out


def _says_enough(word: str) -> bool:
    """Tell whether a word means something alone: of "dutch oven" and "free weights" the halves do not."""
    return len(word) >= _TELLING and not word.endswith("ing")


_TELLING = 6


def compose_tags(
    facts: FactSheet, points: Sequence[Point], spec: FieldSpec, *, searched: bool = False
) -> tuple[str, ...]:
    """Return tags: the kind of product and values that shoppers filter by.

    Where tags are all that a marketplace searches besides the title (`searched`), other words for the product follow.
    """
    tags: list[str] = [pluralise(facts.noun).lower()] if facts.noun else []
    looks: list[str] = []
    for point in points:
        if point.option or point.negative:
            continue
        if point.key == "material":
            looks += re.split(r", and |, | and ", point.slots.get("mat", ""))
        elif point.key == "colour":
            looks.append(point.figure)
        if point.key in ("use", "room"):
            tags.extend(re.split(r", and |, | and ", point.slots.get("uses", "") or point.slots.get("rooms", "")))
        elif point.key in ("audience", "style", "material"):
            tags.extend(
                re.split(
                    r", and |, | and ",
                    point.slots.get("aud", "") or point.slots.get("list", "") or point.slots.get("mat", ""),
                )
            )
        elif point.key in ("colour", "finish", "pattern") and "no pattern" not in point.figure:
            tags.append(point.figure)
    if searched:
        # Shoppers type two words rather than one: "stoneware mug" before "pottery".
        tags += [f"{look} {facts.noun}" for look in looks if look and facts.noun not in look]
        tags += [word for word in (*synonyms(facts), *_also(facts, points)) if _says_enough(word)]
    limit = spec.limit or TextLimit(255)
    out: list[str] = []
    for tag in tags:
        tag = re.sub(r"^(the|a|an) ", "", tag.strip().lower()).replace(",", " ")
        tag = re.sub(r"^\d+(\.\d+)?% ", "", tag)
        # "18/8 stainless steel" is stainless steel where no stroke may stand.
        tag = " ".join(word for word in tag.split() if not set(word) & set(spec.banned))
        if tag and tag not in out and limit.measure(tag) <= limit.maximum:
            out.append(tag)
    return tuple(out[: spec.max_items if spec.max_items > 1 else 12])


def compose_seo(facts: FactSheet, points: Sequence[Point], channel: Channel, prose: Prose) -> list[FieldText]:
    """Return the SEO title (name, brand) and description (the first sentences), where the channel has these fields."""
    out: list[FieldText] = []
    spec = channel.field("seo_title")
    if spec:
        limit = spec.limit or TextLimit(70)
        name = title_case(product_name(facts, points).whole)
        text = f"{name} | {facts.brand}" if facts.brand and facts.brand.lower() not in name.lower() else name
        if "|" in spec.banned:
            text = text.replace(" | ", ", ")
        if limit.measure(text) > limit.maximum:
            text = name
        if limit.measure(text) <= limit.maximum:
            out.append(FieldText("seo_title", (text,)))
    spec = channel.field("seo_description")
    if spec:
        limit = spec.limit or TextLimit(160)
        kept = ""
        for sentence in [sentence for paragraph in prose.paragraphs for sentence in sentences_of(paragraph)]:
            trial = f"{kept} {sentence}".strip()
            if limit.measure(trial) > limit.maximum:
                break
            kept = trial
        if kept:
            out.append(FieldText("seo_description", (kept,), cites=prose.ids))
    return out
