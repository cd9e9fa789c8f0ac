"""The catalogue of a run; a module of its own, since a run that has nothing to do needs no more than this."""

from __future__ import annotations

from dataclasses import replace

from listgen.domain.product import Catalog
from listgen.engine.settings import RunSettings


def read_products(settings: RunSettings) -> Catalog:
    """Return the catalogue of a run. Raises CatalogError for a sheet that cannot be read."""
    from listgen.catalog.read import read_catalog

    catalog = read_catalog(settings.catalog, columns=dict(settings.columns), photos=settings.photos)
    if settings.seller.currency:
        # A shop with one currency rarely writes it into the sheet.
        priced = (replace(item, currency=item.currency or settings.seller.currency) for item in catalog.products)
        catalog = replace(catalog, products=tuple(priced))
    return catalog
