"""English phrases of real listings: what is read, what is left alone, and what counts as the same."""

from decimal import Decimal

import pytest

from listgen.facts.units import (
    find_dimensions,
    find_quantities,
    parse_dimensions,
    parse_quantity,
    same_dimensions,
    same_quantity,
)


def read(text, language="en"):
    """Return the quantities of a text as "qualifier number-number unit"."""
    found = []
    for span in find_quantities(text, language=language):
        quantity = span.quantity
        number = f"{quantity.magnitude.normalize():f}"
        if quantity.maximum is not None:
            number += f"-{quantity.maximum.normalize():f}"
        found.append(f"{quantity.qualifier} {number} {quantity.unit}".strip())
    return found


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ('Fits panels 9/16″ thick or 1 9/16 in thick', ["0.5625 inch", "1.5625 inch"]),
        ("Seat height 45 cm ± 2 cm", ["45 centimetre", "± 2 centimetre"]),
        ("Diameter 30 ± 2 mm", ["30 millimetre", "± 2 millimetre"]),
        ("Measured by hand, +/- 5% is normal", ["± 5 percent"]),
        ("Comes with 3 x 250 ml refills", ["250 millilitre"]),
        ("2x30cm straps", ["30 centimetre"]),
        ("Works on 100-240 V", ["100-240 volt"]),
        ("Input: 220–240 V~ 50/60 Hz", ["220-240 volt", "50 hertz", "60 hertz"]),
        ("Cotton of 180 g/m²", ["180 gram_per_square_metre"]),
        ("Cotton of 180 g per m²", ["180 gram_per_square_metre"]),
        ("Sodium: 12 mg/100 g", ["12 milligram/100 gram"]),
        ("Solar panel with 200 W/m²", ["200 watt/square_metre"]),
        ("Runs at up to 25 km/h", ["up to 25 kilometre_per_hour"]),
        ("Pumps 12 l/min", ["12 litre_per_minute"]),
        ("350 kcal per 100 g", ["350 kilocalorie/100 gram"]),
        ("710 ml/24 oz", ["710 millilitre", "24 ounce"]),
        ("Charges in 2 h 30 min", ["2.5 hour"]),
        ("Charges in 2 hours and 30 minutes", ["2.5 hour"]),
        ("Charges in 1:30 h", ["1.5 hour"]),
        ("24+ hours of playtime", ["at least 24 hour"]),
        ("Weighs less than 2 lb", ["up to 2 pound"]),
        ("Holds over 20 kg", ["at least 20 kilogram"]),
        ("24 hours max", ["up to 24 hour"]),
        ("10 kg or more", ["at least 10 kilogram"]),
        ("Keeps cold for a full day", ["24 hour"]),
        ("one kilogram of rice", ["1 kilogram"]),
        ("half a litre of tea in half an hour", ["0.5 litre", "0.5 hour"]),
        ("two and a half hours", ["2.5 hour"]),
        ("a twenty-four-hour clock", ["24 hour"]),
        ("Two-pound bag", ["2 pound"]),
        ("between 5 and 10 cm", ["5-10 centimetre"]),
        ("500 g to 1 kg", ["500-1000 gram"]),
        ("Rated from -20 to 60 °C", ["-20-60 degree_celsius"]),
        ("Stores at -15 °C", ["-15 degree_celsius"]),
        ("Light of 2700 K and 806 lm", ["2700 kelvin", "806 lumen"]),
        ("5000 mAh, 18.5 Wh, 65 W", ["5000 milliampere_hour", "18.5 watt_hour", "65 watt"]),
        ("Screen of 1440 x 3200 pixels, 500 nits, 515 ppi", ["1440 pixel", "3200 pixel", "500 nit", "515 ppi"]),
        ("Wi-Fi with 866 Mbps", ["866 megabit_per_second"]),
        ("1/2 cup, 2 tbsp and 1 tsp", ["2 tablespoon", "1 teaspoon"]),
        ("Vitamin D3 1000 IU, 25 µg", ["1000 international_unit", "25 microgram"]),
        ("15 psi, 2.5 bar, 100 kPa", ["15 psi", "2.5 bar", "100 kilopascal"]),
        ("8 oz/yd² denim", ["8 ounce_per_square_yard"]),
        (".5 oz sample", ["0.5 ounce"]),
        ("20 Hz – 20 kHz", ["20-20000 hertz"]),
        ("20 thousand hours", ["20000 hour"]),
        ("a quarter of an hour", ["15 minute"]),
        ("Lasts for one day", ["1 day"]),
        ("Rods of 8/9/10 m", ["8 metre", "9 metre", "10 metre"]),
        ("3.5 oz/100 g jar", ["3.5 ounce", "100 gram"]),
        ("Fat 10 g/100 g", ["10 gram/100 gram"]),
        ("95% cotton,5% elastane", ["95 percent", "5 percent"]),
        ("1.25 cu ft drawer", ["1.25 cubic_foot"]),
        ("0.5 ct diamond", ["0.5 carat"]),
        ("10 000 mAh power bank", ["10000 milliampere_hour"]),
    ],
)  # fmt: skip
def test_listing_phrases_are_read(text, quantities):
    assert read(text) == quantities


