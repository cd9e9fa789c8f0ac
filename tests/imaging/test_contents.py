"""What else is in a photo: hands, words, several pictures, blur, damage. Photos are drawn."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from listgen.errors import ImageError
from listgen.imaging.contents import BLURRED, blur_of, has_panels, is_torn
from listgen.imaging.cutout import cut_out
from listgen.imaging.photo import Photo, read_photo
from tests.imaging.drawn import mug_alpha, mug_photo

QUIRKS = Path(__file__).parents[2].parent / "shared" / "data" / "image-quirks"
PHOTOS = Path(__file__).parents[2] / "examples" / "photos"
SKIN = (214, 160, 128)


def photo_of(rgb):
    return Photo(Path("mug.jpg"), rgb, None, "", rgb.shape[1::-1])


def codes(made):
    return {finding.code for finding in made.findings}


def test_an_arm_that_reaches_into_the_photo_is_named_and_the_photo_used_whole():
    rgb = mug_photo(side=600, colour=(40, 90, 160))
    rgb[470:, 200:330] = SKIN  # from the lower edge to the mug

    made = cut_out(photo_of(rgb))

    assert not made.usable
    assert codes(made) == {"photo.person"}


def test_a_skin_coloured_product_is_no_person():
    made = cut_out(photo_of(mug_photo(side=600, colour=SKIN)))

    assert made.usable
    assert "photo.person" not in codes(made)


def test_a_cropped_product_of_one_colour_is_cropped_and_no_person():
    made = cut_out(photo_of(mug_photo(side=600, colour=SKIN)[:, 160:]))

    assert codes(made) == {"photo.cropped"}


def test_words_beside_the_product_are_named():
    picture = Image.fromarray(mug_photo(side=800))
    font = ImageFont.load_default(56)
    ImageDraw.Draw(picture).text((150, 40), "SUPER SALE 50%", fill=(200, 20, 20), font=font)

    made = cut_out(photo_of(np.asarray(picture)))

    assert "photo.words" in codes(made) or not made.usable


def test_two_pictures_side_by_side_are_a_collage_and_used_whole():
    other = mug_photo(side=600, ground=(90, 120, 60), colour=(220, 200, 180))
    rgb = np.hstack([mug_photo(side=600), other])

    made = cut_out(photo_of(rgb))

    assert not made.usable
    assert codes(made) == {"photo.collage"}


@pytest.mark.parametrize("slope", [1.2, 3.0])
def test_a_horizon_is_no_seam(slope):
    y = np.arange(600, dtype=np.float32)[:, None, None]
    rgb = 135 - 45 * np.tanh((y - 330) / slope) + np.zeros((600, 600, 3), np.float32)

    assert not has_panels(cv2.GaussianBlur(rgb, (0, 0), 1.0).astype(np.uint8))


def test_a_board_gap_is_no_seam():
    rgb = np.full((600, 600, 3), 170, np.uint8)
    rgb[:, 300:302] = 60

    assert not has_panels(rgb)


@pytest.mark.parametrize("path", sorted(PHOTOS.glob("*.jpg"))[::4], ids=lambda path: path.stem)
def test_sharp_photos_are_sharp_and_blurred_ones_blurred(path):
    rgb = read_photo(path).rgb

    blurred = cv2.GaussianBlur(rgb, (0, 0), 0.004 * max(rgb.shape))

    assert blur_of(rgb) < BLURRED - 0.05
    assert blur_of(blurred) > BLURRED


def test_a_blurred_product_is_named():
    stripes = np.where(np.arange(900) // 30 % 2, 60, 190)[None, :, None]
    alpha = mug_alpha(900)[..., None] / 255
    sharp = (stripes * alpha + 250 * (1 - alpha)) * np.ones(3)

    made = [cut_out(photo_of(rgb.astype(np.uint8))) for rgb in (sharp, cv2.GaussianBlur(sharp, (0, 0), 4))]

    assert "photo.blurred" not in codes(made[0])
    assert "photo.blurred" in codes(made[1]) or not made[1].usable


def test_a_jpeg_whose_rows_do_not_continue_each_other_is_damaged(tmp_path):
    y, x = np.mgrid[0:480, 0:480]
    rgb = np.stack([120 + 60 * np.sin(x / 90), 120 + 50 * np.cos(y / 70), 120 + x / 8], axis=-1)
    torn = rgb + np.repeat(np.random.default_rng(1).normal(0, 45, 60), 8)[:, None, None]
    paths = []
    for name, pixels, quality in (("torn", torn, 92), ("whole", rgb, 92), ("squeezed", rgb, 8)):
        paths.append(tmp_path / f"{name}.jpg")
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(paths[-1], quality=quality)

    with pytest.raises(ImageError, match="damaged"):
        read_photo(paths[0])
    read_photo(paths[1])
    read_photo(paths[2])


def test_large_pixels_in_both_directions_are_no_damage():
    blocks = np.random.default_rng(2).integers(0, 255, (40, 40), np.uint8)

    assert not is_torn(np.kron(blocks, np.ones((8, 8), np.uint8)))


@pytest.mark.skipif(not QUIRKS.is_dir(), reason="sample data is not here")
def test_a_damaged_sample_of_another_project_is_refused():
    with pytest.raises(ImageError, match="damaged"):
        read_photo(QUIRKS / "pillow_hopper_bad_exif.jpg")


def test_a_photo_that_is_compressed_hard_is_read():
    content = io.BytesIO()
    Image.fromarray(mug_photo(side=600)).save(content, "JPEG", quality=5)
    content.seek(0)

    with Image.open(content) as picture:
        grey = np.asarray(picture.convert("L"))

    assert not is_torn(grey)
