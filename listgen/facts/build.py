"""From a product's cells to its fact sheet: typed facts in shoppers' order, each with the cell that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from listgen.domain.fact import Fact, FactKind, FactSheet, FactValue, Items, Material, Quantity, Words, YesNo
from listgen.domain.product import Attribute, Product, Role
from listgen.domain.source import CellRef
from listgen.facts.blocks import Block, read_blocks, sentences
from listgen.facts.keys import FactKey, fact_keys, key_of_label
from listgen.facts.lexicon import find_colours, find_materials, material_display
from listgen.facts.patterns import feature_fact, name_detail, read_patterns
from listgen.facts.product_names import NameReading, clean_name, read_name
from listgen.facts.product_types import ProductType, product_type, product_types, singular_of
from listgen.facts.unit_table import dimension_of
from listgen.facts.units import find_dimensions, find_quantities, parse_quantity
from listgen.facts.values import (
    header_unit,
    is_advertising,
    is_empty,
    parse_materials,
    plain_case,
    split_list,
    strip_praise,
    type_value,
    yes_no,
)

# Canonical ids of columns that the catalogue gives for other purposes: no facts.
_NO_FACTS = frozenset({role.value for role in Role} - {"weight", "length", "width", "height", "bullet", "attribute"})
# Material words that are colours, decoration or wishes in product names.
_ELSE_IN_NAMES = frozenset({"gold", "silver", "crystal", "stone", "graphite", "slate", "sand", "down", "glass"})
_CANONICAL = {"features": "feature"}
_FEATURE_WORDS = 12
_PART_FIRST = re.compile(r"^([A-Za-z]+(?: [a-z]+)?)\s*:\s*(\S.*)$", re.DOTALL)
# In the order of trust: what a column says is not corrected by what prose says.
_OPTION, _COLUMN, _ROW, _ITEM, _NAME, _PROSE = range(6)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A fact before numbering."""

    key: FactKey
    kind: FactKind
    value: FactValue
    cell: CellRef
    part: str
    trust: int
    label: str = ""


def build_fact_sheet(product: Product, siblings: Sequence[Product] = ()) -> FactSheet:
    """Return everything that the sheet says about a product, typed, in the order in which shoppers ask.

    `siblings` are the other variations of the family; `option_keys` then names the facts that differ among them.
    Placeholders, advertising and internal columns become nothing. Never raises on product data.
    """
    reading = read_name(product)
    kind = product_type(reading.type_id)
    raws = _facts_of(product)
    facts = tuple(
        Fact(
            id=number,
            key=raw.key.id,
            label=raw.label or raw.key.label,
            kind=raw.kind,
            value=raw.value,
            cell=raw.cell,
            part=raw.part,
        )
        for number, raw in enumerate(raws, 1)
    )
    line = reading.line
    if any(fact.key == "botanical_name" for fact in facts):
        line = ""
    return FactSheet(
        sku=product.sku,
        name=clean_name(product.name),
        brand=clean_name(product.brand),
        brand_cell=product.brand_cell,
        line=line,
        type_id=kind.id,
        noun=reading.noun,
        noun_plural=reading.noun_plural,
        facts=facts,
        option_keys=_option_keys(product, siblings),
        missing=_missing(kind, reading, facts),
        name_cell=product.name_cell,
        category=product.product_type,
    )


@lru_cache(maxsize=4096)
def _facts_of(product: Product) -> tuple[_Raw, ...]:
    reading = read_name(product)
    kind = product_type(reading.type_id)
    raws = [
        *_from_attributes(product, kind),
        *_from_options(product, kind),
        *_from_bullets(product, kind),
        *_from_description(product, kind),
        *_from_name(product, reading, kind),
    ]
    head = singular_of(reading.noun).split()[-1]
    # the strap of a yoga strap is the whole of it
    raws = [replace(raw, part="") if raw.part and singular_of(raw.part) == head else raw for raw in raws]
    return tuple(_ordered(_settled(raws), kind))


def _from_attributes(product: Product, kind: ProductType) -> Iterator[_Raw]:
    for attribute in product.attributes:
        if attribute.canonical in _NO_FACTS:
            continue
        if is_empty(attribute.value) and attribute.value.strip() not in ("0", "x"):
            continue
        yield from _from_attribute(attribute, kind, _COLUMN)


