"""The comparison behind "0 changed pixels": that it sees a change, and what it calls none."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from benchmarks.pixels.compare import broken_rules, compare, resampled
from listgen.domain.picture import ProductPlace


def photo(side=300):
    rgb = np.random.default_rng(4).integers(40, 210, (side, side, 3), np.uint8)
    rgb = cv2.GaussianBlur(rgb, (0, 0), 1.2)
    alpha = np.zeros((side, side), np.uint8)
    alpha[50:250, 80:220] = 255
    return rgb, alpha


PLACE = ProductPlace((30, 20, 105, 150), (80, 50, 140, 200))


def finished(rgb):
    canvas = np.full((200, 180, 3), 255, np.uint8)
    small = cv2.resize(np.ascontiguousarray(rgb[50:250, 80:220]), (105, 150), interpolation=cv2.INTER_AREA)
    canvas[20:170, 30:135] = small
    return canvas


def test_means_over_areas_are_those_of_the_definition():
    ramp = np.arange(6, dtype=float).reshape(1, 6, 1).repeat(6, axis=0)

    assert resampled(ramp, 3, 3)[0, :, 0] == pytest.approx([0.5, 2.5, 4.5])
    assert resampled(ramp, 4, 6)[0, :, 0] == pytest.approx([1 / 3, 5 / 3, 10 / 3, 14 / 3])


def test_a_resized_photo_is_unchanged():
    rgb, alpha = photo()

    result = compare(finished(rgb), rgb, alpha, PLACE)

    assert result.changed == 0
    assert result.pixels > 14_000


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.__setitem__((60, 70), p[60, 70] ^ 8),
        lambda p: p.__setitem__(slice(None), np.roll(p, 1, axis=1)),
        lambda p: p.__setitem__(slice(None), np.clip(p.astype(int) + 2, 0, 255).astype(np.uint8)),
        lambda p: p.__setitem__(slice(None), cv2.GaussianBlur(p, (0, 0), 0.6)),
    ],
    ids=["one pixel", "moved by a pixel", "lighter", "softer"],
)
def test_a_change_is_counted(spoil):
    rgb, alpha = photo()
    picture = finished(rgb)

    spoil(picture)

    assert compare(picture, rgb, alpha, PLACE).changed > 0


def packshot(spoil=lambda p: None, frame=(300, 50, 1400, 1900)):
    picture = np.full((2000, 2000, 3), 255, np.uint8)
    left, top, wide, high = frame
    picture[top : top + high, left : left + wide] = (60, 90, 120)
    spoil(picture)
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=95, subsampling=0)
    alpha = np.full((190, 140), 255, np.uint8)
    return broken_rules(out.getvalue(), picture, alpha, ProductPlace(frame, (0, 0, 140, 190)))


def test_a_packshot_within_the_rules_breaks_none():
    assert packshot() == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda p: p.__setitem__((0, 0), 254), "border"),
        (lambda p: p.__setitem__((1000, 60), 254), "background"),
        (lambda p: p.__setitem__((slice(900, 1000), slice(50, 150)), 0), "marks"),
    ],
)
def test_a_packshot_that_breaks_a_rule_is_told(spoil, words):
    assert any(words in rule for rule in packshot(spoil))


def test_a_small_product_is_told():
    assert packshot(frame=(500, 400, 900, 1200)) == ["the product fills 60.0%"]
