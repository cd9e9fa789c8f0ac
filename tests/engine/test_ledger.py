import os
import subprocess
import sys

import pytest

from listgen.engine.files import TEMPORARY, keep_only, remove_leftovers, write_bytes
from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.errors import ListgenError


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / ".listgen")
    yield ledger
    ledger.close()


def test_what_was_added_is_found_again_by_another_process(tmp_path, ledger):
    key = content_key("text", facts=["a"], seed=1)
    ledger.add(key, "text", "text/A/MUG", Entry('{"title": "Mug"}', calls=2, cost_usd=None))

    other = Ledger(tmp_path / ".listgen")

    assert other.find(key) == Entry('{"title": "Mug"}', calls=2, cost_usd=None)
    other.close()


def test_an_artefact_whose_bytes_are_gone_counts_as_not_made(ledger):
    key = content_key("picture", photo="x")
    blob = ledger.add_blob(b"jpeg")
    ledger.add(key, "picture", "picture/MUG", Entry("{}", blob))

    ledger.blob_path(blob).unlink()

    assert ledger.find(key) is None


def test_the_last_key_of_a_task_tells_which_part_changed(ledger):
    before = content_key("text", facts=["750 ml"], voice="warm", seed=1)
    ledger.add(before, "text", "text/A/MUG", Entry("{}"))

    after = content_key("text", facts=["500 ml"], voice="warm", seed=1)

    assert after.changed(ledger.last_parts("text/A/MUG")) == ("facts",)
    assert ledger.last_parts("text/A/OTHER") is None


def test_a_key_does_not_depend_on_the_order_in_which_its_parts_are_named():
    assert content_key("text", a=1, b=2) == content_key("text", b=2, a=1)
    assert content_key("text", a=1) != content_key("picture", a=1)


def test_a_write_that_is_killed_leaves_the_old_file_whole(tmp_path):
    target = tmp_path / "feed.json"
    write_bytes(target, b"old")
    script = (
        "import os, sys, pathlib; from listgen.engine import files\n"
        "os.fsync = lambda number: os.kill(os.getpid(), 9)\n"
        f"files.write_bytes(pathlib.Path({str(target)!r}), b'new' * 1000)"
    )

    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": "."}, check=False)

    assert done.returncode != 0
    assert target.read_bytes() == b"old"
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["feed.json"]


def test_a_file_with_the_same_bytes_is_not_touched(tmp_path):
    target = tmp_path / "a"

    assert write_bytes(target, b"x")
    assert not write_bytes(target, b"x")


def test_a_failed_write_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()

    with pytest.raises(OSError, match="taken"):
        write_bytes(tmp_path / "taken", b"x")

    assert not list(tmp_path.glob(f"{TEMPORARY}*"))


def test_files_of_earlier_runs_go_and_so_do_empty_folders(tmp_path):
    for name in ("a.csv", "images/a.jpg", "images/old.jpg", "gone/x.jpg"):
        write_bytes(tmp_path / name, b"x")

    keep_only(tmp_path, ["a.csv", "images/a.jpg"])

    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "a.csv",
        "images",
        "images/a.jpg",
    ]


def test_a_ledger_that_cannot_be_opened_says_where_it_is(tmp_path):
    (tmp_path / ".listgen").write_text("a file where the folder should be")

    with pytest.raises(ListgenError, match=r"\.listgen"):
        Ledger(tmp_path / ".listgen")