def _from_attribute(attribute: Attribute, kind: ProductType, trust: int) -> Iterator[_Raw]:
    key = fact_keys().get(_CANONICAL.get(attribute.canonical, attribute.canonical)) or key_of_label(attribute.name)
    if key is None:
        key = key_of_label(re.sub(r"[(\[].*?[)\]]|[\s_](?:kg|g|cm|mm|m|in|lb|lbs|oz|ml|l)$", "", attribute.name))
    if key is None:
        yield from _unknown_attribute(attribute, trust)
        return
    if key.id == "feature":
        for item in split_list(attribute.value):
            yield from _feature(item, attribute.cell, kind, trust)
        return
    if key.id == "straps" and "strap" not in attribute.value.lower():
        key = fact_keys()["strap_types"]
    if key.id == "audience":
        yield from _audience(split_list(attribute.value), attribute.cell, trust)
        return
    if key.id == "size":
        key = _size_key(attribute.value, kind, key)
    yield from _typed(key, attribute.value, attribute.cell, trust, unit=header_unit(attribute.name))


def _unknown_attribute(attribute: Attribute, trust: int) -> Iterator[_Raw]:
    """Keep a column that no key takes as words under its own header, if it reads like a value."""
    value = " ".join(attribute.value.split())
    if is_advertising(value) or len(value.split()) > 8 or re.fullmatch(r"[\d.,\s]+", value) or "://" in value:
        return
    if value.lower() in ("yes", "no", "true", "false") or re.search(
        r"(?i)(^|_)(id|code|set|class|url)$", attribute.name
    ):
        return
    label = " ".join(re.sub(r"[_\-]+", " ", attribute.name).split()).lower()
    yield _Raw(fact_keys()["feature"], FactKind.TEXT, Words(f"{label}: {value}"), attribute.cell, "", trust, label)


def _from_options(product: Product, kind: ProductType) -> Iterator[_Raw]:
    for option in product.options:
        if is_empty(option.value):
            continue
        cell = option.cell or product.row
        key = key_of_label(option.name)
        if key is None and yes_no(option.value) is not None:
            # an option "Logo: Yes" is a feature of the variations that have it
            if yes_no(option.value) == YesNo(True):
                words = Words(plain_case(option.name))
                yield _Raw(fact_keys()["feature"], FactKind.TEXT, words, cell, "", _OPTION, plain_case(option.name))
            continue
        if key is None:
            key = fact_keys()["colour"] if find_colours(option.value) else fact_keys()["style"]
        if key.id == "size":
            key = _size_key(option.value, kind, key)
        yield from _typed(key, option.value, cell, _OPTION)


def _size_key(value: str, kind: ProductType, key: FactKey) -> FactKey:
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


def _from_bullets(product: Product, kind: ProductType) -> Iterator[_Raw]:
    for bullet in product.bullets:
        for block in read_blocks(f"<li>{bullet.value}"):
            yield from _from_block(block, bullet.cell, kind)


def _from_description(product: Product, kind: ProductType) -> Iterator[_Raw]:
    if not product.description or product.description_cell is None or is_empty(product.description):
        return
    for block in read_blocks(product.description):
        yield from _from_block(block, product.description_cell, kind)


def _from_block(block: Block, cell: CellRef, kind: ProductType) -> Iterator[_Raw]:
    if block.kind == "row":
        yield from _from_row(block, cell, kind)
    elif block.kind == "item":
        yield from _from_item(block.text, _at(cell, block.text), kind)
    else:
        for sentence in sentences(block.text):
            yield from _from_sentence(sentence, _at(cell, sentence), kind)


def _from_row(block: Block, cell: CellRef, kind: ProductType) -> Iterator[_Raw]:
    place = _at(cell, f"{block.key}: {block.text}")
    part, key = "", key_of_label(block.key)
    if key is None:
        words = block.key.split()
        # "Strap material: leather", "Lid: bamboo" name a part
        key = key_of_label(" ".join(words[1:])) if len(words) > 1 else None
        part = words[0].lower() if key else ""
        if key is None and parse_materials(block.text) and block.key.lower() in kind.parts:
            key, part = fact_keys()["material"], block.key.lower()
    if key is None:
        # "Note: beverage not included" and "Origin and habitat: probably …" are talk, "Heel cap: TPU" is a value
        if len(block.text.split()) <= 5 and block.key.lower() not in ("note", "please note", "tip", "warning"):
            yield from _unknown_attribute(Attribute(block.key, block.text, place), _ROW)
        return
    if key.id == "size":
        key = _size_key(block.text, kind, key)
    if key.id == "feature":
        for item in split_list(block.text):
            yield from _feature(item, place, kind, _ROW)
        return
    for raw in _typed(key, block.text, place, _ROW):
        yield replace(raw, part=part or raw.part)


