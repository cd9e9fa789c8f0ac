"""TikTok Shop, Taobao, JD and OpenAI: what the contract suite cannot know of their files."""

import csv
import dataclasses
import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest

from listgen.errors import MarketplaceError
from listgen.marketplaces.check_bundle import BundleOnDisk, ImageEntry, check_images
from listgen.marketplaces.data import acp_feed_schema
from listgen.marketplaces.profiles import load_profile
from listgen.marketplaces.readers import read_upload
from tests.marketplaces.shop import SELLER, bundle, catalogue

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
    whole = read_upload(examples)
    request = json.loads(examples.read_text(encoding="utf-8"))["upsert_products_request_single_product"]
    path = tmp_path / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")

    upload = read_upload(path)

    assert (upload.marketplace, upload.findings) == ("openai", ())
    assert [(record.sku, record.price) for record in upload.records] == [("sku124-red-m", "19.99 USD")]
    assert ([record.sku for record in whole.records], whole.findings) == (["sku123-red-s", "sku124-red-m"], ())


def test_the_openai_feed_is_packed_as_file_upload_takes_it():
    made = bundle("openai")

    feed = uploads(made)["products.jsonl.gz"]
    lines = gzip.decompress(feed).decode().splitlines()

    assert [json.loads(line)["item_id"] for line in lines] == list(made.skus)
    assert feed == uploads(bundle("openai"))["products.jsonl.gz"]


def test_a_packed_file_that_is_damaged_or_endless_is_refused(tmp_path, monkeypatch):
    whole = gzip.compress(b"sku,title\n" + b"A,Mug\n" * 400_000)
    damaged, endless = tmp_path / "damaged.csv.gz", tmp_path / "endless.csv.gz"
    damaged.write_bytes(whole[:20] + b"\x00" * 20)
    endless.write_bytes(whole)
    monkeypatch.setattr("listgen.marketplaces.readers._MOST_UNPACKED", 1_500_000)

    for path, said in ((damaged, "damaged"), (endless, "unpacks to more")):
        with pytest.raises(MarketplaceError, match=said):
            read_upload(path)


def test_googles_feed_in_xml_says_what_the_text_feed_says(tmp_path):
    made = bundle("google", seller=dataclasses.replace(SELLER, marketplaces={"google": {"xml": True}}))
    files = uploads(made)
    for name in ("products.tsv", "products.xml"):
        (tmp_path / name).write_bytes(files[name])

    text, xml = read_upload(tmp_path / "products.tsv"), read_upload(tmp_path / "products.xml")

    assert xml.format == "google-xml"
    assert [finding for finding in xml.findings if finding.blocking] == []
    assert [dataclasses.replace(record, row=None) for record in xml.records] == [
        dataclasses.replace(record, row=None) for record in text.records
    ]
    assert b"<g:digital_source_type>default</g:digital_source_type><g:content>" in files["products.xml"]


def test_googles_own_example_in_rss_is_read():
    path = SAMPLES / "google_rss2_example.xml"
    if not path.is_file():
        pytest.skip("the sample files are not here")

    upload = read_upload(path)

    assert [(record.sku, record.price) for record in upload.records] == [("TV_123456", "49.99 USD")]
    # The example still has the old spelling `in stock`, and a GTIN that nobody has.
    assert {finding.code for finding in upload.findings} == {"file.word", "file.gtin"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>', "DOCTYPE"),
        (b"<rss><channel><item></channel></rss>", "broken XML"),
        (b"<html><body>404</body></html>", "unknown format"),
    ],
)
def test_xml_that_is_no_feed_is_refused(content, said, tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(content)

    with pytest.raises(MarketplaceError, match=said):
        read_upload(path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("amazon_listings-feed-schema-v2.json", "describes a format"),
        ("amazon_listings-feed-processing-report.example.json", "listgen explain"),
    ],
)
def test_what_holds_no_listings_is_told_what_it_is(name, hint):
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("the sample files are not here")

    with pytest.raises(MarketplaceError) as error:
        read_upload(path)

    assert hint in error.value.hint


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
