import csv
import io
import json
from decimal import Decimal

import pytest

from listgen.domain.attribute import ProductAttribute
from listgen.domain.product import Option
from listgen.marketplaces.attributes import offered_attributes
from tests.marketplaces.shop import bundle, cell, listing, product

_PRICED = product(price=Decimal(15))


def attribute(name: str, value: str, *, sure: bool = True, key: str = "") -> ProductAttribute:
    return ProductAttribute(
        name=name, value=value, source=cell(value), start=0, end=len(value), method="cell", key=key, sure=sure
    )


def test_only_sure_attributes_are_offered():
    found = offered_attributes(
        listing(attributes=(attribute("Finish", "matte"), attribute("Style", "modern", sure=False))), "en-US"
    )

    assert found == (("Finish", ("matte",)),)


@pytest.mark.parametrize("name", ["Material", "Colour", "Color", "Size", "Warranty"])
def test_what_has_a_column_of_its_own_is_not_offered_again(name):
    assert offered_attributes(listing(attributes=(attribute(name, "x"),)), "en-US") == ()


def test_the_material_of_a_part_is_offered():
    found = offered_attributes(listing(attributes=(attribute("Lid material", "oak", key="material"),)), "en-US")

    assert found == (("Lid material", ("oak",)),)


def test_options_are_not_offered_again():
    item = product(options=(Option("Scent", "cedar"),))

    assert offered_attributes(listing(item, attributes=(attribute("Scent", "cedar"),)), "en-US") == ()


@pytest.mark.parametrize(
    ("value", "locale", "offered"),
    [("14,8 cm", "en-US", "14.8 cm"), ("14,8 cm", "de-DE", "14,8 cm"), ("1,800 R", "en-US", "1,800 R")],
)
def test_numbers_have_the_decimal_mark_of_the_marketplace(value, locale, offered):
    assert offered_attributes(listing(attributes=(attribute("Width", value),)), locale) == (("Width", (offered,)),)


def test_google_gets_details_with_quoted_values():
    shown = (attribute("Finish", 'matte, "chalky"'), attribute("In the box", "mug"), attribute("In the box", "lid"))

    rows = _table("google", shown, "\t", csv.QUOTE_NONE)

    assert rows[0]["product_detail"] == (
        'Specifications:Finish:"matte, ""chalky""",Specifications:In the box:"mug",Specifications:In the box:"lid"'
    )


def test_woocommerce_gets_attributes_that_belong_to_the_product_alone():
    shown = (attribute("Finish", "matte, white"), attribute("In the box", "mug"), attribute("In the box", "lid"))

    row = _table("woocommerce", shown, ",", csv.QUOTE_MINIMAL)[0]

    assert [row[f"Attribute {number} name"] for number in (1, 2, 3, 4)] == ["Material", "Color", "Finish", "In the box"]
    assert (row["Attribute 3 value(s)"], row["Attribute 3 global"]) == ("matte\\, white", "0")
    assert row["Attribute 4 value(s)"] == "mug, lid"


def test_amazon_gets_the_attributes_that_it_has_text_fields_for():
    made = bundle(
        "amazon", listings=(listing(_PRICED, attributes=(attribute("Scent", "cedar"), attribute("Finish", "matte"))),)
    )

    message = json.loads(_upload(made))["messages"][0]["attributes"]

    assert message["scent"][0]["value"] == "cedar"
    assert "finish" not in message


def _table(marketplace: str, shown: tuple[ProductAttribute, ...], delimiter: str, quoting: int) -> list[dict[str, str]]:
    made = bundle(marketplace, listings=(listing(_PRICED, channel=f"{marketplace}-en-US", attributes=shown),))
    return list(csv.DictReader(io.StringIO(_upload(made).decode()), delimiter=delimiter, quoting=quoting))


def _upload(made) -> bytes:
    return next(file.data for file in made.files if file.role == "upload")
