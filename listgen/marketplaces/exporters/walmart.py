"""Walmart: the MP_ITEM feed of the item specification 5, one item for everything that can be bought."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from listgen.domain.finding import Finding
from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.cells import clean, plain
from listgen.marketplaces.exporters.parts import Block, split
from listgen.marketplaces.exporters.required import Required, missing
from listgen.marketplaces.exporters.sources import Sources, options_of
from listgen.marketplaces.records import Export, ExportJob

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json]"

# The newest version that a source names ([WMT-KB Q], 2026-07-01); a seller's own beats it.
_VERSION = "5.0.20260501-19_21_29-api"
_NO_BRAND = "Unbranded"
_REQUIRED = (
    ("productIdentifiers", "add the GTIN, or ask Walmart for an exemption"),
    ("price", "add a price to the sheet"),
    ("ShippingWeight", "add a column with the weight of the packed product"),
)
# Names of attributes inside the product type: recalled, except those of the envelope. See the profile.
_OPTIONS = {"color": "color", "colour": "color", "size": "size", "material": "material", "pattern": "pattern"}


def export_walmart(job: ExportJob) -> Export:
    """Return the feed in files of at most 25 MB; families stay together, their first item is the primary variant."""
    findings: list[Finding] = []
    sold = [listing for listing in job.listings if listing.product.kind is not ProductKind.PARENT]
    sources = Sources(job)
    blocks, made = [], []
    for family in _families(sold):
        items = [_item(job, sources, listing, family, findings) for listing in family]
        made += [item["Orderable"] for item in items]
        lines = b",\n".join(json.dumps(item, ensure_ascii=False).encode() for item in items)
        blocks.append(Block(lines, len(items)))
    version = job.seller.choice(job.profile.name, "version") or _VERSION
    header = {"businessUnit": "WALMART_US", "locale": "en", "version": version}
    files = split(
        job.profile.file.name,
        blocks,
        max_bytes=job.profile.file.max_bytes,
        max_rows=job.profile.file.max_rows,
        head=f'{{"MPItemFeedHeader": {json.dumps(header)},\n"MPItem": [\n'.encode(),
        tail=b"\n]}\n",
        between=b",\n",
    )
    skus = tuple(listing.product.sku for listing in sold)
    lacking = [
        Required(name, hint, skus, [sku for sku, item in zip(skus, made, strict=True) if name not in item])
        for name, hint in _REQUIRED
    ]
    gaps, remarks = missing(job, lacking)
    return Export(files, skus, findings=(*findings, *remarks), gaps=(*_gaps(job, sold), *gaps))


def _families(listings: Sequence[Listing]) -> Iterable[list[Listing]]:
    family: list[Listing] = []
    for listing in listings:
        if family and (not listing.product.family or listing.product.family != family[0].product.family):
            yield family
            family = []
        family.append(listing)
    if family:
        yield family


def _item(
    job: ExportJob, sources: Sources, listing: Listing, family: Sequence[Listing], findings: list[Finding]
) -> Mapping[str, Mapping[str, Json]]:
    product = listing.product
    orderable: dict[str, Json] = {"sku": clean(product.sku)}
    if number := sources.values(listing, "gtin"):
        kind = {12: "UPC", 14: "GTIN"}.get(len(number[0]), "EAN")
        orderable["productIdentifiers"] = {"productIdType": kind, "productId": number[0]}
    # A sale is a promotion of its own at Walmart, so the regular price counts.
    price = job.price(listing, findings)
    if price is not None:
        orderable["price"] = float(price)
    if pounds := sources.weight(listing, "lb"):
        orderable["ShippingWeight"] = float(pounds)
    return {"Orderable": orderable, "Visible": {_type(job, listing): _visible(job, sources, listing, family)}}


def _visible(job: ExportJob, sources: Sources, listing: Listing, family: Sequence[Listing]) -> Mapping[str, Json]:
    """Return what shoppers see; an attribute that has nothing to say is absent."""
    draft, product = listing.draft, listing.product
    images = sources.images(listing)
    found: dict[str, Json] = {
        "productName": texts.title(draft),
        "brand": plain(product.brand) or _NO_BRAND,
        "shortDescription": texts.plain_description(draft),
        "keyFeatures": [plain(text) for text in texts.items(draft, "bullets")],
        "mainImageUrl": images[0] if images else "",
        "productSecondaryImageURL": list(images[1:]),
        "manufacturerPartNumber": plain(product.mpn),
        "color": plain(listing.colour),
        "material": plain(listing.material),
        "size": plain(listing.size),
    }
    options = options_of(listing, job.channel.locale)
    if product.kind is ProductKind.VARIATION and options and len(family) > 1:
        names = [_attribute(name) for name, _ in options]
        found |= {name: value for name, (_, value) in zip(names, options, strict=True)}
        found |= {
            "variantGroupId": sources.group(listing),
            "variantAttributeNames": names,
            "isPrimaryVariant": "Yes" if listing is family[0] else "No",
        }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _attribute(option: str) -> str:
    """Return an option's name the way the specification writes attributes: "Pack size" is "packSize"."""
    known = _OPTIONS.get(option.lower())
    words = re.findall(r"[A-Za-z0-9]+", option)
    return known or "".join([words[0].lower(), *(word.capitalize() for word in words[1:])] if words else ["variant"])


def _type(job: ExportJob, listing: Listing) -> str:
    own = job.seller.choice(job.profile.name, "product_type", listing.product.sku, listing.item_type)
    return own or job.profile.categories.get(listing.item_type, "Other")


def _gaps(job: ExportJob, sold: Sequence[Listing]) -> tuple[str, ...]:
    gaps = []
    if any(_type(job, listing) == "Other" for listing in sold):
        gaps.append(
            "Some items have the product type `Other`: set `product_type` under [marketplace.walmart] in listgen.toml, "
            "by product type or SKU."
        )
    unbranded = [listing.product.sku for listing in sold if not listing.product.brand]
    if unbranded:
        gaps.append(f"Items without a brand in the sheet are `{_NO_BRAND}`, e.g. {unbranded[0][:40]}: add the brand.")
    return tuple(gaps)
