"""Sheet of the scene model for its card: `python -m training.make_samples OUT`.

OUT gets `samples.jpg`: a row for each place, a column for each palette. `python -m benchmarks.scene_model` measures.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from benchmarks.scene_model import PALETTES
from listgen.imaging.colour import hex_lin, to_srgb
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_model import paint_far
from listgen.imaging.scene.preset_data import places

W, H, GAP, MARGIN = 150, 90, 4, 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    sheet = Image.new("RGB", (len(PALETTES) * (W + GAP) + MARGIN, len(places()) * (H + GAP)), "white")
    draw = ImageDraw.Draw(sheet)
    for row, place in enumerate(places()):
        draw.text((4, row * (H + GAP) + H // 2 - 6), place, fill="black")
        for column, colours in enumerate(PALETTES):
            palette = FarPalette(*(hex_lin(colour) for colour in colours))
            picture = paint_far(place, palette, W, H, seed=row * 100 + column)
            image = Image.fromarray((np.clip(to_srgb(picture), 0, 1) * 255 + 0.5).astype(np.uint8))
            sheet.paste(image, (MARGIN + column * (W + GAP), row * (H + GAP)))
    sheet.save(asked.out / "samples.jpg", quality=88)


if __name__ == "__main__":
    main()
