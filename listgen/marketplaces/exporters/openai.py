"""OpenAI: the product feed as a file, and as the Agentic Commerce Protocol's API takes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.cells import money, one_line, plain
from listgen.marketplaces.exporters.parts import Block, split
from listgen.marketplaces.exporters.sources import Sources, options_of
from listgen.marketplaces.exporters.table import export_table
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.records import BundleFile, Export, ExportJob

Json: TypeAlias = "str | int | bool | Mapping[str, Json] | Sequence[Json]"

ACP_PRODUCTS = "acp/products.jsonl"
ACP_METADATA = "acp/metadata.json"
_FEED = "listgen"
_BARCODES = {8: "EAN", 12: "UPC", 13: "EAN", 14: "GTIN"}


def export_openai_feed(job: ExportJob) -> Export:
    """Return the file form (the table that the profile describes) and the API form of the same listings.

    In the API form a family is one product with its variants, prices are whole numbers of the currency's smallest
    coin, and what the sheet does not give is absent.
    """
    table = export_table(job)
    sources = Sources(job)
    products = (
        json.dumps(_product(job, sources, group), ensure_ascii=False).encode() + b"\n"
        for group in _families(job.listings)
    )
    files = split(ACP_PRODUCTS, (Block(line) for line in products), max_bytes=job.profile.file.max_bytes)
    country = job.channel.locale.rpartition("-")[2]
    feed: dict[str, Json] = {"id": job.seller.choice(job.profile.name, "feed_id") or _FEED, "target_country": country}
    metadata = BundleFile(ACP_METADATA, (json.dumps(feed, ensure_ascii=False) + "\n").encode())
    return replace(table, files=(*table.files, metadata, *files))


def _families(listings: Sequence[Listing]) -> Iterable[Sequence[Listing]]:
    """Yield what can be bought, family by family, in the order of the sheet."""
    groups: dict[str, list[Listing]] = {}
    for number, listing in enumerate(listings):
        if listing.product.kind is not ProductKind.PARENT:
            groups.setdefault(listing.product.family or f"\0{number}", []).append(listing)
    return groups.values()


def _product(job: ExportJob, sources: Sources, variants: Sequence[Listing]) -> Mapping[str, Json]:
    first = variants[0]
    face = job.parent(first) or first
    found: dict[str, Json] = {
        "id": one_line(sources.group(first)) or one_line(first.product.sku),
        "title": texts.title(face.draft),
        "description": _description(face),
        "url": sources.link(face),
        "media": _media(job, face),
    }
    return _filled(found) | {"variants": [_variant(job, sources, listing) for listing in variants]}


def _variant(job: ExportJob, sources: Sources, listing: Listing) -> Mapping[str, Json]:
    product = listing.product
    currency = sources.currency(listing)
    sale = product.reduced_price
    quantity = sources.quantity(listing)
    gtin = product.gtin if valid_gtin(product.gtin) else ""
    in_stock = quantity is None or quantity > 0
    seller = job.seller.choice(job.profile.name, "seller_name")
    found: dict[str, Json] = {
        "description": _description(listing),
        "url": sources.link(listing),
        "barcodes": [{"type": _BARCODES[len(gtin)], "value": gtin}] if gtin else [],
        "price": _price(sale or product.price, currency),
        "list_price": _price(product.price, currency) if sale else {},
        "availability": {"available": in_stock, "status": "in_stock" if in_stock else "out_of_stock"},
        "categories": [{"value": plain(product.product_type), "taxonomy": "merchant"}] if product.product_type else [],
        "condition": [sources.condition(listing)],
        "variant_options": [{"name": name, "value": value} for name, value in options_of(listing, job.channel.locale)],
        "media": _media(job, listing),
        "seller": {"name": seller} if seller else {},
    }
    return {"id": one_line(product.sku), "title": texts.title(listing.draft)} | _filled(found)


def _filled(found: Mapping[str, Json]) -> dict[str, Json]:
    """Return what is not empty: the protocol wants no empty objects."""
    return {name: value for name, value in found.items() if value not in ("", [], {})}


def _description(listing: Listing) -> Json:
    text = texts.plain_description(listing.draft)
    return {"plain": text} if text else {}


def _price(amount: Decimal | None, currency: str) -> Json:
    """Return an amount in the smallest coin of its currency: 19.99 USD is 1999, 1500 JPY is 1500."""
    if amount is None:
        return {}
    return {"amount": int(money(amount, currency).replace(".", "")), "currency": currency}


def _media(job: ExportJob, listing: Listing) -> Json:
    return [
        {
            "type": "image",
            "url": image.url,
            "alt_text": plain(image.picture.alt_text),
            "width": image.picture.width,
            "height": image.picture.height,
        }
        for image in job.listed_images(listing.product.sku)
        if image.url
    ]
