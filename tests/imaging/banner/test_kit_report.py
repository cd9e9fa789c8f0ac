import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from listgen.catalog.brand_kit import read_brand_kit
from listgen.cli.brand import command
from listgen.domain.brand_kit import Palette
from listgen.imaging.banner.kit_report import inspect_kit

KITS = Path(__file__).parents[3] / "brand_kits"


def codes(kit):
    return {finding.code for finding in inspect_kit(kit).findings}


@pytest.mark.parametrize("name", ["norrvik", "bramblo"])
def test_there_is_nothing_to_remark_on_shipped_kits(name):
    report = inspect_kit(read_brand_kit(KITS / name))

    assert report.findings == ()
    assert report.scripts == ("Latin", "Latin Extended", "Punctuation")


def test_colours_say_what_they_carry(kit):
    swatches = {swatch.name: swatch for swatch in inspect_kit(kit).swatches}

    assert swatches["oat"].carries == "ink"
    assert swatches["pine"].carries == "paper"


def test_poor_kits_are_remarked(kit):
    assert "kit.ink-and-paper" in codes(replace(kit, palette=Palette(("#888888",), "#777777", "#999999")))
    assert "kit.no-ground" in codes(replace(kit, palette=Palette(("#808080",))))
    assert "kit.no-dark-logo" in codes(replace(kit, logo_dark=None))
    assert "kit.no-logo" in codes(replace(kit, logo=None, logo_dark=None))
    assert "kit.logo-contrast" in codes(replace(kit, logo=kit.logo_dark))
    assert "kit.scene" in codes(replace(kit, scene="volcano"))
    assert "kit.weights" in codes(replace(kit, fonts=replace(kit.fonts, bold=kit.fonts.regular)))
    assert "kit.voice" in codes(replace(kit, voice=replace(kit.voice, banned=("warranty",))))


def test_show_gives_json_and_text():
    text = CliRunner().invoke(command, ["show", str(KITS / "norrvik")])
    data = CliRunner().invoke(command, ["show", str(KITS / "norrvik"), "--format", "json"])

    assert text.exit_code == 0
    assert "#306275" in text.stdout
    assert "Fraunces SemiBold, weight 600" in text.stdout
    assert json.loads(data.stdout)["schema"] == "listgen.brand/1"


def test_check_ends_with_one_where_a_kit_will_not_work(tmp_path):
    folder = Path(shutil.copytree(KITS / "norrvik", tmp_path / "norrvik"))
    text = (folder / "kit.toml").read_text(encoding="utf-8")
    (folder / "kit.toml").write_text(text.replace('scene = "table"', 'scene = "volcano"'), encoding="utf-8")

    good = CliRunner().invoke(command, ["check", str(KITS / "norrvik")])
    bad = CliRunner().invoke(command, ["check", str(folder)])

    assert good.exit_code == 0
    assert bad.exit_code == 1
    assert "unknown scene `volcano`" in bad.stdout
