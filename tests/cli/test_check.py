"""`listgen check --catalog`: the fact lock for texts that listgen did not write."""

import json
import xml.etree.ElementTree as ET

import pytest
import sarif_pydantic
from click.testing import CliRunner

from listgen.cli.check import command
from listgen.cli.check_facts import locale_language
from listgen.cli.check_formats import PathFindings, to_junit
from listgen.domain.finding import Finding, Severity
from listgen.domain.listing import FieldText
from listgen.errors import UsageError
from listgen.marketplaces.check import CheckedListing
from listgen.marketplaces.readers import UploadRecord

SHEET = (
    "SKU,Name,Brand,Capacity,Material,Dishwasher safe,Colour\n"
    "MUG-1,Fjell Mug,Norvik,350 ml,Stoneware,yes,Sage\n"
    "0012,Fjell Bowl,Norvik,600 ml,Stoneware,no,Sage\n"
)


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Return a function that writes listings beside the sheet and checks them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")

    def run(listings, *arguments, name="listings.csv", sheet="sheet.csv"):
        (tmp_path / name).write_text(listings, encoding="utf-8")
        return CliRunner().invoke(
            command, [name, "--catalog", sheet, *arguments], standalone_mode=False, catch_exceptions=False
        )

    return run


def found(result, *, dropped=False):
    """Return what the lock found; what a listing leaves out only on request."""
    return [
        finding
        for finding in json.loads(result.stdout)["findings"]
        if finding["code"].startswith("fact.") and (finding["code"] == "fact.dropped") == dropped
    ]


def test_a_finding_names_the_characters_the_cell_and_what_to_write(check):
    result = check("sku,description\nMUG-1,It holds 450 ml.\n", "--format", "json")

    (finding,) = found(result)
    assert "It holds 450 ml."[finding["start"] : finding["end"]] == finding["text"] == "450 ml"
    assert (finding["verdict"], finding["nearest"], finding["item"]) == ("contradicted", "350 ml", 0)
    assert finding["evidence"] == "sheet.csv row 2, column `Capacity`"
    assert "350 ml" in finding["suggestion"]


def test_json_lines_are_read_with_their_lists(check):
    listings = (
        json.dumps({"sku": "MUG-1", "title": "Stoneware mug", "bullets": ["350 ml", "Made of steel"]})
        + "\nno object\n"
        + json.dumps({"sku": "0012", "description": "600 ml"})
        + "\n"
    )

    result = check(listings, "--format", "json", name="listings.jsonl")

    assert [(one["field"], one["item"], one["text"]) for one in found(result)] == [("bullets", 1, "steel")]
    assert [one["row"] for one in json.loads(result.stdout)["findings"] if one["code"] == "file.line"] == [2]


def test_a_whole_listing_is_told_what_it_leaves_out_and_a_title_is_not(check):
    whole = check("sku,title,description\nMUG-1,Stoneware mug,Made of stoneware.\n", "--format", "json")
    title = check("sku,title\nMUG-1,Stoneware mug\n", "--format", "json")

    assert "350 ml" in {finding["nearest"] for finding in found(whole, dropped=True)}
    assert {finding["severity"] for finding in found(whole, dropped=True)} == {"info"}
    assert found(title, dropped=True) == []


def test_prose_in_a_column_of_any_name_is_checked(check):
    result = check("sku,Teaser,stock\nMUG-1,This mug is made of pure copper,12\n", "--format", "json")

    assert [(one["field"], one["text"]) for one in found(result)] == [("Teaser", "copper")]


def test_markup_moves_no_character(check):
    text = "<p>Dishwasher&nbsp;safe</p><ul><li>450 ml</li></ul>"

    (finding,) = found(check(f'sku,description\nMUG-1,"{text}"\n', "--format", "json"))

    assert text[finding["start"] : finding["end"]] == "450 ml"


def test_a_sku_whose_zeros_a_spreadsheet_took_is_found(check):
    assert [one["code"] for one in found(check("sku,description\n12,It holds 601 ml.\n", "--format", "json"))] == [
        "fact.contradicted"
    ]


