"""More photos with true alpha: the example products on other grounds, in other light, from other heights.

`python -m benchmarks.cutout.renders FOLDER [--rounds 2] [--scale 0.6]`, with what `examples/make_photos.py` needs
(Mitsuba, Open Image Denoise); the benchmark itself reads the folder and needs neither.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

import numpy as np

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# Grounds that shops use: white, greys, and papers from pale to dark. Some come close to a product's own colour.
GROUNDS = ("#ffffff", "#f4f4f2", "#dedcd8", "#bdbbb7", "#8d8f92", "#e9dcc8", "#c9d6cf", "#9fb7c4", "#d8a48f")
GROUNDS += ("#b5523b", "#3f5a4a", "#2d3a52", "#33302e", "#6d5873")
WOODS = (("#b98a5c", "#86603c", "#e4ddd2"), ("#8a6a4c", "#5b4330", "#cfd4d6"), ("#d9c3a0", "#b39a74", "#8fa0a0"))


def varied(shot: Any, rng: np.random.Generator) -> Any:
    """Return the shot with another ground, light, height and place, drawn by `rng`."""
    from photo_studio.shots import paper, table

    if rng.random() < 0.3:
        light, dark, wall = WOODS[int(rng.integers(len(WOODS)))]
        backdrop, wall_power = table(light, dark, wall, int(rng.integers(1000)), 160), 0.8
    else:
        colour = GROUNDS[int(rng.integers(len(GROUNDS)))]
        backdrop, wall_power = paper(colour), 1.0 if colour in GROUNDS[:2] else float(rng.uniform(0, 0.4))
    return dataclasses.replace(
        shot,
        backdrop=backdrop,
        wall_power=wall_power,
        elevation=float(np.clip(shot.elevation + rng.uniform(-4, 16), 3, 45)),
        azimuth=float(rng.uniform(-25, 25)),
        fill=float(rng.uniform(0.5, 0.84)),
        key=(
            float(rng.choice([-1, 1]) * rng.uniform(0.3, 1.0)),
            float(rng.uniform(0.5, 1.1)),
            float(rng.uniform(0.2, 1)),
        ),
        key_size=float(rng.uniform(0.25, 1.8)),
        key_power=float(rng.uniform(0.85, 1.15)),
        fill_power=float(rng.uniform(0.1, 0.35)),
        ambient=float(rng.uniform(0.15, 0.28)),
        seed=int(rng.integers(1, 10_000)),
    )


def main() -> None:
    sys.path.insert(0, str(EXAMPLES))
    from photo_studio import textures
    from photo_studio.shots import SHOTS
    from photo_studio.studio import take
    from PIL import Image

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scale", type=float, default=0.6)
    parser.add_argument("--fonts", type=Path, default=textures.FONT)
    options = parser.parse_args()
    textures.FONT = options.fonts
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.rounds):
        for index, shot in enumerate(SHOTS):
            photo = options.folder / f"{shot.name}.{number}.jpg"
            if photo.exists():
                continue
            rgb, alpha = take(varied(shot, np.random.default_rng((number, index))), options.scale, 12)
            Image.fromarray(alpha).save(options.folder / f"{shot.name}.{number}.alpha.png", optimize=True)
            Image.fromarray(rgb).save(photo, quality=88)
            print(photo.name, flush=True)


if __name__ == "__main__":
    main()
