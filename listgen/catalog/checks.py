"""What the sheet doctor looks for: barcodes, units, colours that contradict the SKU, prices that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Attribute, Catalog, Product, ProductKind
from listgen.facts.keys import fact_keys

_BARE_NUMBER = re.compile(r"^[+-]?\d*[.,]?\d+(\s*[x×*]\s*\d*[.,]?\d+)*$")
_LENGTHS = (8, 12, 13, 14)
# Numbers that GS1 leaves to shops for their own use; no marketplace takes them.
_IN_STORE = re.compile(r"^(0?2\d{12}|0?[24]\d{11}|00[24]\d{11})$")
_MEASURE_UNITS = frozenset(("length", "mass", "volume"))
_EXAMPLES = {"mass": "kg", "length": "cm", "volume": "ml"}


def check_catalog(catalog: Catalog) -> tuple[Finding, ...]:
    """Return what a sheet should have corrected before listings are made from it."""
    return (
        *_gtin_findings(catalog.products),
        *_unit_findings(catalog.products),
        *_colour_findings(catalog.products),
        *_price_findings(catalog.products),
    )


def _gtin_findings(products: Sequence[Product]) -> Iterator[Finding]:
    first: dict[str, Product] = {}
    for product in products:
        if not product.gtin:
            continue
        if finding := _gtin_finding(product):
            yield finding
        other = first.setdefault(product.gtin.lstrip("0"), product)
        if other is not product:
            yield Finding(
                code="gtin.shared",
                severity=Severity.WARNING,
                message=f"{_place(product)}: GTIN `{product.gtin}` already stands for `{other.sku}`",
                sku=product.sku,
                field="gtin",
                row=product.row.row,
                text=product.gtin,
                place=str(product.row),
                hint="each variation has a barcode of its own; look at the printed ones",
            )


def _gtin_finding(product: Product) -> Finding | None:
    """Return what is wrong with a barcode: its length, its check digit, or that it is a shop's own number."""
    from stdnum import ean

    gtin = product.gtin
    if not gtin.isdecimal() or len(gtin) not in _LENGTHS:
        return _gtin(product, "gtin.malformed", Severity.WARNING, "is no GTIN: it has 8, 12, 13 or 14 digits", "")
    expected = ean.calc_check_digit(gtin[:-1])
    if gtin[-1] != expected:
        return _gtin(product, "gtin.check-digit", Severity.ERROR, "has a wrong check digit", expected)
    if _IN_STORE.match(gtin):
        return _gtin(product, "gtin.in-store", Severity.INFO, "is a number for use inside one shop", "")
    return None


def _gtin(product: Product, code: str, severity: Severity, problem: str, expected: str) -> Finding:
    tail = f", expected `{expected}`" if expected else ""
    return Finding(
        code=code,
        severity=severity,
        message=f"{_place(product)}: GTIN `{product.gtin[:20]}` {problem}{tail}",
        sku=product.sku,
        field="gtin",
        row=product.row.row,
        text=product.gtin[:20],
        place=str(product.row),
        hint="compare with the printed barcode, or leave the cell empty if the marketplace allows it",
    )


def _unit_findings(products: Sequence[Product]) -> Iterator[Finding]:
    """Yield one finding for each measure column with bare numbers: the number alone says nothing to a shopper."""
    bare: dict[tuple[str, str | None, str], list[Attribute]] = {}
    for product in products:
        for attribute in product.attributes:
            key = fact_keys().get(attribute.canonical)
            if key is not None and key.unit in _MEASURE_UNITS and _BARE_NUMBER.match(attribute.value):
                cell = attribute.cell
                bare.setdefault((cell.file, cell.sheet, cell.column), []).append(attribute)
    for (file, _, column), attributes in bare.items():
        rows = len({attribute.cell.row for attribute in attributes})
        unit = _EXAMPLES[fact_keys()[attributes[0].canonical].unit]
        yield Finding(
            code="unit.missing",
            severity=Severity.WARNING,
            message=f"{file}, column `{column}`: {rows} {'row has' if rows == 1 else 'rows have'} a number without a "
            f"unit, as `{attributes[0].value}` in row {attributes[0].cell.row}",
            field=attributes[0].canonical,
            place=f"{file}, column `{column}`",
            hint=f"write the unit into the header, as in `{attributes[0].name} ({unit})`, or into the cells",
        )


def _colour_findings(products: Sequence[Product]) -> Iterator[Finding]:
    """Yield a note where the SKU ends in a colour and the colour cell says another one."""
    from listgen.facts.lexicon import colour_family, find_colours

    for product in products:
        tail = re.split(r"[-_./ ]", product.sku)[-1].lower()
        if len(tail) < 3 or not tail.isalpha() or not find_colours(tail):
            continue
        colour = next((a for a in product.attributes if a.canonical == "colour" and "\n" not in a.value), None)
        if colour is None or tail in colour.value.lower() or colour_family(tail) == colour_family(colour.value):
            continue
        yield Finding(
            code="colour.sku",
            severity=Severity.INFO,
            message=f"{colour.cell.file} row {colour.cell.row} (`{product.sku}`): the colour cell says "
            f"`{colour.value}`, the SKU says `{tail}`",
            sku=product.sku,
            field="colour",
            row=colour.cell.row,
            text=colour.value,
            place=str(colour.cell),
            hint="the cell wins in every text; correct it if the SKU is right",
        )


def _price_findings(products: Sequence[Product]) -> Iterator[Finding]:
    missing = [p for p in products if p.price is None and p.kind is not ProductKind.PARENT]
    if missing and len(missing) < len(products):
        names = ", ".join(f"`{product.sku}`" for product in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        yield Finding(
            code="price.missing",
            severity=Severity.WARNING,
            message=f"{len(missing)} {'product has' if len(missing) == 1 else 'products have'} no price: {names}{more}",
            field="price",
            place=missing[0].row.file,
            hint="marketplaces take no offer without a price",
        )


def _place(product: Product) -> str:
    return f"{product.row.file} row {product.row.row} (`{product.sku}`)"
