import os
from pathlib import Path

from listgen.domain.brand_kit import BrandKit, Fonts, Palette
from listgen.domain.channel import PictureSpec
from listgen.domain.fact import FactSheet
from listgen.domain.picture import PictureJob
from listgen.engine.executors.local import LocalExecutor
from listgen.engine.keys import content_key
from listgen.engine.picture_tasks import PictureTask


def _task(photo: Path) -> PictureTask:
    kit = BrandKit(
        name="kit", folder=photo.parent, brand="Fenwick", palette=Palette(("#eeeeee",)), fonts=Fonts(photo, photo)
    )
    facts = FactSheet(
        sku=photo.stem, name="Mug", brand="Fenwick", brand_cell=None, line="", type_id="drinkware", noun="mug",
        noun_plural=False, facts=(),
    )  # fmt: skip
    spec = PictureSpec(slot="packshot", kind="packshot", width=400, height=400)
    job = PictureJob(sku=photo.stem, photo=photo, spec=spec, kit=kit, seed=1)
    return PictureTask(f"picture/{photo.stem}", content_key("picture", photo=photo.name), job, facts, ())


def _photo(folder: Path, name: str) -> Path:
    from PIL import Image, ImageDraw

    photo = Image.new("RGB", (600, 600), "white")
    ImageDraw.Draw(photo).ellipse((150, 150, 450, 450), fill="#336699")
    photo.save(folder / name)
    return folder / name


def test_a_broken_photo_costs_its_own_pictures_only(tmp_path):
    good, bad = _photo(tmp_path, "good.png"), tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")

    with LocalExecutor(2) as executor:
        results = dict(executor.render([[_task(bad)], [_task(good)]]))

    assert results[0][0].picture is None
    assert "bad.png" in results[0][0].failure.message
    assert results[1][0].picture is not None


def test_a_worker_that_dies_costs_its_own_pictures_only(tmp_path, monkeypatch):
    # Stands for a decoder that crashes: every worker that touches this file ends at once.
    good, deadly = _photo(tmp_path, "good.png"), _photo(tmp_path, "deadly.png")
    hook = tmp_path / "sitecustomize.py"
    hook.write_text(
        "import os, sys\n"
        "if 'spawn_main' in ' '.join(sys.orig_argv):\n"
        "    import pathlib\n"
        "    opened = pathlib.Path.open\n"
        "    def deadly(self, *a, **k):\n"
        "        if self.name == 'deadly.png': os._exit(9)\n"
        "        return opened(self, *a, **k)\n"
        "    pathlib.Path.open = deadly\n"
        "    stat = pathlib.Path.stat\n"
        "    def deadly_stat(self, *a, **k):\n"
        "        if self.name == 'deadly.png': os._exit(9)\n"
        "        return stat(self, *a, **k)\n"
        "    pathlib.Path.stat = deadly_stat\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '.')}")

    with LocalExecutor(2) as executor:
        results = dict(executor.render([[_task(deadly)], [_task(good)]]))
        again = dict(executor.render([[_task(good)], [_task(good)]]))

    assert "worker process died" in results[0][0].failure.message
    assert results[1][0].picture is not None
    assert again[1][0].picture == results[1][0].picture
