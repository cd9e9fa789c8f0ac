"""`listgen explain`: what a report says, and which cell of the sheet to change."""

import json

import pytest
from click.testing import CliRunner

from listgen.cli.explain import command
from listgen.errors import UsageError

SHEET = "SKU,Name,Brand,Price,Colour,Material,GTIN\nMUG-1,Fjell Mug,Norvik,19.00,,Stoneware,4006381333931\n"
REPORT = {
    "header": {"sellerId": "A1", "version": "2.0", "feedId": "7"},
    "issues": [
        {"messageId": 1, "sku": "mug-1", "code": "90220", "severity": "ERROR", "message": "'[color]' is required."},
        {"messageId": 1, "sku": "MUG-1", "code": "90220", "severity": "ERROR", "message": "'[theme]' is required."},
        {"messageId": 1, "sku": "MUG-1", "code": "8541", "severity": "WARNING", "message": "It contradicts."},
    ],
    "summary": {},
}


@pytest.fixture
def explain(tmp_path, monkeypatch):
    """Return a function that writes a report beside a sheet and explains it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")

    def run(content, *arguments, name="report.json"):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return CliRunner().invoke(command, [name, *arguments], standalone_mode=False, catch_exceptions=False)

    return run


def test_with_a_sheet_each_issue_names_its_cell_or_the_column_to_add(explain):
    result = explain(REPORT, "--catalog", "sheet.csv", "--format", "json")

    answer = json.loads(result.stdout)
    assert answer["schema"] == "listgen.explain/1"
    cells = [[cell["cell"] for cell in issue["cells"]] for issue in answer["issues"]]
    assert cells == [["sheet.csv row 2, column `Colour`"], [], ["sheet.csv row 2, column `GTIN`"]]
    assert answer["issues"][1]["column"] == "Theme"


def test_text_groups_issues_by_sku_and_counts_them(explain):
    result = explain(REPORT, "--catalog", "sheet.csv")

    assert "MUG-1\n  error: theme [90220]" in result.stdout
    assert "cell: none; add a column `Theme`" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("3 issues of 2 SKUs, 2 errors")


def test_errors_end_with_exit_code_1_and_warnings_do_not(explain):
    warnings = {**REPORT, "issues": REPORT["issues"][2:]}

    assert explain(REPORT).return_value == 1
    assert explain(warnings).return_value == 0


def test_line_numbers_become_skus_of_the_uploaded_file(explain, tmp_path):
    (tmp_path / "products.csv").write_text("Title,URL handle,SKU\nMug,mug,MUG-1\nCup,cup,CUP-1\n", encoding="utf-8")

    result = explain(
        "Line 3: Validation failed: Options are not unique\n",
        "--upload",
        "products.csv",
        "--format",
        "json",
        name="errors.txt",
    )

    assert [issue["sku"] for issue in json.loads(result.stdout)["issues"]] == ["CUP-1"]


def test_a_build_folder_gives_the_cells_behind_a_text(explain, tmp_path):
    listing = {
        "facts": [{"key": "colour", "cell": "sheet.csv row 2, column `Colour`", "source": "Sage"}],
        "listings": [
            {
                "channel": "amazon-en-US",
                "claims": [{"field": "title", "cell": "sheet.csv row 2, column `Material`", "source": "Stoneware"}],
            }
        ],
    }
    bundle = tmp_path / "build/amazon-en-US/A"
    bundle.mkdir(parents=True)
    manifest = {"schema": "listgen.bundle/1", "marketplace": "amazon", "locale": "en-US", "images": []}
    manifest["files"] = [{"path": "feed.json", "sha256": "", "role": "upload"}]
    (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (bundle / "feed.json").write_text(
        '{"header": {}, "messages": [{"messageId": 1, "sku": "MUG-1"}]}', encoding="utf-8"
    )
    folder = tmp_path / "build/listings/MUG-1"
    folder.mkdir(parents=True)
    (folder / "listing.json").write_text(json.dumps(listing), encoding="utf-8")
    issues = [
        {"sku": "MUG-1", "code": "1", "severity": "ERROR", "message": "No.", "attributeNames": ["item_name", "color"]}
    ]

    result = explain({**REPORT, "issues": issues}, "--build", "build", "--format", "json")

    found = [issue["cells"] for issue in json.loads(result.stdout)["issues"]]
    assert found == [
        [{"cell": "sheet.csv row 2, column `Material`", "text": "Stoneware"}],
        [{"cell": "sheet.csv row 2, column `Colour`", "text": "Sage"}],
    ]


def test_control_characters_of_a_report_do_not_reach_the_terminal(explain):
    issues = [{"sku": "\x1b[2J\nX", "code": "\x07", "severity": "ERROR", "message": "\x1b[31mred"}]

    result = explain({**REPORT, "issues": issues})

    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_unknown_marketplaces_and_folders_are_usage_errors(explain):
    with pytest.raises(UsageError, match="nowhere"):
        explain(REPORT, "--marketplace", "nowhere")
    with pytest.raises(UsageError, match="no build folder"):
        explain(REPORT, "--build", "nobuild")
