"""Fact sheets and channels for the tests of this room; brands are invented."""

from __future__ import annotations

from decimal import Decimal

from listgen.domain.channel import Channel, FieldSpec, TextLimit
from listgen.domain.fact import (
    Dimensions,
    Fact,
    FactKind,
    FactSheet,
    FactValue,
    Items,
    Material,
    Quantity,
    Words,
    YesNo,
)
from listgen.domain.source import CellRef
from listgen.domain.variant import Choices, Variant

VARIANT = Variant(name="A", choices=Choices())


def amazon(locale: str = "en-US") -> Channel:
    return Channel(
        marketplace="amazon",
        locale=locale,
        fields=(
            FieldSpec(name="title", limit=TextLimit(75), required=True),
            FieldSpec(name="highlights", limit=TextLimit(125)),
            FieldSpec(name="bullets", limit=TextLimit(255), min_items=3, max_items=5, total=TextLimit(1000)),
            FieldSpec(name="description", limit=TextLimit(2000)),
            FieldSpec(name="search_terms", limit=TextLimit(249, "bytes")),
        ),
        pictures=(),
        title_order="amazon",
        bullet_style="amazon",
    )


def google(locale: str = "en-US") -> Channel:
    return Channel(
        marketplace="google",
        locale=locale,
        fields=(
            FieldSpec(name="title", limit=TextLimit(150), required=True),
            FieldSpec(name="description", limit=TextLimit(5000)),
        ),
        pictures=(),
        title_order="google",
    )


def shop(locale: str = "en-US") -> Channel:
    return Channel(
        marketplace="shopify",
        locale=locale,
        fields=(
            FieldSpec(name="title", limit=TextLimit(255), required=True),
            FieldSpec(name="description", html=True),
            FieldSpec(name="tags", limit=TextLimit(255), max_items=12),
            FieldSpec(name="seo_title", limit=TextLimit(70)),
            FieldSpec(name="seo_description", limit=TextLimit(160)),
        ),
        pictures=(),
        title_order="shop",
        family_text=True,
    )


CHANNELS = (amazon(), google(), shop())


def cell(text: str = "") -> CellRef:
    return CellRef("products.csv", 2, "column", text)


def q(magnitude: str, unit: str, *, qualifier: str = "", maximum: str = "") -> Quantity:
    return Quantity(Decimal(magnitude), unit, f"{magnitude} {unit}", Decimal(maximum) if maximum else None, qualifier)


def dims(*axes: str, unit: str = "centimeter", labels: tuple[str, ...] = ()) -> Dimensions:
    names = labels or ("",) * len(axes)
    return Dimensions(tuple((name, q(axis, unit)) for name, axis in zip(names, axes, strict=True)), " x ".join(axes))


def sheet(
    name: str,
    brand: str,
    line: str,
    noun: str,
    type_id: str,
    *rows: tuple[str, FactKind, FactValue] | tuple[str, FactKind, FactValue, str],
    options: tuple[str, ...] = (),
    plural: bool = False,
    sku: str = "SKU-1",
    missing: tuple[str, ...] = (),
) -> FactSheet:
    facts = tuple(
        Fact(
            id=at,
            key=row[0],
            label=row[0].replace("_", " "),
            kind=row[1],
            value=row[2],
            cell=cell(str(row[2])),
            part=row[3] if len(row) > 3 else "",
        )
        for at, row in enumerate(rows, start=1)
    )
    return FactSheet(
        sku=sku,
        name=name,
        brand=brand,
        brand_cell=None,
        line=line,
        type_id=type_id,
        noun=noun,
        noun_plural=plural,
        facts=facts,
        option_keys=options,
        missing=missing,
    )


Q, D, C = FactKind.QUANTITY, FactKind.DIMENSIONS, FactKind.COUNT
K, M, S = FactKind.COLOUR, FactKind.MATERIAL, FactKind.SIZE
Y, L, T = FactKind.YES_NO, FactKind.LIST, FactKind.TEXT


def bottle() -> FactSheet:
    return sheet(
        "Norvik Fjell Water Bottle", "Norvik", "Fjell", "water bottle", "drinkware",
        ("capacity", Q, q("25", "fluid_ounce")),
        ("material", M, (Material("18/8 stainless steel"),)),
        ("insulation", T, Words("double-wall vacuum")),
        ("cold_hours", Q, q("24", "hour")),
        ("hot_hours", Q, q("12", "hour")),
        ("lid", T, Words("screw lid with carry loop")),
        ("bpa_free", Y, YesNo(True), "lid"),
        ("weight", Q, q("340", "gram")),
        ("care", T, Words("hand wash")),
        ("colour", K, Words("Slate Blue")),
        options=("colour",),
    )  # fmt: skip


