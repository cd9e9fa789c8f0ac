"""A picture endpoint paints the scenes of a whole run, over real HTTP; the product stays the seller's."""

import json
import shutil
import sqlite3
from dataclasses import dataclass

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from listgen.cli.main import cli
from listgen.errors import ListgenError
from tests.providers.picture_endpoint import Asked, PictureEndpoint, noise, painted, plain, png, refused

SHEET = """sku,name,brand,material,colour,capacity,weight,image
MUG-1,Tarn Mug,Fenwick,stoneware,Blue,350 ml,320 g,mug.png
"""
# Small pictures: what is tried here does not depend on their size.
SLOTS = """
[[pictures]]
slot = "main"
kind = "packshot"
use = "image_link"
width = 300
height = 300
name = "{id}-main{ext}"

[[pictures]]
slot = "hero"
kind = "hero"
use = "lifestyle_image_link"
width = 360
height = 240
name = "{id}-lifestyle{ext}"

[[pictures]]
slot = "banner"
kind = "banner"
use = "none"
width = 300
height = 157
name = "{id}-banner{ext}"
"""
PROJECT = """
[images]
provider = "openai"
model = "test-painter"
season = "winter"
"""


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "products.csv").write_text(SHEET, encoding="utf-8")
    photo = Image.new("RGB", (640, 640), "white")
    ImageDraw.Draw(photo).rounded_rectangle((190, 150, 450, 520), 40, fill="#40608a")
    photo.save(tmp_path / "mug.png")
    (tmp_path / "listgen.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "marketplaces").mkdir()
    (tmp_path / "marketplaces" / "google.toml").write_text(SLOTS, encoding="utf-8")
    return tmp_path


@dataclass
class Done:
    """What a command said, and what the endpoint was asked meanwhile."""

    code: int
    stdout: str
    stderr: str
    asked: list[Asked]


@pytest.fixture
def run(shop, monkeypatch):
    endpoint = PictureEndpoint(_nobody)
    monkeypatch.chdir(shop)
    monkeypatch.setenv("LISTGEN_IMAGE_BASE_URL", endpoint.url)
    monkeypatch.setenv("LISTGEN_IMAGE_API_KEY", "sk-hush")

    def start(answer, *options, command="generate"):
        endpoint.answer, endpoint.asked = answer, []
        arguments = [
            command, "products.csv", "--text", "composer", "--marketplace", "google", "--variants", "1", "--jobs", "1",
        ]  # fmt: skip
        result = CliRunner().invoke(cli, [*arguments, *options])
        done = Done(result.exit_code, result.stdout, result.stderr, endpoint.asked)
        if isinstance(result.exception, ListgenError):
            done.code = result.exception.exit_code
            done.stderr += f"{result.exception.message} {result.exception.hint}"
        print(done.stderr, result.exception)  # shown where a test fails
        return done

    yield start
    endpoint.close()


def _nobody(number, asked):
    return refused(401, "nobody was to be asked")


def _hero(shop):
    listing = json.loads((shop / "build/listings/MUG-1/listing.json").read_text(encoding="utf-8"))
    return next(p for one in listing["listings"] for p in one["pictures"] if p["kind"] == "hero")


def _codes(shop):
    report = json.loads((shop / "build/run.json").read_text(encoding="utf-8"))
    return {finding["code"]: finding["message"] for sku in report["skus"] for finding in sku["findings"]}


def _head(shop):
    return json.loads((shop / "build/run.json").read_text(encoding="utf-8"))


def test_a_scene_that_repaints_everything_changes_no_pixel_of_the_product(shop, run):
    done = run(lambda number, asked: painted(noise(asked.size)))

    hero = _hero(shop)
    (asked,) = done.asked
    assert done.code == 0, done.stderr
    assert hero["certificate"]["changed_pixels"] == 0
    assert hero["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert (_head(shop)["calls"], _head(shop)["cost_usd"]) == (1, None)
    assert asked.edit
    assert asked.size == asked.picture("image").size == asked.picture("mask").size == (1024, 1024)
    assert "Season: winter" in asked.words["prompt"]
    assert "sk-hush" not in done.stderr + done.stdout


def test_the_mask_lets_paint_everywhere_but_on_the_product_and_a_band_around_it(run):
    done = run(lambda number, asked: painted(plain(asked.size)))

    alpha = np.asarray(done.asked[0].picture("mask"))[..., 3]
    picture = np.asarray(done.asked[0].picture("image").convert("RGB")).astype(int)
    blue = np.abs(picture - (0x40, 0x60, 0x8A)).sum(axis=2) < 24
    assert 0.02 < (alpha == 255).mean() < 0.5
    assert set(np.unique(alpha)) == {0, 255}
    assert (alpha[blue] == 255).mean() > 0.99
    assert alpha[0].max() == alpha[-1].max() == 0


def test_what_is_painted_on_to_the_product_is_refused(shop, run):
    def another(number, asked):
        picture = Image.new("RGB", asked.size, "#dddddd")
        ImageDraw.Draw(picture).rectangle((100, 420, 900, 640), fill="#40608a")
        return painted(png(picture))

    done = run(another)

    assert done.code == 0, done.stderr
    assert _hero(shop)["certificate"]["changed_pixels"] == 0
    assert "picture.studio-instead" in _codes(shop)
    assert _hero(shop)["source_type"] == "compositeSynthetic"


def _bomb():
    # A header of 30,000 x 30,000 px over a few bytes.
    whole = bytearray(plain((64, 64)))
    whole[16:24] = (30_000).to_bytes(4, "big") * 2
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (plain((512, 256)), "another shape"),
        (noise((64, 64))[:300], "broken"),
        (_bomb(), "broken|30000"),
        (b"<html>hello</html>", "broken"),
        (b"", "no picture"),
    ],
    ids=["shape", "truncated", "bomb", "page", "empty"],
)
def test_what_cannot_be_used_is_asked_for_once_more_then_the_studio_serves_and_says_so(shop, run, data, said):
    done = run(lambda number, asked: painted(data))
    again = run(_nobody)

    assert done.code == 0, done.stderr
    assert len(done.asked) == 2
    assert any(word in _codes(shop)["picture.studio-instead"] for word in said.split("|"))
    assert _hero(shop)["source_type"] == "compositeSynthetic"
    assert not again.asked


