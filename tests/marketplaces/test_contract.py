"""The contract of all marketplaces: what every profile, shipped or of a project, has to keep.

A new profile is taken up by itself. It needs a golden file (`python -m tests.marketplaces.golden_files` writes it: read
it before committing), and nothing else here.
"""

import csv
import html
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.domain.channel import TextLimit
from listgen.domain.product import ProductKind
from listgen.marketplaces.bundle import build_bundle
from listgen.marketplaces.cells import is_formula, one_line, plain
from listgen.marketplaces.exporters import EXPORTERS
from listgen.marketplaces.names import digest
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.readers import read_upload
from listgen.marketplaces.rules.limits import breaches, cut
from tests.marketplaces.golden_files import GOLDEN, golden_name, unpacked, uploads_of
from tests.marketplaces.shop import LONG_SKU, SELLER, bundle, catalogue, listing, product

MARKETS = profile_names()
every_marketplace = pytest.mark.parametrize("marketplace", MARKETS)
TEXT_FILES = (".csv", ".tsv", ".txt")


def read_back(made, folder):
    """Return the records of all upload files by SKU, and the findings of the readers."""
    records, findings, known = {}, [], set()
    for file in uploads_of(made):
        if not file.path.endswith((*TEXT_FILES, ".json", ".jsonl", ".gz", ".xlsx")):
            continue
        path = folder / file.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.data)
        upload = read_upload(path)
        known.add(upload.marketplace)
        findings += upload.findings
        for record in upload.records:
            if record.sku and not (record.sku in records and not record.texts):
                records[record.sku] = record
    return records, findings, known


def record_of(records, sku):
    """Return the record of a SKU; marketplaces with short ids have its start and a hash instead."""
    known = one_line(sku)
    return next((record for name, record in records.items() if name == known or name.endswith(digest(known))), None)


def amount(text):
    found = re.search(r"\d+(?:\.\d+)?", text)
    return Decimal(found.group()) if found else None


# -- golden files, bytes


@every_marketplace
def test_every_upload_file_is_the_stored_one(marketplace):
    for file in uploads_of(bundle(marketplace)):
        assert unpacked(file) == (GOLDEN / golden_name(marketplace, file.path)).read_bytes(), file.path


@every_marketplace
def test_the_same_listings_give_the_same_bytes(marketplace):
    first, second = bundle(marketplace), bundle(marketplace)

    assert [(file.path, file.data) for file in first.files] == [(file.path, file.data) for file in second.files]
    assert (first.images, first.findings) == (second.images, second.findings)


@every_marketplace
def test_a_text_file_has_the_encoding_and_line_ends_of_its_profile(marketplace):
    rules = load_profile(marketplace).file
    for file in uploads_of(bundle(marketplace)):
        if file.path != rules.name or not file.path.endswith((*TEXT_FILES, ".json", ".jsonl", ".gz")):
            continue
        data = unpacked(file)
        text = data.decode(rules.encoding)
        assert data.startswith(b"\xef\xbb\xbf") == (rules.encoding == "utf-8-sig")
        assert text.endswith(rules.newline)
        assert ("\r" in text) == (rules.line_end == "crlf")


# -- round trip


@every_marketplace
def test_the_reader_knows_the_file_and_finds_nothing_wrong_with_it(marketplace, tmp_path):
    _, findings, known = read_back(bundle(marketplace), tmp_path)

    assert known == {marketplace}
    assert [finding.message for finding in findings if finding.blocking] == []


@every_marketplace
def test_texts_are_read_back_word_for_word(marketplace, tmp_path):
    listings, _ = catalogue(f"{marketplace}-en-US")
    made = bundle(marketplace)
    records, _, _ = read_back(made, tmp_path)
    profile = load_profile(marketplace)

    for item in listings:
        if item.product.sku not in made.skus or item.product.kind is not ProductKind.SIMPLE:
            continue
        record = record_of(records, item.product.sku)
        assert record is not None, item.product.sku
        for field in profile.current_fields:
            said = " ".join(plain(text) for text in item.draft.items(field.name))
            read = " ".join(plain(text) for text in record.items(field.name))
            if field.name == "title":
                assert not any("\n" in text for text in record.items("title"))
            # Marks that divide values in a cell cannot be part of one.
            assert squeezed(read) == squeezed(said), field.name


def squeezed(text):
    return re.sub(r"[\s,<]+", " ", text).strip()


@every_marketplace
def test_skus_prices_and_pictures_are_read_back(marketplace, tmp_path):
    listings, _ = catalogue(f"{marketplace}-en-US")
    made = bundle(marketplace)
    records, _, _ = read_back(made, tmp_path)
    urls = {}
    for image in made.images:
        if image.url:
            urls.setdefault(image.sku, []).append(image.url)

    for item in listings:
        own = item.product
        if own.sku not in made.skus or own.kind is ProductKind.PARENT:
            continue
        record = record_of(records, own.sku)
        assert record is not None, own.sku
        if own.price is not None and record.price:
            assert amount(record.price) in (own.price, own.sale_price)
        assert bool(record.price) == (own.price is not None), own.sku
        if own.kind is ProductKind.SIMPLE:
            assert list(record.images) == urls[own.sku]
        else:
            assert set(record.images) <= {url for name in urls for url in urls[name]}


