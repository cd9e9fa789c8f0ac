"""Listing phrases in the other languages of the lock: number marks, words of units and of numbers, qualifiers, axes."""

import random
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from listgen.facts.language import LANGUAGES
from listgen.facts.units import find_dimensions, find_quantities, parse_number, parse_quantity, word_number
from tests.facts.test_units_english import read

GERMAN = [
    ("Hält Getränke bis zu 24 Stunden kalt", ["up to 24 hour"]),
    ("Akkulaufzeit: 24 h max.", ["up to 24 hour"]),
    ("Fassungsvermögen 1,5 L", ["1.5 litre"]),
    ("Inhalt: 1.500 ml", ["1500 millilitre"]),
    ("ca. 750ml", ["about 750 millilitre"]),
    ("für Schrauben von 8 bis 19 mm", ["8-19 millimetre"]),
    ("zwei Liter Inhalt", ["2 litre"]),
    ("vierundzwanzig Stunden warm", ["24 hour"]),
    ("ein halber Liter", ["0.5 litre"]),
    ("zwischen 5 und 10 cm", ["5-10 centimetre"]),
    ("mindestens 60 % Baumwolle", ["at least 60 percent"]),
    ("Traglast 1.000 kg", ["1000 kilogram"]),
    ("einen ganzen Tag kalt", ["24 hour"]),
    ("1,5-Liter-Flasche", ["1.5 litre"]),
    ("Waschbar bei 30 °C, bügeln bei 110 Grad", ["30 degree_celsius", "110 degree_celsius"]),
    ("5 in einer Box, 2 in 1", []),
    ("bis -10 °C, Spannung 220–240 V~", ["up to -10 degree_celsius", "220-240 volt"]),
    ("Dreiviertelstunde bei minus 5 °C", ["45 minute", "-5 degree_celsius"]),
]
FRENCH = [
    ("pour vis de 8 à 19 mm", ["8-19 millimetre"]),
    ("garde au froid jusqu'à 24 heures", ["up to 24 hour"]),
    ("deux litres", ["2 litre"]),
    ("contenance de 1,5 L", ["1.5 litre"]),
    ("batterie de 10 000 mAh", ["10000 milliampere_hour"]),
    ("environ 750 ml", ["about 750 millilitre"]),
    ("un demi-litre", ["0.5 litre"]),
    ("entre 5 et 10 cm", ["5-10 centimetre"]),
    ("autonomie de 24 h maximum", ["up to 24 hour"]),
    ("charge en 2 h 30", ["2.5 hour"]),
    ("vingt-quatre heures", ["24 hour"]),
    ("au moins 60 % de coton", ["at least 60 percent"]),
    ("iPhone 15 128 Go", ["128 gigabyte"]),
    ("trois quarts d'heure à 1 200 tr/min", ["45 minute", "1200 revolution_per_minute"]),
    ("taille 1m80", ["1.8 metre"]),
    ("2 vitesses (450 / 1 600 tr/min)", ["450 revolution_per_minute", "1600 revolution_per_minute"]),
    ("taille 42 100 % coton", ["100 percent"]),
]
SPANISH = [
    ("mantiene frío hasta 24 horas", ["up to 24 hour"]),
    ("dos litros", ["2 litre"]),
    ("capacidad de 1,5 l", ["1.5 litre"]),
    ("de 8 a 19 mm", ["8-19 millimetre"]),
    ("unos 750 ml", ["about 750 millilitre"]),
    ("medio litro de agua", ["0.5 litre"]),
    ("una hora y media", ["1.5 hour"]),
    ("al menos 60 % algodón", ["at least 60 percent"]),
    ("treinta y dos grados", ["32 degree"]),
    ("2.500 mililitros", ["2500 millilitre"]),
    ("24 horas como máximo", ["up to 24 hour"]),
    ("entre 5 y 10 cm", ["5-10 centimetre"]),
    ("diámetro de 3/4 de pulgada", ["0.75 inch"]),
    ("se carga en hora y media", ["1.5 hour"]),
    ("dura 20 mil horas", ["20000 hour"]),
]
PORTUGUESE = [
    ("mantém frio por até 24 horas", ["up to 24 hour"]),
    ("dois litros", ["2 litre"]),
    ("capacidade de 1,5 L", ["1.5 litre"]),
    ("de 8 a 19 mm", ["8-19 millimetre"]),
    ("cerca de 750 ml", ["about 750 millilitre"]),
    ("meio litro", ["0.5 litre"]),
    ("vinte e quatro horas", ["24 hour"]),
    ("duas horas e meia", ["2.5 hour"]),
    ("pelo menos 60% algodão", ["at least 60 percent"]),
]
ITALIAN = [
    ("mantiene freddo fino a 24 ore", ["up to 24 hour"]),
    ("due litri", ["2 litre"]),
    ("capacità 1,5 l", ["1.5 litre"]),
    ("da 8 a 19 mm", ["8-19 millimetre"]),
    ("circa 750 ml", ["about 750 millilitre"]),
    ("mezzo litro", ["0.5 litre"]),
    ("ventiquattro ore", ["24 hour"]),
    ("almeno 60% cotone", ["at least 60 percent"]),
    ("2 in 1, disponibile in 3 in tutto", []),
]
RUSSIAN = [
    ("держит холод до 24 часов", ["up to 24 hour"]),
    ("два литра", ["2 litre"]),
    ("объём 1,5 л", ["1.5 litre"]),
    ("от 8 до 19 мм", ["8-19 millimetre"]),
    ("около 750 мл", ["about 750 millilitre"]),
    ("вес 450 г", ["450 gram"]),
    ("аккумулятор 10 000 мАч", ["10000 milliampere_hour"]),
    ("двадцать четыре часа", ["24 hour"]),
    ("не менее 60 % хлопка", ["at least 60 percent"]),
    ("мощность 65 Вт", ["65 watt"]),
    ("вес 450 г.", ["450 gram"]),
    ("0,5-литровая фляга за полтора часа", ["0.5 litre", "1.5 hour"]),
    ("подушка 40х40 см", ["40 centimetre"]),
    ("набор 5 в 1, 6 с крышкой, питание 5 В, таймер 10 с", ["5 volt", "10 second"]),
]
CHINESE = [
    ("容量约750ml", ["about 750 millilitre"]),
    ("容量750毫升以上", ["at least 750 millilitre"]),
    ("重量不超过2千克", ["up to 2 kilogram"]),
    ("适合18-22厘米手腕", ["18-22 centimetre"]),
    ("保冷长达24小时，保温12小时", ["up to 24 hour", "12 hour"]),
    ("净重500克装", ["500 gram"]),
    ("一千克大米", ["1 kilogram"]),
    ("半升水", ["0.5 litre"]),
    ("两个半小时充满", ["2.5 hour"]),
    ("２０００ｍＡｈ", ["2000 milliampere_hour"]),
    ("2万毫安时", ["20000 milliampere_hour"]),
    ("长约20厘米左右", ["about 20 centimetre"]),
    ("二十四小时", ["24 hour"]),
    ("功率65W，电压220V", ["65 watt", "220 volt"]),
    ("含棉95%，5%氨纶", ["95 percent", "5 percent"]),
    ("128GB存储，8GB内存", ["128 gigabyte", "8 gigabyte"]),
    ("开封后3个月内", ["up to 3 month"]),
    ("身高1米8", ["1.8 metre"]),
    ("零下10度至40度", ["-10-40 degree_celsius"]),
    ("含棉百分之二十", ["20 percent"]),
    ("十分舒适，一起使用，三件套", []),
    ("1,500毫升", ["1500 millilitre"]),
]
JAPANESE = [
    ("容量約750ml", ["about 750 millilitre"]),
    ("手首18〜22cm対応", ["18-22 centimetre"]),
    ("最長24時間保冷", ["up to 24 hour"]),
    ("750ミリリットル以上", ["at least 750 millilitre"]),
    ("重さ500グラム", ["500 gram"]),
    ("高さ20センチ前後", ["about 20 centimetre"]),
    ("二時間半で充電", ["2.5 hour"]),
    ("７５０ｍｌ入り", ["750 millilitre"]),
    ("8mmから19mmまで", ["8-19 millimetre"]),
    ("一キログラム", ["1 kilogram"]),
    ("綿60%、ポリエステル40%", ["60 percent", "40 percent"]),
    ("30分で充電", ["30 minute"]),
    ("AC100〜240V 50/60Hz", ["100-240 volt", "50 hertz", "60 hertz"]),
    ("マイナス10度まで、500W強力モーター", ["up to -10 degree_celsius", "500 watt"]),
    ("2時間30分", ["2.5 hour"]),
    ("十分に楽しめる一品", []),
]
TABLES = {
    "de": GERMAN, "fr": FRENCH, "es": SPANISH, "pt": PORTUGUESE, "it": ITALIAN,
    "ru": RUSSIAN, "zh": CHINESE, "ja": JAPANESE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "quantities"), [(code, *row) for code, rows in TABLES.items() for row in rows]
)
def test_listing_phrases_are_read(code, text, quantities):
    assert read(text, code) == quantities


