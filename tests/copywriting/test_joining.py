"""Facts of one kind are said together, and a fact that another one says already is said once."""

from __future__ import annotations

import re

import pytest

from listgen.copywriting.banner_words import compose_banner_words
from listgen.copywriting.compose import compose_draft
from listgen.domain.brand_kit import Voice
from tests.copywriting.example_shop import example_sheets
from tests.copywriting.samples import VARIANT, amazon
from tests.copywriting.test_examples import SPECIFICATION


@pytest.fixture(scope="module")
def facts():
    return example_sheets()


def texts(sheet, name, variant=VARIANT):
    return compose_draft(sheet, amazon(), variant, voice=Voice(), seed=1).items(name)


def test_the_measures_of_a_product_stand_in_one_sentence(facts):
    text = " ".join(texts(facts["NOR-BTL-750-SLA"], "description"))

    sentences = re.split(r"(?<=[.])\s", text)
    assert sum("cm" in sentence for sentence in sentences) <= 2
    assert "centimeters" not in text


def test_each_is_said_once_of_the_pieces_of_a_pack(facts):
    bullet = texts(facts["NOR-MUG-SKOG-2"], "bullets")[0]

    assert bullet.lower().count("each") == 1


def test_a_set_of_two_mugs_does_not_hold_two_mugs_in_its_box(facts):
    text = " ".join((*texts(facts["NOR-MUG-SKOG-2"], "bullets"), *texts(facts["NOR-MUG-SKOG-2"], "description")))

    assert "box" not in text.lower()


def test_a_finish_that_is_a_thing_needs_no_finish_behind_it(facts):
    text = " ".join(texts(facts["NOR-MUG-SKOG-2"], "description"))

    assert "a speckled glaze and an unglazed foot" in text
    assert "foot finish" not in text


def test_what_is_missing_stands_beside_what_is_in_the_box(facts):
    text = " ".join(texts(facts["NOR-LMP-LYS"], "description"))

    assert "In the box are a base, a shade, and a fabric-covered cable, but no light bulb." in text
    assert text.count("bulb") == 1


def test_a_warranty_is_hyphenated_before_its_noun(facts):
    said = [" ".join((*texts(sheet, "bullets"), *texts(sheet, "description"))) for sheet in facts.values()]

    assert any("two-year warranty" in text for text in said)
    assert not any("2 years warranty" in text for text in said)


def test_three_facts_make_one_plain_sentence(facts):
    assert texts(facts["NOR-POT-14"], "description") == ("A terracotta plant pot, 14 cm in diameter.",)


def test_most_bullets_of_the_specification_arm_are_worded_differently(facts):
    same = total = 0
    for sheet in facts.values():
        control = texts(sheet, "bullets")
        if len(control) < 4:
            continue
        same += len(set(control) & set(texts(sheet, "bullets", SPECIFICATION)))
        total += len(control)

    assert same <= 0.35 * total


def test_search_terms_say_uses_and_materials_in_other_words(facts):
    (terms,) = texts(facts["NOR-BTL-750-SLA"], "search_terms")

    assert {"flask", "hiking", "commuter", "thermal"} <= set(terms.split())


def test_a_banner_says_the_strongest_fact_and_the_whole_noun(facts):
    words = compose_banner_words(facts["NOR-CDL-RO"], voice=Voice(), seed=1, button=True)

    assert words.headline == "Cedar and juniper, about 45 hours"
    assert words.button == "Shop scented candles"
