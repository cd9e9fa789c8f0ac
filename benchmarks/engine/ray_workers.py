"""`python -m benchmarks.engine.ray_workers`: pictures by one and two workers, of this machine's pool and of Ray.

The work is CPU-bound: packshot, hero and banner of example photos. Workers are started and warm before the clock runs;
what a start takes is told apart. Every way has to end in the same bytes. On a machine with other work, wall time says
little: so the time that each worker stood in the queue for a processor (Linux counts it) is taken off, and what the
slowest worker needed beside is the time that a free machine would take.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from dataclasses import dataclass
from multiprocessing import active_children
from pathlib import Path

from listgen.engine.executors import open_executor
from listgen.engine.executors.base import Executor, Group
from listgen.engine.executors.on_ray import RayExecutor
from listgen.engine.generate import read_inputs
from listgen.engine.pictures import Rendered

ROOT = Path(__file__).parents[2]
WAYS = (("local", 1), ("local", 2), ("ray", 1), ("ray", 2))


@dataclass(frozen=True)
class Measured:
    """One way once, in seconds: to start, by the clock, by the clock without queueing, and of processors."""

    start: float
    wall: float
    free: float
    cpu: float


def example_groups(photos: int) -> list[Group]:
    """Return the picture tasks of the first example photos, one group a product."""
    from listgen.cli.settings import Options, resolve

    settings = resolve(Options(catalog=ROOT / "examples", marketplaces=("google",), images="studio", text="composer"))
    groups = [work.pictures for work in read_inputs(settings).work if work.pictures]
    return [tuple(group) for group in groups[:photos]]


def measure(way: str, workers: int, groups: list[Group]) -> tuple[Measured, dict[int, list[Rendered]]]:
    """Return what a way took and made."""
    from listgen.cli.settings import Options, resolve

    settings = resolve(Options(catalog=ROOT / "examples", executor=way, jobs=workers, images="studio", text="composer"))
    begin = time.perf_counter()
    with open_executor(settings) as executor:
        # The first group of each worker pays for imports, fonts and the cut-out model.
        _run(executor, [groups[0]] * workers)
        start = time.perf_counter() - begin
        pids = executor.pids if isinstance(executor, RayExecutor) else [child.pid for child in active_children()]
        queued = {pid: _queued_seconds(pid) for pid in pids or [os.getpid()]}
        cpu, begin = _cpu_seconds(), time.perf_counter()
        made = _run(executor, groups)
        wall = time.perf_counter() - begin
        free = wall - min(_queued_seconds(pid) - before for pid, before in queued.items())
        return Measured(start, wall, free, _cpu_seconds() - cpu), made


def _run(executor: Executor, groups: list[Group]) -> dict[int, list[Rendered]]:
    return dict(executor.render(groups))


def _queued_seconds(pid: int) -> float:
    """Return how long the first thread of a process has waited for a processor so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def _cpu_seconds() -> float:
    """Return the processor seconds of this process and everything below it so far (Linux)."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                values = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            parents[int(folder.name)] = int(values[1])
            ticks[int(folder.name)] = int(values[11]) + int(values[12])

    def ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid == os.getpid()

    return sum(count for pid, count in ticks.items() if ours(pid)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    groups = example_groups(arguments.photos)
    found: dict[tuple[str, int], list[Measured]] = {way: [] for way in WAYS}
    expected: dict[int, list[Rendered]] = {}
    for _ in range(arguments.runs):
        # Turn by turn, so that a busy minute does not meet one way alone.
        for way in WAYS:
            measured, made = measure(*way, groups)
            expected = expected or made
            assert made == expected, f"{way} made other bytes"
            found[way].append(measured)
            print(f"  {way[0]} {way[1]}: {measured.wall:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    pictures = sum(len(group) for group in groups)
    print(f"{pictures} pictures of {len(groups)} photos, median of {arguments.runs}")
    for (way, workers), several in found.items():
        wall = statistics.median(one.wall for one in several)
        free = statistics.median(one.free for one in several)
        cpu = statistics.median(one.cpu for one in several)
        start = statistics.median(one.start for one in several)
        print(
            f"{way:5} {workers}: {wall:6.1f} s, {free:6.1f} s without queueing, "
            f"{cpu:6.1f} processor s, start {start:.1f} s"
        )
    for way in ("local", "ray"):
        one, two = found[way, 1], found[way, 2]
        ratio = statistics.median(m.wall for m in one) / statistics.median(m.wall for m in two)
        free = statistics.median(m.free for m in one) / statistics.median(m.free for m in two)
        print(f"{way}: two workers {ratio:.2f}x one, {free:.2f}x without queueing")


if __name__ == "__main__":
    main()
