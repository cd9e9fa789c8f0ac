from pathlib import Path

import pytest

from listgen.cli.project_file import read_project_file
from listgen.cli.settings import Options, resolve
from listgen.errors import UsageError
from listgen.imaging import scene_files

NOTHING = {
    "catalog": None,
    "brand": None,
    "photos": None,
    "marketplaces": (),
    "locales": (),
    "variants": None,
    "text": None,
    "images": None,
    "only": (),
    "limit": None,
    "shard": None,
    "jobs": None,
    "concurrency": None,
    "max_cost": None,
    "max_calls": None,
    "seed": None,
    "out": None,
    "frozen": False,
    "strict": False,
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "LISTGEN_TEXT_MODEL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "products.csv").write_text("sku,name\nA,Mug\n")
    (tmp_path / "listgen.toml").write_text(
        '[project]\ncatalog = "products.csv"\nmarketplaces = ["amazon"]\nlocale = "en-GB"\nout = "there"\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_flag_beats_the_project_file_which_beats_the_default(project):
    from_file = resolve(Options(**NOTHING))
    from_flag = resolve(Options(**NOTHING | {"marketplaces": ("shopify",), "out": Path("here")}))

    assert (from_file.marketplaces, from_file.locales, from_file.out) == (("amazon",), ("en-GB",), Path("there"))
    assert (from_flag.marketplaces, from_flag.locales, from_flag.out) == (("shopify",), ("en-GB",), Path("here"))
    assert len(from_file.variants) == 2


def test_a_project_folder_stands_for_the_catalogue_that_its_settings_name(project, monkeypatch):
    monkeypatch.chdir(project.parent)

    settings = resolve(Options(**NOTHING | {"catalog": Path(project.name)}))

    assert settings.catalog == Path(project.name) / "products.csv"
    assert settings.ledger == Path(project.name) / ".listgen"


def test_without_key_the_composer_writes_and_with_a_key_the_model_does(project, monkeypatch):
    without = resolve(Options(**NOTHING))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("LISTGEN_TEXT_MODEL", "some-model")

    with_key = resolve(Options(**NOTHING))

    assert without.text == "composer"
    assert (with_key.text, with_key.text_model) == ("openai", "some-model")
    assert "sk-secret" not in repr(with_key)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"catalog": Path("nowhere.csv")}, "nowhere.csv"),
        ({"brand": "nobody"}, "nobody"),
        ({"photos": Path("nowhere")}, "nowhere"),
    ],
)
def test_what_does_not_exist_is_named_with_a_next_step(project, change, words):
    with pytest.raises(UsageError, match=words) as caught:
        resolve(Options(**NOTHING | change))

    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[project]\nvariants = 9", "project.variants"),
        ("[projekt]\nout = 'x'", "projekt"),
        ("[project]\ncolour = 'x'", "project.colour"),
        ("[text]\nprovider = 'magic'", "text.provider"),
    ],
)
def test_a_wrong_key_in_the_project_file_is_named(tmp_path, text, key):
    (tmp_path / "listgen.toml").write_text(text)

    with pytest.raises(UsageError, match=key):
        read_project_file(tmp_path / "listgen.toml")


def test_broken_toml_is_an_error_with_the_line_and_no_traceback(tmp_path):
    (tmp_path / "listgen.toml").write_text("[project\n")

    with pytest.raises(UsageError, match="line 1"):
        read_project_file(tmp_path / "listgen.toml")


def test_without_any_catalogue_the_error_says_how_to_name_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="no catalogue"):
        resolve(Options(**NOTHING))


def test_a_language_that_the_composer_does_not_write_is_refused_before_anything_is_made(project):
    with pytest.raises(UsageError, match="de-DE") as caught:
        resolve(Options(**NOTHING | {"locales": ("de-DE",)}))

    assert "en-US" in caught.value.hint


def test_diffusers_without_a_model_are_refused_before_anything_is_made(project):
    with pytest.raises(UsageError):
        resolve(Options(**NOTHING | {"images": "diffusers"}))


@pytest.mark.parametrize(("can", "images"), [(True, "scene"), (False, "studio")])
def test_the_scene_model_paints_where_it_can_unless_the_studio_is_asked_for(project, monkeypatch, can, images):
    monkeypatch.setattr(scene_files, "can_paint", lambda: can)

    assert resolve(Options(**NOTHING)).images == images
    assert resolve(Options(**NOTHING | {"images": "studio"})).images == "studio"


def test_the_scene_model_is_refused_before_anything_is_made_where_it_cannot_run(project, monkeypatch):
    monkeypatch.setattr(scene_files, "can_paint", lambda: False)

    with pytest.raises(UsageError, match="diffusion"):
        resolve(Options(**NOTHING | {"images": "scene"}))
