"""`listgen check --report`: the diagnosis page beside the answer."""

import pytest
from click.testing import CliRunner

from listgen.cli.check import command
from listgen.errors import UsageError

TABLE = (
    "sku,title,description\n"
    "MUG-1,Fjell Stoneware Mug in a title that goes on and on until it is far beyond what the marketplace takes,"
    '"A mug for tea. It holds 350 ml. It is made of stoneware, and you can wash it in the machine."\n'
    "MUG-2,Fjell Mug,A mug.\nMUG-3,<b>Fjell</b> Mug,\n"
)
SHEET = (
    "SKU,Name,Capacity,Material,Colour\nMUG-1,Fjell Mug,350 ml,Stoneware,Sage\nMUG-2,Fjell Mug,350 ml,Stoneware,Oat\n"
)


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(
            command,
            ["a.csv", "--marketplace", "amazon", *arguments],
            standalone_mode=False,
            catch_exceptions=False,
        )

    return run


def test_the_page_shows_lengths_facts_and_the_worst_listings(check, tmp_path):
    plain = check("--catalog", "sheet.csv")
    told = check("--catalog", "sheet.csv", "--report", "check.html")

    page = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert told.stdout == plain.stdout
    for words in (
        "Title lengths against limits",
        "75 characters",
        "Facts of the sheet",
        "colour",
        "most to do",
        "MUG-1",
    ):
        assert words in page, words
    assert "<b>Fjell" not in page


def test_the_report_never_replaces_what_is_checked(check, tmp_path):
    with pytest.raises(UsageError, match="is checked"):
        check("--report", "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == TABLE


KEYWORDS = "keyword,volume\ntea mug,1900\nstoneware mug,800\nred mug,700\nglass vase,90\n"


def test_a_keyword_file_tells_which_searches_the_texts_lack(check, tmp_path):
    (tmp_path / "words.csv").write_text(KEYWORDS, encoding="utf-8")

    check("--catalog", "sheet.csv", "--keywords", "words.csv", "--report", "check.html")

    page = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert "What shoppers type and texts lack" in page
    # MUG-1 says both words, MUG-2 lacks them; no row has MUG-3, no cell says red, and nothing here is a vase.
    assert "tea mug" in page
    assert "missing in 1 of 2, 1,900 searches" in page
    assert "red mug" not in page
    assert "glass vase" not in page


def test_a_keyword_file_without_a_report_is_told_so(check, tmp_path):
    (tmp_path / "words.csv").write_text(KEYWORDS, encoding="utf-8")

    with pytest.raises(UsageError, match="--report"):
        check("--keywords", "words.csv")


def test_a_fact_that_makes_no_claim_counts_as_used_where_the_text_says_it(check, tmp_path):
    sheet = "SKU,Name,Recommended use\nMUG-1,Fjell Mug,day hikes\nMUG-2,Fjell Mug,day hikes\n"
    (tmp_path / "uses.csv").write_text(sheet, "utf-8")
    texts = "sku,title,description\nMUG-1,Mug,A mug for day hikes.\nMUG-2,Mug,A mug.\n"
    (tmp_path / "a.csv").write_text(texts, "utf-8")

    check("--catalog", "uses.csv", "--report", "check.html")

    assert "1 of 2" in (tmp_path / "check.html").read_text(encoding="utf-8")