# -- hostile input


@every_marketplace
def test_hostile_skus_reach_the_file_unchanged_in_meaning(marketplace, tmp_path):
    records, _, _ = read_back(bundle(marketplace), tmp_path)

    assert all(record_of(records, sku) for sku in ("../x", "=cmd()", "-5", LONG_SKU))


@every_marketplace
def test_no_cell_of_a_table_runs_as_a_formula(marketplace):
    rules = load_profile(marketplace).file
    for file in uploads_of(bundle(marketplace)):
        if not file.path.endswith(TEXT_FILES):
            continue
        text = file.data.decode(rules.encoding if file.path == rules.name else "utf-8-sig")
        delimiter = "\t" if "\t" in text.splitlines()[0] else rules.delimiter
        # What Google reads as it stands, a spreadsheet program reads without its quotes.
        for quoting in (csv.QUOTE_NONE, csv.QUOTE_MINIMAL) if delimiter == "\t" else (csv.QUOTE_MINIMAL,):
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
            assert [cell for row in rows for cell in row if is_formula(cell)] == []


@every_marketplace
def test_a_script_in_a_cell_is_no_tag_in_any_file(marketplace):
    for file in uploads_of(bundle(marketplace)):
        for data in inside(file):
            assert b"<script" not in data.lower(), file.path


def inside(file):
    """Yield the bytes of a file; of a workbook those of its parts, as a spreadsheet program shows them."""
    if not file.path.endswith(".xlsx"):
        yield unpacked(file)
        return
    with zipfile.ZipFile(io.BytesIO(file.data)) as book:
        for name in book.namelist():
            yield html.unescape(book.read(name).decode()).encode()


@every_marketplace
def test_pictures_lie_inside_the_bundle_under_safe_names_of_their_own(marketplace):
    paths = [image.path for image in bundle(marketplace).images]

    assert len({path.lower() for path in paths}) == len(paths)
    assert all(re.fullmatch(r"images/(?:[a-z-]+/)?[A-Za-z0-9_-]+(\.[A-Z0-9a-z]+)?\.jpg", path) for path in paths)


@every_marketplace
@given(text=st.text(max_size=40))
@settings(max_examples=20, deadline=None)
def test_any_text_gives_a_file_that_is_read_back(marketplace, tmp_path_factory, text):
    one = listing(
        product("ANY-1", price=Decimal(3)),
        channel=f"{marketplace}-en-US",
        title=f"Mug {text}",
        bullets=(f"Care: {text}", "Size: small", "Use: coffee"),
        description=(f"A mug {text}", "Second"),
        tags=(text, "mug"),
    )

    made = bundle(marketplace, listings=[one], families=())

    records, _, known = read_back(made, tmp_path_factory.mktemp("any"))
    assert known == {marketplace}
    assert squeezed(plain(" ".join(records["ANY-1"].items("title")))) == squeezed(plain(f"Mug {text}"))


# -- limits


def limits():
    for marketplace in MARKETS:
        for field in load_profile(marketplace).channel("en-US").fields:
            yield marketplace, field


LIMITS = list(limits())
NAMES = [f"{marketplace}-{field.name}" for marketplace, field in LIMITS]


@pytest.mark.parametrize(("marketplace", "field"), [pair for pair in LIMITS if pair[1].limit], ids=lambda _: "")
@pytest.mark.parametrize("letter", ["a", "ü", "杯", "𝄞", "1", "é"])
def test_a_text_at_its_limit_passes_and_one_more_letter_does_not(marketplace, field, letter):
    limit = field.limit
    unit = f"{letter} " if limit.unit == "words" else letter
    text = (unit * limit.maximum)[: cut(unit * limit.maximum, limit)]
    while limit.measure(text) < limit.maximum:
        text += "a"

    codes = [breach.code for breach in breaches(field, [text], market=marketplace)]
    more = list(breaches(field, [f"{text} a"], market=marketplace))

    assert f"{field.name}.too-long" not in codes
    assert [breach.start for breach in more if breach.code == f"{field.name}.too-long"]


@pytest.mark.parametrize(("marketplace", "field"), LIMITS, ids=NAMES)
def test_the_most_items_pass_and_one_more_does_not(marketplace, field):
    short = "ab"
    most = [breach.code for breach in breaches(field, [short] * field.max_items, market=marketplace)]
    more = [breach.code for breach in breaches(field, [short] * (field.max_items + 1), market=marketplace)]

    assert f"{field.name}.too-many-items" not in most
    assert f"{field.name}.too-many-items" in more


