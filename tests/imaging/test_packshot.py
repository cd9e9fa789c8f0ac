"""Packshots: pure white, one size rule, and the seller's own pixels."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from listgen.domain.channel import PictureSpec
from listgen.errors import ImageError
from listgen.imaging.packshot import render_packshot, render_whole_photo
from listgen.imaging.picture import render_picture
from tests.imaging.drawn import job, mug_alpha, mug_photo, save


def spec(**changes):
    return PictureSpec(**({"slot": "main", "kind": "packshot", "width": 800, "height": 800} | changes))


def block(width, height, frame=1200):
    """An opaque block as a cut-out."""
    rgba = np.zeros((frame, frame, 4), np.uint8)
    top, left = (frame - height) // 2, (frame - width) // 2
    rgba[top : top + height, left : left + width] = (90, 120, 40, 255)
    return rgba


@pytest.mark.parametrize(
    ("width", "height", "fill"),
    [(700, 700, 0.86), (1000, 600, 0.90), (600, 1000, 0.90), (1100, 200, 0.92), (200, 1100, 0.92)],
)
def test_the_fill_follows_the_shape_of_the_product(width, height, fill):
    made = render_packshot(block(width, height), spec())

    assert made.fill == pytest.approx(max(fill, 0.85) if (width, height) != (700, 700) else 0.85, abs=0.012)
    assert made.rgb.shape == (800, 800, 3)


def test_everything_outside_the_product_is_exactly_white():
    made = render_packshot(np.dstack([mug_photo(side=1000), mug_alpha(1000)]), spec())

    assert made.border_white
    assert (made.rgb[made.alpha == 0] == 255).all()


def test_product_pixels_equal_the_resized_photo():
    photo = mug_photo(side=1000, noise=12)

    made = render_packshot(np.dstack([photo, mug_alpha(1000)]), spec(), photo=photo)

    assert made.changed_pixels == 0


def test_a_repainted_product_is_noticed():
    photo = mug_photo(side=1000)
    repainted = np.dstack([photo, mug_alpha(1000)])
    repainted[400:500, 300:400, 0] += 9

    made = render_packshot(repainted, spec(), photo=photo)

    assert made.changed_pixels > 1000


def test_a_small_product_makes_the_frame_smaller_instead_of_blurring():
    made = render_packshot(block(300, 300), spec(width=2000, height=2000))

    assert made.scale == pytest.approx(1.25)
    assert made.rgb.shape[0] < 500
    assert [finding.code for finding in made.findings] == ["photo.small"]
    assert "300 px" in made.findings[0].message


@pytest.mark.parametrize("size", [(800, 800), (750, 1000), (1200, 628)])
def test_a_contact_shadow_is_there_and_never_reaches_the_edge(size):
    made = render_packshot(block(700, 700), spec(width=size[0], height=size[1], shadow="contact"))
    edge_x, edge_y = int(0.04 * size[0]), int(0.04 * size[1])
    inner = np.zeros(made.alpha.shape, bool)
    inner[edge_y:-edge_y, edge_x:-edge_x] = True

    assert (made.rgb[~inner] == 255).all()
    assert (made.rgb[(made.alpha == 0) & inner] < 250).any()


def test_margins_are_kept_on_every_side():
    for width, height in ((700, 700), (1100, 300), (300, 1100)):
        made = render_packshot(block(width, height), spec())
        rows, columns = np.nonzero(made.alpha)

        assert min(rows.min(), columns.min(), 799 - rows.max(), 799 - columns.max()) >= 0.035 * 800 - 1


def test_a_whole_photo_is_fitted_on_white():
    made = render_whole_photo(mug_photo(ground=(90, 60, 30))[:300], spec(width=400, height=400))

    assert made.rgb.shape == (400, 400, 3)
    assert (made.rgb[:40] == 255).all()
    assert made.border_white


def test_a_packshot_is_a_jpeg_with_its_certificate(tmp_path):
    path = save(mug_photo(side=900), tmp_path / "mug.jpg", quality=95)

    made = render_picture(job(path))

    assert Image.open(io.BytesIO(made.data)).size == (made.width, made.height) == (600, 600)
    assert made.certificate.changed_pixels == 0
    assert made.certificate.border_white is True
    assert made.certificate.fill == pytest.approx(0.86, abs=0.05)
    assert made.certificate.cutout_method == "keying"
    assert made.source_type == "digitalCapture"
    assert not made.whole_photo


def test_the_same_job_gives_the_same_bytes(tmp_path):
    path = save(mug_photo(side=900, noise=3), tmp_path / "mug.jpg")

    assert render_picture(job(path)).data == render_picture(job(path)).data


def test_an_edited_photo_is_read_again(tmp_path):
    path = save(mug_photo(side=900), tmp_path / "mug.png")
    before = render_picture(job(path))
    save(mug_photo(side=900, colour=(200, 30, 30)), path)

    assert render_picture(job(path)).data != before.data


def test_what_goes_wrong_is_one_error_that_names_the_photo(tmp_path):
    with pytest.raises(ImageError, match=r"gone\.jpg"):
        render_picture(job(tmp_path / "gone.jpg"))
