"""The cleaned sheet: one row a SKU under plain headers, safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence

from listgen.domain.product import Attribute, Catalog, Product, ProductKind

# A cell that begins like this is a formula to spreadsheet programs (the wide signs to the Japanese Excel); a leading
# apostrophe makes it text.
_FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*(\s?[^\s=()|!]{0,6})?$")
_FIELDS: tuple[tuple[str, Callable[[Product], str]], ...] = (
    ("sku", lambda p: p.sku),
    ("parent sku", lambda p: p.parent_sku),
    ("name", lambda p: p.name),
    ("brand", lambda p: p.brand),
    ("product type", lambda p: p.product_type),
    ("description", lambda p: p.description),
    ("gtin", lambda p: p.gtin),
    ("mpn", lambda p: p.mpn),
    ("price", lambda p: "" if p.price is None else str(p.price)),
    ("sale price", lambda p: "" if p.sale_price is None else str(p.sale_price)),
    ("currency", lambda p: p.currency),
    ("quantity", lambda p: "" if p.quantity is None else str(p.quantity)),
    ("condition", lambda p: p.condition),
    ("url", lambda p: p.url),
    ("slug", lambda p: p.slug),
    ("tags", lambda p: ", ".join(p.tags)),
    ("option groups", lambda p: "|".join(option.name for option in p.options)),
    ("option values", lambda p: "|".join(option.value for option in p.options)),
    ("image", lambda p: "\n".join(dict.fromkeys(ref.reference for ref in p.photos))),
    ("bullet points", lambda p: "\n".join(bullet.value for bullet in p.bullets)),
)


def cleaned_csv(catalog: Catalog) -> str:
    """Return the catalogue as CSV: known headers, trimmed values, one row a SKU, no withheld and no internal column.

    Columns that are empty in all rows are left out. Parents that no row stood for are made again when the sheet is
    read, so they have no row here either.
    """
    products = [product for product in catalog.products if not product.synthetic]
    fields = [(name, get) for name, get in _FIELDS if any(get(product) for product in products)]
    names = _attribute_names(products)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(name for name, _ in fields), *(safe_cell(header) for header in names.values())])
    for product in products:
        values = {_key(attribute): attribute.value for attribute in reversed(product.attributes)}
        row = [safe_cell(get(product)) for _, get in fields]
        writer.writerow([*row, *(safe_cell(values.get(key, "")) for key in names)])
    return out.getvalue()


def safe_cell(value: str) -> str:
    """Return a value that no spreadsheet program runs as a formula.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("-5 °C"), safe_cell("@SUM(A1)")
    ("'=HYPERLINK(1)", '-5 °C', "'@SUM(A1)")
    """
    if _FORMULA.match(value) and not _NUMBER.match(value):
        return f"'{value}"
    return value


def _attribute_names(products: Sequence[Product]) -> dict[str, str]:
    """Return a header for each attribute, in the order of the sheet; known facts get their plain names."""
    from listgen.facts.keys import fact_keys

    names: dict[str, str] = {}
    taken = {name for name, _ in _FIELDS}
    for product in products:
        for attribute in product.attributes:
            key = _key(attribute)
            if key in names:
                continue
            known = fact_keys().get(attribute.canonical)
            header = known.label if known and known.label not in taken else attribute.name
            header = f"{header} (fact)" if header.lower() in taken else header
            names[key] = header
            taken.add(header.lower())
    return names


def _key(attribute: Attribute) -> str:
    return attribute.canonical or attribute.name.casefold()


def row_count(catalog: Catalog) -> int:
    """Return how many rows `cleaned_csv` writes, the header not counted."""
    return sum(1 for product in catalog.products if not (product.kind is ProductKind.PARENT and product.synthetic))
