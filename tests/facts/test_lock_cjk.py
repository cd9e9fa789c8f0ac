"""Texts without blanks between words: Chinese and Japanese."""

import re

import pytest

from listgen.facts.evidence import codes_in, words_pattern
from listgen.facts.language import readable
from listgen.facts.polarity import negated
from listgen.facts.scripts import whole
from tests.facts.sheets import sheet, verdicts


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


@pytest.mark.parametrize(
    ("code", "text", "words", "denied"),
    [
        ("zh", "这款表不防水。", "防水", True),
        ("zh", "不锈钢杯身", "钢", False),
        ("zh", "不支持无线充电", "无线", True),
        ("zh", "鼠尾草绿，不含PVC", "鼠尾草绿", False),
        ("zh", "不仅防水", "防水", False),
        ("zh", "椅子不包含在内", "椅子", True),
        ("zh", "电池需另购", "电池", True),
        ("zh", "防泼水，但不防水。", "防泼水", False),
        ("zh", "无刷电机", "电机", False),
        ("ja", "防水仕様ではありません", "防水", True),
        ("ja", "食洗機には対応していません", "食洗機", True),
        ("ja", "食洗機に対応しています", "食洗機", False),
        ("ja", "撥水ですが、防水ではありません", "撥水", False),
        ("ja", "漂白剤は使えません", "漂白剤", True),
        ("ja", "充電器は別売りです", "充電器", True),
        ("ja", "USB-Cケーブルが付属し、充電器は別売り", "ケーブル", False),
        ("ja", "BPAフリー", "BPA", True),
        ("ja", "ワイヤレス充電", "ワイヤ", False),
    ],
)
def test_a_denial_reaches_what_it_stands_at(code, text, words, denied):
    start = text.index(words)

    assert negated(text, start, start + len(words), code) is denied


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("zh", "不含充电器。", "附带充电器。"),
        ("ja", "充電器は付属しません。", "充電器が付属します。"),
        ("zh", "不支持无线充电。", "支持无线充电。"),
        ("ja", "ワイヤレス充電には対応していません。", "ワイヤレス充電に対応しています。"),
        ("zh", "面料防泼水，但不防水。", "面料防水。"),
        ("ja", "防水ではありません。", "防水です。"),
    ],
)
def test_what_english_cells_deny_is_denied_in_other_scripts(code, right, wrong):
    facts = sheet(
        "Voltuno power bank",
        not_included="Charger",
        Wireless_charging="No",
        water_resistance="Water-repellent, not waterproof",
    )

    assert not {"contradicted", "unsupported"} & set(verdicts(right, facts, code).values())
    assert "contradicted" in verdicts(wrong, facts, code).values()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("不含充电器", ("zh",)),
        ("Charger: not included", ("en",)),
        ("500 ml", ("zh", "en")),
        ("保温杯 insulated bottle with a steel lid", ("zh", "en")),
    ],
)
def test_a_cell_is_read_in_the_languages_of_its_script(text, codes):
    assert readable(text, ("zh", "en")) == codes


@pytest.mark.parametrize(
    ("code", "text", "verdict"),
    [
        ("zh", "葡萄牙制造。", "supported"),
        ("ja", "ポルトガル製です。", "supported"),
        ("ru", "Произведено в Португалии.", "supported"),
        ("ja", "ベトナム製です。", "contradicted"),
    ],
)
def test_an_english_origin_backs_the_country_in_other_scripts(code, text, verdict):
    facts = sheet("Halva bottle", origin="Portugal")

    assert list(verdicts(text, facts, code).values()) == [verdict]


def test_the_base_of_a_japanese_rate_is_no_amount():
    facts = sheet("紙凪 ノート", 用紙="100g/m² 中性紙", フック="1枚につき8個")

    assert set(verdicts("紙は1平方メートルあたり100gの中性紙です。", facts, "ja").values()) == {"supported"}
    assert "contradicted" in verdicts("1枚につきフックが9個付いています。", facts, "ja").values()
