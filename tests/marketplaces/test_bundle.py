"""Bundles: what is left out, picture names, manifest and HOWTO."""

import dataclasses
import hashlib
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.variant import Choices, Variant
from listgen.marketplaces.names import handles, image_ids, slug
from listgen.marketplaces.profiles import profile_names
from listgen.marketplaces.seller import SellerSettings
from tests.marketplaces.shop import LONG_SKU, blocked, bundle, listing, product


def manifest_of(made):
    return json.loads(next(file for file in made.files if file.role == "manifest").data)


@pytest.mark.parametrize("marketplace", profile_names())
def test_the_manifest_names_every_other_file_with_its_hash(marketplace):
    made = bundle(marketplace)

    manifest = manifest_of(made)

    assert manifest["schema"] == "listgen.bundle/1"
    listed = {file["path"]: file["sha256"] for file in manifest["files"]}
    others = [file for file in made.files if file.role != "manifest"]
    assert listed == {file.path: hashlib.sha256(file.data).hexdigest() for file in others}
    assert {image["path"] for image in manifest["images"]} == {image.path for image in made.images}


def test_the_manifest_holds_texts_pictures_and_certificates_of_each_sku():
    (mug,) = [entry for entry in manifest_of(bundle("amazon"))["skus"] if entry["sku"] == "MUG-01"]

    assert mug["fields"]["title"] == {
        "items": ["Tidewater Stoneware Mug, 350 ml, Speckled White"],
        "writer": "composer",
    }
    main = mug["pictures"][0]
    assert (main["path"], main["digital_source_type"]) == ("images/9780201379624.MAIN.jpg", "compositeSynthetic")
    assert main["certificate"]["changed_pixels"] == 0
    assert main["alt_text"] == "White mug, main"


def test_listings_with_blocking_findings_are_left_out_and_named():
    made = bundle("amazon", listings=[blocked(product("BAD")), listing(product("GOOD"))], families=())

    assert made.skus == ("GOOD",)
    (left,) = manifest_of(made)["left_out"]
    assert (left["sku"], left["reason"]) == ("BAD", "the title is too long")
    assert left["findings"][0]["code"] == "title.too-long"
    assert {image.sku for image in made.images} == {"GOOD"}


def test_a_bundle_without_listings_has_no_upload_file():
    made = bundle("amazon", listings=[blocked(product("BAD"))], families=())

    assert [file.path for file in made.files] == ["HOWTO.txt", "manifest.json"]
    assert "nothing to upload" in made.files[0].data.decode()


def test_a_seller_may_leave_out_what_has_no_price():
    listings = [listing(product("FREE")), listing(product("SOLD", price=Decimal(1)))]

    made = bundle("shopify", SellerSettings(missing_price="leave_out"), listings=listings, families=())

    assert (made.skus, [left.reason for left in made.left_out]) == (("SOLD",), ["it has no price"])


def test_two_listings_of_one_sku_give_one():
    made = bundle("google", listings=[listing(), listing()], families=())

    assert made.skus == ("MUG-01",)
    assert made.left_out[0].reason == "another listing has the same SKU"


@pytest.mark.parametrize("marketplace", profile_names())
def test_howto_has_at_most_ten_steps(marketplace):
    made = bundle(marketplace, SellerSettings())

    text = next(file for file in made.files if file.role == "howto").data.decode()

    steps = re.findall(r"^ ?\d+\. ", text, re.MULTILINE)
    assert 4 <= len(steps) <= 10
    assert "{files}" not in text


@pytest.mark.parametrize("marketplace", profile_names())
def test_picture_names_are_safe_and_never_shared(marketplace):
    made = bundle(marketplace)

    paths = [image.path for image in made.images]
    assert len({path.lower() for path in paths}) == len(paths)
    assert all(re.fullmatch(r"images/(?:[a-z-]+/)?[A-Za-z0-9-]+(\.[A-Z0-9a-z]+)?\.jpg", path) for path in paths), paths


def test_amazon_picture_names_have_three_parts_without_dashes():
    names = [image.path.split("/")[-1] for image in bundle("amazon").images]

    assert all(re.fullmatch(r"[A-Za-z0-9]+\.(MAIN|PT01|banner)\.jpg", name) for name in names)


