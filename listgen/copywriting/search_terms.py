"""Hidden search terms and tags: what shoppers type and no visible text says, within bytes and items.

Candidates are ranked: rows of the keyword file by volume, then other words for the product, what its facts are also
called, use, audience and materials, spellings, colour families, sizes as they are typed. Each goes where it fits, once:
what title and bullets say is no hidden term again, in either number form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from listgen.copywriting.grammar import pluralise
from listgen.copywriting.lexicon import load, word_set
from listgen.copywriting.point import Point
from listgen.copywriting.search_words import empty_words, makers_in, stem, stems_of, stop_words, tokens_of
from listgen.domain.channel import Channel, FieldSpec, TextLimit
from listgen.domain.fact import Dimensions, Fact, FactSheet, Quantity

Kind = Literal["keyword", "synonym", "also", "fact", "spelling", "colour", "size"]
_SHORTEST = 3  # letters of a word that nobody asked for
_TELLING = 6
_LIST = r", and |, | and "
_SHORT_TAG = 40  # characters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word or phrase that shoppers may type for a product, and where it comes from."""

    text: str
    kind: Kind


def search_candidates(
    facts: FactSheet, points: Sequence[Point], texts: Sequence[str], keywords: Sequence[str] = (), *, locale: str = ""
) -> tuple[Candidate, ...]:
    """Return what shoppers may type for a product, best first; `texts` are the visible ones.

    `keywords` are those of the keyword file that are true of the product, most searched first.
    """
    found = [
        *(Candidate(text, "keyword") for text in keywords),
        *(Candidate(text, "synonym") for text in synonyms(facts)),
        *(Candidate(text, "also") for text in also_called(facts, points)),
        *(Candidate(text, "fact") for text in _fact_words(points)),
        *(Candidate(text, "spelling") for text in _spellings(points, texts)),
        *(Candidate(text, "colour") for text in _colour_families(facts)),
        *(Candidate(text, "size") for text in _sizes(facts, locale)),
    ]
    return tuple(dict.fromkeys(found))


def compose_search_terms(
    facts: FactSheet,
    points: Sequence[Point],
    texts: Sequence[str],
    spec: FieldSpec,
    *,
    keywords: Sequence[str] = (),
    locale: str = "",
) -> tuple[str, ...]:
    """Return one line of single words in small letters that no visible text has; () where there is none.

    Neither brands nor small words are in it, no word twice in any number form, and never more than the field's limit
    in its own unit: a word that does not fit makes room for a shorter one.
    """
    limit = spec.total or spec.limit or TextLimit(249, "bytes")
    shown = set(stems_of(facts.brand)).union(*(stems_of(text) for text in texts))
    words: list[str] = []
    for candidate in search_candidates(facts, points, texts, keywords, locale=locale):
        for word in _words_of(candidate):
            stems = stems_of(word)
            if not stems or stems <= shown or set(word) & set(spec.banned):
                continue
            if limit.measure(" ".join([*words, word])) <= limit.maximum:
                words.append(word)
                # A size in one word ("750ml") is typed besides the parts that the title shows.
                shown |= stems if candidate.kind != "size" else {word}
    return (" ".join(words),) if words else ()


def _words_of(candidate: Candidate) -> Iterator[str]:
    if candidate.kind == "size":
        yield candidate.text
        return
    # Makers stay in the text that shoppers read: hidden terms hold no brand of anybody.
    brands = frozenset().union(*(stems_of(name) for name in makers_in(candidate.text)))
    for word in tokens_of(candidate.text):
        if word in stop_words() or word in empty_words() or stem(word) in brands:
            continue
        asked_for = candidate.kind == "keyword"
        if asked_for or (len(word) >= _SHORTEST and not word.isdigit()):
            yield word


