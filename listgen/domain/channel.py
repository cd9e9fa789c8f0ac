"""Channels: what one marketplace in one locale accepts. Built from profiles; read by writers of text and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TextLimit:
    """The longest text that a marketplace field accepts."""

    maximum: int
    unit: Literal["characters", "bytes", "GBK bytes", "words"] = "characters"

    def measure(self, text: str) -> int:
        """Return the length of `text` the way the marketplace counts it; bytes are those of UTF-8."""
        if self.unit == "bytes":
            # An umlaut is two bytes, so search terms run out early.
            return len(text.encode(errors="replace"))
        if self.unit == "GBK bytes":
            # Two bytes a Chinese character; what GBK lacks is counted as GB18030's four.
            return len(text.encode("gb18030", errors="replace"))
        return len(text.split()) if self.unit == "words" else len(text)


# The fields that listgen writes, whatever a marketplace calls them, in the order of a draft.
FIELDS = ("title", "highlights", "bullets", "description", "search_terms", "tags", "seo_title", "seo_description")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """What one text field of a channel accepts.

    `limit` is of one item, `total` of all items together; `soft` and `soft_items` mark a `limit` or a `max_items`
    without a source: they only warn.
    """

    name: str
    limit: TextLimit | None = None
    minimum: int = 0  # characters
    min_items: int = 0
    max_items: int = 1
    total: TextLimit | None = None
    required: bool = False
    html: bool = False
    soft: bool = False
    soft_items: bool = False
    banned: str = ""  # characters that the field refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSpec:
    """One picture that a channel wants of every SKU.

    `fill` is the share of the frame that the longest side of the product takes (packshots). `shadow` is "none" where
    the marketplace forbids one. `text` tells whether words may stand in the picture.
    """

    slot: str  # "main", "hero", "size", "features", "detail", "banner"
    kind: Literal["packshot", "hero", "size", "features", "detail", "banner"]
    width: int
    height: int
    shadow: Literal["none", "contact"] = "none"
    fill: float = 0.86
    text: bool = False
    button: bool = False
    badge: bool = False  # a campaign may be announced in it
    max_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A marketplace in a locale: fields, pictures and the style that its titles follow.

    `title_order` names the title pattern ("amazon", "google", "shop"); `family_text` tells whether variations share the
    text of their parent (shops) or carry their own (marketplaces).
    """

    marketplace: str
    locale: str  # "en-US"
    fields: tuple[FieldSpec, ...]
    pictures: tuple[PictureSpec, ...]
    title_order: str
    title_case: Literal["title", "sentence"] = "title"
    bullet_style: Literal["amazon", "plain"] = "plain"
    family_text: bool = False
    currency: str = "USD"
    ai_text_disclosure: str = ""  # how the channel wants generated text marked, "" if it does not

    @property
    def id(self) -> str:
        """Return the channel's name as used in paths and reports, e.g. "amazon-en-US"."""
        return f"{self.marketplace}-{self.locale}"

    def field(self, name: str) -> FieldSpec | None:
        """Return the spec of a field, None where the channel has no such field."""
        return next((spec for spec in self.fields if spec.name == name), None)
