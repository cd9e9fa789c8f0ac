from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.fact import FactKind
from listgen.facts.build import build_fact_sheet
from listgen.facts.entailment import fact_text, phrases_for

from .sheets import product, sheet

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def said(facts):
    """Return {key@part: text} of a fact sheet."""
    return {f"{fact.key}@{fact.part}" if fact.part else fact.key: fact_text(fact) for fact in facts.facts}


def test_columns_become_typed_facts_in_shoppers_order():
    facts = sheet(
        "Fjell Water Bottle",
        colour="Slate Blue",
        weight="340 g",
        capacity="750 ml",
        keeps_cold="24 h",
        material="18/8 stainless steel",
        dishwasher_safe="no",
    )

    assert [fact.key for fact in facts.facts] == [
        "capacity",
        "cold_hours",
        "material",
        "dishwasher",
        "weight",
        "colour",
    ]
    assert [fact.id for fact in facts.facts] == [1, 2, 3, 4, 5, 6]
    assert said(facts)["dishwasher"] == "no"


def test_headers_give_the_unit_of_bare_numbers():
    facts = build_fact_sheet(product("Tote", **{"Weight (kg)": "0.8", "length_cm": "40"}))

    assert said(facts) == {"weight": "0.8 kg", "length": "40 cm"}


def test_a_bare_number_without_a_unit_is_no_fact():
    assert said(sheet("Tote", weight="1.2")) == {}


@pytest.mark.parametrize("value", ["N/A", "-", "none", "null", "TBD", "Lorem ipsum dolor sit amet", "  ", "#REF!"])
def test_placeholders_become_nothing(value):
    assert sheet("Tote", material=value, colour=value, care=value).facts == ()


def test_list_items_become_facts_of_their_parts():
    facts = sheet(
        "Crag Backpack",
        description="<p>You will love it.<p>\n<ul>\n<li>Dual top handles.</li>\n<li>Padded, adjustable straps."
        '<li>H 20" x W 14" x D 12".<li>Weight: 2 lbs, 8 oz. Volume: 29 L.<li>Durable nylon construction.'
        "<li>1 exterior zippered pocket.<li>Survival gear sold separately.<ul>",
    )

    assert said(facts) == {
        "capacity": "29 L",
        "dimensions": "20 x 14 x 12 in",
        "straps": "padded, adjustable straps",
        "handles": "dual top handles",
        "pockets": "1 exterior zippered pocket",
        "material": "nylon",
        "weight": "2.5 lb",
        "not_included": "survival gear",
    }


def test_watch_items_name_part_movement_rating_and_warranty():
    facts = sheet(
        "Aster Watch",
        description='<ul><li>Japanese quartz movement.</li><li>Strap fits 7" to 8.0".</li><li>Brushed metal case.</li>'
        "<li>Water resistant (100 meters).</li><li>1-year limited warranty.</li>"
        "<li>Nickel-free buckle on band.</li></ul>",
    )

    assert said(facts) == {
        "strap_range@strap": "7-8 in",
        "movement": "Japanese quartz",
        "water_rating": "water-resistant",
        "water_depth": "100 m",
        "material@case": "metal",
        "finish@case": "brushed",
        "warranty": "1-year limited",
        "free_of@buckle": "nickel",
    }


def test_a_fact_of_a_sentence_points_to_the_sentence():
    facts = sheet("Crag Backpack", description="<p>Nice.</p><ul><li>Locker loop.</li></ul>")

    assert facts.facts[0].cell.text == "Locker loop."
    assert facts.facts[0].cell.column == "description"


def test_materials_keep_their_shares_and_their_part():
    facts = sheet("Tee", material="95 % cotton, 5 % elastane", description="<li>Strap material: leather")

    material = next(fact for fact in facts.facts if fact.key == "material" and not fact.part)
    assert [(one.name, int(one.share)) for one in material.value] == [("cotton", 95), ("elastane", 5)]
    assert said(facts)["material@strap"] == "leather"


