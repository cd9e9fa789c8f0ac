"""Runs on record, and room on the disk: nothing that is in use or was paid for goes."""

import datetime
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.project_lock import project_lock
from listgen.engine.prune import PruneRule, prune
from listgen.engine.runs import runs
from listgen.errors import LedgerError, UsageError
from tests.engine.test_kept_fields import HEADER, ROW, texts
from tests.providers.endpoint import Endpoint

ROOT = Path(__file__).parents[2]
resource = pytest.importorskip("resource")
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [",".join([f"MUG/{number}", *ROW[1:]]) for number in range(3)]
    (tmp_path / "products.csv").write_text("\n".join([",".join(HEADER), *rows]), encoding="utf-8")
    return tmp_path


def _listgen(*arguments):
    return CliRunner().invoke(cli, list(arguments), standalone_mode=False)


def _generate(*options):
    return _listgen(
        "generate", "products.csv", "--images", "none", "--marketplace", "amazon", "--variants", "1", *options
    )


def _artefacts(shop):
    with sqlite3.connect(shop / ".listgen/ledger.sqlite") as db:
        return {key for (key,) in db.execute("SELECT key FROM artefact")}


@pytest.fixture
def paid(monkeypatch):
    endpoint = Endpoint(lambda n, body: texts(body))
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("LISTGEN_TEXT_MODEL", "test-model")
    yield endpoint
    endpoint.close()


def test_a_run_is_on_record_with_what_it_was_asked_and_made(shop):
    _generate("--text", "composer")

    listed = _listgen("runs", "list")
    document = json.loads(_listgen("runs", "list", "--format", "json").output)

    assert "done" in listed.output
    (run,) = document["runs"]
    assert (run["number"], run["how"], run["made"], run["calls"]) == (1, "done", 3, 0)
    assert run["marketplaces"] == ["amazon"]


def test_what_each_sku_cost_is_told_for_the_run_that_paid(shop, paid):
    _generate("--text", "openai", "--max-calls", "1", "--concurrency", "1")
    _generate("--text", "openai")

    first, second = (json.loads(_listgen("runs", "show", n, "--format", "json").output) for n in "12")

    assert [first["runs"][0][key] for key in ("how", "calls")] == ["budget", 1]
    assert [second["runs"][0][key] for key in ("how", "calls")] == ["done", 2]
    assert sum(sku["calls"] for document in (first, second) for sku in document["skus"]) == len(paid.bodies)
    assert {sku["sku"] for sku in second["skus"]} <= {"MUG/0", "MUG/1", "MUG/2"}
    shown = _listgen("runs", "show", "1").output
    assert "cap of 1 calls" in shown
    assert re.search(r"^time \(UTC\) +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d to \d{4}", shown, re.MULTILINE)


def test_a_run_that_was_killed_is_told_from_one_that_ended(shop):
    _generate("--text", "composer")
    with sqlite3.connect(shop / ".listgen/ledger.sqlite") as db:
        db.execute("UPDATE run SET how = '', ended = NULL, figures = '{}'")
    assert "not ended" in _listgen("runs", "list").output

    _generate("--text", "composer", "--seed", "2")

    ledger = Ledger(shop / ".listgen")
    assert [(run.how, run.figures.made) for run in runs(ledger)] == [("done", 3), ("killed", 3)]
    ledger.close()


def test_a_project_that_never_ran_has_an_empty_list_and_gets_no_ledger(shop):
    assert "no run" in _listgen("runs", "list").output
    assert isinstance(_listgen("runs", "show", "1").exception, UsageError)
    assert not (shop / ".listgen").exists()


def test_pruning_keeps_what_the_last_runs_used_and_the_current_output(shop):
    for seed in "123":
        _generate("--text", "composer", "--seed", seed)
    before = _artefacts(shop)

    dry = _listgen("runs", "prune", "--keep", "1", "--dry-run")
    untouched = _artefacts(shop)
    gone = _listgen("runs", "prune", "--keep", "1")

    assert untouched == before
    assert dry.output.replace("would go", "removed") == gone.output
    assert "6 artefacts" in gone.output
    assert "3 to make" in _listgen("plan", "products.csv", "--images", "none", "--marketplace", "amazon",
                                   "--variants", "1", "--text", "composer", "--seed", "1").output  # fmt: skip
    shutil.rmtree(shop / "build")
    assert "0 made, 3 kept" in _generate("--text", "composer", "--seed", "3").output


