"""A chat endpoint on this machine with a fixed latency, in a process of its own; it counts what reaches it.

`GET /stat` returns the number of calls and the seconds from the first request to the last reply, and begins anew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from dataclasses import dataclass, field

# Says nothing but what every row of the benchmark's sheet says.
LISTING = {
    "title": "Fenwick Tarn Stoneware Mug, 350 ml, White",
    "highlights": "320 g",
    "bullets": [
        "Capacity: holds 350 ml",
        "Weight: 320 g on the scale",
        "Material: stoneware in White",
        "Height: 9 cm tall",
        "Care: goes in the dishwasher",
    ],
    "description": ["The Tarn mug is made of stoneware and holds 350 ml. It weighs 320 g and comes in White."],
}
FAULTS = ("429", "429 with a pause", "500", "hang", "reset", "cut", "wrong schema", "refusal", "empty", "html")


@dataclass
class Endpoint:
    """What the endpoint does and what it has seen."""

    latency: float
    fault_share: float
    seed: int
    calls: int = 0
    paid: int = 0
    first: float = 0.0
    last: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                if head.startswith(b"get /stat"):
                    self._send(writer, 200, self._statistics())
                    continue
                size = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length"))
                body = json.loads(await reader.readexactly(int(size.split(b":")[1])))
                if not body.get("messages"):
                    # Curator asks for headers with an empty request before it begins.
                    self._answer(writer, body, "")
                    self.paid -= 1
                    continue
                self.first = self.first or time.perf_counter()
                self.calls += 1
                # The fault of a request follows from its number, whatever order replies come in.
                chance = random.Random(f"{self.seed}/{self.calls}")
                fault = chance.choice(FAULTS) if chance.random() < self.fault_share else ""
                if fault:
                    self.faults[fault] = self.faults.get(fault, 0) + 1
                if fault == "reset":
                    writer.transport.abort()
                    return
                await asyncio.sleep(30 if fault == "hang" else self.latency)
                self._answer(writer, body, fault)
                await writer.drain()
                self.last = time.perf_counter()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    def _answer(self, writer: asyncio.StreamWriter, body: dict, fault: str) -> None:
        if fault.startswith("429"):
            self._send(
                writer, 429, b'{"error": {"message": "slow down"}}', b"retry-after: 0.2\r\n" * ("pause" in fault)
            )
        elif fault == "500":
            self._send(writer, 500, b'{"error": {"message": "oops"}}')
        elif fault == "html":
            self._send(writer, 200, b"<html>we will be back soon</html>", kind=b"text/html")
        else:
            self.paid += 1
            self._send(writer, 200, completion(_content(body, fault)))

    def _statistics(self) -> bytes:
        seen = {"calls": self.calls, "paid": self.paid, "seconds": self.last - self.first, "faults": self.faults}
        self.calls, self.paid, self.first, self.last, self.faults = 0, 0, 0.0, 0.0, {}
        return json.dumps(seen).encode()

    @staticmethod
    def _send(
        writer: asyncio.StreamWriter, status: int, body: bytes, more: bytes = b"", kind: bytes = b"application/json"
    ) -> None:
        head = b"HTTP/1.1 %d X\r\ncontent-type: %s\r\n%scontent-length: %d\r\n\r\n" % (status, kind, more, len(body))
        writer.write(head + body)


def _content(body: dict, fault: str) -> str:
    if fault == "refusal":
        return "I'm sorry, I cannot fulfill this request."
    if fault == "empty":
        return ""
    if fault == "wrong schema":
        return '{"name": "Mug"}'
    asked = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
    wanted = asked.get("properties", LISTING)
    content = json.dumps({**{name: text for name, text in LISTING.items() if name in wanted}, "cites": []})
    return content[: len(content) // 2] if fault == "cut" else content


def completion(content: str) -> bytes:
    """Return a chat completion with this text as the API sends it."""
    message = {"role": "assistant", "content": content}
    answer = {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "bench",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
    }
    return json.dumps(answer).encode()


async def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    endpoint = Endpoint(asked.latency, asked.faults, asked.seed)
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", asked.port, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main())