def test_a_text_in_another_language_is_read_in_it(check):
    result = check(
        "sku,description\nMUG-1,Der Becher aus Steinzeug fasst 350 ml und wird in Norwegen verkauft.\n"
        "0012,Die Schale aus Steinzeug fasst 660 ml und wiegt wenig.\n",
        "--format",
        "json",
    )

    assert [(one["sku"], one["text"]) for one in found(result)] == [("0012", "660 ml")]


def test_a_language_that_the_lock_does_not_read_is_not_checked_and_strict_blocks_it(check):
    listings = "sku,description\nMUG-1,Deze beker van steengoed heeft een inhoud van 450 ml en een groot handvat.\n"

    result, strict = check(listings, "--format", "json"), check(listings, "--strict")

    assert [one["code"] for one in found(result)] == ["fact.not-checked"]
    assert "Dutch" in found(result)[0]["message"]
    assert (result.return_value, strict.return_value) == (0, 1)


def test_columns_of_the_project_count(check, tmp_path):
    (tmp_path / "odd.csv").write_text("SKU,Name,XQ7\nMUG-1,Mug,Stoneware\n", encoding="utf-8")
    (tmp_path / "listgen.toml").write_text('[columns]\nXQ7 = "material"\n', encoding="utf-8")

    (finding,) = found(check("sku,title\nMUG-1,Copper mug\n", "--format", "json", sheet="odd.csv"))

    assert finding["verdict"] == "contradicted"


def test_sarif_is_a_log_of_one_run(check):
    log = sarif_pydantic.Sarif.model_validate_json(
        check("sku,title\nMUG-1,Copper mug\nNO-ROW,Mug\n", "--format", "sarif").stdout
    )

    (run,) = log.runs
    levels = {result.ruleId if hasattr(result, "ruleId") else result.rule_id: result.level for result in run.results}
    assert levels["fact.contradicted"] == "error"
    assert levels["fact.no-row"] == "warning"
    assert {rule.id for rule in run.tool.driver.rules} >= set(levels)


def test_junit_fails_the_sku_that_is_wrong(check):
    text = check("sku,title\nMUG-1,Copper mug\n0012,Stoneware bowl\n", "--format", "junit").stdout

    cases = {case.get("name"): case for case in ET.fromstring(text).iter("testcase")}
    assert "fact.contradicted" in {failure.get("type") for failure in cases["MUG-1"].iter("failure")}
    assert cases["0012"].find("failure") is None


def test_explain_prints_every_claim_with_its_cell(check):
    result = check("sku,title\nMUG-1,Stoneware mug for 450 ml\n", "--explain", "MUG-1")

    assert "supported    `Stoneware`  <- sheet.csv row 2, column `Material`: `Stoneware`" in result.stdout
    assert "contradicted `450 ml`" in result.stdout
    assert "2 claims, 1 backed" in result.stdout


def test_explain_of_an_unknown_sku_names_those_there_are(check):
    with pytest.raises(UsageError, match="no listing has the SKU") as caught:
        check("sku,title\nMUG-1,Stoneware mug\n", "--explain", "MUG-2")

    assert "MUG-1" in caught.value.hint


def test_explain_reads_the_ledger_of_a_build_folder(tmp_path):
    folder = tmp_path / "build" / "listings" / "MUG-1"
    folder.mkdir(parents=True)
    claim = {
        "field": "title", "item": 0, "start": 0, "end": 6, "text": "350 ml", "kind": "quantity",
        "verdict": "supported", "cell": "sheet.csv row 2, column `Capacity`", "source": "350 ml",
    }  # fmt: skip
    document = {"listings": [{"channel": "shopify-en-US", "variant": "A", "claims": [claim]}]}
    (folder / "listing.json").write_text(json.dumps(document), encoding="utf-8")

    result = CliRunner().invoke(
        command, [str(tmp_path / "build"), "--explain", "MUG-1", "--format", "json"], standalone_mode=False
    )

    answer = json.loads(result.stdout)
    assert answer["schema"] == "listgen.claims/1"
    assert answer["listings"][0]["place"] == "shopify-en-US/A"
    assert answer["listings"][0]["claims"][0]["cell"] == "sheet.csv row 2, column `Capacity`"


