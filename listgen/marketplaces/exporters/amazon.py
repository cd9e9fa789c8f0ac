"""Amazon: JSON_LISTINGS_FEED, version 2, for the Feeds API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import offered_attributes
from listgen.marketplaces.cells import clean, one_line, plain
from listgen.marketplaces.data import amazon_product_types, amazon_variation_themes
from listgen.marketplaces.exporters.amazon_changes import changes, earlier_attributes
from listgen.marketplaces.exporters.amazon_template import fill_template
from listgen.marketplaces.exporters.parts import part_names
from listgen.marketplaces.names import valid_gtin
from listgen.marketplaces.records import BundleFile, Export, ExportJob, Store

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json] | None"

SELLER_PLACEHOLDER = "YOUR_SELLER_ID"
CHANGES = "changes-feed.json"
_FEED_LIMIT = 25_000
_CONDITIONS = {"new": "new_new", "refurbished": "refurbished_refurbished", "used": "used_good"}
# Options whose value has an attribute of its own.
_OPTION_ATTRIBUTES = {
    "COLOR": "color",
    "SIZE": "size",
    "MATERIAL": "material",
    "STYLE": "style",
    "PATTERN": "pattern",
    "SCENT": "scent",
    "FLAVOR": "flavor",
}
# Those of them that a name, a bullet or a column may give without being an option.
_TEXT_ATTRIBUTES = {name: _OPTION_ATTRIBUTES[name] for name in ("STYLE", "PATTERN", "SCENT", "FLAVOR")}


def export_amazon_feed(job: ExportJob) -> Export:
    """Return one feed file for every 25,000 listings, parents before their variations.

    Each message holds the full listing (`UPDATE`) or, by the seller's choice, only what listgen made
    (`PARTIAL_UPDATE`). Without a price in the marketplace's currency a message describes the product alone. Where the
    seller names the feed that was sent last, another one holds what changed; a template of the seller's is filled.
    """
    findings: list[Finding] = []
    name, total = job.profile.file.name, len(job.listings)
    written = (_message(job, listing, findings) for listing in job.listings)
    skus = tuple(listing.product.sku for listing in job.listings)
    sent = job.seller.given(job.profile.name, "changes_since")
    templates = job.seller.given(job.profile.name, "template")
    if not sent and not templates:
        # Read once: no message is kept behind its line in the feed.
        files = _feeds(job, name, written, total)
        return Export(tuple(files), skus, findings=tuple(findings))
    messages = list(written)
    files = [*_feeds(job, name, iter(messages), total)]
    gaps: list[str] = []
    if sent:
        changed = changes(messages, earlier_attributes(sent, job.channel.locale))
        files += _feeds(job, CHANGES, iter(changed), len(changed))
        gaps.append(_changes_step(changed, total))
    for template in templates:
        filled = fill_template(job, template, messages)
        files += filled.files
        gaps += filled.steps
        findings += filled.findings
    return Export(tuple(files), skus, findings=tuple(findings), gaps=tuple(gaps))


def _feeds(job: ExportJob, name: str, messages: Iterator[Mapping[str, Json]], total: int) -> list[BundleFile]:
    limit = job.profile.file.max_messages.value if job.profile.file.max_messages else _FEED_LIMIT
    count = -(-total // limit)
    return [BundleFile(part, _feed(job, islice(messages, limit))) for part in part_names(name, count)[:count]]


def _changes_step(changed: Sequence[Mapping[str, Json]], total: int) -> str:
    if not changed:
        return "Nothing changed since the feed that `changes_since` names: there is nothing to send."
    return (
        f"{CHANGES} holds what changed since the feed that `changes_since` names ({len(changed)} of {total} SKUs): "
        "send it instead of the whole feed, if that one was accepted."
    )


def _feed(job: ExportJob, messages: Iterable[Mapping[str, Json]]) -> Store:
    header = {
        "sellerId": job.seller.seller_id or SELLER_PLACEHOLDER,
        "version": "2.0",
        "issueLocale": job.channel.locale.replace("-", "_"),
    }
    store = Store()
    store.add(f'{{"header": {json.dumps(header, ensure_ascii=False)},\n"messages": [\n'.encode())
    # One message a line: a changed listing is one changed line, and 25,000 of them are written in a moment.
    for number, message in enumerate(messages, 1):
        line = json.dumps({"messageId": number, **message}, ensure_ascii=False)
        store.add((line if number == 1 else f",\n{line}").encode())
    store.add(b"\n]}\n")
    return store


def _message(job: ExportJob, listing: Listing, findings: list[Finding]) -> Mapping[str, Json]:
    attributes = _attributes(job, listing, findings)
    message: dict[str, Json] = {
        "sku": clean(listing.product.sku),
        "operationType": job.seller.amazon_operation,
        "productType": product_type(job, listing),
    }
    if job.seller.amazon_operation == "UPDATE":
        # The schema knows requirements of a full update alone.
        message["requirements"] = "LISTING" if "purchasable_offer" in attributes else "LISTING_PRODUCT_ONLY"
    message["attributes"] = attributes
    return message


def product_type(job: ExportJob, listing: Listing) -> str:
    """Return Amazon's product type: the seller's own by SKU or type, else listgen's suggestion."""
    chosen = dict(job.seller.product_types)
    own = chosen.get(listing.product.sku) or chosen.get(listing.item_type)
    return own or amazon_product_types().get(listing.item_type, "PRODUCT")


