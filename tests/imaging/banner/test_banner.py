from dataclasses import replace

import numpy as np
import pytest

from listgen.domain.picture import BannerWords
from listgen.errors import ImageError, UsageError
from listgen.imaging.banner.draw import render_banner
from listgen.imaging.banner.layouts import load_layouts
from listgen.imaging.banner.photo_banner import render_photo_banner
from listgen.imaging.banner.system_fonts import fonts_for
from listgen.imaging.scene.fields import Roles
from tests.imaging.banner.conftest import bottle

WORDS = BannerWords("Cold until the last hill", "Steel bottle, 750 ml", button="Shop bottles")
SIZES = {"wide": (480, 192), "strip": (640, 140), "square": (300, 300), "tall": (280, 350), "story": (270, 480)}


def value(picture, code):
    return next(measure.value for measure in picture.measures if measure.code == code)


@pytest.fixture(scope="module")
def wide():
    from tests.imaging.banner.conftest import shipped_kit

    return render_banner(bottle(), width=480, height=192, kit=shipped_kit("norrvik"), words=WORDS, seed=1)


def test_a_banner_has_the_size_that_was_asked_for(wide):
    assert wide.rgb.shape == (192, 480, 3)
    assert wide.rgb.dtype == np.uint8
    assert wide.mask.shape == (192, 480)


def test_text_reads_at_four_and_a_half_to_one(wide):
    assert wide.text_contrast >= 4.5


def test_text_stays_off_the_product(wide):
    assert value(wide, "subject-covered") == 0


def test_product_pixels_are_those_of_the_resized_cut_out(wide):
    placed = wide.placed[0]
    on_canvas, on_product = placed.window(480, 192)
    own = placed.rgba[on_product]
    solid = own[..., 3] >= 1

    seen = wide.rgb[on_canvas][solid].astype(int)

    assert solid.sum() > 500
    assert np.abs(seen - np.round(own[solid][:, :3] * 255)).max() <= 1


def test_the_same_input_gives_the_same_bytes(kit, wide):
    again = render_banner(bottle(), width=480, height=192, kit=kit, words=WORDS, seed=1)

    assert np.array_equal(again.rgb, wide.rgb)


@pytest.mark.parametrize("shape", SIZES)
def test_every_shape_has_a_layout_that_keeps_text_readable_and_off_the_product(playful_kit, shape):
    width, height = SIZES[shape]

    picture = render_banner(bottle(), width=width, height=height, kit=playful_kit, words=WORDS, seed=2)

    assert picture.rgb.shape == (height, width, 3)
    assert picture.text_contrast >= 4.5
    assert value(picture, "subject-covered") == 0


def test_a_light_logo_stands_on_dark_and_a_dark_one_on_light(kit):
    dark = render_banner(bottle(colour=(240, 240, 240)), width=300, height=300, kit=kit, words=WORDS, seed=1)
    light = render_banner(bottle(colour=(30, 30, 34)), width=300, height=300, kit=kit, words=WORDS, seed=1)

    assert value(dark, "logo-contrast") >= 3
    assert value(light, "logo-contrast") >= 3
    assert dark.rgb[:20].mean() < light.rgb[:20].mean()


def test_words_that_are_too_many_are_dropped_from_the_end_and_named(kit):
    words = replace(WORDS, subline="A bottle of stainless steel that keeps tea hot for twelve hours and water cold")

    picture = render_banner(bottle(), width=480, height=192, kit=kit, words=words, seed=1)

    assert "subline" in picture.dropped
    assert " ".join(picture.headline).replace("\u00a0", " ") == WORDS.headline


def test_a_headline_that_fits_nowhere_is_an_image_error(kit):
    with pytest.raises(ImageError, match="does not fit"):
        render_banner(bottle(), width=480, height=192, kit=kit, words=BannerWords("word " * 60), seed=1)


def test_a_headline_that_no_font_can_draw_is_an_image_error_with_a_hint(kit):
    with pytest.raises(ImageError, match="\ue001\ue002") as caught:
        render_banner(bottle(), width=480, height=192, kit=kit, words=BannerWords("\ue001\ue002"), seed=1)

    assert "fallback" in caught.value.hint


def test_a_subline_that_no_font_can_draw_is_left_out_with_a_finding(kit):
    words = BannerWords("Cold until the last hill", "\ue001")

    picture = render_banner(bottle(), width=300, height=300, kit=kit, words=words, seed=1)

    assert "banner.missing-glyphs" in {finding.code for finding in picture.findings}


def test_a_named_layout_is_obeyed_and_an_unknown_one_refused(kit):
    picture = render_banner(bottle(), width=480, height=192, kit=kit, words=WORDS, layout="split", seed=1)

    assert picture.layout == "split"
    with pytest.raises(UsageError, match="unknown banner layout"):
        render_banner(bottle(), width=480, height=192, kit=kit, words=WORDS, layout="spilt", seed=1)


def test_letters_that_the_kit_lacks_come_from_a_font_of_the_machine_and_that_is_said(kit):
    if not all(script.bold for script in fonts_for("保温杯")):
        pytest.skip("this machine has no Chinese font")

    picture = render_banner(bottle(), width=300, height=300, kit=kit, words=BannerWords("保温杯，全天温热"), seed=1)

    assert picture.text_contrast >= 4.5
    assert [finding.code for finding in picture.findings if "font" in finding.code] == ["banner.system-font"]


