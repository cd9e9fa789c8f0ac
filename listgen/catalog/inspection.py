"""The sheet doctor's report: what was read, what is wrong with it, and which facts are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from listgen.catalog.checks import check_catalog
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Catalog, Family, Product, ProductKind, SheetInfo

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class PhotoCount:
    """How many photos the catalogue names, how many of them are there, and which products have none."""

    named: int
    found: int
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """The facts that a good listing of this product would need and no cell gives."""

    sku: str
    name: str
    product_type: str
    facts: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that `listgen inspect` has to say; findings are sorted by severity, then by place in the sheet."""

    sheets: tuple[SheetInfo, ...]
    products: int
    parents: int
    variations: int
    families: tuple[Family, ...]
    photos: PhotoCount
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]

    @property
    def withheld(self) -> tuple[str, ...]:
        """Headers of the cost and purchase price columns of all sheets."""
        return tuple(dict.fromkeys(name for sheet in self.sheets for name in sheet.withheld))


def inspect_catalog(catalog: Catalog) -> Inspection:
    """Return the report on a catalogue that was read. Reads no file and changes nothing."""
    kinds = [product.kind for product in catalog.products]
    findings = sorted((*catalog.findings, *check_catalog(catalog)), key=lambda found: _ORDER[found.severity])
    return Inspection(
        sheets=catalog.sheets,
        products=len(kinds) - kinds.count(ProductKind.PARENT),
        parents=kinds.count(ProductKind.PARENT),
        variations=kinds.count(ProductKind.VARIATION),
        families=catalog.families,
        photos=_count_photos(catalog.products),
        findings=tuple(findings),
        needs=_needs(catalog),
    )


def _count_photos(products: Sequence[Product]) -> PhotoCount:
    refs = {
        (ref.reference, ref.cell.file if ref.cell else ""): ref.path is not None
        for product in products
        for ref in product.photos
    }
    without = tuple(p.sku for p in products if p.kind is not ProductKind.PARENT and p.photo is None)
    return PhotoCount(named=len(refs), found=sum(refs.values()), without=without)


def _needs(catalog: Catalog) -> tuple[Need, ...]:
    """Return what each product lacks; of a family only variations that fill other columns than those before."""
    from listgen.facts.build import build_fact_sheet

    needs: dict[tuple[str, tuple[str, ...]], Need] = {}
    asked: set[tuple[str, str, frozenset[str]]] = set()
    members: dict[str, list[Product]] = {}
    for product in catalog.products:
        if product.kind is ProductKind.VARIATION:
            members.setdefault(product.family, []).append(product)
    for product in catalog.products:
        if product.kind is ProductKind.PARENT and members.get(product.family):
            continue
        columns = frozenset(attribute.cell.column for attribute in product.attributes)
        question = (product.family or product.sku, product.description, columns)
        if question in asked:
            continue
        asked.add(question)
        siblings = [other for other in members.get(product.family, ()) if other.sku != product.sku]
        sheet = build_fact_sheet(product, siblings[:20])
        need = Need(product.sku, product.name, sheet.type_id, len(sheet.facts), sheet.missing)
        needs.setdefault((product.family or product.sku, sheet.missing), need)
    return tuple(need for need in needs.values() if need.missing)