def test_praise_and_promises_to_a_person_are_no_facts():
    facts = sheet(
        "Tote", description="<ul><li>You'll love this bag!</li><li>Perfect companion.</li><li>Safe for kids.</li></ul>"
    )

    assert facts.facts == ()


def test_a_bonded_leather_sentence_overrules_leather_in_the_name():
    facts = sheet("Leather Sofa", description="This tan-brown bonded leather seat is part of the range.")

    assert said(facts)["material"] == "bonded leather"


def test_an_item_may_narrow_the_material_of_the_column():
    assert said(sheet("Roller", material="Foam", description="<li>Solid, dense, closed-cell foam."))["material"] == (
        "closed-cell foam"
    )


def test_yes_cells_keep_what_limits_them():
    value = next(fact.value for fact in sheet("Mug", dishwasher_safe="top rack").facts)

    assert (value.yes, value.qualifier) == (True, "top rack")


def test_sizes_in_names_become_facts():
    assert said(sheet("32-Inch Monitor"))["screen_size"] == "32 in"
    assert said(sheet("Fjell Water Bottle, 750 ml, Slate Blue")) == {"capacity": "750 ml", "colour": "Slate Blue"}
    assert said(sheet("Tumbler Glasses, Set of 4"))["pack_count"] == "4"


def test_options_are_facts_and_name_what_differs():
    red = product("Cafe Chair", options=[("color", "mustard")], sku="A")
    green = product("Cafe Chair", options=[("color", "mint")], sku="B")

    facts = build_fact_sheet(red, [green])

    assert facts.option_keys == ("colour",)
    assert said(facts)["colour"] == "mustard"


def test_facts_that_decide_returns_are_asked_for():
    facts = sheet("Aster Watch", movement="quartz", water_resistance="5 ATM")

    assert facts.missing == ("case diameter", "strap range")


def test_entailments_offer_phrases_with_value_and_part():
    fact = next(one for one in sheet("Mug", dishwasher_safe="no").facts)

    assert "wash by hand" in phrases_for(fact)


@given(st.text(max_size=200), st.text(min_size=1, max_size=40))
def test_no_text_of_a_seller_raises(description, value):
    facts = sheet("Thing", description=description, material=value, capacity=value, colour=value, wibble=value)

    assert all(fact.id == number for number, fact in enumerate(facts.facts, 1))
    assert all(fact.kind in FactKind for fact in facts.facts)


def test_scripts_and_markup_never_reach_a_fact():
    facts = sheet("Tote", description="<script>alert('x')</script><li>Top handle<b onclick=x>s</b>.<style>p{}</style>")

    assert said(facts) == {"handles": "top handles"}


@pytest.mark.skipif(not (SHARED / "luma-gear").exists(), reason="the sample data is not here")
def test_the_luma_bags_watches_and_gear_get_their_nouns_and_facts():
    from listgen.catalog.read import read_catalog

    catalog = read_catalog(SHARED / "luma-gear")
    sheets = {one.sku: build_fact_sheet(one, catalog.siblings(one)) for one in catalog.products}

    assert {sheets[sku].type_id for sku in sheets if sku.startswith("24-MG")} == {"watches"}
    assert sheets["24-MB01"].noun == "duffle bag"
    assert sheets["24-UG06"].type_id == "drinkware"
    assert said(sheets["24-MB03"])["capacity"] == "29 L"
    assert said(sheets["24-WG087"])["dimensions"] == "10 ft x 1 in"
    assert all("<" not in fact_text(fact) for one in sheets.values() for fact in one.facts)


def test_a_material_cell_may_give_a_part_behind_a_semicolon():
    facts = sheet("Bottle", category="Drinkware", material="18/8 stainless steel; lid: polypropylene").facts

    materials = {fact.part: [one.name for one in fact.value] for fact in facts if fact.key == "material"}
    assert materials == {"": ["18/8 stainless steel"], "lid": ["polypropylene"]}