def _from_item(text: str, cell: CellRef, kind: ProductType) -> Iterator[_Raw]:
    plain = text.strip().rstrip(".;").strip()
    if is_empty(plain):
        return
    for _, _, dimensions in find_dimensions(plain):
        yield _Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", _ITEM)
        if len(re.findall(r"[A-Za-z]{3,}", plain)) <= 4:
            return
    reading = read_patterns(plain, kind.id, item=True)
    for said in reading.said:
        yield from _said(said.key, said.value, said.part, cell, _ITEM)
    if reading.used_up:
        return
    yield from _feature(plain, cell, kind, _ITEM)


def _from_sentence(text: str, cell: CellRef, kind: ProductType) -> Iterator[_Raw]:
    for said in read_patterns(text, kind.id, item=False).said:
        yield from _said(said.key, said.value, said.part, cell, _PROSE)
    for start, _, dimensions in find_dimensions(text):
        if all(axis for axis, _ in dimensions.axes) or re.search(r"(?i)(dimensions|measures|size)\W+$", text[:start]):
            yield _Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", _PROSE)
    if match := re.match(r"(?i)^.*?compatibility:\s*(.+)$", text):
        yield from _typed(fact_keys()["compatibility"], match.group(1), cell, _PROSE)


def _from_name(product: Product, reading: NameReading, kind: ProductType) -> Iterator[_Raw]:
    if product.name_cell is None:
        return
    cell = product.name_cell
    if kind.id == "plants" and reading.line and re.fullmatch(r"[A-Z][a-z]+ [A-Z]?[a-z]+", reading.line):
        words = reading.line.split()
        yield _Raw(
            fact_keys()["botanical_name"], FactKind.TEXT, Words(f"{words[0]} {words[1].lower()}"), cell, "", _NAME
        )
    if reading.audience:
        yield from _audience(reading.audience, cell, _NAME)
    for one in find_materials(reading.noun):
        # a leather jacket is made of leather
        made_of = (Material(material_display(one.name)),)
        yield _Raw(fact_keys()["material"], FactKind.MATERIAL, made_of, cell, "", _NAME)
    details = reading.details
    if not details:
        return
    named = [one for one in find_materials(details, ambiguous=True) if one.name not in _ELSE_IN_NAMES]
    for one in named:
        yield _Raw(fact_keys()["material"], FactKind.MATERIAL, (Material(material_display(one.name)),), cell, "", _NAME)
    materials = {word.lower() for one in named for word in details[one.start : one.end].split()}
    for one in find_colours(details):
        precious = kind.id == "jewellery" and one.name in ("gold", "golden", "silver", "rose gold")
        if one.name not in materials and not precious:  # "Gold Necklace" may mean the metal: ask, do not guess
            yield _Raw(fact_keys()["colour"], FactKind.COLOUR, Words(details[one.start : one.end]), cell, "", _NAME)
    for _, _, dimensions in find_dimensions(details):
        yield _Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", _NAME)
    if not find_dimensions(details):
        for span in find_quantities(details):
            yield from _name_quantity(span.quantity, cell, kind)
    for match in re.finditer(r"(?i)\b(?:set|pack|box) of (\d+)\b|\b(\d+)[- ](?:pack|count|ct)\b", details):
        yield from _typed(fact_keys()["pack_count"], match.group(1) or match.group(2), cell, _NAME)
    for match in re.finditer(r"(?i)\b(\d+)[- ]pieces?\b", details):
        yield from _typed(fact_keys()["pieces"], match.group(1), cell, _NAME)
    words = details.split()
    for word in (*words, *(f"{one}-{two}" for one, two in pairwise(words))):
        found = name_detail(word.strip(",.()"), kind.id)
        if found:
            yield from _said(*found, "", cell, _NAME)


