from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.brand_kit import Voice
from listgen.domain.finding import Severity
from listgen.facts.build import build_fact_sheet
from listgen.facts.lock import check_claims, lock_findings

from .sheets import PLAIN, blocked, product, sheet, verdicts

BOTTLE = sheet(
    "Fjell Insulated Water Bottle",
    brand="Norvik",
    capacity="750 ml",
    material="18/8 stainless steel",
    insulation="double-wall vacuum",
    keeps_cold="24 h",
    keeps_hot="12 h",
    lid="screw lid with carry loop",
    weight="340 g",
    dishwasher_safe="no",
    colour="Slate Blue",
)
DOG_FOOD = sheet("Adult Dry Dog Food", protein="26 %", fat="15 %", kibble_size="8 mm", net_weight="12 kg")
CHARGER = sheet("Wall Charger", connector="USB-C", power="20 W")
CLAMP = sheet("Hose Clamp", diameter="9/16 in", material="copper")
DUVET = sheet("Duvet Cover Set", not_included="pillowcases", material="100 % cotton", dishwasher_safe="")
JACKET = sheet("Rain Jacket", water_resistance="water-resistant", upf="UPF 50+", weight="1000 g", microwave="yes")
BAG = sheet(
    "Crag Backpack",
    description='<ul><li>1 front zippered pocket.<li>2 side pockets.<li>Leather strap.<li>L 29" x W 13" x H 11".</ul>',
    material="nylon",
)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (CLAMP, "A 1-9/16 in clamp."),
        (CLAMP, "A steel clamp."),
        (CHARGER, "It charges over USB-A."),
        (CHARGER, "A 30 W charger."),
        (BOTTLE, "Keeps hot for 24 hours."),
        (BOTTLE, "Keeps drinks cold or hot for 24 hours."),
        (BOTTLE, "Holds 760 ml."),
        (BOTTLE, "Holds 12 oz."),
        (BOTTLE, "Dishwasher safe."),
        (BOTTLE, "The lid is leakproof."),
        (BOTTLE, "Made of 18/10 stainless steel."),
        (BOTTLE, "A navy bottle."),
        (BOTTLE, "Rustproof and food-grade."),
        (BOTTLE, "Ice-cold all day."),
        (BOTTLE, "The best bottle, guaranteed."),
        (BOTTLE, "BPA-free."),
        (BOTTLE, "Made in Norway."),
        (BOTTLE, "For women."),
        (BOTTLE, "Stay hydrated and feel great."),
        (BOTTLE, "Boosts your metabolism and reduces stress."),
        (BOTTLE, "Free shipping, order today."),
        (BOTTLE, "Comes with 3 lids."),
        (DOG_FOOD, "Protein content of 15 %."),
        (DOG_FOOD, "Kibble is 15 % of 8 mm."),
        (DUVET, "Duvet covers 1 pillowcase."),
        (DUVET, "Organic cotton."),
        (DUVET, "Breathable cotton."),
        (JACKET, "A waterproof jacket."),
        (JACKET, "Not microwave safe."),
        (JACKET, "No microwave safe."),
        (sheet("RAM", features="XMP 2.0 profiles"), "XMP 2.1 profiles"),
        (BAG, "Four pockets."),
        (BAG, "A leather backpack."),
        (BAG, "The nylon strap adjusts."),
        (BAG, "It is 13 in long."),
        (BAG, "Fits laptops up to 15 in."),
    ],
)
def test_what_no_cell_backs_is_blocked(facts, text):
    assert blocked(text, facts)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (CLAMP, "A 9/16-inch copper clamp."),
        (CHARGER, "20 W over USB-C."),
        (BOTTLE, "Holds about 25 oz."),
        (BOTTLE, "Keeps drinks cold for 24 hours and hot for 12."),
        (BOTTLE, "Cold for a full day."),
        (BOTTLE, "Insulated, so it helps keep drinks cold or hot."),
        (BOTTLE, "The steel bottle in slate blue weighs 340 g."),
        (BOTTLE, "A blue bottle with a screw lid and a carry loop."),
        (BOTTLE, "Wash by hand, not dishwasher safe."),
        (BOTTLE, "Norvik Fjell Insulated Water Bottle, 750 ml, Slate Blue"),
        (DOG_FOOD, "26% protein and 15% fat; kibble of 8 mm, in bags of 12 kg."),
        (DUVET, "Pillowcases are sold separately. Nothing but cotton, 100% of it."),
        (JACKET, "UV protection; it weighs one kilogram."),
        (JACKET, "Water-resistant."),
        (BAG, "Three pockets: one zippered pocket in front, two at the sides."),
        (BAG, "It measures 29 x 13 x 11 in; 29 inches long."),
        (sheet("RAM", features="XMP 2.0 profiles"), "It has XMP 2.0 profiles."),
        (BAG, "Nylon with a leather strap."),
    ],
)
def test_what_a_cell_or_a_rule_backs_passes(facts, text):
    assert blocked(text, facts) == []


