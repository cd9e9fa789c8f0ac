import shutil
from pathlib import Path

import pytest

from listgen.catalog.brand_kit import find_brand_kit, read_brand_kit, svg_problem
from listgen.errors import UsageError

KITS = Path(__file__).parents[2] / "brand_kits"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


@pytest.fixture
def kit(tmp_path):
    return Path(shutil.copytree(KITS / "norrvik", tmp_path / "norrvik"))


def edit(kit, old, new):
    file = kit / "kit.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", ["norrvik", "bramblo"])
def test_shipped_kits_can_be_read_by_name(name):
    kit = read_brand_kit(find_brand_kit(name))

    assert kit.name == name
    assert len(kit.palette.colours) == len(kit.palette.names) == 5
    assert kit.logo is not None
    assert kit.logo_dark is not None
    assert kit.voice.licensed
    assert len(kit.digest) == 64


@pytest.mark.parametrize("name", ["norrvik", "bramblo"])
def test_shipped_fonts_are_small_and_come_with_their_licence(name):
    fonts = sorted((KITS / name / "fonts").glob("*.ttf"))

    assert fonts
    assert all(font.stat().st_size < 150_000 for font in fonts)
    for font in fonts:
        family = font.name.partition("-")[0]
        licence = KITS / name / "fonts" / f"{family}-OFL.txt"
        text = licence if licence.exists() else KITS / name / "fonts" / "OFL.txt"
        assert "SIL OPEN FONT LICENSE Version 1.1" in text.read_text(encoding="utf-8")


def test_the_digest_follows_the_kit_and_its_files_but_not_its_place(kit, tmp_path):
    before = read_brand_kit(kit).digest
    moved = shutil.copytree(kit, tmp_path / "elsewhere")

    (kit / "logo.svg").write_text(SVG.format('<path d="M0 0H10V10Z"/>'), encoding="utf-8")

    assert read_brand_kit(moved).digest == before
    assert read_brand_kit(kit).digest != before


def test_a_layout_of_the_kits_own_is_in_its_digest(kit):
    before = read_brand_kit(kit).digest
    (kit / "banners").mkdir()

    (kit / "banners" / "mine.toml.j2").write_text("rank = 1", encoding="utf-8")

    assert read_brand_kit(kit).digest != before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('oat = "#eae2d4"', 'oat = "beige"', "`palette.colours.oat`: `beige` is no colour"),
        ('ink = "#0e1c1b"', 'ink = "#0e1"', "`palette.ink`: `#0e1` is no colour"),
        ('tone = "warm"', 'tone = "loud"', "`voice.tone`"),
        ('bold = "fonts/Fraunces-SemiBold.ttf"\n', "", "`fonts.bold` is missing"),
        ("slogan =", "slogen =", "unknown key `voice.slogen`"),
        ("Fraunces-SemiBold.ttf", "Nope.ttf", "there is no file `fonts/Nope.ttf`"),
        ('"fonts/Fraunces-SemiBold.ttf"', '"../../x.ttf"', "lies outside the kit"),
        ('"fonts/Fraunces-SemiBold.ttf"', '"logo.svg"', "is no TrueType or OpenType font"),
        ('light = "logo.svg"', 'light = "kit.toml"', "`logo.light`: `kit.toml` is no valid SVG"),
        ('"Norrvik"', "Norrvik", "kit.toml: Invalid value"),
    ],
)
def test_a_broken_kit_is_refused_with_file_and_key(kit, old, new, message):
    edit(kit, old, new)

    with pytest.raises(UsageError) as caught:
        read_brand_kit(kit)

    assert "kit.toml" in str(caught.value)
    assert message in str(caught.value)


def test_a_misspelt_key_and_kit_get_a_suggestion(kit):
    edit(kit, "slogan =", "slogen =")

    with pytest.raises(UsageError) as key:
        read_brand_kit(kit)
    with pytest.raises(UsageError) as name:
        find_brand_kit("norvik")

    assert key.value.hint == "did you mean `slogan`?"
    assert name.value.hint == "did you mean `norrvik`?"


def test_a_folder_without_a_kit_file_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"has no kit\.toml"):
        read_brand_kit(tmp_path)


def test_a_link_that_leaves_the_kit_is_refused(kit, tmp_path):
    outside = tmp_path / "secret.svg"
    outside.write_text(SVG.format(""), encoding="utf-8")
    (kit / "logo.svg").unlink()
    (kit / "logo.svg").symlink_to(outside)

    with pytest.raises(UsageError, match="lies outside the kit"):
        read_brand_kit(kit)


def test_a_projects_own_kit_goes_before_a_shipped_one(kit, tmp_path):
    project = tmp_path / "shop"
    shutil.copytree(kit, project / "brand_kits" / "norrvik")

    assert find_brand_kit("norrvik", project) == project / "brand_kits" / "norrvik"


def test_colours_may_be_a_plain_list(kit):
    text = (kit / "kit.toml").read_text(encoding="utf-8")
    start, end = text.index("[palette.colours]"), text.index("[palette]\n")
    (kit / "kit.toml").write_text(
        text[:start] + '[palette]\ncolours = ["#AABBCC", "#001122"]\n' + text[end + len("[palette]\n") :],
        encoding="utf-8",
    )

    assert read_brand_kit(kit).palette.colours == ("#aabbcc", "#001122")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<text>Hi</text>", "text"),
        ("<script>x</script>", "script"),
        ('<use href="http://x.example/a.svg#b"/>', "outside"),
        ('<image href="#a"/>', "image"),
    ],
)
def test_a_logo_holds_shapes_only(body, word):
    problem = svg_problem(SVG.format(body).encode())

    assert problem is not None
    assert word in problem[0]


def test_a_logo_with_entities_is_refused_before_it_is_parsed():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg viewBox="0 0 1 1">&b;</svg>'

    problem = svg_problem(bomb)

    assert problem is not None
    assert "document type" in problem[0]
