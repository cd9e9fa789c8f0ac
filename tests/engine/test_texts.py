from decimal import Decimal

from listgen.domain.brand_kit import Voice
from listgen.domain.channel import Channel
from listgen.domain.fact import Fact, FactKind, FactSheet, Material, Quantity
from listgen.domain.listing import Draft, FieldText
from listgen.domain.source import CellRef
from listgen.domain.variant import Choices, Variant
from listgen.engine.texts import lock_text, take_factor, why_not_made

CHANNEL = Channel(marketplace="amazon", locale="en-US", fields=(), pictures=(), title_order="amazon")


def _facts():
    volume = Quantity(Decimal(350), "millilitre", "350 ml")
    return FactSheet(
        sku="MUG", name="Tarn Mug", brand="Fenwick", brand_cell=None, line="Tarn", type_id="drinkware", noun="mug",
        noun_plural=False,
        facts=(
            Fact(id=1, key="capacity", label="Capacity", kind=FactKind.QUANTITY, value=volume,
                 cell=CellRef("s.csv", 2, "Capacity", "350 ml")),
            Fact(id=2, key="material", label="Material", kind=FactKind.MATERIAL, value=(Material("stoneware"),),
                 cell=CellRef("s.csv", 2, "Material", "stoneware")),
        ),
    )  # fmt: skip


def _locked(**fields):
    texts = tuple(FieldText(name, tuple(items)) for name, items in fields.items())
    draft = Draft(sku="MUG", channel="amazon-en-US", variant="A", fields=texts)
    return lock_text(draft, _facts(), voice=Voice(), siblings=(), channel=CHANNEL)


def test_a_sentence_that_no_cell_carries_is_taken_out_and_the_rest_stays():
    locked = _locked(description=["The mug holds 350 ml. It is dishwasher safe and holds 900 ml. It is stoneware."])

    (text,) = locked.draft.items("description")
    assert "350 ml" in text
    assert "stoneware" in text
    assert "900" not in text
    assert any("taken out" in finding.message for finding in locked.findings)
    assert not any(finding.blocking for finding in locked.findings)


def test_a_bullet_that_fails_goes_whole():
    locked = _locked(bullets=["Capacity: 350 ml", "Size: holds 900 ml"])

    assert locked.draft.items("bullets") == ("Capacity: 350 ml",)


def test_only_the_phrase_that_fails_leaves_the_highlights():
    locked = _locked(highlights=["stoneware, holds 900 ml, 350 ml"])

    assert locked.draft.items("highlights") == ("stoneware, 350 ml",)


def test_empty_praise_and_superlatives_leave_a_text_of_ours():
    locked = _locked(
        description=["The mug holds 350 ml. It is an amazing mug.", "The most expensive product you could imagine."]
    )

    assert [item.strip() for item in locked.draft.items("description")] == ["The mug holds 350 ml."]
    assert all(claim.held for claim in locked.claims)


def test_a_title_that_fails_keeps_the_listing_out_of_the_file():
    locked = _locked(title=["Fenwick Tarn Mug, 900 ml"])

    assert any(finding.blocking for finding in locked.findings)


def test_the_claims_carry_the_cell_behind_them():
    locked = _locked(title=["Fenwick Tarn Mug, 350 ml"])

    (claim,) = [claim for claim in locked.claims if claim.kind == "quantity"]
    assert claim.cell.column == "Capacity"
    assert "Fenwick Tarn Mug, 350 ml"[claim.start : claim.end] == claim.text


def test_an_arm_takes_only_the_fields_of_its_factor():
    control = Draft(
        sku="M", channel="c", variant="A", fields=(FieldText("title", ("a",)), FieldText("bullets", ("x",)))
    )
    arm = Draft(sku="M", channel="c", variant="B", fields=(FieldText("title", ("b",)), FieldText("bullets", ("y",))))
    variant = Variant(name="B", choices=Choices(angle="specification"), factor="angle", level="specification")

    taken = take_factor(control, arm, variant)

    assert (taken.items("title"), taken.items("bullets")) == (("a",), ("y",))
    assert why_not_made(control, taken, "angle") == ""
    assert why_not_made(control, control, "angle")
