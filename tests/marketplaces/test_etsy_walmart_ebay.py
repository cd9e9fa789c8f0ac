"""What eBay's, Etsy's and Walmart's files hold beyond the contract of all marketplaces."""

import csv
import dataclasses
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.product import Attribute, Family, Option, ProductKind
from listgen.marketplaces.bundle import build_bundle
from listgen.marketplaces.exporters.etsy import materials, tag
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers import read_upload
from tests.marketplaces.golden_files import uploads_of
from tests.marketplaces.shop import SELLER, bundle, catalogue, cell, listing, product

SAMPLE = Path(__file__).parents[2].parent / "shared" / "samples" / "ebay_draft-listings-template_US.header.csv"


def seller(**settings):
    return dataclasses.replace(SELLER, marketplaces={name: dict(table) for name, table in settings.items()})


def ebay_rows(made):
    text = uploads_of(made)[0].data.decode()
    return list(csv.DictReader(io.StringIO(text.split("#INFO,,,,,,,,,,\r\n")[1], newline="")))


@pytest.mark.skipif(not SAMPLE.is_file(), reason="eBay's template is not here")
def test_ebays_drafts_begin_with_the_lines_of_its_template():
    data = uploads_of(bundle("ebay"))[0].data

    assert data.startswith(SAMPLE.read_bytes().rstrip())


def test_ebays_category_is_the_sellers_by_sku_by_type_and_for_all():
    category = {"MUG-01": "20652", "drinkware": 20696, "*": "1"}

    rows = {row["Custom label (SKU)"]: row for row in ebay_rows(bundle("ebay", seller(ebay={"category": category})))}

    assert (rows["MUG-01"]["Category ID"], rows["TEE-SA-M"]["Category ID"]) == ("20652", "20696")


def test_ebays_item_specifics_are_the_attributes_in_columns_of_their_own():
    row = ebay_rows(bundle("ebay"))[0]

    assert (row["C:Brand"], row["C:Color"], row["C:Size"]) == ("Marlow & Finch", "Sage", "M")
    assert "\n" not in row["Description"]
    assert row["Description"].startswith("<p>A stoneware mug for 350 ml, thrown by hand.</p><p>")


def etsy_listings(made):
    return json.loads(uploads_of(made)[0].data)["listings"]


def test_an_etsy_family_is_one_listing_with_its_variations_inside():
    shirt = etsy_listings(bundle("etsy"))[0]

    assert (shirt["sku"], shirt["createDraftListing"]["quantity"]) == ("TEE", 21)
    inventory = shirt["updateListingInventory"]
    assert [entry["sku"] for entry in inventory["products"]] == ["TEE-SA-M", "TEE-SA-L", "TEE-GR-M"]
    assert inventory["products"][2]["property_values"][0] == {
        "property_id": 513,
        "property_name": "Color",
        "values": ["Grün, hell"],
    }
    assert inventory["price_on_property"] == [513, 514]


def test_etsys_own_questions_are_answered_by_the_seller_and_nobody_else():
    answers = {"who_made": "i_did", "when_made": "2020_2025", "taxonomy_id": 1062, "shipping_profile_id": "7"}

    silent = bundle("etsy")
    said = bundle("etsy", seller(etsy=answers | {"readiness_state_id": 9}))

    assert "who_made" not in etsy_listings(silent)[0]["createDraftListing"]
    body = etsy_listings(said)[0]["createDraftListing"]
    assert (body["who_made"], body["taxonomy_id"], body["shipping_profile_id"]) == ("i_did", 1062, 7)
    howto = next(file for file in silent.files if file.role == "howto").data.decode()
    assert "Etsy requires taxonomy_id, shipping_profile_id, readiness_state_id, who_made, when_made" in howto


def test_three_options_are_two_on_etsy():
    options = tuple(Option(name, name.lower()) for name in ("A", "B", "C"))
    parent = product("P", kind=ProductKind.PARENT, family="P")
    child = product("P-1", kind=ProductKind.VARIATION, family="P", parent_sku="P", options=options, price=Decimal(1))

    made = bundle(
        "etsy",
        listings=[listing(parent), listing(child)],
        families=[Family("P", "P", ("P-1",), ("A", "B", "C"))],
    )

    values = etsy_listings(made)[0]["updateListingInventory"]["products"][0]["property_values"]
    assert [(entry["property_name"], entry["values"]) for entry in values] == [("A", ["a"]), ("B / C", ["b / c"])]
    assert "export.options" in {finding.code for finding in made.findings}


