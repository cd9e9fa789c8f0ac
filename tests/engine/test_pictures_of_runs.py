"""Whole runs with pictures: what order, workers and neighbours may not change, and photos that are odd or harmful."""

import json
import struct
import zlib

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from listgen.cli.main import cli
from tests.engine.small_shop import write_marketplace

ROWS = (
    "MUG-1,Tarn Mug,350 ml,stoneware,mug.png",
    "MUG-2,Tarn Cup,200 ml,stoneware,cup.png",
)


def _shop(folder, rows, *, scenes):
    folder.mkdir(exist_ok=True)
    write_marketplace(folder, scenes=scenes)
    (folder / "photos").mkdir(exist_ok=True)
    (folder / "products.csv").write_text("\n".join(("sku,name,capacity,material,image", *rows)) + "\n", "utf-8")
    return folder


def _generate(shop, monkeypatch, *options):
    monkeypatch.chdir(shop)
    words = ["generate", "products.csv", "--marketplace", "small-shop", "--text", "composer", "--images", "studio"]
    result = CliRunner().invoke(cli, [*words, "--variants", "1", *options], standalone_mode=False)
    assert result.exception is None, result.output
    return result


def _pictures(shop):
    return {path.name: path.read_bytes() for path in sorted((shop / "build").rglob("*.jpg"))}


def _mug(colour="#336699", side=600):
    photo = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(photo).rounded_rectangle((side / 4, side / 5, side * 3 / 4, side * 5 / 6), side / 20, fill=colour)
    return photo


def test_neither_order_nor_workers_nor_other_products_change_a_picture(tmp_path, monkeypatch):
    shops = [_shop(tmp_path / name, ROWS[::step], scenes=True) for name, step in (("one", 1), ("two", -1), ("part", 1))]
    for shop in shops:
        for name, colour in (("mug.png", "#336699"), ("cup.png", "#a33c2e")):
            _mug(colour).save(shop / "photos" / name)

    _generate(shops[0], monkeypatch, "--jobs", "1")
    _generate(shops[1], monkeypatch, "--jobs", "2")
    _generate(shops[2], monkeypatch, "--jobs", "1", "--only", "MUG-2")

    together = _pictures(shops[0])
    assert sorted(name.rsplit("-", 1)[1] for name in together) == sorted(["main.jpg", "hero.jpg", "banner.jpg"] * 2)
    assert _pictures(shops[1]) == together
    assert _pictures(shops[2]) == {name: data for name, data in together.items() if name.startswith("mug-2")}
    assert len(set(together.values())) == 6


def _truncated(path):
    _mug().save(path, quality=95)
    path.write_bytes(path.read_bytes()[:-900])


def _bomb(path):
    """A PNG of a few hundred bytes that says it has 30,000 x 30,000 px."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(90_001 * 4))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def _sixteen_bits(path):
    grey = np.asarray(_mug().convert("L")).astype(np.uint16) * 257
    Image.fromarray(grey).save(path)


def _animated(path):
    _mug().save(path, save_all=True, append_images=[_mug("#cc0000"), _mug("#00cc00")])


# The file, what writes it, and the finding that it leads to: None for a picture without a remark on the file.
ODD = {
    "bomb.png": (_bomb, "refused"),
    "cut-off.jpg": (_truncated, "refused"),
    "dot.png": (lambda path: Image.new("RGB", (1, 1)).save(path), "refused"),
    "words.jpg": (lambda path: path.write_text("no picture", "utf-8"), "refused"),
    "empty.jpg": (lambda path: path.write_bytes(b""), "refused"),
    "wide.jpg": (lambda path: _mug().resize((30_000, 900)).save(path, quality=60), None),
    "cmyk.tif": (lambda path: _mug().convert("CMYK").save(path), "photo.cmyk"),
    "deep.png": (_sixteen_bits, None),
    "moving.gif": (_animated, "photo.animated"),
    "wrong.png": (lambda path: _mug().save(path, "JPEG", quality=95), "photo.extension"),
}


@pytest.fixture(scope="module")
def odd_run(tmp_path_factory):
    """Return the listings, by SKU, of a run over odd photos and one good one."""
    names = ["good.png", *ODD]
    rows = [f"{name.replace('.', '-').upper()},Tarn Mug {n},350 ml,stoneware,{name}" for n, name in enumerate(names)]
    with pytest.MonkeyPatch.context() as patch:
        shop = _shop(tmp_path_factory.mktemp("odd") / "shop", rows, scenes=False)
        _mug().save(shop / "photos" / "good.png")
        for name, (write, _) in ODD.items():
            write(shop / "photos" / name)
        result = _generate(shop, patch, "--jobs", "1")
    assert "Traceback" not in result.output
    return {
        listing["sku"]: listing
        for listing in (json.loads(path.read_text("utf-8")) for path in (shop / "build").rglob("listing.json"))
    }, shop


def _codes(listing, name):
    """Return the codes of findings that name this photo, wherever in the listing they stand."""

    def walk(node):
        if isinstance(node, dict):
            if "code" in node and name in json.dumps(node):
                yield node["code"]
            for value in node.values():
                yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    return set(walk(listing))


def test_odd_photos_stop_no_other_product_of_the_run(odd_run):
    listings, shop = odd_run

    assert len(listings) == len(ODD) + 1
    assert [name for name in _pictures(shop) if name.startswith("good")]


@pytest.mark.parametrize("name", ODD)
def test_an_odd_photo_ends_in_a_picture_or_in_a_finding_that_names_it(odd_run, name):
    listings, shop = odd_run
    sku = name.replace(".", "-").upper()
    made = [picture for picture in _pictures(shop) if picture.startswith(sku.lower())]
    codes = _codes(listings[sku], name)
    expected = ODD[name][1]

    if expected == "refused":
        assert not made
        assert codes
    else:
        assert made
        assert expected is None or any(code.startswith(expected) for code in codes)
