"""The columns of an upload table that a profile describes: what each one holds, for writing and for reading back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from listgen.marketplaces.limit import Limit

# Fields of text, as everywhere; `_html` holds them as paragraphs and lists.
TextSource = Literal[
    "title",
    "highlights",
    "bullets",
    "bullets_html",
    "description",
    "description_html",
    "listing_html",  # description, then the bullets as a list
    "search_terms",
    "tags",
    "seo_title",
    "seo_description",
]
ProductSource = Literal[
    "sku",
    "parent_sku",  # of a variation
    "group",  # parent SKU or key of the family, "" for simple products
    "kind",  # simple, parent, variation
    "name",  # as the sheet has it
    "brand",
    "mpn",
    "gtin",  # with a right check digit, else ""
    "gtin_type",  # "UPC", "EAN", "GTIN"
    "upc",
    "ean",
    "price",
    "sale_price",
    "list_price",  # the price that a sale price takes the place of
    "selling_price",  # the sale price where there is one
    "currency",
    "quantity",
    "availability",  # [file] in_stock, out_of_stock
    "condition",  # new, refurbished, used
    "product_type",  # the sheet's path, A > B > C
    "category",  # of the profile's [categories]
    "color",
    "size",
    "material",
    "gender",
    "age_group",
    "weight_g",
    "weight_kg",
    "weight_lb",
    "weight_oz",
    "link",
    "handle",
    "identified",  # [file] yes or no: has a GTIN, or brand and MPN
    "has_variations",  # [file] yes or no
    "main_image",
    "images",
    "extra_images",  # all but the first
    "alt_texts",
    "option_names",
    "option_values",
    "options",  # name=value
    "family_options",  # name=value; of a parent name=value;value, with those of all variations
    "option_image",  # value of the first option=address of the picture
    "attributes",  # name:value; with `{name}` in the column's name a column for each
]
_NUMBERED = "{n}"
_NAMED = "{name}"
_PLACEHOLDER = re.compile(r"\\\{[a-z_]+\\\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an upload table, or several of the same kind.

    The cell is the seller's `setting` where there is one, else what the column `holds`, else `text`. `words` replace
    values ("new" -> "1000"; "*" stands for all others). `join` stands between several values. A name with `{n}` stands
    for one column for each of the `numbers` (first, last), which hold one item each; a name with `{name}` for one
    column for each attribute. `pick` takes one item alone, the second for 2. `each` is written for every value, with
    `{value}` and its `{place}`, 0 for the first. Other names in braces are words of the locale. `rows` are the kinds of
    product whose rows are filled. `kind` is for JSON lines and workbooks. `label` and `need` are for files with more
    than one head row.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str
    holds: TextSource | ProductSource | None = None
    text: str = ""
    setting: str = ""
    attribute: str = ""  # name of one attribute, "Pattern"
    words: dict[str, str] = field(default_factory=dict)
    join: str = ","
    numbers: tuple[int, int] | None = None
    pick: int | None = None
    each: str = "{value}"
    most: int | None = None  # values in the cell, or columns of a `{name}`
    limit: Limit | None = None
    required: bool = False
    hint: str = ""  # what a seller does about an empty cell
    rows: tuple[Literal["simple", "parent", "variation"], ...] = ("simple", "parent", "variation")
    kind: Literal["text", "number", "integer", "boolean", "list", "object"] = "text"
    label: str = ""
    need: str = ""

    @property
    def spread(self) -> bool:
        """True for a column that stands for one column for each attribute."""
        return _NAMED in self.name

    def names(self, words: Mapping[str, str]) -> tuple[tuple[str, int | None], ...]:
        """Return the names in the header row, each with the number of the item in it, None for all items.

        `words` replace placeholders, e.g. `{site}`. A column for attributes has no name before these are known.
        """
        name = fill(self.name, words)
        if self.spread:
            return ()
        if self.numbers is None:
            return ((name, None),)
        first, last = self.numbers
        return tuple((name.replace(_NUMBERED, str(number)), number) for number in range(first, last + 1))

    def entry(self, value: str, place: int) -> str:
        """Return one of several values as the cell has it."""
        return self.each.replace("{place}", str(place)).replace("{value}", value)

    def entries(self, cell: str) -> tuple[str, ...]:
        """Return the values of a cell that `entry` wrote."""
        text = re.escape(self.each).replace(re.escape("{place}"), r"\d+").replace(re.escape("{value}"), "(.+?)")
        return tuple(re.findall(text, cell))

    def pattern(self) -> re.Pattern[str]:
        """Return an expression for the column's names in anybody's file; the group is number or attribute."""
        text = re.escape(self.name)
        text = text.replace(re.escape(_NUMBERED), r"(\d+)").replace(re.escape(_NAMED), r"(.+)")
        # In JSON lines a list is read as columns "name 1", "name 2", an object as "name.key".
        tail = {"list": r"(?: \d+)?", "object": r"(?:\..+)?"}.get(self.kind, "")
        return re.compile(_PLACEHOLDER.sub(r".*?", text) + tail)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return text with the words in place of their names in braces; other braces stay."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
