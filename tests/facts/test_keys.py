import pytest

from listgen.facts.keys import fact_keys, key_of_label


def test_no_two_keys_share_a_name():
    names = [name for key in fact_keys().values() for name in {key.id.replace("_", " "), *key.aliases}]

    assert sorted(names) == sorted(set(names))


def test_headers_find_their_key_whatever_their_punctuation():
    assert key_of_label("Care instructions").id == "care"
    assert key_of_label("care_instructions").id == "care"
    assert key_of_label("Dishwasher-safe").id == "dishwasher"
    assert key_of_label("Flux capacitor") is None


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("材质", "material"),
        ("サイズ（cm）", "dimensions"),
        ("保温时间", "hot_hours"),
        ("Цвет", "colour"),
        ("カラー", "colour"),
    ],
)
def test_a_label_is_read_in_every_language(label, key):
    assert key_of_label(label).id == key
