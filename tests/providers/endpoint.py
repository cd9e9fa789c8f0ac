"""A chat endpoint on this machine that answers from a script: the `openai` client talks to it over real HTTP."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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


class Endpoint:
    """Serves `answer(number of the call, request body)`; keeps every body that it was sent."""

    def __init__(self, answer: Callable[[int, dict], Answer]) -> None:
        self.bodies: list[dict] = []
        self.answer = answer
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.bodies.append(body)
                status, headers, text = outer.answer(len(outer.bodies), body)
                self.send_response(status)
                for name, value in {"content-type": "application/json", **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("content-length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