def _name_quantity(quantity: Quantity, cell: CellRef, kind: ProductType) -> Iterator[_Raw]:
    by_type = {
        ("length", "computers"): "screen_size",
        ("length", "watches"): "case_diameter",
        ("data", "computers"): "storage",
        ("data", "phones"): "storage",
        ("length", "cookware"): "diameter",
        ("mass", "pet_food"): "net_weight",
        ("length", "phone_accessories"): "length",
    }
    by_dimension = {"volume": "capacity", "mass": "weight", "power": "power", "voltage": "voltage", "length": "size"}
    measured = dimension_of(quantity.unit)
    if measured == "volume" or (measured == "mass" and kind.id == "drinkware"):
        key = "capacity"
    else:
        key = by_type.get((measured, kind.id)) or by_dimension.get(measured, "")
    if key:
        yield from _typed(fact_keys()[key], quantity.text, cell, _NAME)


def _feature(text: str, cell: CellRef, kind: ProductType, trust: int) -> Iterator[_Raw]:
    """Yield a feature as the fact it means, or as its cleaned words; nothing where only praise is left."""
    if ";" in text:
        for piece in text.split(";"):
            yield from _feature(piece.strip(), cell, kind, trust)
        return
    known = feature_fact(text)
    if known:
        yield from _said(*known, "", cell, trust)
        return
    if trust == _COLUMN:
        reading = read_patterns(text, kind.id, item=True)
        for said in reading.said:
            yield from _said(said.key, said.value, said.part, cell, trust)
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
    yield _Raw(fact_keys()["feature"], FactKind.TEXT, Words(plain_case(plain)), cell, "", trust)


def _said(key: str, value: str, part: str, cell: CellRef, trust: int) -> Iterator[_Raw]:
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
    for raw in _typed(fact_keys()[key], value, cell, trust):
        yield replace(raw, part=part or raw.part)


def _typed(key: FactKey, text: str, cell: CellRef, trust: int, *, unit: str = "") -> Iterator[_Raw]:
    part = ""
    if key.kind is FactKind.COLOUR and not find_colours(text) and find_materials(text, ambiguous=True):
        key = fact_keys()["material"]  # "color: wood"
    if (
        key.id in ("contents", "functions", "not_included")
        and trust in (_ITEM, _PROSE, _ROW)
        and not re.search("alarms|formats", text)
    ):
        pieces = re.split(r"(?:,\s+|\s*;\s*)(?:and\s+)?|\s+and\s+", text)
        text = "; ".join(re.sub(r"(?i)^(?:an?|the)\s+", "", piece.strip()) for piece in pieces)
    if (
        key.kind is FactKind.LIST
        and trust in (_ITEM, _PROSE)
        and "," in text
        and key.id in ("straps", "pockets", "handles")
    ):
        # "padded, adjustable straps" is one thing with two adjectives
        yield _Raw(key, FactKind.LIST, Items((plain_case(text),)), cell, part, trust)
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
                    yield _Raw(fact_keys()["feature"], FactKind.TEXT, Words(plain_case(plain)), cell, "", trust)
            text = first
    typed = type_value(key, text, unit=unit)
    if typed is not None:
        yield _Raw(key, typed[0], typed[1], cell, part, trust)


@cache
def _part_words() -> frozenset[str]:
    return frozenset(part for kind in product_types() for part in kind.parts)


def _audience(words: Sequence[str], cell: CellRef, trust: int) -> Iterator[_Raw]:
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
        yield _Raw(fact_keys()["audience"], FactKind.LIST, Items(tuple(plain)), cell, "", trust)


def _settled(raws: list[_Raw]) -> list[_Raw]:
    """Return one fact per key and part: lists joined, repeats dropped, contradictions left out.

    The most trusted source wins. Two sources of equal trust that disagree on a number are both left out: a wrong fact
    costs more than a missing one.
    """
    places: dict[tuple[str, str], list[_Raw]] = {}
    for raw in raws:
        places.setdefault((raw.key.id, raw.part), []).append(raw)
    kept: list[_Raw] = []
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


def _materials(group: list[_Raw], part: str, whole: list[_Raw]) -> list[_Raw]:
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
            if raw.trust <= _ITEM and material.share is not None and not any(m.share for m in narrowed):
                return [replace(raw, value=raw.value)]
            if (
                raw.trust <= _ITEM
                and material.name not in names
                and not any(_covers(name, material.name) for name in names)
            ):
                narrowed.append(material)
                names.append(material.name)
    if "bonded leather" in {m.name for raw in group if isinstance(raw.value, tuple) for m in raw.value}:
        # a name that says leather is overruled by the description that says bonded leather
        return [next(raw for raw in group if isinstance(raw.value, tuple) and raw.value[0].name == "bonded leather")]
    return [replace(first, value=tuple(narrowed))]


