"""What each exporter writes: golden files, round trips, hostile input."""

import csv
import dataclasses
import io
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.product import Attribute, Family, Option, ProductKind
from listgen.marketplaces.cells import guard, is_formula, one_line, unguard
from listgen.marketplaces.data import amazon_feed_schema, columns
from listgen.marketplaces.exporters.google import feed_id
from listgen.marketplaces.exporters.google_forms import grouped
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers.google import structured
from listgen.marketplaces.seller import SellerSettings
from tests.marketplaces.shop import LONG_SKU, SELLER, blocked, bundle, catalogue, cell, listing, product

GOLDEN = Path(__file__).parent / "golden"


def upload_of(made):
    return next(file for file in made.files if file.role == "upload")


def rows_of(made):
    text = upload_of(made).data.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(text=st.text())
def test_a_guarded_cell_is_read_back_and_harmless(text):
    assert unguard(guard(text)) == text
    assert not is_formula(guard(text))


def test_amazon_feeds_are_valid_and_put_parents_first():
    feed = json.loads(upload_of(bundle("amazon")).data)

    jsonschema.validate(feed, amazon_feed_schema())
    levels = [message["attributes"].get("parentage_level", [{}])[0].get("value") for message in feed["messages"]]
    assert levels[:4] == ["parent", "child", "child", "child"]
    child = feed["messages"][1]["attributes"]
    assert child["child_parent_sku_relationship"][0]["parent_sku"] == "TEE"
    assert child["variation_theme"][0]["name"] == "COLOR/SIZE"
    assert (child["color"][0]["value"], child["size"][0]["value"]) == ("Sage", "M")
    assert child["externally_assigned_product_identifier"][0] == {
        "type": "ean",
        "value": "4006381333931",
        "marketplace_id": "ATVPDKIKX0DER",
    }


def test_amazon_describes_the_product_alone_where_the_price_is_missing_or_foreign():
    euro = listing(product("EUR", price=Decimal(9), currency="EUR"))
    free = listing(product("NONE"))

    made = bundle("amazon", listings=[euro, free], families=())

    messages = json.loads(upload_of(made).data)["messages"]
    assert [message["requirements"] for message in messages] == ["LISTING_PRODUCT_ONLY"] * 2
    assert [finding.code for finding in made.findings] == ["export.currency"]


def test_25001_listings_give_two_amazon_feeds():
    texts = dict.fromkeys(("highlights", "bullets", "description", "search_terms"), ())
    one = listing(pictures=(), **texts)
    listings = [
        dataclasses.replace(one, product=dataclasses.replace(one.product, sku=f"S{number}")) for number in range(25_001)
    ]

    made = bundle("amazon", listings=listings, families=())

    feeds = [json.loads(file.data) for file in made.files if file.role == "upload"]
    assert [file.path for file in made.files if file.role == "upload"] == [
        "listings-feed-1.json",
        "listings-feed-2.json",
    ]
    assert [len(feed["messages"]) for feed in feeds] == [25_000, 1]


def test_a_seller_overrides_product_types_by_id_and_by_sku():
    seller = SellerSettings(product_types={"drinkware": "MUG", "B": "CUP"})

    made = bundle("amazon", seller, listings=[listing(product("A")), listing(product("B"))], families=())

    messages = json.loads(upload_of(made).data)["messages"]
    assert [message["productType"] for message in messages] == ["MUG", "CUP"]


def test_shopify_has_its_57_columns_and_writes_a_product_once():
    rows = rows_of(bundle("shopify"))
    shirts = [row for row in rows if row["URL handle"] == "organic-cotton-t-shirt"]

    assert tuple(rows[0]) == columns("shopify-csv")
    assert len(columns("shopify-csv")) == 57
    assert [bool(row["Title"]) for row in shirts] == [True, False, False, False]
    assert [row["SKU"] for row in shirts] == ["TEE-SA-M", "TEE-SA-L", "TEE-GR-M", ""]
    assert [row["Option1 name"] for row in shirts] == ["Color", "", "", ""]
    assert [row["Option2 value"] for row in shirts] == ["M", "L", "M", ""]
    assert [row["Image position"] for row in shirts] == ["1", "", "", "2"]


def test_a_shopify_product_without_variants_has_the_default_option():
    (row, *_) = [row for row in rows_of(bundle("shopify")) if row["SKU"] == "MUG-01"]

    assert (row["Option1 name"], row["Option1 value"]) == ("Title", "Default Title")
    assert (row["Price"], row["Compare-at price"], row["Inventory quantity"]) == ("12.00", "15.00", "0")


