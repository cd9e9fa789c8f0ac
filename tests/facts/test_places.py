import pytest

from listgen.facts.places import countries_in, find_origins, place_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Portugal", "PT"),
        ("葡萄牙", "PT"),
        ("ポルトガル", "PT"),
        ("USA", "US"),
        ("Deutschland", "DE"),
        ("somewhere", ""),
    ],
)
def test_a_country_has_its_code_in_every_language(text, code):
    assert place_code(text) == code


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("en", "It is made in Portugal.", ["PT"]),
        ("zh", "藏青色，葡萄牙制造。产地为德国。", ["PT", "DE"]),
        ("ja", "ブラック、ベトナム製です。ステンレス製。", ["VN"]),
        ("ru", "Произведено в Турции, сделано во Вьетнаме.", ["TR", "VN"]),
        ("en", "Made in Foobar.", [""]),
    ],
)
def test_a_text_tells_where_the_product_was_made(language, text, codes):
    assert [origin.code for origin in find_origins(text, language)] == codes


def test_the_countries_of_a_cell_are_read_in_its_language():
    assert countries_in("浙江安吉，中国", "zh") == {"CN"}
