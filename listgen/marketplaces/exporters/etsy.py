"""Etsy: drafts for the Open API, and a paste sheet in the columns of Etsy's own download.

Etsy imports no file. The JSON holds, for each listing, the bodies of the three calls that make a draft, named after the
operations; the sheet is for those who copy and paste, and for importers that read Etsy's download.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Listing
from listgen.domain.product import Option, ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import offered_attributes
from listgen.marketplaces.cells import clean, one_line, plain, table
from listgen.marketplaces.exporters.parts import Block, split
from listgen.marketplaces.exporters.products import family_options, products
from listgen.marketplaces.exporters.required import Required, missing
from listgen.marketplaces.exporters.sources import Sources
from listgen.marketplaces.records import BundleFile, Export, ExportJob

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json]"

SHEET = "etsy-paste-sheet.csv"
BULLET = "• "
_MOST_OPTIONS = 2
_SHEET_IMAGES = 10
# Ids of Etsy's two custom variation properties: recalled.
_CUSTOM_PROPERTIES = (513, 514)
_MOST_QUANTITY = 999  # recalled
# What a tag may hold; it begins with neither - nor ' (Etsy Help Center [Q], Open API reference [O]).
_TAG_CHARACTERS = re.compile(r"[^\w\s\-'™©®]|_")
_NUMBERS = ("taxonomy_id", "shipping_profile_id", "return_policy_id", "readiness_state_id", "shop_section_id")
_WORDS = ("who_made", "when_made")
_NEEDED = (
    ("price", "add a price to the sheet"),
    ("quantity", "add the stock to the sheet, or set `default_quantity` under [seller]"),
)
_REQUIRED = ("taxonomy_id", "shipping_profile_id", "readiness_state_id", "who_made", "when_made")


def export_etsy(job: ExportJob) -> Export:
    """Return the drafts as JSON, and the paste sheet: one listing a product, variations inside it."""
    findings: list[Finding] = []
    found = list(products(job))
    made = [_draft(job, head, variants, findings) for head, variants in found]
    lines = [Block(json.dumps(draft, ensure_ascii=False).encode()) for draft in made]
    rules = job.profile.file
    drafts = split(
        rules.name,
        lines,
        max_bytes=rules.max_bytes,
        max_rows=rules.max_rows,
        head=b'{"listings": [\n',
        tail=b"\n]}\n",
        between=b",\n",
    )
    skus = [head.product.sku for head, _ in found]
    bodies = [_body(draft) for draft in made]
    gaps, remarks = missing(
        job,
        (
            Required(name, hint, skus, [sku for sku, body in zip(skus, bodies, strict=True) if name not in body])
            for name, hint in _NEEDED
        ),
    )
    return Export(
        (*drafts, _sheet(job, found)),
        tuple(listing.product.sku for listing in job.listings),
        findings=(*findings, *remarks),
        gaps=(*_gaps(job, found), *gaps),
    )


def _body(draft: Mapping[str, Json]) -> Mapping[str, Json]:
    body = draft["createDraftListing"]
    return body if isinstance(body, Mapping) else {}


def tag(text: str) -> str:
    """Return a tag with nothing in it but what Etsy takes: letters, digits, blanks, hyphens and apostrophes.

    >>> tag("Mug & cup, 8 oz")
    'Mug cup 8 oz'
    """
    return " ".join(_TAG_CHARACTERS.sub(" ", one_line(text)).split()).lstrip("-' ")


def materials(listing: Listing, locale: str) -> tuple[str, ...]:
    """Return the materials as Etsy takes them: letters, digits and blanks; a word with other signs is left out.

    "18/8 stainless steel" is "stainless steel" there: without its stroke the number would say something else.
    """
    named = [listing.material]
    named += [value for name, values in offered_attributes(listing, locale) for value in values if _is_material(name)]
    parts = (part for text in named for part in re.split(r"[,;&+]|\band\b", text))
    said = (" ".join(word for word in part.split() if word.isalnum()) for part in parts)
    kept: dict[str, str] = {}
    for material in said:
        if material and not material.isdigit():
            kept.setdefault(material.lower(), material)
    return tuple(kept.values())


def _is_material(name: str) -> bool:
    return name.lower().endswith("material")


def description(listing: Listing) -> str:
    """Return the description as Etsy shows it, plain text: paragraphs, then the bullets as a list."""
    paragraphs = [plain(text) for text in texts.items(listing.draft, "description")]
    bullets = [f"{BULLET}{plain(text)}" for text in texts.items(listing.draft, "bullets")]
    return "\n\n".join([*paragraphs, *(["\n".join(bullets)] if bullets else [])])


def _tags(listing: Listing) -> tuple[str, ...]:
    kept = (tag(text) for text in texts.items(listing.draft, "tags"))
    return tuple(dict.fromkeys(text for text in kept if text))


def _draft(job: ExportJob, head: Listing, variants: Sequence[Listing], findings: list[Finding]) -> Mapping[str, Json]:
    """Return the three bodies of one listing."""
    sku = head.product.sku
    amounts = [amount for variant in variants if (amount := _amount(job, variant, findings)) is not None]
    stock = [quantity for variant in variants if (quantity := Sources(job).quantity(variant)) is not None]
    body: dict[str, Json] = {"title": texts.title(head.draft), "description": description(head)}
    if stock and sum(stock):
        body["quantity"] = min(sum(stock), _MOST_QUANTITY)
    if amounts:
        body["price"] = float(min(amounts))
    body |= _own(job, head)
    body |= {"type": "physical", "tags": _tags(head), "materials": materials(head, job.channel.locale)}
    weight = Sources(job).weight(variants[0], "oz" if job.channel.locale == "en-US" else "g")
    if weight:
        body |= {"item_weight": float(weight), "item_weight_unit": "oz" if job.channel.locale == "en-US" else "g"}
    return {
        "sku": clean(sku),
        "createDraftListing": {name: value for name, value in body.items() if value not in ("", ())},
        "updateListingInventory": _inventory(job, variants, findings),
        "uploadListingImage": [
            {"rank": rank, "image": image.path, "url": image.url, "alt_text": plain(image.picture.alt_text)[:500]}
            for rank, image in enumerate(job.listed_images(sku), 1)
        ],
    }


def _own(job: ExportJob, head: Listing) -> dict[str, Json]:
    """Return what only the seller knows, from `[marketplace.etsy]`; what is not given is left out."""
    found: dict[str, Json] = {}
    for name in (*_WORDS, *_NUMBERS):
        value = job.seller.choice(job.profile.name, name, head.product.sku, head.item_type)
        if value:
            found[name] = int(value) if name in _NUMBERS and value.isdecimal() else value
    return found


def _amount(job: ExportJob, listing: Listing, findings: list[Finding]) -> Decimal | None:
    """Return the price in the shop's currency; a sale is set up in Etsy itself, so the regular price counts."""
    if listing.product.kind is ProductKind.PARENT:
        return None
    return job.price(listing, findings)


