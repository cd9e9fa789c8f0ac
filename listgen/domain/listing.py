"""Texts on their way out: drafts that a writer proposes, listings that passed the checks."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.attribute import ProductAttribute
from listgen.domain.fact import Claim
from listgen.domain.finding import Finding
from listgen.domain.keyword import KeywordCoverage
from listgen.domain.picture import Picture
from listgen.domain.product import Product
from listgen.domain.variant import Variant


@dataclass(frozen=True, slots=True)
class FieldText:
    """The text of one field: one item for a title, several for bullets and the paragraphs of a description.

    `writer` says who wrote it: "composer", or the name of a model. `cites` are ids of the facts that it uses.
    """

    name: str
    items: tuple[str, ...]
    writer: str = "composer"
    cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a writer proposes for one SKU, channel and variant."""

    sku: str
    channel: str
    variant: str
    fields: tuple[FieldText, ...]

    def field(self, name: str) -> FieldText | None:
        """Return a field, None where the draft has none of that name."""
        return next((text for text in self.fields if text.name == name), None)

    def items(self, name: str) -> tuple[str, ...]:
        """Return the items of a field, () where it is absent."""
        text = self.field(name)
        return text.items if text else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The checked text and the pictures of one SKU in one channel and variant.

    `claims` carry the evidence for the report; `findings` are of this listing only. `missing` are decisive facts that
    the sheet does not give.
    """

    product: Product
    channel: str
    variant: Variant
    draft: Draft
    pictures: tuple[Picture, ...] = ()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    material: str = ""  # values that exporters have fields for, each from a cell; "" if no cell gives it
    colour: str = ""
    size: str = ""
    gender: str = ""
    age_group: str = ""
    item_type: str = ""  # id of the product type, "drinkware"
    attributes: tuple[ProductAttribute, ...] = ()  # everything else that the sheet says by name and value
    keywords: KeywordCoverage | None = None  # None where the run has no keyword of the product

    @property
    def blocked(self) -> bool:
        """True where a finding keeps the listing out of the upload files."""
        return any(finding.blocking for finding in self.findings)
