"""What is measured around the product's edge in a finished picture. Pictures are drawn, so the fault is known."""

import cv2
import numpy as np

from listgen.imaging.edge_checks import GROWN, check_edge, grown_share
from tests.imaging.drawn import mug_alpha


def scene(colour=(190, 60, 40), ground=(120, 140, 150)):
    alpha = mug_alpha(800)
    share = alpha[..., None] / 255
    return (np.array(colour) * share + np.array(ground) * (1 - share)).astype(np.uint8), alpha


def test_a_clean_edge_has_neither_halo_nor_difference():
    checks = check_edge(*scene())

    assert checks.halo < 0.04
    assert checks.difference < 8
    assert checks.fragments == 1


def test_a_light_rim_is_a_halo():
    rgb, alpha = scene()
    rim = cv2.dilate(alpha, np.ones((3, 3), np.uint8)) - cv2.erode(alpha, np.ones((7, 7), np.uint8)) > 0
    rgb[rim] = 250

    checks = check_edge(rgb, alpha)

    assert checks.halo > 0.5
    assert checks.difference > 20


def test_crumbs_count_as_fragments():
    rgb, alpha = scene()
    alpha = alpha.copy()
    alpha[40:70, 40:70] = 255

    assert check_edge(rgb, alpha).fragments == 2


def test_a_blurred_product_is_less_sharp():
    rgb, alpha = scene()
    rgb = np.where((np.arange(800) // 20 % 2)[:, None, None] * (alpha[..., None] > 0), rgb // 2, rgb).astype(np.uint8)

    sharp, soft = check_edge(rgb, alpha).sharpness, check_edge(cv2.GaussianBlur(rgb, (0, 0), 5), alpha).sharpness

    assert sharp > soft + 0.2


def test_what_a_model_paints_on_to_the_product_is_seen():
    rgb, alpha = scene()
    grown = rgb.copy()
    box = np.flatnonzero(alpha.any(axis=1))
    grown[box[0] - 30 : box[0], 180:520] = (190, 60, 40)  # a second rim above the first

    assert grown_share(rgb, alpha) < 0.01
    assert grown_share(grown, alpha) > GROWN


def test_a_picture_without_a_product_or_full_of_it_is_measured_too():
    rgb = np.full((100, 100, 3), 90, np.uint8)

    for mask in (np.zeros((100, 100), np.uint8), np.full((100, 100), 255, np.uint8)):
        assert check_edge(rgb, mask).halo is None
        assert grown_share(rgb, mask) == 0.0
