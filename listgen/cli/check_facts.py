"""The fact lock for `listgen check --catalog`: every claim of a listing file against the product sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from listgen.catalog.brand_kit import find_brand_kit, read_brand_kit
from listgen.catalog.read import read_catalog
from listgen.domain.brand_kit import Voice
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Catalog, Product, ProductKind
from listgen.facts.build import build_fact_sheet
from listgen.facts.lock import check_claims, lock_findings
from listgen.marketplaces.check import CheckedListing


def fact_findings(listings: Iterable[CheckedListing], catalog_path: Path, brand: str | None) -> list[Finding]:
    """Return a finding for every claim that no cell of the sheet and no line of the brand kit backs.

    Raises:
        CatalogError: The sheet cannot be read.
        UsageError: The brand kit is unknown or broken.
    """
    catalog = read_catalog(catalog_path)
    voice = read_brand_kit(find_brand_kit(brand, Path.cwd())).voice if brand else Voice()
    products = {product.sku: product for product in catalog.products}
    found: list[Finding] = []
    for listing in listings:
        if not listing.record.texts:
            continue
        product = products.get(listing.record.sku)
        if product is None:
            found.append(_unknown(listing))
        else:
            found.extend(_checked(listing, _speaker(listing, product, catalog), catalog, voice))
    return found


def _speaker(listing: CheckedListing, product: Product, catalog: Catalog) -> Product:
    """Return the product whose text this is: Shopify's first variant row carries that of the whole family."""
    if listing.format != "shopify-csv" or product.kind is not ProductKind.VARIATION:
        return product
    return next(
        (other for other in catalog.products if other.kind is ProductKind.PARENT and other.family == product.family),
        product,
    )


def _checked(listing: CheckedListing, product: Product, catalog: Catalog, voice: Voice) -> Iterable[Finding]:
    others = catalog.siblings(product) if product.kind is ProductKind.VARIATION else ()
    facts = build_fact_sheet(product, others)
    siblings = tuple(build_fact_sheet(other) for other in others)
    record = listing.record
    place = ", ".join(part for part in (listing.place, f"row {record.row}" if record.row else "") if part)
    for text in record.texts:
        claims = check_claims(text.name, text.items, facts, voice=voice, siblings=siblings)
        for finding in lock_findings(claims, sku=record.sku, channel="", variant=""):
            yield replace(finding, row=record.row, place=place)


def _unknown(listing: CheckedListing) -> Finding:
    return Finding(
        code="fact.no-row",
        severity=Severity.WARNING,
        message="no row of the sheet has this SKU, so its claims cannot be checked",
        sku=listing.record.sku,
        row=listing.record.row,
        place=listing.place,
        hint="give the sheet that the listing was made from",
    )
