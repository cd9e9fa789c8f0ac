"""A large sheet for benchmarks: invented products of ten types, families with variations, prose, 25 columns.

Rows are seeded by their number: the first thousand rows of a sheet of 20,000 are those of a sheet of 1,000.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "SKU", "Parent SKU", "Product name", "Brand", "Product type", "Barcode", "Price", "Cost price", "Stock", "Colour",
    "Size", "Material", "Dimensions", "Height", "Diameter", "Weight", "Capacity (ml)", "Features", "Dishwasher safe",
    "Care", "In the box", "Use", "Warranty", "Country of origin", "Description",
)  # fmt: skip

_LINES = (
    "Fjell", "Tarn", "Lysa", "Vev", "Skog", "Bolge", "Hav", "Sten", "Myra", "Dal", "Elv", "Furu", "Granit", "Heim",
    "Kyst", "Lund", "Mose", "Nord", "Ost", "Rav", "Sol", "Torv", "Ulv", "Vind", "Alm", "Birk",
)  # fmt: skip
_BRANDS = ("Norrvik", "Fenwick", "Halden", "Oakmere")
_COLOURS = (
    "Slate Blue", "Moss Green", "Sand", "Rust", "Oat", "Charcoal", "Pine Green", "Ivory", "Terracotta", "Plum",
    "Graphite", "Mustard",
)  # fmt: skip
_LANDS = ("Portugal", "Poland", "China", "Vietnam", "Italy", "Turkey", "Germany", "India")
_YEARS = ("1 year", "2 years", "3 years", "5 years", "")
_SENTENCES = (
    "We made it for days that begin early and end late.",
    "It has a plain shape that goes with what is there already.",
    "The surface ages well and needs little attention.",
    "Our small team checks every piece by hand before it is packed.",
    "It was drawn in our studio and tried out for a winter.",
    "A present that is used, not put away.",
)


@dataclass(frozen=True)
class Kind:
    """A product type: its noun and category, and what its cells may hold."""

    noun: str
    category: str
    materials: tuple[str, ...]
    features: tuple[str, ...]
    uses: tuple[str, ...]
    care: tuple[str, ...]
    box: tuple[str, ...] = ("",)
    sizes: tuple[str, ...] = ()
    capacity: tuple[int, int] | None = None
    round: bool = False
    dishwasher: tuple[str, ...] = ("",)


KINDS = (
    Kind("Insulated Water Bottle", "Kitchen & Dining > Drinkware > Water Bottles", ("18/8 stainless steel",),
         ("leakproof lid", "carry loop", "wide mouth", "powder-coated", "spare seal"),
         ("commuting; day hikes", "office"),
         ("Leave the lid off to dry", "Wash by hand"), ("bottle, lid, spare seal", ""),
         capacity=(350, 1000), round=True, dishwasher=("no", "lid: yes")),
    Kind("Mug", "Kitchen & Dining > Drinkware > Mugs", ("stoneware", "porcelain", "bone china"),
         ("glazed inside", "stackable", "large handle"), ("coffee; tea", ""), ("Avoid metal scourers", ""),
         ("", "2 mugs"), capacity=(200, 450), round=True, dishwasher=("yes", "no")),
    Kind("Backpack", "Luggage & Bags > Backpacks", ("recycled polyester", "waxed canvas", "nylon"),
         ("padded shoulder straps", "laptop sleeve", "two side pockets", "chest strap", "key clip"),
         ("commuting; travel", "day hikes"), ("Wipe with a damp cloth",), sizes=("20 l", "25 l", "30 l")),
    Kind("Cushion Cover", "Home & Garden > Decor > Cushions", ("100% linen", "100% cotton", "60% wool, 40% cotton"),
         ("hidden zip", "piped edges", "woven stripe"), ("sofa; reading chair", ""),
         ("Machine wash at 30 °C", "Wash with like colours"), ("1 cover, no insert", "")),
    Kind("Desk Lamp", "Home & Garden > Lighting > Lamps", ("powder-coated steel", "aluminium", "oak and brass"),
         ("dimmable", "swivel head", "fabric cable", "touch switch"), ("desk; bedside table", "reading"),
         ("Dust with a dry cloth",), ("lamp, bulb", "lamp")),
    Kind("Notebook", "Office > Paper > Notebooks", ("paper", "recycled paper"),
         ("lay-flat binding", "ribbon marker", "dot grid", "elastic closure"), ("notes; sketches", "journaling"), ("",),
         sizes=("A5", "A6")),
    Kind("Serving Bowl", "Kitchen & Dining > Tableware > Bowls", ("acacia wood", "stoneware", "glass"),
         ("two handles", "stackable", "hand-finished"), ("salad; fruit", ""), ("Oil now and then", "Wash by hand"),
         capacity=(800, 4000), round=True, dishwasher=("no", "yes")),
    Kind("Bath Towel", "Home & Garden > Bathroom > Towels", ("100% cotton", "organic cotton"),
         ("hanging loop", "waffle weave", "quick-drying"), ("bathroom; sauna",), ("Machine wash at 60 °C",),
         sizes=("70 x 140 cm", "50 x 100 cm")),
    Kind("Scented Candle", "Home & Garden > Decor > Candles", ("soy wax", "beeswax"),
         ("cotton wick", "burn time of 40 h", "refillable jar"), ("living room; bath", ""),
         ("Trim the wick before each use",), round=True),
    Kind("Frying Pan", "Kitchen & Dining > Cookware > Pans", ("cast iron", "carbon steel", "aluminium"),
         ("works on induction", "oven safe to 260 °C", "riveted handle"), ("searing; frying",),
         ("Wash by hand and dry at once",), ("pan, handle cover", "pan"), round=True, dishwasher=("no",)),
)  # fmt: skip


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield `count` rows: about half of them single products, the others in families of two to four colours."""
    made = group = 0
    while made < count:
        rng = random.Random(group)
        family = _family(rng, group)
        for row in family[: count - made]:
            yield row
            made += 1
        group += 1


