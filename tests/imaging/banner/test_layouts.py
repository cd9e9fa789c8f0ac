import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from listgen.errors import UsageError
from listgen.imaging.banner.layouts import load_layouts, second_colour, shape_of
from listgen.imaging.scene.fields import Roles

ROLES = Roles("#eae2d4", "#d8cdbb", "#cd7958", "#0e1c1b", "#fcfaf6")
OWN = 'shape = "wide"\nrank = 1\ntext = [0.1, 0.1, 0.3, 0.8]\nproduct = [0.5, 0.1, 0.4, 0.8]\nheadline = 8\n'


@pytest.fixture
def own_kit(kit, tmp_path):
    folder = Path(shutil.copytree(kit.folder, tmp_path / "kit"))
    (folder / "banners").mkdir()
    return replace(kit, folder=folder)


def write(kit, name, text):
    (kit.folder / "banners" / f"{name}.toml.j2").write_text(text, encoding="utf-8")


def test_wide_square_and_tall_banners_have_at_least_eight_layouts_each(kit):
    shapes = Counter(layout.shape for layout in load_layouts(kit, ROLES, 1600, 600))

    assert min(shapes["wide"], shapes["square"], shapes["tall"]) >= 8
    assert set(shapes) == {"wide", "strip", "square", "tall", "story"}


def test_text_and_product_of_a_layout_do_not_meet(kit):
    for layout in load_layouts(kit, ROLES, 1600, 600):
        if layout.valign == "top" or layout.ghost:
            continue  # stacked: the product gets what the text leaves
        assert layout.text.overlap(layout.product) == 0, layout.name


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((3000, 600), "strip"),
        ((1600, 600), "wide"),
        ((970, 600), "wide"),
        ((1080, 1080), "square"),
        ((2000, 1500), "square"),
        ((1080, 1350), "tall"),
        ((1000, 1500), "tall"),
        ((1080, 1920), "story"),
    ],
)
def test_the_canvas_decides_the_shape(size, shape):
    assert shape_of(*size) == shape


def test_a_kit_may_bring_a_layout_and_use_brand_tokens(own_kit):
    write(own_kit, "mine", OWN + '[panel]\nkind = "split"\nedge = [0.5]\ncolour = "{{ brand.colours[4] }}"\n')

    layouts = load_layouts(own_kit, ROLES, 1600, 600)

    assert layouts[0].name == "mine"
    assert layouts[0].panel.colour == own_kit.palette.colours[4]


def test_tones_can_be_asked_for(own_kit):
    write(own_kit, "mine", OWN + '[panel]\nkind = "card"\ncolour = "{{ field | tone(lightness=0.97) }}"\n')

    assert load_layouts(own_kit, ROLES, 1600, 600)[0].panel.colour.startswith("#")


def test_a_kits_layout_replaces_the_shipped_one_of_the_same_name(own_kit):
    write(own_kit, "wall-left", OWN)

    layout = next(one for one in load_layouts(own_kit, ROLES, 1600, 600) if one.name == "wall-left")

    assert layout.headline == 8


def test_a_layout_of_the_project_stands_beside_those_of_the_kit_and_before_them(own_kit, tmp_path):
    write(own_kit, "wall-left", OWN)
    theirs = tmp_path / "wall-left.toml.j2"
    theirs.write_text(OWN.replace("headline = 8", "headline = 7"), encoding="utf-8")

    layouts = load_layouts(replace(own_kit, layout_files=(theirs,)), ROLES, 1600, 600)

    assert next(one for one in layouts if one.name == "wall-left").headline == 7


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OWN.replace("0.8]", "0.95]"), "stays inside"),
        (OWN + "colour = 3", "colour"),
        (OWN.replace('"wide"', '"round"'), "shape"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ brand.__class__.__mro__ }}", "unsafe"),
        ("{% for x in range(10**9) %}x{% endfor %}", "[Rr]ange too big"),
        ("shape = ", "Invalid value"),
        (OWN + '[panel]\nkind = "slope"\nedge = [0.5]\n', "has 2 numbers"),
        (OWN + '[panel]\nkind = "split"\n', "has 1 number"),
        (OWN + '[panel]\nkind = "split"\nedge = [1.5]\n', "share of the canvas"),
        (OWN + '[panel]\nkind = "window"\n', "needs `window`"),
        ("x" * 30_000, "at most"),
    ],
)
def test_a_broken_or_hostile_layout_is_refused_with_its_file(own_kit, text, message):
    write(own_kit, "mine", text)

    with pytest.raises(UsageError, match=message) as caught:
        load_layouts(own_kit, ROLES, 1600, 600)

    assert "mine.toml.j2" in str(caught.value)


def test_the_second_plane_is_a_brand_colour_that_carries_text(kit):
    assert second_colour(kit, replace(ROLES, field="#306275")) in kit.palette.colours
