"""A small run with everything a report can show, made by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from listgen.domain.fact import Claim, Fact, FactKind, FactSheet, Quantity, Verdict, Words
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import Draft, FieldText, Listing
from listgen.domain.picture import Certificate, Picture
from listgen.domain.product import Catalog, ColumnMapping, Product, Role, SheetInfo
from listgen.domain.run import Experiment, RunReport, SkuReport, Status
from listgen.domain.source import CellRef
from listgen.domain.variant import Choices, Variant

A = Variant(name="A", choices=Choices())
B = Variant(name="B", choices=Choices(angle="specification"), factor="angle", level="specification")
CAPACITY = CellRef("products.csv", 2, "Capacity (ml)", "750")
COLOUR = CellRef("products.csv", 2, "Colour", "Slate Blue")
WARRANTY = CellRef("kit.toml", 40, "licensed", "Two-year warranty.")


def claim(text: str, words: str, field: str = "title", item: int = 0, **more: object) -> Claim:
    start = text.index(words)
    values = {"kind": "quantity", "verdict": Verdict.SUPPORTED, "cell": CAPACITY, **more}
    return Claim(field=field, item=item, start=start, end=start + len(words), text=words, **values)


def facts(sku: str = "BTL-1") -> FactSheet:
    return FactSheet(
        sku=sku,
        name="Fjell Bottle",
        brand="Norrvik",
        brand_cell=None,
        line="Fjell",
        type_id="drinkware",
        noun="water bottle",
        noun_plural=False,
        facts=(
            Fact(
                id=1,
                key="capacity",
                label="capacity",
                kind=FactKind.QUANTITY,
                value=Quantity(Decimal(750), "millilitre", "750 ml"),
                cell=CAPACITY,
            ),
            Fact(id=2, key="colour", label="colour", kind=FactKind.COLOUR, value=Words("Slate Blue"), cell=COLOUR),
        ),
        missing=("lid type", "diameter"),
    )


def picture(out: Path, name: str = "images/bottle main.jpg", kind: str = "packshot") -> Picture:
    return Picture(
        slot="main",
        kind=kind,
        blob=name,
        suffix=".jpg",
        width=2000,
        height=2000,
        size=210_000,
        alt_text="Slate blue water bottle, seen from the front",
        source_type="compositeSynthetic",
        certificate=Certificate(changed_pixels=0, fill=0.86, border_white=True, cutout_method="plain ground"),
        path=out / name,
    )


def listing(sku: str, channel: str, variant: Variant, out: Path, title: str = "Fjell Bottle, 750 ml") -> Listing:
    product = Product(sku=sku, name="Fjell Bottle", row=CAPACITY, price=Decimal("34"), currency="USD")
    bullets = ("Holds 750 ml", "Slate Blue") if variant.factor is None else ("Slate Blue", "Holds 750 ml")
    claims = [claim(title, "750 ml")] if "750 ml" in title else []
    claims += [claim(b, "750 ml", "bullets", i) for i, b in enumerate(bullets) if "750" in b]
    draft = Draft(
        sku=sku,
        channel=channel,
        variant=variant.name,
        fields=(
            FieldText("title", (title,), cites=(1,)),
            FieldText("bullets", bullets),
            FieldText("description", ("It holds 750 ml.", "Two-year warranty.")),
        ),
    )
    claims.append(
        claim("Two-year warranty.", "Two-year warranty.", "description", 1, verdict=Verdict.LICENSED, cell=WARRANTY)
    )
    return Listing(
        product=product,
        channel=channel,
        variant=variant,
        draft=draft,
        pictures=(picture(out), picture(out, "images/hero.jpg", "hero")),
        claims=tuple(claims),
        findings=(
            Finding(
                code="title.short",
                severity=Severity.WARNING,
                message="the title could say more",
                hint="fill the lid column",
                channel=channel,
                variant=variant.name,
                sku=sku,
            ),
        ),
    )


def sku_report(sku: str, out: Path, channels: tuple[str, ...], **more: object) -> SkuReport:
    listings = tuple(listing(sku, channel, variant, out) for channel in channels for variant in (A, B))
    report = SkuReport(
        sku=sku, name="Fjell Bottle", status=Status.ATTENTION, facts=facts(sku), listings=listings, findings=()
    )
    return replace(report, **more)


def run_report(out: Path, skus: tuple[SkuReport, ...] | None = None) -> RunReport:
    channels = ("amazon-en-US", "shopify-en-US")
    sheet = SheetInfo(
        "products.csv", None, "plain", "UTF-8", 1, 1, (ColumnMapping("Cost price", Role.WITHHELD, "", "cost"),)
    )
    made = (sku_report("BTL-1", out, channels), sku_report("BTL-2", out, ("amazon-en-US",), status=Status.DONE))
    return RunReport(
        catalog=Catalog((), (), (sheet,)),
        channels=channels,
        variants=("A", "B"),
        skus=made if skus is None else skus,
        bundles=(("amazon-en-US/A", 2), ("amazon-en-US/B", 2), ("shopify-en-US/A", 1)),
        experiments=(
            Experiment(
                name="angle",
                factor="angle",
                control="benefit",
                treatment="specification",
                hypothesis="Figures first sell more bottles.",
                skus=("BTL-1",),
                left_out=(("BTL-2", "too few facts"),),
            ),
        ),
        brand="Norrvik",
        made=7,
    )
