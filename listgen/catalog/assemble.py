"""Groups of rows become products: SKUs made unique, variations inherit, every family gets its parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from listgen.catalog.families import PARENT_KINDS, Group, differing_attribute, differing_keys, slug, with_options
from listgen.catalog.grid import Table
from listgen.catalog.header_text import fold
from listgen.catalog.rows import PhotoCell, Row, option_attribute
from listgen.catalog.sku_findings import (
    differing_fields,
    duplicate_sku,
    empty_family,
    looks_repeated,
    made_skus,
    repeated_row,
)
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Attribute, Family, Option, Product, ProductKind

# What a variation takes from its parent where its own row leaves it empty.
_INHERITED = (
    "name",
    "name_cell",
    "brand",
    "brand_cell",
    "product_type",
    "description",
    "description_cell",
    "bullets",
    "tags",
    "condition",
    "currency",
    "url",
)
_MEASURES = frozenset(("weight", "length", "width", "height", "depth"))


@dataclass(frozen=True, slots=True)
class Assembled:
    """Products in sheet order with the photo cells of each, families with their reasons."""

    products: tuple[Product, ...]
    photos: dict[str, tuple[PhotoCell, ...]]
    families: tuple[Family, ...]
    findings: tuple[Finding, ...]


# Photos of rows that only add pictures, by table and number of the row that they belong to.
ExtraPhotos = Mapping[tuple[int, int], Sequence[PhotoCell]]


class _Skus:
    """Hands out SKUs so that each product has its own, and remembers where each came from."""

    def __init__(self, taken: set[str]) -> None:
        self.sheet = taken  # what stands in SKU cells anywhere: never given to a row without one
        self.used: dict[str, Product] = {}

    def free(self, wish: str, *, real: bool) -> str:
        """Return `wish`, or `wish#2`, `wish#3` … where it is in use."""
        sku, count = wish, 1
        while sku in self.used or (sku in self.sheet and (not real or count > 1)):
            count += 1
            sku = f"{wish}#{count}"
        return sku


def assemble(tables: Sequence[Table], groups: Sequence[Group], extra: ExtraPhotos) -> Assembled:
    """Return the products of all groups.

    `extra` holds photos of rows that only add pictures, by the place of the row they belong to.
    """
    skus = _Skus({row.product.sku for home in groups for row in _all_rows(home) if row.product.sku})
    products: list[Product] = []
    photos: dict[str, tuple[PhotoCell, ...]] = {}
    families: list[Family] = []
    findings: list[Finding] = []
    without_sku: dict[int, int] = {}
    for home in groups:
        if not home.is_family:
            _add_single(home, tables, skus, products, photos, findings, without_sku, extra)
            continue
        parent_sku = _parent_sku(home, skus)
        skus.used[parent_sku] = home.members[0].product if home.members else home.parent.product  # type: ignore[union-attr] # a family has a member or a parent
        members = _complete(home, tables)
        start = len(products)
        for position, row in enumerate(members, start=1):
            product = _named(row, home, findings, tables)
            sku, finding = _variation_sku(product, row, home, position, skus, without_sku)
            if finding:
                findings.append(finding)
            product = replace(product, sku=sku, kind=ProductKind.VARIATION, family=parent_sku, parent_sku=parent_sku)
            skus.used[sku] = product
            products.append(product)
            findings += (replace(found, sku=sku) for found in row.findings)
            photos[sku] = _variation_photos(row, home, tables, extra)
        parent = _parent(home, parent_sku, products[start:])
        products.insert(start, parent)
        photos[parent_sku] = _parent_photos(home, tables, extra)
        names = tuple(dict.fromkeys(option.name for product in products[start + 1 :] for option in product.options))
        variations = tuple(product.sku for product in products[start + 1 :])
        families.append(Family(parent_sku, parent_sku, variations, names, home.reason))
    findings += made_skus(tables, without_sku)
    return Assembled(tuple(products), photos, tuple(families), tuple(findings))


def _all_rows(home: Group) -> list[Row]:
    return [*([home.parent] if home.parent else []), *home.members]


def _add_single(
    home: Group,
    tables: Sequence[Table],
    skus: _Skus,
    products: list[Product],
    photos: dict[str, tuple[PhotoCell, ...]],
    findings: list[Finding],
    without_sku: dict[int, int],
    extra: ExtraPhotos,
) -> None:
    row = home.members[0]
    product = row.product
    first = skus.used.get(product.sku) if product.sku else None
    if first is not None and product.sku in photos and not differing_fields(first, product):
        findings.append(repeated_row(first, product, len(row.photos)))
        photos[product.sku] += row.photos
        return
    wish = product.sku or _derived(row)
    sku = skus.free(wish, real=bool(product.sku))
    if not product.sku:
        without_sku[row.table] = without_sku.get(row.table, 0) + 1
        if sku != wish and (first := skus.used.get(wish)) and first.name == product.name:
            findings.append(looks_repeated(first, product, sku))
    if product.sku and sku != product.sku:
        findings.append(duplicate_sku(skus.used[product.sku], product, sku))
    # A single row's options are facts about it ("Color: Blue"), already among its attributes.
    product = _named(row, home, findings, tables)
    if product.sku != sku or product.options:
        product = replace(product, sku=sku, options=())
    if row.children or row.kind.startswith(PARENT_KINDS):
        findings.append(empty_family(product))
    skus.used[sku] = product
    products.append(product)
    photos[sku] = (*row.photos, *extra.get(row.place, ()))
    findings += (replace(found, sku=sku) for found in row.findings)


def _derived(row: Row) -> str:
    """Return a SKU for a row without one, from what stays the same when other rows come and go."""
    product = row.product
    tail = product.url.rstrip("/").rsplit("/", 1)[-1].partition("?")[0] if product.url else ""
    base = row.handle or product.gtin or slug(tail) or slug(product.name) or row.row_id
    options = slug("-".join(option.value for option in product.options))
    return f"{base}-{options}" if base and options else base or f"row-{row.number}"


def _variation_sku(
    product: Product, row: Row, home: Group, position: int, skus: _Skus, without_sku: dict[int, int]
) -> tuple[str, Finding | None]:
    if product.sku:
        sku = skus.free(product.sku, real=True)
        return sku, None if sku == product.sku else duplicate_sku(skus.used[product.sku], product, sku)
    without_sku[row.table] = without_sku.get(row.table, 0) + 1
    options = slug("-".join(option.value for option in product.options)) or str(position)
    return skus.free(f"{home.key}-{options}", real=False), None


def _parent_sku(home: Group, skus: _Skus) -> str:
    if home.parent is not None and home.parent.product.sku:
        return skus.free(home.parent.product.sku, real=True)
    head = home.head or home.members[0]
    for wish in (home.key, slug(head.product.name)):
        if wish and wish not in skus.sheet and wish not in skus.used:
            return wish
    return skus.free(f"{home.key or 'family'}#parent", real=False)


def _named(row: Row, home: Group, findings: list[Finding], tables: Sequence[Table]) -> Product:
    """Return the row's product with a name; one without any is called by its SKU and kept out of uploads."""
    product = row.product
    if product.name:
        return product
    place = str(product.row)
    name = product.sku or _derived(row)
    findings.append(
        Finding(
            code="row.no-name",
            severity=Severity.ERROR,
            message=f"{tables[row.table].grid.place} row {row.number} (`{name}`): the product has no name",
            sku=product.sku or name,
            field="name",
            row=row.number,
            place=place,
            hint="fill the name, or name the column that holds it under [columns] in listgen.toml",
        )
    )
    return replace(product, name=name, name_cell=product.row)


