import json
import re
import shlex
import shutil

import click
import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from tests.docs.pages import PAGES, ROOT, blocks, commands

README = (ROOT / "README.md").read_text(encoding="utf-8")
_MARKED = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*PAGES, *(ROOT / folder / "README.md" for folder in ("brand_kits", "examples", "templates/banners")))
}


def _links():
    for name, text in _MARKED.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not target.startswith(("https://", "http://", "mailto:")):
                yield name, target


@pytest.mark.parametrize(("name", "target"), list(_links()))
def test_every_relative_link_leads_somewhere(name, target):
    path, _, anchor = target.partition("#")
    file = (ROOT / name).parent / path if path else ROOT / name

    assert file.exists()
    if anchor:
        headlines = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in [re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in headlines]


@pytest.mark.parametrize("line", sorted({line for text in _MARKED.values() for line in commands(text)}))
def test_every_command_line_names_a_command_and_options_that_exist(line):
    words = shlex.split(line)[1:]
    command, context = cli, click.Context(cli, info_name="listgen")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        command = command.get_command(context, name)
        assert command is not None, name
        context = click.Context(command, info_name=name, parent=context)

    command.make_parser(context).parse_args([word for word in words if word != "…"])  # raises for unknown options


def test_every_make_target_of_the_readme_exists():
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    named = [word for words in re.findall(r"`?make ((?:[a-z]+ )*[a-z]+)(?:`|  )", README) for word in words.split()]

    assert "demo" in named
    assert set(named) <= set(targets)


@pytest.mark.parametrize("name", _MARKED)
def test_no_page_holds_a_placeholder(name):
    assert "@@" not in _MARKED[name]


@pytest.mark.parametrize("shown", blocks(README, "toml"))
def test_the_settings_in_the_readme_can_be_read(shown, tmp_path):
    from listgen.cli.project_file import read_project_file

    (tmp_path / "listgen.toml").write_text(shown, encoding="utf-8")

    assert read_project_file(tmp_path / "listgen.toml")


@pytest.fixture(scope="module")
def example_build(tmp_path_factory):
    """Two products of the example shop without their pictures."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(
        ROOT / "examples",
        folder,
        ignore=shutil.ignore_patterns("alpha", ".listgen", "build", "*.jpg"),
        dirs_exist_ok=True,
    )
    arguments = ["generate", str(folder), "--images", "none", "--text", "composer", "--out", str(folder / "build")]
    arguments += ["--marketplace", "amazon", "--only", "NOR-BTL-750-SLA", "--only", "NOR-POT-14"]

    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception is None
    return folder / "build"


def _records(kind):
    """Return the JSON objects of the README that have a key."""
    found = []
    for body in blocks(README, "json"):
        decoder, place = json.JSONDecoder(), 0
        while place < len(body.rstrip()):
            record, place = decoder.raw_decode(body, place)
            place += len(body[place:]) - len(body[place:].lstrip())
            found += [record] if kind in record else []
    return found


def test_the_claims_in_the_readme_are_those_of_the_example_shop(example_build):
    listing = json.loads((example_build / "listings/NOR-BTL-750-SLA/listing.json").read_text(encoding="utf-8"))

    claims = [claim for one in listing["listings"] for claim in one["claims"]]

    assert _records("verdict")
    for shown in _records("verdict"):
        assert any(shown.items() <= claim.items() for claim in claims), shown["text"]


def test_the_experiment_in_the_readme_is_that_of_the_example_shop(example_build):
    (shown,) = _records("factor")

    made = json.loads((example_build / "experiments" / f"{shown['name']}.json").read_text(encoding="utf-8"))

    assert {key: made[key] for key in shown} == shown


def test_the_certificate_in_the_readme_has_the_fields_of_a_certificate():
    from listgen.domain.picture import Certificate

    (shown,) = _records("changed_pixels")

    assert set(shown) <= set(Certificate.__dataclass_fields__)
    assert shown["changed_pixels"] == 0
