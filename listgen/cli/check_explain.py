"""`listgen check --explain SKU`: every claim of a listing, its verdict, and the cell or rule behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from listgen.cli.check_facts import LockedListing
from listgen.cli.console import counted, short
from listgen.domain.fact import Claim
from listgen.domain.names import safe_name
from listgen.errors import UsageError

_MARKS = {"supported": "ok", "entailed": "ok", "licensed": "ok"}


@dataclass(frozen=True, slots=True)
class ExplainedClaim:
    """One claim as the ledger has it; `source` is the text of the cell."""

    field: str
    item: int
    start: int
    end: int
    text: str
    kind: str
    value: str
    about: str
    denied: bool
    verdict: str
    cell: str
    source: str
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class ExplainedListing:
    """The claims of one text of a SKU; `place` says which: file and row, or channel and variant."""

    place: str
    claims: tuple[ExplainedClaim, ...]


def explained(sku: str, locked: Sequence[LockedListing]) -> tuple[ExplainedListing, ...]:
    """Return the claims of a SKU in every listing that the lock has read. Raises UsageError where there is none."""
    found = [one for one in locked if one.listing.record.sku == sku]
    if not found:
        known = ", ".join(dict.fromkeys(one.listing.record.sku for one in locked if one.listing.record.sku))
        raise UsageError(f"no listing has the SKU `{sku}`", hint=f"SKUs here: {known[:200]}" if known else "")
    return tuple(ExplainedListing(_place(one), tuple(_claim(claim) for claim in one.claims)) for one in found)


def from_ledger(sku: str, build: Path) -> tuple[ExplainedListing, ...]:
    """Return the claims that a build folder's `listing.json` keeps. Raises UsageError where it has none of this SKU."""
    path = build / "listings" / safe_name(sku) / "listing.json"
    if not path.is_file():
        raise UsageError(
            f"{build} keeps no claims of the SKU `{sku}`",
            hint="give a build folder of `listgen generate`, or a sheet with --catalog",
        )
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            ExplainedListing(
                f"{listing['channel']}/{listing['variant']}", tuple(_kept(claim) for claim in listing["claims"])
            )
            for listing in document["listings"]
        )
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is damaged", hint="generate again") from error


def to_json(sku: str, listings: Sequence[ExplainedListing]) -> str:
    """Return `listgen.claims/1`."""
    from pydantic import TypeAdapter

    claims = TypeAdapter(tuple[ExplainedListing, ...]).dump_python(tuple(listings), mode="json")
    return json.dumps({"schema": "listgen.claims/1", "sku": sku, "listings": claims}, ensure_ascii=False, indent=2)


def to_lines(sku: str, listings: Sequence[ExplainedListing]) -> Iterator[str]:
    """Yield the lines that a terminal shows: one a claim, and the sum of each listing."""
    for listing in listings:
        yield f"{sku}, {listing.place}" if listing.place else sku
        field = ""
        for claim in listing.claims:
            name = f"{claim.field} {claim.item + 1}" if claim.field == "bullets" else claim.field
            if name != field:
                yield f"  {name}"
                field = name
            yield f"    {claim.verdict:<12} `{short(claim.text, 60)}`{_reason(claim)}"
        held = sum(claim.verdict in _MARKS for claim in listing.claims)
        yield f"  {counted(len(listing.claims), 'claim')}, {held} backed"


def _reason(claim: ExplainedClaim) -> str:
    parts = []
    if claim.rule:
        parts.append(f"rule {claim.rule}")
    if claim.cell:
        parts.append(f"{claim.cell}: `{short(claim.source, 60)}`")
    if claim.note:
        parts.append(claim.note)
    return "  <- " + "; ".join(parts) if parts else ""


def _place(locked: LockedListing) -> str:
    row = locked.listing.record.row
    return ", ".join(part for part in (locked.listing.place, f"row {row}" if row else "") if part)


def _claim(claim: Claim) -> ExplainedClaim:
    return ExplainedClaim(
        field=claim.field,
        item=claim.item,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        kind=claim.kind,
        value=claim.value,
        about=claim.about,
        denied=claim.denied,
        verdict=claim.verdict.value,
        cell=str(claim.cell) if claim.cell else "",
        source=claim.cell.text if claim.cell else "",
        rule=claim.rule,
        note=claim.note,
    )


def _kept(claim: Mapping[str, object]) -> ExplainedClaim:
    def said(name: str) -> str:
        return str(claim.get(name) or "")

    return ExplainedClaim(
        field=said("field"),
        item=int(str(claim["item"])),
        start=int(str(claim["start"])),
        end=int(str(claim["end"])),
        text=said("text"),
        kind=said("kind"),
        value=said("value"),
        about=said("about"),
        denied=bool(claim.get("denied")),
        verdict=said("verdict"),
        cell=said("cell"),
        source=said("source"),
        rule=said("rule"),
        note=said("note"),
    )