def _complete(home: Group, tables: Sequence[Table]) -> list[Row]:
    """Return the members with option names, options found in differing columns, and what they inherit."""
    source = home.parent or home.head or (home.members[0] if home.members else None)
    if source is None:
        return []
    names = [option.name for option in (home.head or home.members[0]).product.options] if home.members else []
    if home.parent is not None and not any(names):
        names = [option.name for option in home.parent.product.options]
    members = [_with_product(row, _name_options(row.product, names)) for row in home.members]
    if not any(row.product.options for row in members):
        products = [row.product for row in members]
        keys = differing_keys(products) or [name for name in (differing_attribute(products),) if name]
        members = [replace(row, product=with_options(row.product, keys)) for row in members]
    own = {fold(a.name) for row in members if row is not members[0] for a in row.product.attributes}
    # A parent's list of all sizes is no size of a variation.
    options = {fold(option.name) for row in (*members, source) for option in row.product.options}
    inherited = [
        attribute
        for attribute in source.product.attributes
        if fold(attribute.name) not in options and _inherits(attribute, home, own, tables[source.table])
    ]
    head = source.product
    return [_with_product(row, _inherit(row.product, head, inherited)) for row in members]


def _with_product(row: Row, product: Product) -> Row:
    return row if product is row.product else replace(row, product=product)


def _inherits(attribute: Attribute, home: Group, own: set[str], table: Table) -> bool:
    """A parent row speaks for its variations. A first row does so only with what no other row says for itself."""
    if home.parent is not None:
        return True
    column = next((c for c in table.columns if c.header == attribute.cell.column), None)
    if column is not None and column.canonical == "variant":
        return False
    return fold(attribute.name) not in own and attribute.canonical not in _MEASURES


