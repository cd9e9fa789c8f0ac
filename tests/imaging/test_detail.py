import numpy as np
import pytest

from listgen.domain.channel import PictureSpec
from listgen.imaging.detail import SMALLEST, Detail, NoDetail, render_detail
from listgen.imaging.photo import read_photo
from listgen.imaging.picture import render_picture
from tests.imaging.drawn import job, save

SIDE = 1400


def cushion(pattern=(900, 300), side=SIDE, edge=140):
    """A plain square on a grey ground, with a woven patch at (x, y), and its alpha."""
    rgb = np.full((side, side, 3), 235, np.uint8)
    alpha = np.zeros((side, side), np.uint8)
    alpha[edge:-edge, edge:-edge] = 255
    rgb[alpha == 255] = (150, 90, 60)
    y, x = np.mgrid[0:240, 0:240]
    weave = ((x // 6 + y // 6) % 2 * 70).astype(np.uint8)
    rgb[pattern[1] : pattern[1] + 240, pattern[0] : pattern[0] + 240] -= weave[..., None] // 2
    return rgb, alpha


def window(made):
    assert isinstance(made, Detail)
    return made.place.photo


@pytest.mark.parametrize("at", [(300, 300), (850, 300), (300, 850), (850, 850)])
def test_a_close_up_shows_the_part_with_most_texture(at):
    rgb, alpha = cushion(pattern=at)

    left, top, width, height = window(render_detail(rgb, alpha, width=1600, height=1600))

    assert left <= at[0] <= left + width - 240
    assert top <= at[1] <= top + height - 240


def test_a_close_up_is_the_photo_pixel_by_pixel():
    rgb, alpha = cushion()

    made = render_detail(rgb, alpha, width=1600, height=1600)

    left, top, width, height = window(made)
    assert made.scale == 1
    assert min(width, height) >= SMALLEST
    assert np.array_equal(made.rgb, rgb[top : top + height, left : left + width])


def test_a_close_up_is_made_smaller_and_never_larger():
    rgb, alpha = cushion()

    made = render_detail(rgb, alpha, width=500, height=250)

    _, _, width, height = window(made)
    assert made.rgb.shape == (250, 500, 3)
    assert width == pytest.approx(2 * height, abs=2)
    assert made.scale < 1
    assert made.changed_pixels == 0


def test_a_small_product_has_no_close_up_and_the_reason_says_what_photo_would():
    rgb, alpha = cushion(edge=300)

    made = render_detail(rgb, alpha, width=1600, height=1600)

    assert isinstance(made, NoDetail)
    assert "800 px" in made.reason
    assert "909 px" in made.hint


def test_a_plain_product_has_no_close_up():
    rgb, alpha = cushion()
    rgb[alpha == 255] = (150, 90, 60)

    made = render_detail(rgb, alpha, width=1600, height=1600)

    assert isinstance(made, NoDetail)
    assert "plain" in made.reason


def test_a_thin_product_has_no_close_up():
    rgb, alpha = cushion()
    alpha[:, :600] = alpha[:, 800:] = 0

    made = render_detail(rgb, alpha, width=1600, height=1600)

    assert isinstance(made, NoDetail)
    assert "fills" in made.reason


def test_the_outline_alone_is_no_texture():
    rgb, alpha = cushion()
    rgb[:] = (235, 235, 235)
    rgb[alpha == 255] = (20, 20, 20)

    assert isinstance(render_detail(rgb, alpha, width=1600, height=1600), NoDetail)


def test_the_finished_file_says_that_nothing_in_it_is_made_up(tmp_path):
    rgb, alpha = cushion()
    path = save(np.dstack([rgb, alpha]), tmp_path / "cushion.png")
    spec = PictureSpec(slot="detail", kind="detail", width=1600, height=1600)

    made = render_picture(job(path, spec=spec))

    assert made.source_type == "digitalCapture"
    assert made.certificate.changed_pixels == 0
    assert made.certificate.source_scale == 1
    assert (made.width, made.height) == made.places[0].frame[2:]


def test_a_photo_without_a_close_up_ends_in_a_remark_and_no_file(tmp_path):
    rgb, alpha = cushion(edge=300)
    path = save(np.dstack([rgb, alpha]), tmp_path / "cushion.png")
    spec = PictureSpec(slot="detail", kind="detail", width=1600, height=1600)

    made = render_picture(job(path, spec=spec))

    assert made.data == b""
    assert "picture.no-detail" in {finding.code for finding in made.findings}


@pytest.mark.parametrize("kind", ["packshot", "hero", "detail"])
def test_a_picture_says_which_part_of_the_photo_lies_where(tmp_path, kind):
    rgb, alpha = cushion()
    path = save(np.dstack([rgb, alpha]), tmp_path / "cushion.png")
    spec = PictureSpec(slot=kind, kind=kind, width=700, height=700)

    made = render_picture(job(path, spec=spec))

    (place,) = made.places
    left, top, width, height = place.frame
    assert 0 <= left < left + width <= made.width
    assert 0 <= top < top + height <= made.height
    x, y, w, h = place.photo
    assert read_photo(path).rgb[y : y + h, x : x + w].shape == (h, w, 3)
    assert width / height == pytest.approx(w / h, rel=0.01)
