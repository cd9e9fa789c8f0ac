import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from listgen.domain.brand_kit import Fonts
from listgen.errors import ImageError
from listgen.imaging.banner.typeset import Typesetter, font_file, typesetter


@pytest.fixture
def types(kit):
    return typesetter(kit.fonts)


def test_width_grows_with_size(types):
    assert types.width("Bottle", 40) == pytest.approx(2 * types.width("Bottle", 20), rel=1e-4)


def test_a_fitted_text_is_inside_its_box(types):
    setting = types.fit("One bag for the whole market", width=320, height=120, size=60, lines=2)

    assert setting is not None
    assert setting.width <= 320
    assert setting.height <= 120
    assert len(setting.lines) == 2


def test_a_text_that_would_get_too_small_is_refused(types):
    assert types.fit("One bag for the whole market", width=100, height=40, size=60, lines=1) is None


def test_sizes_move_in_steps_so_that_banners_of_a_run_share_them(types):
    texts = ["Made for mornings" + "i" * count for count in range(12)]

    sizes = {types.fit(text, width=300, height=100, size=50, lines=1, floor=0.3).size for text in texts}

    assert len(sizes) < len(texts)
    assert all(abs(math.log(size / 50, 0.96) % 1 - 0.5) > 0.499 for size in sizes)


def test_chinese_gets_more_leading_and_no_tracking(types):
    setting = types.fit("新年新衣", width=300, height=200, size=40, lines=1, tracking=-0.02)

    assert setting.leading >= 1.22
    assert setting.tracking == 0


def test_characters_that_no_font_has_are_named_once(types):
    assert types.missing("Łódź 新新年 é") == "新年"


def test_a_fallback_font_fills_the_gap(kit, playful_kit):
    small = Fonts(kit.fonts.bold, kit.fonts.regular, (playful_kit.fonts.bold,))

    assert Typesetter(small).missing("Bottle") == ""


def test_a_font_that_cannot_be_read_is_refused(tmp_path, kit):
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00" + b"nothing" * 20)

    with pytest.raises(ImageError, match="cannot be read"):
        font_file(broken)
    with pytest.raises(ImageError, match="cannot be read"):
        Typesetter(Fonts(Path(tmp_path / "none.ttf"), kit.fonts.regular))


def test_fonts_of_the_machine_are_neither_read_nor_used(tmp_path):
    broken = tmp_path / "fonts.conf"
    broken.write_text("<fontconfig><no-such-element/></fontconfig>", encoding="utf-8")
    line = "import sys; from pathlib import Path; from listgen.catalog.brand_kit import read_brand_kit; "
    line += "from listgen.imaging.banner.typeset import typesetter; "
    line += "print(typesetter(read_brand_kit(Path(sys.argv[1])).fonts).width('Bottle \u4e2d \u0628', 40))"
    kit = Path(__file__).parents[3] / "brand_kits" / "norrvik"

    widths = []
    for settings in ({}, {"FONTCONFIG_FILE": str(broken)}, {"FONTCONFIG_FILE": str(tmp_path / "none.conf")}):
        run = subprocess.run(
            [sys.executable, "-c", line, str(kit)],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | settings,
        )
        assert run.stderr == ""
        widths.append(run.stdout)

    assert len(set(widths)) == 1
