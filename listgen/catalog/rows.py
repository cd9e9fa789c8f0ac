"""Rows become products on their own: roles are read, attributes keep their cells, families come later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.catalog.grid import Table, value_of
from listgen.catalog.header_text import fold
from listgen.catalog.load import read_data
from listgen.catalog.prices import read_prices
from listgen.catalog.row_reader import RowReader
from listgen.catalog.synonyms import meaning_of
from listgen.catalog.values import (
    one_line,
    parse_stock,
    plain_text,
    split_children,
    split_list,
    split_pairs,
    split_typed,
)
from listgen.domain.finding import Finding
from listgen.domain.product import Attribute, Option, Product, Role
from listgen.domain.source import CellRef

_GTIN_MARKS = re.compile(r"[\s\-'`]")
_GTIN = re.compile(r"^\d{8,14}$")
_NO_OPTION = frozenset(("title", "default title"))


@dataclass(frozen=True, slots=True)
class PhotoCell:
    """A photo as a cell names it; `variant` marks photos of this row alone, not of its family."""

    reference: str
    cell: CellRef
    variant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a product sheet before families are known.

    `product.sku` is "" where the row has none. `parent_ref` is the value of the parent column, `handle` what rows of
    one family share in some exports, `children` the variations that a parent row lists itself.
    """

    product: Product
    table: int
    number: int
    parent_ref: str = ""
    handle: str = ""
    row_id: str = ""  # the shop's own number of the row, which parent columns may name
    kind: str = ""
    children: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    children_cell: CellRef | None = None
    photos: tuple[PhotoCell, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> tuple[int, int]:
        """Table and row number: what tells this row from all others."""
        return self.table, self.number

    @property
    def only_photos(self) -> bool:
        """True for rows that add a picture to the row above and sell nothing: no SKU, name, price or option."""
        product = self.product
        return bool(self.photos) and not (product.sku or product.name or product.options or product.price is not None)


def build_rows(table: Table, index: int) -> Iterator[Row]:
    """Yield the rows of a table as products without families; rows in which nothing belongs to a product are left out.

    `index` is the number of the table among those of the catalogue.
    """
    file = table.grid.path.name
    for number, cells in table.rows:
        if (row := _build_row(RowReader(table, file, number, cells), index)) is not None:
            yield row


def _build_row(reader: RowReader, index: int) -> Row | None:
    name, name_cell = reader.text(Role.NAME)
    sku, sku_cell = reader.raw(Role.SKU)
    handle, handle_cell = reader.raw(Role.SLUG)
    attributes, pairs = reader.attributes()
    options = _options(reader, name)
    description, description_cell = reader.description()
    brand, brand_cell = reader.text(Role.BRAND)
    if not brand:
        brand, brand_cell = pairs.get("brand") or reader.text(Role.MANUFACTURER)
    price, sale, currency, price_findings = read_prices(reader)
    stock = reader.first(Role.QUANTITY)
    photos = tuple(_photos(reader))
    listing = next((c for c in reader.table.columns if c.format == "children" and value_of(reader.cells, c)), None)
    parent_ref = _parent_ref(reader)
    anchor = sku_cell or name_cell or handle_cell or reader.any_cell()
    if not (name or sku or photos or options or handle or parent_ref) or anchor is None:
        return None
    product = Product(
        sku=sku,
        name=name,
        row=anchor,
        options=options,
        brand=brand,
        brand_cell=brand_cell if brand else None,
        product_type=_product_type(reader, pairs),
        product_type_cell=_product_type_cell(reader),
        name_cell=name_cell,
        description=description,
        description_cell=description_cell,
        bullets=tuple(reader.bullets()),
        attributes=(*_option_attributes(options, attributes), *attributes),
        gtin=_gtin(reader),
        mpn=one_line(reader.first(Role.MPN)),
        price=price,
        sale_price=sale,
        currency=currency,
        quantity=parse_stock(stock) if stock else None,
        condition=one_line(reader.first(Role.CONDITION)),
        url=reader.first(Role.URL),
        slug=handle,
        tags=tuple(plain_text(tag) for tag in _tags(reader)),
    )
    kind = next((value for c, value in reader.filled(Role.KIND) if not c.format), "")
    return Row(
        product=product,
        table=index,
        number=reader.number,
        parent_ref=parent_ref,
        handle=handle,
        row_id=next((value for c, value in reader.filled(Role.INTERNAL) if c.canonical == "row_id"), ""),
        kind=kind.lower(),
        children=split_children(value_of(reader.cells, listing)) if listing else (),
        children_cell=reader.cell(listing) if listing else None,
        photos=photos,
        findings=tuple(price_findings),
    )


def _options(reader: RowReader, name: str) -> tuple[Option, ...]:
    """Return the option columns of a row: numbered pairs, typed lists, piped lists, or `A:b|C:d`."""
    found: list[Option] = []
    filled = reader.filled(Role.OPTION_VALUE)
    if not filled:
        return ()
    names = {c.slot: (c, value_of(reader.cells, c)) for c in reader.table.all(Role.OPTION_NAME)}
    for column, value in filled:
        cell = reader.cell(column)
        if column.format == "pairs":
            found += [Option(key, text, cell) for key, text in split_pairs(value, "pairs")]
            continue
        named = names.get(column.slot, (None, ""))[1]
        if column.format == "typed":
            found += [Option(n, v, cell) for n, v in zip(split_typed(named), split_typed(value), strict=False)]
        elif column.format == "pipes" or ("|" in value and named.count("|") == value.count("|")):
            values = [part.strip() for part in value.split("|")]
            keys = [part.strip() for part in named.split("|")] if named else [""] * len(values)
            found += [Option(k, plain_text(v), cell) for k, v in zip(keys, values, strict=False) if v]
        elif fold(named) not in _NO_OPTION or fold(value) not in _NO_OPTION:
            found.append(Option(plain_text(named), plain_text(value), cell))
    return tuple(found)


def _option_attributes(options: tuple[Option, ...], attributes: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    # The shop's own colour filter ("yellow") does not stand for the option ("mustard").
    have = {fold(a.name) for a in attributes if a.canonical != "plain_colour"}
    return tuple(
        option_attribute(option) for option in options if option.name and option.cell and fold(option.name) not in have
    )


def option_attribute(option: Option) -> Attribute:
    """Return an option as the attribute that the facts are built from."""
    assert option.cell is not None
    meaning = meaning_of(option.name, guess=False)
    canonical = meaning.canonical if meaning else ""
    return Attribute(option.name, option.value, option.cell, canonical)


def _gtin(reader: RowReader) -> str:
    for _, value in reader.filled(Role.GTIN):
        digits = value if value.isdigit() else _GTIN_MARKS.sub("", value)
        if _GTIN.match(digits):
            return digits
    # No number of a legal length: kept as it stands, so that the sheet doctor can name it.
    return reader.first(Role.GTIN)


def _tags(reader: RowReader) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for _, value in reader.filled(Role.TAGS) for tag in split_list(value)))


