"""Textures made with numpy: woven cloth, wood, speckled glaze, powder coat. All tile-free, all from a seed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).resolve().parents[2] / "brand_kits" / "norrvik" / "fonts"


def linear(colour: str) -> np.ndarray:
    """Return `#rrggbb` as linear RGB."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def noise(shape: tuple[int, int], cell: float | tuple[float, float], seed: int, octaves: int = 1) -> np.ndarray:
    """Return smooth noise of mean 0 and deviation 1; `cell` is the size of a blob in pixels (rows, columns)."""
    rng = np.random.default_rng(seed)
    rows, cols = (cell, cell) if isinstance(cell, int | float) else cell
    out = np.zeros(shape)
    for octave in range(octaves):
        small = rng.standard_normal(
            (max(2, int(shape[0] / rows * 2**octave) + 2), max(2, int(shape[1] / cols * 2**octave) + 2))
        )
        out += cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC) / 1.8**octave
    return (out - out.mean()) / out.std()


def plain(colour: str, size: tuple[int, int] = (512, 512), drift: float = 0.03, seed: int = 1) -> np.ndarray:
    """Return an even colour with a slight drift in lightness, as paint and paper have."""
    field = 1 + drift * noise(size, size[0] / 4, seed, 3)
    return np.clip(linear(colour)[None, None] * field[..., None], 0, 1)


def speckled(
    colour: str, speck: str, size: tuple[int, int] = (1200, 1600), amount: int = 900, seed: int = 2
) -> np.ndarray:
    """Return a glaze with iron specks of different size and strength."""
    rng = np.random.default_rng(seed)
    mask = np.zeros(size)
    for _ in range(amount):
        y, x = rng.integers(0, size[0]), rng.integers(0, size[1])
        radius = float(rng.pareto(2.6) * 1.3 + 0.7)
        strength = float(rng.uniform(0.25, 0.95))
        axes = (max(1, round(min(radius, 7))), max(1, round(min(radius * rng.uniform(0.6, 1.2), 7))))
        cv2.ellipse(mask, (int(x), int(y)), axes, float(rng.uniform(0, 180)), 0, 360, strength, -1, cv2.LINE_AA)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.9)[..., None]
    return plain(colour, size, 0.035, seed) * (1 - mask) + linear(speck) * mask


def wood(
    light: str, dark: str, size: tuple[int, int] = (1024, 2048), rings: float = 9.0, seed: int = 3, boards: int = 1
) -> np.ndarray:
    """Return wood with the grain along the columns; with `boards`, planks side by side with a dark joint."""
    out = np.zeros((*size, 3))
    height = size[0] // boards
    for board in range(boards):
        shape = (height if board < boards - 1 else size[0] - height * (boards - 1), size[1])
        s = seed * 97 + board * 7
        y = np.linspace(0, 1, shape[0])[:, None] + 0.35 * (board % 3)
        # Growth rings cut at a slant: wide arches that close up towards the edges of the board.
        warp = 0.16 * noise(shape, (shape[0] / 1.1, shape[1] / 1.4), s) + 0.012 * noise(shape, (30, 500), s + 1)
        ring = (y + warp) * rings
        early = (ring - np.floor(ring)) ** 1.8
        early = cv2.GaussianBlur(early, (0, 0), 2.2)
        fibre = noise(shape, (2.5, 190), s + 2)
        pores = np.clip(noise(shape, (1.5, 40), s + 3) - 1.7, 0, 2)
        mix = np.clip(0.22 + 0.30 * early + 0.06 * fibre + 0.20 * pores + 0.10 * noise(shape, 260, s + 4), 0, 1)
        plank = linear(light) * (1 - mix[..., None]) + linear(dark) * mix[..., None]
        plank *= 1 + 0.10 * (np.random.default_rng(s).random() - 0.5)
        if boards > 1:
            plank[:3] *= np.array([0.25, 0.45, 0.7])[:, None, None]
            plank[-2:] *= np.array([0.7, 0.4])[:, None, None]
        out[board * height : board * height + shape[0]] = plank
    return np.clip(out, 0, 1)


def weave(
    warp: str, weft: str, threads: int = 90, size: int = 1440, seed: int = 4, slub: float = 0.10
) -> tuple[np.ndarray, np.ndarray]:
    """Return colour and height of a plain weave with uneven yarn, `threads` a side."""
    period = size / threads
    y, x = np.mgrid[0:size, 0:size].astype(float)
    x = x + 0.18 * period * noise((size, size), (size / 3, period * 3), seed)
    y = y + 0.18 * period * noise((size, size), (period * 3, size / 3), seed + 1)
    column, row = np.floor(x / period), np.floor(y / period)
    over = (column + row) % 2 == 0
    across_x = np.sin(np.pi * (x / period - column))
    across_y = np.sin(np.pi * (y / period - row))
    height = np.where(over, across_x**0.6 * (0.55 + 0.45 * across_y), across_y**0.6 * (0.55 + 0.45 * across_x))
    yarn_x = 1 + slub * np.repeat(noise((size, threads), (90, 1), seed + 2), int(np.ceil(period)), 1)[:, :size]
    yarn_y = 1 + slub * np.repeat(noise((threads, size), (1, 90), seed + 3), int(np.ceil(period)), 0)[:size]
    colour = np.where(over[..., None], linear(warp) * yarn_x[..., None], linear(weft) * yarn_y[..., None])
    colour *= (0.62 + 0.38 * height)[..., None]
    return np.clip(colour, 0, 1), height


def orange_peel(size: tuple[int, int] = (1400, 1400), cell: float = 5.0, seed: int = 5) -> np.ndarray:
    """Return the height of a powder coat."""
    return noise(size, cell, seed)


def lettering(
    image: np.ndarray,
    text: str,
    colour: str,
    centre: tuple[float, float],
    height: float,
    *,
    turn: int = 0,
    spacing: float = 0.16,
    stretch: float = 1.0,
    strength: float = 1.0,
) -> np.ndarray:
    """Return the texture with words on it; centre and cap height are shares of the image, `stretch` widens letters."""
    rows, cols = image.shape[:2]
    size = 200
    font = ImageFont.truetype(str(font_file()), size)
    widths = [font.getlength(char) for char in text]
    total = int(sum(widths) + spacing * size * (len(text) - 1)) + 40
    strip = Image.new("L", (total, int(size * 1.6)), 0)
    draw, x = ImageDraw.Draw(strip), 20.0
    for char, width in zip(text, widths, strict=True):
        draw.text((x, size * 1.15), char, fill=255, font=font, anchor="ls")
        x += width + spacing * size
    scale = height * rows / (0.72 * size)
    strip = strip.resize(
        (max(1, int(total * scale * stretch)), max(1, int(size * 1.6 * scale))), Image.Resampling.LANCZOS
    )
    strip = strip.rotate(turn, expand=True)
    mask = Image.new("L", (cols, rows), 0)
    mask.paste(strip, (int(centre[0] * cols - strip.width / 2), int(centre[1] * rows - strip.height / 2)))
    weight = np.asarray(mask, float)[..., None] / 255 * strength
    return image * (1 - weight) + linear(colour) * weight


def font_file() -> Path:
    """Return the label font of the brand kit."""
    return FONT / "Figtree-SemiBold.ttf"
