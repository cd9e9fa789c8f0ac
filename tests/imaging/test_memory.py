"""How much memory a photo may take, measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

STATUS = Path("/proc/self/status")
# Prints megabytes of the process's peak before and after a photo was read (and cut out, where it can be).
READ = """
import sys
from pathlib import Path
import cv2, numpy
from listgen.errors import ImageError
from listgen.imaging.cutout import cut_out
from listgen.imaging.photo import read_photo

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024

before = peak()
try:
    cut_out(read_photo(Path(sys.argv[1])))
except ImageError as error:
    print("refused", before, peak())
else:
    print("read", before, peak())
"""


def _grown(path):
    """Return ("read" or "refused", megabytes that the process grew by)."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, before, after = done.stdout.split()
    return outcome, int(after) - int(before)


@pytest.mark.skipif(not STATUS.exists(), reason="reads the peak of a process from /proc")
@pytest.mark.parametrize(
    ("name", "mode", "size", "outcome", "megabytes"),
    [
        # 900 million pixels in a file of 110 kB: refused before one of them is decoded.
        ("bomb.png", "1", (30_000, 30_000), "refused", 40),
        ("bomb.gif", "P", (12_000, 12_000), "refused", 40),
        # The decoder of JPEG gives an eighth of the side, so the 60 million pixels never exist.
        ("long.jpg", "RGB", (30_000, 2_000), "read", 120),
        # A PNG decodes whole: 57 million pixels of 4 bytes, and one copy of them.
        ("long.png", "RGB", (30_000, 1_900), "read", 560),
    ],
)
def test_no_photo_takes_more_memory_than_its_bound(tmp_path, name, mode, size, outcome, megabytes):
    path = tmp_path / name
    Image.new(mode, size, 1 if mode in "1P" else (200, 60, 40)).save(path)

    what, grown = _grown(path)

    assert what == outcome
    assert grown < megabytes
