"""Columns get their roles: overrides first, then the dialect, then synonyms, then what the values look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from listgen.catalog.dialects import Dialect
from listgen.catalog.grid import Column, column_letter
from listgen.catalog.header_text import fold, read_header
from listgen.catalog.synonyms import MEASURES, meaning_of, withheld_word
from listgen.domain.product import Role
from listgen.facts.keys import key_of_label

_OVERRIDE_RANK, _DIALECT_RANK = -2, -1
_FLAGS = frozenset(("0", "1"))
# Values that a shop's own type column holds; any other `Type` column is the product type.
_KIND_WORDS = re.compile(
    r"^(simple|variable|variation|variant|grouped|external|configurable|bundle|virtual|downloadable|giftcard|booking"
    r"|parent|child|standalone|product|[, ])+$",
    re.IGNORECASE,
)
# Roles that one column of a sheet can have; the others stay what their header says or become internal.
_SINGLE = (
    Role.SKU,
    Role.PARENT_SKU,
    Role.NAME,
    Role.DESCRIPTION,
    Role.PRICE,
    Role.SALE_PRICE,
    Role.QUANTITY,
    Role.BRAND,
    Role.KIND,
    Role.SLUG,
)
_ATTRIBUTE_ROLES = frozenset((Role.ATTRIBUTE, Role.WEIGHT, Role.LENGTH, Role.WIDTH, Role.HEIGHT))
_UNIT_TAIL = re.compile(r"^(.*?) (unit|units|unit of measure|uom|einheit|unité|unidad|unidade|単位|单位|единица)$")


@dataclass(frozen=True, slots=True)
class _Wish:
    """A column's role with how strongly it is held: lower `rank` wins where one role has several headers."""

    column: Column
    rank: int


def map_columns(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]],
    dialect: Dialect,
    overrides: Mapping[str, str],
) -> tuple[Column, ...]:
    """Return what each column is for, with the reason.

    `samples` holds the filled values of each column. `overrides` map a header to a role ("sku") or to the name of an
    attribute ("material"), and win over everything.
    """
    by_fold = {fold(header): target for header, target in overrides.items()}
    wishes = [
        _wish(index, header, samples[index], dialect, overrides.get(header) or by_fold.get(fold(header)))
        for index, header in enumerate(headers)
    ]
    columns = _one_column_each(wishes)
    columns = _borrow_sku(columns)
    return _link_units(columns)


def _wish(index: int, header: str, values: Sequence[str], dialect: Dialect, override: str | None) -> _Wish:
    text = read_header(header)
    label = text.label or header
    column = Column(
        index,
        header or column_letter(index),
        label,
        Role.ATTRIBUTE,
        "",
        "",
        text.unit,
        text.currency,
        filled=len(values),
    )
    if override is not None:
        return _Wish(_overridden(column, override), _OVERRIDE_RANK)
    if not header:
        return _Wish(replace(column, role=Role.INTERNAL, label=column.header, reason="no header"), 0)
    if rule := dialect.rule(header):
        label = _dialect_label(header, label, dialect)
        slot = _slot(header)
        reason = f"{dialect.label} column"
        canonical = rule.canonical
        if rule.role in _ATTRIBUTE_ROLES and not rule.format:
            canonical = canonical or _canonical(label, rule.role)
        column = replace(
            column, role=rule.role, canonical=canonical, label=label, slot=slot, reason=reason, format=rule.format
        )
        if rule.role in (Role.ATTRIBUTE, Role.INTERNAL) and (word := withheld_word(header)):
            column = replace(
                column, role=Role.WITHHELD, canonical="", reason=f"holds `{word}`: a cost or purchase price"
            )
        return _Wish(replace(column, unit=rule.unit or text.unit), _DIALECT_RANK)
    if meaning := meaning_of(header):
        role = meaning.role
        if role is Role.KIND and values and not all(_KIND_WORDS.match(value) for value in values[:200]):
            return _Wish(replace(column, role=Role.PRODUCT_TYPE, reason="`type` with the seller's own words"), 5)
        if role is Role.SLUG and fold(header) == "handle" and any(" " in value.strip() for value in values[:200]):
            # the handle of a pan, not of a page: an address has no blanks
            return _Wish(replace(column, reason=f"`{label}` with words: taken for a product fact"), 0)
        known = dialect.rest == "attribute" or role in (Role.WITHHELD, Role.INTERNAL) or meaning.sure
        if known:
            return _Wish(
                replace(column, role=role, canonical=meaning.canonical, reason=meaning.reason, slot=_slot(header)),
                meaning.rank,
            )
    if dialect.rest == "internal":
        return _Wish(replace(column, role=Role.INTERNAL, reason=f"{dialect.label}: no product fact"), 0)
    if values and _FLAGS.issuperset(values):
        return _Wish(replace(column, role=Role.INTERNAL, reason="holds only 0 and 1: taken for a shop flag"), 0)
    return _Wish(replace(column, reason="unknown header: taken for a product fact"), 0)


