"""Cut-outs: clean where the photo allows it, flagged where it does not. Photos are drawn, so the truth is known."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from listgen.imaging.cutout import cut_out
from listgen.imaging.photo import Photo, read_photo
from listgen.imaging.picture import render_picture
from listgen.imaging.quality import Evidence, measure_signs, quality_of
from listgen.imaging.unmix import unmix_edges
from tests.imaging.drawn import job, mug_alpha, mug_photo, save

CUTOUTS = Path(__file__).parents[2].parent / "shared" / "data" / "solidus-cutouts"
LUMA = Path(__file__).parents[2].parent / "shared" / "data" / "luma-gear" / "photos"


def photo_of(rgb, alpha=None):
    return Photo(Path("mug.jpg"), rgb, alpha, "" if alpha is None else "own", rgb.shape[1::-1])


def overlap(alpha, truth):
    """Intersection over union of two soft masks."""
    return float(np.minimum(alpha, truth).sum() / np.maximum(alpha, truth).sum())


def clutter(side=400, seed=3):
    """A busy room: coarse coloured noise."""
    small = np.random.default_rng(seed).integers(0, 255, (9, 9, 3), np.uint8)
    return cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize(
    ("ground", "colour"),
    [
        ((255, 255, 255), (40, 90, 160)),
        ((255, 255, 255), (25, 25, 28)),
        ((214, 150, 120), (60, 120, 70)),
        ((60, 90, 200), (230, 200, 60)),
        ((30, 30, 30), (220, 220, 215)),
    ],
)
def test_a_product_on_a_plain_ground_is_cut_exactly_handle_hole_included(ground, colour):
    truth = mug_alpha(600)

    made = cut_out(photo_of(mug_photo(ground=ground, colour=colour, side=600, noise=1.0)))

    assert made.usable, made.findings
    assert made.method == "keying"
    assert overlap(made.rgba[..., 3].astype(float), truth.astype(float)) > 0.985
    assert made.rgba[306, 432, 3] == 0  # through the handle


def test_ripples_of_jpeg_leave_no_specks_on_the_ground(tmp_path):
    path = save(mug_photo(side=600, colour=(20, 120, 40)), tmp_path / "mug.jpg", quality=70)

    made = cut_out(read_photo(path))

    far = cv2.dilate((mug_alpha(600) > 0).astype(np.uint8), np.ones((7, 7), np.uint8)) == 0
    assert made.usable
    assert int((made.rgba[..., 3][far] > 0).sum()) == 0


def test_a_soft_shadow_on_white_is_not_part_of_the_product():
    truth = mug_alpha(600)
    shadow = np.zeros((600, 600), np.float32)
    cv2.ellipse(shadow, (280, 490), (190, 34), 0, 0, 360, 0.35, -1)
    shadow = cv2.GaussianBlur(shadow, (0, 0), 14) * (1 - truth / 255)
    rgb = (mug_photo(side=600) * (1 - shadow[..., None])).astype(np.uint8)

    made = cut_out(photo_of(rgb))

    assert overlap(made.rgba[..., 3].astype(float), truth.astype(float)) > 0.97


def test_opaque_pixels_keep_the_bytes_of_the_photo():
    rgb = mug_photo(ground=(214, 150, 120), noise=4, side=600)

    made = cut_out(photo_of(rgb))

    opaque = made.rgba[..., 3] == 255
    assert opaque.sum() > 50_000
    assert np.array_equal(made.rgba[..., :3][opaque], rgb[opaque])


def test_the_old_ground_is_taken_out_of_half_transparent_edges():
    truth = mug_alpha(600)
    rgb = mug_photo(ground=(250, 40, 40), colour=(40, 90, 160), side=600)

    made = cut_out(photo_of(rgb))

    edge = (truth > 60) & (truth < 190) & (made.rgba[..., 3] > 40)
    assert edge.sum() > 200
    assert float(np.median(made.rgba[..., 0][edge].astype(float))) < 90  # the ground's red would give 140


def test_the_photos_own_alpha_wins():
    made = cut_out(photo_of(mug_photo(ground=(90, 200, 20)), mug_alpha()))

    assert (made.method, made.usable, made.quality) == ("alpha", True, 1.0)
    assert np.array_equal(made.rgba[..., 3] == 255, mug_alpha() >= 250)


def test_a_product_that_runs_out_of_the_photo_is_used_whole():
    made = cut_out(photo_of(mug_photo(side=600)[:, 160:]))

    assert not made.usable
    assert [finding.code for finding in made.findings] == ["photo.cropped"]
    assert "%" in made.findings[0].message


def test_a_busy_photo_without_a_network_is_flagged_with_the_next_step():
    alpha = mug_alpha()[..., None] / 255
    rgb = (mug_photo() * alpha + clutter() * (1 - alpha)).astype(np.uint8)

    made = cut_out(photo_of(rgb))

    assert not made.usable or overlap(made.rgba[..., 3].astype(float), mug_alpha().astype(float)) > 0.97
    if not made.usable:
        assert made.findings[0].code == "photo.not-cut"
        assert "listgen models pull cutout" in made.findings[0].hint


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_photo_is_never_usable(value):
    made = cut_out(photo_of(np.full((300, 400, 3), value, np.uint8)))

    assert not made.usable
    assert made.findings


def test_a_white_product_on_white_is_flagged_or_kept_whole():
    made = cut_out(photo_of(mug_photo(colour=(246, 246, 245), side=600, noise=1.5)))

    assert not made.usable or overlap(made.rgba[..., 3].astype(float), mug_alpha(600).astype(float)) > 0.95


def test_quality_falls_with_ragged_edges_crumbs_and_haze():
    rgb, alpha = mug_photo(ground=(90, 160, 60), side=600), mug_alpha(600)
    ragged = np.where(np.random.default_rng(1).random((600, 600)) < 0.3, 0, alpha).astype(np.uint8)
    haze = np.where(alpha > 0, 130, 0).astype(np.uint8)
    crumbs = alpha.copy()
    for at in range(0, 600, 60):
        crumbs[at : at + 25, 560:585] = 255

    scores = [quality_of(measure_signs(rgb, mask, Evidence())) for mask in (alpha, ragged, haze, crumbs)]

    assert scores[0] > 0.95
    assert max(scores[1:]) < 0.9


def test_unmixing_finds_the_alpha_that_the_photo_was_drawn_with():
    truth = mug_alpha(600)
    rough = cv2.GaussianBlur((truth > 128).astype(np.float32), (0, 0), 3)

    _, alpha = unmix_edges(mug_photo(ground=(200, 60, 40), side=600), rough, radius=5)

    assert float(np.abs(alpha.astype(float) - truth).mean()) < 1.0


def test_a_photo_that_cannot_be_cut_becomes_a_whole_photo_in_every_kind_of_packshot(tmp_path):
    path = save(mug_photo(side=600)[:, 160:], tmp_path / "cropped.png")

    made = render_picture(job(path))

    assert made.whole_photo
    assert made.certificate.cutout_method == ""
    assert {finding.code for finding in made.findings} == {"photo.cropped"}
    assert all(finding.sku == "MUG-01" for finding in made.findings)


@pytest.mark.skipif(not CUTOUTS.is_dir(), reason="sample data is not here")
def test_transparent_products_pasted_on_a_wall_are_cut_again():
    source = read_photo(CUTOUTS / "solidus_hoodie_red_1.png")
    truth = source.alpha[..., None] / 255
    wall = np.array([120, 140, 150]) + np.linspace(-15, 15, source.rgb.shape[0])[:, None, None]
    rgb = (source.rgb * truth + wall * (1 - truth)).astype(np.uint8)

    made = cut_out(photo_of(rgb))

    assert overlap(made.rgba[..., 3].astype(float), source.alpha.astype(float)) > 0.97


@pytest.mark.skipif(not LUMA.is_dir(), reason="sample data is not here")
def test_shop_photos_on_white_are_cut_and_the_cropped_one_is_flagged():
    usable = {
        name: cut_out(read_photo(next(LUMA.rglob(name)))).usable for name in ("wb03-purple-0.jpg", "wg09-gr-0.jpg")
    }

    assert usable == {"wb03-purple-0.jpg": True, "wg09-gr-0.jpg": False}
