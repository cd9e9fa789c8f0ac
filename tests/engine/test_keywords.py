"""A keyword file in a run: what it changes, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

from listgen.cli.settings import Options, resolve
from listgen.copywriting.prompts import user_prompt
from listgen.engine.events import Silence
from listgen.engine.generate import generate, read_inputs

SHEET = """sku,name,brand,material,capacity,use
MUG-1,Skog Stoneware Mug,Norrvik,stoneware,350 ml,
BTL-1,Fjell Steel Water Bottle,Norrvik,18/8 stainless steel,750 ml,hiking
"""


def run_settings(folder: Path, keywords: str):
    (folder / "products.csv").write_text(SHEET, encoding="utf-8")
    (folder / "keywords.csv").write_text(f"keyword,volume\n{keywords}", encoding="utf-8")
    options = Options(
        catalog=folder / "products.csv", keywords=folder / "keywords.csv", out=folder / "build", text="composer",
        images="none", marketplaces=("amazon", "shopify"), variants=1,
    )  # fmt: skip
    return resolve(options)


def test_a_changed_keyword_changes_only_the_texts_that_use_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    generate(run_settings(tmp_path, "coffee mug,90\nhiking bottle,50\n"), Silence())

    report = generate(run_settings(tmp_path, "tea mug,90\nhiking bottle,50\nwaterproof mug,900\n"), Silence())

    # Four texts: of the mug's two, Shopify has no field for search terms.
    assert (report.made, report.kept) == (1, 3)


def test_volumes_that_keep_their_order_change_no_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    generate(run_settings(tmp_path, "coffee mug,90\ntea mug,50\n"), Silence())

    report = generate(run_settings(tmp_path, "coffee mug,80\ntea mug,40\n"), Silence())

    assert (report.made, report.kept) == (0, 4)


def test_listing_json_tells_where_keywords_stand_and_why_others_do_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = run_settings(tmp_path, "coffee mug,90\ncopper mug,900\nbest mug,7\n")

    report = generate(settings, Silence())

    document = json.loads((tmp_path / "build/listings/MUG-1/listing.json").read_text(encoding="utf-8"))
    amazon, shopify = (listing["keywords"] for listing in document["listings"])
    states = {row["keyword"]: (row["state"], row["reason"]) for row in amazon["rows"]}
    assert (amazon["share"], amazon["covered"], amazon["wanted"]) == (1.0, 90, 90)
    assert states["copper mug"] == ("left out", "`copper`: the sheet says stoneware")
    assert states["best mug"][0] == "left out"
    assert shopify["rows"][1] == {
        "keyword": "coffee mug", "volume": 90, "state": "missing", "found": [],
        "reason": "no text says coffee", "cell": "keywords.csv row 2, column `keyword`",
    }  # fmt: skip
    assert "1 of 1 keywords, 100% of 90 searches" in (tmp_path / "build/report.html").read_text(encoding="utf-8")
    assert [finding.code for finding in report.findings] == []


def test_rows_of_no_product_are_named_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = run_settings(tmp_path, "garden hose,9\ncoffee mug,5\n")

    inputs = read_inputs(settings)

    assert [(finding.code, "`garden hose`" in finding.message) for finding in inputs.findings] == [
        ("keyword.unused", True)
    ]


def test_a_model_is_offered_true_keywords_and_asked_as_before_without_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    task = read_inputs(run_settings(tmp_path, "coffee mug,90\ncopper mug,900\n")).work[0].texts[0]
    specs = task.channel.fields[:1]

    told = user_prompt(task.facts, task.channel, specs, angle="benefit", keywords=task.keywords)
    plain = user_prompt(task.facts, task.channel, specs, angle="benefit")

    assert "most searched first: coffee mug." in told
    assert "copper" not in told
    assert "Shoppers type" not in plain
