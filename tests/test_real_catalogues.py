"""The whole way, on catalogues that nobody here wrote: every product arrives, and what arrives can be uploaded."""

import csv
import io
import json
import statistics
from pathlib import Path

import pytest

from listgen.cli.settings import Options, resolve
from listgen.copywriting.score import score_draft
from listgen.domain.product import ProductKind
from listgen.domain.run import Status
from listgen.engine.events import Silence
from listgen.engine.generate import generate
from listgen.marketplaces.check import check_path
from listgen.marketplaces.profiles import load_profile

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
# Headers and values that are the shop's own business.
INTERNAL = ("erin_recommends", "attribute_set", "eco_collection", "performance_fabric", "taxCategory", "trackInventory")


@pytest.fixture(scope="module", params=["luma-gear", "vendure-demo-shop"])
def made(request, tmp_path_factory):
    sheets = DATA / request.param
    if not sheets.is_dir():
        pytest.skip("the sample catalogues are not here")
    out = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(out)
        patch.delenv("OPENAI_API_KEY", raising=False)
        patch.delenv("OPENAI_BASE_URL", raising=False)
        settings = resolve(
            Options(
                catalog=sheets, photos=sheets / "photos", text="composer", images="none", jobs=1, out=out / "build"
            )
        )  # fmt: skip
        report = generate(settings, Silence())
    return report, out / "build"


def test_every_product_is_in_every_bundle_or_in_the_report_with_its_reason(made):
    report, build = made
    bundles = {}
    for manifest in build.glob("*/A/manifest.json"):
        document = json.loads(manifest.read_text(encoding="utf-8"))
        bundles[manifest.parent.parent.name] = json.dumps(document)

    assert len(bundles) == 4
    for sku in report.skus:
        product = report.catalog.product(sku.sku)
        if product.kind is ProductKind.PARENT:
            continue
        for channel, manifest in bundles.items():
            assert json.dumps(sku.sku) in manifest or sku.status is Status.LEFT_OUT, (channel, sku.sku)
        if sku.status is not Status.DONE:
            assert sku.findings or any(listing.findings for listing in sku.listings), sku.sku


def test_all_bundles_pass_the_check(made):
    _, build = made

    report = check_path(build)

    assert report.checked > 0
    assert not [finding for finding in report.findings if finding.blocking]


def test_no_debris_of_the_shop_reaches_a_text(made):
    report, _ = made
    for sku in report.skus:
        for listing in sku.listings:
            text = "\n".join(item for field in listing.draft.fields for item in field.items)
            assert not any(word in text for word in ("<p>", "</", "<li", "&trade", "&nbsp", *INTERNAL)), text


def test_nothing_is_claimed_that_no_cell_carries(made):
    report, _ = made
    claims = [claim for sku in report.skus for listing in sku.listings for claim in listing.claims]

    assert len(claims) > 500
    assert not [claim for claim in claims if not claim.held and claim.kind in ("quantity", "code", "certificate")]


def test_texts_score_well_and_few_show_tells(made):
    report, _ = made
    channels = {name: load_profile(name).channel("en-US") for name in ("amazon", "shopify")}
    scores = [
        score_draft(listing.draft, sku.facts, channels[listing.channel.split("-")[0]])
        for sku in report.skus
        for listing in sku.listings
        if listing.channel in ("amazon-en-US", "shopify-en-US") and listing.variant.name == "A"
    ]

    assert statistics.median(score.points for score in scores) >= 80
    assert sum(len(score.tells) >= 3 for score in scores) <= 0.13 * len(scores)


def test_an_upload_file_reads_back_as_a_table(made):
    _, build = made
    text = (build / "shopify-en-US" / "A" / "products.csv").read_text(encoding="utf-8")

    rows = list(csv.reader(io.StringIO(text)))

    assert len(rows[0]) == 57
    assert {len(row) for row in rows} == {57}


def test_variants_differ_in_their_factor_alone(made):
    report, _ = made
    pairs = 0
    for sku in report.skus:
        control = {item.channel: item.draft for item in sku.listings if item.variant.name == "A"}
        for listing in sku.listings:
            if listing.variant.name == "B":
                different = [
                    field.name
                    for field in listing.draft.fields
                    if field.items != control[listing.channel].items(field.name)
                ]
                assert different == ["bullets"]
                pairs += 1
    assert pairs
