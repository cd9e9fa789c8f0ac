import re
import shutil

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from tests.docs.pages import ROOT, page, pattern

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["sheets.md", "marketplaces.md", "fact_lock.md"])
def test_the_files_of_a_guide_do_what_its_examples_show(name, tmp_path, monkeypatch):
    from listgen.marketplaces.profiles import _load

    monkeypatch.chdir(tmp_path)
    ran = 0

    for language, body in _BLOCK.findall(page(name)):
        if language == "csv":
            (tmp_path / "products.csv").write_text(body, encoding="utf-8")
        if language == "jsonl":
            (tmp_path / "listings.jsonl").write_text(body, encoding="utf-8")
        if language == "toml":
            file = tmp_path / re.match(r"# (\S+)\n", body).group(1)
            file.parent.mkdir(exist_ok=True)
            file.write_text(body, encoding="utf-8")
            _load.cache_clear()  # profiles are read once a process
        if language == "console":
            command, _, shown = body.removeprefix("$ listgen ").partition("\n")
            result = CliRunner().invoke(cli, command.split())
            assert re.fullmatch(pattern(shown), result.output), result.output
            ran += 1

    assert ran
    _load.cache_clear()


def test_the_profile_of_the_guide_writes_an_upload_file(tmp_path, monkeypatch):
    from listgen.marketplaces.profiles import _load

    monkeypatch.chdir(tmp_path)
    own = next(body for _, body in _BLOCK.findall(page("marketplaces.md")) if "second-shop.toml" in body)
    (tmp_path / "marketplaces").mkdir()
    (tmp_path / "marketplaces/second-shop.toml").write_text(own, encoding="utf-8")
    (tmp_path / "products.csv").write_text("sku,name,capacity,material\nMUG-1,Tarn Mug,350 ml,stoneware\n", "utf-8")
    words = ["generate", "products.csv", "--marketplace", "second-shop", "--images", "none", "--text", "composer"]

    result = CliRunner().invoke(cli, [*words, "--variants", "1"])

    assert result.exit_code == 0, result.output
    assert "MUG-1" in (tmp_path / "build/second-shop-en-US/A/second-shop.csv").read_text(encoding="utf-8")
    _load.cache_clear()


def test_the_kit_of_the_guide_can_be_read_and_shows_every_key(tmp_path):
    import tomllib

    from listgen.catalog.brand_kit import _Kit, read_brand_kit

    kit = shutil.copytree(ROOT / "brand_kits/norrvik", tmp_path / "ours")
    shown = next(body for language, body in _BLOCK.findall(page("brand_kits.md")) if language == "toml")
    (kit / "kit.toml").write_text(shown, encoding="utf-8")
    content = tomllib.loads(shown)

    read = read_brand_kit(kit)

    assert read.voice.licensed
    assert content.keys() == set(_Kit.model_fields)
    for table in ("palette", "fonts", "logo", "voice", "pictures"):
        annotation = _Kit.model_fields[table].annotation
        record = next(one for one in (annotation, *getattr(annotation, "__args__", ())) if hasattr(one, "model_fields"))
        assert content[table].keys() == set(record.model_fields), table


def test_the_guide_names_every_scene_and_counts_the_layouts():
    from listgen.imaging.banner.kit_report import SETS

    scenes = re.search(r"\*\*Scenes:\*\* (.*?)\. One", page("brand_kits.md"), re.DOTALL).group(1)

    assert set(re.findall(r"`([a-z]+)`", scenes)) == set(SETS)
    assert len(list((ROOT / "templates/banners").glob("*.toml.j2"))) == 30
    assert "Thirty layouts ship" in page("brand_kits.md")


def test_the_guide_names_every_role_format_and_source_type():
    from listgen.domain.product import Role
    from listgen.imaging.metadata import SOURCE_TYPES
    from listgen.marketplaces.exporters import EXPORTERS

    for role in Role:
        assert f"`{role.value}`" in page("sheets.md")
    for word in (*EXPORTERS, *SOURCE_TYPES):
        assert f"`{word}`" in page("marketplaces.md")


def test_the_guide_names_every_kind_of_sheet():
    from listgen.catalog.sources import SHEET_SUFFIXES

    assert {suffix for suffix in SHEET_SUFFIXES if f"`{suffix}`" not in page("sheets.md")} == set()
