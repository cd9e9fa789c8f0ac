"""`--rules-date`: another day's limits and rules, noted in the output; the clock decides nothing."""

import json

from click.testing import CliRunner

from listgen.cli.main import cli
from listgen.marketplaces.rules import as_of
from tests.golden.build import copy_shop


def generated(folder, *more):
    shop = folder / "shop"
    if not shop.exists():
        copy_shop(shop)
    out = folder / "-".join(["build", *more])
    arguments = ["generate", str(shop), "--out", str(out), "--text", "composer", "--images", "none", "--variants", "1"]
    arguments += ["--marketplace", "amazon", "--only", "NOR-PAN-28", *more]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert result.exception is None, result.output
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    (file,) = out.glob("listings/*/listing.json")
    listing = json.loads(file.read_text(encoding="utf-8"))
    return run, listing["listings"][0]["text"], out


def test_a_run_holds_the_rules_of_the_day_and_notes_it(tmp_path):
    run, text, out = generated(tmp_path, "--rules-date", "2026-07-26")

    manifest = json.loads((out / "amazon-en-US" / "A" / "manifest.json").read_text(encoding="utf-8"))
    assert run["rules_date"] == manifest["profile"]["rules_date"] == "2026-07-26"
    assert 75 < len(text["title"]["items"][0]) <= 200
    assert "highlights" not in text


def test_without_a_day_the_versions_own_day_holds_whatever_the_clock_says(tmp_path):
    run, text, _ = generated(tmp_path)

    assert run["rules_date"] == as_of().isoformat()
    assert len(text["title"]["items"][0]) <= 75
    assert "highlights" in text


def test_plan_takes_the_day_too(tmp_path):
    generated(tmp_path)

    arguments = ["plan", str(tmp_path / "shop"), "--text", "composer", "--images", "none", "--variants", "1"]
    arguments += ["--marketplace", "amazon", "--only", "NOR-PAN-28", "--rules-date", "2026-07-26", "--format", "json"]
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception is None
    (entry,) = json.loads(result.stdout)["tasks"]
    assert (entry["kept"], entry["reason"]) == (False, "changed: the marketplace profile")
