"""Facts from descriptions, bullet points and product names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from listgen.domain.fact import FactKind, Material, Quantity, Words
from listgen.domain.product import Attribute, Product
from listgen.domain.source import CellRef
from listgen.facts.blocks import Block, read_blocks, sentences
from listgen.facts.keys import fact_keys, key_of_label
from listgen.facts.lexicon import find_colours, find_materials, material_display
from listgen.facts.patterns import name_detail, read_patterns
from listgen.facts.product_names import NameReading
from listgen.facts.product_types import ProductType
from listgen.facts.raw_facts import (
    Raw,
    Trust,
    audience_facts,
    feature_facts,
    said_facts,
    size_key,
    typed_facts,
    unknown_facts,
)
from listgen.facts.unit_table import dimension_of
from listgen.facts.units import find_dimensions, find_quantities
from listgen.facts.values import (
    is_empty,
    parse_materials,
    split_list,
)

# Material words that are colours, decoration or wishes in product names.
_ELSE_IN_NAMES = frozenset({"gold", "silver", "crystal", "stone", "graphite", "slate", "sand", "down", "glass"})


def facts_from_bullets(product: Product, kind: ProductType) -> Iterator[Raw]:
    """Yield the facts of the seller's own bullet points."""
    for bullet in product.bullets:
        for block in read_blocks(f"<li>{bullet.value}"):
            yield from _from_block(block, bullet.cell, kind)


def facts_from_description(product: Product, kind: ProductType) -> Iterator[Raw]:
    """Yield the facts of a description: table rows, list items, and the hard facts of its sentences."""
    if not product.description or product.description_cell is None or is_empty(product.description):
        return
    for block in read_blocks(product.description):
        yield from _from_block(block, product.description_cell, kind)


def facts_from_name(product: Product, reading: NameReading, kind: ProductType) -> Iterator[Raw]:
    """Yield the sizes, materials, colours, counts and audiences that a product name carries."""
    if product.name_cell is None:
        return
    cell = product.name_cell
    if kind.id == "plants" and reading.line and re.fullmatch(r"[A-Z][a-z]+ [A-Z]?[a-z]+", reading.line):
        words = reading.line.split()
        yield Raw(
            fact_keys()["botanical_name"], FactKind.TEXT, Words(f"{words[0]} {words[1].lower()}"), cell, "", Trust.NAME
        )
    if reading.audience:
        yield from audience_facts(reading.audience, cell, Trust.NAME)
    for one in find_materials(reading.noun):
        # a leather jacket is made of leather
        made_of = (Material(material_display(one.name)),)
        yield Raw(fact_keys()["material"], FactKind.MATERIAL, made_of, cell, "", Trust.NAME)
    details = reading.details
    if not details:
        return
    named = [one for one in find_materials(details, ambiguous=True) if one.name not in _ELSE_IN_NAMES]
    for one in named:
        yield Raw(
            fact_keys()["material"], FactKind.MATERIAL, (Material(material_display(one.name)),), cell, "", Trust.NAME
        )
    materials = {word.lower() for one in named for word in details[one.start : one.end].split()}
    for one in find_colours(details):
        precious = kind.id == "jewellery" and one.name in ("gold", "golden", "silver", "rose gold")
        if one.name not in materials and not precious:  # "Gold Necklace" may mean the metal: ask, do not guess
            yield Raw(fact_keys()["colour"], FactKind.COLOUR, Words(details[one.start : one.end]), cell, "", Trust.NAME)
    for _, _, dimensions in find_dimensions(details):
        yield Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", Trust.NAME)
    if not find_dimensions(details):
        for span in find_quantities(details):
            yield from _name_quantity(span.quantity, cell, kind)
    for match in re.finditer(r"(?i)\b(?:set|pack|box) of (\d+)\b|\b(\d+)[- ](?:pack|count|ct)\b", details):
        yield from typed_facts(fact_keys()["pack_count"], match.group(1) or match.group(2), cell, Trust.NAME)
    for match in re.finditer(r"(?i)\b(\d+)[- ]pieces?\b", details):
        yield from typed_facts(fact_keys()["pieces"], match.group(1), cell, Trust.NAME)
    words = details.split()
    for word in (*words, *(f"{one}-{two}" for one, two in pairwise(words))):
        found = name_detail(word.strip(",.()"), kind.id)
        if found:
            yield from said_facts(*found, "", cell, Trust.NAME)


def _from_block(block: Block, cell: CellRef, kind: ProductType) -> Iterator[Raw]:
    if block.kind == "row":
        yield from _from_row(block, cell, kind)
    elif block.kind == "item":
        yield from _from_item(block.text, _at(cell, block.text), kind)
    else:
        for sentence in sentences(block.text):
            yield from _from_sentence(sentence, _at(cell, sentence), kind)


def _from_row(block: Block, cell: CellRef, kind: ProductType) -> Iterator[Raw]:
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
            yield from unknown_facts(Attribute(block.key, block.text, place), Trust.ROW)
        return
    if key.id == "size":
        key = size_key(block.text, kind, key)
    if key.id == "feature":
        for item in split_list(block.text):
            yield from feature_facts(item, place, kind, Trust.ROW)
        return
    for raw in typed_facts(key, block.text, place, Trust.ROW):
        yield replace(raw, part=part or raw.part)


def _from_item(text: str, cell: CellRef, kind: ProductType) -> Iterator[Raw]:
    plain = text.strip().rstrip(".;").strip()
    if is_empty(plain):
        return
    for _, _, dimensions in find_dimensions(plain):
        yield Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", Trust.ITEM)
        if len(re.findall(r"[A-Za-z]{3,}", plain)) <= 4:
            return
    reading = read_patterns(plain, kind.id, item=True)
    for said in reading.said:
        yield from said_facts(said.key, said.value, said.part, cell, Trust.ITEM)
    if reading.used_up:
        return
    yield from feature_facts(plain, cell, kind, Trust.ITEM)


def _from_sentence(text: str, cell: CellRef, kind: ProductType) -> Iterator[Raw]:
    for said in read_patterns(text, kind.id, item=False).said:
        yield from said_facts(said.key, said.value, said.part, cell, Trust.PROSE)
    for start, _, dimensions in find_dimensions(text):
        if all(axis for axis, _ in dimensions.axes) or re.search(r"(?i)(dimensions|measures|size)\W+$", text[:start]):
            yield Raw(fact_keys()["dimensions"], FactKind.DIMENSIONS, dimensions, cell, "", Trust.PROSE)
    if match := re.match(r"(?i)^.*?compatibility:\s*(.+)$", text):
        yield from typed_facts(fact_keys()["compatibility"], match.group(1), cell, Trust.PROSE)


def _name_quantity(quantity: Quantity, cell: CellRef, kind: ProductType) -> Iterator[Raw]:
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
        yield from typed_facts(fact_keys()[key], quantity.text, cell, Trust.NAME)


def _at(cell: CellRef, text: str) -> CellRef:
    """Return the cell with the sentence that carries the fact as its text."""
    return replace(cell, text=text)
