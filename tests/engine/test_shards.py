from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from listgen.catalog.read import read_catalog
from listgen.cli.main import cli
from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.merge import Merged, merge
from listgen.engine.shards import Shard, parse_shard
from listgen.errors import UsageError

SHEET = """sku,name,brand,material,colour,capacity,parent_sku
MUG-W,Tarn Mug,Fenwick,stoneware,White,350 ml,MUG
MUG-B,Tarn Mug,Fenwick,stoneware,Blue,350 ml,MUG
POT-1,Tarn Plant Pot,Fenwick,terracotta,Red,1 l,
CUP-1,Tarn Cup,Fenwick,stoneware,Green,200 ml,
"""


@pytest.fixture
def product(tmp_path):
    (tmp_path / "products.csv").write_text(SHEET, encoding="utf-8")
    return read_catalog(tmp_path / "products.csv").products[0]


@given(sku=st.text(min_size=1), count=st.integers(1, 40))
def test_every_product_is_in_exactly_one_part(sku, count):
    single = replace(_any_product(), sku=sku, family="")

    assert sum(Shard(number, count).holds(single) for number in range(1, count + 1)) == 1


@cache
def _any_product():
    return read_catalog(Path(__file__).parents[2] / "examples/products.csv").products[0]


def test_a_family_is_never_divided(product):
    for count in range(2, 30):
        parts = {
            next(n for n in range(1, count + 1) if Shard(n, count).holds(replace(product, sku=sku, family="MUG")))
            for sku in ("MUG-W", "MUG-B", "MUG", "1")
        }
        assert len(parts) == 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "-1/3", "1/0", "1/2/3", "٣/٤"])
def test_a_part_that_does_not_exist_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="is no part") as caught:
        parse_shard(text)

    assert "3/10" in caught.value.hint


def _generate(folder, *options):
    arguments = ["generate", str(folder / "products.csv"), "--images", "none", "--marketplace", "google"]
    return CliRunner().invoke(cli, [*arguments, "--text", "composer", *options], standalone_mode=False)


def _listings(folder):
    return {path.parent.name: path.read_bytes() for path in folder.glob("listings/*/listing.json")}


def test_all_parts_together_make_what_one_run_makes(tmp_path, monkeypatch, product):
    monkeypatch.chdir(tmp_path)
    parts = {}
    for number in range(1, 6):
        done = _generate(tmp_path, "--shard", f"{number}/5")
        assert done.exception is None
        assert done.return_value == 0
        assert not parts.keys() & _listings(tmp_path / f"build-{number}-of-5").keys()
        parts |= _listings(tmp_path / f"build-{number}-of-5")

    whole = _generate(tmp_path)

    assert "0 made" in whole.output
    assert _listings(tmp_path / "build") == parts


def test_merged_ledgers_of_all_parts_leave_the_whole_nothing_to_make(tmp_path, monkeypatch, product):
    for number in (1, 2):
        part = tmp_path / f"part-{number}"
        part.mkdir()
        (part / "products.csv").write_text(SHEET, encoding="utf-8")
        monkeypatch.chdir(part)
        _generate(part, "--shard", f"{number}/2")
    monkeypatch.chdir(tmp_path)

    merged = CliRunner().invoke(cli, ["runs", "merge", "part-1/.listgen", "part-2/.listgen"], standalone_mode=False)
    whole = _generate(tmp_path)

    assert merged.exception is None
    assert "0 made" in whole.output


def test_a_merged_ledger_leads_to_no_file_outside_and_brings_no_damaged_bytes(tmp_path):
    own, other = Ledger(tmp_path / "own"), Ledger(tmp_path / "other")
    (tmp_path / "secret").write_bytes(b"secret")
    good = other.add_blob(b"good")
    bad = other.add_blob(b"bad")
    other.blob_path(bad).write_bytes(b"changed")
    for name, blob in (("good", good), ("bad", bad), ("out", "../../../secret")):
        other.add(content_key("picture", photo=name), "picture", f"picture/{name}", Entry("{}", blob))

    assert merge(own, other) == Merged(1, 2)
    assert own.find(content_key("picture", photo="good")) == Entry("{}", good)
    assert merge(own, other) == Merged(0, 2)
    own.close()
    other.close()