def _colours(group: list[_Raw]) -> list[_Raw]:
    """Return the colour as sold, several of one source together, and the plain colour that another cell gives it."""
    best = [raw for raw in group if raw.trust == group[0].trust and isinstance(raw.value, Words)]
    names = list(dict.fromkeys(raw.value.text for raw in best if isinstance(raw.value, Words)))
    colour = replace(best[0], value=Words("/".join(names))) if best else group[0]
    for raw in group:
        plain = raw.value.text if isinstance(raw.value, Words) else ""
        if raw.trust != colour.trust and plain and plain.lower() not in " ".join(names).lower():
            key = fact_keys()["plain_colour"]
            return [colour, replace(raw, key=key)] if raw.trust == _COLUMN else [colour]
    return [colour]


def _covers(name: str, other: str) -> bool:
    return other in name or name in other


def _joined(group: list[_Raw]) -> _Raw:
    seen: dict[str, str] = {}
    for raw in group:
        assert isinstance(raw.value, Items)
        if raw.trust == _PROSE and raw.key.id in ("compartments", "pockets") and any(r.trust == _ITEM for r in group):
            continue
        for item in raw.value.items:
            if not any(_same_thing(item, other) for other in seen):
                seen.setdefault(item.lower(), item)
    return replace(group[0], value=Items(tuple(seen.values())))


def _same_thing(item: str, other: str) -> bool:
    first = set(re.findall(r"[a-z0-9]+", item.lower())) - {"a", "the", "zippered", "zip", "adjustable"}
    second = set(re.findall(r"[a-z0-9]+", other.lower())) - {"a", "the", "zippered", "zip", "adjustable"}
    return first == second


def _distinct(group: list[_Raw]) -> list[_Raw]:
    kept: dict[str, _Raw] = {}
    for raw in group:
        assert isinstance(raw.value, Words)
        kept.setdefault(raw.value.text.lower(), raw)
    return list(kept.values())


def _without_repeats(raws: list[_Raw]) -> list[_Raw]:
    keys = {(raw.key.id, raw.part) for raw in raws}
    kept = []
    for raw in raws:
        if raw.key.id == "strap_types" and ("straps", "") in keys:
            continue
        if raw.key.id == "water_rating" and raw.part and ("water_rating", "") in keys:
            continue
        kept.append(raw)
    return kept


def _ordered(raws: list[_Raw], kind: ProductType) -> list[_Raw]:
    keys = list(fact_keys())
    return sorted(raws, key=lambda raw: (kind.rank(raw.key.id), keys.index(raw.key.id), raw.part, raw.trust))


def _option_keys(product: Product, siblings: Sequence[Product]) -> tuple[str, ...]:
    """Return the keys in which the variations differ: those of the options, else those whose values differ."""
    own = {(raw.key.id, raw.part): raw.value for raw in _facts_of(product)}
    by_option = tuple(dict.fromkeys(raw.key.id for raw in _facts_of(product) if raw.trust == _OPTION))
    if by_option or not siblings:
        return by_option
    differing = set()
    for sibling in siblings:
        other = {(raw.key.id, raw.part): raw.value for raw in _facts_of(sibling)}
        differing |= {place[0] for place in own if place in other and other[place] != own[place]}
    return tuple(dict.fromkeys(raw.key.id for raw in _facts_of(product) if raw.key.id in differing))


def _missing(kind: ProductType, reading: NameReading, facts: Sequence[Fact]) -> tuple[str, ...]:
    given = {fact.key for fact in facts} | {f"{fact.key}@{fact.part}" for fact in facts if fact.part}
    noun = singular_of(reading.noun)
    return tuple(
        decisive.label
        for decisive in kind.decisive
        if decisive.asked_of(noun) and not any(key in given for key in decisive.keys)
    )


def _number(value: FactValue) -> str:
    return str(value.magnitude) if isinstance(value, Quantity) else ""


def _at(cell: CellRef, text: str) -> CellRef:
    """Return the cell with the sentence that carries the fact as its text."""
    return replace(cell, text=text)
