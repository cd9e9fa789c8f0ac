"""The benchmark's calls made by curator (`bespokelabs-curator`), in a process of its own.

Run by `python -m benchmarks.engine --curator PYTHON`, where PYTHON is the interpreter of an environment that has it;
nothing here imports listgen, and listgen's own environment never has curator. Arguments: address, calls, requests at a
time, folder of its cache.
"""

from __future__ import annotations

import os
import sys

address, calls, concurrency, cache = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ.update(
    OPENAI_API_KEY="none",
    CURATOR_CACHE_DIR=cache,
    TELEMETRY_ENABLED="0",
    CURATOR_VIEWER="0",
    CURATOR_DISABLE_RICH_DISPLAY="1",
)

import tiktoken  # noqa: E402 - as below
from bespokelabs import curator  # noqa: E402 - reads the environment when it is imported


class Tokens:
    """Stands in for tiktoken, whose tables come from the network: costs curator less than the real one."""

    def encode(self, text: str, **_: object) -> range:
        """Return as many tokens as a text of this length has."""
        return range(len(text) // 4)


tiktoken.get_encoding = tiktoken.encoding_for_model = lambda name: Tokens()


class Writer(curator.LLM):
    """Asks as often and as much as the run of listgen did."""

    def prompt(self, row: dict) -> list[dict]:
        """Return one prompt; the number keeps curator from taking two for the same."""
        return [
            {"role": "system", "content": "s" * 1400},
            {"role": "user", "content": f"{row['number']} " + "u" * 600},
        ]

    def parse(self, row: dict, answer: str) -> dict:
        """Keep the text."""
        return {"number": row["number"], "text": answer}


if __name__ == "__main__":
    writer = Writer(
        model_name="gpt-4o-mini",
        backend="openai",
        generation_params={"max_tokens": 1500},
        backend_params={
            "base_url": address,
            "max_requests_per_minute": 1_000_000,
            "max_tokens_per_minute": 1_000_000_000,
            "max_concurrent_requests": concurrency,
        },
    )
    done = writer([{"number": number} for number in range(calls)])
    assert len(done.dataset) == calls
