"""Keywords: what shoppers type, how often, and what became of it in a listing."""

from __future__ import annotations

from dataclasses import dataclass

from listgen.domain.source import CellRef


@dataclass(frozen=True, slots=True)
class Keyword:
    """One row of a keyword file. `volume` is searches a month, None where the file gives none.

    `sku` and `type_id` are "" for a keyword of every product that it fits; `type_id` may also hold a product's noun.
    """

    text: str
    volume: int | None
    cell: CellRef
    sku: str = ""
    type_id: str = ""

    @property
    def weight(self) -> int:
        """Return how much the keyword counts in coverage; one of unknown volume counts as a single search."""
        return 1 if self.volume is None else self.volume


@dataclass(frozen=True, slots=True)
class JudgedKeyword:
    """A keyword of a product, and why its texts cannot use it: `reason` is "" where they can."""

    keyword: Keyword
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeywordUse:
    """A keyword in a finished listing.

    `found` are the fields that it stands in, together or each with a part of its words; () where it is missing.
    `reason` says why it is missing; `left_out` marks one that the listing may not use at all.
    """

    keyword: Keyword
    found: tuple[str, ...] = ()
    reason: str = ""
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class KeywordCoverage:
    """What a listing makes of the keywords of its product, most searched first."""

    uses: tuple[KeywordUse, ...]

    @property
    def wanted(self) -> int:
        """Return the volume of all keywords that the listing may use."""
        return sum(use.keyword.weight for use in self.uses if not use.left_out)

    @property
    def covered(self) -> int:
        """Return the volume of those that its text covers."""
        return sum(use.keyword.weight for use in self.uses if use.found and not use.left_out)

    @property
    def share(self) -> float | None:
        """Return the covered share of the volume from 0 to 1, None where no keyword may be used."""
        return self.covered / self.wanted if self.wanted else None