def shirt() -> FactSheet:
    return sheet(
        "Marlow & Finch T-Shirt", "Marlow & Finch", "", "T-shirt", "tops",
        ("audience", L, Items(("women",))),
        ("fit", T, Words("relaxed")),
        ("neckline", T, Words("crew neck")),
        ("sleeve", T, Words("short sleeves")),
        ("material", M, (Material("organic cotton", Decimal(100)),)),
        ("certificate", L, Items(("GOTS",))),
        ("fabric_weight", Q, q("180", "gsm")),
        ("care", T, Words("machine wash at 30 °C")),
        ("origin", T, Words("Portugal")),
        ("colour", K, Words("Sage")),
        ("size", S, Words("M")),
        options=("colour", "size"),
    )  # fmt: skip


def mug() -> FactSheet:
    return sheet(
        "Stoneware Mug", "Tidewater Clay", "", "mug", "drinkware",
        ("technique", T, Words("thrown by hand")),
        ("material", M, (Material("stoneware"),)),
        ("capacity", Q, q("350", "milliliter")),
        ("finish", T, Words("speckled white glaze")),
        ("pack_count", C, q("2", "")),
    )  # fmt: skip


def backpack() -> FactSheet:
    """Gold listing with fifteen facts."""
    return sheet(
        "Packhorse Ferry Roll-Top Backpack", "Packhorse", "Ferry", "roll-top backpack", "bags",
        ("capacity", Q, q("24", "liter")),
        ("dimensions", D, dims("48", "30", "17")),
        ("weight", Q, q("820", "gram")),
        ("material", M, (Material("recycled 600D polyester", Decimal(100)),), "outer"),
        ("finish", T, Words("water-repellent finish")),
        ("laptop_size", Q, q("15", "inch", qualifier="up to")),
        ("pockets", L, Items(("1 zipped front pocket", "2 side pockets"))),
        ("straps", L, Items(("padded, adjustable shoulder straps",))),
        ("feature", T, Words("removable chest strap")),
        ("care", T, Words("wipe with a damp cloth")),
        ("use", L, Items(("commuting", "day hikes"))),
        ("colour", K, Words("Black")),
        missing=("strap length", "lining", "closure", "country", "warranty"),
    )  # fmt: skip


def pillowcases() -> FactSheet:
    """Gold listing with seven facts."""
    return sheet(
        "Harbor Lane Linen Pillowcases", "Harbor Lane", "", "pillowcases", "bedding",
        ("pack_count", C, q("2", "")),
        ("dimensions", D, dims("50", "75")),
        ("material", M, (Material("linen", Decimal(100)),)),
        ("colour", K, Words("Oat")),
        ("wash_temperature", Q, q("40", "degree_Celsius")),
        plural=True, missing=("closure", "fabric weight", "weave"),
    )  # fmt: skip


def pot() -> FactSheet:
    """Gold listing with three facts."""
    return sheet(
        "Plant Pot", "", "", "plant pot", "plants",
        ("material", M, (Material("terracotta"),)),
        ("diameter", Q, q("14", "centimeter")),
        missing=("height", "drainage hole"),
    )  # fmt: skip


def duffle() -> FactSheet:
    """A bag with a shop's own phrases for features."""
    phrases = ("Dual top handles", "Adjustable shoulder strap", "Full-length zipper")
    return sheet(
        "Joust Duffle Bag", "Lumen", "Joust", "duffle bag", "bags",
        ("dimensions", D, dims("29", "13", "11", unit="inch", labels=("length", "width", "height"))),
        ("material", M, (Material("Nylon"), Material("Polyester"))),
        *(("feature", T, Words(text)) for text in phrases),
        ("feature", L, Items(("Waterproof", "TSA Approved", "Lockable"))),
        ("strap_types", L, Items(("Adjustable", "Cross Body", "Detachable", "Double", "Padded", "Shoulder"))),
        ("use", L, Items(("Gym", "Travel", "Trail", "Overnight"))),
        ("style", L, Items(("Luggage", "Duffel", "Exercise"))),
        ("pattern", T, Words("Solid")),
    )  # fmt: skip


def watch() -> FactSheet:
    return sheet(
        "Endurance Watch", "Lumen", "Endurance", "watch", "watches",
        ("material", M, (Material("Metal"), Material("Rubber"), Material("Silicone"))),
        ("feature", T, Words("Digital display")),
        ("feature", T, Words("LED backlight")),
        ("strap_range", Q, q("7", "inch", maximum="10")),
        ("warranty", T, Words("1-year limited warranty")),
        ("feature", T, Words("Comes with polished metal case")),
        ("audience", L, Items(("Men",))),
        ("use", L, Items(("Recreation", "Athletic"))),
    )  # fmt: skip


def sofa() -> FactSheet:
    return sheet("Grey Fabric Sofa", "", "", "sofa", "furniture", ("colour", K, Words("gray")))


def mouse() -> FactSheet:
    return sheet("Wireless Optical Mouse", "Logi", "", "mouse", "electronics")


SHEETS = (bottle(), shirt(), mug(), backpack(), pillowcases(), pot(), duffle(), watch(), sofa(), mouse())
