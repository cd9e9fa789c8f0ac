"""Fields that a model wrote, kept one by one: what each of them says, and on which cells it rests.

A field's key holds what every field depends on: product type, channel, brand voice, variant, model, prompt. The cells
are not in the key. They are kept beside the text as what it *uses*, so a changed cell costs the fields that use it
and no other, and a cell that was added costs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from listgen.domain.channel import Channel
from listgen.domain.fact import Claim, FactSheet
from listgen.domain.listing import FieldText
from listgen.domain.variant import Variant
from listgen.engine.keys import ContentKey, content_key, digest_of
from listgen.engine.ledger import Entry, Ledger, Notes
from listgen.providers.text import Usage

# The name stands in these whatever they cite.
_NAMED = frozenset({"title", "highlights", "description"})


@dataclass(frozen=True, slots=True)
class Use:
    """Something of the sheet that a text rests on: the facts of one key and part, or a cell by its column."""

    kind: str  # "fact" or "cell"
    name: str  # "capacity", "material@lid"; the column's header
    digest: str


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field as the ledger has it. `text` is None where the model failed twice and the composer has the field."""

    text: FieldText | None
    uses: tuple[Use, ...]
    usage: Usage
    cost_usd: float | None
    reason: str = ""  # why the composer has it


_KEPT = TypeAdapter(KeptField)


def field_key(
    field: str,
    facts: FactSheet,
    channel: Channel,
    variant: Variant,
    *,
    voice: object,
    seed: int,
    writer: object,
    keywords: Sequence[str] = (),
) -> ContentKey:
    """Return the key of one field of one listing, without the cells that it rests on.

    `keywords` are those that the prompt names; without one the key is that of a run without a keyword file.
    """
    asked: dict[str, object] = {"keywords": tuple(keywords)} if keywords else {}
    spec = channel.field(field)
    return content_key(
        "field",
        product=[facts.sku, facts.type_id, facts.noun, facts.family],
        channel=[
            channel.marketplace,
            channel.locale,
            channel.title_order,
            channel.title_case,
            channel.bullet_style,
            spec,
        ],
        choices=replace(variant.choices, scene=""),
        voice=voice,
        seed=seed,
        writer=writer,
        **asked,
    )


def uses_of(text: FieldText, claims: Iterable[Claim], facts: FactSheet) -> tuple[Use, ...]:
    """Return what a field rests on: the facts that it cites, the cells behind its claims, and the product's name."""
    groups = _groups(facts)
    by_id = {fact.id: _group(fact.key, fact.part) for fact in facts.facts}
    names = {by_id[cite] for cite in text.cites if cite in by_id}
    by_cell = {fact.cell: _group(fact.key, fact.part) for fact in facts.facts}
    columns = {}
    for claim in claims:
        if claim.cell is None:
            continue
        if claim.cell in by_cell:
            names.add(by_cell[claim.cell])
        else:
            columns[claim.cell.column] = digest_of(claim.cell.text)
    uses = [Use("fact", name, groups[name]) for name in sorted(names)]
    uses += [Use("cell", column, digest) for column, digest in sorted(columns.items())]
    if text.name in _NAMED:
        uses.append(Use("name", "name", digest_of([facts.name, facts.brand, facts.line])))
    return tuple(uses)


def uses_all(facts: FactSheet) -> tuple[Use, ...]:
    """Return the uses of a field that rests on everything: one that the composer has."""
    groups = _groups(facts)
    return (
        *(Use("fact", name, groups[name]) for name in sorted(groups)),
        Use("name", "name", digest_of([facts.name, facts.brand, facts.line])),
    )


def changed_uses(uses: Sequence[Use], facts: FactSheet) -> tuple[str, ...]:
    """Return the names of what a kept field rests on and the sheet says otherwise today."""
    groups = _groups(facts)
    cells: dict[str, set[str]] = {}
    for cell in facts.cells:
        cells.setdefault(cell.column, set()).add(digest_of(cell.text))
    name = digest_of([facts.name, facts.brand, facts.line])
    return tuple(
        use.name
        for use in uses
        if (use.kind == "fact" and groups.get(use.name) != use.digest)
        or (use.kind == "cell" and use.digest not in cells.get(use.name, set()))
        or (use.kind == "name" and use.digest != name)
    )


def find_field(key: ContentKey, ledger: Ledger) -> KeptField | None:
    """Return the field that the ledger has under this key."""
    entry = ledger.find(key)
    return None if entry is None else _KEPT.validate_json(entry.meta)


def keep_field(key: ContentKey, task: str, kept: KeptField, ledger: Ledger | Notes) -> None:
    """Write a field into the ledger, or take a note of it."""
    meta = _KEPT.dump_json(kept).decode()
    ledger.add(key, "field", task, Entry(meta, calls=kept.usage.calls, cost_usd=kept.cost_usd))


def _groups(facts: FactSheet) -> dict[str, str]:
    values: dict[str, list[object]] = {}
    for fact in facts.facts:
        # Where the cell stands is not what it says: a row that was moved changes nothing.
        values.setdefault(_group(fact.key, fact.part), []).append([fact.label, fact.kind, fact.value, fact.cell.text])
    return {name: digest_of(said) for name, said in values.items()}


def _group(key: str, part: str) -> str:
    return f"{key}@{part}" if part else key
