"""The fact lock on the ordinary sentences of sellers: exceptions, idioms, questions, figures written another way."""

import pytest

from listgen.domain.finding import Severity
from listgen.facts.lock import check_claims, lock_findings

from .sheets import PLAIN, blocked, sheet

JAR = sheet("Halm Vorratsdose", **{"Lave-vaisselle": "oui, sauf le joint", "Filtre papier": "non"})
BAR = sheet(
    "Halm Bar", **{"Vegan": "No (contains milk)", "Timer": "Not included (sold separately)", "Tumble dry": "no"}
)
HUB = sheet("Halm Hub", **{"Ports": "5", "Power supply included": "No", "Power Delivery": "60 W"})
BRUSH = sheet("Halm Brush", **{"Strokes": "30,000 per minute", "Brush heads": "2 included", "Strap": "yes"})
LAMP = sheet("Halm Lampe", **{"Stufen": "2700 K, 4000 K, 5000 K", "Pockets": "7, including 3 padded"})
MUESLI = sheet("Halm Muesli", **{"Serving": "50 g, 9 servings per bag"})
SHAVER = sheet("哈姆 剃须刀", **{"刀头": "2个浮动刀头", "包装清单": "主机1个、线1根、刷1个", "滤芯": "附带3个"})


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (JAR, "Passe au lave-vaisselle, à l'exception du joint.", "fr"),
        (JAR, "Plus besoin de filtre en papier.", "fr"),
        (BAR, "Not vegan because of the milk.", "en"),
        (BAR, "Please don't put it in the tumble dryer.", "en"),
        (HUB, "Halm Hub: 5-in-1 hub with 60 W Power Delivery", "en"),
        (BRUSH, "30 000 mouvements par minute", "fr"),
        (BRUSH, "¿No necesitas la correa? Guárdala.", "es"),
        (LAMP, "2700 K, 4000 K, 5000 K: 3 Stufen", "de"),
        (MUESLI, "One bag is enough for 9 breakfasts.", "en"),
    ],
)
def test_a_true_sentence_passes_however_it_is_put(facts, text, language):
    assert blocked(text, facts, language) == []


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (JAR, "Le joint passe au lave-vaisselle.", "fr"),
        (BAR, "A vegan bar.", "en"),
        (BAR, "You can put it in the tumble dryer.", "en"),
        (HUB, "Comes with a power supply.", "en"),
        (BRUSH, "35 000 mouvements par minute", "fr"),
        (BRUSH, "Quatre têtes de brosse", "fr"),
        (BRUSH, "¿Sin correa? Sí.", "es"),
        (LAMP, "Eight pockets", "en"),
        (MUESLI, "One bag is enough for 12 breakfasts.", "en"),
        (SHAVER, "三个浮动刀头", "zh"),
        (SHAVER, "附带6个滤芯", "zh"),
    ],
)
def test_a_false_sentence_of_the_same_kind_is_stopped(facts, text, language):
    assert blocked(text, facts, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Enjoy it cold.", "en"),
        ("Schluss mit Krümeln.", "de"),
        ("Dites adieu aux miettes.", "fr"),
        ("Di adiós a las migas.", "es"),
        ("用得放心。", "zh"),
        ("朝が気持ちよく始まります。", "ja"),
    ],
)
def test_a_soft_word_at_most_warns(text, language):
    claims = check_claims("description", [text], BAR, voice=PLAIN, language=language)

    found = lock_findings(claims, sku="A", channel="c", variant="v")

    assert all(one.severity is Severity.WARNING for one in found)


def test_a_furry_child_is_no_child():
    assert blocked("毛孩子也喜欢。", SHAVER, "zh") == []
    assert blocked("适合孩子。", SHAVER, "zh")


BAG = sheet(
    "Halm Tasche",
    **{"Padding": "8 mm foam", "Waterproof": "IPX7", "Rack": "Not included", "Tumble dry": "no", "Lock": "no"},
)
BOX = sheet("Halm Dose", **{"Mikrowellengeeignet": "nur der Deckel", "Becher": "Glas", "Deckel": "Kunststoff"})


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (BAG, "Padded for long days.", "en"),
        (BAG, "Étanche (IPX7).", "fr"),
        (BAG, "A rack is not part of the kit and is sold separately.", "en"),
        (BAG, "Please don't put the bag in the tumble dryer.", "en"),
        (BOX, "Der Deckel darf in die Mikrowelle, der Becher nicht.", "de"),
    ],
)
def test_a_heading_or_an_ellipsis_carries_what_a_sentence_says(facts, text, language):
    assert blocked(text, facts, language) == []


@pytest.mark.parametrize(
    ("facts", "text", "language"),
    [
        (BAG, "A lockable bag.", "en"),
        (BAG, "The bag is not padded.", "en"),
        (BAG, "A rack is part of the kit and is included.", "en"),
        (BAG, "You may put the bag in the tumble dryer.", "en"),
        (BOX, "Die Dose ist ohne Becher.", "de"),
    ],
)
def test_what_a_heading_denies_or_grants_is_not_turned_round(facts, text, language):
    assert blocked(text, facts, language)


HONEY = sheet("ハルム 茶", **{"乾燥処理": "なし（非乾燥）", "産地": "静岡県"})
FOUNTAIN = sheet("哈姆 饮水机", **{"灯光模式": "4种（常亮、呼吸、闪烁、关闭）"})


def test_a_denied_verb_is_what_a_japanese_sentence_denies():
    assert blocked("静岡県で摘んだ葉を、乾燥せずに詰めました。", HONEY, "ja") == []


def test_kinds_are_counted_where_the_sheet_counts_them():
    assert blocked("四种灯光模式", FOUNTAIN, "zh") == []
    assert blocked("两种用法都方便", FOUNTAIN, "zh") == []
    assert blocked("六种灯光模式", FOUNTAIN, "zh")


def test_a_thing_that_is_left_out_in_brackets_is_the_one_before_them():
    facts = sheet("哈姆 体重秤", **{"电池": "3节5号电池（不含）"})

    assert blocked("需要三节5号电池，包装内不含电池。", facts, "zh") == []
    assert blocked("附带电池。", facts, "zh")
