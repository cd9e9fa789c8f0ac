"""Photos drawn for the tests: a product on a ground, with the alpha that it was drawn with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from listgen.domain.brand_kit import BrandKit, Fonts, Palette
from listgen.domain.channel import PictureSpec
from listgen.domain.picture import PictureJob

SIDE = 400


def mug_alpha(side: int = SIDE) -> np.ndarray:
    """A mug with a handle (and the hole in it), antialiased; H x W, 0 to 255."""
    big = Image.new("L", (4 * side, 4 * side), 0)
    draw = ImageDraw.Draw(big)
    unit = 4 * side / 100
    draw.ellipse([58 * unit, 36 * unit, 86 * unit, 66 * unit], fill=255)
    draw.ellipse([64 * unit, 42 * unit, 80 * unit, 60 * unit], fill=0)
    draw.rounded_rectangle([22 * unit, 22 * unit, 66 * unit, 80 * unit], radius=6 * unit, fill=255)
    return np.asarray(big.resize((side, side), Image.Resampling.BOX))


def mug_photo(
    *,
    ground: tuple[int, int, int] = (255, 255, 255),
    colour: tuple[int, int, int] = (40, 90, 160),
    side: int = SIDE,
    noise: float = 0.0,
) -> np.ndarray:
    """The mug with soft shading, on a flat ground; H x W x 3."""
    alpha = mug_alpha(side)[..., None] / 255
    shade = np.linspace(1.15, 0.75, side)[None, :, None]
    rgb = np.clip(np.array(colour) * shade, 0, 255) * alpha + np.array(ground) * (1 - alpha)
    if noise:
        rgb = rgb + np.random.default_rng(7).normal(0, noise, rgb.shape)
    return np.clip(rgb + 0.5, 0, 255).astype(np.uint8)


def save(pixels: np.ndarray, path: Path, **options: object) -> Path:
    Image.fromarray(pixels).save(path, **options)
    return path


def kit(folder: Path = Path()) -> BrandKit:
    return BrandKit(
        name="fjell",
        folder=folder,
        brand="Fjell",
        palette=Palette(colours=("#2f6f6a", "#e8d9c0", "#d9673f")),
        fonts=Fonts(bold=Path("bold.ttf"), regular=Path("regular.ttf")),
        copyright="© Fjell",
    )


def job(photo: Path, **changes: object) -> PictureJob:
    values: dict[str, object] = {
        "sku": "MUG-01",
        "photo": photo,
        "spec": PictureSpec(slot="main", kind="packshot", width=600, height=600),
        "kit": kit(),
        "seed": 1,
        "alt_text": "Blue mug on white",
    }
    return PictureJob(**(values | changes))  # type: ignore[arg-type]
