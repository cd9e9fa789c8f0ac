"""Render the product photos of the example catalogue: `python examples/make_photos.py [NAME …] [--scale 0.25]`.

Needs `mitsuba`, `pyoidn`, `opencv-python-headless`, `pillow` and an LLVM library; listgen itself never runs it. The
pictures are the same on every run with the same versions.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
LARGEST = 250_000  # bytes of a photo, so that a checkout stays small
sys.path.insert(0, str(HERE))


def main() -> None:
    from photo_studio import textures
    from photo_studio.shots import SHOTS
    from photo_studio.studio import take
    from PIL import Image

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="photos to make, all if none is named")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--spp", type=int, help="samples a pixel")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--fonts", type=Path, default=textures.FONT)
    options = parser.parse_args()
    textures.FONT = options.fonts
    for folder in ("photos", "alpha"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        if options.names and shot.name not in options.names:
            continue
        start = time.perf_counter()
        rgb, alpha = take(shot, options.scale, options.spp)
        photo = options.out / "photos" / f"{shot.name}.jpg"
        for quality in (90, 86, 82, 78, 74):
            Image.fromarray(rgb).save(photo, quality=quality, subsampling=0, optimize=True)
            if photo.stat().st_size <= LARGEST:
                break
        Image.fromarray(alpha).save(options.out / "alpha" / f"{shot.name}.png", optimize=True)
        print(f"{shot.name}: {rgb.shape[1]} x {rgb.shape[0]}, {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
