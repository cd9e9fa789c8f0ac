"""The example shop is what its README says: complete where it should be, and messy only in the places it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from stdnum import ean

from listgen.catalog.read import read_catalog
from listgen.domain.product import Catalog, ProductKind
from listgen.facts.build import build_fact_sheet

EXAMPLES = Path(__file__).parents[2] / "examples"
PHOTOS = sorted((EXAMPLES / "photos").glob("*.jpg"))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(EXAMPLES, photos=EXAMPLES / "photos")


def sellable(catalog):
    return [product for product in catalog.products if product.kind is not ProductKind.PARENT]


def test_the_shop_has_sixteen_products_of_nine_types_and_two_families(catalog):
    types = {build_fact_sheet(product, catalog.siblings(product)).type_id for product in sellable(catalog)}

    assert len(sellable(catalog)) == 16
    assert len(types) >= 6
    assert [len(family.skus) for family in catalog.families] == [3, 2]


def test_only_one_gtin_has_a_wrong_check_digit(catalog):
    wrong = [product.sku for product in sellable(catalog) if product.gtin and not ean.is_valid(product.gtin)]

    assert wrong == ["NOR-TOT-VEV"]


def test_no_gtin_belongs_to_a_company(catalog):
    assert all(product.gtin.startswith("952") for product in sellable(catalog) if product.gtin)


def test_every_product_has_a_photo_and_only_the_second_candle_photo_is_missing(catalog):
    missing = [photo.reference for product in catalog.products for photo in product.photos if photo.path is None]

    assert all(product.photo for product in sellable(catalog))
    assert missing == ["NOR-CDL-RO-lid.jpg"]


def test_purchase_prices_are_withheld_in_every_sheet(catalog):
    assert {sheet.file: sheet.withheld for sheet in catalog.sheets} == {
        "kitchen.xlsx": ("Purchase price",),
        "paper_and_toys.csv": ("Einkaufspreis",),
        "products.csv": ("Cost price",),
    }


def test_what_cells_leave_out_comes_from_family_and_merged_cells(catalog):
    assert catalog.product("NOR-BTL-750-SAN").name == "Fjell Insulated Water Bottle"
    assert catalog.product("NOR-PAN-28").product_type or any(
        attribute.value == "Kitchen & Dining > Cookware" for attribute in catalog.product("NOR-PAN-28").attributes
    )
    assert any(attribute.value == "100% linen" for attribute in catalog.product("NOR-CUS-LUN-OAT").attributes)


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda path: path.stem)
def test_each_photo_has_its_true_mask(photo):
    mask = EXAMPLES / "alpha" / f"{photo.stem}.png"

    with Image.open(photo) as picture, Image.open(mask) as alpha:
        assert picture.size == alpha.size
        assert alpha.mode == "L"
        assert alpha.getextrema() == (0, 255)
        assert photo.stat().st_size < 400_000
