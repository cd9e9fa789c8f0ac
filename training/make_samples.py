"""Sheet and numbers of the scene model for its card: `python -m training.make_samples OUT [--data DATA]`.

OUT gets `samples.jpg`: a row for each place, a column for each palette. Printed are the seconds of a far field, and for
each place how far its middle colour lies from the wall colour asked for (OKLab x 100), beside the same distance of
the training pictures.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from listgen.imaging.colour import hex_lin, oklab, to_linear, to_srgb
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_model import _painted, paint_far
from listgen.imaging.scene.preset_data import places

PALETTES = (
    ("#e6e1d8", "#cdd6d9", "#c58b48"),
    ("#cfe0ea", "#9fb8c8", "#d8714f"),
    ("#eed9c2", "#c8a888", "#3f7f8f"),
    ("#8fddc4", "#a5ccf4", "#f47062"),
    ("#6d8a6a", "#8fa98b", "#e8c35a"),
    ("#7a1e4f", "#93396a", "#f8d257"),
    ("#26323c", "#3d4c58", "#e0a83c"),
)
W, H, GAP = 150, 90, 4


def middle(linear: np.ndarray) -> np.ndarray:
    return np.median(oklab(linear.reshape(-1, 3)), axis=0) * 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, help="folder of the training pictures, for their own distances")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    sheet = Image.new("RGB", (len(PALETTES) * (W + GAP) + 70, len(places()) * (H + GAP)), "white")
    draw = ImageDraw.Draw(sheet)
    paint_far("room", _palette(PALETTES[0]), W, H, seed=0)
    spent = []
    for row, place in enumerate(places()):
        draw.text((4, row * (H + GAP) + H // 2 - 6), place, fill="black")
        apart = []
        for column, colours in enumerate(PALETTES):
            palette = _palette(colours)
            _painted.cache_clear()
            before = time.process_time()
            picture = paint_far(place, palette, W, H, seed=row * 100 + column)
            spent.append(time.process_time() - before)
            apart.append(float(np.linalg.norm(middle(picture) - oklab(palette.far) * 100)))
            image = Image.fromarray((np.clip(to_srgb(picture), 0, 1) * 255 + 0.5).astype(np.uint8))
            sheet.paste(image, (70 + column * (W + GAP), row * (H + GAP)))
        print(f"{place:8} colour error {np.mean(apart):4.1f}, worst {max(apart):4.1f}" + _own(asked.data, row))
    sheet.save(asked.out / "samples.jpg", quality=88)
    print(f"{np.median(spent):.3f} s of CPU a far field, worst {max(spent):.3f}")


def _own(data: Path | None, place: int) -> str:
    if data is None:
        return ""
    part = np.load(min(data.glob("chunk-*-48x80.npz")))
    apart = [
        float(np.linalg.norm(middle(to_linear(x / 255)) - oklab(to_linear(palette[0] / 255)) * 100))
        for x, where, palette in zip(part["x"], part["place"], part["palette"], strict=True)
        if where == place
    ]
    return f"; training pictures {np.mean(apart):4.1f}"


def _palette(colours: tuple[str, ...]) -> FarPalette:
    return FarPalette(*(hex_lin(colour) for colour in colours))


if __name__ == "__main__":
    main()
