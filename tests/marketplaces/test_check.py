"""`listgen check` on folders, bundles, upload files and plain tables."""

import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from listgen.cli.check import command as check_command
from listgen.errors import MarketplaceError
from listgen.marketplaces.check import check_path
from listgen.marketplaces.profiles import profile_names
from tests.marketplaces.golden_files import uploads_of
from tests.marketplaces.shop import bundle

SHARED = Path(__file__).parents[2].parent / "shared"
CLEAN = ("MUG-01", "TEE", "TEE-SA-M", "TEE-SA-L", "TEE-GR-M")


def jpeg(width=2048, height=2048, colour="white", source_type="compositeSynthetic"):
    stream = io.BytesIO()
    xmp = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source_type}".encode()
    Image.new("RGB", (width, height), colour).save(stream, "JPEG", xmp=xmp)
    return stream.getvalue()


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """A build folder of one bundle for each marketplace with real pictures and clean listings."""
    from dataclasses import replace

    from tests.marketplaces.shop import catalogue

    root = tmp_path_factory.mktemp("build")
    data = {"banner": jpeg(1464, 600), "main": jpeg(2000, 2000), "hero": jpeg(2048, 2048)}
    for marketplace in profile_names():
        listings, families = catalogue(f"{marketplace}-en-US")
        listings = [
            replace(
                one,
                pictures=tuple(
                    replace(picture, blob=hashlib.sha256(data[picture.slot]).hexdigest()) for picture in one.pictures
                ),
            )
            for one in listings
            if one.product.sku in CLEAN
        ]
        made = bundle(marketplace, listings=listings, families=families)
        folder = root / made.folder
        for file in made.files:
            write(folder / file.path, file.data)
        for image in made.images:
            write(folder / image.path, data[image.slot])
    return root


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture
def own(build, tmp_path):
    """A copy of the build folder that a test may damage."""
    return shutil.copytree(build, tmp_path / "build")


def codes(report):
    return {finding.code for finding in report.findings}


def said(report):
    """Return the findings but for English titles in Chinese channels: the invented shop has no others."""
    return [finding for finding in report.findings if finding.code != "title.language"]


def test_a_whole_build_folder_passes(build):
    report = check_path(build)

    assert said(report) == []
    # One family of three and a mug; some files hold no row for the parent, or one for the whole family.
    assert 4 * len(profile_names()) <= report.checked <= 6 * len(profile_names())
    assert len(report.files) >= len(profile_names())


@pytest.mark.parametrize("marketplace", profile_names())
def test_a_single_upload_file_passes(build, marketplace):
    name = uploads_of(bundle(marketplace))[0].path
    file = build / f"{marketplace}-en-US" / "A" / name

    assert said(check_path(file)) == []


def test_a_changed_file_is_noticed(own):
    howto = own / "amazon-en-US" / "A" / "HOWTO.txt"
    howto.write_text("other", encoding="utf-8")

    report = check_path(own / "amazon-en-US" / "A")

    assert codes(report) == {"file.changed"}
    assert not report.blocking


def test_missing_renamed_small_and_broken_pictures_are_errors(own):
    folder = own / "amazon-en-US" / "A" / "images"
    mains = sorted(folder.glob("*.MAIN.jpg"))
    mains[0].unlink()
    mains[1].write_bytes(jpeg(300, 300))
    mains[2].write_bytes(b"no picture")
    mains[4].write_bytes(jpeg(2000, 2000, colour="red")[:2000])
    manifest = own / "amazon-en-US" / "A" / "manifest.json"
    renamed = mains[3].with_name("my mug-1.MAIN.jpg")
    mains[3].rename(renamed)
    manifest.write_text(manifest.read_text().replace(mains[3].name, renamed.name), encoding="utf-8")

    report = check_path(manifest)

    assert {"file.missing", "image.too-small", "image.unreadable", "image.name", "image.unknown"} <= codes(report)
    assert sum(finding.code == "image.unreadable" for finding in report.findings) == 2
    assert report.blocking


def test_a_coloured_ground_and_a_missing_disclosure_are_noticed(own):
    main, hero = (own / "amazon-en-US" / "A" / "images" / f"TEE.{slot}.jpg" for slot in ("MAIN", "PT01"))
    main.write_bytes(jpeg(2000, 2000, colour="beige"))
    hero.write_bytes(jpeg(source_type="digitalCapture"))

    findings = check_path(own / "amazon-en-US" / "A").findings

    assert {(finding.code, finding.field) for finding in findings} == {
        ("file.changed", ""),
        ("image.background", "main"),
        ("image.disclosure", "hero"),
    }


def test_a_manifest_cannot_lead_out_of_its_bundle(own):
    manifest = own / "google-en-US" / "A" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["files"].append({"path": "../../../etc/passwd", "role": "upload", "sha256": "0"})
    manifest.write_text(json.dumps(content), encoding="utf-8")

    assert "file.outside" in codes(check_path(manifest.parent))


