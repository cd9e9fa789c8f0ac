"""Batches against a stand-in of the batch endpoints, over real HTTP: one submission, and every result is used."""

import csv
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from listgen.cli.settings import Options, resolve
from listgen.engine.batch import BatchDesk, BatchWish
from listgen.engine.budget import Budget, Caps
from listgen.engine.events import Silence
from listgen.engine.generate import read_inputs
from listgen.engine.ledger import Ledger
from listgen.engine.merge import merge
from listgen.engine.text_stage import open_jobs
from listgen.errors import BatchPending
from listgen.providers.batch import batch_terms
from listgen.providers.openai_batch import OpenAIBatches
from tests.engine.test_kept_fields import HEADER, ROW, texts
from tests.providers.batch_endpoint import BatchEndpoint

ROOT = Path(__file__).parents[2]
SKUS = 6
PRICE = '[text]\nmodel = "test-model"\n[text.price]\nprompt = 100\ncompletion = 1000\n'


@pytest.fixture
def endpoint(monkeypatch):
    # The provider counts 10 tokens of prompt and 5 of reply for each request.
    served = BatchEndpoint(lambda n, body: texts(body))
    monkeypatch.setenv("OPENAI_BASE_URL", served.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hush")
    monkeypatch.setenv("LISTGEN_TEXT_MODEL", "test-model")
    yield served
    served.close()


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, SKUS)
    return tmp_path


def _write(folder, skus, **changed):
    rows = [[f"MUG-{number}", *ROW[1:]] for number in range(skus)]
    for row in rows:
        # No two products alike, or one request would do for both.
        row[1] = f"Tarn Mug {row[0][4:]}"
        row[5] = changed.get(row[0].replace("-", "_"), row[5])
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])


_WORDS = (
    "generate", "products.csv", "--text", "openai", "--images", "none", "--marketplace", "amazon", "--variants", "1",
)  # fmt: skip


def run(*options, words=_WORDS):
    """Run the command line in this process; returns exit code, what was printed, and the error."""
    result = CliRunner().invoke(cli, [*words, *options], standalone_mode=False)
    code = getattr(result.exception, "exit_code", None) if result.exception else result.return_value
    if result.exception is not None and code is None:
        raise result.exception
    return code, result.output, result.exception


def books(folder):
    """Return calls and cost as run.json tells them, and the writers of all titles."""
    document = json.loads((folder / "build/run.json").read_text(encoding="utf-8"))
    writers = [
        json.loads(path.read_text(encoding="utf-8"))["listings"][0]["text"]["title"]["writer"]
        for path in sorted((folder / "build/listings").glob("*/listing.json"))
    ]
    return document["calls"], document["cost_usd"], writers


def test_a_batch_answers_everything_at_half_the_price(shop, endpoint):
    (shop / "listgen.toml").write_text(PRICE + "batch = 0.5\n", encoding="utf-8")

    code, story, _ = run("--batch")

    calls, cost, writers = books(shop)
    assert code == 0, story
    assert (len(endpoint.batches), len(endpoint.batched), len(endpoint.live)) == (1, SKUS, 0)
    assert writers == ["test-model"] * SKUS
    assert calls == SKUS == endpoint.calls
    assert cost == pytest.approx(SKUS * (10 * 100 + 5 * 1000) / 1_000_000 / 2)


def test_the_cost_of_a_batch_is_unknown_where_its_price_is(shop, endpoint):
    (shop / "listgen.toml").write_text(PRICE, encoding="utf-8")

    run("--batch")

    assert books(shop)[:2] == (SKUS, None)


def test_a_batch_that_is_not_ready_ends_with_3_and_is_fetched_by_the_same_command(shop, endpoint):
    endpoint.ready = False
    code, _, error = run("--batch", "--batch-wait", "0")
    assert code == 3
    assert "batch_1" in error.message
    assert "run the same command again" in error.hint
    assert run("--batch", "--batch-wait", "0")[0] == 3

    endpoint.ready = True
    code, story, _ = run("--batch", "--batch-wait", "0")

    assert code == 0, story
    assert (len(endpoint.batches), len(endpoint.live)) == (1, 0)
    assert books(shop)[0] == SKUS == endpoint.calls


