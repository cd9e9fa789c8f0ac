"""Google Merchant Center: product data as a tab-separated text feed."""

from __future__ import annotations

from collections.abc import Sequence

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText, Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import offered_attributes
from listgen.marketplaces.cells import guard, money, one_line, plain
from listgen.marketplaces.data import columns
from listgen.marketplaces.names import digest, page_handles, valid_gtin
from listgen.marketplaces.records import BundleFile, Export, ExportJob, Store

_FORMAT = "google-tsv"
_LONGEST_ID = 50
_SECTION = "Specifications"
_FEWEST_HIGHLIGHTS = 2
# Text that rules wrote is not generative; Google's word for it is the attribute's default.
_RULE_BASED = "default"


def export_google_tsv(job: ExportJob) -> Export:
    """Return the feed: one row for everything that can be bought, variations tied by `item_group_id`.

    Titles and descriptions go into the structured attributes with the source type that is true of their writer; the
    plain ones stay away, because Google would prefer them.
    """
    findings: list[Finding] = []
    bought = [listing for listing in job.listings if listing.product.kind is not ProductKind.PARENT]
    pages = page_handles(job.listings)
    header = columns(_FORMAT)
    end = job.profile.file.newline
    store = Store()
    store.add(("\t".join(header) + end).encode())
    for listing in bought:
        row = _row(job, listing, pages[listing.product.family or listing.product.sku], findings)
        store.add(("\t".join(row.get(name, "") for name in header) + end).encode())
    skus = tuple(listing.product.sku for listing in bought)
    return Export((BundleFile(job.profile.file.name, store),), skus, findings=tuple(findings))


def scalar(text: str) -> str:
    """Return a plain cell: one line without tabs, never quoted, harmless to a spreadsheet program."""
    return guard(plain(text))


def grouped(parts: Sequence[str]) -> str:
    """Return sub-attributes joined by `:`; the last, free text, is always in quotes."""
    *words, content = parts
    return ":".join([*words, _quoted(content)])


def repeated(values: Sequence[str]) -> str:
    """Return several values in one cell; one that holds a comma or quote is put in quotes."""
    kept = [plain(value) for value in values]
    return guard(",".join(_quoted(value) if "," in value or '"' in value else value for value in kept))


def feed_id(sku: str) -> str:
    """Return the SKU, or its start and a hash where Google's 50 characters are too few."""
    known = one_line(sku)
    return known if len(known) <= _LONGEST_ID else f"{known[: _LONGEST_ID - 9]}-{digest(sku)}"


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace('"', '""') + '"'


def _structured(field: FieldText | None, content: str, disclosure: str) -> str:
    if field is None or not content:
        return ""
    return grouped([_RULE_BASED if field.writer == "composer" else disclosure, content])


def _row(job: ExportJob, listing: Listing, handle: str, findings: list[Finding]) -> dict[str, str]:
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
        "id": guard(feed_id(product.sku)),
        "structured_title": _structured(draft.field("title"), texts.title(draft), disclosure),
        "structured_description": _structured(draft.field("description"), texts.line(draft, "description"), disclosure),
        "link": scalar(link),
        "image_link": scalar(images.get("main", "")),
        "lifestyle_image_link": scalar(images.get("hero", "")),
        "availability": rules.out_of_stock if quantity is not None and quantity <= 0 else rules.in_stock,
        **_prices(job, listing),
        "condition": product.condition if product.condition in ("new", "refurbished", "used") else job.seller.condition,
        "brand": scalar(product.brand),
        "gtin": gtin,
        "mpn": scalar(product.mpn),
        "identifier_exists": rules.yes if identified else rules.no,
        "product_type": scalar(product.product_type),
        "product_highlight": repeated(highlights) if len(highlights) >= _FEWEST_HIGHLIGHTS else "",
        "product_detail": _details(listing, job.channel.locale),
        "item_group_id": guard(feed_id(_group(job, listing))),
        "color": scalar(listing.colour),
        "material": scalar(listing.material),
        "size": scalar(listing.size),
        "gender": scalar(listing.gender),
        "age_group": scalar(listing.age_group),
    }


def _details(listing: Listing, locale: str) -> str:
    """Return the attributes without a column of their own as `section:name:value`, one for every value."""
    return ",".join(
        f"{_SECTION}:{_word(name)}:{_quoted(value)}"
        for name, values in offered_attributes(listing, locale)
        for value in values
    )


def _word(text: str) -> str:
    return _quoted(text) if any(mark in text for mark in ':,"') else one_line(text)


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
