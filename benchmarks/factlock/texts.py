"""The gold texts: products of ours and sentences that say only what their cells say; `texts/en.toml` fixes the form."""

from __future__ import annotations

import csv
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from listgen.catalog.read import read_catalog
from listgen.domain.fact import FactSheet
from listgen.domain.product import Catalog, Product
from listgen.facts.build import build_fact_sheet

HERE = Path(__file__).parent
# Folders of `texts` whose sentences were written without sight of the lock, the oldest first.
BLIND_GROUPS = ("fresh", "later", "third")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One untouched sentence with the sheet that it was written from; `group` names the corpus it is measured in."""

    group: str  # "gold", "heldout", one of BLIND_GROUPS, "seller", "composer"
    origin: str  # the gold file or the catalogue
    language: str
    sku: str
    sentence: str
    sheet: FactSheet
    siblings: tuple[FactSheet, ...]

    @property
    def name(self) -> str:
        """A name that no other sentence has; seeds are made from it."""
        return f"{self.language}/{self.origin}/{self.sku}/{self.sentence}"


def gold_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a file of gold texts, English first."""
    codes = sorted(path.stem for path in (HERE / "texts").glob("*.toml"))
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


def blind_languages(group: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a file in `texts/<group>`, in alphabetical order."""
    return tuple(sorted(path.stem for path in (HERE / "texts" / group).glob("*.toml")))


@cache
def gold_texts(code: str) -> tuple[Text, ...]:
    """Return the sentences of a language's gold file in file order; groups are "gold" and "heldout"."""
    data = _toml(HERE / "texts" / f"{code}.toml")
    tables = (("product", "gold"), ("heldout", "heldout"))
    return tuple(text for table, group in tables for text in _texts(data, table, group=group, origin=code))


@cache
def blind_texts(group: str, code: str) -> tuple[Text, ...]:
    """Return the sentences of a language's file in `texts/<group>` in file order, none where there is no file."""
    if code not in blind_languages(group):
        return ()
    data = _toml(HERE / "texts" / group / f"{code}.toml")
    return tuple(_texts(data, "product", group=group, origin=f"{group}/{code}"))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _texts(data: Mapping[str, Any], table: str, *, group: str, origin: str) -> Iterator[Text]:
    for product in data.get(table, []):
        sheet, siblings = sheets_of(product)
        for sentence in product["sentences"]:
            yield Text(group=group, origin=origin, language=data["language"], sku=product["sku"],
                       sentence=sentence.strip(), sheet=sheet, siblings=siblings)  # fmt: skip


def sheets_of(product: Mapping[str, Any]) -> tuple[FactSheet, tuple[FactSheet, ...]]:
    """Return the fact sheet of a `[[product]]` table and those of its siblings, read as from a seller's CSV file."""
    rows = [{"SKU": product["sku"], "Name": product["name"], **product["cells"]}]
    for number, sibling in enumerate(product.get("sibling", []), 2):
        rows.append({**rows[0], "SKU": f"{product['sku']}-{number}", **sibling})
    if len(rows) > 1:
        rows = [{"Parent SKU": f"{product['sku']}-ALL", **row} for row in rows]
    catalog = _read(rows)
    own = catalog.product(product["sku"])
    return sheet_and_siblings(own, catalog)


def sheet_and_siblings(product: Product, catalog: Catalog) -> tuple[FactSheet, tuple[FactSheet, ...]]:
    """Return a product's fact sheet and those of the other variations of its family."""
    others = catalog.siblings(product)
    siblings = tuple(build_fact_sheet(other, catalog.siblings(other)) for other in others)
    return build_fact_sheet(product, others), siblings


def _read(rows: Sequence[Mapping[str, str]]) -> Catalog:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            writer.writerows([row.get(header, "") for header in headers] for row in rows)
        return read_catalog(path)