def test_the_output_of_another_folder_is_current_too(shop):
    _generate("--text", "composer", "--seed", "1", "--out", "there")
    _generate("--text", "composer", "--seed", "2")

    assert "removed: 0 artefacts" in _listgen("runs", "prune", "--keep", "1").output
    assert "removed: 3 artefacts" in _listgen("runs", "prune", "--keep", "1", "--all").output


def test_what_was_paid_for_stays_unless_it_is_named(shop, paid):
    _generate("--text", "openai")
    sheet = shop / "products.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("MUG/", "CUP/"), encoding="utf-8")
    _generate("--text", "openai")
    calls = len(paid.bodies)

    assert "removed: 0 artefacts" in _listgen("runs", "prune", "--keep", "1").output
    assert "removed: 3 artefacts" in _listgen("runs", "prune", "--keep", "1", "--replies").output
    shutil.rmtree(shop / "build")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("CUP/", "MUG/"), encoding="utf-8")
    _generate("--text", "openai")
    assert len(paid.bodies) == calls

    shutil.rmtree(shop / "build")
    assert "removed: 0" not in _listgen("runs", "prune", "--keep", "1", "--all").output


def test_unused_is_what_no_task_is_made_of_today(shop):
    _generate("--text", "composer", "--seed", "1")
    _generate("--text", "composer", "--seed", "2")

    assert "removed: 3 artefacts" in _listgen("runs", "prune", "--unused").output


def test_files_that_no_row_names_go_and_others_stay(tmp_path):
    ledger = Ledger(tmp_path / ".listgen")
    kept, lost = ledger.add_blob(b"kept"), ledger.add_blob(b"lost")
    ledger.add(content_key("picture", photo="x"), "picture", "picture/MUG", Entry("{}", kept))

    told = prune(ledger, PruneRule(), NOW, dry_run=True)
    gone = prune(ledger, PruneRule(), NOW)

    assert told == gone
    assert (gone.artefacts, gone.blobs, gone.size) == (0, 1, 4)
    assert ledger.blob_path(kept).is_file()
    assert not ledger.blob_path(lost).exists()
    ledger.close()


def test_a_ledger_of_an_older_version_keeps_everything_until_a_run_has_used_it(shop):
    _generate("--text", "composer")
    with sqlite3.connect(shop / ".listgen/ledger.sqlite") as db:
        db.executescript("DROP TABLE run; DROP TABLE used;")
    shutil.rmtree(shop / "build")

    assert "removed: 0 artefacts" in _listgen("runs", "prune", "--older-than", "0").output
    assert "0 made, 3 kept" in _generate("--text", "composer").output
    assert "removed: 0 artefacts" in _listgen("runs", "prune", "--older-than", "0").output


def test_nothing_is_pruned_while_a_run_is_under_way(shop):
    _generate("--text", "composer")

    with project_lock(shop / ".listgen"):
        refused = _listgen("runs", "prune")

    assert isinstance(refused.exception, UsageError)
    assert "another run" in refused.exception.message


def test_looking_at_a_ledger_leaves_the_files_of_a_run_under_way_alone(tmp_path):
    ledger = Ledger(tmp_path / ".listgen")
    part = tmp_path / ".listgen/blobs/.listgen-part-1-abc"
    part.write_bytes(b"half")

    Ledger(tmp_path / ".listgen").close()
    assert part.exists()

    ledger.begin_run(1)
    assert not part.exists()
    ledger.close()


def test_a_disk_that_is_full_ends_the_run_with_a_hint_and_the_next_one_goes_on(shop, paid):
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (130_000, 130_000))

    command = [sys.executable, "-m", "listgen", "generate", "products.csv", "--images", "none"]
    command += ["--marketplace", "amazon", "--marketplace", "google", "--variants", "2", "--concurrency", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    full = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, preexec_fn=small)
    asked = len(paid.bodies)
    rest = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert full.returncode == 2, full.stderr
    assert "Traceback" not in full.stderr
    assert "hint: free some space" in full.stderr
    assert rest.returncode == 0, rest.stderr
    assert asked <= len(paid.bodies) <= 3 * 2 * 2 + 1


def test_a_ledger_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / ".listgen").write_text("a file where the folder should be")

    with pytest.raises(LedgerError, match=r"\.listgen") as caught, project_lock(tmp_path / ".listgen"):
        pass

    assert "permissions" in caught.value.hint
