"""`python -m benchmarks.engine.kills --kills 20`: runs that are killed at random points, and what that costs.

Each run writes with a local HTTP endpoint and is killed with SIGKILL at a random moment between its start and its end;
the next one goes on from the ledger. When a run gets to its end before its kill, its whole output is compared with that
of an undisturbed run, byte by byte, and a new project begins. Every other kill hits the main process alone, as the
kernel does when memory is short; its workers have to notice.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.engine.__main__ import ROOT, endpoint, statistics_of, write_sheet


@dataclass
class Tally:
    """What the kills cost; `lost` counts per kill the calls whose answer no ledger has."""

    kills: int = 0
    projects: int = 0
    calls: int = 0
    lost: list[int] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    orphans: int = 0
    failures: list[str] = field(default_factory=list)


def start(folder: Path, address: str, concurrency: int) -> subprocess.Popen:
    """Start a run in a process group of its own."""
    return subprocess.Popen(
        [
            sys.executable, "-m", "listgen", "generate", "products.csv", "--text", "openai", "--images", "none",
            "--marketplace", "amazon", "--variants", "2", "--concurrency", str(concurrency),
        ],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={
            **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none",
            "LISTGEN_TEXT_MODEL": "bench",
        },
    )  # fmt: skip


def bytes_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def replies_in(folder: Path) -> int:
    """Return how many answers a project's ledger holds."""
    path = folder / ".listgen/ledger.sqlite"
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(path)) as db:
        try:
            return db.execute("SELECT count(*) FROM artefact WHERE kind = 'reply'").fetchone()[0]
        except sqlite3.OperationalError:
            return 0  # killed before the tables were made


def kill(process: subprocess.Popen, alone: bool) -> bool:
    """Kill a run and return whether a worker outlived it for more than five seconds."""
    if alone:
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for _ in range(50):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    return True


def main() -> int:
    """Print what the kills cost; returns 1 where a byte differs, or more calls are lost than were under way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--skus", type=int, default=40)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, tally = random.Random(asked.seed), Tally()
    with endpoint("--latency", str(asked.latency)) as address, tempfile.TemporaryDirectory() as name:
        calm = Path(name) / "calm"
        calm.mkdir()
        write_sheet(calm, asked.skus)
        began = time.perf_counter()
        _, story = start(calm, address, asked.concurrency).communicate()
        wall = time.perf_counter() - began
        expected, needed = bytes_of(calm / "build"), statistics_of(address)["calls"]
        if not expected:
            print(story)
            return 1
        print(f"undisturbed: {needed} calls, {wall:.1f} s, {len(expected)} files", flush=True)
        while tally.kills < asked.kills:
            tally.projects += 1
            folder = Path(name) / f"shop-{tally.projects}"
            folder.mkdir()
            write_sheet(folder, asked.skus)
            ended = False
            while not ended:
                before = replies_in(folder)
                process = start(folder, address, asked.concurrency)
                # The last run of the last project is left alone.
                pause = chance.uniform(0, wall) if tally.kills < asked.kills else None
                if pause is not None and chance.random() < 0.6:
                    # The calls take a small part of a short run: most kills are to hit them.
                    while process.poll() is None and replies_in(folder) == before:
                        time.sleep(0.02)
                    pause = chance.uniform(0, 2 * needed * asked.latency / asked.concurrency)
                try:
                    _, story = process.communicate(timeout=pause)
                    ended = True
                except subprocess.TimeoutExpired:
                    tally.orphans += kill(process, alone=tally.kills % 2 == 0)
                    tally.kills += 1
                    time.sleep(2 * asked.latency)
                calls = statistics_of(address)["calls"]
                tally.calls += calls
                if not ended:
                    tally.lost.append(calls - (replies_in(folder) - before))
                elif process.returncode:
                    tally.failures.append(story[-500:])
            if bytes_of(folder / "build") != expected or replies_in(folder) != needed:
                tally.unequal.append(folder.name)
            print(
                f"  {folder.name}: {tally.kills} kills so far, {sum(tally.lost)} calls lost, "
                f"{len(tally.unequal)} outputs differ, {tally.orphans} workers left, {len(tally.failures)} failures",
                flush=True,
            )
    wanted = needed * tally.projects
    print(
        f"{tally.kills} kills in {tally.projects} projects: {tally.calls} calls for {wanted} needed; "
        f"{sum(tally.lost)} were under way at a kill (at most {max(tally.lost)} of {asked.concurrency} at one), "
        f"{tally.calls - wanted - sum(tally.lost)} were paid twice; {len(tally.unequal)} outputs differ, "
        f"{tally.orphans} workers stayed behind, {len(tally.failures)} runs failed"
    )
    for text in tally.failures:
        print(text)
    whole = tally.calls == wanted + sum(tally.lost) and max(tally.lost) <= asked.concurrency
    return 0 if whole and not (tally.unequal or tally.failures or tally.orphans) else 1


if __name__ == "__main__":
    sys.exit(main())
