"""Kill the demo twenty times with -9 at random moments, let it finish, and compare with an undisturbed run.

`python -m benchmarks.kills` prints how many files are equal byte for byte; exit code 1 if any differs. POSIX only.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def demo(project: Path) -> list[str]:
    return [sys.executable, "-m", "listgen", "generate", str(project), "--out", str(project.parent / "build")]


def fresh(folder: Path) -> Path:
    left_out = shutil.ignore_patterns(".listgen", "build", "__pycache__", "alpha")
    shutil.copytree(ROOT / "examples", folder / "shop", ignore=left_out)
    return folder / "shop"


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=7)
    asked = arguments.parse_args()
    moments = random.Random(asked.seed)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    with tempfile.TemporaryDirectory() as calm, tempfile.TemporaryDirectory() as rough:
        started = time.perf_counter()
        subprocess.run(demo(fresh(Path(calm))), check=True, **quiet)
        seconds = time.perf_counter() - started
        print(f"undisturbed: {seconds:.0f} s")
        project = fresh(Path(rough))
        for number in range(asked.kills):
            # Later kills come while less is left to do, so each run is given a random share of what one run took.
            pause = moments.uniform(0.02, 2.5 / asked.kills) * seconds
            process = subprocess.Popen(demo(project), start_new_session=True, **quiet)
            try:
                process.wait(pause)
                ended = "had ended"
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                ended = "killed"
            print(f"kill {number + 1}: {ended} after {pause:.1f} s")
        subprocess.run(demo(project), check=True, **quiet)
        before, after = digests(Path(calm) / "build"), digests(Path(rough) / "build")
    different = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    print(f"{len(before)} files, {len(different)} different {different[:5]}")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
