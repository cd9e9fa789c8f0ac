"""Reading photos: whatever lies in a seller's folder becomes upright sRGB or one clear error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from listgen.errors import ImageError
from listgen.imaging.photo import WORKING_SIDE, read_photo
from tests.imaging.drawn import mug_alpha, mug_photo, save

QUIRKS = Path(__file__).parents[2].parent / "shared" / "data" / "image-quirks"


def codes(photo):
    return [finding.code for finding in photo.findings]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_obeyed(tmp_path, orientation):
    upright = Image.fromarray(mug_photo()[:300])
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "mug.png"
    stored.save(path, exif=exif)

    photo = read_photo(path)

    assert photo.source_size == upright.size
    assert np.array_equal(photo.rgb, np.asarray(upright))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "I;16", "I"])
def test_every_colour_mode_becomes_rgb_bytes(tmp_path, mode):
    grey = Image.fromarray(mug_photo()).convert("L")
    if mode in {"I;16", "I"}:
        wide = np.asarray(grey).astype(np.uint16 if mode == "I;16" else np.int32) * 257
        image = Image.fromarray(wide)
    else:
        image = grey.convert(mode) if mode != "PA" else grey.convert("LA").convert("PA")
    path = tmp_path / f"mug.{'tif' if mode in {'CMYK', 'PA', 'I', 'I;16'} else 'png'}"
    if mode == "PA":
        image, path = image.convert("LA"), tmp_path / "mug.png"
    image.save(path)

    photo = read_photo(path)

    assert photo.rgb.dtype == np.uint8
    assert photo.rgb.shape == (400, 400, 3)
    assert abs(int(photo.rgb[5, 5, 0]) - 255) <= 1
    assert photo.alpha is None


def test_palette_transparency_is_kept(tmp_path):
    cut = Image.fromarray(np.dstack([mug_photo(), mug_alpha()])).quantize(64)
    path = tmp_path / "mug.png"
    cut.save(path)

    photo = read_photo(path)

    assert photo.alpha is not None
    assert photo.alpha_origin == "own"
    assert photo.alpha[5, 5] == 0
    assert photo.alpha[200, 160] >= 250


def test_an_alpha_that_is_opaque_everywhere_is_no_alpha(tmp_path):
    path = save(np.dstack([mug_photo(), np.full((400, 400), 255, np.uint8)]), tmp_path / "mug.png")

    assert read_photo(path).alpha is None


def test_a_mask_file_beside_the_photo_becomes_its_alpha(tmp_path):
    path = save(mug_photo(), tmp_path / "mug.jpg")
    save(mug_alpha(200), tmp_path / "mug_mask.png")

    photo = read_photo(path)

    assert photo.alpha_origin == "mask"
    assert photo.alpha is not None
    assert photo.alpha.shape == (400, 400)


def test_a_mask_file_of_another_shape_is_reported_and_not_used(tmp_path):
    path = save(mug_photo(), tmp_path / "mug.jpg")
    save(mug_alpha()[:200], tmp_path / "mug.mask.png")

    photo = read_photo(path)

    assert photo.alpha is None
    assert "photo.mask-shape" in codes(photo)


def test_a_wide_gamut_profile_is_turned_into_srgb(tmp_path):
    image = Image.fromarray(mug_photo(colour=(40, 160, 60)))
    path = tmp_path / "mug.tif"
    image.convert("CMYK").save(path)

    photo = read_photo(path)

    assert "photo.cmyk" in codes(photo)
    assert photo.rgb.shape == (400, 400, 3)


def test_a_broken_profile_is_reported_and_ignored(tmp_path):
    path = tmp_path / "mug.png"
    Image.fromarray(mug_photo()).save(path, icc_profile=b"no profile at all")

    photo = read_photo(path)

    assert "photo.profile" in codes(photo)
    assert np.array_equal(photo.rgb, mug_photo())


def test_the_first_frame_of_an_animation_is_used_and_said(tmp_path):
    frames = [Image.fromarray(mug_photo(colour=colour)) for colour in ((40, 90, 160), (200, 20, 20))]
    path = tmp_path / "mug.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])

    photo = read_photo(path)

    assert "photo.animated" in codes(photo)
    assert photo.rgb[200, 160, 2] > photo.rgb[200, 160, 0]


def test_a_wrong_extension_is_read_by_content_and_said(tmp_path):
    path = tmp_path / "mug.jpg"
    Image.fromarray(mug_photo()).save(path, format="PNG")

    assert codes(read_photo(path)) == ["photo.extension"]


def test_a_large_photo_is_worked_on_in_a_smaller_size(tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (6000, 3000), (200, 30, 30)).save(path)

    photo = read_photo(path)

    assert max(photo.rgb.shape) <= WORKING_SIDE
    assert photo.source_size == (6000, 3000)
    assert photo.scale == pytest.approx(WORKING_SIDE / 6000)


@pytest.mark.parametrize("size", [(12000, 6000), (30000, 30000)])
def test_more_pixels_than_memory_should_hold_are_refused(tmp_path, size):
    path = tmp_path / "huge.png"
    Image.new("1", size).save(path)

    with pytest.raises(ImageError, match=r"huge\.png: .*pixels"):
        read_photo(path)


def test_a_large_progressive_jpeg_is_refused_because_it_decodes_whole(tmp_path):
    path = tmp_path / "huge.jpg"
    Image.new("L", (9000, 7000)).save(path, progressive=True)

    with pytest.raises(ImageError, match="63 million pixels"):
        read_photo(path)


@pytest.mark.parametrize("suffix", ["jpg", "png"])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_a_photo_that_was_cut_off_is_an_error_that_names_it(tmp_path, suffix, share):
    path = save(mug_photo(noise=9), tmp_path / f"mug.{suffix}")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(ImageError, match=rf"mug\.{suffix}: the photo is damaged"):
        read_photo(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture"),
        (b"just some words", "no picture"),
    ],
)
def test_a_file_that_is_no_photo_says_what_it_is(tmp_path, content, words):
    path = tmp_path / "mug.jpg"
    path.write_bytes(content)

    with pytest.raises(ImageError, match=rf"mug\.jpg: .*{words}"):
        read_photo(path)


def test_missing_files_folders_and_single_pixels_are_errors(tmp_path):
    save(np.zeros((1, 1, 3), np.uint8), tmp_path / "dot.png")

    for name, words in (("none.jpg", "missing"), (".", "folder"), ("dot.png", "1 x 1 px")):
        with pytest.raises(ImageError, match=words):
            read_photo(tmp_path / name)


def test_a_transparent_picture_without_content_is_an_error(tmp_path):
    path = save(np.zeros((50, 50, 4), np.uint8), tmp_path / "nothing.png")

    with pytest.raises(ImageError, match="transparent all over"):
        read_photo(path)


@pytest.mark.skipif(not QUIRKS.is_dir(), reason="sample data is not here")
def test_odd_files_of_other_projects_end_in_a_photo_or_a_clear_error():
    read, refused = {}, {}
    for path in sorted(QUIRKS.iterdir()):
        try:
            read[path.name] = read_photo(path).source_size
        except ImageError as error:
            refused[path.name] = error

    damaged = ["pillow_broken.png", "pillow_hopper_bad_exif.jpg", "pillow_truncated_image.png"]
    assert list(refused) == [*damaged, "pillow_truncated_jpeg.jpg"]
    assert all(error.message.startswith(name) and error.hint for name, error in refused.items())
    assert len(read) == 7
    assert read["exif_Landscape_6.jpg"] == (1800, 1200)
