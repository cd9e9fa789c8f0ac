"""The scene model: what it paints, and that it never decides whether a picture can be made."""

import json
import shutil
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from listgen.errors import ProviderError, UsageError
from listgen.imaging import scene_files
from listgen.imaging.colour import hex_lin, oklab
from listgen.imaging.scene.direction import directions
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_places import PAINTERS, draw_far
from listgen.imaging.scene.preset_data import painted_places, places, type_looks
from tests.imaging.scene_goods import bottle, kit

needs_libraries = pytest.mark.skipif(not scene_files.can_paint(), reason="needs the `diffusion` extra")

COOL = ("#cfe0ea", "#9fb8c8", "#d8714f")
WARM = ("#eed9c2", "#c8a888", "#3f7f8f")
DEEP = ("#3a2f4a", "#54456a", "#e0a83c")


def _far(place, colours, *, seed=5, w=160, h=96):
    from listgen.imaging.scene.far_model import paint_far

    return paint_far(place, FarPalette(*(hex_lin(colour) for colour in colours)), w, h, seed=seed)


def _mean(picture):
    return oklab(picture.reshape(-1, 3).mean(0)) * 100


def test_the_model_that_ships_is_small_and_whole():
    size = sum((scene_files.FOLDER / name).stat().st_size for name in scene_files.FILES)
    index = json.loads((scene_files.FOLDER / "model_index.json").read_text("utf-8"))

    assert size <= 16e6
    assert index["unet"] == ["diffusers", "UNet2DModel"]
    assert scene_files.model_digest()


def test_the_classes_of_the_model_are_the_places_of_its_training():
    assert tuple(places()) == tuple(PAINTERS)


@pytest.mark.parametrize("type_id", sorted(type_looks()))
def test_every_type_has_places_that_exist(type_id):
    assert type_looks()[type_id].places
    assert set(type_looks()[type_id].places) <= set(places())


def test_the_alt_text_says_what_lies_behind():
    asked = {"kit": kit(scene="table"), "type_id": "cookware", "longest_cm": 24.0, "elevation": 10.0}

    for painted in (False, True):
        direction = next(directions(bottle(), **asked, painted=painted))
        assert direction.setting == "on a wooden table in front of a kitchen, out of focus"


def test_the_lights_of_the_studio_are_no_place():
    drawn = next(directions(bottle(), kit=kit(scene="festive")))

    assert drawn.place == ""
    assert drawn.setting == "on a dark reflecting floor in front of festive lights"


@pytest.mark.parametrize("place", places())
def test_the_studio_draws_every_place_in_the_colours_asked_for(place):
    cool, deep = (FarPalette(*(hex_lin(colour) for colour in colours)) for colours in (COOL, DEEP))
    picture, other, again = (draw_far(place, one, 200, 120, seed=4) for one in (cool, deep, cool))

    assert picture.shape == (120, 200, 3)
    assert np.array_equal(picture, again)
    assert np.linalg.norm(_mean(picture) - _mean(other)) > 15


def test_a_kit_names_the_place_of_its_tables():
    own = replace(kit(scene="table"), place="shore")
    unknown = replace(own, place="moon")

    assert next(directions(bottle(), kit=own, longest_cm=24, painted=True)).place == "shore"
    with pytest.raises(UsageError, match="unknown place `moon`"):
        next(directions(bottle(), kit=unknown, longest_cm=24, painted=True))


@needs_libraries
@pytest.mark.parametrize(("w", "h"), [(120, 120), (160, 96), (400, 100), (90, 300)])
def test_a_far_field_has_the_size_asked_for_and_is_light_without_steps(w, h):
    picture = _far("room", COOL, w=w, h=h)

    assert picture.shape == (h, w, 3)
    assert np.isfinite(picture).all()
    assert picture.min() >= 0
    assert picture.max() <= 1.1
    assert np.abs(np.diff(picture, axis=1)).max() < 0.25


@needs_libraries
@pytest.mark.parametrize("place", ["room", "kitchen", "studio", "stone"])
def test_the_palette_decides_the_colour_of_the_whole(place):
    found = [_mean(_far(place, colours)) for colours in (COOL, WARM, DEEP)]
    wanted = [oklab(hex_lin(colours[0])) * 100 for colours in (COOL, WARM, DEEP)]

    for index, colour in enumerate(found):
        distances = [float(np.linalg.norm(colour - other)) for other in wanted]
        assert int(np.argmin(distances)) == index


@needs_libraries
def test_each_place_looks_different():
    pictures = [_far(place, COOL) for place in places()]

    assert all(np.abs(one - other).mean() > 0.01 for one, other in pairwise(pictures))


@needs_libraries
def test_the_same_seed_paints_the_same_picture_whatever_was_painted_before():
    from listgen.imaging.scene.far_model import _painted

    first = _far("garden", WARM, seed=11)
    _painted.cache_clear()
    other = _far("garden", WARM, seed=12)
    again = _far("garden", WARM, seed=11)

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@needs_libraries
def test_a_damaged_model_is_said_and_not_used(tmp_path, monkeypatch):
    from listgen.imaging.scene import far_model

    folder = tmp_path / "scene_model"
    shutil.copytree(scene_files.FOLDER, folder)
    (folder / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"not weights")
    monkeypatch.setattr(far_model, "FOLDER", folder)

    with pytest.raises(ProviderError, match="scene model cannot be loaded"):
        _far("room", COOL)


@needs_libraries
@pytest.mark.parametrize("place", sorted(painted_places()))
def test_a_painted_far_field_leaves_product_table_and_light_to_the_studio(place):
    from listgen.imaging.scene.hero import render_hero

    asked = {
        "width": 240,
        "height": 240,
        "kit": replace(kit(scene="table"), place=place),
        "type_id": "drinkware",
        "seed": 3,
        "longest_cm": 24,
    }
    studio = render_hero(bottle(), **asked)
    painted = render_hero(bottle(), **asked, painted=True)

    assert painted.scene == studio.scene == "table"
    assert painted.painted
    assert not studio.painted
    assert painted.measurements.changed_pixels == 0
    assert not np.array_equal(painted.rgb[:80], studio.rgb[:80])
    assert np.abs(painted.rgb[-30:].astype(int) - studio.rgb[-30:]).mean() < 4


@needs_libraries
def test_a_set_without_a_far_field_is_the_same_picture_with_the_model(tmp_path):
    from listgen.imaging.scene.hero import render_hero

    asked = {"width": 160, "height": 160, "kit": kit(scene="cove"), "seed": 3}

    assert np.array_equal(render_hero(bottle(), **asked).rgb, render_hero(bottle(), **asked, painted=True).rgb)


def test_a_place_that_the_studio_draws_better_is_left_to_it():
    own = replace(kit(scene="table"), place="kitchen")
    assert "kitchen" not in painted_places()

    assert not next(directions(bottle(), kit=own, longest_cm=24, painted=True)).painted
