"""Large runs: part by part, in worker processes, put aside on disk, with the bytes of a small run."""

import csv
import json

import pytest

import listgen.engine.generate as generating
from listgen.cli.settings import Options, resolve
from listgen.domain.product import Product
from listgen.domain.source import CellRef
from listgen.engine.documents import read_head
from listgen.engine.events import Silence
from listgen.engine.parts import cut
from listgen.engine.spool import Spool, pack
from listgen.marketplaces.check import check_path
from tests.folders import bytes_of

HEADER = ("sku", "parent sku", "name", "brand", "material", "colour", "capacity", "weight", "price", "description")
MUG = ("Tarn Mug", "Fenwick", "stoneware")


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "products.csv"
    rows = [(f"MUG-{number}", "", *MUG, "White", f"{300 + number} ml", "320 g", "12.50", "") for number in range(6)]
    rows += [
        (f"CUP-{number}-{colour}", f"CUP-{number}", "Skog Cup", "Fenwick", "porcelain", colour, "200 ml", "", "9", "")
        for number in range(4)
        for colour in ("White", "Sage", "Rust")
    ]
    rows.append(("BAD", "", "Odd Mug", "Fenwick", "stoneware", "White", "", "", "", "<script>x</script> It holds 2 l."))
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def run(sheet, folder, monkeypatch, *, jobs=1):
    folder.mkdir()
    monkeypatch.chdir(folder)
    options = Options(
        catalog=sheet, text="composer", images="none", jobs=jobs, out=folder / "build", variants=2,
        marketplaces=("amazon", "shopify"),
    )  # fmt: skip
    return generating.generate(resolve(options), Silence())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_run_leaves_the_bytes_of_a_small_one(sheet, tmp_path, monkeypatch, jobs):
    small = run(sheet, tmp_path / "small", monkeypatch)
    monkeypatch.setattr(generating, "LARGE", 3)
    monkeypatch.setattr(generating, "PART", 4)

    large = run(sheet, tmp_path / "large", monkeypatch, jobs=jobs)

    assert bytes_of(tmp_path / "large/build") == bytes_of(tmp_path / "small/build")
    assert [sku.sku for sku in large.skus] == [sku.sku for sku in small.skus]
    assert large.skus[2] == small.skus[2]
    assert (large.made, large.kept) == (small.made, small.kept)
    assert not [finding for finding in check_path(tmp_path / "large" / "build").findings if finding.blocking]


def test_a_large_run_takes_everything_from_the_ledger_the_second_time(sheet, tmp_path, monkeypatch):
    monkeypatch.setattr(generating, "LARGE", 3)
    monkeypatch.setattr(generating, "PART", 4)
    first = run(sheet, tmp_path / "large", monkeypatch, jobs=2)
    before = bytes_of(tmp_path / "large/build")

    (tmp_path / "large" / "build" / "run.json").unlink()
    options = Options(
        catalog=sheet, text="composer", images="none", jobs=2, out=tmp_path / "large" / "build", variants=2,
        marketplaces=("amazon", "shopify"),
    )  # fmt: skip
    again = generating.generate(resolve(options), Silence())

    assert (again.made, again.kept) == (0, first.made)
    assert bytes_of(tmp_path / "large/build") == before


def product(sku, family=""):
    return Product(sku=sku, name=sku, row=CellRef("products.csv", 1, "sku", sku), family=family)


def test_a_family_is_never_divided():
    products = [product("A"), *(product(f"F{number}", "F") for number in range(5)), product("B"), product("C")]

    parts = list(cut(products, 2))

    assert [[item.sku for item in part] for part in parts] == [["A", "F0", "F1", "F2", "F3", "F4"], ["B", "C"]]


def test_a_spool_gives_back_what_was_put_in_in_any_order(tmp_path):
    spool = Spool(tmp_path)
    for number in range(5):
        spool.add(pack({"number": number}))

    assert [record["number"] for record in spool] == [0, 1, 2, 3, 4]
    assert (spool[-1]["number"], len(spool), [record["number"] for record in spool[1:3]]) == (4, 5, [1, 2])
    with pytest.raises(IndexError):
        spool[5]
    assert not list(tmp_path.iterdir())


def test_the_head_of_run_json_is_read_without_its_products(sheet, tmp_path, monkeypatch):
    run(sheet, tmp_path / "shop", monkeypatch)
    path = tmp_path / "shop" / "build" / "run.json"

    head = read_head(path)

    assert head == {**json.loads(path.read_text(encoding="utf-8")), "skus": []}