def test_a_damaged_manifest_is_an_error_with_a_hint(own):
    manifest = own / "google-en-US" / "A" / "manifest.json"
    manifest.write_text("{", encoding="utf-8")

    with pytest.raises(MarketplaceError) as caught:
        check_path(manifest.parent)

    assert caught.value.hint


def test_text_that_breaks_a_rule_is_found_in_the_file_with_its_row(own):
    file = own / "shopify-en-US" / "A" / "products.csv"
    text = file.read_text(encoding="utf-8").replace("holds 350 ml", "N/A")
    file.write_text(text, encoding="utf-8")

    findings = check_path(file).findings

    assert {(finding.code, finding.row, finding.sku, finding.field) for finding in findings} == {
        ("text.placeholder", 1, "TEE-SA-M", "bullets"),
        ("text.placeholder", 5, "MUG-01", "bullets"),
    }


def test_amazons_schema_names_the_sku(own):
    file = own / "amazon-en-US" / "A" / "listings-feed.json"
    feed = json.loads(file.read_text(encoding="utf-8"))
    del feed["messages"][4]["productType"]
    feed["messages"][3]["messageId"] = feed["messages"][2]["messageId"]
    file.write_text(json.dumps(feed), encoding="utf-8")

    findings = check_path(file).findings

    assert {("file.schema", "MUG-01"), ("file.message-id", "TEE-GR-M")} == {
        (finding.code, finding.sku) for finding in findings
    }


TABLES = {
    "shopify": (
        "Title,URL handle,Description,SKU,Price,Published on online store,Option1 name,Option1 value,Colour\n"
        "Mug,My Mug,x,A,12 USD,yes,Size,M,\n,My Mug,,B,12.00,,,M,\n",
        {"file.columns", "file.column-unknown", "file.handle", "file.price", "file.boolean", "file.duplicate-option"},
    ),
    "woocommerce": (
        "Type,SKU,Name,Regular price,Parent,Published\nvariation,A,Mug,1,P,1\nthing,B,,x,,maybe\nsimple,B,Mug,1,,1\n",
        {"file.parent-order", "file.word", "file.price", "file.boolean", "file.duplicate-sku", "title.missing"},
    ),
    "google": (
        "id\tstructured_title\tstructured_description\tlink\timage_link\tavailability\tprice\tgtin\n"
        f'A\t"Mug"\tdefault:"A mug"\t\th\tin stock\t12\t123\nA\tdefault:"Mug"\t:"x"\th\th\tin_stock\t1.00 USD\n'
        f'{"X" * 51}\tdefault:"Mug"\t:"x"\th\th\tin_stock\t1.00 USD\t\n',
        {
            "file.structured",
            "file.required",
            "file.word",
            "file.price",
            "file.gtin",
            "file.duplicate-sku",
            "file.row-length",
            "file.id",
        },
    ),
}


@pytest.mark.parametrize("marketplace", TABLES)
def test_what_is_wrong_with_a_table_is_found(marketplace, tmp_path):
    text, expected = TABLES[marketplace]
    path = tmp_path / "table.txt"
    path.write_text(text, encoding="utf-8")

    assert codes(check_path(path)) == expected


def test_a_plain_table_is_checked_by_the_rules_of_all_marketplaces_or_of_one(tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text("SKU;Title;Bullet 1\nA;Mug for $5!;TBD\nB;Plain Mug;\n", encoding="utf-8")

    anywhere = check_path(path)
    amazon = check_path(path, marketplace="amazon")

    assert (anywhere.checked, codes(anywhere)) == (2, {"text.placeholder"})
    assert {"title.banned-character", "text.price", "text.placeholder"} <= codes(amazon)


def test_other_encodings_are_read_and_remarked(tmp_path):
    path = tmp_path / "t.csv"
    for data, code in (
        ("SKU,Title\nA,Tasse für Große\n".encode("cp1252"), "file.encoding"),
        ("SKU,Title\nA,Tasse für Große\n".encode("utf-16"), "file.encoding"),
        ("SKU,Title\nA,Tasse für Große\n".encode("utf-8-sig"), "file.byte-order-mark"),
    ):
        path.write_bytes(data)

        assert codes(check_path(path)) == {code}


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"{", b"[1, 2]", b"a,b\n1,2\n", b"{}", b"[" * 100_000])
def test_an_unknown_format_is_an_error_with_a_hint(tmp_path, data):
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    with pytest.raises(MarketplaceError) as caught:
        check_path(path)

    assert caught.value.hint


def test_sample_files_of_the_marketplaces_are_recognised():
    samples = SHARED / "samples"
    if not samples.is_dir():
        pytest.skip("the samples are not here")
    expected = {
        "amazon_listings-feed-schema-v2.example.json": 5,
        "shopify_product_template_2025plus.csv": None,
        "shopify_legacy_apparel.csv": None,
        "shopify_legacy_home-and-garden.csv": None,
        "woocommerce_sample_products.excerpt.csv": 4,
    }

    for name, count in expected.items():
        report = check_path(samples / name)
        assert report.checked == count or (count is None and report.checked > 1), name
        assert not [finding for finding in report.findings if finding.code.startswith("file.") and finding.blocking]