def _inherit(product: Product, head: Product, attributes: Sequence[Attribute]) -> Product:
    have = {fold(a.name) for a in product.attributes} | {a.canonical for a in product.attributes if a.canonical}
    added = tuple(a for a in attributes if fold(a.name) not in have and (not a.canonical or a.canonical not in have))
    missing: dict[str, Any] = {
        name: value for name in _INHERITED if not getattr(product, name) and (value := getattr(head, name))
    }
    if added:
        missing["attributes"] = (*product.attributes, *added)
    return replace(product, **missing) if missing else product


def _name_options(product: Product, names: Sequence[str]) -> Product:
    if not product.options or all(option.name for option in product.options):
        return product
    options = tuple(
        option
        if option.name
        else Option(names[at] if at < len(names) and names[at] else "Option", option.value, option.cell)
        for at, option in enumerate(product.options)
    )
    have = {fold(a.name) for a in product.attributes if a.canonical != "plain_colour"}
    added = tuple(option_attribute(option) for option in options if fold(option.name) not in have and option.cell)
    return replace(product, options=options, attributes=(*added, *product.attributes))


def _parent(home: Group, sku: str, members: Sequence[Product]) -> Product:
    if home.parent is not None:
        product = home.parent.product
        listed = {fold(option.name) for option in product.options}
        attributes = tuple(
            replace(a, value="\n".join(part.strip() for part in a.value.split(",")))
            if fold(a.name) in listed and "," in a.value
            else a
            for a in product.attributes
        )
        return replace(
            product,
            sku=sku,
            name=product.name or _common_name(members) or sku,
            kind=ProductKind.PARENT,
            family=sku,
            options=(),
            attributes=attributes,
        )
    head = home.head.product if home.head else members[0]
    first = members[0]
    same = {
        name: all(getattr(member, name) == getattr(first, name) for member in members)
        for name in ("description", "brand", "product_type", "currency", "condition", "bullets", "tags", "url")
    }
    return Product(
        sku=sku,
        name=head.name or _common_name(members),
        row=head.row,
        kind=ProductKind.PARENT,
        synthetic=True,
        family=sku,
        brand=first.brand if same["brand"] else "",
        brand_cell=first.brand_cell if same["brand"] else None,
        product_type=first.product_type if same["product_type"] else "",
        name_cell=head.name_cell or first.name_cell,
        description=first.description if same["description"] else "",
        description_cell=first.description_cell if same["description"] else None,
        bullets=first.bullets if same["bullets"] else (),
        attributes=_shared(members),
        currency=first.currency if same["currency"] else "",
        condition=first.condition if same["condition"] else "",
        url=first.url if same["url"] else "",
        slug=head.slug if head.slug == sku else "",
        tags=first.tags if same["tags"] else (),
    )


def _shared(members: Sequence[Product]) -> tuple[Attribute, ...]:
    others = [{(a.name, a.value) for a in member.attributes} for member in members[1:]]
    return tuple(a for a in members[0].attributes if all((a.name, a.value) in other for other in others))


def _common_name(members: Sequence[Product]) -> str:
    """Return what the names of all members begin with, cut at a word; the first name if that is nothing."""
    words = [member.name.split() for member in members]
    common = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        common.append(column[0])
    return " ".join(common).rstrip(" -,|/(") or members[0].name


def _variation_photos(row: Row, home: Group, tables: Sequence[Table], extra: ExtraPhotos) -> tuple[PhotoCell, ...]:
    shared = _shares_photos(home, tables)
    own = [photo for photo in row.photos if photo.variant or not (shared and _speaks_for_family(row, home, tables))]
    return (*own, *(() if shared else extra.get(row.place, ())))


def _parent_photos(home: Group, tables: Sequence[Table], extra: ExtraPhotos) -> tuple[PhotoCell, ...]:
    if home.parent is not None:
        return (*home.parent.photos, *extra.get(home.parent.place, ()))
    if not _shares_photos(home, tables):
        return ()
    photos = []
    for row in home.members:
        if _speaks_for_family(row, home, tables):
            photos += [photo for photo in row.photos if not photo.variant]
        photos += extra.get(row.place, ())
    return tuple(photos)


def _shares_photos(home: Group, tables: Sequence[Table]) -> bool:
    """True where the photos of rows are those of the family: rows of a handle, or the named row above the others."""
    if home.parent is not None or not home.members:
        return False
    return tables[home.members[0].table].family == "handle" or any(not row.photos for row in home.members)


def _speaks_for_family(row: Row, home: Group, tables: Sequence[Table]) -> bool:
    return tables[row.table].family == "handle" or row.number == home.members[0].number
