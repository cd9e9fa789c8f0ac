import dataclasses
import json
import re
import shutil

import pytest
from click.testing import CliRunner

from listgen.cli.main import cli
from listgen.domain.finding import Finding
from listgen.domain.picture import Certificate, Picture
from tests.docs.pages import ROOT, page

PAGE = page("files.md")
_DESCRIBED_ONCE = ("findings", "certificate", "fields")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """A build of two products without pictures."""
    folder = tmp_path_factory.mktemp("shop")
    for name in ("listgen.toml", "kitchen.xlsx", "products.csv", "paper_and_toys.csv"):
        shutil.copy(ROOT / "examples" / name, folder / name)
    (folder / "photos").mkdir()
    arguments = ["generate", str(folder), "--out", str(folder / "build"), "--text", "composer", "--images", "none"]
    arguments += ["--marketplace", "google", "--only", "NOR-PAN-28", "--only", "NOR-POT-14"]

    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception is None
    return folder / "build"


def _keys(value, below=()):
    """Return all keys of a document, without those of `text`, which are names of fields."""
    if isinstance(value, dict):
        for key, item in value.items():
            if below[-1:] != ("text",):
                yield key
            if key not in _DESCRIBED_ONCE:
                yield from _keys(item, (*below, key))
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item, below)


def _named(section):
    """Return every word in backticks of a section."""
    body = re.search(rf"^## {re.escape(section)}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL).group(1)
    return set(re.findall(r"`([^`\n]+)`", body))


@pytest.mark.parametrize(
    ("section", "pattern"),
    [
        ("listing.json", "listings/*/listing.json"),
        ("run.json", "run.json"),
        ("manifest.json", "*/A/manifest.json"),
        ("Experiment file", "experiments/*.json"),
    ],
)
def test_every_key_of_a_file_is_described(build, section, pattern):
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in build.glob(pattern)]

    assert documents
    assert {key for document in documents for key in _keys(document)} - _named(section) == set()


@pytest.mark.parametrize(
    ("section", "record", "hidden"),
    [
        ("listing.json", Picture, {"path"}),
        ("The certificate", Certificate, set()),
        ("run.json", Finding, set()),
    ],
)
def test_every_field_of_a_record_is_described(section, record, hidden):
    assert {field.name for field in dataclasses.fields(record)} - hidden - _named(section) == set()


def test_the_layout_shown_is_that_of_a_build(build):
    shown = re.search(r"```\n(build/.*?)```", PAGE, re.DOTALL).group(1)

    for name in ("report.html", "run.json", "listings", "experiments"):
        assert (build / name).exists()
        assert name in shown
    for path in (build / "google-en-US" / "A").iterdir():
        assert path.name in shown
    assert (build.parent / ".listgen" / "ledger.sqlite").is_file()