def test_a_shopify_product_without_a_price_waits_as_a_draft():
    (row, *_) = [row for row in rows_of(bundle("shopify")) if row["SKU"] == "-5"]

    assert (row["Status"], row["Published on online store"], row["Price"]) == ("Draft", "FALSE", "")


def test_more_than_three_options_are_joined():
    options = tuple(Option(name, name.lower()) for name in ("A", "B", "C", "D"))
    parent = product("P", kind=ProductKind.PARENT, family="P")
    child = product("P-1", kind=ProductKind.VARIATION, family="P", parent_sku="P", options=options, price=Decimal(1))
    family = Family("P", "P", ("P-1",), ("A", "B", "C", "D"))

    made = bundle("shopify", listings=[listing(parent), listing(child)], families=[family])

    row = rows_of(made)[0]
    assert (row["Option3 name"], row["Option3 value"]) == ("C / D", "c / d")
    assert [finding.code for finding in made.findings] == ["export.options"]


def test_shopify_files_stay_under_the_size_limit():
    profile = load_profile("shopify")
    limit = dataclasses.replace(profile.file.max_bytes, value=5000)
    small = dataclasses.replace(profile, file=dataclasses.replace(profile.file, max_bytes=limit))
    listings, families = catalogue("shopify-en-US")
    from listgen.marketplaces.bundle import build_bundle

    made = build_bundle(small, locale="en-US", variant="A", listings=listings, families=families, seller=SELLER)

    uploads = [file for file in made.files if file.role == "upload"]
    assert [file.path for file in uploads] == ["products-1.csv", "products-2.csv"]
    assert all(len(file.data) <= 5000 for file in uploads)
    skus = [row["SKU"] for file in uploads for row in csv.DictReader(io.StringIO(file.data.decode())) if row["SKU"]]
    assert skus == [row["SKU"] for row in rows_of(bundle("shopify")) if row["SKU"]]


def test_woocommerce_puts_variable_products_first_and_escapes_commas_in_values():
    rows = rows_of(bundle("woocommerce"))

    assert [row["Type"] for row in rows[:4]] == ["variable", "variation", "variation", "variation"]
    assert rows[0]["Attribute 1 value(s)"] == r"Sage, Grün\, hell"
    assert rows[3]["Attribute 1 value(s)"] == r"Grün\, hell"
    assert {row["Parent"] for row in rows[1:4]} == {"TEE"}
    assert rows[0]["Regular price"] == ""


def test_a_variation_whose_parent_is_left_out_does_not_reach_woocommerce():
    listings, families = catalogue("woocommerce-en-US")
    parent, *rest = listings

    made = bundle("woocommerce", listings=[blocked(parent.product), *rest], families=families)

    assert [left.sku for left in made.left_out] == ["TEE", "TEE-SA-M", "TEE-SA-L", "TEE-GR-M"]
    assert all(row["Type"] == "simple" for row in rows_of(made))


def test_amazon_sells_variations_alone_where_their_parent_is_left_out():
    listings, families = catalogue("amazon-en-US")
    parent, *rest = listings

    made = bundle("amazon", listings=[blocked(parent.product), *rest], families=families)

    messages = json.loads(upload_of(made).data)["messages"]
    assert [left.sku for left in made.left_out] == ["TEE"]
    assert messages[0]["sku"] == "TEE-SA-M"
    assert "child_parent_sku_relationship" not in messages[0]["attributes"]


