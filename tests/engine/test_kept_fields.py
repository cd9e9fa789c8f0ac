"""What a changed sheet costs: the fields that use the changed cell, and nothing else."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import bytes_of
from tests.providers.endpoint import Endpoint, chat, failure

ROOT = Path(__file__).parents[2]
HEADER = ["sku", "name", "brand", "material", "colour", "capacity", "weight"]
ROW = ["MUG-1", "Tarn Mug", "Fenwick", "stoneware", "White", "350 ml", "320 g"]


def texts(body):
    """Write each field from the facts in the prompt, so that a changed cell changes the text."""
    user = body["messages"][1]["content"]
    capacity = next(line.split(": ")[1] for line in user.splitlines() if ". capacity: " in line)
    answer = {
        "title": f"Fenwick Tarn Stoneware Mug, {capacity}, White",
        "highlights": "320 g",
        "bullets": ["Weight: 320 g on the scale", "Material: stoneware in White", "Colour: White stoneware"],
        "description": ["The Tarn mug is made of stoneware. It weighs 320 g and comes in White."],
    }
    asked = body["response_format"]["json_schema"]["schema"]["properties"]
    return chat(json.dumps({**{name: text for name, text in answer.items() if name in asked}, "cites": []}))


def asked(endpoint):
    return [
        sorted(set(body["response_format"]["json_schema"]["schema"]["properties"]) - {"cites"})
        for body in endpoint.bodies
    ]


@pytest.fixture
def generate(tmp_path):
    endpoints = []

    def run(rows, answer=lambda n, body: texts(body), header=HEADER, options=(), command="generate", variants="1"):
        with (tmp_path / "products.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows])
        # One address for all runs: where a model answers is part of what determines a text.
        if not endpoints:
            endpoints.append(Endpoint(answer))
        endpoint = endpoints[0]
        endpoint.answer = answer
        endpoint.bodies.clear()
        done = subprocess.run(
            [
                sys.executable, "-m", "listgen", command, "products.csv", "--text", "openai", "--images", "none",
                "--marketplace", "amazon", "--variants", variants, *options,
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={
                **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "sk-hush",
                "LISTGEN_TEXT_MODEL": "test-model",
            },
        )  # fmt: skip
        assert done.returncode in (0, 1, 3), done.stderr
        return endpoint, done

    yield run
    for endpoint in endpoints:
        endpoint.close()


def test_a_second_run_calls_nobody_and_leaves_every_byte(generate, tmp_path):
    generate([ROW])
    before = bytes_of(tmp_path / "build")

    endpoint, done = generate([ROW])

    assert endpoint.bodies == []
    assert "0 calls" in done.stdout
    assert bytes_of(tmp_path / "build") == before


def test_how_it_is_asked_and_where_it_goes_costs_no_call(generate, tmp_path):
    settings = tmp_path / "listgen.toml"
    settings.write_text("[text]\nmax_tokens = 900\nattempts = 2\n", encoding="utf-8")
    first, _ = generate([ROW])

    limits = {body["max_tokens"] for body in first.bodies}
    settings.write_text("[text]\nmax_tokens = 700\nattempts = 3\ntimeout = 33\nconcurrency = 2\n", encoding="utf-8")
    second, done = generate([ROW], options=("--out", "elsewhere"))

    assert limits == {900}
    assert second.bodies == []
    assert "0 calls" in done.stdout


def test_a_changed_cell_costs_the_fields_that_use_it(generate):
    generate([ROW])

    endpoint, _ = generate([[*ROW[:5], "400 ml", ROW[6]]])

    assert asked(endpoint) == [["title"]]


def test_a_row_above_and_a_cell_more_cost_nothing_for_this_sku(generate):
    generate([ROW])

    other = ["MUG-2", *ROW[1:]]
    endpoint, _ = generate([[*other, "hand"], [*ROW, "hand"]], header=[*HEADER, "care"])

    assert len(endpoint.bodies) == 1
    assert "MUG-2" not in endpoint.bodies[0]["messages"][0]["content"]


def test_plan_says_which_cell_makes_which_field_new(generate):
    generate([ROW])

    endpoint, done = generate([[*ROW[:5], "400 ml", ROW[6]]], command="plan")

    assert "MUG-1: 1 to make, title changed: capacity" in done.stdout
    assert "provider calls: 1" in done.stdout
    assert endpoint.bodies == []


def test_an_arm_asks_for_the_fields_of_its_factor_alone(generate):
    endpoint, _ = generate([ROW], variants="2")

    assert sorted(asked(endpoint)) == [["bullets"], ["bullets", "description", "highlights", "title"]]


def test_an_endpoint_that_fails_for_good_costs_one_listing_until_the_next_run(generate, tmp_path):
    rows = [ROW, ["MUG-2", *ROW[1:]]]
    slow = {"n": 0}

    def flaky(n, body):
        slow["n"] += 1
        return failure(503, "overloaded", retry_after="0") if slow["n"] <= 5 else texts(body)

    generate(rows, flaky, options=("--concurrency", "1"))
    first = json.loads((tmp_path / "build/run.json").read_text(encoding="utf-8"))
    endpoint, _ = generate(rows)

    codes = [finding["code"] for sku in first["skus"] for finding in sku["findings"]]
    assert codes.count("model.no-answer") == 1
    assert first["calls"] == slow["n"]
    assert len(endpoint.bodies) == 1


def test_calls_and_tokens_stand_by_field_and_sum_up_to_what_the_endpoint_counted(generate, tmp_path):
    endpoint, _ = generate([ROW])

    document = json.loads((tmp_path / "build/run.json").read_text(encoding="utf-8"))
    spend = document["skus"][0]["spend"]
    assert sorted(one["field"] for one in spend) == ["bullets", "description", "highlights", "title"]
    assert sum(one["calls"] for one in spend) == document["calls"] == len(endpoint.bodies) == 1
    assert sum(one["prompt_tokens"] for one in spend) == 10


PRICED = "[text.price]\nprompt = 1000\ncompletion = 4000\n"


def test_half_of_the_cost_stops_under_the_cap_and_the_rest_is_bought_once(generate, tmp_path):
    rows = [[f"MUG-{number}", *ROW[1:]] for number in range(6)]
    (tmp_path / "listgen.toml").write_text(PRICED, encoding="utf-8")
    cap = 6 * (10 * 1000 + 5 * 4000) / 1e6 / 2

    endpoint, stopped = generate(rows, options=("--max-cost", str(cap), "--concurrency", "2"))
    first = len(endpoint.bodies)
    assert stopped.returncode == 3
    assert first * 0.03 <= cap

    endpoint, done = generate(rows, options=("--max-cost", "100"))
    assert done.returncode == 0
    assert first + len(endpoint.bodies) == 6


def test_plan_tells_calls_tokens_and_cost_of_a_priced_model_and_says_unknown_of_another(generate, tmp_path):
    _, unknown = generate([ROW], command="plan")
    assert "price: unknown" in unknown.stdout

    (tmp_path / "listgen.toml").write_text(PRICED, encoding="utf-8")
    _, known = generate([ROW], command="plan", options=("--format", "json"))

    figures = json.loads(known.stdout)["estimate"]
    assert figures["calls"] == {"low": 1, "expected": 1, "high": 2}
    assert 0 < figures["cost_usd"]["low"] < figures["cost_usd"]["expected"] < figures["cost_usd"]["high"]
    assert figures["price"] == "listgen.toml"


def test_the_spend_of_a_listing_counts_its_kept_fields_too(generate, tmp_path):
    generate([ROW])
    generate([[*ROW[:5], "400 ml", ROW[6]]])
    after = (tmp_path / "build/run.json").read_bytes()
    shutil.rmtree(tmp_path / "build")

    generate([[*ROW[:5], "400 ml", ROW[6]]])

    assert (tmp_path / "build/run.json").read_bytes() == after
