"""`python -m benchmarks.engine.big_sheet`: a large sheet with the composer: time, memory, reading, the rerun.

Seconds of processor time count the workers too; memory is the peak of one process, main and largest worker apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine.sheet import write_sheet, write_workbook

ROOT = Path(__file__).parents[2]
_READ = """
import json, sys, time
from pathlib import Path
from python_calamine import load_workbook
path = Path(sys.argv[1])
from listgen.catalog.read import read_catalog
from listgen.catalog.sources import read_grids
for small in sys.argv[2:]: read_catalog(Path(small))
ways = {
    "calamine": lambda: load_workbook(path).get_sheet_by_index(0).to_python(),
    "cells": lambda: read_grids(path),
    "catalogue": lambda: read_catalog(path),
}
times = {name: [] for name in ways}
for _ in range(5):
    for name, way in ways.items():
        start = time.process_time(); found = way()
        times[name].append(time.process_time() - start); del found
print(json.dumps({name: min(found) for name, found in times.items()}))
"""


@dataclass(frozen=True)
class Measured:
    """One run: seconds of wall and processor, the peak memory of main process and largest worker in MB."""

    code: int
    wall: float
    cpu: float
    main_mb: float
    worker_mb: float
    answer: str


def measure(folder: Path, *arguments: str) -> Measured:
    """Run listgen in a process of its own and watch its memory and that of its children."""
    start = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "listgen", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    workers: dict[int, float] = {}
    main = [0.0]

    def watch() -> None:
        while process.poll() is None:
            main[0] = max(main[0], _peak(process.pid))
            for child in _children(process.pid):
                workers[child] = max(workers.get(child, 0.0), _peak(child))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    answer = process.communicate()[0]
    watcher.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(
        process.returncode, time.perf_counter() - start, cpu, main[0], max(workers.values(), default=0.0), answer
    )


def _peak(pid: int) -> float:
    """Return the largest resident size that a process ever had, in MB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def read_times(rows: int) -> dict[str, float]:
    """Return the best of five on one workbook, in processor seconds.

    "calamine": its own `to_python()` alone; "cells": the sheet as cleaned cells; "catalogue": products, families and
    findings of it.
    """
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as warm:
        path, small = write_workbook(Path(name), rows), write_workbook(Path(warm), 50)
        done = subprocess.run(
            [sys.executable, "-c", _READ, str(path), str(small)], cwd=ROOT, capture_output=True, text=True, check=True
        )
    return dict(json.loads(done.stdout))


def main() -> int:
    """Print one line for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--marketplace", action="append")
    parser.add_argument("--no-check", action="store_true")
    parser.add_argument("--read", action="store_true", help="reading alone")
    asked = parser.parse_args()
    counts = asked.rows or [1000, 5000, 20000]
    for count in counts:
        if asked.read:
            times = read_times(count)
            alone, cells, catalogue = times["calamine"], times["cells"], times["catalogue"]
            print(
                f"{count:>6} rows: calamine alone {alone:.3f} s; cells of the sheet {cells:.3f} s = "
                f"{cells / alone:.2f}x; catalogue {catalogue:.2f} s = {catalogue / alone:.1f}x",
                flush=True,
            )
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_sheet(folder, count)
            places = [f"--marketplace={one}" for one in asked.marketplace or ("amazon", "shopify")]
            command = ("generate", "products.csv", "--text", "composer", "--images", "none", "--variants",
                       str(asked.variants), "--jobs", str(asked.jobs), "--out", "build", *places)  # fmt: skip
            first = measure(folder, *command)
            again = measure(folder, *command)
            (folder / "build" / "run.json").unlink(missing_ok=True)
            rebuilt = measure(folder, *command)
            listings = len(places) * asked.variants * count
            print(
                f"{count:>6} rows: {first.wall:.1f} s wall, {first.cpu:.1f} s CPU "
                f"({1000 * first.cpu / listings:.2f} ms a listing), main {first.main_mb:.0f} MB, "
                f"worker {first.worker_mb:.0f} MB; rerun {again.wall:.1f} s ({again.cpu / first.cpu:.1%} of the CPU, "
                f"{again.main_mb:.0f} MB); from the ledger {rebuilt.wall:.1f} s ({rebuilt.cpu / first.cpu:.1%})",
                flush=True,
            )
            if first.code not in (0, 1):
                print(first.answer[-2000:])
            if not asked.no_check:
                checked = measure(folder, "check", "build", "--format", "json")
                findings = json.loads(checked.answer)["findings"]
                bad = [finding for finding in findings if finding.get("blocking")]
                print(f"        check: {len(bad)} blocking findings, {checked.wall:.1f} s, {checked.main_mb:.0f} MB")
                print("       ", first.answer.splitlines()[0] if first.answer else "", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
