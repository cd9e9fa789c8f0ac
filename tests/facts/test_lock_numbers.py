"""Numbers in the lock: bound to what they are said of, compared digit by digit, in every language."""

from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from listgen.domain.fact import Verdict
from listgen.facts.evidence import evidence_of
from listgen.facts.lock import check_claims
from listgen.facts.risk import risk

from .sheets import PLAIN, sheet

BOTTLE = sheet("Water Bottle", capacity="750 ml", keeps_cold="24 h", keeps_hot="12 h", weight="340 g", pockets="")
DOG_FOOD = sheet("Adult Dry Dog Food", protein="26 %", fat="15 %", kibble_size="8 mm", net_weight="12 kg")
PHONE = sheet(
    "Aura 12 Phone",
    **{
        "Main Camera: Triple": "50 MP, f/1.7, 23mm (wide)\n64 MP (periscope telephoto)",
        "Selfie camera: Single": "16 MP",
        "Memory: Internal": "256GB 16GB RAM, 512GB 16GB RAM",
        "Battery: Stand-by": "Up to 300 h",
        "Battery: Talk time": "Up to 6 h",
        "Sound: 3.5mm jack": "No",
        "Display: Resolution": "1440 x 3200 pixels, 20:9 ratio",
        "Platform: OS": "Android 14",
    },
)
BOARD = sheet("Game Board", length="29 in", width="13 in", product_weight="1.2 kg", **{"Box weight": "2 kg"})
BAG = sheet("Crag Backpack", pockets="2 side pockets, 1 front pocket", warranty="5 years", load_limit="1,200 g")
SET = sheet("Bowl", pack_count="4", age="3+", diameter="15 cm")


def failed(text, facts, **kwargs):
    """Return {text: verdict} of the claims that nothing backs."""
    claims = check_claims("description", [text], facts, voice=PLAIN, **kwargs)
    return {claim.text: claim.verdict.value for claim in claims if not claim.held}


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (BOTTLE, "It keeps hot for 24 hours."),
        (BOTTLE, "Cold for 12 hours, hot for 24 hours."),
        (BOTTLE, "Hot for 24 hours and cold for 12."),
        (DOG_FOOD, "A protein content of 15 %."),
        (DOG_FOOD, "Kibble is 15 % of 8 mm."),
        (DOG_FOOD, "15% protein and 26% fat."),
        (PHONE, "A front camera of 50 MP and a main camera of 16 MP."),
        (PHONE, "300 hours of talk time."),
        (PHONE, "It has a 3.5 mm jack."),
        (BOARD, "It is 13 in long."),
        (BOARD, "It is 29 in wide."),
        (BOARD, "In its box it weighs 1.2 kg."),
        (BAG, "Two front pockets."),
    ],
)
def test_a_figure_said_of_another_thing_is_against_the_sheet(facts, text):
    assert "contradicted" in failed(text, facts).values()


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (BOTTLE, "It holds 705 ml."),
        (BOTTLE, "It holds 75 ml."),
        (BOTTLE, "It holds 7.5 l."),
        (BOTTLE, "It holds 750 l."),
        (BOTTLE, "It holds 750 mg."),
        (BOTTLE, "Cold for 24 days."),
        (BOTTLE, "Two glasses of 250 ml."),
        (BAG, "It carries 12,000 g."),
        (BAG, "It carries 1.2 g."),
        (BAG, "A warranty of 6 years."),
        (BAG, "Four pockets."),
        (BAG, "Three side pockets."),
        (SET, "A set of 6."),
        (SET, "For ages 2 and up."),
        (PHONE, "It runs Android 13."),
        (PHONE, "A resolution of 1440 x 3300 pixels."),
        (PHONE, "A ratio of 21:9."),
        (PHONE, "128GB of storage."),
        (PHONE, "It was made in 1999."),
        (PHONE, "Part 123456789."),
    ],
)
def test_a_changed_value_scale_or_unit_never_passes(facts, text):
    assert failed(text, facts)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (BOTTLE, "It holds 750 ml, about 25 oz, which makes three glasses of 250 ml."),
        (BOTTLE, "Keeps cold for a full day and hot for 12 hours."),
        (BOTTLE, "24 hours cold and 12 hot."),
        (DOG_FOOD, "26% protein and 15% fat, in bags of 12 kilograms."),
        (PHONE, "A 16MP front camera, a 50MP main camera and a 64 MP periscope telephoto."),
        (PHONE, "Up to 300 hours of standby time and up to 6 hours of talk time."),
        (PHONE, "16GB of RAM and 256GB or 512GB of storage."),
        (PHONE, "It has no camera button and no 3.5mm jack."),
        (PHONE, "The Aura 12 runs Android 14 on 1440 x 3200 pixels at 20:9."),
        (BOARD, "29 inches long, 13 inches wide, 1.2 kg; 2 kg in the box."),
        (BAG, "Three pockets: one in front and two side pockets. A five-year warranty."),
        (SET, "A set of four, 15 cm across, for ages 3 and up."),
        (SET, "Four bowls."),
    ],
)
def test_plain_sentences_of_the_sheet_pass(facts, text):
    assert failed(text, facts) == {}


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("de", "Zwei Seitentaschen.", "Fünf Taschen."),
        ("es", "Tiene 2 bolsillos laterales.", "Tiene 6 bolsillos laterales."),
        ("zh", "2个侧袋。", "6个侧袋。"),
        ("ja", "サイドポケット2つ。", "サイドポケット6つ。"),
    ],
)
def test_counts_of_english_cells_are_read_in_other_languages(language, good, bad):
    assert failed(good, BAG, language=language) == {}
    assert failed(bad, BAG, language=language)


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("de", "Hält 24 Stunden kalt und 12 Stunden heiß.", "Hält 12 Stunden kalt und 24 Stunden heiß."),
        (
            "fr",
            "Froid pendant 24 heures, chaud pendant 12 heures.",
            "Chaud pendant 24 heures, froid pendant 12 heures.",
        ),
        (
            "es",
            "Frío durante 24 horas, caliente durante 12 horas.",
            "Caliente durante 24 horas, frío durante 12 horas.",
        ),
        ("zh", "保冷24小时，保温12小时。", "保温24小时，保冷12小时。"),
        ("ja", "保冷24時間、保温12時間。", "保温24時間、保冷12時間。"),
    ],
)
def test_attributes_bind_across_languages(language, good, bad):
    assert failed(good, BOTTLE, language=language) == {}
    assert "contradicted" in failed(bad, BOTTLE, language=language).values()


