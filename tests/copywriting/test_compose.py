from __future__ import annotations

import pytest

from listgen.copywriting.compose import check_locale, compose_draft
from listgen.domain.brand_kit import Voice
from listgen.errors import UsageError
from tests.copywriting.samples import CHANNELS, SHEETS, VARIANT, amazon, backpack, bottle


@pytest.mark.parametrize("facts", SHEETS, ids=lambda facts: facts.name)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
def test_every_field_is_within_its_limit(facts, channel):
    draft = compose_draft(facts, channel, VARIANT, voice=Voice(), seed=3)

    assert draft.items("title")
    assert draft.items("description")
    for spec in channel.fields:
        for text in draft.items(spec.name):
            assert spec.limit is None or spec.limit.measure(text) <= spec.limit.maximum


def test_a_language_that_the_composer_does_not_write_is_refused_and_gets_no_english():
    with pytest.raises(UsageError, match="does not write `de-DE`"):
        check_locale("de-DE")

    draft = compose_draft(bottle(), amazon("de-DE"), VARIANT, voice=Voice(), seed=1)

    assert [(text.name, text.items, text.writer) for text in draft.fields] == [("title", (bottle().name,), "seller")]


def test_the_same_seed_gives_the_same_draft():
    one = compose_draft(bottle(), amazon(), VARIANT, voice=Voice(), seed=7)
    two = compose_draft(bottle(), amazon(), VARIANT, voice=Voice(), seed=7)

    assert one == two


def test_the_brand_chooses_its_words_and_its_slogan_stands_once():
    voice = Voice(preferred=(("liters", "litres of room"),), banned=("chest strap",), slogan="Carry on.")
    draft = compose_draft(backpack(), amazon(), VARIANT, voice=voice, seed=1)
    text = " ".join(item for field in draft.fields for item in field.items)

    assert "24 litres of room" in text.lower() or "twenty-four litres of room" in text.lower()
    assert "chest strap" not in text
    assert " ".join(draft.items("description")).endswith("Carry on.")
    assert text.count("Carry on.") == 1


def test_british_text_is_spelled_the_british_way():
    text = " ".join(compose_draft(backpack(), amazon("en-GB"), VARIANT, voice=Voice(), seed=1).items("description"))

    assert "liters" not in text.lower()
    assert "litres" in text.lower()
