"""WooCommerce: product CSV for the built-in importer."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import local_name, offered_attributes
from listgen.marketplaces.cells import money, plain
from listgen.marketplaces.data import columns
from listgen.marketplaces.exporters.shopify import Row, split_tables
from listgen.marketplaces.exporters.sources import options_of
from listgen.marketplaces.measures import weight_in_grams
from listgen.marketplaces.records import Export, ExportJob, LeftOut

_FORMAT = "woocommerce-csv"
# A shop-wide attribute gets an address of at most 28 letters; a longer name stays with the product.
_LONGEST_GLOBAL_NAME = 28

# Name, values, and whether the whole shop shares the attribute: filters are for what many products have.
Attribute = tuple[str, tuple[str, ...], bool]


def export_woocommerce_csv(job: ExportJob) -> Export:
    """Return the product CSV: simple products, and variable parents before their variations.

    A variation whose parent is not exported is left out, because the importer would make a product without a name.
    """
    orphans = [
        listing
        for listing in job.listings
        if listing.product.kind is ProductKind.VARIATION and job.parent(listing) is None
    ]
    lost = {listing.product.sku for listing in orphans}
    written = [listing for listing in job.listings if listing.product.sku not in lost]
    attributes = [_attributes(job, listing) for listing in written]
    most = max((len(found) for found in attributes), default=0)
    header = [*columns(_FORMAT), *(name for number in range(1, most + 1) for name in _attribute_columns(number))]
    blocks = (
        [_row(job, listing) | _attribute_cells(job, listing, found)]
        for listing, found in zip(written, attributes, strict=True)
    )
    left_out = tuple(LeftOut(listing.product.sku, "its parent is not in the file") for listing in orphans)
    skus = tuple(listing.product.sku for listing in written)
    return Export(split_tables(job, header, blocks, None), skus, left_out)


def _row(job: ExportJob, listing: Listing) -> Row:
    product, draft, rules = listing.product, listing.draft, job.profile.file
    kind = {ProductKind.PARENT: "variable", ProductKind.VARIATION: "variation"}.get(product.kind, "simple")
    quantity = product.quantity if product.quantity is not None else job.seller.default_quantity
    row = {
        "Type": kind,
        "SKU": product.sku,
        "GTIN, UPC, EAN, or ISBN": product.gtin,
        "Name": texts.title(draft),
        "Published": rules.yes if job.seller.published else "-1",
        "Visibility in catalog": "visible",
        "In stock?": rules.no if quantity is not None and quantity <= 0 else rules.yes,
        "Images": ", ".join(image.url for image in job.listed_images(product.sku) if image.url),
        "Position": "0",
    }
    grams = weight_in_grams(product)
    if kind != "variable":
        row["Weight (kg)"] = f"{(grams / 1000).normalize():f}" if grams else ""
        row |= _prices(job, listing) | {"Stock": str(quantity) if quantity is not None else ""}
    if kind == "variation":
        return row | _variation_cells(job, listing)
    return row | {
        "Short description": texts.html_description((), texts.items(draft, "bullets")),
        "Description": texts.html_description(draft.items("description")),
        "Categories": _category(product.product_type),
        "Tags": listed([plain(tag) for tag in texts.items(draft, "tags")]),
    }


def _variation_cells(job: ExportJob, listing: Listing) -> Row:
    """Return what a variation has instead of text: its parent, its name, its place in the family, one picture."""
    parent = job.parent(listing)
    assert parent is not None, "variations without a parent are left out"
    values = ", ".join(plain(option.value) for option in listing.product.options)
    family = job.family(listing)
    place = family.skus.index(listing.product.sku) if family and listing.product.sku in family.skus else 0
    return {
        "Name": f"{texts.title(parent.draft)} - {values}" if values else texts.title(parent.draft),
        "Parent": parent.product.sku,
        "Position": str(place + 1),
        "Images": job.url(listing.product.sku, "main"),
    }


def _prices(job: ExportJob, listing: Listing) -> Row:
    product = listing.product
    currency = job.currency(listing)
    cells = {}
    if product.price is not None:
        cells["Regular price"] = money(product.price, currency)
        if product.reduced_price is not None:
            cells["Sale price"] = money(product.reduced_price, currency)
    return cells


def listed(values: Sequence[str]) -> str:
    r"""Return values as the importer separates them; a comma inside a value is written `\,`."""
    return ", ".join(value.replace(",", "\\,") for value in values)


def _category(path: str) -> str:
    return " > ".join(part.strip().replace(",", "\\,") for part in plain(path).split(">") if part.strip())


def _attributes(job: ExportJob, listing: Listing) -> tuple[Attribute, ...]:
    """Return the attributes of a row: what variations differ in first, then material, colour, size and the rest.

    A variation carries its options alone: the shop takes everything else from its parent.
    """
    locale = job.channel.locale
    family = job.family(listing)
    chosen: list[Attribute] = []
    if listing.product.kind is ProductKind.PARENT and family is not None:
        for name in family.option_names:
            values = (
                plain(option.value)
                for variation in job.variations(listing)
                for option in variation.product.options
                if option.name == name
            )
            chosen.append((texts.label(name, locale), tuple(dict.fromkeys(values)), True))
    elif listing.product.kind is ProductKind.VARIATION:
        return tuple((name, (value,), True) for name, value in options_of(listing, locale))
    taken = {name.lower() for name, *_ in chosen}
    facts = (("Material", listing.material), (local_name("Color", locale), listing.colour), ("Size", listing.size))
    chosen.extend((name, (plain(value),), True) for name, value in facts if value and name.lower() not in taken)
    taken |= {name.lower() for name, *_ in chosen}
    if weight_in_grams(listing.product):
        taken.add("weight")  # a column of its own
    others = offered_attributes(listing, locale)
    chosen.extend(
        (plain(name), tuple(map(plain, values)), False) for name, values in others if name.lower() not in taken
    )
    return tuple(chosen)


def _attribute_columns(number: int) -> tuple[str, ...]:
    return tuple(f"Attribute {number} {part}" for part in ("name", "value(s)", "visible", "global"))


def _attribute_cells(job: ExportJob, listing: Listing, attributes: Sequence[Attribute]) -> Row:
    rules = job.profile.file
    cells: Row = {}
    for number, (name, values, common) in enumerate(attributes, 1):
        shared = common and len(name.encode()) <= _LONGEST_GLOBAL_NAME
        visible = "" if listing.product.kind is ProductKind.VARIATION else rules.yes
        texts_of = (name, listed(values), visible, rules.yes if shared else rules.no)
        cells |= dict(zip(_attribute_columns(number), texts_of, strict=True))
    return cells
