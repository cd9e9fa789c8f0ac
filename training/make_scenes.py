"""Paint the training pictures of the scene model: `python -m training.make_scenes OUT [--count N] [--jobs N]`.

Writes one npz a chunk and shape: `x` uint8 (n, h, w, 3) sRGB, `place` int64 (n), `palette` uint8 (n, 3, 3) sRGB of
far, near and accent. Every chunk has a seed of its own, so the pictures depend neither on the number of processes nor
on their order.
"""

from __future__ import annotations

import argparse
import os
from multiprocessing import Pool
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np

from listgen.imaging.colour import from_lch, to_linear, to_srgb
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_places import PAINTERS, compose_far

# height, width: the far field of a square picture, of a landscape one, of a wide banner
SHAPES = ((64, 64), (48, 80), (32, 128))
SHARES = (0.30, 0.45, 0.25)
CHUNK = 200
SEED = 20261122

# lightness and chroma of the tones that `listgen.imaging.scene.fields` makes of a brand colour, with some room
_TONES = (
    (0.93, 0.06, 0.14),
    (0.85, 0.07, 0.24),
    (0.72, 0.11, 0.22),
    (0.55, 0.12, 0.15),
    (0.36, 0.10, 0.15),
    (0.24, 0.07, 0.10),
)


_DARK = ("evening", "festive")


def draw_palette(rng: np.random.Generator, place: str = "") -> np.ndarray:
    """Return far, near and accent as uint8 sRGB (3, 3): any hue, all tones, a quarter of them nearly grey.

    Lights are seen in the dark: for those places, three palettes of four are deep ones.
    """
    dark = place in _DARK and rng.random() < 0.75
    weights = np.array([share for *_, share in _TONES]) * [not dark or lightness < 0.6 for lightness, *_ in _TONES]
    tone = _TONES[int(rng.choice(len(_TONES), p=weights / weights.sum()))]
    hue = rng.uniform(0, 360)
    lightness = float(np.clip(rng.normal(tone[0], 0.05), 0.16, 0.97))
    chroma = abs(rng.normal(0, 0.012)) if rng.random() < 0.25 else rng.uniform(0.2, 1.4) * tone[1]
    step = rng.normal(-0.10, 0.08) if lightness > 0.5 else rng.normal(0.08, 0.08)
    turned = hue + rng.choice([0.0, rng.normal(0, 25), rng.uniform(0, 360)], p=[0.4, 0.3, 0.3])
    near = (float(np.clip(lightness + step, 0.15, 0.97)), rng.uniform(0.3, 1.3) * max(chroma, 0.02), turned)
    accent = (rng.uniform(0.35, 0.85), rng.uniform(0.04, 0.2), rng.uniform(0, 360))
    colours = (from_lch(*one) for one in ((lightness, chroma, hue), near, accent))
    return np.stack([(np.clip(to_srgb(one), 0, 1) * 255 + 0.5).astype(np.uint8) for one in colours])


def paint(place: str, palette: np.ndarray, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Return one picture (uint8 sRGB) of a place in a palette (uint8 sRGB)."""
    colours = FarPalette(*to_linear(palette.astype(np.float32) / 255))
    return (np.clip(to_srgb(compose_far(place, colours, shape, rng)), 0, 1) * 255 + 0.5).astype(np.uint8)


def paint_chunk(index: int, count: int, shape: tuple[int, int], out: Path) -> None:
    """Paint one chunk into its file."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng([SEED, index])
    names = list(PAINTERS)
    places = rng.integers(len(names), size=count)
    palettes = np.stack([draw_palette(rng, names[place]) for place in places])
    pictures = np.stack(
        [paint(names[place], palette, shape, rng) for place, palette in zip(places, palettes, strict=True)]
    )
    h, w = shape
    np.savez(out / f"chunk-{index:04d}-{h}x{w}.npz", x=pictures, place=places, palette=palettes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=24000)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    chunks = asked.count // CHUNK
    shapes = np.random.default_rng(SEED).choice(len(SHAPES), size=chunks, p=SHARES)
    tasks = [(index, CHUNK, SHAPES[which], asked.out) for index, which in enumerate(shapes)]
    with Pool(asked.jobs) as pool:
        pool.starmap(paint_chunk, tasks, chunksize=1)


if __name__ == "__main__":
    main()
