"""The fact sheets of the example shop."""

from functools import cache
from pathlib import Path

from listgen.catalog.read import read_catalog
from listgen.facts.build import build_fact_sheet

_EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def example_sheets():
    """Return a fact sheet for every product and parent of the example shop, by SKU."""
    found = {}
    for name in ("products.csv", "kitchen.xlsx", "paper_and_toys.csv"):
        catalog = read_catalog(_EXAMPLES / name)
        found |= {product.sku: build_fact_sheet(product, catalog.siblings(product)) for product in catalog.products}
    return found
