"""The gold listings of the copywriting guide: compared by facts, order and words per fact, not by string."""

from __future__ import annotations

import re

import pytest

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.score import score_draft
from listgen.domain.brand_kit import Voice
from tests.copywriting.samples import CHANNELS, VARIANT, amazon, backpack, pillowcases, pot

GOLD = (backpack(), pillowcases(), pot())


@pytest.mark.parametrize("facts", GOLD, ids=lambda facts: facts.name)
@pytest.mark.parametrize("seed", range(6))
def test_gold_facts_give_a_publishable_listing(facts, seed):
    draft = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=seed)

    score = score_draft(draft, facts, amazon())

    assert score.gates == ()
    assert score.points >= 80


@pytest.mark.parametrize("facts", GOLD, ids=lambda facts: facts.name)
@pytest.mark.parametrize("seed", range(6))
def test_a_description_tells_every_gold_fact_in_few_words(facts, seed):
    text = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=seed).field("description")

    assert text is not None
    assert len(set(text.cites)) >= 0.8 * len(facts.facts)
    words = len(" ".join(text.items).split())
    assert words / len(set(text.cites)) <= 13


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
def test_gold_titles_name_brand_noun_and_size(channel):
    title = compose_draft(backpack(), channel, VARIANT, voice=Voice(), seed=1).items("title")[0]

    assert "Ferry Roll-Top Backpack" in title
    assert "24 L" in title
    assert ("Packhorse" in title) == (channel.title_order != "shop")


def test_the_amazon_gold_title_is_the_one_in_the_guide():
    title = compose_draft(backpack(), amazon(), VARIANT, voice=Voice(), seed=1).items("title")[0]

    assert title == "Packhorse Ferry Roll-Top Backpack, 24 L, 15 in Laptop Sleeve, Black"


def test_three_facts_give_no_highlights_that_repeat_the_title_and_few_words():
    draft = compose_draft(pot(), amazon(), VARIANT, voice=Voice(), seed=1)

    assert draft.items("highlights") == ()
    assert len(draft.items("bullets")) <= 2
    assert len(" ".join(draft.items("description")).split()) <= 30
    assert not re.search(r"round|classic|indoor|breathable", " ".join(draft.items("description")))


def test_bullets_follow_the_style_of_amazon():
    for facts in GOLD:
        bullets = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=2).items("bullets")

        assert bullets
        assert len({bullet.split()[0] for bullet in bullets}) == len(bullets)
        for bullet in bullets:
            header, colon, body = bullet.partition(": ")
            assert colon
            assert len(header) <= 30
            assert header[0].isupper()
            assert body
            assert not bullet.endswith(".")
            assert "°" not in bullet
