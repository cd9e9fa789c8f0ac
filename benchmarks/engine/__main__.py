"""`python -m benchmarks.engine`: texts a second against an endpoint of fixed latency, and the same work by AsyncOpenAI.

The limit is calls x latency / concurrency. Measured at the endpoint, from the first request to the last reply.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = ("sku", "name", "brand", "material", "colour", "capacity", "weight", "height", "dishwasher safe")
ROW = ("Tarn Mug", "Fenwick", "stoneware", "White", "350 ml", "320 g", "9 cm", "yes")


@dataclass(frozen=True)
class Measured:
    """One run against the endpoint."""

    calls: int
    seconds: float
    wall: float

    def share(self, latency: float, concurrency: int) -> float:
        """Return how much of what latency and concurrency allow was reached."""
        return self.calls * latency / concurrency / self.seconds


@contextmanager
def endpoint(*arguments: str) -> Iterator[str]:
    """Start the endpoint; yields its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.engine.endpoint", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    finally:
        process.terminate()
        process.wait()


def statistics_of(address: str) -> dict:
    """Return and reset what the endpoint has counted."""
    with urllib.request.urlopen(address.removesuffix("/v1") + "/stat") as answer:
        return json.load(answer)


def write_sheet(folder: Path, skus: int) -> Path:
    """Write a sheet of equal products."""
    path = folder / "products.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *((f"MUG-{number:05}", *ROW) for number in range(skus))])
    return path


def run_listgen(
    folder: Path, address: str, concurrency: int, *options: str
) -> tuple[subprocess.CompletedProcess, float]:
    """Run `listgen generate` with two variants and no pictures; returns the process and its wall time."""
    start = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable, "-m", "listgen", "generate", "products.csv", "--text", "openai", "--images", "none",
            "--marketplace", "amazon", "--variants", "2", "--concurrency", str(concurrency), *options,
        ],
        cwd=folder, capture_output=True, text=True, check=False,
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none",
            "LISTGEN_TEXT_MODEL": "bench",
        },
    )  # fmt: skip
    return done, time.perf_counter() - start


def run_async_openai(address: str, calls: int, concurrency: int) -> None:
    """Make the same number of calls with AsyncOpenAI behind a semaphore: the usual way to do it by hand."""
    from openai import AsyncOpenAI

    messages = [{"role": "system", "content": "s" * 3400}, {"role": "user", "content": "u" * 900}]
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("title", "highlights", "bullets", "description", "cites")},
    }
    asked = {"type": "json_schema", "json_schema": {"name": "listing", "strict": True, "schema": schema}}

    async def work() -> None:
        client = AsyncOpenAI(api_key="none", base_url=address, max_retries=0)
        places = asyncio.Semaphore(concurrency)

        async def one() -> None:
            async with places:
                await client.chat.completions.create(
                    model="bench",
                    messages=messages,
                    response_format=asked,
                    max_tokens=1500,  # type: ignore[arg-type]
                )

        await asyncio.gather(*(one() for _ in range(calls)))

    asyncio.run(work())


def main() -> int:
    """Print one line a latency: the share of the limit that listgen and AsyncOpenAI reach, and what a rerun takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--latency", type=float, action="append")
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    for latency in asked.latency or [1.0, 0.2]:
        ours, theirs, again = [], [], []
        for _ in range(asked.rounds):
            with endpoint("--latency", str(latency)) as address, tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_sheet(folder, asked.skus)
                done, wall = run_listgen(folder, address, asked.concurrency)
                if done.returncode:
                    print(done.stderr[-2000:])
                seen = statistics_of(address)
                run = Measured(seen["calls"], seen["seconds"], wall)
                ours.append(run.share(latency, asked.concurrency))
                _, rerun = run_listgen(folder, address, asked.concurrency)
                again.append(rerun / wall)
                assert statistics_of(address)["calls"] == 0
                run_async_openai(address, run.calls, asked.concurrency)
                seen = statistics_of(address)
                theirs.append(Measured(seen["calls"], seen["seconds"], 0).share(latency, asked.concurrency))
                print(
                    f"  {run.calls} calls, {run.seconds:.1f} s at the endpoint, {run.wall:.1f} s in all, "
                    f"rerun {rerun:.1f} s",
                    flush=True,
                )
        print(
            f"latency {latency} s, {asked.concurrency} at a time: listgen {statistics.median(ours):.2f} of the limit, "
            f"AsyncOpenAI {statistics.median(theirs):.2f}; rerun {statistics.median(again):.0%} of the time"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
