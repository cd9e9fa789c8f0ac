"""What the report's templates see: records with no Markup and no file access left to do."""

from __future__ import annotations

from dataclasses import dataclass

_LISTED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel: its number in the page, and its name for people."""

    index: int
    id: str
    name: str
    locale: str
    skus: int


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What backs a statement, in one line; `id` is unique in the page."""

    id: str
    verdict: str
    words: str
    line: str


@dataclass(frozen=True, slots=True)
class PieceView:
    """A stretch of text, with its evidence where it promises something."""

    text: str
    evidence: EvidenceView | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One text field: its items as pieces. `differs` marks what sets the variant apart from the control."""

    name: str
    label: str
    items: tuple[tuple[PieceView, ...], ...]
    writer: str
    differs: bool

    @property
    def plain(self) -> str:
        """The text without evidence, items joined by a blank."""
        return " ".join("".join(piece.text for piece in item) for item in self.items)


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture with its URL relative to the report and the numbers measured on it."""

    url: str
    kind: str
    width: int
    height: int
    alt: str
    scene: str
    whole_photo: bool
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeywordsView:
    """How much of what shoppers type a listing covers, in one line; the others with their reason."""

    line: str
    missing: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VariantView:
    """One arm of a listing in one channel."""

    name: str
    control: bool
    changed: str
    blocked: bool
    fields: tuple[FieldView, ...]
    pictures: tuple[PictureView, ...]
    keywords: KeywordsView | None = None

    def field(self, name: str) -> FieldView | None:
        """Return a field, None where the variant has none of that name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class ChannelListings:
    """The variants of one product in one channel; `pictures` where all of them show the same."""

    channel: ChannelView
    variants: tuple[VariantView, ...]
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, with the channels (page numbers) and variants that it is about; none means the product as such."""

    severity: str
    code: str
    message: str
    hint: str
    place: str
    text: str
    channels: tuple[int, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact, its cell, and whether any text uses it."""

    label: str
    value: str
    place: str
    used: bool


@dataclass(frozen=True, slots=True)
class SkuView:
    """One product."""

    id: str
    sku: str
    name: str
    status: str
    status_class: str
    type_id: str
    options: str  # "Slate Blue" of a variation, "family" of a parent
    price: str
    listings: tuple[ChannelListings, ...]
    findings: tuple[FindingView, ...]
    facts: tuple[FactView, ...]
    missing: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    search: str
    thumbnail: PictureView | None

    @property
    def used(self) -> int:
        """Number of facts that some text uses."""
        return sum(fact.used for fact in self.facts)

    @property
    def worst(self) -> str:
        """The highest severity among the findings, "" without findings."""
        return self.findings[0].severity if self.findings else ""

    def count(self, severity: str) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class LineView:
    """One product in a line of a table, with the address of its `listing.json`."""

    sku: str
    name: str
    status: str
    status_class: str
    errors: int
    warnings: int
    url: str


@dataclass(frozen=True, slots=True)
class ExperimentView:
    """One experiment in words."""

    name: str
    factor: str
    control: str
    treatment: str
    hypothesis: str
    skus: int
    left_out: tuple[tuple[str, str], ...]
    left_out_count: int


@dataclass(frozen=True, slots=True)
class RunView:
    """The whole page."""

    brand: str
    text_by: str
    images_by: str
    calls: int
    cost: str
    channels: tuple[ChannelView, ...]
    variants: tuple[str, ...]
    bundles: tuple[tuple[ChannelView, tuple[tuple[str, int], ...]], ...]
    experiments: tuple[ExperimentView, ...]
    findings: tuple[FindingView, ...]
    skus: tuple[SkuView, ...]
    types: tuple[str, ...]
    withheld: tuple[tuple[str, str], ...]
    open: bool
    totals: tuple[tuple[str, str, str], ...]
    waiting: int = 0  # products that someone should look at
    rest: tuple[LineView, ...] = ()  # products beyond those in `skus`

    @property
    def attention(self) -> tuple[SkuView, ...]:
        """The products that someone should look at, those that are in no bundle first."""
        rank = {"left-out": 0, "error": 1}
        waiting = [sku for sku in self.skus if sku.status_class != "done"]
        waiting.sort(key=lambda sku: min(rank.get(sku.status_class, 2), rank.get(sku.worst, 2)))
        return tuple(waiting[:_LISTED_AT_MOST])

    @property
    def attention_more(self) -> int:
        """How many more of them there are than `attention` lists."""
        return max(0, self.waiting - _LISTED_AT_MOST)