def test_junit_holds_what_xml_cannot(tmp_path):
    finding = Finding(code="fact.unsupported", severity=Severity.ERROR, message="\x00 \ud800 <b>", sku="A\x01\uffff")

    document = ET.fromstring(to_junit([PathFindings(tmp_path, (finding,), ())]))

    assert [failure.get("type") for failure in document.iter("failure")] == ["fact.unsupported"]


def test_a_table_of_short_texts_is_checked_too(check):
    result = check("sku,line\nMUG-1,Holds 450 ml\n0012,600 ml\n", "--format", "json")

    assert [(one["sku"], one["text"]) for one in found(result)] == [("MUG-1", "450 ml")]


def test_a_certificate_in_the_sheet_excuses_what_a_rule_forbids(check, tmp_path):
    sheet = "SKU,Name,Material,Certificate\nBAG-1,Cotton Tote,organic cotton,{}\n"
    (tmp_path / "bare.csv").write_text(sheet.format(""), "utf-8")
    (tmp_path / "proven.csv").write_text(sheet.format("GOTS"), "utf-8")
    listing = "sku,title\nBAG-1,Organic Cotton Tote Bag\n"

    def codes(sheet):
        result = check(listing, "--marketplace", "amazon", "--format", "json", sheet=sheet)
        return {one["code"] for one in json.loads(result.stdout)["findings"]}

    assert "law.organic" in codes("bare.csv")
    assert "law.organic" not in codes("proven.csv")


def test_a_sheet_that_speaks_of_small_parts_wants_the_warning_in_a_toys_listing(check, tmp_path):
    sheet = "SKU,Name,Warnings\nTOY-1,Wooden Train Set,contains small parts\n"
    (tmp_path / "toys.csv").write_text(sheet, "utf-8")
    listing = "sku,title,description\nTOY-1,Wooden train,Five wagons.\n"

    result = check(listing, "--marketplace", "shopify", "--format", "json", sheet="toys.csv")

    assert "disclosure.small-parts" in {one["code"] for one in json.loads(result.stdout)["findings"]}


def test_english_text_for_a_chinese_channel_is_read_as_english():
    english = UploadRecord(sku="MUG-1", row=1, texts=(FieldText("title", ("Stoneware mug, 350 ml",)),))
    chinese = UploadRecord(sku="MUG-1", row=1, texts=(FieldText("title", ("陶瓷杯 350ml",)),))

    codes = [locale_language(CheckedListing("jd-zh-CN/A", "table", record, "zh-CN")) for record in (english, chinese)]

    assert codes == ["", "zh"]


def test_the_sentences_of_the_projects_own_kit_may_be_said(check, tmp_path):
    (tmp_path / "listgen.toml").write_text('[project]\ncatalog = "sheet.csv"\nbrand = "norrvik"\n', "utf-8")
    listing = "sku,title,description\nMUG-1,Mug,Made for long days and quiet evenings.\n"

    result = check(listing, "--format", "json")

    assert "fact.unsupported" not in {one["code"] for one in found(result)}


def test_the_row_of_an_etsy_family_is_compared_with_the_family(check, tmp_path):
    rows = (
        "SKU,Parent,Name,Capacity,Colour",
        "CUP,,Cup,350 ml,",
        "CUP-S,CUP,Cup,350 ml,Sage",
        "CUP-O,CUP,Cup,350 ml,Oat",
    )
    (tmp_path / "cups.csv").write_text("\n".join(rows), "utf-8")
    head = (
        "TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,"
        "VARIATION 1 TYPE,VARIATION 1 NAME,VARIATION 1 VALUES,SKU"
    )
    listing = f'{head}\nCup,It holds 450 ml.,9,USD,2,,,,Color,Color,"Sage,Oat","CUP-S,CUP-O"\n'

    result = check(listing, "--format", "json", sheet="cups.csv")

    assert [(one["code"], one["text"]) for one in found(result)] == [("fact.contradicted", "450 ml")]
