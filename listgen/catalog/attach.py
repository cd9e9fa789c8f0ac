"""Photos come to products: from cells, image sheets, file and folder names; each missing one is a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from listgen.catalog.assemble import Assembled
from listgen.catalog.photos import PhotoIndex, photos_by_name
from listgen.catalog.rows import PhotoCell
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import PhotoRef, Product, ProductKind


def attach_photos(
    assembled: Assembled, from_sheets: Mapping[str, Sequence[PhotoCell]], index: PhotoIndex
) -> tuple[tuple[Product, ...], list[Finding]]:
    """Return the products with their photos.

    Cells of the row come first, then image sheets. Only a product that has no photo by then is looked up by file and
    folder name. A variation without any takes those of its parent.
    """
    findings: list[Finding] = []
    by_name = photos_by_name(index, [product.sku for product in assembled.products])
    refs: dict[str, tuple[PhotoRef, ...]] = {}
    for product in assembled.products:
        named = [
            *((cell, "column") for cell in assembled.photos.get(product.sku, ())),
            *((cell, "image sheet") for cell in from_sheets.get(product.sku, ())),
        ]
        found = _from_cells(product, named, index, findings)
        if not any(ref.path for ref in found):
            found += [PhotoRef(path.name, path, origin) for path, origin in by_name.get(product.sku, ())]
        refs[product.sku] = tuple(found)
    known = set(refs)
    for sku, cells in from_sheets.items():
        if sku not in known:
            findings.append(_unknown_sku(sku, cells[0]))
    return tuple(_with_photos(product, _photos(product, refs)) for product in assembled.products), findings


def _with_photos(product: Product, photos: tuple[PhotoRef, ...]) -> Product:
    return replace(product, photos=photos) if photos or product.photos else product


def _photos(product: Product, refs: Mapping[str, tuple[PhotoRef, ...]]) -> tuple[PhotoRef, ...]:
    own = refs[product.sku]
    if product.kind is ProductKind.VARIATION:
        have = {ref.reference for ref in own}
        parents = tuple(ref for ref in refs.get(product.parent_sku, ()) if ref.reference not in have)
        # The variation's own picture shows its colour; the parent's follow it, or stand in for it.
        return (*own, *parents)
    return own


def _from_cells(
    product: Product, named: Sequence[tuple[PhotoCell, str]], index: PhotoIndex, findings: list[Finding]
) -> list[PhotoRef]:
    refs: list[PhotoRef] = []
    addresses: list[PhotoCell] = []
    for cell, origin in named:
        if any(ref.reference == cell.reference for ref in refs):
            continue
        found = index.find(cell.reference)
        refs.append(PhotoRef(cell.reference, found.path, origin, cell.cell))
        if found.problem == "url":
            addresses.append(cell)
        elif found.problem:
            findings.append(_missing(product, cell, outside=found.problem == "outside"))
        elif found.note == "found with other capitals" and found.path:
            findings.append(_other_case(product, cell, found.path.name))
    if addresses:
        findings.append(_addresses(product, addresses))
    return refs


def _missing(product: Product, cell: PhotoCell, *, outside: bool) -> Finding:
    reason = "leads out of the photo folder" if outside else "is not in the photo folder"
    return Finding(
        code="photo.outside" if outside else "photo.missing",
        severity=Severity.WARNING,
        message=f"{cell.cell}: photo `{cell.reference[:120]}` {reason}",
        sku=product.sku,
        field="photo",
        row=cell.cell.row,
        text=cell.reference[:200],
        place=str(cell.cell),
        hint="put the file into photos/ beside the sheet, or name its folder with --photos",
    )


def _other_case(product: Product, cell: PhotoCell, name: str) -> Finding:
    return Finding(
        code="photo.case",
        severity=Severity.INFO,
        message=f"{cell.cell}: `{cell.reference[:120]}` was found as `{name}`",
        sku=product.sku,
        field="photo",
        row=cell.cell.row,
        text=cell.reference[:200],
        place=str(cell.cell),
        hint="write the name as the file has it: shops tell capitals from small letters",
    )


def _addresses(product: Product, cells: Sequence[PhotoCell]) -> Finding:
    count = len(cells)
    what = "the photo is a web address" if count == 1 else f"{count} photos are web addresses"
    return Finding(
        code="photo.url",
        severity=Severity.WARNING,
        message=f"{cells[0].cell}: {what}; listgen does not download",
        sku=product.sku,
        field="photo",
        row=cells[0].cell.row,
        text=cells[0].reference[:200],
        place=str(cells[0].cell),
        hint="save the picture under the same file name in photos/ beside the sheet",
    )


def _unknown_sku(sku: str, cell: PhotoCell) -> Finding:
    return Finding(
        code="photo.unknown-sku",
        severity=Severity.WARNING,
        message=f"{cell.cell}: no product has the SKU `{sku[:80]}`",
        row=cell.cell.row,
        text=sku[:80],
        place=str(cell.cell),
        hint="correct the SKU in the photo sheet",
    )
