"""The scene model beside the studio's own painter: seconds of CPU a far field, and how well the palette is kept.

`python -m benchmarks.scene_model [--seeds N] [--sheet OUT.jpg]`. Aim: at most 1 s a far field on one core. Colour error
is the distance of the picture's middle colour from the wall colour asked for (OKLab x 100), mean over seven palettes.
The sheet holds a row for each place: the model's far fields on the left, the studio's on the right.
"""

import argparse
import os
import time
from pathlib import Path
from statistics import mean, median

os.environ["OMP_NUM_THREADS"] = "1"

import cv2
import numpy as np
from PIL import Image

from listgen.imaging.colour import hex_lin, oklab, to_srgb
from listgen.imaging.scene import far_model
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_places import draw_far
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
SIZE = (2000, 1300)  # the far field of a square hero of 2000 px
SMALL = (150, 98)


def error(picture, palette):
    middle = np.median(oklab(picture.reshape(-1, 3)), axis=0)
    return float(np.linalg.norm(middle - oklab(palette.far))) * 100


def timed(painter, *args, **kwargs):
    start = time.process_time()
    picture = painter(*args, **kwargs)
    return picture, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--sheet", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    palettes = [FarPalette(*map(hex_lin, colours)) for colours in PALETTES]
    _, first = timed(far_model.paint_far, "room", palettes[0], *SMALL, seed=0)
    sheet = np.full((len(places()) * (SMALL[1] + 4), 2 * len(PALETTES) * (SMALL[0] + 4), 3), 255, np.uint8)
    ours, drawn = [], []
    print(f"{'place':8} {'model':>6} {'studio':>6}   colour error")
    for row, place in enumerate(places()):
        errors = {"model": [], "studio": []}
        for column, palette in enumerate(palettes):
            for seed in range(asked.seeds):
                number = 1000 * row + 10 * column + seed
                far_model._painted.cache_clear()
                size = SIZE if seed == 0 and column == 0 else SMALL
                one, spent = timed(far_model.paint_far, place, palette, *size, seed=number)
                other, own = timed(draw_far, place, palette, *size, seed=number)
                if size == SIZE:
                    ours.append(spent)
                    drawn.append(own)
                for name, picture, left in (("model", one, 0), ("studio", other, len(PALETTES))):
                    errors[name].append(error(picture, palette))
                    if seed == 0:
                        y, x = row * (SMALL[1] + 4), (left + column) * (SMALL[0] + 4)
                        seen = cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA)
                        sheet[y : y + SMALL[1], x : x + SMALL[0]] = np.clip(to_srgb(seen), 0, 1) * 255 + 0.5
        print(f"{place:8} {mean(errors['model']):6.1f} {mean(errors['studio']):6.1f}")
    print(
        f"a far field of {SIZE[0]} x {SIZE[1]}: model {median(ours):.2f} s, studio {median(drawn):.2f} s of CPU "
        f"(aim 1.00); the first one of a process, with loading: {first:.1f} s"
    )
    if asked.sheet:
        Image.fromarray(sheet).save(asked.sheet, quality=88)


if __name__ == "__main__":
    main()