def test_a_run_without_batch_says_that_its_texts_are_in_one_and_pays_nothing(shop, endpoint):
    endpoint.ready = False
    run("--batch", "--batch-wait", "0")

    code, _, error = run()

    assert code == 3
    assert "--no-batch" in error.hint
    assert endpoint.live == []


def test_no_batch_cancels_takes_what_is_there_and_asks_the_rest_live(shop, endpoint):
    endpoint.ready = False
    run("--batch", "--batch-wait", "0")

    code, story, _ = run("--no-batch")

    assert code == 0, story
    assert (len(endpoint.batched), len(endpoint.live)) == (SKUS // 2, SKUS - SKUS // 2)
    assert books(shop)[0] == SKUS == endpoint.calls


@pytest.mark.parametrize("ends", ["expired", "cancelled", "failed"])
def test_what_a_batch_that_ended_early_did_not_answer_is_asked_live(shop, endpoint, ends):
    endpoint.ends = ends

    code, story, _ = run("--batch")

    assert code == 0, story
    assert (len(endpoint.batched), len(endpoint.live)) == (SKUS // 2, SKUS - SKUS // 2)
    assert books(shop)[0] == SKUS == endpoint.calls
    assert len(endpoint.batches) == 1


def test_requests_that_failed_in_a_batch_are_asked_live_and_every_call_is_counted(shop, endpoint):
    endpoint.fails = lambda body: 500 if "Mug 2" in body["messages"][1]["content"] else None

    code, story, _ = run("--batch")

    assert code == 0, story
    assert len(endpoint.live) == 1
    assert books(shop)[0] == SKUS + 1 == endpoint.calls
    assert f"{SKUS + 1} calls" in story


def _hostile(lines):
    first, second, third, *rest = lines
    return [
        first[: len(first) // 2],
        "x" * 6_000_000,
        json.dumps({"custom_id": "nobody", "response": {"status_code": 200, "body": {}}}),
        second.replace('"prompt_tokens": 10', '"prompt_tokens": -999999999999'),
        "[[[" * 20_000,
        "",
        json.dumps({"custom_id": ["list"], "response": 7}),
        third.replace("stoneware", "\\ud800"),
        *rest,
        *rest,
    ]


def test_what_a_model_refuses_is_learnt_live_and_left_out_of_the_next_batch(shop, endpoint):
    endpoint.fails = lambda body: 400 if "max_tokens" in body else None
    endpoint.refusal = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    code, story, _ = run("--batch")
    assert code == 0, story
    assert all("max_tokens" in body for body in endpoint.batched)
    asked_live = len(endpoint.live)
    assert asked_live >= SKUS

    _write(shop, SKUS, **{f"MUG_{number}": "480 ml" for number in range(SKUS)})
    code, story, _ = run("--batch")

    assert code == 0, story
    second = endpoint.batched[SKUS:]
    assert len(second) == SKUS
    assert all(body["max_completion_tokens"] and "max_tokens" not in body for body in second)
    assert len(endpoint.live) == asked_live
    assert books(shop)[2] == ["test-model"] * SKUS


def test_a_hostile_result_file_costs_only_the_requests_that_it_spoils(shop, endpoint):
    endpoint.results = _hostile

    code, story, _ = run("--batch")

    assert code == 0, story
    assert len(endpoint.live) == 2
    assert books(shop)[0] == SKUS + 2 == endpoint.calls
    assert books(shop)[2] == ["test-model"] * SKUS


def test_results_may_come_in_any_order(shop, endpoint):
    endpoint.results = lambda lines: random.Random(4).sample(lines, len(lines))

    code, _, _ = run("--batch")

    assert code == 0
    for path in (shop / "build/listings").glob("*/listing.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        assert document["listings"][0]["text"]["title"]["writer"] == "test-model"
    assert endpoint.live == []


def test_a_cell_that_changed_while_the_batch_was_out_costs_one_request(shop, endpoint):
    endpoint.ready = False
    run("--batch", "--batch-wait", "0")
    _write(shop, SKUS, MUG_3="500 ml")

    endpoint.ready = True
    code, story, _ = run("--batch")

    assert code == 0, story
    assert len(endpoint.batches) == 2
    assert len(endpoint.batched) == SKUS + 1
    text = (shop / "build/listings/MUG-3/listing.json").read_text(encoding="utf-8")
    assert "500 ml" in text


def test_a_cap_on_calls_cuts_the_batch_and_stops_the_run(shop, endpoint):
    code, story, error = run("--batch", "--max-calls", "4")

    assert code == 3, story
    assert "cap of 4 calls" in error.message
    assert endpoint.calls == 4

    code, story, _ = run("--batch")
    assert code == 0, story
    assert books(shop)[0] == SKUS == endpoint.calls


def test_a_batch_that_does_not_fit_under_the_cap_at_all_is_not_submitted(shop, endpoint):
    (shop / "listgen.toml").write_text(PRICE + "batch = 0.5\n", encoding="utf-8")

    code, _, error = run("--batch", "--max-cost", "0.01")

    assert code == 3
    assert "cap of 0.01 USD" in error.message
    assert (endpoint.uploads, endpoint.calls) == (0, 0)


def test_an_endpoint_without_batches_is_named_and_nothing_is_asked(shop, endpoint):
    endpoint.has_batches = False

    code, _, error = run("--batch")

    assert code == 2
    assert "has no batches" in error.message
    assert "--batch" in error.hint
    assert endpoint.calls == 0
    endpoint.has_batches = True
    assert run()[0] == 0
    assert len(endpoint.live) == SKUS


def test_repairs_are_asked_live(shop, endpoint):
    def answer(n, body):
        status, headers, text = texts(body)
        return status, headers, text if "950" in body["messages"][1]["content"] else text.replace("350 ml", "950 ml")

    endpoint.answer = answer

    code, story, _ = run("--batch")

    assert code == 0, story
    assert (len(endpoint.batched), len(endpoint.live)) == (SKUS, SKUS)
    assert books(shop)[0] == 2 * SKUS == endpoint.calls


def test_the_composer_has_no_batches_and_says_so(shop):
    code, _, error = run(words=("generate", "products.csv", "--text", "composer", "--batch"))

    assert code == 2
    assert "--batch needs a model behind an endpoint" in error.message


def test_a_setting_of_the_project_is_no_error_for_the_composer(shop):
    (shop / "listgen.toml").write_text("[text]\nbatch = true\n", encoding="utf-8")

    assert run(words=("generate", "products.csv", "--text", "composer", "--images", "none"))[0] == 0


def test_a_recorded_batch_can_be_replayed(shop, endpoint):
    run("--batch", "--record")
    before = (shop / "build/amazon-en-US/A/listings-feed.json").read_bytes()
    files = len(list((shop / "recordings").glob("*.json")))

    words = [word if word != "openai" else "replay" for word in _WORDS]
    code, story, _ = run("--out", "again", words=words)

    assert code == 0, story
    assert files == SKUS
    assert (shop / "again/amazon-en-US/A/listings-feed.json").read_bytes() == before


def _start(shop, endpoint, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "listgen", *_WORDS, "--batch", *options],
        cwd=shop, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_is_stopped_while_it_waits_is_gone_on_with(shop, endpoint, number, code):
    endpoint.ready = False
    process = _start(shop, endpoint)
    for line in process.stderr:
        if "submitted" in line:
            break
    process.send_signal(number)
    _, story = process.communicate(timeout=60)
    assert process.returncode == code, story
    assert "Traceback" not in story

    endpoint.ready = True
    assert run("--batch")[0] == 0

    assert (len(endpoint.batches), len(endpoint.live)) == (1, 0)
    assert books(shop)[0] == SKUS == endpoint.calls


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize("moment", ["files", "batches"])
def test_a_run_that_is_killed_before_it_hears_of_its_batch_submits_it_once(shop, endpoint, moment):
    arrived, hold = threading.Event(), threading.Event()

    def wait(what):
        if what == moment:
            arrived.set()
            hold.wait(30)

    endpoint.before_reply = wait
    process = _start(shop, endpoint)
    assert arrived.wait(60)
    process.kill()
    process.communicate()
    endpoint.before_reply = lambda what: None
    hold.set()
    time.sleep(0.1)

    code, story, _ = run("--batch")

    assert code == 0, story
    assert (len(endpoint.batches), len(endpoint.live)) == (1, 0)
    assert books(shop)[0] == SKUS == endpoint.calls
    assert not list((shop / ".listgen/batches").glob("*"))


def _desk(endpoint, folder, jobs, **more):
    """Return a desk at a ledger in `folder`, and a function that fills it with `jobs`."""
    ledger = Ledger(folder)
    clock = [0.0]
    naps = []

    def sleep(seconds):
        naps.append(seconds)
        clock[0] += seconds

    desk = BatchDesk(
        BatchWish(send=True, cancel=False, wait=more.pop("wait", 3600.0)),
        OpenAIBatches("test-model", base_url=endpoint.url, attempts=1),
        more.pop("terms", batch_terms(endpoint.url)),
        ledger,
        Budget(Caps()),
        (endpoint.url, "test-model"),
        Silence(),
        clock=lambda: clock[0],
        sleep=sleep,
    )
    return ledger, naps, lambda: desk.fill(lambda: jobs)


@pytest.fixture
def jobs(shop, endpoint):
    settings = resolve(Options(catalog=Path("products.csv"), text="openai", images="none", marketplaces=("amazon",)))
    return list(open_jobs(settings, read_inputs(settings), None))


def test_looks_at_a_batch_get_rarer_and_end_with_the_wait(endpoint, tmp_path, jobs):
    endpoint.ready = False
    ledger, naps, fill = _desk(endpoint, tmp_path / "book", jobs, wait=3600)

    with pytest.raises(BatchPending):
        fill()

    ledger.close()
    assert naps[0] < 1
    assert naps[:-1] == sorted(naps[:-1])
    assert sum(naps) == pytest.approx(3600)
    assert len(naps) < 50


def test_what_is_too_much_for_one_batch_goes_into_several(endpoint, tmp_path, jobs):
    terms = dataclasses.replace(batch_terms(endpoint.url), requests=5)
    ledger, _, fill = _desk(endpoint, tmp_path / "book", jobs, terms=terms)

    fill()

    ((kept,),) = ledger.rows("SELECT count(*) FROM artefact WHERE kind = 'reply'")
    ledger.close()
    assert [batch["request_counts"]["total"] for batch in endpoint.batches.values()] == [5, 5, 2]
    assert kept == len(endpoint.batched) == 12


def test_the_batch_of_another_machine_is_fetched_where_the_ledgers_come_together(endpoint, tmp_path, jobs):
    endpoint.ready = False
    there, _, send = _desk(endpoint, tmp_path / "there", jobs, wait=0)
    with pytest.raises(BatchPending):
        send()
    here, _, fetch = _desk(endpoint, tmp_path / "here", jobs)
    merge(here, there)
    merge(here, there)
    there.close()

    endpoint.ready = True
    fetch()

    ((kept,),) = here.rows("SELECT count(*) FROM artefact WHERE kind = 'reply'")
    here.close()
    assert (kept, len(endpoint.batches)) == (12, 1)
