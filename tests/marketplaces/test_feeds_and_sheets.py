"""TikTok Shop, Taobao, JD and OpenAI: what the contract suite cannot know of their files."""

import csv
import dataclasses
import hashlib
import io
import json
from pathlib import Path

import pytest

from listgen.marketplaces.check_bundle import BundleOnDisk, ImageEntry, check_images
from listgen.marketplaces.data import acp_feed_schema
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers import read_upload
from tests.marketplaces.shop import bundle, catalogue

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"


def test_a_family_on_tiktok_shares_its_parents_text():
    rows = workbook(bundle("tiktok"))

    shirts = [row for row in rows if row["seller_sku"].startswith("TEE-")]
    assert len(shirts) == 3
    assert len({(row["product_name"], row["product_description"]) for row in shirts}) == 1
    assert [(row["property_value_1"], row["property_value_2"]) for row in shirts] == [
        ("Sage", "M"),
        ("Sage", "L"),
        ("Grün, hell", "M"),
    ]


def test_cells_of_a_workbook_are_text_or_numbers_and_never_formulas():
    import openpyxl

    page = openpyxl.load_workbook(io.BytesIO(uploads(bundle("tiktok"))["tiktok-products.xlsx"]))["Template"]

    kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    assert "=cmd()" in {cell.value for row in page.iter_rows() for cell in row}


def workbook(made):
    import openpyxl

    page = openpyxl.load_workbook(io.BytesIO(uploads(made)["tiktok-products.xlsx"]))["Template"]
    rows = [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[4:]]


def test_taobao_gets_a_data_package_with_keys_and_labels():
    text = uploads(bundle("taobao"))["taobao.csv"].decode("utf-16")

    lines = text.split("\r\n")
    assert lines[0] == "version 1.00"
    assert lines[1].startswith("title\tcid\tseller_cids\tstuff_status")
    assert lines[2].startswith("宝贝名称\t宝贝类目")
    assert "p0:1:0:|https://cdn.example/taobao/A/mug-01-main.jpg;p1:1:1:|" in text


def test_a_price_in_another_currency_is_left_out_where_the_file_names_none():
    listings, families = catalogue("jd-zh-CN")
    priced = [dataclasses.replace(item, product=dataclasses.replace(item.product, currency="USD")) for item in listings]

    made = bundle("jd", locale="zh-CN", listings=priced, families=families)

    rows = list(csv.DictReader(io.StringIO(uploads(made)["jd.csv"].decode("gb18030"))))
    assert {row["京东价"] for row in rows} == {""}
    assert {finding.code for finding in made.findings} >= {"export.currency"}


def test_the_protocols_products_keep_its_schema_and_count_in_the_smallest_coin():
    from jsonschema import Draft202012Validator

    schema = acp_feed_schema()
    product = Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/Product"})
    feed = Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/FeedMetadata"})
    files = uploads(bundle("openai"))

    products = [json.loads(line) for line in files["acp/products.jsonl"].splitlines()]

    assert [list(product.iter_errors(item)) for item in products] == [[]] * len(products)
    assert not list(feed.iter_errors(json.loads(files["acp/metadata.json"])))
    mug = next(item for item in products if item["id"] == "MUG-01")["variants"][0]
    assert (mug["price"], mug["list_price"]) == (
        {"amount": 1200, "currency": "USD"},
        {"amount": 1500, "currency": "USD"},
    )
    assert mug["availability"] == {"available": False, "status": "out_of_stock"}
    assert [len(item["variants"]) for item in products if item["id"] == "TEE"] == [3]


def test_the_protocols_own_examples_keep_the_schema_and_are_read(tmp_path):
    examples = SAMPLES / "acp_2026-04-17_examples.feed.json"
    if not examples.is_file():
        pytest.skip("the sample files are not here")
    request = json.loads(examples.read_text(encoding="utf-8"))["upsert_products_request_single_product"]
    path = tmp_path / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")

    upload = read_upload(path)

    assert (upload.marketplace, upload.findings) == ("openai", ())
    assert [(record.sku, record.price) for record in upload.records] == [("sku124-red-m", "19.99 USD")]


def test_a_minimal_openai_record_is_recognised():
    path = SAMPLES / "openai_products_minimal.jsonl"
    if not path.is_file():
        pytest.skip("the sample files are not here")

    upload = read_upload(path)

    assert (upload.marketplace, [record.sku for record in upload.records]) == ("openai", ["MUG-350-BLUE"])


def uploads(made):
    return {file.path: file.data for file in made.files if file.role == "upload"}


@pytest.mark.parametrize(
    ("marketplace", "slot", "source", "refused"),
    [
        ("amazon", "main", "compositeWithTrainedAlgorithmicMedia", True),
        ("amazon", "main", "digitalCapture", False),
        ("tiktok", "main", "trainedAlgorithmicMedia", True),
        ("tiktok", "hero", "compositeWithTrainedAlgorithmicMedia", False),
    ],
)
def test_what_a_model_painted_is_refused_where_the_marketplace_wants_a_photograph(
    marketplace, slot, source, refused, tmp_path
):
    from PIL import Image

    Image.new("RGB", (1000, 1000), "white").save(tmp_path / "MUG.MAIN.jpg")
    digest = hashlib.sha256((tmp_path / "MUG.MAIN.jpg").read_bytes()).hexdigest()
    entry = ImageEntry("MUG.MAIN.jpg", digest, "MUG", slot, source)
    on_disk = BundleOnDisk(tmp_path, marketplace, "en-US", (), (entry,))

    found = {finding.code for finding in check_images(on_disk, load_profile(marketplace))}

    assert ("image.generated" in found) == refused
