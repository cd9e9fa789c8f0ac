"""Cut-outs: clean where the photo allows it, flagged where it does not. Photos are drawn, so the truth is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from listgen.imaging.cutout import cut_out
from listgen.imaging.keying import fit_ground
from listgen.imaging.photo import Photo, read_photo
from listgen.imaging.picture import render_picture
from listgen.imaging.quality import Evidence, measure_signs, quality_model, quality_of
from listgen.imaging.second_look import missed_parts, shade_at_foot
from listgen.imaging.unmix import unmix_edges
from listgen.imaging.weights import find_weights
from tests.imaging.drawn import job, mug_alpha, mug_photo, save

CUTOUTS = Path(__file__).parents[2].parent / "shared" / "data" / "solidus-cutouts"
EXAMPLES = Path(__file__).parents[2] / "examples"
WEIGHTS = find_weights()  # while tests run, the data folder is an empty one
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

    assert scores[0] > quality_model().bar
    assert max(scores[1:]) < scores[0] - 0.02
    assert max(scores[1:3]) < quality_model().bar


def test_what_the_network_sees_otherwise_in_a_mirror_is_shown_less_readily():
    alpha = mug_alpha()
    signs = measure_signs(np.full((*alpha.shape, 3), 200, np.uint8), alpha, Evidence())

    steady, unsteady = (quality_of(replace(signs, unsteady=share)) for share in (0.0, 0.2))

    assert quality_of(signs) == steady
    assert unsteady < steady - 0.1


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


def truth_of(sku, alpha):
    with Image.open(EXAMPLES / "alpha" / f"{sku}.png") as picture:
        truth = np.asarray(picture.convert("L"))
    return cv2.resize(truth, alpha.shape[::-1], interpolation=cv2.INTER_AREA) / 255


def cut_example(sku, weights):
    return cut_out(read_photo(EXAMPLES / "photos" / f"{sku}.jpg"), weights=weights)


def test_example_photos_that_are_cut_without_a_network_are_cut_well():
    overlaps = []
    for path in sorted((EXAMPLES / "photos").glob("*.jpg"))[::2]:
        cutout = cut_example(path.stem, None)
        if cutout.usable:
            alpha = cutout.rgba[..., 3]
            overlaps.append(overlap(alpha / 255, truth_of(path.stem, alpha)))

    assert len(overlaps) >= 3
    assert min(overlaps) >= 0.95
    assert float(np.median(overlaps)) >= 0.97


@pytest.mark.skipif(WEIGHTS is None, reason="needs the cut-out model")
@pytest.mark.parametrize("sku", ["NOR-BTL-750-SAN", "NOR-CUS-LUN-RUS", "NOR-DMB-5"])
def test_hard_example_photos_are_cut_well_with_the_network(sku):
    cutout = cut_example(sku, WEIGHTS)

    alpha = cutout.rgba[..., 3]
    assert cutout.usable
    assert overlap(alpha / 255, truth_of(sku, alpha)) >= 0.97


def shaded_foot_photo():
    """An orange block on white; the shade right under it is dark and takes some of its colour."""
    rgb = np.full((600, 600, 3), 245, np.float32)
    y, x = np.mgrid[0:600, 0:600]
    below = np.clip(1 - (y - 440) / 26, 0, 1) * (y >= 440) * (np.abs(x - 300) < 150)
    rgb = rgb * (1 - 0.55 * below[..., None]) - below[..., None] * np.array((0, 14, 22), np.float32)
    truth = (y >= 150) & (y < 440) & (np.abs(x - 300) < 150)
    rgb[truth] = (214, 96, 44)
    return rgb.clip(0, 255).astype(np.uint8), truth


def test_shade_that_the_network_takes_for_the_foot_is_told_by_its_colour():
    rgb, truth = shaded_foot_photo()
    ground = fit_ground(rgb)
    with_shade = cv2.dilate(truth.astype(np.uint8), np.ones((25, 1), np.uint8)) > 0
    with_shade[:300] = truth[:300]
    sees = cv2.GaussianBlur(with_shade.astype(np.float32), (0, 0), 3)

    shade = shade_at_foot(ground, with_shade, sees)

    assert not (shade & truth).any()
    assert shade[445, 300]


def test_a_grey_bar_between_two_weights_belongs_to_the_product():
    rgb = np.full((500, 500, 3), 205, np.uint8)
    weights = np.zeros((500, 500), bool)
    weights[150:350, 120:220] = weights[150:350, 280:380] = True
    rgb[weights] = (40, 90, 120)
    rgb[180:300, 220:280] = np.where(np.arange(120)[:, None, None] < 50, 90, 245)

    missed = missed_parts(fit_ground(rgb), weights)

    assert missed[184:296, 220:280].mean() > 0.95
    assert not missed[:170].any()
