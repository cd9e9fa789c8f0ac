"""What only the seller knows: account, addresses, and what to do where the sheet is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from urllib.parse import quote

# A value of `[marketplace.NAME]`: one for all products, or a table by SKU or product type.
Setting: TypeAlias = "str | int | float | bool | Mapping[str, str | int | float | bool]"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that a setting names, as read: its name without folders, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettings:
    """The seller's answers to what no product sheet says.

    `image_base_url` is where the seller will put the pictures of a bundle; `{marketplace}`, `{locale}` and `{variant}`
    in it are filled in. `product_url` is the address of a product page with `{handle}` or `{sku}`; Google asks for it.
    `default_quantity` stands in for an empty stock cell, None leaves stock alone. `currency` names the currency of
    prices whose sheet names none. `product_types` pairs ids of listgen's product types, or SKUs, with Amazon's types.
    `marketplaces` holds what one marketplace alone asks for: category, policies, template. `files` are those that such
    settings name, by marketplace and setting.
    """

    seller_id: str = ""
    image_base_url: str = ""
    product_url: str = ""
    currency: str = ""
    default_quantity: int | None = None
    missing_price: Literal["leave_empty", "leave_out"] = "leave_empty"
    condition: Literal["new", "refurbished", "used"] = "new"
    published: bool = True
    amazon_operation: Literal["UPDATE", "PARTIAL_UPDATE"] = "UPDATE"
    product_types: Mapping[str, str] | tuple[tuple[str, str], ...] = ()
    marketplaces: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    files: Mapping[tuple[str, str], tuple[GivenFile, ...]] = field(default_factory=dict)

    def given(self, marketplace: str, name: str) -> tuple[GivenFile, ...]:
        """Return the files that a setting of one marketplace names, () where it names none."""
        return self.files.get((marketplace, name), ())

    def choice(self, marketplace: str, name: str, sku: str = "", item_type: str = "") -> str:
        """Return the seller's setting for one marketplace, "" where there is none.

        A setting that is a table is looked up by SKU, then by product type; "*" stands for all others.
        """
        value = self.marketplaces.get(marketplace, {}).get(name, "")
        if isinstance(value, Mapping):
            value = value.get(sku) or value.get(item_type) or value.get("*", "")
        return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)

    def image_url(self, file_name: str, *, marketplace: str, locale: str, variant: str) -> str:
        """Return the public address of a picture file, "" where the seller gave no place for pictures."""
        if not self.image_base_url:
            return ""
        base = self.image_base_url
        for name, value in (("marketplace", marketplace), ("locale", locale), ("variant", variant)):
            base = base.replace(f"{{{name}}}", value)
        # A comma would split the cell of several addresses, so it is encoded like everything else that is unusual.
        return f"{base.rstrip('/')}/{quote(file_name, safe='')}"

    def page_url(self, *, sku: str, handle: str, known: str = "") -> str:
        """Return the address of a product page: the one in the sheet, else the seller's pattern, else ""."""
        if known.startswith(("https://", "http://")):
            return known
        return self.product_url.replace("{sku}", quote(sku, safe="")).replace("{handle}", quote(handle, safe=""))
