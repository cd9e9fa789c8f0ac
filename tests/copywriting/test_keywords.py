"""Keywords of a file: whose they are, whether they are true, and how much of them a text covers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.keyword_coverage import cover_keywords, stuffing
from listgen.copywriting.keywords import KeywordIndex, judge_keywords
from listgen.domain.brand_kit import Voice
from listgen.domain.keyword import Keyword
from listgen.domain.listing import Draft, FieldText
from listgen.domain.source import CellRef
from tests.copywriting.samples import VARIANT, amazon, bottle


def keyword(text: str, volume: int | None = None, sku: str = "", type_id: str = "") -> Keyword:
    return Keyword(text, volume, CellRef("keywords.csv", 2, "Keyword", text), sku, type_id)


def reason_of(text: str, facts=None, **options) -> str:
    (judged,) = judge_keywords((keyword(text),), facts or bottle(), voice=Voice(), **options)
    return judged.reason


@pytest.mark.parametrize(
    "text",
    ["stainless steel water bottle", "insulated flask", "25 oz bottle", "drinking bottle", "bottle gift for dad"],
)
def test_a_keyword_that_the_sheet_carries_may_be_used(text):
    assert reason_of(text) == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("copper water bottle", "copper"), ("leakproof bottle", "leakproof"), ("kids water bottle", "kids"),
        ("water bottle with straw", "straw"), ("large water bottle", "large"), ("best water bottle", "best"),
        ("1 liter water bottle", "1 liter"), ("hydro flask bottle", "Hydro Flask"), ("iphone bottle", "iPhone"),
        ("eco friendly bottle", "eco friendly"),
    ],
)  # fmt: skip
def test_a_keyword_that_claims_more_than_the_sheet_is_left_out_with_the_word(text, word):
    assert f"`{word}`" in reason_of(text)


def test_another_brand_of_the_catalogue_is_left_out_and_the_own_one_stays():
    facts = replace(bottle(), brand="Norvik")

    assert (
        reason_of("tidewater bottle", facts, brands=("Norvik", "Tidewater"))
        == "`tidewater` is another brand of the catalogue"
    )
    assert reason_of("norvik bottle", facts, brands=("Norvik", "Tidewater")) == ""


def test_a_keyword_belongs_to_products_by_sku_by_type_or_by_noun():
    rows = [
        keyword("gym flask", 10, sku="B-1"),
        keyword("other", 9, sku="B-2"),
        keyword("hydration", 8, type_id="drinkware"),
        keyword("yoga mats", 7),
        keyword("steel bottles", 6),
        keyword("mats", 5, type_id="fitness"),
    ]

    found = KeywordIndex.of(rows).of_product("drinkware", "water bottle", ("B-1", "B"))

    assert [row.text for row in found] == ["gym flask", "hydration", "steel bottles"]


def test_coverage_weighs_keywords_by_their_searches_and_says_where_they_stand():
    judged = judge_keywords(
        (keyword("insulated water bottles", 900), keyword("drinking bottle", 90), keyword("copper bottle", 5000)),
        bottle(),
        voice=Voice(),
    )
    draft = Draft(
        sku="B-1", channel="amazon-en-US", variant="A",
        fields=(FieldText("title", ("Insulated Water Bottle, 750 ml",)), FieldText("search_terms", ("flask gym",))),
    )  # fmt: skip

    coverage = cover_keywords(judged, draft, amazon())

    found, missing, left_out = coverage.uses
    assert coverage.share == 900 / 990
    assert found.found == ("title",)
    assert missing.reason == "no room for drinking: 9 of 249 bytes are taken"
    assert left_out.left_out


def test_what_the_composer_plans_is_covered():
    rows = (keyword("stainless steel flask", 500), keyword("drinking bottle", 90))
    judged = judge_keywords(rows, bottle(), voice=Voice())

    draft = compose_draft(
        bottle(), amazon(), VARIANT, voice=Voice(), seed=1, keywords=[one.keyword.text for one in judged]
    )

    assert cover_keywords(judged, draft, amazon()).share == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", "Bottle Water Bottle Steel Bottles"),
        ("bullets", "Bottle: bottle for water, bottle for tea, bottle for the gym"),
        ("description", "bottle flask steel gym hiking vacuum tea coffee water drink cup jug sport " * 2),
        ("description", "The bottle is a bottle. A bottle for a bottle of water in the bottle, as with a bottle."),
    ],
)  # fmt: skip
def test_a_stuffed_text_covers_nothing(field, text):
    judged = judge_keywords((keyword("bottle"),), bottle(), voice=Voice())
    draft = Draft(sku="B-1", channel="amazon-en-US", variant="A", fields=(FieldText(field, (text,)),))

    coverage = cover_keywords(judged, draft, amazon())

    assert coverage.share == 0
    assert "does not count" in coverage.uses[0].reason


def test_the_composer_s_own_texts_are_above_the_floor():
    draft = compose_draft(bottle(), amazon(), VARIANT, voice=Voice(), seed=1)

    assert [stuffing(text) for text in draft.fields] == [""] * len(draft.fields)