def _family(rng: random.Random, group: int) -> list[tuple[str, ...]]:
    kind = rng.choice(KINDS)
    line, brand = rng.choice(_LINES), rng.choice(_BRANDS)
    name = f"{line} {kind.noun}"
    members = rng.choice((1, 1, 1, 2, 3, 4))
    colours = rng.sample(_COLOURS, members)
    stem = f"{brand[:3].upper()}-{line[:3].upper()}-{group:05}"
    sides = sorted(rng.randint(8, 60) for _ in range(2))
    size = rng.choice(kind.sizes) if kind.sizes else ""
    height = f"{rng.randint(60, 380) / 10:g} cm"
    features = rng.sample(kind.features, rng.randint(1, len(kind.features)))
    prose = " ".join(
        (
            f"{name} in {rng.choice(kind.materials)}.",
            *rng.sample(_SENTENCES, rng.randint(1, 4)),
            f"Designed with {features[0]} and made to last.",
        )
    )
    common = {
        "Product name": name,
        "Brand": brand,
        "Product type": kind.category,
        "Price": f"{rng.randint(90, 1900) / 10:.2f}",
        "Cost price": f"{rng.randint(20, 80) / 10:.2f}",
        "Size": size,
        "Material": rng.choice(kind.materials),
        "Dimensions": "" if kind.round or "cm" in size else f"{sides[1]} x {sides[0]} cm",
        "Height": height if kind.round or kind.noun == "Desk Lamp" else "",
        "Diameter": f"{rng.randint(60, 320) / 10:g} cm" if kind.round else "",
        "Weight": f"{rng.randint(12, 180) * 10} g" if rng.random() < 0.8 else "",
        "Capacity (ml)": str(rng.randrange(kind.capacity[0], kind.capacity[1], 50)) if kind.capacity else "",
        "Features": "; ".join(features),
        "Dishwasher safe": rng.choice(kind.dishwasher),
        "Care": rng.choice(kind.care),
        "In the box": rng.choice(kind.box),
        "Use": rng.choice(kind.uses),
        "Warranty": rng.choice(_YEARS),
        "Country of origin": rng.choice(_LANDS),
        "Description": prose,
    }
    found = []
    for number, colour in enumerate(colours):
        own = {
            "SKU": stem if members == 1 else f"{stem}-{number + 1}",
            "Parent SKU": "" if members == 1 else stem,
            "Barcode": _gtin(group * 4 + number),
            "Stock": str(rng.randint(0, 300)),
            "Colour": colour,
        }
        found.append(tuple({**common, **own}[column] for column in HEADER))
    return found


def _gtin(number: int) -> str:
    digits = f"952{number:09}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def write_sheet(folder: Path, count: int) -> Path:
    """Write the rows as CSV."""
    path = folder / "products.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows(count)])
    return path


def write_workbook(folder: Path, count: int) -> Path:
    """Write the rows as a workbook, prices and stock as numbers as a spreadsheet program would save them."""
    from openpyxl import Workbook

    numbers = {HEADER.index(name) for name in ("Price", "Cost price", "Stock", "Capacity (ml)")}
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Products")
    sheet.append(HEADER)
    for row in rows(count):
        sheet.append([float(cell) if at in numbers and cell else cell or None for at, cell in enumerate(row)])
    path = folder / "products.xlsx"
    book.save(path)
    return path