def compose_tags(
    facts: FactSheet,
    points: Sequence[Point],
    spec: FieldSpec,
    *,
    searched: bool = False,
    keywords: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return tags: the kind of product and values that shoppers filter by, no two of the same words.

    Where tags are all that a marketplace searches besides the title (`searched`), the keywords of the keyword file and
    other words for the product are tags, too; a phrase that does not fit is left out, never cut.
    """
    tags: list[str] = [pluralise(facts.noun).lower()] if facts.noun else []
    looks: list[str] = []
    if searched:
        # A phrase says more than a word, and leaves single words to the others.
        tags += [text for text in keywords if len(tokens_of(text)) > 1]
    for point in points:
        if point.option or point.negative:
            continue
        # The material of a part is not that of the whole: a shoe with a flyknit upper is no flyknit shoe.
        if point.key == "material" and not point.part:
            looks += re.split(_LIST, point.slots.get("mat", ""))
        elif point.key == "colour":
            looks.append(point.figure)
        if point.key in ("use", "room"):
            tags.extend(re.split(_LIST, point.slots.get("uses", "") or point.slots.get("rooms", "")))
        elif point.key in ("audience", "style", "material"):
            values = point.slots.get("aud", "") or point.slots.get("list", "") or point.slots.get("mat", "")
            tags.extend(re.split(_LIST, values) if not (searched and point.part) else ())
        elif point.key in ("colour", "finish", "pattern") and "no pattern" not in point.figure:
            tags.append(point.figure)
    if searched:
        # Shoppers type two words rather than one: "stoneware mug" before "pottery".
        tags += [f"{look} {facts.noun}" for look in looks if look and facts.noun not in look]
        tags += [word for word in (*synonyms(facts), *also_called(facts, points)) if _says_enough(word)]
        tags += [text for text in keywords if len(tokens_of(text)) == 1]
    limit = spec.limit or TextLimit(255)
    out: dict[frozenset[str], str] = {}
    for tag in tags:
        tag = re.sub(r"^(the|a|an) ", "", " ".join(tag.lower().split())).replace(",", " ").strip()
        tag = re.sub(r"^\d+(\.\d+)?% ", "", tag)
        # "18/8 stainless steel" is stainless steel where no stroke may stand.
        tag = " ".join(word for word in tag.split() if not set(word) & set(spec.banned))
        if tag and limit.measure(tag) <= limit.maximum:
            out.setdefault(stems_of(tag) or frozenset((tag,)), tag)
    return tuple(out.values())[: spec.max_items if spec.max_items > 1 else 12]


def takes_keywords(channel: Channel) -> bool:
    """Return whether a channel has a field for what shoppers type."""
    tags = channel.field("tags")
    return channel.field("search_terms") is not None or (tags is not None and searched_by_tags(channel, tags))


def searched_by_tags(channel: Channel, spec: FieldSpec) -> bool:
    """Return whether tags are search terms: short ones, on a channel that has no field for terms."""
    return spec.limit is not None and spec.limit.maximum <= _SHORT_TAG and channel.field("search_terms") is None


def synonyms(facts: FactSheet) -> tuple[str, ...]:
    """Return other words for the product's noun, from the type table."""
    from listgen.copywriting.types import type_words

    return type_words(facts.type_id, facts.noun)


def also_called(facts: FactSheet, points: Sequence[Point]) -> list[str]:
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


def _colour_families(facts: FactSheet) -> list[str]:
    """Return the plain colour of a colour that has its own name: "beige" for Sand. None for a family of colours."""
    from listgen.facts.lexicon import cell_colour, colour_family

    texts = [fact.cell.text for fact in facts.facts if fact.key == "colour" and not fact.part]
    if facts.family or len(texts) != 1:
        return []
    if texts[0].strip().lower() in word_set("keywords", "not_a_colour"):
        return []
    family = colour_family(texts[0]) or cell_colour(texts[0])
    return [family] if family in word_set("keywords", "plain_colours") else []


def _sizes(facts: FactSheet, locale: str) -> list[str]:
    """Return sizes the way they are typed: "750ml" and "25oz" for 750 ml, "50x50" for 50 x 50 cm."""
    out: list[str] = []
    for fact in facts.facts:
        if fact.part or (facts.family and fact.key in facts.option_keys):
            continue
        if fact.key == "capacity" and isinstance(fact.value, Quantity):
            out += _typed(fact.value, locale)
        elif fact.key == "dimensions" and isinstance(fact.value, Dimensions) and _is_flat(fact):
            out.append("x".join(_figure(axis.magnitude) for _, axis in fact.value.axes))
    return out


def _typed(quantity: Quantity, locale: str) -> list[str]:
    units = load("keywords")["units"]
    name = quantity.unit.lower()
    if quantity.maximum is not None or name not in units:
        return []
    typed = [f"{_figure(quantity.magnitude)}{units[name]}"]
    ounces = load("keywords")["ounces"]
    if locale == "en-US" and name in ounces:
        # Ounces are typed in whole numbers; a half that is rounded would be a claim.
        count = float(quantity.magnitude) * ounces[name]
        near = abs(count - round(count)) <= load("keywords")["rounding"] * count
        if near and count <= load("keywords")["most_ounces"]:
            typed.append(f"{round(count)}oz")
    return typed


def _is_flat(fact: Fact) -> bool:
    axes = fact.value.axes if isinstance(fact.value, Dimensions) else ()
    return len(axes) == 2 and all(axis.maximum is None for _, axis in axes)  # length and width


def _figure(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _says_enough(word: str) -> bool:
    """Tell whether a word means something alone: of "dutch oven" and "free weights" the halves do not."""
    return len(word) >= _TELLING and not word.endswith("ing")
