import json

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from tests.providers.endpoint import Endpoint, chat, failure


@pytest.fixture
def doctor(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("LISTGEN_TEXT", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LISTGEN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hush")
    monkeypatch.setenv("LISTGEN_TEXT_MODEL", "test-model")
    running = []

    def run(answer):
        running.append(Endpoint(answer))
        monkeypatch.setenv("OPENAI_BASE_URL", running[0].url)
        result = CliRunner().invoke(cli, ["models", "doctor", "--format", "json"])
        assert "sk-hush" not in result.output
        return result.exit_code, {c["name"]: c for c in json.loads(result.stdout)["checks"]}, len(running[0].bodies)

    yield run
    for endpoint in running:
        endpoint.close()


def test_a_model_that_answers_takes_one_call(doctor):
    code, checks, calls = doctor(lambda n, body: chat('{"word": "mug"}'))

    assert (code, calls) == (0, 1)
    assert checks["endpoint"]["ok"]
    assert checks["schema"]["ok"]
    assert not checks["price"]["ok"]


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (
            {"x_ratelimit_limit_requests": "500", "x_ratelimit_remaining_requests": "499"},
            "499 of 500 requests are left",
        ),
        ({}, "does not tell"),
    ],
)
def test_limits_that_the_endpoint_tells_are_told(doctor, headers, words):
    status, _, text = chat('{"word": "mug"}')

    _, checks, _ = doctor(lambda n, body: (status, headers, text))

    assert words in checks["limits"]["message"]


def test_an_endpoint_without_formats_is_asked_twice_at_most(doctor):
    code, checks, calls = doctor(lambda n, body: failure(400, "response_format is not supported"))

    assert (code, calls) == (0, 2)
    assert not checks["schema"]["ok"]


@pytest.mark.parametrize("answer", [failure(401, "no"), failure(500, "down"), chat("I cannot")])
def test_a_model_that_does_not_work_is_exit_code_3(doctor, answer):
    code, checks, calls = doctor(lambda n, body: answer)

    assert (code, calls) == (3, 1)
    assert not checks["endpoint"]["ok"]
