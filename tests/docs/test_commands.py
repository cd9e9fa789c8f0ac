import ast
import re
import shlex
import tomllib

import click
import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from tests.docs.pages import ROOT, blocks, page, pattern

PAGE = page("commands.md")
_SECTIONS = {
    name.strip(): body for name, body in re.findall(r"^## (.+?)$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
}
# `plan` takes the options of `generate`, which are described there.
_DESCRIBED_WITH = {"listgen plan": "listgen generate"}


def _commands():
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            for below, inner in command.commands.items():
                yield f"listgen {name} {below}", inner
        else:
            yield f"listgen {name}", command


COMMANDS = dict(_commands())


def test_every_command_has_its_section_and_every_section_its_command():
    assert {name for name in _SECTIONS if name.startswith("listgen ")} == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_described_and_every_one_described_exists(name):
    options = {word for option in COMMANDS[name].params if isinstance(option, click.Option) for word in option.opts} - {
        "--help",
        "-h",
    }

    section = _SECTIONS[_DESCRIBED_WITH.get(name, name)]
    described = {
        *re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE),
        *re.findall(r"^`?.*`(--format) ", section, re.M),
    }

    assert described == options


@pytest.mark.parametrize("name", COMMANDS)
def test_the_json_of_a_command_is_named_in_its_section(name):
    module = COMMANDS[name].callback.__module__
    if not any("json" in getattr(option.type, "choices", ()) for option in COMMANDS[name].params):
        pytest.skip("prints no JSON")

    named = re.findall(r"`(listgen\.[a-z-]+/\d+)`", _SECTIONS[name] + _SECTIONS[_DESCRIBED_WITH.get(name, name)])

    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "listgen").rglob("*.py"))
    assert named, module
    assert all(f'"{schema}"' in source for schema in named)


def _variables():
    """Return the environment variables that the source reads, by itself or as click's `envvar`."""
    found = set()
    for path in (ROOT / "listgen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv"):
                found.add(ast.literal_eval(node.args[0]))
            read = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
            if read and ast.unparse(node.value) == "os.environ":
                found.add(ast.literal_eval(node.slice))
            if isinstance(node, ast.keyword) and node.arg == "envvar":
                found.add(ast.literal_eval(node.value))
    return found


def test_every_environment_variable_has_its_line_and_every_line_its_variable():
    described = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", _SECTIONS["Environment"], re.MULTILINE))

    assert described == _variables()


def test_the_settings_file_shown_has_every_key_and_can_be_read(tmp_path):
    from listgen.cli.project_file import ProjectFile, read_project_file

    (shown,) = blocks(_SECTIONS["listgen.toml"], "toml")
    (tmp_path / "listgen.toml").write_text(shown, encoding="utf-8")
    content = tomllib.loads(shown)

    read_project_file(tmp_path / "listgen.toml")

    for table, field in ProjectFile.model_fields.items():
        keys = getattr(field.annotation, "model_fields", None)
        if keys:
            assert content[table].keys() == set(keys), table


def test_the_examples_print_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in _variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LISTGEN_DATA_DIR", str(tmp_path / "data"))

    for command, shown in _examples():
        result = CliRunner().invoke(cli, shlex.split(command)[1:])

        assert re.fullmatch(pattern(shown), result.output), f"{command}\n{result.output}\n{result.exception!r}"
        if command.startswith("listgen init"):
            monkeypatch.chdir(tmp_path / "shop")


def _examples():
    for body in blocks(PAGE, "console"):
        for part in body.split("$ ")[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown
