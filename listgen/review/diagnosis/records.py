"""What a diagnosis is made from, and what its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.channel import Channel
from listgen.domain.finding import Finding
from listgen.domain.keyword import KeywordCoverage
from listgen.domain.listing import FieldText


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One listing of a checked file: its texts, the channel whose limits hold, and what was found.

    `facts` pairs what the sheet says with whether any text uses it, `missing` is what a good listing would still need;
    both empty where no sheet is known. `wanted` are words that people search such a product by, `keywords` what became
    of those of a keyword file, None without one. `pictures` counts the addresses of pictures.
    """

    sku: str
    bundle: str  # file or bundle that it stands in
    place: str  # with its row
    market: str  # for people: "Amazon", or the file's name for a plain table
    channel: Channel
    texts: tuple[FieldText, ...]
    findings: tuple[Finding, ...] = ()
    facts: tuple[tuple[str, bool], ...] = ()
    missing: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    keywords: KeywordCoverage | None = None
    pictures: int = 0
    language: str = ""  # "en"; "" where nobody knows

    def items(self, name: str) -> tuple[str, ...]:
        """Return the items of a field, () where it is absent."""
        return next((text.items for text in self.texts if text.name == name), ())

    @property
    def title(self) -> str:
        """The title, "" where there is none."""
        return " ".join(self.items("title"))


@dataclass(frozen=True, slots=True)
class PictureSubject:
    """One picture file: pixels, and the share of its border that is pure white, 0 to 1."""

    sku: str
    name: str
    slot: str
    width: int
    height: int
    white: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart; `share` is its length in per cent of the longest, `kind` its colour."""

    label: str
    note: str
    share: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One bin of a histogram in per cent of the plot: left edge, width, height, and whether it is past the limit."""

    x: float
    width: float
    height: float
    over: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Lengths of one field against its limit; `mark` is the limit's place in per cent, None without a limit."""

    label: str
    columns: tuple[Column, ...]
    mark: float | None
    limit: str
    upper: str  # right end of the axis
    summary: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One listing of a scatter plot, in per cent from left and from the bottom."""

    x: float
    y: float
    low: bool
    label: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Keyword coverage against reading ease; `floor` is the height of the line below which text is hard to read."""

    dots: tuple[Dot, ...]
    floor: float
    summary: str


@dataclass(frozen=True, slots=True)
class Twins:
    """SKUs whose titles or descriptions are alike; `differ` are the words that set them apart, () for copies."""

    field: str
    text: str
    skus: tuple[str, ...]
    more: int
    differ: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many SKUs there are."""
        return len(self.skus) + self.more


@dataclass(frozen=True, slots=True)
class Worst:
    """A listing with much to do, and why."""

    sku: str
    title: str
    place: str
    errors: int
    warnings: int
    reasons: tuple[tuple[str, str, str], ...]  # severity, message, hint


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The whole page."""

    name: str
    files: tuple[str, ...]
    totals: tuple[tuple[str, str, str], ...]
    codes: tuple[Bar, ...]
    lengths: tuple[Histogram, ...]
    filled: tuple[Bar, ...]
    facts: tuple[Bar, ...]
    missing: tuple[Bar, ...]
    coverage: Scatter | None
    by_file: bool  # coverage counts the searches of a keyword file
    searches: tuple[Bar, ...]  # keywords that listings lack, by how often they are searched
    twins: tuple[Twins, ...]
    twins_more: int
    pictures: tuple[Bar, ...]
    backgrounds: tuple[Bar, ...]
    worst: tuple[Worst, ...]
