"""A run can be killed at any moment; the next one ends in the same bytes as one that was never disturbed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.folders import bytes_of

ROOT = Path(__file__).parents[2]
SHEET = """sku,name,brand,material,colour,capacity,weight,image
MUG-1,Tarn Mug,Fenwick,stoneware,White,350 ml,320 g,mug.png
MUG-2,Tarn Cup,Fenwick,stoneware,Blue,200 ml,210 g,cup.png
POT-1,Tarn Plant Pot,Fenwick,terracotta,Red,1 l,640 g,
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    from PIL import Image, ImageDraw

    folder = tmp_path_factory.mktemp("shop")
    (folder / "products.csv").write_text(SHEET, encoding="utf-8")
    for name, colour in (("mug", "#40608a"), ("cup", "#8a4040")):
        photo = Image.new("RGB", (640, 640), "white")
        ImageDraw.Draw(photo).rounded_rectangle((190, 150, 450, 520), 40, fill=colour)
        photo.save(folder / f"{name}.png")
    return folder


def _command(project):
    return [
        sys.executable, "-m", "listgen", "generate", str(project / "products.csv"), "--out", str(project / "build"),
        "--marketplace", "google", "--jobs", "2",
    ]  # fmt: skip


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "LISTGEN_DATA_DIR": "nowhere"}


def _project(shop, folder):
    shutil.copytree(shop, folder)
    return folder


def _run(project):
    return subprocess.run(
        _command(project), cwd=project, env=_environment(), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def undisturbed(shop, tmp_path_factory):
    project = _project(shop, tmp_path_factory.mktemp("calm") / "shop")
    started = time.monotonic()
    done = _run(project)
    assert done.returncode == 0, done.stderr
    return project, bytes_of(project / "build"), time.monotonic() - started


@pytest.mark.parametrize("moment", [0.4, 0.8])
def test_a_killed_run_goes_on_to_the_same_bytes(shop, undisturbed, tmp_path, moment):
    _, expected, seconds = undisturbed
    project = _project(shop, tmp_path / "shop")
    pause = seconds * moment * random.Random(moment).uniform(0.8, 1.1)

    # A session of its own, so that the workers are killed with their parent.
    process = subprocess.Popen(
        _command(project), cwd=project, env=_environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(pause)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
    done = _run(project)

    assert done.returncode == 0, done.stderr
    assert bytes_of(project / "build") == expected


def test_a_second_run_makes_nothing_and_changes_nothing(undisturbed, tmp_path):
    calm, expected, _ = undisturbed
    project = _project(calm, tmp_path / "shop")

    again = _run(project)

    assert "0 made" in again.stdout
    assert "0 calls" in again.stdout
    assert bytes_of(project / "build") == expected


def test_a_changed_cell_remakes_only_what_uses_it(undisturbed, tmp_path):
    calm, _, _ = undisturbed
    project = _project(calm, tmp_path / "shop")
    sheet = project / "products.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("350 ml", "400 ml"), encoding="utf-8")

    plan = subprocess.run(
        [sys.executable, "-m", "listgen", "plan", str(sheet), "--marketplace", "google"],
        cwd=project, env=_environment(), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert "MUG-1" in plan
    assert "the facts of the SKU" in plan
    assert "MUG-2" not in plan
    assert "POT-1" not in plan


def test_ctrl_c_keeps_what_was_made_and_ends_with_130(shop, undisturbed, tmp_path):
    _, expected, seconds = undisturbed
    project = _project(shop, tmp_path / "shop")
    process = subprocess.Popen(
        _command(project), cwd=project, env=_environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip

    time.sleep(seconds * 0.6)
    os.killpg(process.pid, signal.SIGINT)
    _, story = process.communicate(timeout=60)
    done = _run(project)

    assert process.returncode in (0, 130), story
    if process.returncode == 130:
        assert "kept" in story
        assert "Traceback" not in story
    assert done.returncode == 0
    assert bytes_of(project / "build") == expected
