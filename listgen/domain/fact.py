"""Typed facts and the claims that have to be traced to them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from listgen.domain.source import CellRef


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit, or a range of numbers. `unit` is a pint unit name ("millilitre"), "" for a plain number."""

    magnitude: Decimal
    unit: str
    text: str  # as the seller wrote it, "750 ml"
    maximum: Decimal | None = None  # upper end of a range
    qualifier: str = ""  # "up to", "about", "at least"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Lengths along labelled axes, in the seller's order.

    Labels are "length", "width", "height", "depth", "diameter", or "" where the cell names none.
    """

    axes: tuple[tuple[str, Quantity], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """A material with its share of the named part, if the cell gives one."""

    name: str
    share: Decimal | None = None  # per cent


@dataclass(frozen=True, slots=True)
class Words:
    """Text as the cell gives it: a colour name, a code, a place, care instructions."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """Several values of one kind: materials, pockets, contents of the box."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes/no cell; `qualifier` keeps what limits a yes ("top rack")."""

    yes: bool
    qualifier: str = ""


FactValue = Quantity | Dimensions | tuple[Material, ...] | Words | Items | YesNo


class FactKind(StrEnum):
    """What kind of thing a fact is; decides how it is phrased and how claims are compared with it."""

    QUANTITY = "quantity"
    DIMENSIONS = "dimensions"
    COUNT = "count"
    COLOUR = "colour"
    MATERIAL = "material"
    SIZE = "size"
    YES_NO = "yes_no"
    CODE = "code"
    LIST = "list"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the sheet says about a product.

    `key` is the attribute's id (`material`, `capacity`, `hot_hours`); `part` names the part it is true of ("lid"),
    "" for the whole product. `id` numbers the facts of one product from 1 and is what a draft cites.
    """

    id: int
    key: str
    label: str
    kind: FactKind
    value: FactValue
    cell: CellRef
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    """The facts of one SKU and what a good listing of its product type would still need.

    `type_id` is the id of the product type in the type table ("drinkware"); `noun` the head noun ("water bottle");
    `option_keys` are the facts that tell this variation from its siblings; `missing` are labels of decisive facts.
    """

    sku: str
    name: str
    brand: str
    brand_cell: CellRef | None
    line: str  # product line or model as in the name, "Fjell"; may be ""
    type_id: str
    noun: str
    noun_plural: bool  # "jeans", "pillowcases": takes they
    facts: tuple[Fact, ...]
    option_keys: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    name_cell: CellRef | None = None
    category: str = ""
    family: bool = False  # facts of a parent: its text may list what its variations come in
    cells: tuple[CellRef, ...] = ()  # every cell that may back a claim, also those that became no fact


class Verdict(StrEnum):
    """What the fact lock says of a claim."""

    SUPPORTED = "supported"  # a cell says so
    ENTAILED = "entailed"  # a rule of the entailment table allows it
    LICENSED = "licensed"  # a line of the brand kit says so
    UNSUPPORTED = "unsupported"  # nothing says so
    CONTRADICTED = "contradicted"  # a cell says otherwise
    BORROWED = "borrowed"  # true of a sibling, or of the prompt's example


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A span of text that promises something, with the lock's verdict and what backs it.

    `item` is the index of the text inside its field (bullet 0 … 4), `start` and `end` count characters in it.
    `value` is the normalised value ("24 hour", "stainless steel"), `about` the attribute or part that it is said of
    ("cold_hours", "lid"), `hedge` what weakens it ("up to"); `denied` marks "not waterproof".
    """

    field: str
    item: int
    start: int
    end: int
    text: str
    kind: str  # "quantity", "colour", "material", "code", "superlative", "certificate", "yes_no", "person_outcome" …
    verdict: Verdict
    cell: CellRef | None = None
    rule: str = ""  # id of the entailment rule
    note: str = ""  # nearest fact or the reason, in one phrase
    value: str = ""
    about: str = ""
    hedge: str = ""
    denied: bool = False
    nearest: str = ""  # what the sheet says instead

    @property
    def held(self) -> bool:
        """True where something backs the claim."""
        return self.verdict in (Verdict.SUPPORTED, Verdict.ENTAILED, Verdict.LICENSED)
