import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.openai_text import OpenAIText
from listgen.providers.text import TextRequest, UnusableAnswer, Usage
from tests.providers.endpoint import Endpoint, chat, failure

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}
REQUEST = TextRequest(system="rules", user="facts", schema=SCHEMA, schema_name="listing")


@pytest.fixture
def serve(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    running = []

    def start(answer):
        endpoint = Endpoint(answer)
        running.append(endpoint)
        return endpoint, OpenAIText("test", base_url=endpoint.url, attempts=3, timeout=5)

    yield start
    for endpoint in running:
        endpoint.close()


def test_a_valid_reply_comes_back_as_data_with_its_tokens(serve):
    endpoint, provider = serve(lambda n, body: chat('{"title": "Mug"}'))

    reply = provider.complete(REQUEST)

    assert reply.data == {"title": "Mug"}
    assert (reply.usage.calls, reply.usage.prompt_tokens, reply.usage.completion_tokens) == (1, 10, 5)
    assert endpoint.bodies[0]["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize("status", [400, 422, 500])
def test_an_endpoint_that_knows_no_schema_is_asked_in_plainer_ways_and_that_is_remembered(serve, status):
    def answer(n, body):
        if "response_format" in body:
            return failure(status, "response_format is not supported")
        return chat('Here you are:\n```json\n{"title": "Mug"}\n```')

    endpoint, provider = serve(answer)

    provider.complete(REQUEST)
    before = len(endpoint.bodies)
    provider.complete(REQUEST)

    assert before == 3
    assert len(endpoint.bodies) == before + 1
    assert json.dumps(SCHEMA, sort_keys=True) in endpoint.bodies[-1]["messages"][0]["content"]


def test_parameters_that_a_model_refuses_are_renamed_or_left_out_and_that_is_remembered(serve):
    def answer(n, body):
        if "max_tokens" in body:
            return failure(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "seed" in body:
            return failure(400, "Unrecognized request argument supplied: seed")
        return chat('{"title": "Mug"}')

    endpoint, provider = serve(answer)

    first = provider.complete(REQUEST)
    second = provider.complete(REQUEST)

    assert first.data == {"title": "Mug"}
    assert (first.usage.calls, second.usage.calls) == (3, 1)
    assert endpoint.bodies[-1]["max_completion_tokens"] == endpoint.bodies[0]["max_tokens"]


def test_many_threads_find_the_plainest_way_together(serve):
    def answer(n, body):
        time.sleep(0.01 * (n % 5))
        return (
            failure(400, "response_format is not supported") if "response_format" in body else chat('{"title": "Mug"}')
        )

    _, provider = serve(answer)

    with ThreadPoolExecutor(16) as threads:
        replies = list(threads.map(lambda _: provider.complete(REQUEST), range(48)))

    assert all(reply.data == {"title": "Mug"} for reply in replies)


@pytest.mark.parametrize(
    "answer",
    [
        chat("I'm sorry, I cannot fulfill this request."),
        chat('{"title": "Mu', finish="length"),
        chat('{"title": "Mu'),
        chat('{"name": "Mug"}'),
        chat('{"title": 3}'),
        chat(""),
        chat("", finish="content_filter"),
        chat("", refusal="no"),
        (200, {}, json.dumps({"choices": []})),
    ],
    ids=["refusal", "cut", "cut-quietly", "wrong-key", "wrong-type", "empty", "filter", "refused", "no-choices"],
)
def test_a_reply_that_is_no_answer_is_unusable_and_says_so(serve, answer):
    _, provider = serve(lambda n, body: answer)

    answer = provider.complete(REQUEST)

    assert isinstance(answer, UnusableAnswer)
    assert (answer.usage.calls, bool(answer.reason)) == (1, True)


def test_a_busy_endpoint_is_asked_again_after_the_pause_it_names(serve):
    endpoint, provider = serve(
        lambda n, body: failure(429, "slow down", retry_after="0") if n < 3 else chat('{"title": "Mug"}')
    )

    reply = provider.complete(REQUEST)

    assert reply.usage.calls == 3
    assert len(endpoint.bodies) == 3


@pytest.mark.parametrize(
    "page", ["<html>we will be back soon</html>", '{"choices": [{"mess', "[]", ""], ids=["page", "cut", "list", "empty"]
)
def test_a_body_that_is_no_answer_of_the_api_is_asked_for_again(serve, page):
    endpoint, provider = serve(lambda n, body: (200, {}, page) if n == 1 else chat('{"title": "Mug"}'))

    reply = provider.complete(REQUEST)

    assert reply.data == {"title": "Mug"}
    assert (reply.usage.calls, len(endpoint.bodies)) == (2, 2)


@pytest.mark.parametrize(
    "usage", [None, [], "many", {"prompt_tokens": "10"}, {"prompt_tokens": -5}, {"prompt_tokens_details": 3}]
)
def test_a_count_of_tokens_that_makes_no_sense_is_no_count(serve, usage):
    body = {"choices": [{"message": {"content": '{"title": "Mug"}'}}], "usage": usage}
    _, provider = serve(lambda n, _: (200, {}, json.dumps(body)))

    reply = provider.complete(REQUEST)

    assert reply.usage == Usage(calls=1)


def test_a_server_that_stays_busy_is_given_up_after_the_last_attempt(serve):
    endpoint, provider = serve(lambda n, body: failure(503, "overloaded", retry_after="0"))

    with pytest.raises(ProviderBusy):
        provider.complete(REQUEST)

    assert len(endpoint.bodies) == 3


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(401, "", "key"), (404, "", "no model"), (429, "insufficient_quota", "credit"), (402, "", "credit")],
)
def test_what_no_retry_can_mend_stops_at_once(serve, status, code, words):
    endpoint, provider = serve(lambda n, body: failure(status, f"failed {code}", code))

    with pytest.raises(ProviderError, match=words):
        provider.complete(REQUEST)

    assert len(endpoint.bodies) == 1


def test_without_key_and_base_url_the_error_names_the_variable(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(ProviderError, match="OPENAI_API_KEY"):
        OpenAIText("test").complete(REQUEST)
