"""Shopify: product CSV of the 2025 template, 57 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import Option, ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.cells import money, plain, table
from listgen.marketplaces.data import columns
from listgen.marketplaces.exporters.parts import Block, split
from listgen.marketplaces.exporters.products import family_options, products
from listgen.marketplaces.limit import Limit
from listgen.marketplaces.measures import weight_in_grams
from listgen.marketplaces.names import handles
from listgen.marketplaces.records import BundleFile, Export, ExportJob

Row = dict[str, str]

_FORMAT = "shopify-csv"
_MOST_OPTIONS = 3
_GENDERS = {"male": "Male", "female": "Female", "unisex": "Unisex"}
_AGES = {
    "adult": "Adult (13+ years old)",
    "kids": "Kids (5-13 years old)",
    "toddler": "Toddler (1-5 years old)",
    "infant": "Infant (3-12 months old)",
    "newborn": "Newborn (up to 3 months old)",
}


def export_shopify_csv(job: ExportJob) -> Export:
    """Return product CSV files of at most 15 MB: per product its first variant's row, variant rows, image rows.

    Title and description are the family's, from the parent's listing; price, stock and options are the variations'.
    """
    findings: list[Finding] = []
    found = list(products(job))
    names = handles([head for head, _ in found])
    blocks = (_block(job, head, variants, names[head.product.sku], findings) for head, variants in found)
    header = columns(_FORMAT)
    files = split_tables(job, header, blocks, job.profile.file.max_bytes)
    return Export(files, tuple(listing.product.sku for listing in job.listings), findings=tuple(findings))


def split_tables(
    job: ExportJob, header: Sequence[str], blocks: Iterable[Sequence[Row]], limit: Limit | None
) -> tuple[BundleFile, ...]:
    """Return the rows as files under a size limit in bytes; a block, one product, is never divided."""
    rules = job.profile.file

    def written(rows: Sequence[Sequence[str]]) -> bytes:
        return table(rows, delimiter=rules.delimiter, newline=rules.newline)

    made = (Block(written([[row.get(name, "") for name in header] for row in block]), len(block)) for block in blocks)
    return split(rules.name, made, max_bytes=limit, max_rows=rules.max_rows, head=written([header]))


def _block(
    job: ExportJob, head: Listing, variants: tuple[Listing, ...], handle: str, findings: list[Finding]
) -> list[Row]:
    """Return all rows of one product."""
    rows = [_variant_row(job, head, variant, findings) for variant in variants]
    rows[0] = _product_row(job, head, variants) | rows[0] | _option_names(job, head, variants[0])
    pictures = [image for image in job.listed_images(head.product.sku) if image.url]
    for position, image in enumerate(pictures, 1):
        cells = {
            "Product image URL": image.url,
            "Image position": str(position),
            "Image alt text": plain(image.picture.alt_text)[:512],
        }
        if position == 1:
            rows[0] |= cells
        else:
            rows.append(cells)
    return [row | {"URL handle": handle} for row in rows]


def _product_row(job: ExportJob, head: Listing, variants: Sequence[Listing]) -> Row:
    product, draft, rules = head.product, head.draft, job.profile.file
    priced = all(variant.product.price is not None for variant in variants)
    return {
        "Title": texts.title(draft),
        "Description": texts.html_description(draft.items("description"), texts.items(draft, "bullets")),
        "Vendor": plain(product.brand),
        "Type": plain(product.product_type.split(">")[-1]),
        "Tags": ", ".join(plain(tag.replace(",", " ")) for tag in texts.items(draft, "tags")),
        "Published on online store": rules.yes if job.seller.published and priced else rules.no,
        # Without a price Shopify sells for 0.00, so such a product waits as a draft.
        "Status": "Active" if job.seller.published and priced else "Draft",
        "Gift card": rules.no,
        "SEO title": texts.line(draft, "seo_title"),
        "SEO description": texts.line(draft, "seo_description"),
        "Google Shopping / Gender": _GENDERS.get(head.gender, ""),
        "Google Shopping / Age group": _AGES.get(head.age_group, ""),
        "Google Shopping / Condition": (product.condition or job.seller.condition).capitalize(),
    }


def _variant_row(job: ExportJob, head: Listing, variant: Listing, findings: list[Finding]) -> Row:
    product, rules = variant.product, job.profile.file
    quantity = product.quantity if product.quantity is not None else job.seller.default_quantity
    currency = job.currency(variant)
    grams = weight_in_grams(product)
    row = {
        "SKU": product.sku,
        "Barcode": product.gtin,
        "Charge tax": rules.yes,
        "Inventory tracker": "shopify" if quantity is not None else "",
        "Inventory quantity": str(quantity) if quantity is not None else "",
        "Continue selling when out of stock": "DENY" if quantity is not None else "CONTINUE",
        "Weight value (grams)": str(grams.quantize(Decimal(1), rounding=ROUND_HALF_UP)) if grams else "",
        "Weight unit for display": "g" if grams else "",
        "Requires shipping": rules.yes,
        "Fulfillment service": "manual",
        "Google Shopping / Manufacturer part number (MPN)": product.mpn,
        **_prices(variant, currency),
    }
    if variant is not head:
        row["Variant image URL"] = job.url(product.sku, "main")
    for number, option in enumerate(_options(job, head, variant, findings), 1):
        row[f"Option{number} value"] = option.value
    return row


def _prices(variant: Listing, currency: str) -> Row:
    """Return the cells of price and struck-through price; a sale price takes the price's place."""
    product = variant.product
    if product.price is None:
        return {}
    if product.reduced_price is not None:
        return {"Price": money(product.reduced_price, currency), "Compare-at price": money(product.price, currency)}
    return {"Price": money(product.price, currency)}


def _option_names(job: ExportJob, head: Listing, first: Listing) -> Row:
    options = _options(job, head, first, [])
    return {f"Option{number} name": option.name for number, option in enumerate(options, 1)}


def _options(job: ExportJob, head: Listing, variant: Listing, findings: list[Finding]) -> tuple[Option, ...]:
    """Return at most three options in family order; what is beyond the third is joined to it."""
    if variant.product.kind is not ProductKind.VARIATION:
        return (Option("Title", "Default Title"),)
    options, joined = family_options(job, variant, _MOST_OPTIONS)
    if joined:
        findings.append(
            job.finding(
                "export.options",
                f"Shopify takes three options, the family has {len(variant.product.options)}; the last ones are joined",
                sku=variant.product.sku,
                severity=Severity.WARNING,
                hint="split the family, or drop an option column",
            )
        )
    return options