def google_rows(made):
    header, *lines = [line.split("\t") for line in upload_of(made).data.decode().splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_google_says_truly_who_wrote_a_text():
    rows = {row["id"]: row for row in google_rows(bundle("google"))}

    assert rows["MUG-01"]["structured_title"] == 'default:"Tidewater Stoneware Mug, 350 ml, Speckled White"'
    assert rows[feed_id(LONG_SKU)]["structured_title"] == 'trained_algorithmic_media:"手工陶瓷杯 350 毫升"'


def test_google_rows_hold_no_parents_and_tie_variations():
    rows = google_rows(bundle("google"))

    assert "TEE" not in {row["id"] for row in rows}
    assert [row["item_group_id"] for row in rows[:4]] == ["TEE", "TEE", "TEE", ""]
    assert rows[0]["link"] == rows[1]["link"] == "https://shop.example/products/organic-cotton-t-shirt"
    assert (rows[3]["price"], rows[3]["sale_price"], rows[3]["availability"]) == (
        "15.00 USD",
        "12.00 USD",
        "out_of_stock",
    )
    assert (rows[0]["identifier_exists"], rows[1]["identifier_exists"]) == ("yes", "no")


@given(text=st.text())
def test_a_structured_cell_is_read_back(text):
    flat = one_line(text)

    assert structured(grouped(["default", flat])) == ("default", flat)


def test_without_addresses_picture_cells_are_empty_and_the_howto_says_so():
    made = bundle("shopify", SellerSettings())

    assert {row["Product image URL"] for row in rows_of(made)} == {""}
    howto = next(file for file in made.files if file.role == "howto").data.decode()
    assert "`image_base_url`" in howto


def test_a_missing_seller_id_is_a_placeholder_and_a_line_of_the_howto():
    made = bundle("amazon", SellerSettings())

    assert json.loads(upload_of(made).data)["header"]["sellerId"] == "YOUR_SELLER_ID"
    assert "YOUR_SELLER_ID" in next(file for file in made.files if file.role == "howto").data.decode()


def test_prices_follow_the_currency():
    made = bundle("google", locale="ja-JP", listings=[listing(product(price=Decimal("1500")))], families=())

    assert google_rows(made)[0]["price"] == "1500 JPY"


@pytest.mark.parametrize(
    ("header", "value", "grams"),
    [("Weight", "690 g", "690"), ("Weight (kg)", "1.25", "1250"), ("Weight", "2 lb", "907"), ("Weight", "light", "")],
)
def test_a_weight_cell_becomes_the_shipping_weight(header, value, grams):
    weight = Attribute(header, value, cell(value, column=header), "weight")

    made = bundle("shopify", listings=[listing(product(attributes=(weight,)))], families=())

    row = rows_of(made)[0]
    assert (row["Weight value (grams)"], row["Weight unit for display"]) == (grams, "g" if grams else "")


def test_a_sku_that_would_run_as_a_formula_is_remarked_where_the_importer_keeps_the_apostrophe():
    listings = [listing(product(sku, price=Decimal(1))) for sku in ("=cmd()", "-5", "A")]

    codes = {
        marketplace: [
            (finding.code, finding.sku) for finding in bundle(marketplace, listings=listings, families=()).findings
        ]
        for marketplace in ("shopify", "woocommerce", "amazon")
    }

    assert codes == {"shopify": [("export.formula", "=cmd()")], "woocommerce": [], "amazon": []}


def test_a_sku_beyond_a_marketplaces_length_is_remarked():
    made = bundle("amazon", listings=[listing(product("X" * 41)), listing(product("X" * 40))], families=())

    assert [(finding.code, len(finding.sku)) for finding in made.findings] == [("export.sku-length", 41)]


def test_one_listing_without_a_picture_is_remarked_but_not_a_run_without_pictures():
    bare, pictured = listing(product("A"), pictures=()), listing(product("B"))

    some = bundle("amazon", listings=[bare, pictured], families=())
    none = bundle("amazon", listings=[bare], families=())

    assert [(finding.code, finding.sku) for finding in some.findings] == [("export.no-picture", "A")]
    assert none.findings == ()


def test_variations_without_their_parent_still_make_a_shopify_product():
    listings, families = catalogue("shopify-en-US")

    made = bundle("shopify", listings=listings[1:4], families=families)

    rows = [row for row in rows_of(made) if row["SKU"]]
    assert [bool(row["Title"]) for row in rows] == [True, False, False]
    assert len({row["URL handle"] for row in rows}) == 1


def test_a_page_address_of_the_sheet_beats_the_pattern():
    item = product(url="https://own.example/mug", price=Decimal(1))

    made = bundle("google", listings=[listing(item)], families=())

    assert google_rows(made)[0]["link"] == "https://own.example/mug"


@pytest.mark.parametrize(("locale", "word"), [("en-US", "Color"), ("en-GB", "Colour")])
def test_families_and_single_products_share_one_attribute_in_the_countrys_spelling(locale, word):
    file = next(file for file in bundle("woocommerce", locale=locale).files if file.role == "upload")
    rows = list(csv.DictReader(io.StringIO(file.data.decode())))

    names = {row[name] for row in rows for name in row if name.startswith("Attribute") and name.endswith(" name")}

    assert {name for name in names if name.lower().startswith("colo")} == {word}
