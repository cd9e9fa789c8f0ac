"""One entry for all kinds of pictures: what it makes of good photos, of bad ones, and of odd files."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from listgen.catalog.brand_kit import read_brand_kit
from listgen.domain.channel import PictureSpec
from listgen.domain.picture import BannerWords
from listgen.errors import ImageError
from listgen.imaging.picture import render_picture
from listgen.imaging.scene_files import can_paint
from listgen.resources import shipped
from tests.imaging.drawn import job, mug_photo, save

QUIRKS = Path(__file__).parents[2].parent / "shared" / "data" / "image-quirks"
SIZES = {"packshot": (500, 500), "hero": (420, 420), "banner": (640, 240)}


@pytest.fixture(scope="module")
def brand():
    return read_brand_kit(next(folder for folder in sorted(shipped("brand_kits").iterdir()) if folder.is_dir()))


def picture_job(photo, kind, brand):
    width, height = SIZES[kind]
    spec = PictureSpec(slot=kind, kind=kind, width=width, height=height)
    return job(photo, kit=brand, spec=spec, words=BannerWords("Made for every day"))


@pytest.mark.parametrize("kind", SIZES)
def test_every_kind_is_made_from_one_photo(tmp_path, brand, kind):
    path = save(mug_photo(side=900), tmp_path / "mug.jpg", quality=95)

    made = render_picture(picture_job(path, kind, brand))

    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height) == SIZES[kind]
    assert made.certificate.changed_pixels == 0
    assert not made.whole_photo
    assert made.source_type == ("digitalCapture" if kind == "packshot" else "compositeSynthetic")
    assert made.source_type in image.info["xmp"].decode()


@pytest.mark.parametrize("kind", SIZES)
def test_a_cropped_product_is_shown_as_a_whole_photo(tmp_path, brand, kind):
    path = save(mug_photo(side=600, ground=(90, 60, 40))[:, 160:], tmp_path / "cropped.png")

    made = render_picture(picture_job(path, kind, brand))

    assert made.whole_photo
    assert made.certificate.cutout_method == ""
    assert "photo.cropped" in {finding.code for finding in made.findings}


def test_a_banner_without_words_is_an_error(tmp_path, brand):
    path = save(mug_photo(), tmp_path / "mug.png")
    spec = PictureSpec(slot="banner", kind="banner", width=640, height=240)

    with pytest.raises(ImageError, match="headline"):
        render_picture(job(path, kit=brand, spec=spec))


def test_a_picture_model_that_is_not_there_leaves_the_studio_and_a_finding(tmp_path, brand):
    path = save(mug_photo(side=600), tmp_path / "mug.png")
    spec = PictureSpec(slot="hero", kind="hero", width=300, height=300)

    made = render_picture(job(path, kit=brand, spec=spec, backdrop="diffusers", model=str(tmp_path)))

    assert made.source_type == "compositeSynthetic"
    assert "picture.studio-instead" in {finding.code for finding in made.findings}


@pytest.mark.parametrize("shape", [(16, 16), (40, 900), (900, 40), (200, 200)])
def test_any_size_of_photo_ends_in_a_picture(tmp_path, shape):
    noise = np.random.default_rng(2).integers(0, 255, (*shape, 3), np.uint8)
    path = save(noise, tmp_path / "noise.png")

    made = render_picture(job(path))

    assert made.whole_photo
    assert made.findings


@pytest.mark.skipif(not QUIRKS.is_dir(), reason="sample data is not here")
def test_odd_files_end_in_a_packshot_or_an_error():
    outcomes = {}
    for path in sorted(QUIRKS.glob("pillow_*")):
        try:
            outcomes[path.name] = render_picture(job(path)).width
        except ImageError:
            outcomes[path.name] = 0

    assert sum(width > 0 for width in outcomes.values()) == 4
    assert outcomes["pillow_truncated_jpeg.jpg"] == 0


@pytest.mark.skipif(not can_paint(), reason="needs the `diffusion` extra")
def test_a_damaged_scene_model_costs_the_far_field_and_not_the_picture(tmp_path, brand, monkeypatch):
    from listgen.imaging.scene import far_model

    path = save(mug_photo(side=600), tmp_path / "mug.png")
    asked = {
        "kit": replace(brand, scene="table", place="shore"),
        "spec": PictureSpec(slot="hero", kind="hero", width=300, height=300),
        "longest_cm": 12.0,
    }
    painted = render_picture(job(path, **asked, backdrop="scene"))
    monkeypatch.setattr(far_model, "FOLDER", tmp_path / "nowhere")
    drawn = render_picture(job(path, **asked, backdrop="scene"))

    assert painted.source_type == "compositeWithTrainedAlgorithmicMedia"
    assert painted.certificate.changed_pixels == 0
    assert drawn.data == render_picture(job(path, **asked)).data
    assert "picture.studio-instead" in {finding.code for finding in drawn.findings}
