"""Outlines that are settled by the colours on both sides, place by place."""

from __future__ import annotations

import numpy as np

from listgen.imaging.local_colours import settle
from listgen.imaging.unmix import unmix_edges


def _disc(side: int, radius: float) -> np.ndarray:
    y, x = np.mgrid[0:side, 0:side] - side / 2
    return np.hypot(x, y) < radius


def _overlap(found: np.ndarray, wanted: np.ndarray) -> float:
    return float((found & wanted).sum() / (found | wanted).sum())


def test_a_thing_behind_one_side_of_a_product_is_left_out_although_the_product_has_its_colour_elsewhere():
    truth = _disc(400, 110)
    rgb = np.full((400, 400, 3), 235, np.uint8)
    rgb[60:340, :140] = (60, 120, 190)  # a chair behind the left side
    rgb[truth] = (190, 40, 30)
    rgb[150:250, 220:300] = (60, 120, 190)  # a print of the same blue on the right side
    rough = truth.copy()
    rough[150:250, 72:130] = True
    opinion = np.where(truth, 0.95, np.where(rough, 0.55, 0.05)).astype(np.float32)

    settled = settle(rgb, rough.astype(np.float32), opinion)

    assert _overlap(rough, truth) < 0.95
    assert _overlap(settled > 0.5, truth) > 0.98


def test_a_mask_without_any_ground_around_stays_as_it_is():
    rgb = np.full((64, 64, 3), 120, np.uint8)
    whole = np.ones((64, 64), np.float32)

    settled = settle(rgb, whole, whole)

    assert (settled == whole).all()


def test_a_dark_line_behind_a_red_edge_is_not_taken_for_half_of_the_product():
    rgb = np.full((200, 200, 3), 150, np.uint8)
    rgb[50:150, 50:150] = (220, 30, 20)
    rgb[40:50, 40:160] = (20, 20, 25)
    coarse = np.zeros((200, 200), np.float32)
    coarse[50:150, 50:150] = 1
    coarse[44:50, 50:150] = 0.4

    _, alpha = unmix_edges(rgb, coarse, radius=8)

    assert alpha[40:48, 60:140].max() < 64
    assert alpha[60:140, 60:140].min() == 255
