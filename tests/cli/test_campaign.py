"""A campaign from its file to the words of a banner."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from listgen.cli.campaign_file import read_campaign
from listgen.cli.settings import Options, resolve
from listgen.copywriting.campaign_words import compose_campaign_words
from listgen.domain.brand_kit import Voice
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.engine.campaigns import campaign_findings
from listgen.engine.documents import run_head
from listgen.engine.events import Silence
from listgen.engine.generate import generate, read_inputs
from listgen.engine.work import build_work, index_sheet
from listgen.errors import UsageError
from listgen.facts.build import build_fact_sheet

DAY = datetime.date(2026, 11, 27)
FILE = 'name = "Black Friday"\nfrom = 2026-11-20\nuntil = 2026-11-30\n'


def campaign(tmp_path, more="", day=DAY):
    path = tmp_path / "campaign.toml"
    path.write_text(FILE + more, encoding="utf-8")
    return read_campaign(path, day)


def product(**values):
    cell = CellRef("products.csv", 2, "SKU", "MUG-1")
    known = {"price": Decimal("40"), "sale_price": Decimal("29.90"), "currency": "USD"}
    return Product(sku="MUG-1", name="Tarn Mug", row=cell, **(known | values))


def said(found, item, locale="en-US"):
    return compose_campaign_words(found, item, build_fact_sheet(item), locale=locale, voice=Voice())


@pytest.mark.parametrize(
    ("badge", "locale", "words"),
    [
        ("Black Friday", "en-US", "Black Friday"),
        ("{percent} off", "en-US", "25% off"),  # 25.25, rounded down
        ("{price} instead of {was}", "en-US", "$29.90 instead of $40"),
        ("{price}", "de-DE", "29,90\xa0$"),
    ],
)
def test_figures_of_a_badge_are_those_of_the_sheet(tmp_path, badge, locale, words):
    assert said(campaign(tmp_path, f'badge = "{badge}"'), product(), locale).badge == words


@pytest.mark.parametrize("badge", ["{percent} off", "{was}"])
@pytest.mark.parametrize("sale", [None, Decimal("40"), Decimal("45")])
def test_without_a_lower_sale_price_no_reduction_is_announced(tmp_path, badge, sale):
    words = said(campaign(tmp_path, f'badge = "{badge}"'), product(sale_price=sale))

    assert words.badge == ""
    assert [finding.code for finding in words.findings] == ["campaign.no-sale-price"]


def test_a_price_that_the_sheet_does_not_have_is_refused(tmp_path):
    found = campaign(tmp_path, 'badge = "Now {price}"\n[prices]\n"MUG-1" = 19.90\n')

    words = said(found, product())

    assert words.badge == ""
    assert [finding.code for finding in words.findings] == ["campaign.price"]
    assert said(found, product(sale_price=Decimal("19.9"))).badge == "Now $19.90"


def test_a_headline_says_nothing_that_the_sheet_does_not_carry(tmp_path):
    plain = said(campaign(tmp_path, 'headline = "Gifts for cold evenings"'), product())
    claiming = said(campaign(tmp_path, 'headline = "Organic cotton gifts"'), product())

    assert plain.headline == "Gifts for cold evenings"
    assert claiming.headline == ""
    assert [finding.code for finding in claiming.findings] == ["campaign.headline"]


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-11-19", "not begun"), ("2026-11-20", "running"), ("2026-11-30", "running"), ("2026-12-01", "over")],
)
def test_a_campaign_is_shown_from_its_first_to_its_last_day(tmp_path, day, state):
    found = campaign(tmp_path, 'badge = "Black Friday"', datetime.date.fromisoformat(day))

    assert found.state == state
    assert bool(said(found, product()).badge) == (state == "running")


def test_a_campaign_for_some_products_leaves_the_others_alone(tmp_path):
    found = campaign(tmp_path, 'badge = "Gift"\nskus = ["MUG-1"]')

    assert said(found, product()).badge == "Gift"
    assert said(found, replace(product(), sku="MUG-2")).badge == ""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('badge = "20% off"', "key `badge`: .*{percent}"),
        ('badge = "Now $19"', "key `badge`: .*{price}"),
        ('headline = "Only 19 EUR"', "key `headline`"),
        ('badge = "{price} {sku}"', "unknown name {sku}"),
        ('colour = "red"', "key `colour`"),
        ('[prices]\n"A" = -1', "key `prices`: .*A"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_key(tmp_path, more, words):
    with pytest.raises(UsageError, match=words):
        campaign(tmp_path, more)


def test_a_campaign_that_ends_before_it_begins_is_refused(tmp_path):
    path = tmp_path / "campaign.toml"
    path.write_text('name = "X"\nfrom = 2026-11-20\nuntil = 2026-11-19\n', encoding="utf-8")

    with pytest.raises(UsageError, match="before it begins"):
        read_campaign(path, DAY)


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "products.csv").write_text("sku,name,price,sale price,currency\nMUG-1,Tarn Mug,40,30,USD\n", "utf-8")
    (tmp_path / "campaign.toml").write_text(
        FILE + 'badge = "{percent} off"\nskus = ["MUG-1", "MUG-9"]\n', encoding="utf-8"
    )
    return Options(catalog=tmp_path / "products.csv", campaign=tmp_path / "campaign.toml", date=DAY, text="composer")


def test_a_campaign_that_is_over_is_told_and_so_is_an_sku_that_no_sheet_has(shop):
    late = replace(shop, date=datetime.date(2026, 12, 24), images="none")
    inputs = read_inputs(resolve(late))

    codes = [finding.code for finding in campaign_findings(resolve(late).campaign, inputs.catalog)]

    assert codes == ["campaign.over", "campaign.unknown-sku"]


def test_the_run_says_which_campaign_was_shown_on_which_day(shop):
    report = generate(resolve(replace(shop, images="none")), Silence())

    assert run_head(report)["campaign"] == {
        "name": "Black Friday",
        "from": "2026-11-20",
        "until": "2026-11-30",
        "date": "2026-11-27",
        "shown": True,
    }


def test_badges_stand_in_banners_of_shops_and_never_in_pictures_for_amazon(shop, tmp_path):
    from tests.imaging.drawn import mug_photo, save

    save(mug_photo(), tmp_path / "MUG-1.jpg")
    settings = resolve(replace(shop, images="studio", marketplaces=("shopify", "amazon"), photos=tmp_path))
    inputs = read_inputs(settings)

    (work,) = build_work(settings, index_sheet(inputs.catalog), inputs.products, inputs.channels)

    badges = {(task.serves[0][0], task.job.spec.kind): task.job.words.badge for task in work.pictures if task.job.words}
    assert badges == {("shopify-en-US", "banner"): "25% off", ("amazon-en-US", "banner"): ""}
