"""What the columns of a profile may hold: a name for each thing that is known of a listing, as a list of values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from listgen.domain.listing import Listing
from listgen.domain.product import ProductKind
from listgen.marketplaces import texts
from listgen.marketplaces.attributes import local_name, offered_attributes
from listgen.marketplaces.cells import clean, money, one_line, plain
from listgen.marketplaces.measures import weight_in_grams
from listgen.marketplaces.names import page_handles, valid_gtin
from listgen.marketplaces.records import ExportJob

_GRAMS = {"kg": Decimal(1000), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
_PLACES = Decimal("0.001")


class Sources:
    """Gives the values of each source for the listings of one job."""

    def __init__(self, job: ExportJob) -> None:
        self._job = job
        self._price = job.profile.file.price

    def values(self, listing: Listing, holds: str) -> tuple[str, ...]:
        """Return what a source holds for a listing, one value or several, without empty ones."""
        read = _SOURCES.get(holds)
        found = read(self, listing) if read else texts.items(listing.draft, holds)
        return tuple(value for value in (found if isinstance(found, tuple) else (found,)) if value)

    def attributes(self, listing: Listing) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the attributes of a listing with their values: options, brand, material, colour, size, the rest."""
        locale, product = self._job.channel.locale, listing.product
        facts = (
            ("Brand", product.brand),
            ("Material", listing.material),
            (local_name("Color", locale), listing.colour),
            ("Size", listing.size),
        )
        everything = (
            *((texts.label(option.name, locale), (option.value,)) for option in product.options),
            *((name, (value,)) for name, value in facts),
            *offered_attributes(listing, locale),
        )
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for name, values in everything:
            kept = tuple(value for value in map(plain, values) if value)
            # One name in two spellings is one column.
            key = name.lower().replace("colour", "color")
            if kept and name:
                found.setdefault(key, (local_name(plain(name), locale), kept))
        return tuple(found.values())

    @cached_property
    def _handles(self) -> Mapping[str, str]:
        return page_handles(self._job.listings)

    def handle(self, listing: Listing) -> str:
        """Return the handle of the listing's page; variations share their parent's."""
        return self._handles[listing.product.family or listing.product.sku]

    def link(self, listing: Listing) -> str:
        """Return the address of the listing's page, "" where nobody gave one."""
        product = listing.product
        return self._job.seller.page_url(sku=product.sku, handle=self.handle(listing), known=product.url)

    def currency(self, listing: Listing) -> str:
        """Return the currency of the listing's price."""
        return self._job.currency(listing)

    def foreign(self, listing: Listing) -> bool:
        """Tell whether a price would be taken for one in another currency: the file names none, and it is not its."""
        return "{currency}" not in self._price and self._job.foreign_price(listing)

    def price(self, listing: Listing, amount: Decimal | None) -> str:
        """Return an amount in the profile's form, "" for none. Parents are not sold, so they have no price."""
        if amount is None or listing.product.kind is ProductKind.PARENT or self.foreign(listing):
            return ""
        currency = self.currency(listing)
        return self._price.replace("{amount}", money(amount, currency)).replace("{currency}", currency)

    def quantity(self, listing: Listing) -> int | None:
        """Return the stock, the seller's default where the sheet is silent; parents have none."""
        if listing.product.kind is ProductKind.PARENT:
            return None
        own = listing.product.quantity
        return max(0, own) if own is not None else self._job.seller.default_quantity

    def group(self, listing: Listing) -> str:
        """Return what ties a family together: its parent's SKU, else its key."""
        family = self._job.family(listing)
        return clean(family.parent_sku or family.key) if family else ""

    def availability(self, listing: Listing) -> str:
        """Return the file's word for in stock or out of stock."""
        quantity, rules = self.quantity(listing), self._job.profile.file
        return rules.out_of_stock if quantity is not None and quantity <= 0 else rules.in_stock

    def truth(self, value: object) -> str:
        """Return the file's word for yes or no."""
        return self._job.profile.file.yes if value else self._job.profile.file.no

    def weight(self, listing: Listing, unit: str) -> str:
        """Return the weight in a unit, "" where the sheet gives none."""
        grams = weight_in_grams(listing.product)
        if not grams:
            return ""
        if unit == "g":
            return str(grams.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        return f"{(grams / _GRAMS[unit]).quantize(_PLACES, rounding=ROUND_HALF_UP).normalize():f}"

    def condition(self, listing: Listing) -> str:
        """Return new, refurbished or used."""
        own = listing.product.condition
        return own if own in ("new", "refurbished", "used") else self._job.seller.condition

    def images(self, listing: Listing) -> tuple[str, ...]:
        """Return the addresses of the listed pictures, main picture first."""
        return tuple(image.url for image in self._job.listed_images(listing.product.sku) if image.url)

    def alt_texts(self, listing: Listing) -> tuple[str, ...]:
        """Return the alternative texts of the listed pictures, in the same order."""
        images = self._job.listed_images(listing.product.sku)
        return tuple(plain(image.picture.alt_text) for image in images if image.url)

    def options(self, listing: Listing) -> tuple[tuple[str, str], ...]:
        """Return the names and values that a variation differs in."""
        return options_of(listing, self._job.channel.locale)

    def family_options(self, listing: Listing) -> tuple[str, ...]:
        """Return a variation's options as name=value, a parent's as name=value;value with those of all variations."""
        variants = self._job.variations(listing) if listing.product.kind is ProductKind.PARENT else (listing,)
        found: dict[str, dict[str, None]] = {}
        for variant in variants:
            for name, value in self.options(variant):
                found.setdefault(_unmarked(name), {})[_unmarked(value)] = None
        return tuple(f"{name}={';'.join(values)}" for name, values in found.items())

    def option_image(self, listing: Listing) -> str:
        """Return the main picture of a variation with the value of its first option, as value=address."""
        options, images = self.options(listing), self.images(listing)
        return f"{_unmarked(options[0][1])}={images[0]}" if options and images else ""

    def category(self, listing: Listing) -> str:
        """Return the marketplace's category for the listing's product type, "" where the profile knows none."""
        return self._job.profile.categories.get(listing.item_type, "")


def _unmarked(text: str) -> str:
    return " ".join(re.sub(r"[=;|]", " ", text).split())


def options_of(listing: Listing, locale: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values that a variation differs in."""
    return tuple((texts.label(option.name, locale), plain(option.value)) for option in listing.product.options)


def _gtin(listing: Listing, lengths: tuple[int, ...] = (8, 12, 13, 14)) -> str:
    number = listing.product.gtin
    return number if len(number) in lengths and valid_gtin(number) else ""


def _html(listing: Listing, *, description: bool, bullets: bool) -> str:
    paragraphs = listing.draft.items("description") if description else ()
    made = texts.html_description(paragraphs, texts.items(listing.draft, "bullets") if bullets else ())
    # Line feeds between blocks mean nothing, and tables with other line ends would make breaks of them.
    return made.replace("\n", "")


Value = str | tuple[str, ...]
_SOURCES: Mapping[str, Callable[[Sources, Listing], Value]] = {
    "title": lambda _, item: texts.title(item.draft),
    "highlights": lambda _, item: texts.items(item.draft, "highlights"),
    "bullets": lambda _, item: tuple(map(plain, texts.items(item.draft, "bullets"))),
    "bullets_html": lambda _, item: _html(item, description=False, bullets=True),
    "description": lambda _, item: texts.plain_description(item.draft),
    "description_html": lambda _, item: _html(item, description=True, bullets=False),
    "listing_html": lambda _, item: _html(item, description=True, bullets=True),
    "search_terms": lambda _, item: texts.line(item.draft, "search_terms"),
    "tags": lambda _, item: tuple(map(plain, texts.items(item.draft, "tags"))),
    "seo_title": lambda _, item: texts.line(item.draft, "seo_title"),
    "seo_description": lambda _, item: texts.line(item.draft, "seo_description"),
    "sku": lambda _, item: one_line(item.product.sku),
    "parent_sku": lambda s, item: s.group(item) if item.product.kind is ProductKind.VARIATION else "",
    "group": lambda s, item: one_line(s.group(item)),
    "kind": lambda _, item: item.product.kind.value,
    "name": lambda _, item: plain(item.product.name),
    "brand": lambda _, item: plain(item.product.brand),
    "mpn": lambda _, item: plain(item.product.mpn),
    "gtin": lambda _, item: _gtin(item),
    "gtin_type": lambda _, item: {12: "UPC", 14: "GTIN", 0: ""}.get(len(_gtin(item)), "EAN"),
    "upc": lambda _, item: _gtin(item, (12,)),
    "ean": lambda _, item: _gtin(item, (8, 13)),
    "price": lambda s, item: s.price(item, item.product.price),
    "sale_price": lambda s, item: s.price(item, item.product.reduced_price),
    "list_price": lambda s, item: s.price(item, item.product.price if item.product.reduced_price else None),
    "selling_price": lambda s, item: s.price(item, item.product.reduced_price or item.product.price),
    "currency": lambda s, item: s.currency(item),
    "quantity": lambda s, item: str(quantity) if (quantity := s.quantity(item)) is not None else "",
    "availability": lambda s, item: s.availability(item),
    "condition": lambda s, item: s.condition(item),
    "product_type": lambda _, item: plain(item.product.product_type),
    "category": lambda s, item: s.category(item),
    "color": lambda _, item: plain(item.colour),
    "size": lambda _, item: plain(item.size),
    "material": lambda _, item: plain(item.material),
    "gender": lambda _, item: plain(item.gender),
    "age_group": lambda _, item: plain(item.age_group),
    "weight_g": lambda s, item: s.weight(item, "g"),
    "weight_kg": lambda s, item: s.weight(item, "kg"),
    "weight_lb": lambda s, item: s.weight(item, "lb"),
    "weight_oz": lambda s, item: s.weight(item, "oz"),
    "link": lambda s, item: s.link(item),
    "handle": lambda s, item: s.handle(item),
    "identified": lambda s, item: s.truth(_gtin(item) or (item.product.brand and item.product.mpn)),
    "has_variations": lambda s, item: s.truth(item.product.kind is not ProductKind.SIMPLE and s.group(item)),
    "main_image": lambda s, item: s.images(item)[:1],
    "images": lambda s, item: s.images(item),
    "extra_images": lambda s, item: s.images(item)[1:],
    "alt_texts": lambda s, item: s.alt_texts(item),
    "option_names": lambda own, item: tuple(name for name, _ in own.options(item)),
    "option_values": lambda own, item: tuple(value for _, value in own.options(item)),
    "options": lambda own, item: tuple(f"{name}={value}" for name, value in own.options(item)),
    "family_options": lambda s, item: s.family_options(item),
    "option_image": lambda s, item: s.option_image(item),
    "attributes": lambda s, item: tuple(f"{name}:{', '.join(kept)}" for name, kept in s.attributes(item)),
}
