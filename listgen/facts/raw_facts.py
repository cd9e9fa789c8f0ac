"""Facts before they are numbered: typing a value under its key, features, audiences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from listgen.domain.fact import FactKind, FactValue, Items, Words
from listgen.domain.product import Attribute
from listgen.domain.source import CellRef
from listgen.facts.keys import FactKey, fact_keys
from listgen.facts.lexicon import find_colours, find_materials
from listgen.facts.patterns import feature_fact, read_patterns
from listgen.facts.product_names import clean_name
from listgen.facts.product_types import ProductType, product_types
from listgen.facts.unit_table import dimension_of
from listgen.facts.units import find_dimensions, find_quantities, parse_quantity
from listgen.facts.values import (
    is_advertising,
    plain_case,
    strip_praise,
    type_value,
)

_FEATURE_WORDS = 12
_PART_FIRST = re.compile(r"^([A-Za-z]+(?: [a-z]+)?)\s*:\s*(\S.*)$", re.DOTALL)


class Trust(IntEnum):
    """Where a fact was read, most trusted first: what a column says is not corrected by what prose says."""

    OPTION = 0
    COLUMN = 1
    ROW = 2
    ITEM = 3
    NAME = 4
    PROSE = 5


@dataclass(frozen=True, slots=True)
class Raw:
    """A fact before numbering."""

    key: FactKey
    kind: FactKind
    value: FactValue
    cell: CellRef
    part: str
    trust: Trust
    label: str = ""


def typed_facts(key: FactKey, text: str, cell: CellRef, trust: Trust, *, unit: str = "") -> Iterator[Raw]:
    """Yield the fact that a value gives under a key; nothing where it says nothing."""
    part = ""
    if key.kind is FactKind.COLOUR and not find_colours(text) and find_materials(text, ambiguous=True):
        key = fact_keys()["material"]  # "color: wood"
    if (
        key.id in ("contents", "functions", "not_included")
        and trust in (Trust.ITEM, Trust.PROSE, Trust.ROW)
        and not re.search("alarms|formats", text)
    ):
        pieces = re.split(r"(?:,\s+|\s*;\s*)(?:and\s+)?|\s+and\s+", text)
        text = "; ".join(re.sub(r"(?i)^(?:an?|the)\s+", "", piece.strip()) for piece in pieces)
    if (
        key.kind is FactKind.LIST
        and trust in (Trust.ITEM, Trust.PROSE)
        and "," in text
        and key.id in ("straps", "pockets", "handles")
    ):
        # "padded, adjustable straps" is one thing with two adjectives
        yield Raw(key, FactKind.LIST, Items((plain_case(text),)), cell, part, trust)
        return
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()] if key.kind is FactKind.MATERIAL else []
    if len(pieces) > 1 and any(_PART_FIRST.match(piece) for piece in pieces):
        # "steel; lid: bamboo"
        for piece in pieces:
            yield from typed_facts(key, piece, cell, trust, unit=unit)
        return
    if match := _PART_FIRST.match(text):
        # "lid: yes", "Shade: linen"
        name = match.group(1).lower()
        if name in _part_words() and key.kind in (FactKind.YES_NO, FactKind.MATERIAL, FactKind.COLOUR):
            part, text = name, match.group(2)
    if key.kind is FactKind.QUANTITY and "," in text and parse_quantity(text) is None:
        # "100 gsm, acid-free": the amount, and what else the cell says
        first, *others = re.split(r",\s+", text)
        if parse_quantity(first) is not None:
            for other in others:
                plain = strip_praise(other)
                if plain and not is_advertising(plain) and not find_quantities(plain):
                    yield Raw(fact_keys()["feature"], FactKind.TEXT, Words(plain_case(plain)), cell, "", trust)
            text = first
    typed = type_value(key, text, unit=unit)
    if typed is not None:
        yield Raw(key, typed[0], typed[1], cell, part, trust)


def said_facts(key: str, value: str, part: str, cell: CellRef, trust: Trust) -> Iterator[Raw]:
    """Yield what a pattern found, cleaned of praise."""
    if fact_keys()[key].kind is not FactKind.MATERIAL:
        value = strip_praise(value)
    value = re.sub(r"(?i)^multiple ", "", value)
    if not value or (
        fact_keys()[key].kind is FactKind.LIST and len(value.split()) < 2 and key in ("handles", "straps", "zippers")
    ):
        return
    if key == "movement":
        value = plain_case(clean_name(value))
    part = re.sub(r"^(?:clasp|cinch) (?=buckle)", "", part)
    for raw in typed_facts(fact_keys()[key], value, cell, trust):
        yield replace(raw, part=part or raw.part)


def feature_facts(text: str, cell: CellRef, kind: ProductType, trust: Trust) -> Iterator[Raw]:
    """Yield a feature as the fact it means, or as its cleaned words; nothing where only praise is left."""
    if ";" in text:
        for piece in text.split(";"):
            yield from feature_facts(piece.strip(), cell, kind, trust)
        return
    known = feature_fact(text)
    if known:
        yield from said_facts(*known, "", cell, trust)
        return
    if trust == Trust.COLUMN:
        reading = read_patterns(text, kind.id, item=True)
        for said in reading.said:
            yield from said_facts(said.key, said.value, said.part, cell, trust)
        if reading.used_up:
            return
    if is_advertising(text):
        return
    plain = re.sub(
        r"(?i)\s+for (?:an? )?(?:easy|easier|ideal|great|better|maximum|extra|added|ultimate|perfect)\b.*$", "", text
    )
    plain = re.sub(r"(?i)\s+is easy to .*$|\s+to (?:help|keep|make|ensure)\b.*$", "", plain)
    plain = strip_praise(plain)
    words = plain.split()
    if not (2 <= len(words) <= _FEATURE_WORDS):
        return
    yield Raw(fact_keys()["feature"], FactKind.TEXT, Words(plain_case(plain)), cell, "", trust)


def audience_facts(words: Sequence[str], cell: CellRef, trust: Trust) -> Iterator[Raw]:
    """Yield for whom the product is, in the words men, women, boys, girls, kids, unisex."""
    plain = [re.sub(r"['’]s?$", "", word.lower()) for word in words]
    names = {
        "male": "men",
        "female": "women",
        "man": "men",
        "woman": "women",
        "m": "men",
        "f": "women",
        "adults": "unisex",
    }
    plain = list(dict.fromkeys(names.get(word, word) for word in plain))
    if "unisex" in plain and len(plain) > 1:
        plain.remove("unisex")  # it only sums up the others
    if plain:
        yield Raw(fact_keys()["audience"], FactKind.LIST, Items(tuple(plain)), cell, "", trust)


def size_key(value: str, kind: ProductType, key: FactKey) -> FactKey:
    """Return the key that a value under "size" means: "4GB" of RAM is its memory, "24 inch" of a monitor its screen."""
    found = find_quantities(value)
    measured = dimension_of(found[0].quantity.unit) if len(found) == 1 else ""
    table = {
        ("data", "computers"): "memory",
        ("data", "phones"): "storage",
        ("length", "computers"): "screen_size",
        ("volume", "drinkware"): "capacity",
        ("volume", "beauty"): "capacity",
        ("mass", "pet_food"): "net_weight",
    }
    name = table.get((measured, kind.id))
    if name:
        return fact_keys()[name]
    if find_dimensions(value):
        return fact_keys()["dimensions"]
    return key


def unknown_facts(attribute: Attribute, trust: Trust) -> Iterator[Raw]:
    """Keep a column that no key takes as words under its own header, if it reads like a value."""
    value = " ".join(attribute.value.split())
    if is_advertising(value) or len(value.split()) > 8 or re.fullmatch(r"[\d.,\s]+", value) or "://" in value:
        return
    if value.lower() in ("yes", "no", "true", "false") or re.search(
        r"(?i)(^|_)(id|code|set|class|url)$", attribute.name
    ):
        return
    label = " ".join(re.sub(r"[_\-]+", " ", attribute.name).split()).lower()
    yield Raw(fact_keys()["feature"], FactKind.TEXT, Words(f"{label}: {value}"), attribute.cell, "", trust, label)


@cache
def _part_words() -> frozenset[str]:
    return frozenset(part for kind in product_types() for part in kind.parts)