def _photos(reader: RowReader) -> list[PhotoCell]:
    found = []
    for column, value in reader.filled(Role.PHOTO):
        cell = reader.cell(column)
        found += [PhotoCell(item, cell, column.canonical == "variant") for item in photo_list(value)]
    return found


def photo_list(value: str) -> tuple[str, ...]:
    """Return the photos of a cell: lists are split at line ends, `|`, `;` and commas that end a file name."""
    parts = re.split(r"[\n|;]|,\s+|,(?=https?://)|(?<=\.[A-Za-z]{3}),|(?<=\.[A-Za-z]{4}),", value)
    return tuple(dict.fromkeys(part.strip().strip('"') for part in parts if part.strip().strip('"')))


def _parent_ref(reader: RowReader) -> str:
    for column, value in reader.filled(Role.PARENT_SKU):
        if column.canonical != "reference" or not reader.table.first(Role.NAME):
            return value
    return ""


def _product_type(reader: RowReader, pairs: dict[str, tuple[str, CellRef]]) -> str:
    category = reader.first(Role.CATEGORY) or reader.first(Role.PRODUCT_TYPE)
    return category_path(plain_text(category)) if category else pairs.get("category", ("", None))[0]


def _product_type_cell(reader: RowReader) -> CellRef | None:
    """Return the cell that says what the product is ("Wireless mouse, rechargeable"), None for the path of a shop."""
    value, cell = reader.text(Role.PRODUCT_TYPE)
    return cell if value and not re.search(r"[>\n]|\S/\S", value) else None


@lru_cache(maxsize=4096)
def category_path(value: str) -> str:
    """Return a category as "A > B > C": one level a line, or `/` between levels; shop campaigns are cut off.

    >>> category_path("Gear\\nBags\\nCollections\\nErin Recommends"), category_path("Men/Winter Wear")
    ('Gear > Bags', 'Men > Winter Wear')
    """
    campaigns = _campaigns()
    if "\n" in value:
        levels = value.split("\n")
    else:
        first = re.split(r"[;|]|,(?!\s)", value)[0] if ">" not in value else re.split(r"[;|]|,\s*(?=[^>]*>)", value)[0]
        levels = re.split(r"\s*>\s*|(?<=\S)/(?=\S)", first)
    kept: list[str] = []
    for level in levels:
        if fold(level) in campaigns:
            if kept:
                break
            continue  # "Default Category" stands before the real path
        if level.strip():
            kept.append(level.strip())
    return " > ".join(kept)


@cache
def _campaigns() -> frozenset[str]:
    return frozenset(fold(word) for word in read_data("headers.toml")["campaigns"]["words"])