def test_an_answer_of_another_size_but_the_same_shape_is_resampled(shop, run):
    done = run(lambda number, asked: painted(noise((256, 256))))

    assert done.code == 0, done.stderr
    assert len(done.asked) == 1
    assert _hero(shop)["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert _hero(shop)["certificate"]["changed_pixels"] == 0


def test_a_refusal_is_not_asked_for_again_and_costs_nothing(shop, run):
    done = run(lambda number, asked: refused(400, "rejected by the safety system", "moderation_blocked"))

    assert done.code == 0, done.stderr
    assert len(done.asked) == 1
    assert "filter refused" in _codes(shop)["picture.studio-instead"]
    assert _head(shop)["cost_usd"] == 0


def test_an_endpoint_without_edits_paints_what_lies_far_behind_and_the_ground_stays(shop, run):
    def backdrops(number, asked):
        return refused(404, "no such route") if asked.edit else painted(plain(asked.size, "#a03020"))

    done = run(backdrops)

    hero = _hero(shop)
    pixels = np.asarray(Image.open(shop / "build" / hero["file"])).astype(int)
    assert done.code == 0, done.stderr
    assert [asked.path.rpartition("/")[2] for asked in done.asked] == ["edits", "generations"]
    assert "empty backdrop" in done.asked[1].words["prompt"]
    assert hero["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert hero["certificate"]["changed_pixels"] == 0
    assert np.abs(pixels[:10] - (0xA0, 0x30, 0x20)).mean() < 12
    assert np.abs(pixels[-10:] - (0xA0, 0x30, 0x20)).mean() > 30


def test_a_busy_endpoint_is_asked_again_and_then_the_next_run_asks(shop, run):
    busy = lambda number, asked: refused(503, "busy", retry_after="0")  # noqa: E731 - shorter than a function

    with (shop / "listgen.toml").open("a") as file:
        file.write("[text]\nattempts = 2\n")
    first = done = run(busy)
    found = _codes(shop)
    second = run(lambda number, asked: painted(noise(asked.size)))

    assert done.code == 0, done.stderr
    assert len(first.asked) == 2
    assert "picture.not-painted" in found
    assert len(second.asked) == 1
    assert "picture.not-painted" not in _codes(shop)
    assert _hero(shop)["source_type"] == "compositeWithTrainedAlgorithmicMedia"


def test_a_bad_key_stops_the_run_and_says_so(run):
    done = run(lambda number, asked: refused(401, "no such key"))

    assert done.code == 3
    assert "refuses the key" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_rerun_that_changes_the_file_but_not_the_scene_pays_nothing(shop, run):
    run(lambda number, asked: painted(noise(asked.size)))
    # The alt text stands in the file, and it follows from the facts.
    (shop / "products.csv").write_text(SHEET.replace("320 g", "325 g"), encoding="utf-8")

    planned = run(_nobody, "--format", "json", command="plan")
    done = run(_nobody)

    assert done.code == 0, done.stderr
    assert not done.asked
    assert json.loads(planned.stdout)["calls"] == 0
    assert _hero(shop)["source_type"] == "compositeWithTrainedAlgorithmicMedia"


def test_a_run_killed_between_answer_and_composition_pays_nothing_twice(shop, run):
    run(lambda number, asked: painted(noise(asked.size)))
    # What a kill right after the answer leaves: the answer, and neither scene nor picture.
    with sqlite3.connect(shop / ".listgen" / "ledger.sqlite") as db:
        db.execute("DELETE FROM artefact WHERE kind IN ('scene', 'picture')")
    for note in (shop / ".listgen").glob("last-run-*"):
        note.unlink()

    done = run(_nobody)

    assert done.code == 0, done.stderr
    assert not done.asked
    assert _head(shop)["calls"] == 1
    assert "0 calls" in done.stdout


def test_plan_tells_calls_and_price_and_a_cap_without_a_price_is_refused(shop, run):
    unknown = run(_nobody, "--max-cost", "1")
    planned = run(_nobody, command="plan")
    (shop / "listgen.toml").write_text(PROJECT + "[images.price]\npicture = 0.05\n", encoding="utf-8")
    priced = run(_nobody, "--format", "json", command="plan")
    capped = run(lambda number, asked: painted(noise(asked.size)), "--max-cost", "0.04")
    paid = run(lambda number, asked: painted(noise(asked.size)), "--max-cost", "0.05")

    document = json.loads(priced.stdout)
    assert "price of a picture by `test-painter` is unknown" in unknown.stderr
    assert "scenes: 1 to paint" in planned.stdout
    assert "unknown" in planned.stdout
    assert (document["scenes"]["calls"], document["scenes"]["cost_usd"]) == (1, 0.05)
    assert (document["calls"], document["cost_usd"]) == (1, 0.05)
    assert capped.code == 3
    assert "cap of 0.04 USD" in capped.stderr
    assert paid.code == 0, paid.stderr
    assert _head(shop)["cost_usd"] == 0.05


def test_frozen_paints_nothing(run):
    done = run(_nobody, "--frozen")

    assert done.code == 3
    assert "--frozen" in done.stderr
    assert not done.asked


def test_recorded_scenes_paint_the_same_picture_without_an_endpoint(shop, run):
    run(lambda number, asked: painted(noise(asked.size)), "--record")
    recorded = (shop / "build" / _hero(shop)["file"]).read_bytes()
    files = sorted(path.suffix for path in (shop / "recordings").iterdir())
    shutil.rmtree(shop / ".listgen")
    done = run(_nobody, "--images", "replay")

    assert done.code == 0, done.stderr
    assert not done.asked
    assert files == [".json", ".png"]
    assert (shop / "build" / _hero(shop)["file"]).read_bytes() == recorded


def test_a_scene_that_was_never_recorded_is_named(shop, run):
    run(lambda number, asked: painted(noise(asked.size)), "--record")
    shutil.rmtree(shop / ".listgen")
    done = run(_nobody, "--images", "replay", "--seed", "9")
    for path in (shop / "recordings").iterdir():
        path.unlink()
    empty = run(_nobody, "--images", "replay")

    assert done.code == 3
    assert "was never recorded" in done.stderr
    assert empty.code == 3
    assert "no recorded pictures" in empty.stderr
