from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from listgen.errors import UsageError
from listgen.imaging.certificate import LIMITS, changed_pixels
from listgen.imaging.scene.direction import directions, light_side
from listgen.imaging.scene.hero import render_hero
from listgen.imaging.scene.presets import SETS
from tests.imaging.scene_goods import bottle, cloth, kit

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", SETS)
def test_every_preset_shows_the_product_as_it_is(name):
    goods, type_id = (cloth(), "tops") if name in ("flatlay", "surface") else (bottle((150, 145, 135)), "drinkware")

    picture = render_hero(goods, width=240, height=240, kit=kit(), scene=name, type_id=type_id, seed=3, longest_cm=24)

    assert picture.scene == name
    assert picture.rgb.shape == (240, 240, 3)
    assert picture.rgb.dtype == np.uint8
    assert changed_pixels(picture.rgb, picture.placed[0]) == picture.measurements.changed_pixels == 0
    assert picture.mask.dtype == np.float32
    assert picture.setting


def test_a_changed_product_pixel_is_counted():
    picture = render_hero(bottle(), width=200, height=200, kit=kit(), scene="cove", seed=3)
    y, x = (int(v) for v in np.argwhere(picture.mask > 0.99).mean(0))

    picture.rgb[y, x] ^= 8

    assert changed_pixels(picture.rgb, picture.placed[0]) == 1


def test_the_product_stands_on_its_shadow():
    picture = render_hero(bottle(), width=300, height=300, kit=kit(), scene="cove", seed=3)

    assert picture.measurements.floating is not None
    assert picture.measurements.floating < LIMITS["floating"].fail
    assert not picture.measurements.wrong_side


def test_a_product_lit_from_the_right_gets_its_light_from_the_right():
    left = render_hero(bottle(lit="left"), width=200, height=200, kit=kit(), scene="cove", seed=3)
    right = render_hero(bottle(lit="right"), width=200, height=200, kit=kit(), scene="cove", seed=3)

    assert light_side(bottle(lit="left")) > 4
    assert light_side(bottle(lit="right")) < -4
    # the shadow darkens the floor on the other side
    floor = slice(150, 175)
    assert left.rgb[floor, 120:180].mean() < left.rgb[floor, 20:80].mean()
    assert right.rgb[floor, 20:80].mean() < right.rgb[floor, 120:180].mean()
    assert not right.measurements.wrong_side


def test_goods_seen_from_above_lie_instead_of_standing():
    picture = render_hero(cloth(), width=200, height=200, kit=kit(), type_id="tops", seed=3)

    assert picture.scene == "flatlay"
    assert not picture.placed[0].stand


def test_a_scene_that_does_not_suit_is_left_with_a_finding():
    picture = render_hero(bottle(), width=200, height=200, kit=kit(), scene="flatlay", type_id="drinkware", seed=3)

    assert picture.scene != "flatlay"
    assert picture.findings[0].code == "picture.scene-left"


def test_an_unknown_scene_names_the_known_ones():
    with pytest.raises(UsageError, match="unknown scene `moon`") as caught:
        render_hero(bottle(), width=100, height=100, kit=kit(), scene="moon", seed=3)

    assert "plinth" in (caught.value.hint or "")


def test_one_type_of_goods_keeps_one_set_whatever_the_seed():
    goods = (bottle(), bottle((150, 30, 20)), bottle((220, 220, 215)))

    names = {next(directions(one, kit=kit(), type_id="drinkware")).preset.name for one in goods}

    assert len(names) == 1


def test_the_scene_of_the_kit_is_preferred():
    first = next(directions(bottle(), kit=kit(scene="niche"), type_id="drinkware"))

    assert first.preset.name == "niche"


def test_sets_with_a_scale_cue_need_the_true_size():
    without = [d.preset.name for d in directions(bottle(), kit=kit(scene="table"), type_id="drinkware")]
    sized = [d.preset.name for d in directions(bottle(), kit=kit(scene="table"), type_id="drinkware", longest_cm=25)]

    assert "table" not in without
    assert sized[0] == "table"


def test_large_goods_never_stand_on_a_plinth():
    plans = list(directions(bottle(), kit=kit(scene="plinth"), type_id="furniture", longest_cm=120))

    assert not {"plinth", "blocks", "disc", "niche", "table"} & {d.preset.name for d in plans}


def test_a_small_photo_is_not_enlarged_much_and_reported():
    picture = render_hero(bottle(side=90), width=400, height=400, kit=kit(), scene="cove", seed=3)

    assert picture.source_scale > 1.25
    assert "picture.enlarged" in {finding.code for finding in picture.findings}


@pytest.mark.parametrize(("width", "height"), [(300, 150), (150, 300), (240, 90)])
def test_any_shape_of_picture_holds_the_whole_product(width, height):
    picture = render_hero(bottle(), width=width, height=height, kit=kit(), scene="window", seed=3)

    placed = picture.placed[0]
    assert picture.rgb.shape == (height, width, 3)
    assert placed.x0 >= 0.04 * width
    assert placed.y0 >= 0.04 * height
    assert placed.y0 + placed.rgba.shape[0] <= 0.93 * height


def test_two_processes_draw_the_same_bytes():
    code = (
        "from tests.imaging.scene_goods import bottle, kit\n"
        "from listgen.imaging.scene.hero import render_hero\n"
        "import hashlib\n"
        "p = render_hero(bottle(), width=160, height=160, kit=kit(), scene='dapple', seed=7, longest_cm=20)\n"
        "print(hashlib.sha256(p.rgb.tobytes()).hexdigest())\n"
    )
    here = render_hero(bottle(), width=160, height=160, kit=kit(), scene="dapple", seed=7, longest_cm=20)

    other = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[1],
        env={"PYTHONPATH": str(HERE.parents[1]), "PYTHONHASHSEED": "77"},
    )

    assert other.stdout.strip() == hashlib.sha256(here.rgb.tobytes()).hexdigest()


def test_broad_goods_fill_more_of_the_width_and_slender_ones_more_of_the_height():
    pan = np.zeros((140, 420, 4), np.uint8)
    pan[20:120, 10:410] = (60, 60, 62, 255)
    slender = np.zeros((420, 140, 4), np.uint8)
    slender[10:410, 20:120] = (60, 60, 62, 255)

    low = render_hero(pan, width=400, height=400, kit=kit(), scene="window", seed=3)
    high = render_hero(slender, width=400, height=400, kit=kit(), scene="window", seed=3)

    assert 0.62 < low.placed[0].rgba.shape[1] / 400 < 0.70
    assert 0.62 < high.placed[0].rgba.shape[0] / 400 < 0.68