def _inventory(job: ExportJob, variants: Sequence[Listing], findings: list[Finding]) -> Mapping[str, Json]:
    """Return SKU, price and stock of every variation, with the properties that prices, stock and SKUs depend on."""
    made: list[Json] = []
    ids: list[int] = []
    readiness = {}
    for variant in variants:
        options = _options(job, variant, findings)
        ids = list(_CUSTOM_PROPERTIES[: len(options)])
        own = job.seller.choice(job.profile.name, "readiness_state_id", variant.product.sku, variant.item_type)
        readiness = {"readiness_state_id": int(own)} if own.isdecimal() else {}
        offering: dict[str, Json] = {"is_enabled": True, **readiness}
        amount = _amount(job, variant, [])
        quantity = Sources(job).quantity(variant)
        if amount is not None:
            offering["price"] = float(amount)
        if quantity is not None:
            offering["quantity"] = min(quantity, _MOST_QUANTITY)
        values: list[Json] = [
            {"property_id": number, "property_name": option.name, "values": [option.value]}
            for number, option in zip(ids, options, strict=True)
        ]
        made.append({"sku": clean(variant.product.sku), "property_values": values, "offerings": [offering]})
    differing: Json = ids if len(variants) > 1 else []
    return {
        "products": made,
        "price_on_property": differing,
        "quantity_on_property": differing,
        "sku_on_property": differing,
    }


