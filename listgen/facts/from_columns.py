"""Facts from attribute columns and options."""

from __future__ import annotations

import re
from collections.abc import Iterator

from listgen.domain.fact import FactKind, Words, YesNo
from listgen.domain.product import Attribute, Product, Role
from listgen.facts.dimensions import with_axes
from listgen.facts.keys import fact_keys, key_of_label
from listgen.facts.lexicon import find_colours
from listgen.facts.product_types import ProductType
from listgen.facts.raw_facts import (
    Raw,
    Trust,
    audience_facts,
    feature_facts,
    size_key,
    typed_facts,
    unknown_facts,
)
from listgen.facts.unit_table import dimension_of
from listgen.facts.units import find_quantities
from listgen.facts.values import (
    header_unit,
    is_empty,
    plain_case,
    split_list,
    yes_no,
)

# Canonical ids of columns that the catalogue gives for other purposes: no facts.
NO_FACTS = frozenset({role.value for role in Role} - {"weight", "length", "width", "height", "bullet", "attribute"})
_CANONICAL = {"features": "feature"}


def facts_from_attributes(product: Product, kind: ProductType) -> Iterator[Raw]:
    """Yield the facts of the attribute columns; internal columns give none."""
    for attribute in product.attributes:
        if attribute.canonical in NO_FACTS:
            continue
        if is_empty(attribute.value) and attribute.value.strip() not in ("0", "x"):
            continue
        yield from _from_attribute(attribute, kind, Trust.COLUMN)


def _from_attribute(attribute: Attribute, kind: ProductType, trust: Trust) -> Iterator[Raw]:
    key = fact_keys().get(_CANONICAL.get(attribute.canonical, attribute.canonical)) or key_of_label(attribute.name)
    if key is None:
        key = key_of_label(re.sub(r"[(\[].*?[)\]]|[\s_](?:kg|g|cm|mm|m|in|lb|lbs|oz|ml|l)$", "", attribute.name))
    if key is None:
        yield from unknown_facts(attribute, trust)
        return
    if key.id == "feature":
        for item in split_list(attribute.value):
            yield from feature_facts(item, attribute.cell, kind, trust)
        return
    if key.id == "straps" and "strap" not in attribute.value.lower():
        key = fact_keys()["strap_types"]
    if key.id == "audience":
        yield from audience_facts(split_list(attribute.value), attribute.cell, trust)
        return
    if key.id == "size":
        key = size_key(attribute.value, kind, key)
    value = with_axes(attribute.name, attribute.value) if key.kind is FactKind.DIMENSIONS else attribute.value
    yield from typed_facts(key, value, attribute.cell, trust, unit=header_unit(attribute.name))


def facts_from_options(product: Product, kind: ProductType) -> Iterator[Raw]:
    """Yield the facts of the options that make a variation."""
    for option in product.options:
        if is_empty(option.value):
            continue
        cell = option.cell or product.row
        key = key_of_label(option.name)
        if key is None and yes_no(option.value) is not None:
            # an option "Logo: Yes" is a feature of the variations that have it
            if yes_no(option.value) == YesNo(True):
                words = Words(plain_case(option.name))
                yield Raw(fact_keys()["feature"], FactKind.TEXT, words, cell, "", Trust.OPTION, plain_case(option.name))
            continue
        if key is None:
            measured = {dimension_of(span.quantity.unit) for span in find_quantities(option.value)}
            by_measure = {"data": "storage", "length": "size", "volume": "capacity", "mass": "weight"}
            names = [by_measure[one] for one in measured if one in by_measure]
            key = fact_keys()["colour" if find_colours(option.value) else names[0] if len(names) == 1 else "style"]
        if key.id == "size":
            key = size_key(option.value, kind, key)
        yield from typed_facts(key, option.value, cell, Trust.OPTION)
