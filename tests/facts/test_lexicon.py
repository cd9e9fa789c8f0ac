import re

import pytest

from listgen.facts.language import LANGUAGES, language
from listgen.facts.lexicon import (
    broader_materials,
    colour_allows,
    find_colours,
    find_materials,
    material_allows,
)
from listgen.facts.load import read_data
from listgen.facts.word_forms import FormScanner, fold


def names(found):
    return [one.name for one in found]


def test_letters_are_folded_one_for_one():
    text = "Grün, MÉTAL, ＰＶＣ, ガラス, Ёлка, weiß"

    folded = fold(text)

    assert folded == "grun, metal, pvc, ガラス, елка, weiß"
    assert len(folded) == len(text)


def test_the_longest_form_wins_and_ends_of_compounds_know_their_whole_word():
    scanner = FormScanner(
        {"steel": ["stahl"], "stainless steel": [r"edelstahl\w*"], "blue": [r"\w*blau(?:e[rnms]?)?"]}, boundary=True
    )

    found = scanner.find("Edelstahlflasche aus Stahl in Taubenblau")

    assert [(one.name, one.compound) for one in found] == [("stainless steel", False), ("steel", False), ("blue", True)]
    assert found[2].start == len("Edelstahlflasche aus Stahl in ")


def test_without_blanks_the_longest_form_wins_too():
    scanner = FormScanner({"steel": ["钢"], "stainless steel": ["不锈钢"]}, boundary=False)

    assert [one.name for one in scanner.find("304不锈钢保温杯和钢盖")] == ["stainless steel", "steel"]


@pytest.mark.parametrize(
    ("given", "claimed", "allowed"),
    [
        ("18/8 stainless steel", "stainless steel", True),
        ("18/8 stainless steel", "metal", True),
        ("steel", "stainless steel", False),
        ("bonded leather", "leather", False),
        ("faux leather", "leather", False),
        ("gold-plated", "gold", False),
        ("oak veneer", "oak", False),
        ("bamboo viscose", "bamboo", False),
        ("bamboo viscose", "viscose", True),
        ("solid oak", "oak", True),
        ("mdf", "wood", False),
    ],
)
def test_a_material_allows_what_it_is_made_of_and_nothing_narrower(given, claimed, allowed):
    assert material_allows(given, claimed) is allowed


def test_every_broader_word_is_a_material_of_the_lexicon():
    materials = read_data("lexicon.toml")["materials"]

    for name, row in materials.items():
        assert set(row.get("is", ())) <= set(materials), name
        for wider in row.get("is", ()):
            assert set(broader_materials(wider.lower())) <= {one.lower() for one in row["is"]}, (name, wider)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gold-plated brass", ["gold-plated", "brass"]),
        ("with a walnut effect", []),
        ("imitation silk", []),
        ("vegan leather", ["faux leather"]),
        ("made of PP and PE", ["polypropylene", "polyethylene"]),
        ("Viscose from bamboo", ["bamboo viscose"]),
    ],
)
def test_english_materials_are_what_a_thing_is_made_of(text, found):
    assert names(find_materials(text, ambiguous=True)) == found


@pytest.mark.parametrize(("given", "claimed"), [("slate blue", "blue"), ("grey", "gray"), ("navy", "dark blue")])
def test_a_colour_allows_its_family_and_its_other_names(given, claimed):
    assert colour_allows(find_colours(given)[0], find_colours(claimed)[0])
    if claimed == "blue":
        assert not colour_allows(find_colours(claimed)[0], find_colours(given)[0])


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_form_of_a_language_has_groups_of_its_own_or_matches_nothing(code):
    words = language(code)

    for table in (words.colours, words.materials, words.parts):
        for name, forms in table.items():
            for form in forms:
                assert not re.search(r"(?<!\\)\((?!\?)", form), (name, form)
                assert not re.fullmatch(form, ""), (name, form)
