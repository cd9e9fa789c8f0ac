"""Google Merchant Center: product data as a tab-separated text feed, and as RSS 2.0 for those who want XML."""

from __future__ import annotations

from collections.abc import Mapping

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText, Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import offered_attributes
from listgen.marketplaces.cells import money, one_line, plain
from listgen.marketplaces.data import columns
from listgen.marketplaces.exporters.google_forms import (
    XML_TAIL,
    Detail,
    Structured,
    Value,
    text_cell,
    xml_head,
    xml_item,
)
from listgen.marketplaces.exporters.parts import Block, split
from listgen.marketplaces.names import digest, page_handles, valid_gtin
from listgen.marketplaces.records import BundleFile, Export, ExportJob, Store

_FORMAT = "google-tsv"
_XML = "products.xml"
_LONGEST_ID = 50
_FEWEST_HIGHLIGHTS = 2
# Text that rules wrote is not generative; Google's word for it is the attribute's default.
_RULE_BASED = "default"


def export_google_tsv(job: ExportJob) -> Export:
    """Return the feed: one row for everything that can be bought, variations tied by `item_group_id`.

    Titles and descriptions go into the structured attributes with the source type that is true of their writer; the
    plain ones stay away, because Google would prefer them. With `xml = true` under `[marketplace.google]` the same feed
    is there as RSS 2.0 too.
    """
    findings: list[Finding] = []
    bought = [listing for listing in job.listings if listing.product.kind is not ProductKind.PARENT]
    pages = page_handles(job.listings)
    header = columns(_FORMAT)
    end = job.profile.file.newline
    feed = Store()
    feed.add(("\t".join(header) + end).encode())
    in_xml = job.seller.choice(job.profile.name, "xml") == "true"
    items: list[Block] = []
    for listing in bought:
        row = _row(job, listing, pages[listing.product.family or listing.product.sku], findings)
        feed.add(("\t".join(text_cell(row.get(name, "")) for name in header) + end).encode())
        if in_xml:
            items.append(Block(xml_item({name: row[name] for name in header if name in row}).encode()))
    skus = tuple(listing.product.sku for listing in bought)
    files = [BundleFile(job.profile.file.name, feed)]
    if not items:
        return Export(tuple(files), skus, findings=tuple(findings))
    head = xml_head(job.channel.id, job.seller.page_url(sku="", handle=""))
    limit = job.profile.file.max_bytes
    files += split(_XML, items, max_bytes=limit, head=head.encode(), tail=XML_TAIL.encode())
    step = f"{_XML} is the same feed as XML (RSS 2.0): give Google one of the two, never both."
    return Export(tuple(files), skus, findings=tuple(findings), gaps=(step,))


def feed_id(sku: str) -> str:
    """Return the SKU, or its start and a hash where Google's 50 characters are too few."""
    known = one_line(sku)
    return known if len(known) <= _LONGEST_ID else f"{known[: _LONGEST_ID - 9]}-{digest(sku)}"


def _structured(field: FieldText | None, content: str, disclosure: str) -> Value:
    if field is None or not content:
        return ""
    return Structured(_RULE_BASED if field.writer == "composer" else disclosure, content)


def _row(job: ExportJob, listing: Listing, handle: str, findings: list[Finding]) -> Mapping[str, Value]:
    product, draft, rules = listing.product, listing.draft, job.profile.file
    disclosure = job.profile.ai_text_disclosure
    images = {image.slot: image.url for image in job.listed_images(product.sku)}
    quantity = product.quantity if product.quantity is not None else job.seller.default_quantity
    gtin = product.gtin if valid_gtin(product.gtin) else ""
    identified = bool(gtin or (product.mpn and product.brand))
    highlights = texts.items(draft, "bullets")
    link = job.seller.page_url(sku=product.sku, handle=handle, known=product.url)
    _note_gaps(job, listing, link, images.get("main", ""), findings)
    return {
        "id": feed_id(product.sku),
        "structured_title": _structured(draft.field("title"), texts.title(draft), disclosure),
        "structured_description": _structured(draft.field("description"), texts.line(draft, "description"), disclosure),
        "link": plain(link),
        "image_link": plain(images.get("main", "")),
        "lifestyle_image_link": plain(images.get("hero", "")),
        "availability": rules.out_of_stock if quantity is not None and quantity <= 0 else rules.in_stock,
        **_prices(job, listing),
        "condition": product.condition if product.condition in ("new", "refurbished", "used") else job.seller.condition,
        "brand": plain(product.brand),
        "gtin": gtin,
        "mpn": plain(product.mpn),
        "identifier_exists": rules.yes if identified else rules.no,
        "product_type": plain(product.product_type),
        "product_highlight": tuple(highlights) if len(highlights) >= _FEWEST_HIGHLIGHTS else (),
        "product_detail": _details(listing, job.channel.locale),
        "item_group_id": feed_id(_group(job, listing)),
        "color": plain(listing.colour),
        "material": plain(listing.material),
        "size": plain(listing.size),
        "gender": plain(listing.gender),
        "age_group": plain(listing.age_group),
    }


def _details(listing: Listing, locale: str) -> tuple[Detail, ...]:
    """Return the attributes without a column of their own, one for every value."""
    return tuple(Detail(name, value) for name, values in offered_attributes(listing, locale) for value in values)


def _group(job: ExportJob, listing: Listing) -> str:
    family = job.family(listing)
    return family.parent_sku or family.key if family else ""


def _prices(job: ExportJob, listing: Listing) -> dict[str, str]:
    product = listing.product
    currency = job.currency(listing)
    cells = {}
    if product.price is not None:
        cells["price"] = f"{money(product.price, currency)} {currency}"
        if product.reduced_price is not None:
            cells["sale_price"] = f"{money(product.reduced_price, currency)} {currency}"
    return cells


def _note_gaps(job: ExportJob, listing: Listing, link: str, image: str, findings: list[Finding]) -> None:
    """Add a finding for everything that Google requires and this listing lacks.

    What a missing setting leaves empty in all rows stands in HOWTO.txt once.
    """
    product, seller = listing.product, job.seller
    gaps = (
        ("link", link or not seller.product_url, "write the page's whole address into the sheet"),
        ("image_link", image or not seller.image_base_url, "`inspect` says which photo is missing"),
        ("price", product.price is not None, "add a price to the sheet"),
    )
    for name, given, hint in gaps:
        if not given:
            findings.append(
                job.finding(
                    "export.required",
                    f"Google requires `{name}`, which is empty",
                    sku=product.sku,
                    severity=Severity.WARNING,
                    field=name,
                    hint=hint,
                )
            )
