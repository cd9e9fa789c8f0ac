"""Families: which rows are variations of one product, and the parent that carries them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from listgen.catalog.grid import Table
from listgen.catalog.header_text import fold
from listgen.catalog.rows import Row, option_attribute
from listgen.domain.product import Option, Product, Role

PARENT_KINDS = ("variable", "configurable", "parent")
# Facts that tell siblings apart in plain sheets, the usual ones first.
_OPTION_KEYS = ("colour", "size", "capacity", "pattern", "scent", "storage", "memory", "material", "length")
_SHORTEST_STEM = 4
_LONGEST_OPTION = 40


@dataclass(slots=True)
class Group:
    """Rows that belong together while families are being found; a single product is a group of one."""

    key: str
    reason: str
    parent: Row | None = None
    members: list[Row] = field(default_factory=list)
    head: Row | None = None  # the row that names the family and is a member itself

    @property
    def is_family(self) -> bool:
        """True where there is a parent row, or more than one member."""
        return self.parent is not None or len(self.members) > 1


def group_rows(tables: Sequence[Table], rows: Sequence[Row]) -> list[Group]:
    """Return all rows in groups, in sheet order.

    Looked at in this order: the handle of exports that have one, lists of variations on a parent row, parent columns,
    rows without a name below a named row, and last same-named rows with one SKU stem that differ in an option.
    """
    rows = _resolve_ids(tables, rows)
    listed = {sku: row for row in rows for sku, _ in row.children}
    by_sku: dict[str, Row] = {}
    for row in rows:
        if row.product.sku:
            by_sku.setdefault(row.product.sku, row)
    parents_named = {row.parent_ref for row in rows if row.parent_ref}
    groups: dict[tuple[str, str], Group] = {}
    order: list[Group] = []
    last_named: dict[int, Group] = {}

    def group(kind: str, key: str, reason: str) -> Group:
        if (kind, key) not in groups:
            groups[kind, key] = Group(key, reason)
            order.append(groups[kind, key])
        return groups[kind, key]

    for row in rows:
        table = tables[row.table]
        sku = row.product.sku
        if table.family == "handle" and row.handle:
            home = group("handle", f"{row.table}/{row.handle}", f"rows share `{_header(table, Role.SLUG)}`")
            home.key = row.handle
            if not row.only_photos:
                home.members.append(row)
                home.head = home.head or (row if row.product.name else None)
            last_named[row.table] = home
            continue
        if sku in listed and listed[sku] is not row:
            parent = listed[sku]
            home = group("parent", parent.product.sku, "its own row lists the variations")
            home.members.append(_with_listed_options(row, parent))
            continue
        if (
            row.children
            or (row.kind.startswith(PARENT_KINDS) and sku)
            or (sku in parents_named and row.parent_ref != sku)
        ):
            home = group("parent", sku, _parent_reason(table, row, parents_named))
            if home.parent is None:
                home.parent = row
                last_named[row.table] = home
                continue
        if row.parent_ref and not row.kind.startswith("simple,"):
            shared = table.family == "group" or row.parent_ref == sku
            space = f"group{row.table}" if shared and row.parent_ref not in by_sku else "parent"
            home = group(space, row.parent_ref, f"rows name it in `{_header(table, Role.PARENT_SKU)}`")
            home.members.append(row)
            home.head = home.head or (row if row.parent_ref == sku else None)
            continue
        above = last_named.get(row.table)
        if above is not None and not row.product.name and not row.only_photos and _continues(table, row):
            above.members.append(row)
            if not above.reason:
                named = above.members[0].product
                above.reason = "rows without a name below a named row"
                above.key = named.slug or slug(named.name) or named.sku
            continue
        if row.only_photos:
            continue
        home = Group(sku, "")
        home.members.append(row)
        home.head = row
        order.append(home)
        last_named[row.table] = home
    for home in order:
        if home.parent is not None and not home.members:
            home.members, home.parent = [home.parent], None  # a parent without variations is sold by itself
    return _stem_families(tables, [home for home in order if home.members])


def _resolve_ids(tables: Sequence[Table], rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows whose parent column names a row number of the shop ("id:741", "1") with that row's SKU instead."""
    ids = {row.row_id: row.product.sku for row in rows if row.row_id and row.product.sku}
    if not ids:
        return rows
    return [
        replace(row, parent_ref=ids[key])
        if (key := row.parent_ref.removeprefix("id:")) in ids
        and (row.parent_ref.startswith("id:") or tables[row.table].dialect == "prestashop-combinations")
        else row
        for row in rows
    ]


def slug(text: str) -> str:
    """Return a text as one word of letters, digits and dashes, in any script."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")[:80]


def photo_rows(tables: Sequence[Table], rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the rows that only add pictures, by the index of the row above that they belong to."""
    found: dict[int, list[Row]] = {}
    owner: dict[tuple[int, str], int] = {}
    last: dict[int, int] = {}
    for index, row in enumerate(rows):
        if not row.only_photos:
            last[row.table] = index
            if row.handle:
                owner[row.table, row.handle] = index
            continue
        at = owner.get((row.table, row.handle)) if row.handle else last.get(row.table)
        if at is not None:
            found.setdefault(at, []).append(row)
    return found


def _continues(table: Table, row: Row) -> bool:
    if table.first(Role.NAME) is None:
        return False
    return bool(row.product.options or row.product.sku or row.product.price is not None)