def _attributes(job: ExportJob, listing: Listing, findings: list[Finding]) -> Mapping[str, Json]:
    """Return the attributes of a message; one that has nothing to say is absent."""
    marketplace = job.profile.locale_rules(job.channel.locale).marketplace_id
    language = job.channel.locale.replace("-", "_")
    product, draft = listing.product, listing.draft
    place: Mapping[str, Json] = {"marketplace_id": marketplace}

    def text(*values: str) -> list[Json]:
        kept = (plain(value) for value in values)
        return [{"value": value, "language_tag": language, **place} for value in kept if value]

    found: dict[str, list[Json]] = {
        "item_name": text(texts.title(draft)),
        "title_differentiation": text(texts.line(draft, "highlights", ", ")),
        "brand": text(product.brand),
        "bullet_point": text(*texts.items(draft, "bullets")),
        "product_description": [
            {"value": texts.plain_description(draft), "language_tag": language, **place}
            for _ in [0]
            if texts.plain_description(draft)
        ],
        "generic_keyword": text(texts.line(draft, "search_terms")),
        "part_number": [{"value": one_line(product.mpn), **place}] if product.mpn else [],
        "color": text(listing.colour),
        "material": text(listing.material),
        "size": text(listing.size),
        **_specified(listing, job.channel.locale, text),
        **_pictures(job, product.sku, place),
    }
    if product.kind is not ProductKind.PARENT:
        found |= _offer(job, listing, place, findings)
    found |= _relationship(job, listing, place, text, findings)
    return {name: values for name, values in found.items() if values}


def _specified(listing: Listing, locale: str, text: Callable[..., list[Json]]) -> dict[str, list[Json]]:
    """Return the attributes that most product types of Amazon have a free-text field for."""
    named = {name.upper(): values for name, values in offered_attributes(listing, locale)}
    return {field: text(*named[name]) for name, field in _TEXT_ATTRIBUTES.items() if name in named}


def _pictures(job: ExportJob, sku: str, place: Mapping[str, Json]) -> dict[str, list[Json]]:
    urls = [image.url for image in job.listed_images(sku) if image.url]
    names = ["main_product_image_locator", *(f"other_product_image_locator_{number}" for number in range(1, 9))]
    return {name: [{"media_location": url, **place}] for name, url in zip(names, urls, strict=False)}


def _offer(
    job: ExportJob, listing: Listing, place: Mapping[str, Json], findings: list[Finding]
) -> dict[str, list[Json]]:
    """Return identifier, condition, price and stock of something that can be bought."""
    product = listing.product
    found: dict[str, list[Json]] = {
        "condition_type": [{"value": _CONDITIONS.get(product.condition, _CONDITIONS[job.seller.condition]), **place}]
    }
    if valid_gtin(product.gtin):
        kind = {12: "upc", 14: "gtin"}.get(len(product.gtin), "ean")
        found["externally_assigned_product_identifier"] = [{"type": kind, "value": product.gtin, **place}]
    quantity = product.quantity if product.quantity is not None else job.seller.default_quantity
    if quantity is not None:
        found["fulfillment_availability"] = [{"fulfillment_channel_code": "DEFAULT", "quantity": max(0, quantity)}]
    price = job.price(listing, findings)
    if price is None:
        return found
    schedule: Json = [{"schedule": [{"value_with_tax": float(price)}]}]
    offer: dict[str, Json] = {"currency": job.channel.currency, "our_price": schedule, **place}
    found["purchasable_offer"] = [offer]
    return found


def _relationship(
    job: ExportJob,
    listing: Listing,
    place: Mapping[str, Json],
    text: Callable[..., list[Json]],
    findings: list[Finding],
) -> dict[str, list[Json]]:
    """Return what ties parents and variations together; nothing for a variation whose parent is not in the feed."""
    family, parent = job.family(listing), job.parent(listing)
    if family is None or (listing.product.kind is ProductKind.VARIATION and parent is None):
        return {}
    words = [_theme_word(name) for name in family.option_names]
    found: dict[str, list[Json]] = {"variation_theme": [{"name": "/".join(words) or "STYLE", **place}]}
    if listing.product.kind is ProductKind.PARENT:
        found["parentage_level"] = [{"value": "parent", **place}]
        unknown = [name for name in family.option_names if name.strip().lower() not in amazon_variation_themes()]
        if unknown:
            findings.append(
                job.finding(
                    "export.variation-theme",
                    f"Amazon may know no variation theme for the option `{unknown[0]}`",
                    sku=listing.product.sku,
                    severity=Severity.WARNING,
                    hint="look the theme up in the product type's template and rename the option column",
                )
            )
        return found
    found["parentage_level"] = [{"value": "child", **place}]
    found["child_parent_sku_relationship"] = [
        {"child_relationship_type": "variation", "parent_sku": clean(family.parent_sku), **place}
    ]
    for option in listing.product.options:
        attribute = _OPTION_ATTRIBUTES.get(_theme_word(option.name))
        if attribute:
            found[attribute] = text(option.value)
    return found


def _theme_word(option: str) -> str:
    known = amazon_variation_themes().get(option.strip().lower())
    return known or re.sub(r"[^A-Z0-9]+", "_", option.upper()).strip("_") or "STYLE"
