"""Photos with true alpha: rendered ones, and transparent products pasted on studio grounds and on real photos.

Everything is seeded by names, so the same data give the same photos.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "examples"
SHARED = REPOSITORY.parent / "shared" / "data"

SIDE = 1600  # longer side of a photo, px
Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Grounds of a studio, sRGB; near white, grey, paper, dark.
_GROUNDS = ((250, 250, 249), (226, 225, 222), (190, 189, 186), (222, 203, 178), (150, 172, 184), (62, 74, 92))
_GROUNDS += ((186, 96, 70), (40, 39, 38))
# Blur of a background in a real photo, share of its side: in focus, and what a lens makes of a room behind.
_DEFOCUS = (0.0, 0.0, 0.006, 0.014)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A photo (H x W x 3) with its true alpha (H x W, 0 to 255); `source` names the picture of the product,
    `group` is one of "examples", "relit", "studio", "real", "busy"."""

    name: str
    group: str
    source: str
    rgb: Pixels
    truth: Pixels


def all_cases(groups: Sequence[str], renders: Path | None = None) -> Iterator[Case]:
    """Yield the photos of the groups one by one; those whose data are not here are left out."""
    makers = {
        "examples": example_cases,
        "relit": lambda: relit_cases(renders),
        "studio": studio_cases,
        "real": real_cases,
        "busy": busy_cases,
    }
    for group in groups:
        yield from makers[group]()


def example_cases() -> Iterator[Case]:
    """Yield the photos of the example shop."""
    for path in sorted((EXAMPLES / "photos").glob("*.jpg")):
        yield _sized(path.stem, "examples", path.stem, _rgb(path), _grey(EXAMPLES / "alpha" / f"{path.stem}.png"))


def relit_cases(folder: Path | None) -> Iterator[Case]:
    """Yield what `benchmarks.cutout.renders` has made in `folder`."""
    if folder is None:
        return
    for path in sorted(folder.glob("*.jpg")):
        source = path.stem.rsplit(".", 1)[0]
        yield _sized(path.stem, "relit", source, _rgb(path), _grey(path.with_suffix(".alpha.png")))


def studio_cases(rounds: int = 2) -> Iterator[Case]:
    """Yield transparent products on grounds of one colour, with fall-off of light, soft shadow, noise and JPEG."""
    for source, rgba in transparent_products():
        for number in range(rounds):
            name = f"{source}.studio{number}"
            rng = _rng(name)
            ground = np.array(_GROUNDS[int(rng.integers(len(_GROUNDS)))], np.float32)
            height, width = _shape(rgba, rng)
            y, x = np.mgrid[0:height, 0:width].astype(np.float32)
            away = np.hypot(x / width - rng.uniform(0.2, 0.8), y / height - rng.uniform(0.0, 0.6)).astype(np.float32)
            canvas = ground * (1.02 - rng.uniform(0.02, 0.22) * away)[..., None]
            yield _pasted(name, "studio", source, rgba, canvas, rng, noise=float(rng.uniform(0.3, 1.8)))


def real_cases(rounds: int = 3) -> Iterator[Case]:
    """Yield transparent products in front of the calmest of five crops of real photos, with matched noise."""
    yield from _in_front_of_photos("real", rounds, crops=5)


def busy_cases(rounds: int = 4) -> Iterator[Case]:
    """Yield transparent products in front of any crops of product photos: mostly a second product stands behind."""
    yield from _in_front_of_photos("busy", rounds, crops=1)


def _in_front_of_photos(group: str, rounds: int, *, crops: int) -> Iterator[Case]:
    backgrounds = _backgrounds()
    if not backgrounds:
        return
    for source, rgba in transparent_products():
        for number in range(rounds):
            name = f"{source}.{group}{number}"
            rng = _rng(name)
            height, width = _shape(rgba, rng)
            found = [
                _crop_of(backgrounds[int(rng.integers(len(backgrounds)))], height, width, rng) for _ in range(crops)
            ]
            canvas = min(found, key=_unrest)
            noise = _noise_of(canvas)
            sigma = _DEFOCUS[int(rng.integers(len(_DEFOCUS)))] * max(height, width)
            if sigma:
                canvas = cv2.GaussianBlur(canvas, (0, 0), sigma)
            yield _pasted(name, group, source, rgba, canvas.astype(np.float32), rng, noise=noise, on_ground=bool(sigma))


@cache
def transparent_products() -> tuple[tuple[str, Pixels], ...]:
    """Return (name, RGBA) of the products that have an alpha of their own."""
    found = []
    for path in sorted((SHARED / "solidus-cutouts").glob("*.png")):
        with Image.open(path) as picture:
            found.append((path.stem, np.asarray(picture.convert("RGBA"))))
    return tuple((name, np.dstack([_own_colours(rgba[..., :3], rgba[..., 3]), rgba[..., 3]])) for name, rgba in found)


