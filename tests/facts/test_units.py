from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.fact import Quantity
from listgen.facts.unit_table import convert, dimension_of, units
from listgen.facts.units import (
    find_quantities,
    parse_dimensions,
    parse_number,
    parse_quantity,
    same_quantity,
    say_dimensions,
    say_quantity,
)


@pytest.mark.parametrize(
    ("text", "number", "upper", "unit", "qualifier"),
    [
        ('29"', "29", None, "inch", ""),
        ("8'", "8", None, "foot", ""),
        ("9/16 in", "0.5625", None, "inch", ""),
        ("1-9/16 in", "1.5625", None, "inch", ""),
        ("½ in", "0.5", None, "inch", ""),
        ("2½ cups".replace("cups", "in"), "2.5", None, "inch", ""),
        ('7" to 10"', "7", "10", "inch", ""),
        ("15–21 cm", "15", "21", "centimetre", ""),
        ("220-240 V", "220", "240", "volt", ""),
        ("1,299 g", "1299", None, "gram", ""),
        ("1,5 kg", "1.5", None, "kilogram", ""),
        ("2 lbs, 8 oz", "2.5", None, "pound", ""),
        ("-15 °C", "-15", None, "degree_celsius", ""),
        ("up to 8 h", "8", None, "hour", "up to"),
        ("about 750 ml", "750", None, "millilitre", "about"),
        ("10,000 mAh", "10000", None, "milliampere_hour", ""),
        ("180 gsm", "180", None, "gram_per_square_metre", ""),
        ("24 fl oz", "24", None, "fluid_ounce", ""),
        ("７５０ ml", "750", None, "millilitre", ""),
        ("6 foot", "6", None, "foot", ""),
        ("3.6GHz", "3.6", None, "gigahertz", ""),
        ("5", "5", None, "", ""),
        ("3+", "3", None, "", "at least"),
    ],
)
def test_quantities_are_read_in_all_their_spellings(text, number, upper, unit, qualifier):
    quantity = parse_quantity(text)

    assert quantity is not None
    assert quantity.magnitude == Decimal(number)
    assert quantity.maximum == (Decimal(upper) if upper else None)
    assert (quantity.unit, quantity.qualifier) == (unit, qualifier)


@pytest.mark.parametrize("text", ["", "red", "N/A", "750 ml and 12 cm", "size M", "12 foo", "1/0 in"])
def test_what_is_no_quantity_is_none(text):
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "axes"),
    [
        ('L 29" x W 13" x H 11"', [("length", "29 in"), ("width", "13 in"), ("height", "11 in")]),
        ("48 × 30 × 17 cm", [("", "48 cm"), ("", "30 cm"), ("", "17 cm")]),
        ("6'' wide by 12'' long.", [("width", "6 in"), ("length", "12 in")]),
        ("8' long x 1.0\" wide.", [("length", "8 ft"), ("width", "1 in")]),
        ("Ø 20 x 30 cm", [("diameter", "20 cm"), ("", "30 cm")]),
        ("L: 10 cm, W: 20 cm, H: 5 cm", [("length", "10 cm"), ("width", "20 cm"), ("height", "5 cm")]),
    ],
)
def test_dimensions_keep_labels_and_order(text, axes):
    dimensions = parse_dimensions(text)

    assert dimensions is not None
    assert [(axis, say_quantity(quantity)) for axis, quantity in dimensions.axes] == axes


@pytest.mark.parametrize("text", ["1920 x 1080", "750 ml", "2 x strap", "10, 20, 30"])
def test_what_is_no_length_along_axes_is_no_dimension(text):
    assert parse_dimensions(text) is None


def test_quantities_are_said_in_american_english():
    assert say_quantity(parse_quantity("24 L"), style="noun") == "24-liter"
    assert say_quantity(parse_quantity("24 L"), style="long") == "24 liters"
    assert say_quantity(parse_quantity("1 kg"), style="long") == "1 kilogram"
    assert say_quantity(parse_quantity('7" to 8.0"')) == "7-8 in"
    assert say_quantity(parse_quantity("95 %"), style="long") == "95%"
    assert say_quantity(parse_quantity("up to 15 in")) == "up to 15 in"
    assert say_dimensions(parse_dimensions("48 × 30 × 17 cm")) == "48 x 30 x 17 cm"


@pytest.mark.parametrize(
    ("cell", "text", "same"),
    [
        ("750 ml", "about 25 oz", True),
        ("750 ml", "25 oz", True),
        ("750 ml", "26 oz", False),
        ("750 ml", "751 ml", False),
        ("750 ml", "0.75 L", True),
        ("1000 g", "1 kg", True),
        ("9/16 in", "1-9/16 in", False),
        ("24 h", "24 min", False),
        ('7" to 10"', "7 to 10 inches", True),
        ('7" to 10"', "7 in", False),
        ("12 oz", "355 ml", False),  # a cell's ounces of weight are no volume
        ("12 fl oz", "355 ml", True),
        ("30 °C", "86 °F", True),
    ],
)
def test_a_claim_repeats_a_quantity_or_it_does_not(cell, text, same):
    assert same_quantity(parse_quantity(cell), parse_quantity(text)) is same


@given(st.decimals(min_value=1, max_value=100000, places=2), st.sampled_from(sorted(units())), st.data())
def test_conversion_there_and_back_gives_the_number_again(number, unit, data):
    others = [name for name in sorted(units()) if dimension_of(name) == dimension_of(unit)]
    other = data.draw(st.sampled_from(others))

    there = convert(number, unit, other)
    back = convert(there, other, unit)

    assert abs(back - number) <= abs(number) * Decimal("1e-6") + Decimal("1e-6")


@given(st.integers(1, 99999), st.sampled_from(["cm", "in", "ml", "kg", "W", "h", "GB", "%"]))
def test_what_is_said_is_read_again(number, unit):
    quantity = parse_quantity(f"{number} {unit}")

    again = parse_quantity(say_quantity(quantity))

    assert (again.magnitude, again.unit) == (quantity.magnitude, quantity.unit)


@given(st.text(max_size=60))
def test_any_text_is_searched_without_error(text):
    for span in find_quantities(text):
        assert isinstance(span.quantity, Quantity)
        assert 0 <= span.start < span.end <= len(text)
    parse_number(text)
    parse_dimensions(text)