@pytest.mark.parametrize(
    ("code", "text", "axes"),
    [
        ("de", "Maße (B x T x H): 40 x 30,5 x 20 cm", ["width 40", "depth 30.5", "height 20"]),
        ("de", "40 cm breit x 30 cm tief x 20 cm hoch", ["width 40", "depth 30", "height 20"]),
        ("de", "H40 x B30 x T20 cm", ["height 40", "width 30", "depth 20"]),
        ("fr", "Dimensions : L 40 x l 30 x H 20 cm", ["length 40", "width 30", "height 20"]),
        ("es", "40 x 30 x 20 cm (largo x ancho x alto)", ["length 40", "width 30", "height 20"]),
        ("it", "L 40 x P 30 x H 20 cm", ["length 40", "depth 30", "height 20"]),
        ("pt", "40 x 30,5 cm", [" 40", " 30.5"]),
        ("ru", "40 х 30 х 20 см (Д х Ш х В)", ["length 40", "width 30", "height 20"]),
        ("zh", "长40×宽30×高20厘米", ["length 40", "width 30", "height 20"]),
        ("zh", "长宽高：40×30×20cm", ["length 40", "width 30", "height 20"]),
        ("de", "160 cm lang, 90 cm breit und 75 cm hoch", ["length 160", "width 90", "height 75"]),
        ("fr", "L. 30 x l. 20 x H. 10 cm", ["length 30", "width 20", "height 10"]),
        ("zh", "尺寸：40*30*20cm", [" 40", " 30", " 20"]),
        ("ja", "幅40×奥行30×高さ20cm", ["width 40", "depth 30", "height 20"]),
        ("ja", "W40×D30×H20（cm）", ["width 40", "depth 30", "height 20"]),
    ],
)
def test_dimensions_take_the_labels_of_the_language(code, text, axes):
    found = find_dimensions(text, language=code)

    assert found
    assert [f"{axis} {quantity.magnitude.normalize():f}" for axis, quantity in found[0][2].axes] == axes


