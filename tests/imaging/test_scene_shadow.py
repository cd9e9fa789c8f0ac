from __future__ import annotations

import cv2
import numpy as np

from listgen.imaging.scene.compose import contact
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.presets import sets
from listgen.imaging.scene.render import place_products, render_stage
from listgen.imaging.scene.shadow import feet_of, lower_contour
from listgen.imaging.scene.stage import Shot
from tests.imaging.scene_goods import bottle, cloth

ROLES = Roles("#e9dcc8", "#c9b79c", "#d8714f")


def cove():
    return sets("cove", ROLES, np.random.default_rng(1)).set


def two_cups() -> np.ndarray:
    alpha = np.zeros((100, 200), np.float32)
    alpha[20:80, 10:90] = 1
    alpha[30:90, 95:180] = 1
    return alpha


def test_the_lower_contour_is_the_last_product_row_of_each_column():
    has, lowest = lower_contour(two_cups())

    assert not has[:10].any()
    assert set(lowest[10:90]) == {79}
    assert set(lowest[95:180]) == {89}


def test_pieces_side_by_side_have_a_foot_each_the_front_one_first():
    assert feet_of(two_cups()) == ((95, 180), (10, 90))


def test_a_handle_that_ends_above_the_ground_is_no_foot():
    alpha = two_cups()
    alpha[:, :90] = 0
    alpha[40:60, 70:95] = 1

    assert feet_of(alpha) == ((95, 180),)


def test_the_ground_is_darkest_where_the_product_touches_it():
    placed = place_products(cove(), 200, 200, bottle(), shot=Shot())[0]

    light = contact(placed, 200, 200)

    foot = placed.y0 + placed.rgba.shape[0]
    assert light[foot, 100] < 0.85
    assert light[foot, 100] < light[foot + 2, 100] < light[foot + 12, 100]
    assert light[:100].min() > 0.99


def test_a_standing_product_darkens_the_floor_beside_its_foot_away_from_the_light():
    seen = render_stage(cove(), 200, 200, bottle(), shot=Shot())

    lost = np.clip(cv2.resize(seen.empty, (200, 200)) - seen.image, 0, 1).sum(-1)
    row = seen.products[0].y0 + seen.products[0].rgba.shape[0] - 6
    assert lost[row, 120:150].mean() > 3 * lost[row, 50:80].mean()


def test_a_lying_product_has_its_shadow_all_along_the_lower_edge():
    seen = render_stage(
        sets("flatlay", ROLES, np.random.default_rng(1)).set, 200, 200, cloth(), shot=Shot(elevation=82, depth=0.1)
    )

    lost = np.clip(cv2.resize(seen.empty, (200, 200)) - seen.image, 0, 1).sum(-1)
    placed = seen.products[0]
    below = lost[placed.y0 + placed.rgba.shape[0] : placed.y0 + placed.rgba.shape[0] + 6, 70:130]
    assert below.mean() > 0.02


def test_a_mirrored_shot_is_the_mirror_image_of_the_set():
    goods = np.ascontiguousarray(bottle())
    plain = render_stage(cove(), 160, 160, goods, shot=Shot(cx=0.4), seed=2)
    turned = render_stage(
        cove(), 160, 160, np.ascontiguousarray(goods[:, ::-1]), shot=Shot(cx=0.6, mirrored=True), seed=2
    )

    assert np.abs(plain.image - turned.image[:, ::-1]).max() < 0.05
