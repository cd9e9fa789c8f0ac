"""`listgen check --fix`: a corrected copy, the difference, and what is left to do."""

import json

import pytest
from click.testing import CliRunner

from listgen.cli.check import command
from listgen.errors import UsageError

TABLE = "sku,title,description\nMUG-1,Fjell® Mug,A mug for for coffee.\nMUG-2,Fjell Cup,A cup.\n"


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(
            command,
            ["a.csv", "--marketplace", "amazon", *arguments],
            standalone_mode=False,
            catch_exceptions=False,
        )

    return run


def test_the_copy_lies_beside_the_file_and_the_difference_is_shown(check, tmp_path):
    result = check("--fix")

    assert "-Fjell® Mug\n+Fjell Mug\n" in result.stdout
    assert "--- a.csv, row 1, MUG-1, title\n+++ a.fixed.csv (title.trademark-character)" in result.stdout
    assert "2 texts of 1 listing corrected: a.fixed.csv" in result.stdout
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == TABLE
    assert "®" not in (tmp_path / "a.fixed.csv").read_text(encoding="utf-8")


def test_json_has_the_changes_and_the_findings_of_the_copy(check):
    before = json.loads(check("--format", "json").stdout)
    after = json.loads(check("--fix", "--format", "json").stdout)

    (file,) = after["fixed"]
    assert (file["file"], file["copy"]) == ("a.csv", "a.fixed.csv")
    assert [change["field"] for change in file["changes"]] == ["title", "description"]
    gone = {finding["code"] for finding in before["findings"]} - {finding["code"] for finding in after["findings"]}
    assert gone == {"title.trademark-character", "text.double-word"}
    assert "fixed" not in before


def test_nothing_is_replaced_without_being_asked(check, tmp_path):
    check("--fix")

    with pytest.raises(UsageError, match="exists"):
        check("--fix")
    with pytest.raises(UsageError, match="file itself"):
        check("--fix", "--out", "a.csv", "--force")
    assert check("--fix", "--force").exception is None
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == TABLE


def test_a_file_without_safe_fixes_gets_no_copy(check, tmp_path):
    (tmp_path / "a.csv").write_text("sku,title,description\nMUG-1,Fjell Mug,A mug.\n", encoding="utf-8")

    result = check("--fix", "--out", "b.csv")

    assert "nothing that can be corrected safely" in result.stdout
    assert not (tmp_path / "b.csv").exists()


def test_forms_and_options_that_do_not_go_together_are_named(check):
    with pytest.raises(UsageError, match="no form"):
        check("--fix", "--format", "sarif")
    with pytest.raises(UsageError, match="--out is for --fix"):
        check("--out", "b.csv")