def test_a_claim_says_its_value_what_it_is_about_and_its_hedge():
    claims = check_claims("description", ["Cold for up to 24 hours."], sheet("Bottle", keeps_cold="24 h"), voice=PLAIN)

    assert [(one.value, one.about, one.hedge) for one in claims if one.kind == "quantity"] == [
        ("24 hour", "cold_hours", "up to")
    ]


def test_a_sellers_own_conversion_is_not_rounded_again():
    facts = sheet("Phone", weight="205 g (7.23 oz)")

    assert failed("It weighs 7.23 oz.", facts) == {}
    assert failed("It weighs 7.2 oz.", facts) == {}
    assert failed("It weighs 7.25 oz.", facts)


def test_a_price_is_a_claim_of_its_own_kind():
    claims = check_claims("description", ["Only $19.99."], BOTTLE, voice=PLAIN)

    assert [(one.text, one.kind, one.verdict) for one in claims] == [("19.99", "price", Verdict.UNSUPPORTED)]


def test_risk_weighs_what_is_against_the_sheet_more_than_what_it_leaves_open():
    def of(text):
        return risk(check_claims("description", [text], BOTTLE, voice=PLAIN))

    assert of("It holds 750 ml.") == 0
    assert of("It holds 760 ml.") == 2
    assert of("BPA-free.") == 1
    assert of("A stunning bottle.") == 0.5
    assert of("It costs $5.") == 0


KEYS = ["capacity", "weight", "cable_length", "seat_height", "battery_life", "power", "voltage", "fabric_weight"]
UNITS = {
    "capacity": "ml",
    "weight": "g",
    "cable_length": "cm",
    "seat_height": "cm",
    "battery_life": "h",
    "power": "W",
    "voltage": "V",
    "fabric_weight": "gsm",
}


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(KEYS), st.integers(1, 99_999), min_size=1, max_size=5), st.data())
def test_a_text_made_of_the_facts_passes_and_one_changed_digit_never_does(values, data):
    facts = sheet("Thing", **{key: f"{value} {UNITS[key]}" for key, value in values.items()})
    key = data.draw(st.sampled_from(sorted(values)))
    digits = str(values[key])
    place, digit = data.draw(st.integers(0, len(digits) - 1)), data.draw(st.sampled_from("0123456789"))
    changed = digits[:place] + digit + digits[place + 1 :]
    same_unit = [value for other, value in values.items() if UNITS[other] == UNITS[key]]
    assume(int(changed) not in (0, *same_unit))

    assert failed(f"It has {digits} {UNITS[key]}.", facts) == {}
    assert failed(f"It has {changed} {UNITS[key]}.", facts)


def test_a_wide_sheet_is_indexed_and_a_long_text_is_read_quickly():
    facts = sheet("Thing", **{f"Spec {n}: Part": f"{n * 7} mm, {n} W, model {n}" for n in range(1, 76)})
    text = "It is 21 mm wide, draws 3 W and comes with 4 parts. " * 20
    check_claims("description", [text[:60]], sheet("Other", capacity="750 ml"), voice=PLAIN)

    start = process_time()
    evidence_of(facts)
    indexed = process_time()
    check_claims("description", [text], facts, voice=PLAIN)

    assert indexed - start < 0.5
    assert process_time() - indexed < 0.5
