import os
import shutil
import signal
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from listgen.cli.main import cli
from listgen.domain.finding import Finding, Severity
from listgen.engine.executors.local import LocalExecutor
from listgen.engine.executors.parcel import Unpacked, pack
from listgen.engine.pictures import Rendered
from listgen.engine.settings import Cluster
from listgen.errors import ProviderError, UsageError
from tests.engine.small_shop import write_marketplace
from tests.engine.test_pictures import _photo, _task
from tests.folders import bytes_of

ray = pytest.importorskip("ray")

PATHS = st.lists(st.sampled_from(["..", "=up", "=", "a", "b.jpg", "=a"]), min_size=1, max_size=5)


@given(one=PATHS, other=PATHS, absolute=st.tuples(st.booleans(), st.booleans()))
def test_every_path_of_the_sender_has_its_own_place_inside_the_workers_folder(one, other, absolute):
    files = Unpacked(Path("/tmp/worker"))
    first, second = (Path("/" if whole else "", *parts) for whole, parts in zip(absolute, (one, other), strict=True))

    places = files.place(first), files.place(second)

    assert (places[0] == places[1]) == (first == second)
    assert all(place.is_relative_to("/tmp/worker") and ".." not in place.parts for place in places)


def test_a_parcel_carries_photo_and_mask_and_names_fonts_and_model(tmp_path):
    task = _task(_photo(tmp_path, "mug.png"))
    mask = _photo(tmp_path, "mug.mask.png")
    fonts = replace(task.job.kit.fonts, fallback=(tmp_path / "Sans.ttc#2",))
    job = replace(task.job, kit=replace(task.job.kit, fonts=fonts), weights=tmp_path / "cutout.onnx")

    parcel = pack([replace(task, job=job)])

    assert dict(parcel.files) == {path: path.read_bytes() for path in (task.job.photo, mask)}
    assert {tmp_path / "Sans.ttc", tmp_path / "cutout.onnx"} <= set(parcel.shared)


def test_remarks_of_a_worker_name_files_as_this_machine_does(tmp_path):
    files = Unpacked(tmp_path)
    photo = Path("photos/mug.jpg")
    there = Finding(
        code="picture.failed", severity=Severity.WARNING, message="m", hint=f"expected at {files.place(photo)}"
    )

    back = files.as_sent(Rendered("picture/mug", None, failure=there), [photo])

    assert back.failure.hint == "expected at photos/mug.jpg"


def test_a_cluster_that_does_not_answer_ends_the_run_in_plain_words(tmp_path):
    from listgen.engine.executors.on_ray import RayExecutor

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"

    with RayExecutor(Cluster(address=address), 1) as executor, pytest.raises(ProviderError, match=address):
        next(executor.render([[_task(_photo(tmp_path, "mug.png"))]]))


def test_an_address_that_is_none_is_a_usage_error(tmp_path):
    from listgen.engine.executors.on_ray import RayExecutor

    with RayExecutor(Cluster(address="nonsense"), 1) as executor, pytest.raises(UsageError, match="nonsense"):
        next(executor.render([[_task(_photo(tmp_path, "mug.png"))]]))


@pytest.fixture(scope="module")
def two_workers():
    """An executor with two workers that outlive a single test, on a cluster that has room for two more."""
    from listgen.engine.executors.on_ray import RayExecutor

    with RayExecutor(Cluster(workers=2), 4) as executor:
        yield executor


def _tasks(folder, names):
    """Return groups of one packshot each, and what the local executor makes of them."""
    groups = [[_task(_photo(folder, f"{name}.png"))] for name in names]
    with LocalExecutor(1) as executor:
        return groups, dict(executor.render(groups))


def test_pictures_of_workers_are_those_of_this_machine(two_workers, tmp_path):
    groups, expected = _tasks(tmp_path, ["a", "b", "c"])
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    missing = [_task(tmp_path / "missing.png")]
    with LocalExecutor(1) as executor:
        expected |= {index + 3: results for index, results in executor.render([[_task(broken)], missing])}

    results = dict(two_workers.render([*groups, [_task(broken)], missing]))

    assert results == expected
    assert results[0][0].picture is not None


def test_a_worker_does_not_read_the_drivers_photo(two_workers, tmp_path, monkeypatch):
    import listgen.engine.executors.on_ray as on_ray

    groups, expected = _tasks(tmp_path, ["a"])

    def packed_and_gone(tasks):
        parcel = pack(tasks)
        (tmp_path / "a.png").unlink()
        return parcel

    monkeypatch.setattr(on_ray, "pack", packed_and_gone)

    assert dict(two_workers.render(groups)) == expected


def test_a_killed_worker_loses_nothing(two_workers, tmp_path):
    groups, expected = _tasks(tmp_path, [f"mug-{number}" for number in range(6)])

    results = {}
    for index, rendered in two_workers.render(groups):
        results[index] = rendered
        if len(results) == 2:
            victim = two_workers.pids[0]
            os.kill(victim, signal.SIGKILL)

    assert results == expected
    assert victim not in two_workers.pids


def test_a_photo_that_kills_every_worker_costs_its_own_pictures_only(two_workers, tmp_path, monkeypatch):
    groups, expected = _tasks(tmp_path, ["a", "b", "c"])
    deadly = [replace(groups[1][0], facts=_Deadly())]

    results = dict(two_workers.render([groups[0], deadly, groups[2]]))

    assert "worker process died" in results[1][0].failure.message
    assert {0: results[0], 2: results[2]} == {0: expected[0], 2: expected[2]}


class _Deadly:
    """Ends the process that unpacks it, as a decoder does that crashes."""

    def __reduce__(self):
        return _die, ()


def _die():
    os._exit(9)


def _shop(folder):
    write_marketplace(folder)
    (folder / "products.csv").write_text(
        "sku,name,capacity,material,image\n"
        "MUG-1,Tarn Mug,350 ml,stoneware,mug.png\n"
        "MUG-2,Tarn Cup,200 ml,stoneware,cup.png\n"
        "MUG-3,Tarn Jug,1 l,stoneware,broken.png\n",
        encoding="utf-8",
    )
    (folder / "photos").mkdir()
    _photo(folder / "photos", "mug.png")
    _photo(folder / "photos", "cup.png")
    (folder / "photos/broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")


def test_the_output_of_a_run_on_ray_is_byte_by_byte_the_local_one(two_workers, tmp_path, monkeypatch):
    _shop(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = ["generate", "products.csv", "--marketplace", "small-shop", "--text", "composer", "--images", "studio"]

    ray_run = CliRunner().invoke(cli, [*words, "--executor", "ray", "--out", "on-ray"], standalone_mode=False)
    shutil.rmtree(tmp_path / ".listgen")
    local_run = CliRunner().invoke(cli, [*words, "--jobs", "1", "--out", "local"], standalone_mode=False)

    assert ray_run.exception is None
    assert "rendered on Ray" in ray_run.stderr
    assert ray_run.stdout.replace("on-ray", "local") == local_run.stdout
    assert bytes_of(tmp_path / "on-ray") == bytes_of(tmp_path / "local")
    assert len(list((tmp_path / "on-ray").rglob("*-hero.jpg"))) == 2
