"""Reports that marketplaces send back: recognised by content, every issue with its SKU, field and fix."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.finding import Severity
from listgen.errors import MarketplaceError
from listgen.marketplaces import reports
from listgen.marketplaces.reports import book_names, explain_report, read_report
from listgen.marketplaces.reports.codes import code_book, explain_issue, plain_name
from listgen.marketplaces.reports.records import Issue
from tests.docs.codes import emitted_codes

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

AMAZON = {
    "header": {"sellerId": "A1", "version": "2.0", "feedId": "7"},
    "issues": [
        {"messageId": 2, "sku": "MUG-1", "code": "90220", "severity": "ERROR", "message": "'[color]' is required."},
        {"messageId": 3, "sku": "MUG-2", "code": "4711", "severity": "WARNING", "message": "Something of a new kind."},
    ],
    "summary": {"errors": 1, "warnings": 1},
    "items": [
        {
            "sku": "MUG-3",
            "issues": [
                {
                    "code": "990000",
                    "severity": "ERROR",
                    "message": "No.",
                    "attributeNames": ["bullet_point", "item_name"],
                    "categories": ["INVALID_ATTRIBUTE"],
                }
            ],
        }
    ],
}
AMAZON_TEXT = (
    "Feed Processing Summary:\n\tNumber of records processed\t\t2\n\tNumber of records successful\t\t1\n\n"
    "original-record-number\tsku\terror-code\terror-type\terror-message\n"
    '1\tMUG-1\t8541\tError\tThe "EAN" corresponds to the ASIN B000, but some information contradicts | it.\n'
    "2\tMUG-2\t99999\tWarning\tA code of next year.\n"
)
EBAY = (
    "Line Number,Action,Status,ErrorCode,ErrorMessage,WarningCode,WarningMessage,ItemID,CustomLabel\n"
    '1,Add,Failure,21919303|99,"The item specific Brand is missing. Add Brand to this listing.|A second one",,,,MUG-1\n'
    "2,Add,Success,,,,,1234,MUG-2\n"
    '3,Add,Warning,10,"Shipping may be late",,,1235,MUG-3\n'
)
GOOGLE = {
    "resources": [
        {
            "productId": "online:en:US:MUG:1",
            "title": "Mug",
            "itemLevelIssues": [
                {
                    "code": "item_missing_required_attribute",
                    "servability": "disapproved",
                    "attributeName": "gtin",
                    "destination": "Shopping",
                    "description": "Missing value",
                    "detail": "Add it.",
                }
            ],
        }
    ]
}
GOOGLE_NEW = {
    "products": [
        {
            "offerId": "MUG-1",
            "productStatus": {
                "itemLevelIssues": [{"code": "image_link_broken", "severity": "DEMOTED", "attribute": "image link"}]
            },
        }
    ]
}
GOOGLE_CSV = "Item ID,Title,Issue title,Attribute,Severity\nMUG-1,Mug,Price mismatch,price,Disapproved\n"
SHOPIFY = (
    "Your import has finished with errors\n"
    "Line 3: Validation failed: Options are not unique\n"
    "Row 5: Image upload failed. Image could not be downloaded\n"
    "Illegal quoting on line 9.\n"
)
USER_ERRORS = {
    "data": {
        "productSet": {
            "product": None,
            "userErrors": [{"field": ["input", "title"], "message": "Title can't be blank", "code": "BLANK"}],
        }
    }
}
BULK = (
    '{"data":{"productSet":{"userErrors":[{"field":["input","handle"],"message":"Handle has already been taken",'
    '"code":"TAKEN"}]}},"__lineNumber":4}\n{"data":{"productSet":{"userErrors":[]}},"__lineNumber":5}\n'
)
WOO = (
    "Product\tReason for failure\n"
    "Fjell Mug, ID 12, SKU MUG-1\tInvalid or duplicated SKU.\n"
    "Fjell Cup, SKU CUP-1, large\tVariation cannot be imported: Missing parent ID or parent does not exist yet.\n"
)
WOO_REST = {
    "create": [
        {"id": 4, "sku": "MUG-2"},
        {"id": 0, "sku": "MUG-1", "error": {"code": "product_invalid_sku", "message": "Invalid SKU.", "data": {}}},
    ]
}

# name -> content, marketplace, and SKU, field, severity of each entry
FORMS = {
    "amazon.json": (
        AMAZON,
        "amazon",
        [
            ("MUG-1", "colour", "error"),
            ("MUG-2", "", "warning"),
            ("MUG-3", "bullets", "error"),
            ("MUG-3", "title", "error"),
        ],
    ),
    "amazon.txt": (AMAZON_TEXT, "amazon", [("MUG-1", "gtin", "error"), ("MUG-2", "", "warning")]),
    "ebay.csv": (EBAY, "ebay", [("MUG-1", "brand", "error"), ("MUG-1", "", "error"), ("MUG-3", "", "warning")]),
    "google.json": (GOOGLE, "google", [("MUG:1", "gtin", "error")]),
    "google_new.json": (GOOGLE_NEW, "google", [("MUG-1", "images", "warning")]),
    "google.csv": (GOOGLE_CSV, "google", [("MUG-1", "price", "error")]),
    "shopify.txt": (SHOPIFY, "shopify", [("", "options", "error"), ("", "images", "error"), ("", "file", "error")]),
    "shopify.json": (USER_ERRORS, "shopify", [("", "title", "error")]),
    "shopify.jsonl": (BULK, "shopify", [("", "handle", "error")]),
    "woo.tsv": (WOO, "woocommerce", [("MUG-1", "sku", "error"), ("CUP-1, large", "parent_sku", "error")]),
    "woo.json": (WOO_REST, "woocommerce", [("MUG-1", "sku", "error")]),
}


def written(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMS)
def test_a_report_is_known_by_its_content_and_every_issue_has_sku_field_and_severity(name, tmp_path):
    content, marketplace, expected = FORMS[name]

    report = read_report(written(tmp_path, f"download.{name.rsplit('.', 1)[1]}", content))

    assert report.marketplace == marketplace
    found = [(entry.issue.sku, entry.field, entry.issue.severity.value) for entry in explain_report(report)]
    assert found == expected


def test_every_issue_of_amazons_sample_report_has_sku_field_and_fix():
    path = SAMPLES / "amazon_listings-feed-processing-report.example.json"
    if not path.is_file():
        pytest.skip("the samples are not here")

    entries = explain_report(read_report(path))

    assert len({id(entry.issue) for entry in entries}) == 5
    assert all(entry.issue.sku and entry.field and entry.fix and entry.known for entry in entries)
    assert ("My-SKU-C", "price") in [(entry.issue.sku, entry.field) for entry in entries]
    assert {entry.field for entry in entries if entry.issue.code == "18448"} == {
        "diameter",
        "dimensions",
        "weight",
        "theme",
    }


def test_an_unknown_code_keeps_its_number_and_message(tmp_path):
    entries = explain_report(read_report(written(tmp_path, "r.json", AMAZON)))

    (unknown,) = [entry for entry in entries if not entry.known]
    assert (unknown.issue.code, unknown.issue.message) == ("4711", "Something of a new kind.")


def test_rows_of_a_text_report_count_data_rows(tmp_path):
    report = read_report(written(tmp_path, "r.txt", SHOPIFY))

    assert [(issue.row, issue.place) for issue in report.issues] == [(2, "line 3"), (4, "line 5"), (8, "line 9")]
    assert report.notes == ("Your import has finished with errors",)


def test_a_report_in_utf_16_or_latin_1_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes(GOOGLE_CSV.replace("Mug", "Müslischale").encode("utf-16"))
    (tmp_path / "b.csv").write_bytes(EBAY.replace("late", "zu spät, für Größe und Öl geprüft").encode("latin-1"))

    assert read_report(tmp_path / "a.csv").issues[0].sku == "MUG-1"
    assert len(read_report(tmp_path / "b.csv").issues) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"{", "no valid JSON"),
        (b'{"a": 1}', "no report of a known form"),
        (b"[" * 100_000, "JSON"),
        (b'{"issues": ' + b"9" * 5000 + b"}", "JSON"),
        (b"sku,title\nMUG-1,Mug\n", "no report of a known form"),
        (b"Dear seller,\nthank you for your feed.\n", "no report of a known form"),
        (b"\x00\x01\x02PNG", "no text file"),
        (b'"a,b\nunclosed', "no report of a known form"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(content, words, tmp_path):
    (tmp_path / "r.json").write_bytes(content)

    with pytest.raises(MarketplaceError, match=words):
        read_report(tmp_path / "r.json")


def test_a_report_beyond_the_limit_and_a_missing_one_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reports, "MAX_BYTES", 100)

    with pytest.raises(MarketplaceError, match="bytes"):
        read_report(written(tmp_path, "r.json", AMAZON))
    with pytest.raises(MarketplaceError):
        read_report(tmp_path / "missing.json")
    with pytest.raises(MarketplaceError, match="folder"):
        read_report(tmp_path)


_KEYS = ["issues", "items", "sku", "header", "itemLevelIssues", "itemIssues", "userErrors", "create", "error"]
_KEYS += ["attributeNames", "categories", "enforcements", "actions", "field", "type", "severity", "code"]
_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            below,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(content=_JSON)
def test_json_of_any_shape_gives_a_report_or_none(content):
    from listgen.marketplaces.reports.documents import read_document

    report = read_document(content)

    assert report is None or len(explain_report(report)) >= len(report.issues)


@given(message=st.text(max_size=60), code=st.text(max_size=8), names=st.lists(st.text(max_size=20), max_size=3))
def test_no_issue_is_dropped_whatever_it_says(message, code, names):
    issue = Issue(sku="X", code=code, severity=Severity.ERROR, message=message, attributes=tuple(names))

    for marketplace in book_names():
        assert explain_issue(issue, marketplace)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("item_name[marketplace_id=ATVPDKIKX0DER][language_tag=en_US]#1.value", "item_name"),
        ("image link", "image_link"),
        ("purchasable_offer.our_price", "purchasable_offer.our_price"),
    ],
)
def test_names_of_attributes_lose_their_indexes(name, plain):
    assert plain_name(name) == plain


@pytest.mark.parametrize("name", ["common", *book_names()])
def test_every_book_names_codes_of_check_that_exist_and_its_source(name):
    content = tomllib.loads((Path(reports.__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    known = emitted_codes().keys()

    rules = {entry["rule"].replace("{field}", "FIELD") for entry in content["codes"] if entry.get("rule")}

    assert {rule for rule in rules if rule not in known and f"FIELD.{rule.partition('.')[2]}" not in known} == set()
    assert content["source"]
    assert content["date"]
    assert all(entry["fix"] for entry in content["codes"])
    assert code_book(name if name != "common" else "").codes
