"""`[marketplace.NAME]` in listgen.toml: what one marketplace alone asks for, and the files that it names."""

import pytest

from listgen.cli.settings import Options, resolve
from listgen.errors import UsageError


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "products.csv").write_text("sku,name\nMUG-1,Tarn Mug\n", encoding="utf-8")

    def settings(text):
        (tmp_path / "listgen.toml").write_text(f'[project]\ncatalog = "products.csv"\n{text}', encoding="utf-8")
        return resolve(Options(text="composer"))

    return settings


def test_a_setting_may_be_one_answer_or_a_table(project):
    seller = project('[marketplace.ebay]\ncategory = { drinkware = 20696, "*" = "1" }\ncondition_id = "NEW"\n').seller

    assert seller.choice("ebay", "category", "X", "drinkware") == "20696"
    assert seller.choice("ebay", "category", "X", "bags") == "1"
    assert seller.choice("ebay", "condition_id") == "NEW"
    assert seller.choice("etsy", "who_made") == ""


def test_a_key_that_the_marketplace_does_not_read_is_refused_with_those_that_it_does(project):
    with pytest.raises(UsageError) as caught:
        project('[marketplace.ebay]\ncatgory = "1"\n')

    assert "catgory" in caught.value.message
    assert "category" in caught.value.hint


def test_files_that_settings_name_are_read_a_folder_without_the_notes_of_a_bundle(project, tmp_path):
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in ("listings-feed-1.json", "listings-feed-2.json", "manifest.json", "HOWTO.txt", "mug.jpg"):
        (sent / name).write_bytes(name.encode())
    (tmp_path / "cup.xlsm").write_bytes(b"cup")

    seller = project('[marketplace.amazon]\nchanges_since = "sent"\ntemplate = "cup.xlsm"\n').seller

    assert [file.name for file in seller.given("amazon", "changes_since")] == [
        "listings-feed-1.json",
        "listings-feed-2.json",
    ]
    assert [file.data for file in seller.given("amazon", "template")] == [b"cup"]


def test_a_file_that_does_not_exist_is_named(project):
    with pytest.raises(UsageError, match="nowhere"):
        project('[marketplace.amazon]\ntemplate = "nowhere.xlsm"\n')
