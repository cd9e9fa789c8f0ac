"""Answers are recorded once and replayed without a key: the output is the same, byte by byte."""

import json
import os
import subprocess
import sys

import pytest

from tests.engine.test_model_texts import ROOT, SHEET, _reply
from tests.folders import bytes_of
from tests.providers.endpoint import Endpoint

COMMAND = [sys.executable, "-m", "listgen"]
OPTIONS = ["products.csv", "--images", "none", "--marketplace", "amazon", "--variants", "2"]


@pytest.fixture
def endpoint():
    # A first answer invents a capacity, so a second request follows that quotes the findings.
    def answer(n, body):
        again = "950 ml" in json.dumps(body)
        return _reply(body) if again else _reply(body, title="Fenwick Tarn Stoneware Mug, 950 ml, White")

    running = Endpoint(answer)
    yield running
    running.close()


def run(folder, command, *options, **environment):
    folder.mkdir(exist_ok=True)
    (folder / "products.csv").write_text(SHEET, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "LISTGEN_"))}
    return subprocess.run(
        [*COMMAND, command, *OPTIONS, *options], cwd=folder, capture_output=True, text=True, check=False,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


def online(endpoint):
    address = endpoint.url.replace("http://", "http://user:sk-hush@") + "?key=sk-hush"
    return {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": "sk-hush", "LISTGEN_TEXT_MODEL": "test-model"}


def test_a_replay_without_key_makes_the_same_output_and_calls_nobody(endpoint, tmp_path):
    recorded = run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))
    assert recorded.returncode == 0, recorded.stderr
    asked = len(endpoint.bodies)
    (tmp_path / "b").mkdir()
    (tmp_path / "a/recordings").rename(tmp_path / "b/recordings")

    replayed = run(tmp_path / "b", "generate", "--text", "replay", "--frozen", "--format", "json")

    assert replayed.returncode == 0, replayed.stderr
    assert bytes_of(tmp_path / "b/build") == bytes_of(tmp_path / "a/build")
    assert len(endpoint.bodies) == asked
    assert len(list((tmp_path / "b/recordings").iterdir())) == asked
    assert json.loads(replayed.stdout)["this_run"]["calls"] == 0


def test_a_plan_to_record_counts_only_answers_that_the_ledger_lacks(endpoint, tmp_path):
    def planned():
        done = run(tmp_path / "a", "plan", "--text", "openai", "--record", "--format", "json", **online(endpoint))
        return json.loads(done.stdout)["calls"]

    before = planned()
    run(tmp_path / "a", "generate", "--text", "openai", **online(endpoint))

    assert before > 0
    assert planned() == 0


def test_no_key_and_no_credential_is_in_a_recording(endpoint, tmp_path):
    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))

    recordings = bytes_of(tmp_path / "a/recordings")

    assert recordings
    assert not any(b"sk-hush" in data for data in recordings.values())


def test_what_the_ledger_has_is_recorded_without_a_call_and_with_the_same_bytes(endpoint, tmp_path):
    run(tmp_path / "a", "generate", "--text", "openai", **online(endpoint))
    asked = len(endpoint.bodies)

    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))
    first = bytes_of(tmp_path / "a/recordings")
    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))

    assert len(endpoint.bodies) == asked == len(first)
    assert bytes_of(tmp_path / "a/recordings") == first


def test_a_missing_recording_stops_the_run_and_names_the_file_and_the_way_out(endpoint, tmp_path):
    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))
    lost = sorted((tmp_path / "a/recordings").iterdir())[0]
    lost.unlink()

    done = run(tmp_path / "a", "generate", "--text", "replay")

    assert done.returncode == 3
    assert lost.name in done.stderr.replace("\n", "")
    assert "--record" in done.stderr


def test_a_changed_recording_is_used_although_the_ledger_has_the_old_answer(endpoint, tmp_path):
    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))
    run(tmp_path / "a", "generate", "--text", "replay")
    for path in (tmp_path / "a/recordings").iterdir():
        document = json.loads(path.read_text(encoding="utf-8"))
        if "title" in document["answer"]["data"]:
            document["answer"]["data"]["title"] = "Fenwick Tarn Stoneware Mug, 350 ml, 320 g, White"
        path.write_text(json.dumps(document), encoding="utf-8")

    run(tmp_path / "a", "generate", "--text", "replay")

    listing = json.loads((tmp_path / "a/build/listings/MUG-1/listing.json").read_text(encoding="utf-8"))["listings"][0]
    assert listing["text"]["title"]["items"] == ["Fenwick Tarn Stoneware Mug, 350 ml, 320 g, White"]


@pytest.mark.parametrize("command", ["generate", "plan"])
def test_without_any_recordings_the_run_says_how_to_make_them(tmp_path, command):
    done = run(tmp_path / "a", command, "--text", "replay")

    assert done.returncode == 3
    assert "no recordings" in done.stderr
    assert "--record" in done.stderr


def test_a_replay_costs_nothing_in_the_plan(endpoint, tmp_path):
    run(tmp_path / "a", "generate", "--text", "openai", "--record", **online(endpoint))

    done = run(tmp_path / "a", "plan", "--text", "replay", "--format", "json")

    assert json.loads(done.stdout)["cost_usd"] == 0, done.stderr


def test_the_composer_has_nothing_to_record(tmp_path):
    done = run(tmp_path / "a", "generate", "--text", "composer", "--record")

    assert done.returncode == 2
    assert "--record" in done.stderr