@pytest.mark.parametrize("style", ["amazon", "shop"])
@given(skus=st.lists(st.one_of(st.text(min_size=1, max_size=8), st.just(LONG_SKU)), unique=True, max_size=12))
def test_no_two_skus_share_a_picture_name_whatever_the_case(style, skus):
    ids = image_ids([listing(product(sku)) for sku in skus], style)

    assert len({name.lower() for name in ids.values()}) == len(skus)
    assert all(re.fullmatch(r"[A-Za-z0-9]+" if style == "amazon" else r"[a-z0-9-]+", name) for name in ids.values())


def test_two_skus_with_one_gtin_do_not_share_its_picture_name():
    twins = [listing(product(sku, gtin="4006381333931")) for sku in ("A-1", "A-2")]

    assert sorted(image_ids(twins, "amazon").values()) == ["A1", "A2"]


@given(text=st.text())
def test_a_slug_holds_letters_digits_and_dashes_only(text):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))


def test_handles_come_from_the_sheet_and_differ():
    items = [product("A", "Mug"), product("B", "Mug"), product("C", "杯子"), product("D", "Mug", slug="my-mug")]

    made = handles([listing(item) for item in items])

    assert len(set(made.values())) == 4
    assert made["D"] == "my-mug"
    assert made["C"].startswith("product-")
    assert all(re.fullmatch(r"[a-z0-9-]{1,255}", handle) for handle in made.values())


def test_a_main_picture_that_is_the_whole_photo_is_remarked_on_amazon_alone():
    one = listing()
    whole = dataclasses.replace(
        one, pictures=tuple(dataclasses.replace(picture, whole_photo=True) for picture in one.pictures)
    )

    codes = {
        name: [finding.code for finding in bundle(name, listings=[whole], families=()).findings]
        for name in ("amazon", "google")
    }

    assert codes["amazon"] == ["export.background"]
    assert "export.background" not in codes["google"]


def test_the_howto_of_a_treatment_says_what_it_tests():
    treatment = Variant(name="B", choices=Choices(angle="use"), factor="angle", level="use")

    made = bundle("amazon", variant="B", listings=[listing(variant=treatment)], families=())

    assert "differs from A in one thing, angle = use" in made.files[1].data.decode()


def zipped(tmp_path, limit=None):
    from listgen.marketplaces.bundle import build_bundle
    from listgen.marketplaces.profiles import load_profile

    profile = load_profile("amazon")
    if limit:
        small = dataclasses.replace(profile.image_names.max_zip, value=limit)
        profile = dataclasses.replace(profile, image_names=dataclasses.replace(profile.image_names, max_zip=small))
    listings = []
    for sku in ("../x", "MUG-01", "CON"):
        one = listing(product(sku))
        pictures = []
        for picture in one.pictures:
            path = tmp_path / f"{len(listings)}-{picture.slot}.jpg"
            path.write_bytes(f"{sku} {picture.slot}".encode() * 50)
            pictures.append(dataclasses.replace(picture, path=path))
        listings.append(dataclasses.replace(one, pictures=tuple(pictures)))
    seller = SellerSettings(marketplaces={"amazon": {"image_zip": True}})
    return build_bundle(profile, locale="en-US", variant="A", listings=listings, families=(), seller=seller)


def test_a_zip_holds_the_listed_pictures_under_amazons_names(tmp_path):
    made = zipped(tmp_path)

    (archive,) = [file for file in made.files if file.path.endswith(".zip")]
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        names = opened.namelist()
        assert opened.read("MUG01.MAIN.jpg") == b"MUG-01 main" * 50
    assert names == ["x.MAIN.jpg", "x.PT01.jpg", "MUG01.MAIN.jpg", "MUG01.PT01.jpg", "CON.MAIN.jpg", "CON.PT01.jpg"]
    assert archive == next(file for file in zipped(tmp_path).files if file.path.endswith(".zip"))


def test_zips_are_split_by_size_and_a_sku_stays_in_one(tmp_path):
    made = zipped(tmp_path, limit=6000)

    archives = [file for file in made.files if file.path.endswith(".zip")]
    assert [file.path for file in archives] == ["images-1.zip", "images-2.zip"]
    assert all(len(file.data) <= 6000 for file in archives)


def test_without_the_setting_there_is_no_zip():
    assert not [file for file in bundle("amazon").files if file.path.endswith(".zip")]
