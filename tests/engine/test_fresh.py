"""A run that would end in the same bytes ends at once; anything that could change a byte makes it a run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROFILE = '[[fields]]\nname = "title"\nmaximum = { value = 60, source = "ours", date = 2026-11-20 }\n'
SAME = "nothing changed since the last run"


@pytest.fixture
def generate(tmp_path):
    (tmp_path / "products.csv").write_text(
        "sku,name,brand,material,capacity\nMUG-1,Tarn Mug,Fenwick,stoneware,350 ml\n", encoding="utf-8"
    )

    def run(*options):
        command = [sys.executable, "-m", "listgen", "generate", "products.csv", "--images", "none", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment.pop("OPENAI_API_KEY", None)
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env=environment)

    run("--marketplace", "shopify")
    return run


def test_the_same_command_again_has_nothing_to_do(generate):
    done = generate("--marketplace", "shopify", "--jobs", "1")

    assert SAME in done.stderr
    assert "0 made, 2 kept, 0 calls" in done.stdout


def test_a_changed_sheet_is_a_run(generate, tmp_path):
    sheet = tmp_path / "products.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("350", "360"), encoding="utf-8")

    assert SAME not in generate("--marketplace", "shopify").stderr


def test_another_marketplace_is_a_run(generate):
    assert SAME not in generate("--marketplace", "amazon").stderr


def test_a_profile_of_the_project_is_a_run(generate, tmp_path):
    (tmp_path / "marketplaces").mkdir()
    (tmp_path / "marketplaces/shopify.toml").write_text(PROFILE, encoding="utf-8")

    assert SAME not in generate("--marketplace", "shopify").stderr


@pytest.mark.parametrize("harm", ["edit", "delete", "add"])
def test_an_output_that_somebody_touched_is_mended(generate, tmp_path, harm):
    folder = tmp_path / "build/shopify-en-US/A"
    file = folder / "products.csv"
    before = file.read_bytes()
    if harm == "edit":
        file.write_bytes(before + b"x")
    elif harm == "delete":
        file.unlink()
    else:
        (folder / "stray.csv").write_text("x", encoding="utf-8")

    done = generate("--marketplace", "shopify")

    assert SAME not in done.stderr
    assert file.read_bytes() == before
    assert not (folder / "stray.csv").exists()
