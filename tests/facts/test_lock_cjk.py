"""Texts without blanks between words: Chinese and Japanese."""

import re

import pytest

from listgen.facts.evidence import codes_in, words_pattern
from listgen.facts.lock import check_claims
from listgen.facts.scripts import whole
from tests.facts.sheets import PLAIN, sheet


def verdicts(text, facts, code):
    claims = check_claims("description", [text], facts, voice=PLAIN, language=code)
    return {claim.text: claim.verdict.value for claim in claims}


@pytest.mark.parametrize(
    ("text", "code"),
    [("支持USB-C充电", "USBC"), ("防护等级IPX4级", "IPX4"), ("EN 71の試験に合格", "EN71"), ("A5判のノート", "A5")],
)
def test_a_code_ends_where_the_letters_of_another_script_begin(text, code):
    assert code in codes_in(text)


def test_a_word_is_found_between_letters_of_a_script_without_blanks():
    assert words_pattern("不锈钢").search("杯身采用不锈钢材质")
    assert not words_pattern("steel").search("steelwork")
    assert re.search(whole("ABS", "ABS"), "ABS-Kunststoff")


@pytest.mark.parametrize(("code", "text"), [("zh", "支持USB-C充电"), ("ja", "USB-Cで充電できます")])
def test_a_connector_is_judged_inside_a_sentence_without_blanks(code, text):
    facts = sheet("Lantu BT5", connector="USB-C")

    assert verdicts(text, facts, code)["USB-C"] == "supported"
    assert verdicts(text.replace("USB-C", "USB-A"), facts, code)["USB-A"] == "contradicted"


@pytest.mark.parametrize(
    ("code", "text", "material", "verdict"),
    [
        ("zh", "杯身采用不锈钢。", "不锈钢", "supported"),
        ("zh", "杯身采用纯钛。", "纯钛", "contradicted"),
        ("ja", "本体はステンレス製です。", "ステンレス", "supported"),
        ("ja", "本体はチタン製です。", "チタン", "contradicted"),
    ],
)
def test_materials_of_english_cells_back_words_of_other_scripts(code, text, material, verdict):
    facts = sheet("Halva bottle", material="stainless steel")

    assert verdicts(text, facts, code)[material] == verdict