def _options(job: ExportJob, variant: Listing, findings: list[Finding]) -> tuple[Option, ...]:
    if variant.product.kind is not ProductKind.VARIATION:
        return ()
    options, joined = family_options(job, variant, _MOST_OPTIONS)
    if joined:
        findings.append(
            job.finding(
                "export.options",
                f"Etsy takes two variation properties, the family has {len(variant.product.options)}; "
                "the last ones are joined",
                sku=variant.product.sku,
                severity=Severity.WARNING,
                hint="split the family, or drop an option column",
            )
        )
    return options


def _sheet(job: ExportJob, found: Sequence[tuple[Listing, Sequence[Listing]]]) -> BundleFile:
    """Return one row a listing in the columns of Etsy's download (public parsers of it [Q], 2026-11-22, verified)."""
    images = [f"IMAGE{number}" for number in range(1, _SHEET_IMAGES + 1)]
    variations = [f"VARIATION {n} {part}" for n in (1, 2) for part in ("TYPE", "NAME", "VALUES")]
    start = ["TITLE", "DESCRIPTION", "PRICE", "CURRENCY_CODE", "QUANTITY", "TAGS", "MATERIALS"]
    header = [*start, *images, *variations, "SKU"]
    rows = [header]
    for head, variants in found:
        cells = {
            "TITLE": texts.title(head.draft),
            "DESCRIPTION": description(head),
            "CURRENCY_CODE": job.channel.currency,
            "TAGS": ",".join(_tags(head)),
            "MATERIALS": ",".join(materials(head, job.channel.locale)),
            "SKU": ",".join(clean(variant.product.sku).replace(",", " ") for variant in variants),
        }
        amounts = [amount for variant in variants if (amount := _amount(job, variant, [])) is not None]
        stock = [quantity for variant in variants if (quantity := Sources(job).quantity(variant)) is not None]
        cells["PRICE"] = str(min(amounts)) if amounts else ""
        cells["QUANTITY"] = str(min(sum(stock), _MOST_QUANTITY)) if stock else ""
        urls = [image.url for image in job.listed_images(head.product.sku) if image.url]
        cells |= dict(zip(images, urls, strict=False))
        options = [_options(job, variant, []) for variant in variants]
        for number in range(len(options[0])):
            values = dict.fromkeys(row[number].value.replace(",", " ") for row in options)
            cells[f"VARIATION {number + 1} TYPE"] = "Custom Property"
            cells[f"VARIATION {number + 1} NAME"] = options[0][number].name
            cells[f"VARIATION {number + 1} VALUES"] = ",".join(values)
        rows.append([cells.get(name, "") for name in header])
    return BundleFile(SHEET, table(rows))


def _gaps(job: ExportJob, found: Sequence[tuple[Listing, Sequence[Listing]]]) -> tuple[str, ...]:
    lacking = [name for name in _REQUIRED if any(name not in _own(job, head) for head, _ in found)]
    if not lacking:
        return ()
    return (f"Etsy requires {', '.join(lacking)}: set them under [marketplace.etsy] in listgen.toml.",)


def title_characters(text: str) -> str:
    """Return the characters that Etsy refuses in a title (Open API reference [O]: letters, digits, punctuation …)."""
    return "".join(char for char in text if not _allowed(char))


def _allowed(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind[0] in "LPZ" or kind in ("Nd", "Sm") or char in "™©®"