@given(text=st.text(max_size=60), maximum=st.integers(1, 40))
@pytest.mark.parametrize("unit", ["characters", "bytes", "GBK bytes", "words"])
def test_a_text_is_cut_at_the_last_place_that_fits(unit, text, maximum):
    limit = TextLimit(maximum, unit)

    end = cut(text, limit)

    assert limit.measure(text[:end]) <= maximum
    assert end == len(text) or limit.measure(text[: end + 1]) > maximum


# -- profiles


@every_marketplace
def test_a_profile_names_an_exporter_and_tells_how_to_upload(marketplace):
    profile = load_profile(marketplace)

    assert profile.file.format in EXPORTERS
    assert len(profile.howto) >= 3
    assert any("{files}" in step for step in profile.howto)


@every_marketplace
def test_every_file_of_a_bundle_is_named_in_its_howto_or_manifest(marketplace):
    made = bundle(marketplace)

    manifest = json.loads(next(file.data for file in made.files if file.role == "manifest"))
    assert {file["path"] for file in manifest["files"]} == {f.path for f in made.files if f.role != "manifest"}


BAZAAR = """
title = "Bazaar"
checked = 2026-11-22
title_order = "shop"
howto = ["Log in.", "Upload {files}.", "Wait."]

[file]
format = "table"
name = "bazaar.txt"
encoding = "gbk"
line_end = "crlf"
delimiter = "|"
quoting = "all"
info = ["# Bazaar {country}, version 3"]
heads = ["label", "name"]
price = "{currency} {amount}"
yes = "on"
no = "off"
cell_newline = "<br>"
max_rows = { value = 5, unit = "items", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[fields]]
name = "title"
label = "item"
required = true
maximum = { value = 60, unit = "GBK bytes", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[fields]]
name = "bullets"
label = "point"
max_items = { value = 3, unit = "items", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[fields]]
name = "description"
label = "text"
maximum = { value = 150, unit = "words", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[fields]]
name = "tags"
label = "tags"
max_items = { value = 5, unit = "items", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[columns]]
name = "code"
label = "Code"
holds = "sku"
required = true
limit = { value = 40, unit = "bytes", source = "Bazaar's guide", date = 2026-11-22, status = "verified" }

[[columns]]
name = "item"
holds = "title"

[[columns]]
name = "point{n}"
holds = "bullets"
numbers = [1, 3]

[[columns]]
name = "text"
holds = "description"

[[columns]]
name = "cost"
holds = "selling_price"

[[columns]]
name = "state"
holds = "condition"
words = { new = "N", "*" = "U" }

[[columns]]
name = "tags"
holds = "tags"
join = ";"

[[columns]]
name = "photos"
holds = "images"
join = " "

[[columns]]
name = "family"
holds = "has_variations"

[[columns]]
name = "shelf"
setting = "shelf"
required = true
hint = "set `shelf` under [marketplace.bazaar]"

[[pictures]]
slot = "main"
kind = "packshot"
use = "photo"
width = 800
height = 800
name = "{id}-main{ext}"
"""


def test_a_thirteenth_marketplace_needs_one_file_and_no_code(tmp_path):
    folder = tmp_path / "marketplaces"
    folder.mkdir()
    (folder / "bazaar.toml").write_text(BAZAAR, encoding="utf-8")
    profile = load_profile("bazaar", tmp_path)
    listings, families = catalogue("bazaar-en-US")

    made = build_bundle(profile, locale="en-US", variant="A", listings=listings, families=families, seller=SELLER)

    files = uploads_of(made)
    assert [file.path for file in files] == ["bazaar-1.txt", "bazaar-2.txt"]
    assert files[0].data.startswith(b'# Bazaar US, version 3\r\n"Code"|""|')
    records = {}
    for file in files:
        path = tmp_path / file.path
        path.write_bytes(file.data)
        upload = read_upload(path, tmp_path)
        assert (upload.marketplace, [finding.code for finding in upload.findings]) == ("bazaar", [])
        records |= {record.sku: record for record in upload.records}
    mug = records["MUG-01"]
    assert mug.items("title") == ("Tidewater Stoneware Mug, 350 ml, Speckled White",)
    assert mug.items("bullets") == listings[4].draft.items("bullets")
    assert mug.items("description") == listings[4].draft.items("description")
    assert mug.items("tags") == ("Stoneware", "Mugs")
    assert mug.price == "USD 12.00"
    assert mug.images == ("https://cdn.example/bazaar/A/mug-01-main.jpg",)
    assert {"../x", "=cmd()", "-5"} <= set(records)
    howto = next(file for file in made.files if file.role == "howto").data.decode()
    assert "`shelf` is empty in all rows, Bazaar requires it: set `shelf`" in howto
