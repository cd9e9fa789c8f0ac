"""Products as the sheet gives them: rows become products, columns become attributes that remember their cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from listgen.domain.finding import Finding
from listgen.domain.source import CellRef


class Role(StrEnum):
    """What a column is for. Values under `WITHHELD` and `INTERNAL` are no facts and reach no output."""

    SKU = "sku"
    PARENT_SKU = "parent_sku"
    NAME = "name"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short_description"
    BULLET = "bullet"
    BRAND = "brand"
    MANUFACTURER = "manufacturer"
    MPN = "mpn"
    PRODUCT_TYPE = "product_type"
    CATEGORY = "category"
    TAGS = "tags"
    GTIN = "gtin"
    PRICE = "price"
    SALE_PRICE = "sale_price"
    CURRENCY = "currency"
    QUANTITY = "quantity"
    CONDITION = "condition"
    WEIGHT = "weight"
    LENGTH = "length"
    WIDTH = "width"
    HEIGHT = "height"
    PHOTO = "photo"
    OPTION_NAME = "option_name"
    OPTION_VALUE = "option_value"
    ATTRIBUTE = "attribute"  # a fact column: material, capacity, care …
    URL = "url"
    SLUG = "slug"
    ALT_TEXT = "alt_text"
    SEO = "seo"
    KIND = "kind"  # simple, variable, variation … as the shop software calls it
    RELATION = "relation"  # grouped products, up-sells, cross-sells
    INTERNAL = "internal"  # visibility, tax class, attribute set …
    WITHHELD = "withheld"  # cost and purchase prices: recognised, shown as withheld, go nowhere


@dataclass(frozen=True, slots=True)
class Attribute:
    """One named value of a product: the header as the sheet writes it, the trimmed value, and the cell.

    `canonical` is the attribute's id where the header is known (`material`, `colour`, `capacity` …), else "".
    """

    name: str
    value: str
    cell: CellRef
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """What makes a variation differ from its siblings, e.g. Colour = Sage."""

    name: str
    value: str
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo as the sheet or the folder names it; `path` is None where the file is missing."""

    reference: str
    path: Path | None
    origin: str  # "column", "image sheet", "file name", "folder"
    cell: CellRef | None = None


class ProductKind(StrEnum):
    """Parents carry the text of a family and cannot be bought; variations can."""

    SIMPLE = "simple"
    PARENT = "parent"
    VARIATION = "variation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One SKU of the catalogue, or the parent of a family.

    `synthetic` marks a parent that no row of its own stands for; its attributes are those that all siblings share.
    Texts are trimmed and free of shop escapes, but a description may still hold the seller's HTML.
    """

    sku: str
    name: str
    row: CellRef  # the row's own cell (SKU, else name)
    kind: ProductKind = ProductKind.SIMPLE
    synthetic: bool = False
    family: str = ""  # key of the family; "" for simple products
    parent_sku: str = ""
    options: tuple[Option, ...] = ()
    brand: str = ""
    brand_cell: CellRef | None = None
    product_type: str = ""  # category path as the seller writes it, "A > B > C"
    product_type_cell: CellRef | None = None  # None where the path comes from elsewhere, or is a path through a shop
    name_cell: CellRef | None = None
    description: str = ""
    description_cell: CellRef | None = None
    bullets: tuple[Attribute, ...] = ()  # the seller's own bullet points
    attributes: tuple[Attribute, ...] = ()
    photos: tuple[PhotoRef, ...] = ()
    gtin: str = ""
    mpn: str = ""
    price: Decimal | None = None
    sale_price: Decimal | None = None
    currency: str = ""
    quantity: int | None = None
    condition: str = ""
    url: str = ""
    slug: str = ""
    tags: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Hash by SKU and place: equal products have both, and to go through all cells of a row is dear."""
        return hash((self.sku, self.row))

    @property
    def photo(self) -> PhotoRef | None:
        """The first photo that exists."""
        return next((photo for photo in self.photos if photo.path is not None), None)

    @property
    def reduced_price(self) -> Decimal | None:
        """The sale price where it is one: above nothing and below the price."""
        if self.price is None or self.sale_price is None:
            return None
        return self.sale_price if 0 < self.sale_price < self.price else None

    @property
    def charged_price(self) -> Decimal | None:
        """What a buyer pays: the reduced price, else the price."""
        return self.price if self.reduced_price is None else self.reduced_price


@dataclass(frozen=True, slots=True)
class Family:
    """A parent and its variations, in sheet order; `option_names` are what they differ in.

    `reason` says how the family was recognised.
    """

    key: str
    parent_sku: str
    skus: tuple[str, ...]
    option_names: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a column was taken for, and why: "synonym `Farbe` (de)", "Shopify dialect", "listgen.toml"."""

    column: str
    role: Role
    canonical: str
    reason: str
    filled: int = 0  # rows with a value


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One table that was read: its file, dialect, encoding and column mapping."""

    file: str
    sheet: str | None
    dialect: str  # "shopify", "magento", … or "plain"
    encoding: str
    header_row: int
    rows: int
    columns: tuple[ColumnMapping, ...]
    kind: str = "products"  # or "images"

    @property
    def withheld(self) -> tuple[str, ...]:
        """Names of the columns that go nowhere: cost and purchase prices."""
        return tuple(column.column for column in self.columns if column.role is Role.WITHHELD)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that was read: products in sheet order (parents before their variations), families, findings."""

    products: tuple[Product, ...]
    families: tuple[Family, ...]
    sheets: tuple[SheetInfo, ...]
    findings: tuple[Finding, ...] = ()

    def product(self, sku: str) -> Product:
        """Return the product with this SKU; raises KeyError."""
        for product in self.products:
            if product.sku == sku:
                return product
        raise KeyError(sku)

    def siblings(self, product: Product) -> tuple[Product, ...]:
        """Return the other variations of the product's family."""
        if not product.family:
            return ()
        return tuple(
            other
            for other in self.products
            if other.family == product.family and other.sku != product.sku and other.kind is ProductKind.VARIATION
        )
