"""From a product's cells to its fact sheet: typed facts in shoppers' order, each with the cell that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from listgen.domain.fact import Fact, FactSheet
from listgen.domain.product import Product, ProductKind
from listgen.domain.source import CellRef
from listgen.facts.from_columns import NO_FACTS, facts_from_attributes, facts_from_options
from listgen.facts.from_text import facts_from_bullets, facts_from_description, facts_from_name
from listgen.facts.product_names import NameReading, clean_name, read_name
from listgen.facts.product_types import ProductType, product_type, singular_of
from listgen.facts.raw_facts import (
    Raw,
    Trust,
)
from listgen.facts.settle import ordered, settled


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
        family=product.kind is ProductKind.PARENT,
        cells=_cells(product),
    )


def _cells(product: Product) -> tuple[CellRef, ...]:
    """Return the cells of a product that may back a claim; prices, stock and internal columns back none."""
    told = [attribute.cell for attribute in product.attributes if attribute.canonical not in NO_FACTS]
    cells = (
        product.name_cell,
        product.brand_cell,
        product.product_type_cell,
        *told,
        *(option.cell for option in product.options),
        *(bullet.cell for bullet in product.bullets),
        product.description_cell,
    )
    return tuple(dict.fromkeys(cell for cell in cells if cell is not None and cell.text.strip()))


@lru_cache(maxsize=4096)
def _facts_of(product: Product) -> tuple[Raw, ...]:
    reading = read_name(product)
    kind = product_type(reading.type_id)
    raws = [
        *facts_from_attributes(product, kind),
        *facts_from_options(product, kind),
        *facts_from_bullets(product, kind),
        *facts_from_description(product, kind),
        *facts_from_name(product, reading, kind),
    ]
    head = singular_of(reading.noun).split()[-1]
    # the strap of a yoga strap is the whole of it
    raws = [replace(raw, part="") if raw.part and singular_of(raw.part) == head else raw for raw in raws]
    return tuple(ordered(settled(raws), kind))


def _option_keys(product: Product, siblings: Sequence[Product]) -> tuple[str, ...]:
    """Return the keys in which the variations differ: those of the options, else those whose values differ."""
    own = {(raw.key.id, raw.part): raw.value for raw in _facts_of(product)}
    by_option = tuple(dict.fromkeys(raw.key.id for raw in _facts_of(product) if raw.trust == Trust.OPTION))
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
