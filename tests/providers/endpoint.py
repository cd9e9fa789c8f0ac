"""A chat endpoint on this machine that answers from a script: the `openai` client talks to it over real HTTP."""

import json
from collections.abc import Callable

from tests.providers.local_server import LocalServer

Answer = tuple[int, dict[str, str], str]


def chat(content: str, finish: str = "stop", refusal: str | None = None) -> Answer:
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "test",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, "refusal": refusal},
            }
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    return 200, {}, json.dumps(body)


def failure(status: int, message: str, code: str = "", **headers: str) -> Answer:
    return status, headers, json.dumps({"error": {"message": message, "code": code, "type": code}})


class Endpoint(LocalServer):
    """Serves `answer(number of the call, request body)`; keeps every body that it was sent."""

    def __init__(self, answer: Callable[[int, dict], Answer]) -> None:
        self.bodies: list[dict] = []
        self.answer = answer
        super().__init__()

    def reply(self, method, path, headers, body):
        if method != "POST":
            return failure(501, "this endpoint takes POST only")
        asked = json.loads(body)
        self.bodies.append(asked)
        return self.answer(len(self.bodies), asked)
