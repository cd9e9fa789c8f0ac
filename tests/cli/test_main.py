import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from listgen.cli.main import _COMMANDS, cli

ROOT = Path(__file__).parents[2]


def test_help_lists_every_command_and_imports_none_of_them():
    script = (
        "import sys; from listgen.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "heavy = {'numpy', 'pydantic', 'rich', 'jinja2', 'PIL', 'cv2', 'openai', 'listgen.cli.generate'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "loaded: []" in done.stdout
    for name in _COMMANDS:
        assert name in done.stdout


def _all_commands():
    for name in _COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        yield name, [name]
        for below in getattr(command, "commands", {}):
            yield f"{name} {below}", [name, below]


@pytest.mark.parametrize(("name", "words"), list(_all_commands()))
def test_every_command_has_help_with_an_example(name, words):
    result = CliRunner().invoke(cli, [*words, "--help"])

    assert result.exit_code == 0
    assert f"Example: listgen {name}" in result.output


@pytest.mark.parametrize(("value", "coloured"), [("", True), ("1", False)])
def test_no_color_leaves_colour_out_on_a_terminal(monkeypatch, value, coloured):
    monkeypatch.setenv("NO_COLOR", value)

    result = CliRunner().invoke(cli, ["brand", "show", "norrvik"], color=True)

    assert result.exit_code == 0
    assert ("\x1b[" in result.output) is coloured


def test_a_mistyped_command_is_answered_with_the_nearest_one():
    result = CliRunner().invoke(cli, ["generat"])

    assert result.exit_code == 2
    assert "Did you mean `generate`?" in result.output


def _run(*args, cwd):
    return subprocess.run(
        [sys.executable, "-m", "listgen", *args],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_an_error_goes_to_stderr_with_its_hint_and_exit_code_2(tmp_path):
    done = _run("generate", "nowhere.csv", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: `nowhere.csv` does not exist")
    assert "hint:" in done.stderr


def test_a_reader_that_leaves_a_pipe_early_is_no_error(tmp_path):
    done = subprocess.run(
        f"{sys.executable} -m listgen marketplace show amazon | head -1",
        shell=True, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert "Traceback" not in done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    ("sku", "hint"),
    [
        ("mug-1", "did you mean `MUG-1`?"),
        ("MUG-11", "did you mean `MUG-1`?"),
        ("xyz", "its first ones: `MUG-1`, `MUG-2`"),
    ],
)
def test_an_unknown_sku_is_answered_with_the_nearest_or_the_first_ones(tmp_path, monkeypatch, sku, hint):
    (tmp_path / "products.csv").write_text("sku,name,material\nMUG-1,Mug,clay\nMUG-2,Cup,clay\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(cli, ["plan", ".", "--only", sku, "--images", "none", "--text", "composer"])

    assert str(result.exception) == f"the catalogue has no SKU `{sku}`"
    assert result.exception.hint == hint
