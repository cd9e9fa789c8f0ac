"""Every real sheet is read without configuration; the counts are held."""

from collections import Counter
from pathlib import Path

import pytest

from listgen.catalog.inspection import inspect_catalog
from listgen.catalog.read import read_catalog
from listgen.domain.product import ProductKind, Role

SHARED = Path(__file__).parents[2].parent / "shared"

# path, dialect, simple products, parents, variations, withheld columns, photos named, photos found
SHEETS = [
    ("data/luma-gear", "plain", 32, 2, 12, 0, 42, 42),
    ("data/vendure-demo-shop", "vendure", 41, 13, 47, 0, 54, 22),
    ("data/native-spreadsheets/bagisto_products.csv", "bagisto", 6, 1, 4, 2, 12, 0),
    ("data/native-spreadsheets/bagisto_products.xls", "bagisto", 6, 1, 4, 2, 12, 0),
    ("data/native-spreadsheets/bagisto_products.xlsx", "bagisto", 6, 1, 4, 2, 12, 0),
    ("data/native-spreadsheets/divan_products_ru.csv", "plain", 170, 0, 0, 0, 0, 0),
    ("data/native-spreadsheets/eccube_product_shiftjis.csv", "eccube", 3, 0, 0, 0, 0, 0),
    ("data/native-spreadsheets/shopify_apparel.csv", "shopify-legacy", 19, 1, 3, 0, 20, 0),
    ("data/native-spreadsheets/shopify_home-and-garden.csv", "shopify-legacy", 19, 1, 2, 1, 21, 0),
    ("data/native-spreadsheets/shopify_jewelery.csv", "shopify-legacy", 17, 3, 6, 0, 39, 0),
    ("data/native-spreadsheets/shopware5_article_complete.csv", "shopware5", 2, 1, 6, 5, 1, 0),
    ("data/native-spreadsheets/thirtybees_combinations_import.csv", "prestashop-combinations", 0, 4, 27, 1, 1, 0),
    ("data/native-spreadsheets/thirtybees_products_import.csv", "prestashop", 7, 0, 0, 1, 7, 0),
    ("data/native-spreadsheets/woocommerce_sample_products.csv", "woocommerce", 13, 2, 9, 0, 22, 0),
    ("data/native-spreadsheets/商品资料.xlsx", "plain", 302, 0, 0, 3, 0, 0),
    ("data/quintd-phones/catalog.csv", "plain", 50, 0, 0, 0, 0, 0),
    ("samples/shopify_legacy_apparel.csv", "shopify-legacy", 19, 1, 3, 0, 20, 0),
    ("samples/shopify_legacy_home-and-garden.csv", "shopify-legacy", 19, 1, 2, 1, 21, 0),
    ("samples/shopify_legacy_product_template.csv", "shopify-legacy", 1, 2, 15, 1, 11, 0),
    ("samples/shopify_product_template_2025plus.csv", "shopify", 1, 2, 15, 1, 2, 0),
    ("samples/woocommerce_sample_products.excerpt.csv", "woocommerce", 2, 1, 1, 0, 5, 0),
    ("samples/openai_products_minimal.jsonl", "openai-feed", 1, 0, 0, 0, 1, 0),
]


def need(path):
    if not (SHARED / path).exists():
        pytest.skip("sample data is not here")
    return read_catalog(SHARED / path)


@pytest.mark.parametrize(
    ("path", "dialect", "simple", "parents", "variations", "withheld", "named", "found"),
    SHEETS,
    ids=lambda v: str(v)[-24:],
)
def test_counts_hold(path, dialect, simple, parents, variations, withheld, named, found):
    catalog = need(path)

    inspection = inspect_catalog(catalog)
    kinds = Counter(product.kind for product in catalog.products)
    assert catalog.sheets[-1].dialect == dialect
    assert (kinds[ProductKind.SIMPLE], kinds[ProductKind.PARENT], kinds[ProductKind.VARIATION]) == (
        simple,
        parents,
        variations,
    )
    assert len(catalog.families) == parents
    assert len(inspection.withheld) == withheld
    assert (inspection.photos.named, inspection.photos.found) == (named, found)


@pytest.mark.parametrize("path", [row[0] for row in SHEETS], ids=lambda v: str(v)[-24:])
def test_every_product_is_addressable_and_every_cell_is_real(path):
    catalog = need(path)

    skus = [product.sku for product in catalog.products]
    roles = {(s.file, s.sheet, c.column): c.role for s in catalog.sheets for c in s.columns}
    assert len(set(skus)) == len(skus)
    assert all(product.name and product.sku for product in catalog.products)
    for product in catalog.products:
        for attribute in (*product.attributes, *product.bullets):
            cell = attribute.cell
            assert cell.row >= 1
            assert attribute.value
            assert roles[cell.file, cell.sheet, cell.column] not in (Role.WITHHELD, Role.INTERNAL), cell


def test_luma_has_no_shop_columns_and_no_findings():
    catalog = need("data/luma-gear")

    names = {attribute.cell.column for product in catalog.products for attribute in product.attributes}
    shop = {"category", "visibility", "attribute_set", "url_key", "eco_collection", "erin_recommends", "new", "sale"}
    assert not names & (shop | {"performance_fabric"})
    assert all(product.photo for product in catalog.products if product.kind is not ProductKind.PARENT)
    assert {family.parent_sku: len(family.skus) for family in catalog.families} == {
        "24-WG08": 9,
        "sprite-yoga-strap": 3,
    }
    assert not catalog.findings


def test_the_sheet_doctor_sees_that_red_balls_are_called_pink():
    found = [f for f in inspect_catalog(need("data/luma-gear")).findings if f.code == "colour.sku"]

    assert [f.sku for f in found] == ["24-WG081-pink", "24-WG082-pink", "24-WG083-pink"]


def test_vendure_chairs_with_one_sku_stay_three_chairs():
    catalog = need("data/vendure-demo-shop")

    chairs = [product for product in catalog.products if product.sku.startswith("404.038.96")]
    assert [chair.options[0].value for chair in chairs] == ["mustard", "mint", "pearl"]
    assert Counter(finding.code for finding in catalog.findings) == {"sku.duplicate": 2, "photo.missing": 32}


def test_three_formats_of_one_catalogue_give_the_same_products():
    def seen(name):
        return [
            (p.sku, p.name, p.kind, p.price, p.description, tuple((a.name, a.value) for a in p.attributes))
            for p in need(f"data/native-spreadsheets/bagisto_products.{name}").products
        ]

    assert seen("csv") == seen("xls") == seen("xlsx")


def test_wholesale_prices_of_the_real_sheets_are_nowhere():
    products = need("data/native-spreadsheets/thirtybees_products_import.csv")
    template = need("samples/shopify_product_template_2025plus.csv")

    assert products.sheets[0].withheld == ("Wholesale price",)
    assert "'11.00'" not in repr(template)
    assert "'80'" not in repr(products)


def test_the_ebay_template_without_rows_is_an_error_with_a_next_step():
    from listgen.errors import CatalogError

    with pytest.raises(CatalogError, match="no product"):
        need("samples/ebay_draft-listings-template_US.header.csv")
