"""How long `listgen --help` takes beside a bare click program. Aim: at most 1.5 times (median of pairs)."""

import subprocess
import sys
import time
from statistics import median

BARE = """
import click
@click.group()
def cli():
    "A bare program."
@cli.command()
def one():
    "One command."
cli()
"""
PAIRS = 21


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    bare = [sys.executable, "-c", BARE, "--help"]
    ours = [sys.executable, "-m", "listgen", "--help"]
    seconds(bare), seconds(ours)
    pairs = [(seconds(ours), seconds(bare)) for _ in range(PAIRS)]
    ratio = median(our / other for our, other in pairs)
    print(
        f"listgen --help: {median(p[0] for p in pairs) * 1000:.0f} ms, bare click: "
        f"{median(p[1] for p in pairs) * 1000:.0f} ms, ratio {ratio:.2f} (aim 1.50, {PAIRS} pairs)"
    )


if __name__ == "__main__":
    main()
