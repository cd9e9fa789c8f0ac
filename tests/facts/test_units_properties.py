"""What holds for every unit: conversions, what is said is read again, and a changed digit never passes."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts.unit_table import bounds, convert, dimension_of, exact_scale, rate_of, unit_named, units
from listgen.facts.units import find_dimensions, find_quantities, same_quantity, say_dimensions, say_quantity

# "18 k" alone is a short form of a thousand; karats are read with their word.
WRITTEN = tuple(name for name in sorted(units()) if name != "karat")
PAIRS = [(one, two) for one, two in permutations(sorted(units()), 2) if dimension_of(one) == dimension_of(two)]
RATES = ("milligram/100 gram", "gram/100 millilitre", "watt/square_metre", "kilocalorie/100 gram", "gram/day")
NUMBERS = st.one_of(
    st.integers(1, 99999).map(Decimal),
    st.decimals(min_value="0.1", max_value="9999.9", places=1),
    st.decimals(min_value="0.01", max_value="99.99", places=2),
)
STYLES = st.sampled_from(["short", "long", "noun"])


def in_bounds(number, unit):
    limits = bounds().get(units()[unit].symbol if unit in units() else "")
    return limits is None or limits[0] <= number <= limits[1]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_conversion_there_and_back_gives_the_number_again(one, two):
    for number in (Decimal("0.01"), Decimal("9.5"), Decimal(750), Decimal(123456)):
        there = convert(number, one, two)
        assert there is not None

        back = convert(there, two, one)

        assert back is not None
        assert abs(back - number) <= number * Decimal("1e-9") + Decimal("1e-9")


def test_the_table_agrees_with_definitions_of_the_units():
    rows = [
        ("inch", "centimetre", "2.54"), ("pound", "ounce", "16"), ("gallon", "pint", "8"),
        ("cubic_foot", "cubic_inch", "1728"), ("square_foot", "square_inch", "144"), ("tablespoon", "teaspoon", "3"),
        ("mile", "foot", "5280"), ("bar", "kilopascal", "100"), ("year", "month", "12"), ("tonne", "kilogram", "1000"),
        ("cubic_metre", "litre", "1000"), ("cubic_centimetre", "millilitre", "1"), ("gallon", "fluid_ounce", "128"),
        ("tex", "denier", "9"), ("kilometre_per_hour", "metre_per_second", "0.277777777778"),
        ("psi", "kilopascal", "6.89475729317"), ("megabyte_per_second", "megabit_per_second", "8"),
    ]  # fmt: skip
    for one, two, number in rows:
        found = convert(Decimal(1), one, two)
        assert found is not None
        assert abs(found - Decimal(number)) <= Decimal("2e-6") * Decimal(number), (one, two, found)


@given(number=NUMBERS, unit=st.sampled_from((*WRITTEN, *RATES)), style=STYLES)
def test_what_is_said_is_found_again(number, unit, style):
    assume(in_bounds(number, unit))
    quantity = Quantity(number, unit, "")

    said = say_quantity(quantity, style=style)
    found = find_quantities(f"It has {said}.")

    assert [(one.quantity.magnitude, one.quantity.unit) for one in found] == [(number, unit)], said


@given(
    number=NUMBERS,
    unit=st.sampled_from(WRITTEN),
    style=STYLES,
    qualifier=st.sampled_from(["up to", "about", "at least"]),
)
def test_qualifiers_are_found_again(number, unit, style, qualifier):
    assume(in_bounds(number, unit) and style != "noun")

    (found,) = find_quantities(f"It has {say_quantity(Quantity(number, unit, '', None, qualifier), style=style)}.")

    assert (found.quantity.magnitude, found.quantity.unit, found.quantity.qualifier) == (number, unit, qualifier)


@given(low=NUMBERS, more=NUMBERS, unit=st.sampled_from(WRITTEN), style=STYLES)
def test_ranges_are_found_again(low, more, unit, style):
    assume(in_bounds(low, unit) and in_bounds(low + more, unit))

    said = say_quantity(Quantity(low, unit, "", low + more), style=style)
    found = find_quantities(f"It has {said}.")

    assert [(one.quantity.magnitude, one.quantity.maximum, one.quantity.unit) for one in found] == [
        (low, low + more, unit)
    ], said


def changed_digits(text):
    """Yield the text with one digit of its first number changed."""
    for place, char in enumerate(text):
        if char.isdigit():
            for digit in "0123456789":
                if digit != char:
                    yield text[:place] + digit + text[place + 1 :]


@given(number=NUMBERS, unit=st.sampled_from(WRITTEN), style=STYLES)
def test_a_changed_digit_in_the_sellers_unit_never_passes(number, unit, style):
    given_ = Quantity(number, unit, "")
    said = say_quantity(given_, style=style)

    for text in changed_digits(said):
        for span in find_quantities(text):
            if span.quantity.magnitude != number:
                assert not same_quantity(given_, span.quantity), text


@given(number=NUMBERS, pair=st.sampled_from(PAIRS), places=st.integers(0, 2), digit=st.integers(0, 9), data=st.data())
def test_a_changed_digit_in_another_unit_passes_only_within_the_tolerance(number, pair, places, digit, data):
    one, two = pair
    converted = convert(number, one, two)
    assert converted is not None
    word = round(converted, places)
    assume(word > 0)
    digits = list(f"{word:f}")
    place = data.draw(st.sampled_from([place for place, char in enumerate(digits) if char.isdigit()]))
    assume(digits[place] != str(digit))
    digits[place] = str(digit)
    claimed = Quantity(Decimal("".join(digits)), two, "")

    off = abs(claimed.magnitude - converted)

    if same_quantity(Quantity(number, one, ""), claimed):
        assert off <= converted * Decimal("0.06")
        assert off <= max(converted * Decimal("0.025"), Decimal("0.5"))
        assert not exact_scale(one, two) or off <= converted * Decimal("0.025")


@given(number=NUMBERS, pair=st.sampled_from(PAIRS), power=st.sampled_from([-3, -2, -1, 1, 2, 3]))
def test_a_scale_error_never_passes(number, pair, power):
    one, two = pair
    converted = convert(number, one, two)
    assert converted is not None
    assume(abs(converted) > Decimal("1e-6"))
    wrong = converted.scaleb(power)

    assert not same_quantity(Quantity(number, one, ""), Quantity(wrong, two, ""))
    assert not same_quantity(Quantity(number, one, ""), Quantity(wrong, two, "", None, "about"))


@given(
    number=NUMBERS, unit=st.sampled_from(WRITTEN), qualifier=st.sampled_from(["", "up to", "about", "at least", "±"])
)
def test_every_quantity_is_the_same_as_itself(number, unit, qualifier):
    quantity = Quantity(number, unit, "", None, qualifier)

    assert same_quantity(quantity, quantity)
    assert same_quantity(replace(quantity, maximum=number + 1), replace(quantity, maximum=number + 1))


@given(st.lists(NUMBERS, min_size=2, max_size=3), st.sampled_from(["centimetre", "inch", "millimetre", "metre"]))
def test_dimensions_that_are_said_are_found_again(numbers, unit):
    assume(len(numbers) == 3 or numbers[0] * 8 > numbers[1])
    axes = tuple(("", Quantity(number, unit, "")) for number in numbers)

    found = find_dimensions(f"It measures {say_dimensions(Dimensions(axes, ''))}.")

    assert [[(quantity.magnitude, quantity.unit) for _, quantity in one.axes] for _, _, one in found] == [
        [(number, unit) for number in numbers]
    ]


def test_rates_are_units_and_know_their_names():
    assert rate_of("gram", "square_metre", Decimal(1)) == "gram_per_square_metre"
    assert rate_of("milligram", "gram", Decimal(100)) == "milligram/100 gram"
    row = unit_named("milligram/100 gram")
    assert row is not None
    assert (row.symbol, row.plural, row.dimension) == ("mg/100 g", "milligrams per 100 grams", "mass/mass")
    assert convert(Decimal(12), "milligram/100 gram", "gram/kilogram") == Decimal("0.12")
