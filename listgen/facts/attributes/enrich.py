"""From a product to its attributes: cells first, then what its name, bullets and description say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from listgen.domain.attribute import Method, ProductAttribute
from listgen.domain.fact import Dimensions, Fact, FactSheet, Items, Quantity, Words, YesNo
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.facts.attributes.extract import extract_attributes
from listgen.facts.attributes.table import GENERAL, AttributeTable, display_names, synonym, table_of
from listgen.facts.blocks import read_blocks
from listgen.facts.polarity import negated

# What a product is called and who makes it has fields of its own everywhere.
_NOT_ATTRIBUTES = frozenset({"brand", "name", "category_words", "description", "short_description", "colour_choices"})
# "no", "lid: yes"
_ANSWER = re.compile(r"(?:[^\W\d]+\s*:\s*)?(?P<answer>[^\W\d]{1,5})")
_LONGEST_VALUE = 200


def enrich(product: Product, facts: FactSheet) -> tuple[ProductAttribute, ...]:
    """Return the attributes of a product, each with its cell and the span in it, best source first.

    Columns and facts come first, then attributes of the product's type that its name gives, then closed-list words of
    bullets and description. A name that an earlier source gave is not asked of a later one. Nothing here becomes a
    fact: the fact sheet stays as it is.
    """
    found: list[ProductAttribute] = []
    for fact in facts.facts:
        found.extend(_of_fact(fact, product))
    table = table_for(product, facts)
    for cell, method, texts in _sources(product):
        given = {synonym(one.name) for one in found} | {one.key for one in found if one.key}
        for text in texts:
            for one in _of_text(text, cell, method, table):
                if synonym(one.name) not in given and (not one.key or one.key not in given):
                    found.append(one)
                    given |= {synonym(one.name)} | ({one.key} if one.key else set())
    return tuple(dict.fromkeys(found))


def missing_attributes(product: Product, facts: FactSheet, found: Sequence[ProductAttribute]) -> tuple[str, ...]:
    """Return the names of the attributes that the product's type knows and that nothing in `found` gives."""
    given = {synonym(one.name) for one in found} | {one.key for one in found if one.key}
    return tuple(
        rule.name
        for rule in table_for(product, facts).rules
        if rule.key not in _NOT_ATTRIBUTES and synonym(rule.name) not in given and rule.key not in given
    )


def table_for(product: Product, facts: FactSheet) -> AttributeTable:
    """Return the attribute table of a product: by its category path, else by its noun, else by its type."""
    names = (product.product_type, facts.category, facts.noun, facts.noun.split(" ")[-1], facts.type_id)
    return next((table for name in names if name and (table := table_of(name)).id != GENERAL), table_of(GENERAL))


def _sources(product: Product) -> Iterator[tuple[CellRef, Method, tuple[str, ...]]]:
    if product.name_cell is not None:
        yield product.name_cell, "title", (product.name,)
    for bullet in product.bullets:
        yield bullet.cell, "prose", (bullet.value,)
    if product.description_cell is not None:
        yield product.description_cell, "prose", tuple(block.text for block in read_blocks(product.description))


def _of_fact(fact: Fact, product: Product) -> Iterator[ProductAttribute]:
    if fact.key in _NOT_ATTRIBUTES:
        return
    method = _method(fact.cell, product)
    name, words = _worded(fact, whole=method == "cell")
    for one in words:
        span = _place(fact.cell.text, one)
        if span is None or span[1] - span[0] > _LONGEST_VALUE:
            continue
        yield ProductAttribute(
            name=name,
            value=fact.cell.text[span[0] : span[1]],
            source=fact.cell,
            start=span[0],
            end=span[1],
            method=method,
            key=fact.key,
            sure=True,
        )


def _method(cell: CellRef, product: Product) -> Method:
    """Return how a fact was found, by the place of its cell: facts of prose keep only their sentence as its text."""

    def same(other: CellRef | None) -> bool:
        return other is not None and (cell.file, cell.sheet, cell.row, cell.column) == (
            other.file,
            other.sheet,
            other.row,
            other.column,
        )

    if same(product.name_cell):
        return "title"
    return "prose" if any(same(other) for other in (product.description_cell, *_bullet_cells(product))) else "cell"


def _bullet_cells(product: Product) -> Iterator[CellRef]:
    return (bullet.cell for bullet in product.bullets)


def _worded(fact: Fact, *, whole: bool) -> tuple[str, Iterable[str]]:
    """Return the name of a fact's attribute and the words of its values as the cell may write them."""
    value, cell = fact.value, fact.cell.text.strip()
    label = display_names().get(fact.key, fact.label)
    if fact.part and fact.part not in label.lower():
        label = f"{fact.part} {label}"
    name = label[:1].upper() + label[1:]
    whole = whole and "\n" not in cell and ";" not in cell
    if isinstance(value, Quantity) and value.qualifier:
        # "24 h" would promise more than "up to 24 h".
        return name, (cell if whole else f"{value.qualifier} {value.text}",)
    if isinstance(value, Quantity | Dimensions | Words):
        return name, (value.text,)
    if isinstance(value, Items):
        return name, value.items
    if isinstance(value, YesNo):
        if _ANSWER.fullmatch(cell):
            return name, (_ANSWER.sub(r"\g<answer>", cell),)
        # "Waterproof; Lockable": the feature is its own name.
        return display_names()["feature"], (fact.label,) if value.yes and not value.qualifier else ()
    # A share belongs to its material, and a single-line cell says both best.
    return name, (cell,) if whole else tuple(material.name for material in value)


def _of_text(text: str, cell: CellRef, method: Method, table: AttributeTable) -> Iterator[ProductAttribute]:
    place = _place(cell.text, text)
    if place is None:
        return
    for one in extract_attributes(text, category=table.id, prose=method == "prose"):
        rule = table.rule(one.name)
        if rule is None or rule.key in _NOT_ATTRIBUTES or one.end - one.start > _LONGEST_VALUE:
            continue
        if method == "prose" and negated(text, one.start, one.end):
            continue
        yield ProductAttribute(
            name=one.name,
            value=one.value,
            source=cell,
            start=place[0] + one.start,
            end=place[0] + one.end,
            method=method,
            key=rule.key,
            sure=rule.sure,
        )


def _place(text: str, words: str) -> tuple[int, int] | None:
    """Return where words stand in a cell's text: whole words, as written if possible, else capitals aside."""
    body = rf"(?<!\w){re.escape(words)}(?!\w)"
    match = re.search(body, text) or re.search(body, text, re.IGNORECASE)
    if match:
        return match.span()
    # Scripts without blanks have no whole words.
    start = text.find(words) if not words.isascii() else -1
    return (start, start + len(words)) if start >= 0 else None
