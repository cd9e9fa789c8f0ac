from __future__ import annotations

import numpy as np
import pytest

from listgen.imaging.scene.direction import directions
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.preset_data import look_of_type, presets, type_looks
from listgen.imaging.scene.presets import SETS, sets
from listgen.imaging.scene.solids import arch, box, cove, cylinder, disc, niche
from tests.imaging.scene_goods import bottle, kit

ROLES = Roles("#e9dcc8", "#c9b79c", "#d8714f")


def test_the_data_file_holds_the_sets_in_order():
    assert tuple(presets()) == SETS


@pytest.mark.parametrize("name", SETS)
def test_a_set_says_in_plain_words_what_is_seen(name):
    setting = presets()[name].setting

    assert setting.split()[0] in {"on", "in"}
    assert not setting.endswith(".")
    assert len(setting) < 70


@pytest.mark.parametrize("type_id", sorted(type_looks()))
def test_every_type_names_sets_that_exist_and_gets_one(type_id):
    look = look_of_type(type_id)

    assert set(look.scenes) <= set(SETS)
    assert next(directions(bottle(), kit=kit(), type_id=type_id)).preset.name in SETS


@pytest.mark.parametrize("name", ["plinth", "disc"])
def test_props_stay_below_the_text(name):
    free = sets(name, ROLES, np.random.default_rng(1)).set
    low = sets(name, ROLES, np.random.default_rng(1), top=1.0).set

    high_point = np.array([[0.0, 1.30 + low.base_y, -1.15], [0.0, 1.30 + low.base_y, -0.95]], np.float32)
    assert min(float(s.shape(high_point).min()) for s in free.solids) < 0.02
    assert min(float(s.shape(high_point).min()) for s in low.solids) > 0.02


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        (box((2, 1, 2)), (0, 0.5, 0), (0, 1.6, 0)),
        (cylinder(1, 1), (0, 0.5, 0), (1.6, 0.5, 0)),
        (arch(1, 2), (0, 1.8, 0), (0.45, 1.95, 0)),
        (disc(1), (0, 0.9, 0), (0, 1.2, 0)),
        (cove(3, 1), (0, -0.5, 0), (0, 1, 0)),
        (niche(1, 2, 0.5, -1), (2, 1, -1.3), (0, 1, -1.2)),
    ],
)
def test_distances_are_negative_inside_and_positive_outside(shape, inside, outside):
    distance = shape(np.array([inside, outside], np.float32))

    assert distance[0] < 0 < distance[1]
