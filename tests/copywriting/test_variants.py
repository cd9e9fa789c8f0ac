"""Arms of an experiment differ in the field of their factor and nowhere else."""

from __future__ import annotations

import pytest

from listgen.copywriting.compose import compose_draft
from listgen.copywriting.difference import differs_visibly
from listgen.domain.brand_kit import Voice
from listgen.domain.variant import Choices, Variant
from tests.copywriting.samples import CHANNELS, SHEETS, VARIANT, amazon, backpack, duffle, shirt

ANGLES = ("specification", "use", "gift")


def arm(**choices: str) -> Variant:
    (factor,) = choices
    return Variant(name="B", choices=Choices(**choices), factor=factor, level=choices[factor])


@pytest.mark.parametrize("facts", SHEETS, ids=lambda facts: facts.name)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
@pytest.mark.parametrize("angle", ANGLES)
def test_an_angle_changes_bullets_only(facts, channel, angle):
    control = compose_draft(facts, channel, VARIANT, voice=Voice(), seed=5)
    treatment = compose_draft(facts, channel, arm(angle=angle), voice=Voice(), seed=5)

    for text in control.fields:
        if text.name != "bullets":
            assert treatment.items(text.name) == text.items
    assert [text.name for text in treatment.fields] == [text.name for text in control.fields]


@pytest.mark.parametrize("facts", SHEETS, ids=lambda facts: facts.name)
@pytest.mark.parametrize("angle", ANGLES)
def test_an_angle_keeps_facts_and_number_of_bullets_and_about_their_length(facts, angle):
    control = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=5).field("bullets")
    treatment = compose_draft(facts, amazon(), arm(angle=angle), voice=Voice(), seed=5).field("bullets")

    if control is None or treatment is None:
        assert control is treatment
        return
    assert set(control.cites) == set(treatment.cites)
    assert len(control.items) == len(treatment.items)
    length = sum(map(len, control.items))
    assert abs(sum(map(len, treatment.items)) - length) <= max(0.15 * length, 25)


@pytest.mark.parametrize("facts", [backpack(), duffle(), shirt()], ids=lambda facts: facts.name)
def test_a_specification_is_seen_to_differ_from_a_benefit(facts):
    control = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=5)
    treatment = compose_draft(facts, amazon(), arm(angle="specification"), voice=Voice(), seed=5)

    assert differs_visibly(control, treatment, "angle").visible


def test_the_use_comes_first_in_the_use_angle():
    draft = compose_draft(backpack(), amazon(), arm(angle="use"), voice=Voice(), seed=5)

    assert draft.items("bullets")[0].startswith("For Commuting")


def test_an_angle_without_facts_is_reported_as_no_difference():
    sofa = SHEETS[8]
    control = compose_draft(sofa, amazon(), VARIANT, voice=Voice(), seed=5)
    treatment = compose_draft(sofa, amazon(), arm(angle="gift"), voice=Voice(), seed=5)

    difference = differs_visibly(control, treatment, "angle")

    assert not difference.visible
    assert difference.reason


@pytest.mark.parametrize("facts", SHEETS, ids=lambda facts: facts.name)
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.marketplace)
def test_a_title_pattern_changes_the_title_only(facts, channel):
    control = compose_draft(facts, channel, VARIANT, voice=Voice(), seed=5)
    treatment = compose_draft(facts, channel, arm(title_pattern="feature-first"), voice=Voice(), seed=5)

    others = [[text for text in draft.fields if text.name != "title"] for draft in (control, treatment)]
    assert others[0] == others[1]
    assert others[0]


def test_feature_first_puts_a_feature_before_the_name():
    draft = compose_draft(backpack(), amazon(), arm(title_pattern="feature-first"), voice=Voice(), seed=5)

    assert draft.items("title")[0].startswith("24 L")


@pytest.mark.parametrize("tone", ["plain", "warm", "technical", "playful"])
@pytest.mark.parametrize("facts", SHEETS, ids=lambda facts: facts.name)
def test_a_tone_leaves_the_title_alone(facts, tone):
    control = compose_draft(facts, amazon(), VARIANT, voice=Voice(), seed=5)
    treatment = compose_draft(facts, amazon(), arm(tone=tone), voice=Voice(), seed=5)

    assert treatment.items("title") == control.items("title")
    assert treatment.items("highlights") == control.items("highlights")
