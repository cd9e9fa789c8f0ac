"""A small invented shop: one family, hostile SKUs, umlauts and Chinese characters."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText, Listing
from listgen.domain.picture import Certificate, Picture
from listgen.domain.product import Family, Option, Product, ProductKind
from listgen.domain.source import CellRef
from listgen.domain.variant import Choices, Variant
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.seller import SellerSettings

CONTROL = Variant(name="A", choices=Choices())
SELLER = SellerSettings(
    seller_id="A1EXAMPLE",
    image_base_url="https://cdn.example/{marketplace}/{variant}",
    product_url="https://shop.example/products/{handle}",
)
LONG_SKU = "X" * 300


def cell(text: str = "", *, row: int = 2, column: str = "SKU") -> CellRef:
    return CellRef("products.csv", row, column, text)


def product(sku: str = "MUG-01", name: str = "Stoneware Mug", **more: object) -> Product:
    return Product(**({"sku": sku, "name": name, "row": cell(sku), "brand": "Tidewater"} | more))


def draft(channel: str = "amazon-en-US", sku: str = "MUG-01", *, writer: str = "composer", **fields: object) -> Draft:
    texts = {
        "title": "Tidewater Stoneware Mug, 350 ml, Speckled White",
        "highlights": "thrown by hand, dishwasher safe",
        "bullets": (
            "Capacity: holds 350 ml, enough for a large coffee",
            "Material: stoneware with a speckled white glaze",
            "Care: dishwasher safe; the glaze is lead-free",
        ),
        "description": ("A stoneware mug for 350 ml, thrown by hand.", "It is 9 cm high & goes into the dishwasher."),
        "search_terms": "cup ceramic teacup pottery",
        "tags": ("Stoneware", "Mugs"),
        "seo_title": "Stoneware Mug, 350 ml",
        "seo_description": "A stoneware mug for 350 ml with a speckled white glaze.",
    } | fields
    return Draft(
        sku=sku,
        channel=channel,
        variant="A",
        fields=tuple(
            FieldText(name, (value,) if isinstance(value, str) else tuple(value), writer)
            for name, value in texts.items()
            if value
        ),
    )


def picture(sku: str, slot: str) -> Picture:
    kind = {"main": "packshot"}.get(slot, slot)
    return Picture(
        slot=slot,
        kind=kind,
        blob=hashlib.sha256(f"{sku} {slot}".encode()).hexdigest(),
        suffix=".jpg",
        width=2000,
        height=2000,
        size=1234,
        alt_text=f"White mug, {slot}",
        source_type="compositeSynthetic",
        certificate=Certificate(changed_pixels=0, fill=0.86),
    )


def listing(item: Product | None = None, *, channel: str = "amazon-en-US", **more: object) -> Listing:
    item = item or product()
    kept = {"item_type": "drinkware", "colour": "White", "material": "Stoneware"}
    texts = {name: more.pop(name) for name in list(more) if name in TEXTS}
    given = {
        "product": item,
        "channel": channel,
        "variant": CONTROL,
        "draft": draft(channel, item.sku, writer=str(more.pop("writer", "composer")), **texts),
        "pictures": tuple(picture(item.sku, slot) for slot in ("main", "hero", "banner")),
    }
    return Listing(**(given | kept | more))


TEXTS = ("title", "highlights", "bullets", "description", "search_terms", "tags", "seo_title", "seo_description")


def blocked(item: Product, *, channel: str = "amazon-en-US") -> Listing:
    finding = Finding(code="title.too-long", severity=Severity.ERROR, message="the title is too long", sku=item.sku)
    return listing(item, channel=channel, findings=(finding,))


def catalogue(channel: str) -> tuple[tuple[Listing, ...], tuple[Family, ...]]:
    """Return the listings of the whole shop for a channel, and its one family."""
    shirt = {"family": "TEE", "brand": "Marlow & Finch", "product_type": "Apparel > Tops"}
    parent = product("TEE", "Organic Cotton T-Shirt", kind=ProductKind.PARENT, **shirt)
    children = [
        product(
            f"TEE-{colour[:2].upper()}-{size}",
            "Organic Cotton T-Shirt",
            kind=ProductKind.VARIATION,
            parent_sku="TEE",
            options=(Option("Colour", colour), Option("Size", size)),
            price=Decimal("19.9"),
            quantity=7,
            gtin=gtin,
            **shirt,
        )
        for colour, size, gtin in (("Sage", "M", "4006381333931"), ("Sage", "L", ""), ("Grün, hell", "M", ""))
    ]
    simple = [
        product(price=Decimal(15), sale_price=Decimal(12), quantity=0, gtin="9780201379624", mpn="TW-350"),
        product("../x", "Tasse für Große", price=Decimal("8.5")),
        product("=cmd()", "=HYPERLINK(1)", price=Decimal(9)),
        product("-5", "Mug <script>alert(1)</script>"),
        product(LONG_SKU, "杯子", price=Decimal(7), brand="陶"),
    ]
    texts = {"../x": {"title": "Tasse für Große, 0,5 l"}, LONG_SKU: {"title": "手工陶瓷杯 350 毫升", "writer": "gpt-x"}}
    texts["=cmd()"] = {"title": "=HYPERLINK(1)", "bullets": ("+1: one, two", "-x: “three”")}
    texts["-5"] = {"title": "Mug <script>alert(1)</script>", "description": ("Line one\nline two <script>x</script>",)}
    listings = [listing(item, channel=channel, **texts.get(item.sku, {})) for item in (parent, *children, *simple)]
    family = Family("TEE", "TEE", tuple(child.sku for child in children), ("Colour", "Size"))
    return tuple(listings), (family,)


def bundle(marketplace: str, seller: SellerSettings = SELLER, **more: object):
    from listgen.marketplaces.bundle import build_bundle

    listings, families = catalogue(f"{marketplace}-en-US")
    given = {"locale": "en-US", "variant": "A", "listings": listings, "families": families, "seller": seller}
    return build_bundle(load_profile(marketplace), **(given | more))
