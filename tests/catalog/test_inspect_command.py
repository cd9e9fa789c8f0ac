"""`listgen inspect` on the command line."""

import json

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli

SHEET = "SKU,Name,Colour,Cost price,Barcode,Image\nA,[red]Mug[/red],Red,3.3337,,a.jpg\nB,Cup,Blue,3.3337,,\n"


def run(*args):
    return CliRunner().invoke(cli, ["inspect", *map(str, args)])


def test_json_is_one_object_with_a_schema_name(sheet):
    result = run(sheet(SHEET), "--format", "json")

    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["schema"] == "listgen.inspect/1"
    assert document["withheld"] == ["Cost price"]
    assert document["products"] == 2
    assert document["photos"]["missing"] == 1
    assert document["sheets"][0]["columns"][2] == {
        "column": "Colour",
        "role": "attribute",
        "fact": "colour",
        "reason": "names the fact `colour`",
        "filled": 2,
    }
    assert "3.3337" not in result.stdout


def test_text_fits_into_eighty_columns_and_takes_no_markup(sheet):
    result = run(sheet(SHEET.replace("Red,", "[bold]" + "long " * 60 + ",")))

    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    assert "\x1b" not in result.stdout
    assert "withheld: Cost price" in result.stdout
    assert "3.3337" not in result.stdout


def test_errors_in_the_sheet_set_the_exit_code(sheet):
    result = run(sheet("SKU,Name,Barcode\nA,Mug,4006381333932\n"))

    assert result.exit_code == 1
    assert "expected `1`" in " ".join(result.stdout.split())


def test_fix_writes_a_cleaned_sheet_and_never_overwrites(sheet, tmp_path):
    path, out = sheet(SHEET), tmp_path / "clean.csv"

    first = run(path, "--fix", out)
    again = run(path, "--fix", out)
    forced = run(path, "--fix", out, "--force")
    itself = run(path, "--fix", path, "--force")

    assert first.exit_code == forced.exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfsku,name,")
    assert "3.3337" not in out.read_text(encoding="utf-8")
    assert "the file exists" in again.exception.message
    assert "the sheet itself" in itself.exception.message
    assert path.read_text() == SHEET


def test_columns_and_photos_come_from_the_project_file(sheet, tmp_path):
    sheet('[project]\ncatalog = "products.csv"\nphotos = "pics"\n[columns]\n"Wibble" = "material"\n', "listgen.toml")
    sheet("SKU,Name,Wibble,Image\nA,Mug,steel,a.jpg\n")
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "a.jpg").write_bytes(b"x")

    document = json.loads(run(tmp_path, "--format", "json").stdout)

    assert document["sheets"][0]["columns"][2]["reason"] == "listgen.toml [columns]"
    assert document["photos"]["found"] == 1


@pytest.mark.parametrize("text", ["", "x,y\n1,2\n"])
def test_a_sheet_that_cannot_be_read_is_a_message_and_no_traceback(sheet, text):
    result = run(sheet(text))

    assert type(result.exception).__name__ == "CatalogError"
