import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.facts.attributes import extract_attributes
from listgen.facts.attributes.table import attribute_tables


def found(text: str, category: str) -> dict[str, str]:
    return {one.name: one.value for one in extract_attributes(text, category=category)}


def test_a_coffee_title_gives_its_attributes_as_written():
    title = "Norrbean Vanilla Caramel, Medium Roast Ground Coffee, 12 oz (Pack of 3)"

    values = found(title, "Coffee")

    assert values["Brand"] == "Norrbean"
    assert values["Flavor"] == "Vanilla Caramel"
    assert values["Roast type"] == "Medium Roast"
    assert values["Item form"] == "Ground Coffee"
    assert values["Net content"] == "12 oz"
    assert values["Pack size"] == "Pack of 3"


def test_what_a_title_does_not_say_stays_missing():
    values = found("Norrbean Ground Coffee", "Coffee")

    assert "Net content" not in values
    assert "Roast type" not in values


def test_names_limit_the_answer_and_keep_their_spelling_and_order():
    got = extract_attributes(
        "Norrbean Espresso, 12 oz (Pack of 3)", category="Coffee", names=["pack size", "Brand Name"]
    )

    assert [one.name for one in got] == ["pack size", "Brand Name"]


def test_an_unknown_attribute_name_has_no_answer():
    assert extract_attributes("Norrbean Espresso, 12 oz", category="Coffee", names=["Wibble"]) == ()


@pytest.mark.parametrize(
    ("title", "category", "name", "value"),
    [
        ("Norrpaw Grain-Free Dry Cat Food, Kitten 1-4 Months, 4 lb", "Cat food", "Life stage", "Kitten 1-4 Months"),
        ("Norrpaw Grain-Free Dry Cat Food, Kitten 1-4 Months, 4 lb", "Pets > Cat food", "Diet", "Grain-Free"),
        ("Norrpaw Adult Dog Food, Lamb and Brown Rice, 12 kg", "Dog food", "Flavor", "Lamb and Brown Rice"),
        ("Brisewool Men's Harbor Slip On,Black,10 M US", "Shoes", "Model name", "Harbor"),
        ("Brisewool Men's Harbor Slip On,Black,10 M US", "Shoes", "Size", "10 M US"),
        ("Skarvsol Kids Sunscreen Lotion, SPF 50, 6 Ounces", "Sunscreen", "Protection level", "SPF 50"),
        ("Norrbean Coffee Roasters Southern Pecan, 12 oz", "Coffee", "Brand", "Norrbean Coffee Roasters"),
        ("Pods by Fjellbean, Medium Roast, 24 Count", "Coffee", "Net content", "24 Count"),
        ("TROLLKROK Minnow Lure 11cm 17g Hard Bait TK109", "Lure", "Model Number", "TK109"),
        ("TROLLKROK Minnow Lure 11cm 17g Hard Bait UV400", "Lure", "Model Number", None),
        ("LAUVRUN Women's Yoga Shorts Quick Dry", "Shorts", "Gender", "Women"),
        ("LAUVRUN Women's Yoga Shorts Quick Dry", "Shorts", "Brand Name", "LAUVRUN"),
        ("2018 New Women Yoga Shorts Quick Dry", "Shorts", "Brand Name", None),
    ],
)
def test_titles_give_what_they_say_under_each_name(title, category, name, value):
    assert found(title, category).get(name) == value


def test_a_text_without_an_end_is_read_in_a_moment():
    for table in attribute_tables():
        extract_attributes("soft dry vanilla " * 10_000, category=table.id)


WORDS = ("Norrbean", "Coffee", "12", "oz", ",", "-", "(", ")", "Men's", "Black", "SPF", "50", "Tea", "of")


@given(
    text=st.text(max_size=120) | st.lists(st.sampled_from(WORDS)).map(" ".join),
    table=st.sampled_from(attribute_tables()),
)
def test_every_value_is_the_text_at_its_span(text, table):
    for one in extract_attributes(text, category=table.id):
        assert one.value == text[one.start : one.end]
        assert one.value.strip()
