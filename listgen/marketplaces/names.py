"""Names that upload files need: page handles, and picture files under a marketplace's naming rule."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from listgen.domain.listing import Listing

_LONGEST_ID = 80
_LONGEST_HANDLE = 255
_UMLAUTS: dict[int, str] = {
    ord(letter): spelling
    for letter, spelling in zip("äöüßÄÖÜ", ("ae", "oe", "ue", "ss", "Ae", "Oe", "Ue"), strict=True)
}
# Shopify makes sizes of a picture under these endings, so a file must not have them itself.
_SIZE_ENDINGS = re.compile(r"_(thumb|small|medium|large|pico|icon|compact|grande)\Z", re.IGNORECASE)


def slug(text: str, *, longest: int = _LONGEST_ID) -> str:
    """Return text as lower-case Latin letters, digits and dashes; "" where nothing of it is left.

    >>> slug("Fjell Wasserflasche für unterwegs, 750 ml")
    'fjell-wasserflasche-fuer-unterwegs-750-ml'
    """
    spelled = text.translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", spelled.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower())[:longest].strip("-")


def digest(text: str, length: int = 8) -> str:
    """Return the first hex digits of a text's hash."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:length]


def handles(listings: Sequence[Listing]) -> Mapping[str, str]:
    """Return a page handle for every SKU: the shop's own slug, else one made of the product's name.

    The handle comes from the sheet and never from written text, so all variants of a listing update the same page.
    """
    names = {}
    for listing in listings:
        product = listing.product
        names[product.sku] = slug(product.slug, longest=_LONGEST_HANDLE - 9) or slug(
            product.name, longest=_LONGEST_HANDLE - 9
        )
    return _distinct(names, lambda name, mark: f"{name or 'product'}-{mark}")


def page_handles(listings: Sequence[Listing]) -> Mapping[str, str]:
    """Return the handle of the page of every family key and simple SKU: variations share their parent's page."""
    leaders: dict[str, Listing] = {}
    for listing in listings:
        leaders.setdefault(listing.product.family or listing.product.sku, listing)
    names = handles(list(leaders.values()))
    return {key: names[leader.product.sku] for key, leader in leaders.items()}


def image_ids(listings: Sequence[Listing], style: Literal["amazon", "shop"]) -> Mapping[str, str]:
    """Return what stands for each SKU in its picture file names; no two SKUs share one, whatever the case.

    Amazon wants a trade number, or letters and digits alone; shops get a slug of the SKU.
    """
    if style == "shop":
        names = {listing.product.sku: _SIZE_ENDINGS.sub("", slug(listing.product.sku)) for listing in listings}
        return _distinct(names, lambda name, mark: f"{name or 'sku'}-{mark}")
    numbers = Counter(listing.product.gtin for listing in listings)
    names = {}
    for listing in listings:
        number = listing.product.gtin
        own = valid_gtin(number) and numbers[number] == 1
        names[listing.product.sku] = number if own else re.sub(r"[^A-Za-z0-9]", "", listing.product.sku)[:_LONGEST_ID]
    return _distinct(names, lambda name, mark: f"{name or 'SKU'}{mark.upper()}")


def valid_gtin(number: str) -> bool:
    """Tell whether this is a trade number of 8, 12, 13 or 14 digits with the right check digit."""
    from stdnum import ean

    return number.isascii() and number.isdigit() and bool(ean.is_valid(number))


def _distinct(names: Mapping[str, str], join: Callable[[str, str], str]) -> Mapping[str, str]:
    """Return names in which no two keys share one; those that would get a hash of their key."""
    result = dict(names)
    for length in (6, 12, 24, 64):
        counts = Counter(name.casefold() for name in result.values())
        clashing = [key for key, name in result.items() if not name or counts[name.casefold()] > 1]
        if not clashing:
            break
        for key in clashing:
            result[key] = join(names[key], digest(key, length))
    return result