LOCALES = {
    "en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES", "pt": "pt_BR", "it": "it_IT", "ru": "ru_RU",
    "zh": "zh_CN", "ja": "ja_JP", "es-MX": "es_MX", "de-CH": "de_CH",
}  # fmt: skip


@pytest.mark.parametrize("code", [*LANGUAGES, "es-MX", "de-CH"])
@given(number=st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False))
def test_numbers_as_a_locale_formats_them_are_read(code, number):
    # three digits behind a lone mark would be thousands, so the fraction has at most two
    text = format_decimal(number, locale=LOCALES[code])

    assert parse_number(text, language=code) == number
    quantity = parse_quantity(f"{text} kg", language=code)
    assert quantity is not None
    assert (quantity.magnitude, quantity.unit) == (number, "kilogram")


@pytest.mark.parametrize(
    ("code", "word", "number"),
    [
        ("en", "twenty-four", 24),
        ("de", "einundzwanzig", 21),
        ("fr", "soixante-douze", 72),
        ("es", "veinticuatro", 24),
        ("it", "trentotto", 38),
        ("ru", "двадцать", 20),
        ("zh", "二十四", 24),
        ("ja", "百二十", 120),
        ("en", "red", None),
    ],
)
def test_number_words_are_whole_numbers(code, word, number):
    assert word_number(word, code) == number


@pytest.mark.parametrize("code", LANGUAGES)
@given(text=st.text(max_size=80))
def test_any_text_is_searched_without_error(code, text):
    for span in find_quantities(text, language=code):
        assert 0 <= span.start < span.end <= len(text)
    find_dimensions(text, language=code)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 40 + " kg 500 g",
        "9" * 12 + " km 30 m",
        "1/00000 in",
        "9" * 5000 + " cm",
        "1 x " * 400,
        "9999999999999 TB to 9 byte",
        "1:30 " * 200,
        "1/2/3/4/" * 100 + " m",
        "10 000 " * 200 + "%",
        "± " * 300 + "5 cm",
        "千" * 200 + "克",
        "万" * 60 + "米",
    ],
)
@pytest.mark.parametrize("code", ["en", "fr", "zh"])
def test_hostile_numbers_are_read_without_error(code, text):
    assert all(span.end <= len(text) for span in find_quantities(text, language=code))
    find_dimensions(text, language=code)
    parse_quantity(text, language=code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_scrambled_listing_characters_are_searched_without_error(code):
    source = random.Random(7)
    for _ in range(300):
        text = "".join(source.choices("0123456789 ,.-/x×±~+%\"'°½cmLWHkg毫升時間часов()", k=24))
        for span in find_quantities(text, language=code):
            assert isinstance(span.quantity.magnitude, Decimal)
            assert 0 <= span.start < span.end <= len(text)
        find_dimensions(text, language=code)
