import numpy as np
import pytest

from listgen.domain.picture import Feature, SizeLine
from listgen.imaging.fact_cards import match_lengths, render_feature_card, render_size_diagram
from tests.imaging.banner.conftest import bottle, shipped_kit

HEIGHT = SizeLine("height", 26.5, "10.4 in", "26.5 cm", "Height")
DIAMETER = SizeLine("diameter", 9.0, "3.5 in", "9 cm", "Diameter")
FEATURES = (Feature("Up to 24 h", "Hours cold"), Feature("750 ml", "Capacity"), Feature("BPA-free lid"))


def product():
    return bottle(width=400, height=1000)


def diagram(lines=(HEIGHT, DIAMETER), whole=False):
    rgba = product()
    return render_size_diagram(
        rgba, rgba[..., :3].copy(), width=400, height=400, kit=shipped_kit("norrvik"), lines=lines, whole=whole
    )


def card(kit="norrvik"):
    rgba = product()
    return render_feature_card(
        rgba,
        rgba[..., :3].copy(),
        width=400,
        height=400,
        kit=shipped_kit(kit),
        features=FEATURES,
        whole=False,
        seed=1,
    )


def test_lines_are_drawn_where_the_lengths_have_the_shape_of_the_product():
    assert diagram().drawn == ("height", "diameter")


def test_a_length_that_the_photo_does_not_bear_out_gets_no_line():
    wide = SizeLine("diameter", 20.0, "7.9 in", "20 cm", "Diameter")

    assert diagram(lines=(HEIGHT, wide)).drawn == ()


def test_a_photo_that_is_used_whole_gets_no_lines():
    assert diagram(whole=True).drawn == ()


def test_lengths_without_names_are_not_guessed_where_they_fit_in_two_ways():
    lines = tuple(SizeLine("", length, f"{length} cm") for length in (10.0, 11.0, 20.0))

    assert match_lengths(lines, 0.52) is None
    assert match_lengths(lines[1:], 0.55) == (lines[2], lines[1])


@pytest.mark.parametrize("made", [diagram, lambda: diagram(lines=(HEIGHT, HEIGHT)), card, lambda: card("bramblo")])
def test_no_product_pixel_is_changed_or_covered_and_every_word_reads(made):
    picture = made()

    assert picture.rgb.shape == (400, 400, 3)
    assert picture.changed_pixels == 0
    assert picture.covered == 0
    assert picture.text_contrast >= 4.5


def test_a_size_diagram_stays_white_at_the_border_and_is_the_same_every_time():
    picture = diagram()

    assert (picture.rgb[[0, -1]] == 255).all()
    assert np.array_equal(picture.rgb, diagram().rgb)


def test_a_small_source_is_not_blown_up():
    rgba = bottle()

    picture = render_feature_card(
        rgba,
        rgba[..., :3].copy(),
        width=1600,
        height=1600,
        kit=shipped_kit("norrvik"),
        features=FEATURES,
        whole=False,
        seed=1,
    )

    assert picture.scale <= 1.25


def test_a_diameter_gets_no_line_where_handles_make_the_product_wider():
    lines = (SizeLine("height", 16.0, "16 cm"), SizeLine("diameter", 24.0, "24 cm"))

    assert match_lengths(lines, 1.5) == lines
    assert match_lengths(lines, 1.61) is None
