"""The wheel carries everything: built, installed beside nothing but its dependencies, run from another folder."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # The dependencies come from the environment of the tests, so that nothing is downloaded; listgen does not: a wheel
    # that lacks a file must not find it in the checkout.
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", packages, str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return python


def _listgen(python, *args, cwd):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LISTGEN"))}
    return subprocess.run(
        [python, "-m", "listgen", *args], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_an_installed_wheel_starts_a_project_and_makes_its_listings(installed, tmp_path):
    start = _listgen(installed, "init", "shop", cwd=tmp_path)
    made = _listgen(installed, "generate", "--limit", "1", "--marketplace", "amazon", cwd=tmp_path / "shop")

    assert start.returncode == 0, start.stderr
    assert made.returncode == 0, made.stderr
    where = subprocess.run(
        [installed, "-c", "import listgen; print(listgen.__file__)"], cwd=tmp_path, capture_output=True, text=True
    ).stdout
    assert str(ROOT) not in where
    assert list((tmp_path / "shop" / "build" / "amazon-en-US" / "A" / "images").iterdir())
    assert "<html" in (tmp_path / "shop" / "build" / "report.html").read_text(encoding="utf-8")


def test_the_wheel_carries_what_a_seller_needs_and_no_more(installed, tmp_path):
    script = "from listgen.resources import shipped; print(*(path.name for path in shipped('examples').rglob('*')))"
    done = subprocess.run([installed, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    names = done.stdout.split()

    assert {"listgen.toml", "products.csv", "photos"} <= set(names)
    assert not {"alpha", "make_photos.py", "photo_studio", ".listgen", "build"} & set(names)
