"""Random fact sheets never leave the marks of a template."""

from __future__ import annotations

import string
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.lexicon import load
from listgen.copywriting.tells import slot_scars
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import Dimensions, Fact, FactKind, FactSheet, Items, Material, Quantity, Words, YesNo
from tests.copywriting.samples import CHANNELS, VARIANT, cell

KEYS = [key for key in load("says") if key not in ("source", "date")]
UNITS = ["centimeter", "inch", "liter", "milliliter", "gram", "kilogram", "hour", "watt", "degree_Celsius", "gigabyte"]
NOUNS = [("mug", False), ("water bottle", False), ("jeans", True), ("pillowcases", True), ("LED lamp", False)]
WORDS = ["leather", "screw lid with loop", "Dual Top Handles", "yes", "double-wall", "buckle", "solid", "N/A", "8 in"]

numbers = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(999), places=1, allow_nan=False)
quantities = st.builds(
    lambda low, unit, more, bound: Quantity(low, unit, f"{low} {unit}", low + more if more else None, bound),
    numbers,
    st.sampled_from(UNITS),
    st.one_of(st.none(), st.integers(1, 50)),
    st.sampled_from(["", "", "up to"]),
)
texts = st.one_of(st.sampled_from(WORDS), st.text(string.ascii_letters + " -,", min_size=3, max_size=30)).map(str.strip)
words = texts.filter(lambda text: len(text) > 2).map(Words)
items = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True).map(lambda found: Items(tuple(found)))
materials = st.lists(
    st.sampled_from(["cotton", "Nylon", "stainless steel", "oak"]), min_size=1, max_size=3, unique=True
)
values = {
    FactKind.QUANTITY: quantities,
    FactKind.COUNT: st.integers(1, 60).map(lambda number: Quantity(Decimal(number), "", str(number))),
    FactKind.DIMENSIONS: st.lists(numbers, min_size=2, max_size=3).map(
        lambda found: Dimensions(tuple(("", Quantity(n, "centimeter", str(n))) for n in found), "")
    ),
    FactKind.MATERIAL: materials.map(lambda found: tuple(Material(name) for name in found)),
    FactKind.YES_NO: st.booleans().map(YesNo),
    FactKind.LIST: items,
    FactKind.TEXT: words,
}


@st.composite
def sheets(draw) -> FactSheet:
    noun, plural = draw(st.sampled_from(NOUNS))
    facts = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        kind = draw(st.sampled_from(list(values)))
        key = draw(st.sampled_from([*KEYS, "wibble_range", "feature"]))
        facts.append(
            Fact(
                id=number,
                key=key,
                label=key.replace("_", " "),
                kind=kind,
                value=draw(values[kind]),
                cell=cell(),
                part=draw(st.sampled_from(["", "", "", "lid", "straps"])),
            )
        )
    return FactSheet(
        sku="S", name=f"Tern {noun}", brand=draw(st.sampled_from(["", "Aldane"])), brand_cell=None,
        line=draw(st.sampled_from(["", "Tern"])), type_id=draw(st.sampled_from(["bags", "watches", "generic"])),
        noun=noun, noun_plural=plural, facts=tuple(facts),
    )  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(facts=sheets(), seed=st.integers(0, 1000), channel=st.sampled_from(CHANNELS))
def test_no_sheet_leaves_slot_scars_or_breaks_a_limit(facts, seed, channel):
    draft = compose_draft(facts, channel, VARIANT, voice=Voice(), seed=seed)

    own = " ".join(str(fact.value) for fact in facts.facts)
    for text in draft.fields:
        spec = channel.field(text.name)
        assert spec is not None
        for item in text.items:
            assert spec.limit is None or spec.limit.measure(item) <= spec.limit.maximum
            scars = [tell for tell in slot_scars(item) if tell.text.strip() not in own]
            assert not scars, (scars, item)
