"""The composer on the shipped example catalogue: passes the fact lock by construction and reads like a listing."""

from __future__ import annotations

import statistics

import pytest

from listgen.copywriting.alt_text import compose_alt_text
from listgen.copywriting.banner_words import compose_banner_words
from listgen.copywriting.compose import compose_draft
from listgen.copywriting.score import score_draft
from listgen.domain.brand_kit import Voice
from listgen.domain.fact import FactKind, Words
from listgen.domain.variant import Choices, Variant
from listgen.facts.lock import check_claims, lock_findings
from tests.copywriting.example_shop import example_sheets
from tests.copywriting.samples import CHANNELS, VARIANT, amazon

SPECIFICATION = Variant(name="B", choices=Choices(angle="specification"), factor="angle", level="specification")


@pytest.fixture(scope="module")
def facts():
    return list(example_sheets().values())


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
@pytest.mark.parametrize("variant", [VARIANT, SPECIFICATION], ids=lambda variant: variant.name)
def test_no_field_says_what_no_cell_says(facts, channel, variant):
    blocking = []
    for sheet in facts:
        draft = compose_draft(sheet, channel, variant, voice=Voice(), seed=1)
        for text in draft.fields:
            claims = check_claims(text.name, text.items, sheet, voice=Voice())
            findings = lock_findings(claims, sku=sheet.sku, channel=channel.id, variant=variant.name)
            blocking.extend((sheet.sku, finding.message, text.items) for finding in findings if finding.blocking)

    assert blocking == []


def test_examples_score_as_publishable(facts):
    scores = [
        score_draft(compose_draft(sheet, channel, VARIANT, voice=Voice(), seed=1), sheet, channel)
        for sheet in facts
        for channel in CHANNELS
    ]

    assert statistics.median(score.points for score in scores) >= 80
    assert sum(len({tell.code for tell in score.tells}) >= 3 for score in scores) <= 0.13 * len(scores)
    assert not any(score.gates for score in scores)


def test_titles_bullets_and_search_terms_do_not_repeat_each_other(facts):
    words = 0
    for sheet in facts:
        draft = compose_draft(sheet, amazon(), VARIANT, voice=Voice(), seed=1)
        shown = " ".join((*draft.items("title"), *draft.items("bullets"))).lower()

        for word in " ".join(draft.items("search_terms")).split():
            assert f" {word} " not in f" {shown} "
            words += 1
    assert words > len(facts)


def test_alt_texts_fit_and_name_place_and_colour(facts):
    coloured = 0
    for sheet in facts:
        text = compose_alt_text(sheet, kind="hero", setting="on a pale stone table", slot="hero")

        assert 30 <= len(text) <= 125
        assert "pale stone table" in text
        for fact in sheet.facts:
            if fact.kind is FactKind.COLOUR and not fact.part and isinstance(fact.value, Words):
                assert fact.value.text.lower() in text.lower()
                coloured += 1
    assert coloured > 5


def test_banner_words_are_few(facts):
    for sheet in facts:
        words = compose_banner_words(sheet, voice=Voice(), seed=1, button=True)

        assert 0 < len(words.headline.split()) <= 7
        assert len(words.subline.split()) <= 12
        assert words.button.startswith("Shop ")


def test_a_parent_names_no_option_value(facts):
    (parent,) = [sheet for sheet in facts if sheet.sku == "NOR-BTL-750"]

    for channel in CHANNELS:
        draft = compose_draft(parent, channel, VARIANT, voice=Voice(), seed=1)
        text = " ".join(item for field in draft.fields for item in field.items)
        assert "Bottle" in text
        assert "Slate" not in text
        assert "Moss" not in text