def _own_colours(rgb: Pixels, alpha: Pixels) -> Pixels:
    """Return colours without the old ground: half transparent pixels take those of the nearest opaque ones."""
    opaque = alpha >= 250
    labels = cv2.distanceTransformWithLabels(
        (~opaque).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )[1]
    colours = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    colours[labels[opaque]] = rgb[opaque]
    return np.where(opaque[..., None], rgb, colours[labels]).astype(np.uint8)


def _pasted(
    name: str,
    group: str,
    source: str,
    rgba: Pixels,
    canvas: Floats,
    rng: np.random.Generator,
    *,
    noise: float,
    on_ground: bool = True,
) -> Case:
    height, width = canvas.shape[:2]
    rows, columns = np.flatnonzero(rgba[..., 3].any(axis=1)), np.flatnonzero(rgba[..., 3].any(axis=0))
    product = rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    fill = float(rng.uniform(0.5, 0.85))
    scale = fill * min(height / product.shape[0], width / product.shape[1])
    size = (round(product.shape[1] * scale), round(product.shape[0] * scale))
    filtering = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    product = np.asarray(cv2.resize(product, size, interpolation=filtering))
    free_x, free_y = width - size[0], height - size[1]
    left, top = round(free_x * float(rng.uniform(0.3, 0.7))), round(free_y * float(rng.uniform(0.35, 0.8)))
    alpha = np.zeros((height, width), np.uint8)
    alpha[top : top + size[1], left : left + size[0]] = product[..., 3]
    colours = np.zeros((height, width, 3), np.float32)
    colours[top : top + size[1], left : left + size[0]] = product[..., :3]

    if on_ground:
        shade = np.roll(alpha, (round(rng.uniform(0, 0.02) * height), round(rng.uniform(-0.03, 0.03) * width)), (0, 1))
        soft = cv2.GaussianBlur(shade.astype(np.float32) / 255, (0, 0), float(rng.uniform(0.008, 0.03)) * width)
        canvas = canvas * (1 - float(rng.uniform(0.1, 0.45)) * soft)[..., None]
    share = alpha[..., None].astype(np.float32) / 255
    mixed = canvas * (1 - share) + colours * share
    mixed += rng.normal(0, max(0.3, noise), mixed.shape)
    rgb = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    _, encoded = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(80, 96))])
    rgb = np.ascontiguousarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR)[..., ::-1])
    return Case(name, group, source, rgb, alpha)


def _backgrounds() -> list[Path]:
    return [path for folder in ("vendure-demo-shop/photos", "dreambooth-objects") for path in _jpegs(SHARED / folder)]


def _jpegs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jpg"))


def _crop_of(path: Path, height: int, width: int, rng: np.random.Generator) -> Pixels:
    rgb = _rgb(path)
    share = float(rng.uniform(0.55, 1.0)) * min(rgb.shape[0] / height, rgb.shape[1] / width)
    rows, columns = int(height * share), int(width * share)
    top, left = int(rng.integers(rgb.shape[0] - rows + 1)), int(rng.integers(rgb.shape[1] - columns + 1))
    crop = rgb[top : top + rows, left : left + columns]
    filtering = cv2.INTER_AREA if rows > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (width, height), interpolation=filtering))


def _unrest(rgb: Pixels) -> float:
    """Return how much goes on in a picture: its variation at the size of a thumbnail."""
    small = cv2.resize(rgb, (64, 64), interpolation=cv2.INTER_AREA)
    return float(cv2.cvtColor(small, cv2.COLOR_RGB2LAB).reshape(-1, 3).std(axis=0).sum())


def _noise_of(rgb: Pixels) -> float:
    """Return the noise of a photo in levels, from the flattest tenth of its blocks."""
    grey = rgb.mean(axis=-1).astype(np.float32)
    rest = grey - cv2.GaussianBlur(grey, (0, 0), 1.2)
    rows, columns = (side // 16 * 16 for side in rest.shape)
    blocks = rest[:rows, :columns].reshape(rows // 16, 16, columns // 16, 16).std(axis=(1, 3))
    return float(min(4.0, np.percentile(blocks, 10) * 1.3))


def _shape(rgba: Pixels, rng: np.random.Generator) -> tuple[int, int]:
    shapes = ((SIDE, SIDE), (1280, SIDE), (SIDE, 1280))
    return shapes[int(rng.integers(len(shapes)))]


def _sized(name: str, group: str, source: str, rgb: Pixels, truth: Pixels) -> Case:
    scale = SIDE / max(rgb.shape[:2])
    if scale < 1:
        size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    truth = np.asarray(cv2.resize(truth, rgb.shape[1::-1], interpolation=cv2.INTER_AREA))
    return Case(name, group, source, rgb, truth)


def _rgb(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def _grey(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L"))


def _rng(name: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
