from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.domain.brand_kit import Palette
from listgen.imaging.colour import contrast, from_lch, hex_lin, hue_distance, lch, oklab, to_hex
from listgen.imaging.scene.fields import derive_roles, field_candidates, look_at, pick_field
from tests.imaging.scene_goods import bottle

PALETTE = ("#d8714f", "#e9dcc8", "#27496d")
hexes = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(hexes)
def test_a_colour_survives_the_way_to_linear_light_and_back(colour):
    assert to_hex(hex_lin(colour)) == colour


@given(st.floats(0.15, 0.95), st.floats(0, 0.4), st.floats(0, 360))
def test_a_colour_outside_srgb_loses_chroma_but_keeps_lightness_and_hue(lightness, chroma, hue):
    made = from_lch(lightness, chroma, hue)

    got_lightness, got_chroma, got_hue = lch(made)
    assert made.min() >= 0
    assert made.max() <= 1
    assert got_lightness == pytest.approx(lightness, abs=0.02)
    assert got_chroma <= chroma + 0.01
    if got_chroma > 0.02:
        assert hue_distance(got_hue, hue) < 4


def test_black_on_white_has_the_contrast_of_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)


def test_every_brand_colour_is_offered_as_it_is_and_in_five_tones():
    offered = field_candidates(PALETTE)

    assert [colour for colour, tone, _ in offered if tone == "brand"] == list(PALETTE)
    assert len(offered) == 6 * len(PALETTE)


@pytest.mark.parametrize("product", [(20, 20, 22), (235, 235, 230), (200, 30, 25), (39, 73, 109), (216, 113, 79)])
def test_the_chosen_field_stands_off_from_the_product(product):
    best = pick_field(bottle(product), PALETTE)[0]

    assert best.distance > 12
    assert best.weak < 0.25


def test_a_red_product_never_stands_on_its_own_red():
    ranked = pick_field(bottle((200, 30, 25)), ("#c81e19", "#f0e8e0"), n=12)

    assert ranked[0].colour != "#c81e19"
    assert next(c for c in ranked if c.colour == "#c81e19").score < ranked[0].score - 0.5


def test_the_field_of_the_family_is_kept_where_it_does_no_harm():
    goods = bottle((60, 60, 64))
    second = pick_field(goods, PALETTE)[1]

    assert pick_field(goods, PALETTE, family=second.colour)[0].colour in {
        second.colour,
        pick_field(goods, PALETTE)[0].colour,
    }


LOOKS = look_at(bottle())


@settings(max_examples=40)
@given(st.lists(hexes, min_size=1, max_size=5))
def test_roles_are_colours_for_any_palette(colours):
    roles = derive_roles(colours[0], Palette(tuple(colours)), LOOKS)

    for colour in (roles.field, roles.support, roles.accent, roles.panel):
        assert to_hex(hex_lin(colour)) == colour


def test_the_plane_behind_the_product_differs_from_the_field():
    looks = look_at(bottle())

    roles = derive_roles("#e9dcc8", Palette(PALETTE), looks)

    apart = float(np.linalg.norm(oklab(hex_lin(roles.panel)) - oklab(hex_lin(roles.field)))) * 100
    assert 5 < apart < 35


def test_a_rainbow_stands_on_a_light_calm_tone_of_the_brand():
    stripes = ((205, 90, 70), (225, 170, 60), (240, 225, 190), (120, 170, 130), (60, 110, 160), (30, 70, 60))
    rgba = np.full((240, 300, 4), 255, np.uint8)
    for number, colour in enumerate(stripes):
        rgba[number * 40 : (number + 1) * 40, :, :3] = colour

    first = pick_field(rgba, ("#eae2d4", "#b0c5ab", "#306275", "#cd7958", "#1c3d31"))[0]

    assert look_at(rgba).motley
    assert lch(first.colour)[0] > 0.8


@given(st.tuples(*[st.integers(40, 255)] * 3))
@settings(max_examples=25, deadline=None)
def test_night_is_left_to_the_dark_sets(colour):
    rgba = np.zeros((60, 60, 4), np.uint8)
    rgba[5:55, 5:55] = (*colour, 255)

    assert pick_field(rgba, ("#eae2d4", "#b0c5ab", "#306275", "#cd7958", "#1c3d31"))[0].tone != "night"
