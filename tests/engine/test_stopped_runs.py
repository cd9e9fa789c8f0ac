"""Runs that are stopped, and runs that meet: nothing is lost, nothing is paid for twice, nothing is mixed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.engine.test_kept_fields import HEADER, ROW, texts
from tests.providers.endpoint import Endpoint, failure

ROOT = Path(__file__).parents[2]
SKUS = 12


@pytest.fixture
def slow():
    """An endpoint that takes its time, and an event that is set once it has seen three requests."""
    three = threading.Event()

    def answer(n, body):
        if n >= 3:
            three.set()
        time.sleep(0.4)
        return texts(body)

    endpoint = Endpoint(answer)
    yield endpoint, three
    endpoint.close()


@pytest.fixture
def start(tmp_path, slow):
    rows = [",".join([f"MUG-{number}", *ROW[1:]]) for number in range(SKUS)]
    (tmp_path / "products.csv").write_text("\n".join([",".join(HEADER), *rows]), encoding="utf-8")

    def run(**more):
        return subprocess.Popen(
            [
                sys.executable, "-m", "listgen", "generate", "products.csv", "--text", "openai", "--images", "none",
                "--marketplace", "amazon", "--variants", "1", "--concurrency", "2",
            ],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={
                **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": slow[0].url, "OPENAI_API_KEY": "none",
                "LISTGEN_TEXT_MODEL": "test-model",
            },
            **more,
        )  # fmt: skip

    return run


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_stopped_run_is_gone_on_with_and_every_answer_is_used(start, slow, tmp_path, number, code):
    endpoint, three = slow
    process = start()
    assert three.wait(60)
    process.send_signal(number)
    _, story = process.communicate(timeout=60)
    assert process.returncode == code, story
    assert "Traceback" not in story

    process = start()
    process.communicate(timeout=120)

    assert process.returncode == 0
    lost = len(endpoint.bodies) - SKUS
    assert 0 <= lost <= (2 if number == signal.SIGKILL else 0)
    assert len(list((tmp_path / "build/listings").glob("*/listing.json"))) == SKUS


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize(
    ("refusal", "limit"),
    [
        pytest.param(failure(429, "slow down", retry_after="600"), "", id="the endpoint named a pause"),
        pytest.param(failure(500, "oops", retry_after="600"), "", id="a call is tried again"),
        pytest.param(None, "[text]\nrequests_per_minute = 12\n", id="the user's own limit is reached"),
    ],
)
def test_a_call_that_waits_when_the_run_is_stopped_is_never_made(start, slow, tmp_path, refusal, limit):
    endpoint, _ = slow
    served = endpoint.answer
    waiting = threading.Event()

    def answer(n, body):
        if n >= (2 if refusal is None else 3):
            waiting.set()
        return served(n, body) if n <= 2 else refusal

    endpoint.answer = answer
    (tmp_path / "listgen.toml").write_text(limit)
    process = start()
    assert waiting.wait(60)
    seen = 0
    # One refusal is on its way; both threads wait for their turn once nothing more comes.
    while len(endpoint.bodies) > seen:
        seen = len(endpoint.bodies)
        time.sleep(2)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, story = process.communicate(timeout=60)

    assert process.returncode == 130, story
    assert len(endpoint.bodies) == seen
    # Whatever the endpoint asks for, a call waits a minute at most: less means that it was not waited for.
    assert time.monotonic() - began < 45
    endpoint.answer = served
    (tmp_path / "listgen.toml").unlink()
    start().communicate(timeout=120)
    assert len(endpoint.bodies) - seen == SKUS - 2


def test_two_runs_in_one_project_do_not_mix(start, slow):
    _, three = slow
    first = start()
    assert three.wait(60)

    second = start()
    _, story = second.communicate(timeout=60)
    first.communicate(timeout=120)

    assert (second.returncode, first.returncode) == (2, 0)
    assert "another run is working in" in story


def test_the_spend_of_a_run_in_two_parts_is_the_sum(start, slow, tmp_path):
    endpoint, three = slow
    process = start()
    assert three.wait(60)
    process.terminate()
    process.communicate(timeout=60)
    start().communicate(timeout=120)

    document = json.loads((tmp_path / "build/run.json").read_text(encoding="utf-8"))
    assert document["calls"] == len(endpoint.bodies)


@pytest.mark.skipif(os.name == "nt", reason="process groups as POSIX has them")
def test_workers_end_with_the_run_that_was_killed(start, slow, tmp_path):
    _, three = slow
    sheet = tmp_path / "products.csv"
    # Enough listings for worker processes.
    rows = [",".join([f"POT-{number}", *ROW[1:]]) for number in range(20)]
    sheet.write_text("\n".join([sheet.read_text(encoding="utf-8"), *rows]), encoding="utf-8")
    process = start(start_new_session=True)
    assert three.wait(60)

    process.kill()
    process.wait()

    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("a worker outlived its run by ten seconds")