def _parent_reason(table: Table, row: Row, parents_named: set[str]) -> str:
    if row.children:
        return "its own row lists the variations"
    if row.product.sku in parents_named:
        return f"rows name it in `{_header(table, Role.PARENT_SKU)}`"
    return f"`{_header(table, Role.KIND)}` says `{row.kind}`"


def _header(table: Table, role: Role) -> str:
    column = table.first(role)
    return column.header if column else role.value


def _with_listed_options(row: Row, parent: Row) -> Row:
    pairs = next((options for sku, options in parent.children if sku == row.product.sku), ())
    known = {fold(option.name) for option in row.product.options}
    cell = parent.children_cell
    options = tuple(Option(name, value, cell) for name, value in pairs if fold(name) not in known)
    added = tuple(option_attribute(option) for option in options if option.cell)
    have = {fold(attribute.name) for attribute in row.product.attributes}
    product = replace(
        row.product,
        options=(*row.product.options, *options),
        attributes=(*row.product.attributes, *(a for a in added if fold(a.name) not in have)),
    )
    return replace(row, product=product)


def _stem_families(tables: Sequence[Table], groups: list[Group]) -> list[Group]:
    """Join single rows that are plainly variations: equal names but for the option, one SKU stem, other options."""
    buckets: dict[tuple[object, ...], list[int]] = {}
    for at, home in enumerate(groups):
        if home.is_family or home.parent or not home.members:
            continue
        row = home.members[0]
        product = row.product
        if not product.sku or not product.name or not tables[row.table].first(Role.SKU):
            continue
        if stem := name_stem(product):
            buckets.setdefault((row.table, fold(stem), fold(product.brand), product.product_type), []).append(at)
    merged: dict[int, Group] = {}
    gone: set[int] = set()
    for places in buckets.values():
        rows = [groups[at].members[0] for at in places]
        keys = differing_keys([row.product for row in rows])
        if len(rows) < 2 or not keys or not _one_stem([row.product.sku for row in rows]):
            continue
        names = " and ".join(f"`{key}`" for key in keys)
        first = rows[0].product
        home = Group(
            _common_start([row.product.sku for row in rows]), f"same name, SKUs with one stem, different {names}"
        )
        home.members = [replace(row, product=with_options(row.product, keys)) for row in rows]
        home.head = replace(rows[0], product=replace(first, name=name_stem(first)))
        merged[places[0]] = home
        gone.update(places[1:])
    return [merged.get(at, home) for at, home in enumerate(groups) if at not in gone]


def name_stem(product: Product) -> str:
    """Return the name without the values of its option attributes, "" if fewer than one word is left."""
    name = product.name
    for attribute in product.attributes:
        if attribute.canonical in _OPTION_KEYS and attribute.value and "\n" not in attribute.value:
            plain = name.isascii() and attribute.value.isascii()
            if plain and attribute.value.lower() not in name.lower():
                continue  # a pattern for each value is dear
            name = re.sub(rf"(?i)(?<!\w){re.escape(attribute.value)}(?!\w)", " ", name)
    name = re.sub(r"[\s,;:/|()\[\]–-]+$", "", " ".join(name.split()))
    name = re.sub(r"\(\s*\)|\[\s*\]", "", name).strip(" ,;-–/|")
    return name if len(fold(name)) >= 3 else ""


def differing_keys(products: Sequence[Product]) -> list[str]:
    """Return the option facts that tell all products apart; [] if they do not, or one leaves them empty."""
    told = [_option_values(product) for product in products]
    found = []
    for key in _OPTION_KEYS:
        values = {own.get(key, "") for own in told}
        if all(values) and len(values) > 1:
            found.append(key)
    combined = {tuple(own[key] for key in found) for own in told}
    return found if len(combined) == len(products) else []


def differing_attribute(products: Sequence[Product]) -> str:
    """Return the name of the first attribute that every product has with a value of its own, "" if there is none."""
    if len(products) < 2:
        return ""
    for name in [attribute.name for attribute in products[0].attributes]:
        values = [next((fold(a.value) for a in p.attributes if a.name == name), "") for p in products]
        if all(values) and len(set(values)) == len(values) and max(map(len, values)) <= _LONGEST_OPTION:
            return name
    return ""


def _option_values(product: Product) -> dict[str, str]:
    """Return what a product says of each option fact; of several cells the first one counts."""
    found: dict[str, str] = {}
    for attribute in product.attributes:
        key = attribute.canonical
        if key in _OPTION_KEYS and key not in found and "\n" not in attribute.value:
            found[key] = fold(attribute.value)
    return found


def with_options(product: Product, keys: Sequence[str]) -> Product:
    """Return the product with its attributes of these facts, or of these names, as its options."""
    chosen = [next(a for a in product.attributes if key in (a.canonical, a.name)) for key in keys]
    return replace(product, options=tuple(Option(a.name, a.value, a.cell) for a in chosen))


def _one_stem(skus: Sequence[str]) -> bool:
    stem = _common_start(skus)
    shortest = min(len(sku) for sku in skus)
    return len(re.sub(r"\W", "", stem)) >= _SHORTEST_STEM and len(stem) * 2 >= min(shortest, 12)


def _common_start(skus: Sequence[str]) -> str:
    first, last = min(skus), max(skus)
    at = 0
    while at < min(len(first), len(last)) and first[at] == last[at]:
        at += 1
    return first[:at].rstrip("-_./ #")
