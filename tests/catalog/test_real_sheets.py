"""Every real sheet is read without configuration; the counts are held."""

from pathlib import Path

import pytest

from listgen.catalog.read import read_catalog
from listgen.domain.product import ProductKind

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def counts(catalog):
    kinds = [product.kind for product in catalog.products]
    return {kind: kinds.count(kind) for kind in ProductKind}


@pytest.mark.skipif(not DATA.exists(), reason="sample data is not here")
def test_every_product_of_luma_gear_is_read_with_a_photo():
    catalog = read_catalog(DATA / "luma-gear")

    assert counts(catalog) == {ProductKind.SIMPLE: 32, ProductKind.PARENT: 2, ProductKind.VARIATION: 12}
    assert all(product.photo for product in catalog.products if product.kind is not ProductKind.PARENT)
    assert not catalog.findings


@pytest.mark.skipif(not DATA.exists(), reason="sample data is not here")
def test_rows_without_a_name_are_variations_in_the_vendure_shop():
    catalog = read_catalog(DATA / "vendure-demo-shop")

    assert counts(catalog) == {ProductKind.SIMPLE: 41, ProductKind.PARENT: 13, ProductKind.VARIATION: 47}
    assert sum(found.code == "photo.missing" for found in catalog.findings) == 32