def test_check_prints_json_with_the_fixed_keys_and_exits_with_one(tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text("sku,title\nA,Mug N/A\n", encoding="utf-8")

    result = CliRunner().invoke(check_command, [str(path), "--format", "json"], standalone_mode=False)

    answer = json.loads(result.stdout)
    assert (result.return_value, answer["schema"], answer["checked"]) == (1, "listgen.check/1", 1)
    keys = {"row", "sku", "field", "start", "end", "text", "code", "verdict", "severity", "blocking", "evidence"}
    (finding,) = answer["findings"]
    assert keys <= set(finding)
    assert (finding["row"], finding["sku"], finding["start"], finding["end"], finding["blocking"]) == (
        1,
        "A",
        4,
        7,
        True,
    )


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1)])
def test_warnings_count_only_when_strict(tmp_path, arguments, code):
    path = tmp_path / "titles.csv"
    path.write_text("sku,title\nA,Mug for for coffee\n", encoding="utf-8")

    result = CliRunner().invoke(check_command, [str(path), *arguments], standalone_mode=False)

    assert result.return_value == code
    assert "1 checked, 0 errors, 1 warning" in result.stdout


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path):
    result = CliRunner().invoke(check_command, [str(tmp_path / "none")], standalone_mode=False)

    assert isinstance(result.exception, MarketplaceError)
    assert result.exception.exit_code == 2


def test_with_a_catalogue_every_claim_is_compared_with_the_sheet(tmp_path):
    sheet = tmp_path / "products.csv"
    sheet.write_text("SKU,Name,Brand,Capacity,Material\nMUG-1,Fjell Mug,Norvik,350 ml,Stoneware\n", encoding="utf-8")
    listings = tmp_path / "listings.csv"
    listings.write_text('sku,title\nMUG-1,"Norvik Fjell Stoneware Mug, 450 ml"\nMUG-2,Mug\n', encoding="utf-8")

    arguments = [str(listings), "--catalog", str(sheet), "--format", "json"]
    result = CliRunner().invoke(check_command, arguments, standalone_mode=False, catch_exceptions=False)

    findings = {finding["code"]: finding for finding in json.loads(result.stdout)["findings"]}
    assert result.return_value == 1
    assert findings["fact.no-row"]["sku"] == "MUG-2"
    wrong = next(finding for code, finding in findings.items() if code in ("fact.contradicted", "fact.unsupported"))
    assert ("450" in wrong["text"], wrong["row"], wrong["blocking"]) == (True, 1, True)
    assert wrong["verdict"]


def test_check_replays_the_rules_of_an_older_day(tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text(f"sku,title\nA,{'Stone ' + 'x' * 90}\n", encoding="utf-8")
    arguments = [str(path), "--marketplace", "amazon"]

    now = CliRunner().invoke(check_command, arguments, standalone_mode=False)
    then = CliRunner().invoke(check_command, [*arguments, "--rules-date", "2026-07-26"], standalone_mode=False)

    assert "title.too-long" in now.stdout
    assert "title.too-long" not in then.stdout


def test_a_workbook_is_read_as_a_plain_table(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (("SKU", "Title", "Quantity"), (12, "Mug TBD", 3), (13, "Mug", 4)):
        book.active.append(row)
    book.save(tmp_path / "titles.xlsx")

    report = check_path(tmp_path / "titles.xlsx")

    assert [(finding.sku, finding.row, finding.code) for finding in report.findings] == [("12", 1, "text.placeholder")]


def test_a_broken_workbook_is_an_error_with_a_hint(tmp_path):
    path = tmp_path / "titles.xlsx"
    path.write_bytes(b"PK no workbook")

    with pytest.raises(MarketplaceError) as caught:
        check_path(path)

    assert caught.value.hint


def test_a_folder_of_listing_files_is_checked_file_by_file(tmp_path):
    (tmp_path / "a.csv").write_text("sku,title\nA,Mug\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("sku,title\nB,TBD\n", encoding="utf-8")

    report = check_path(tmp_path)

    assert (report.checked, [finding.place for finding in report.findings]) == (2, ["b.csv, row 1"])


def test_an_empty_folder_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(MarketplaceError) as caught:
        check_path(tmp_path)

    assert caught.value.hint


@pytest.mark.parametrize(
    ("markup", "unsafe"),
    [
        ("<p>x</p><script>y</script>", True),
        ("<img src=x onerror=alert(1)>", True),
        ("<a href='javascript:x'>y</a>", True),
        ("<p>Turn the knob on = warm</p>", False),
        ("&lt;script&gt; in a book about code", False),
    ],
)
def test_html_that_runs_code_is_noticed_in_shop_files(tmp_path, markup, unsafe):
    path = tmp_path / "products.csv"
    path.write_text(f'Type,SKU,Name,Description,Regular price\nsimple,A,Mug,"{markup}",1\n', encoding="utf-8")

    assert ("file.unsafe-html" in codes(check_path(path))) == unsafe