def _overridden(column: Column, target: str) -> Column:
    reason = "listgen.toml [columns]"
    try:
        role = Role(target.strip().lower())
    except ValueError:
        key = key_of_label(target)
        canonical = key.id if key else ""
        role = MEASURES.get(canonical, Role.ATTRIBUTE)
        return replace(column, role=role, canonical=canonical, label=target.strip(), reason=reason)
    canonical = role.value if role in MEASURES.values() else ""
    return replace(column, role=role, canonical=canonical, reason=reason)


def _dialect_label(header: str, label: str, dialect: Dialect) -> str:
    if dialect.drop:
        return dialect.drop.sub("", header).partition("#")[0].replace("_", " ").strip()
    for prefix in ("c:", "google shopping / "):
        if header.lower().startswith(prefix):
            return header[len(prefix) :].strip()
    return label


def _canonical(label: str, role: Role) -> str:
    if role in MEASURES.values():
        return role.value
    meaning = meaning_of(label)
    return meaning.canonical if meaning and meaning.role is not Role.WITHHELD else ""


def _slot(header: str) -> int:
    found = re.search(r"\d+", header)
    return int(found[0]) if found and len(found[0]) < 4 else 0


def _one_column_each(wishes: Sequence[_Wish]) -> tuple[Column, ...]:
    """Leave each role to its strongest header; the others become what a second one is good for.

    Columns that a dialect or the user names keep their role side by side (price and compare-at price).
    """
    columns = [wish.column for wish in wishes]
    for role in _SINGLE:
        rivals = [wish for wish in wishes if wish.column.role is role and not wish.column.format]
        certain = [wish for wish in rivals if wish.rank <= _DIALECT_RANK]
        filled = [wish for wish in rivals if wish.column.filled] or rivals
        kept = certain or sorted(filled, key=lambda wish: (wish.rank, wish.column.index))[:1]
        for wish in rivals:
            if wish in kept:
                continue
            second = Role.SHORT_DESCRIPTION if role is Role.DESCRIPTION and not certain else Role.INTERNAL
            reason = f"{wish.column.reason}, but `{kept[0].column.header}` is the {role.value.replace('_', ' ')}"
            columns[wish.column.index] = replace(wish.column, role=second, reason=reason)
    return tuple(columns)


def _borrow_sku(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Let `id` be the SKU where no column is: it is the seller's own key of the row."""
    if any(column.role is Role.SKU and column.filled for column in columns):
        return columns
    for column in columns:
        if column.role is Role.INTERNAL and column.filled and fold(column.header) in ("id", "product id", "variant id"):
            reason = "no SKU column: the id stands for it"
            return tuple(replace(c, role=Role.SKU, reason=reason) if c is column else c for c in columns)
    return columns


def _link_units(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Link "Item Weight Unit" to "Item Weight", so that each row's value gets its own unit."""
    by_name = {fold(column.header): column for column in columns}
    linked = list(columns)
    for column in columns:
        name = fold(column.header)
        tail = _UNIT_TAIL.match(name)
        owner = by_name.get(tail[1]) if tail else None
        if owner is None and name.endswith(" 1 unit"):
            owner = by_name.get(f"{name[: -len('unit')]}value")
        if owner is None or owner is column or owner.role not in _ATTRIBUTE_ROLES:
            continue
        linked[owner.index] = replace(linked[owner.index], unit_index=column.index)
        linked[column.index] = replace(column, role=Role.INTERNAL, canonical="", reason=f"unit of `{owner.header}`")
    return tuple(linked)