@given(text=st.text(max_size=30))
def test_a_tag_holds_nothing_that_etsy_refuses(text):
    made = tag(text)

    assert not made.startswith(("-", "'", " "))
    assert all(char.isalnum() or char in " -'™©®" or char.isspace() or not char.isascii() for char in made)
    assert tag(made) == made


@pytest.mark.parametrize(
    ("material", "expected"),
    [
        ("18/8 stainless steel", ("stainless steel",)),
        ("Oak, brass & linen", ("Oak", "brass", "linen")),
        ("100% cotton", ("cotton",)),
        ("", ()),
    ],
)
def test_materials_hold_letters_digits_and_blanks_only(material, expected):
    item = listing(product(attributes=(Attribute("Material", material, cell()),)), material=material)

    assert materials(item, "en-US") == expected


def test_walmart_ties_variations_and_names_the_primary_one():
    items = json.loads(uploads_of(bundle("walmart"))[0].data)["MPItem"]
    first, second = (next(iter(item["Visible"].values())) for item in items[:2])

    assert (first["variantGroupId"], first["variantAttributeNames"]) == ("TEE", ["color", "size"])
    assert (first["isPrimaryVariant"], second["isPrimaryVariant"]) == ("Yes", "No")
    assert items[0]["Orderable"]["productIdentifiers"] == {"productIdType": "EAN", "productId": "4006381333931"}


def test_walmarts_product_type_and_version_are_the_sellers_where_given():
    own = {"product_type": {"MUG-01": "Mugs"}, "version": "5.0.20270101-00_00_00-api"}

    feed = json.loads(uploads_of(bundle("walmart", seller(walmart=own)))[0].data)

    assert feed["MPItemFeedHeader"]["version"] == "5.0.20270101-00_00_00-api"
    assert [next(iter(item["Visible"])) for item in feed["MPItem"][2:4]] == ["Drinking Glasses & Mugs", "Mugs"]


@pytest.mark.parametrize("marketplace", ["ebay", "etsy", "walmart", "shopify"])
def test_files_are_split_by_size_and_never_inside_a_family(marketplace, tmp_path):
    profile = load_profile(marketplace)
    limit = dataclasses.replace(load_profile("shopify").file.max_bytes, value=4500)
    small = dataclasses.replace(profile, file=dataclasses.replace(profile.file, max_bytes=limit))
    listings, families = catalogue(f"{marketplace}-en-US")

    made = build_bundle(small, locale="en-US", variant="A", listings=listings, families=families, seller=SELLER)

    parts = [file for file in uploads_of(made) if file.path != "etsy-paste-sheet.csv"]
    assert len(parts) > 1
    assert all(len(file.data) <= 4500 for file in parts)
    holding = [file.path for file in parts if b"TEE-" in file.data]
    assert len(holding) == 1


def test_ebay_listings_hold_a_family_in_one_listing_where_the_seller_asks(tmp_path):
    own = {"listings": True, "location": "Portland, OR", "shipping_profile": "Post", "category": "1"}

    made = bundle("ebay", seller(ebay=own | {"return_profile": "30 days", "payment_profile": "Pay"}))

    drafts, listings = uploads_of(made)
    rows = list(csv.DictReader(io.StringIO(listings.data.decode(), newline="")))
    parent, first, *_, third = rows[:4]
    assert (drafts.path, listings.path) == ("ebay-drafts.csv", "ebay-listings.csv")
    assert parent["Relationship details"] == "Color=Sage;Grün, hell|Size=M;L"
    assert (parent["Start price"], parent["Quantity"], parent["Relationship"]) == ("", "", "")
    assert (first["Relationship"], first["Relationship details"]) == ("Variation", "Color=Sage|Size=M")
    assert (first["Start price"], first["Title"], first["Location"]) == ("19.90", "", "")
    assert third["Variation photo URL"] == "Grün, hell=https://cdn.example/ebay/A/tee-gr-m-main.jpg"
    assert [next(iter(row.values())) for row in rows[:5]] == ["Add", "", "", "", "Add"]
    path = tmp_path / listings.path
    path.write_bytes(listings.data)
    upload = read_upload(path)
    assert (upload.marketplace, upload.findings) == ("ebay", ())
    assert next(record for record in upload.records if record.sku == "TEE-SA-M").items("title") == ()
    assert "title" not in {text.name for record in upload.records if record.sku == "TEE-SA-M" for text in record.texts}
    assert {record.sku for record in upload.records} >= {"TEE", "TEE-SA-M", "MUG-01", "=cmd()"}