def test_arabic_is_set_from_the_right_on_a_mirrored_layout(kit):
    if not all(script.bold for script in fonts_for("قهوة")):
        pytest.skip("this machine has no Arabic font")
    words = BannerWords("قهوة ساخنة طوال اليوم", "زجاجة من الفولاذ، ٧٥٠ مل")

    latin = render_banner(bottle(), width=480, height=192, kit=kit, words=WORDS, layout="split", seed=1)
    arabic = render_banner(bottle(), width=480, height=192, kit=kit, words=words, layout="split", seed=1)

    assert latin.placed[0].x0 > 240 > arabic.placed[0].x0
    assert value(arabic, "subject-covered") == 0
    assert arabic.text_contrast >= 4.5


@pytest.mark.parametrize("shape", ["square", "tall"])
def test_no_layout_lets_text_or_card_cover_the_product(kit, shape):
    width, height = SIZES[shape]
    roles = Roles("#eae2d4", "#d8cdbb", "#cd7958", "#0e1c1b", "#fcfaf6")
    others = (bottle(colour=(50, 120, 80)), bottle(colour=(60, 80, 150)))
    for layout in load_layouts(kit, roles, width, height):
        if layout.shape == shape:
            picture = render_banner(
                bottle(),
                width=width,
                height=height,
                kit=kit,
                words=WORDS,
                layout=layout.name,
                others=others if layout.pieces > 1 else (),
                seed=1,
            )

            assert value(picture, "subject-covered") == 0, layout.name
            assert picture.text_contrast >= 4.5, layout.name


def test_a_kit_says_which_layouts_it_likes_best(kit):
    liking = replace(kit, layouts=("square-arch",))

    picture = render_banner(bottle(), width=300, height=300, kit=liking, words=WORDS, seed=1)

    assert picture.layout == "square-arch"


def test_text_on_a_lively_set_stands_on_a_plane_of_its_own(kit):
    picture = render_banner(bottle(), width=480, height=192, kit=kit, words=WORDS, scene="dapple", seed=1)

    assert picture.layout in ("card", "split", "diagonal") or picture.scene != "dapple"
    assert picture.text_contrast >= 4.5


def test_three_products_stand_side_by_side(kit):
    others = (bottle(colour=(50, 120, 80)), bottle(colour=(60, 80, 150)))

    picture = render_banner(
        bottle(), width=480, height=192, kit=kit, words=BannerWords("Three of a kind"), others=others, seed=1
    )

    assert picture.layout == "line-up"
    assert len(picture.placed) == 3
    boxes = [(p.x0, p.x0 + p.rgba.shape[1]) for p in picture.placed]
    assert boxes[0][1] <= boxes[1][0] <= boxes[1][1] <= boxes[2][0]


def test_stories_carry_no_button_and_nothing_in_the_lower_third(kit):
    picture = render_banner(bottle(), width=270, height=480, kit=kit, words=WORDS, seed=1)

    assert all(p.y0 + p.rgba.shape[0] <= 0.66 * 480 for p in picture.placed)


def test_a_low_strip_has_a_headline_alone(kit):
    picture = render_banner(bottle(), width=640, height=100, kit=kit, words=WORDS, seed=1)

    assert " ".join(picture.headline) == WORDS.headline
    assert picture.dropped == ()
    assert value(picture, "wordy") < 0.2


def photo(height=200, width=160):
    y, x = np.mgrid[0:height, 0:width]
    return np.dstack([x * 255 // width, y * 255 // height, np.full_like(x, 90)]).astype(np.uint8)


@pytest.mark.parametrize("size", SIZES.values())
def test_a_whole_photo_is_neither_cropped_nor_stretched_nor_covered(kit, size):
    width, height = size

    picture = render_photo_banner(photo(), width=width, height=height, kit=kit, words=WORDS, seed=1)

    rows, columns = np.nonzero(picture.mask > 0.5)
    tall, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert tall / wide == pytest.approx(200 / 160, rel=0.04)
    assert value(picture, "subject-covered") == 0
    assert picture.text_contrast >= 4.5


def test_the_pixels_of_a_whole_photo_are_kept(kit):
    flat = np.full((100, 100, 3), (12, 200, 77), np.uint8)

    picture = render_photo_banner(flat, width=480, height=192, kit=kit, words=WORDS, seed=1)

    assert (picture.rgb[picture.mask >= 1] == (12, 200, 77)).all()


@pytest.mark.parametrize("size", [(1000, 400), (540, 540), (540, 675)])
def test_a_badge_keeps_clear_of_product_text_and_edge(kit, size):
    width, height = size
    words = replace(WORDS, badge="Black Friday")

    made = render_banner(bottle(), width=width, height=height, kit=kit, words=words, seed=1)

    assert made.badge is not None
    box = made.badge.box
    rows, columns = box.pixels(width, height)
    y, x = np.mgrid[rows, columns]
    disc = np.hypot(x + 0.5 - box.x - box.w / 2, y + 0.5 - box.y - box.h / 2) <= box.w / 2
    assert not made.mask[rows, columns][disc].any()
    assert min(box.x, box.y, width - box.right, height - box.bottom) > 0
    assert made.badge.contrast >= 4.5
    assert made.measurements.changed_pixels == 0


def test_a_badge_that_finds_no_place_is_told(kit):
    words = replace(WORDS, badge="Everything must go before the year ends")

    made = render_banner(bottle(), width=480, height=192, kit=kit, words=words, seed=1)

    assert made.badge is None
    assert "banner.badge-left-out" in {finding.code for finding in made.findings}