@pytest.mark.parametrize(
    "text",
    [
        "Open 24/7",
        "Aperture f/1.7",
        "Video in 4K@60fps",
        "IP68, UPF 50+, SPF 30, ISO 9001",
        "18/8 stainless steel and 18/10 cutlery",
        "EU 42, US 9.5, UK 8",
        "Sizes S-XXL, size 8 in black",
        "2-in-1 and 3 in 1",
        "Comes in 4 colors, 5 in the box",
        "3D print, 4K screen, 5G phone",
        "Jeans W32 L34 and 32W x 34L",
        "USB 3.0 and Bluetooth 5.2",
        "100 ct tea bags",
        "The best of the 90's",
        "14k gold",
        "Pack of 6, set of 4",
        "16:9 picture",
        "One day you will thank us",
        "Size 10.5 D",
        "Women's boots, 11 W US and 10 D(M) US",
        "Style 577 V1, 6N1 treatment",
        "Sizes 100 L-6XL",
        "20 ct tea bags",
        "Shapes of the 1970s and the '50s",
        "Set of 8/9/10/11 pieces",
    ],
)
def test_codes_sizes_and_counts_are_no_quantities(text):
    assert read(text) == []


def test_a_multiple_keeps_its_count_beside_the_quantity():
    (span,) = find_quantities("Pack: 3 × 250 ml")

    assert (span.times, span.quantity.magnitude, span.quantity.unit) == (3, 250, "millilitre")


@pytest.mark.parametrize(
    ("text", "axes"),
    [
        ("40 x 30 x 20 cm (W x D x H)", ["width 40", "depth 30", "height 20"]),
        ("(LxWxH) 29 x 13 x 11 in", ["length 29", "width 13", "height 11"]),
        ("Size: L29 x W13 x H11 cm", ["length 29", "width 13", "height 11"]),
        ('29"L x 13"W x 11"H', ["length 29", "width 13", "height 11"]),
        ("48x30x17cm", [" 48", " 30", " 17"]),
        ("10.5 by 8 inches", [" 10.5", " 8"]),
        ("12 in wide x 8 in deep", ["width 12", "depth 8"]),
        ("2 x 3 m rug", [" 2", " 3"]),
        ("6W x 4D x 2H in", ["width 6", "depth 4", "height 2"]),
        ("Size: 20 x 30 x 40 (cm)", [" 20", " 30", " 40"]),
    ],
)
def test_dimension_tuples_take_their_labels_from_numbers_and_blocks(text, axes):
    dimensions = parse_dimensions(text)

    assert dimensions is not None
    assert [f"{axis} {quantity.magnitude.normalize():f}" for axis, quantity in dimensions.axes] == axes


@pytest.mark.parametrize("text", ["2 x 30 cm", "3 x 250 ml", "1440 x 3200 pixels", "5, 8, 10 cm", "32W x 34L"])
def test_multiples_and_choices_are_no_dimensions(text):
    assert find_dimensions(text) == ()


@pytest.mark.parametrize(
    ("cell", "text", "same"),
    [
        ("40 x 30 x 20 cm (W x D x H)", "H 20 x W 40 x D 30 cm", True),
        ("40 x 30 x 20 cm (W x D x H)", "W 30 x D 40 x H 20 cm", False),
        ("40 x 30 x 20 cm", "40 x 30 x 20 cm", True),
        ("40 x 30 x 20 cm", "30 x 40 x 20 cm", False),
        ("40 x 30 x 20 cm", "15.7 x 11.8 x 7.9 in", True),
        ("40 x 30 x 20 cm (W x D x H)", "40 x 30 cm", True),
    ],
)
def test_dimensions_are_compared_by_label_else_in_order(cell, text, same):
    assert same_dimensions(parse_dimensions(cell), parse_dimensions(text)) is same


@pytest.mark.parametrize(
    ("cell", "text", "same"),
    [
        ("7-10 in", "up to 10 in", True),
        ("7-10 in", "at least 7 in", True),
        ("7-10 in", "10 in", False),
        ("7-10 in", "8 in", False),
        ("7-10 in", "7-11 in", False),
        ("7-10 in", "17.8-25.4 cm", True),
        ("10 in", "7-10 in", False),
        ("up to 24 h", "at least 24 h", False),
        ("24 h", "up to 24 h", True),
        ("± 2 cm", "2 cm", False),
        ("± 2 cm", "+/- 20 mm", True),
        ("752 ml", "about 750 ml", True),
        ("752 ml", "750 ml", False),
        ("1040 ml", "1 L", False),
        ("750 ml", "7.5 L", False),
        ("750 g", "75 g", False),
        ("1024 GB", "1 TB", True),
        ("12 months", "1 year", True),
        ("9/16 in", "14.3 mm", True),
        ("1-9/16 in", "9/16 in", False),
        ("180 gsm", "5.3 oz/yd²", True),
        ("12 mg/100 g", "0.12 g/kg", True),
        ("12 mg/100 g", "12 mg/kg", False),
        ("100 kcal", "418 kJ", True),
        ("0 °C", "32 °F", True),
        ("5 kg", "11 lb", True),
        ("30 °C", "30 degrees", True),
        ("30 °C", "40 degrees", False),
        ("30 degrees", "86 °F", False),
        ("5 kg", "12 lb", False),
    ],
)
def test_a_claim_in_other_words_is_the_same_or_it_is_not(cell, text, same):
    assert same_quantity(parse_quantity(cell), parse_quantity(text)) is same


def test_numbers_of_a_span_and_its_text_are_the_sellers():
    (span,) = find_quantities("Keeps hot for up to 12 hours.")

    assert span.quantity.text == "12 hours"
    assert span.quantity.magnitude == Decimal(12)
    assert "Keeps hot for up to 12 hours."[span.start : span.end] == "up to 12 hours"
