"""`python -m benchmarks.engine`: texts a second against an endpoint of fixed latency, and the same work by others.

The limit is calls x latency / concurrency. Measured at the endpoint, from the first request to the last reply. The
others are AsyncOpenAI behind a semaphore and, where `--curator` names a python that has it, bespokelabs-curator. They
take turns, so that what else the machine does hits all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
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

    messages = [{"role": "system", "content": "s" * 1400}, {"role": "user", "content": "u" * 600}]
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("title", "highlights", "bullets", "description", "cites")},
    }
    asked = {"type": "json_schema", "json_schema": {"name": "listing", "strict": True, "schema": schema}}

    async def work() -> None:
        places = asyncio.Semaphore(concurrency)

        async def one(client: AsyncOpenAI) -> None:
            async with places:
                await client.chat.completions.create(
                    model="bench",
                    messages=messages,
                    response_format=asked,
                    max_tokens=1500,  # type: ignore[arg-type]
                )

        async with AsyncOpenAI(api_key="none", base_url=address, max_retries=0) as client:
            await asyncio.gather(*(one(client) for _ in range(calls)))

    asyncio.run(work())


def run_curator(python: str, folder: Path, address: str, calls: int, concurrency: int) -> float:
    """Make the same number of calls with curator; returns the wall time. A second run finds them in its cache."""
    start = time.perf_counter()
    subprocess.run(
        [python, "-m", "benchmarks.engine.curator_work", address, str(calls), str(concurrency), str(folder)],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - start


def main() -> int:
    """Print one line a latency: the share of the limit that each reaches, and what a rerun takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skus", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--latency", type=float, action="append")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--curator", default=os.environ.get("LISTGEN_BENCH_CURATOR", ""), metavar="PYTHON")
    asked = parser.parse_args()
    # As an installed package is: no run shall compile what it imports while requests are under way.
    compileall.compile_dir(ROOT / "listgen", quiet=2)
    for latency in asked.latency or [1.0, 0.2]:
        shares: dict[str, list[float]] = {}
        again: dict[str, list[float]] = {}
        for _ in range(asked.rounds):
            with endpoint("--latency", str(latency)) as address, tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                write_sheet(folder, asked.skus)
                done, wall = run_listgen(folder, address, asked.concurrency)
                if done.returncode:
                    print(done.stderr[-2000:])
                seen = statistics_of(address)
                run = Measured(seen["calls"], seen["seconds"], wall)
                shares.setdefault("listgen", []).append(run.share(latency, asked.concurrency))
                _, rerun = run_listgen(folder, address, asked.concurrency)
                again.setdefault("listgen", []).append(rerun / wall)
                assert statistics_of(address)["calls"] == 0
                print(
                    f"  {run.calls} calls, {run.seconds:.1f} s at the endpoint, {run.wall:.1f} s in all, "
                    f"rerun {rerun:.1f} s",
                    flush=True,
                )
                run_async_openai(address, run.calls, asked.concurrency)
                seen = statistics_of(address)
                run = Measured(seen["calls"], seen["seconds"], 0)
                shares.setdefault("AsyncOpenAI", []).append(run.share(latency, asked.concurrency))
                if asked.curator:
                    wall = run_curator(asked.curator, folder / "curator", address, run.calls, asked.concurrency)
                    seen = statistics_of(address)
                    run = Measured(seen["calls"], seen["seconds"], wall)
                    shares.setdefault("curator", []).append(run.share(latency, asked.concurrency))
                    rerun = run_curator(asked.curator, folder / "curator", address, run.calls, asked.concurrency)
                    again.setdefault("curator", []).append(rerun / wall)
        reached = ", ".join(f"{name} {statistics.median(values):.2f}" for name, values in shares.items())
        reruns = ", ".join(f"{name} {statistics.median(values):.0%}" for name, values in again.items())
        print(
            f"latency {latency} s, {asked.concurrency} at a time, share of the limit: {reached}; "
            f"rerun, of the first run's time: {reruns}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