def test_every_claim_says_what_backs_it():
    claims = check_claims("bullets", ["Insulated: 750 ml", "steel"], BOTTLE, voice=PLAIN)

    assert [(claim.item, claim.text, claim.verdict.value, claim.rule) for claim in claims] == [
        (0, "Insulated", "supported", ""),
        (0, "750 ml", "supported", ""),
        (1, "steel", "entailed", "material.broader"),
    ]
    assert claims[1].cell.column == "capacity"


def test_lines_of_the_brand_kit_are_licensed():
    voice = Voice(licensed=("Free returns for 30 days.",), slogan="The best water there is")

    assert set(verdicts("Free returns for 30 days.", BOTTLE, voice=voice).values()) == {"licensed"}
    assert verdicts("The best water there is", BOTTLE, voice=voice) == {"best": "licensed"}
    assert verdicts("The best bottle", BOTTLE, voice=voice) == {"best": "unsupported"}


def test_a_siblings_fact_is_borrowed():
    red = product("Cafe Chair", options=[("color", "red"), ("size", "40 cm")], sku="A")
    green = product("Cafe Chair", options=[("color", "green"), ("size", "50 cm")], sku="B")
    facts, other = build_fact_sheet(red, [green]), build_fact_sheet(green, [red])

    assert verdicts("A green chair of 50 cm", facts, siblings=[other]) == {"green": "borrowed", "50 cm": "borrowed"}


def test_a_parent_may_list_what_its_variations_come_in_but_not_pick_one():
    red = product("Cafe Chair", options=[("color", "red")], sku="A")
    green = product("Cafe Chair", options=[("color", "green")], sku="B")
    parent = replace(build_fact_sheet(product("Cafe Chair", sku="P")), family=True)
    others = [build_fact_sheet(red, [green]), build_fact_sheet(green, [red])]

    assert set(verdicts("Choose red or green.", parent, siblings=others).values()) == {"supported"}
    assert verdicts("A green chair.", parent, siblings=others) == {"green": "borrowed"}


def test_findings_carry_place_and_verdict_and_praise_only_warns():
    claims = check_claims("title", ["Premium copper bottle, 750 ml"], BOTTLE, voice=PLAIN)

    findings = lock_findings(claims, sku="S", channel="amazon-en-US", variant="A")

    assert [(one.code, one.severity, one.text, one.start) for one in findings] == [
        ("fact.unsupported", Severity.WARNING, "Premium", 0),
        ("fact.contradicted", Severity.ERROR, "copper", 8),
    ]
    assert findings[1].verdict == "contradicted"
    assert "row 2" in findings[1].evidence


@given(st.integers(0, 9), st.integers(0, 2))
def test_a_single_changed_digit_never_passes(digit, place):
    changed = list("750")
    if changed[place] == str(digit):
        return
    changed[place] = str(digit)

    text = f"Holds {''.join(changed)} ml."

    assert blocked(text, BOTTLE)


@given(st.sampled_from(["capacity", "weight", "diameter", "length"]), st.integers(1, 9999), st.data())
def test_any_quantity_of_a_cell_passes_as_it_is_said(key, number, data):
    from listgen.facts.units import say_quantity

    unit = data.draw(
        st.sampled_from({"capacity": ["ml", "L"], "weight": ["g", "kg", "lb"]}.get(key, ["cm", "in", "mm"]))
    )
    facts = sheet("Thing", **{key: f"{number} {unit}"})
    quantity = next(fact.value for fact in facts.facts)

    for style in ("short", "long", "noun"):
        assert blocked(f"It has {say_quantity(quantity, style=style)}.", facts) == []


@given(st.text(max_size=200))
def test_any_text_is_checked_without_error_and_spans_fit(text):
    for claim in check_claims("description", [text], BOTTLE, voice=PLAIN):
        assert text[claim.start : claim.end] == claim.text


def test_a_thousand_texts_take_a_few_seconds():
    from time import perf_counter

    text = "The steel bottle holds 750 ml, keeps drinks cold for 24 hours and hot for 12 hours, and weighs 340 g. " * 3
    check_claims("description", [text], BOTTLE, voice=PLAIN)

    start = perf_counter()
    for _ in range(100):
        check_claims("description", [text], BOTTLE, voice=PLAIN)

    assert perf_counter() - start < 5
