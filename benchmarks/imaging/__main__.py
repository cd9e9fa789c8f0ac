"""`python -m benchmarks.imaging`: packshot and banner from a given cut-out, beside plain Pillow and libvips.

CPU seconds on one thread, composition and encoding; every picture is made by each way in turn, and the ratio is the
median over the pictures. The cut-outs are the example photos with their true alpha. Aim: at most 1.00 times the faster
of the others.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["VIPS_CONCURRENCY"] = "1"

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from PIL import Image

from benchmarks.imaging import baselines
from benchmarks.imaging.baselines import Pixels, Task
from listgen.catalog.brand_kit import read_brand_kit
from listgen.domain.channel import PictureSpec
from listgen.domain.picture import BannerWords
from listgen.imaging.banner.draw import render_banner
from listgen.imaging.edge_checks import check_edge
from listgen.imaging.metadata import encode_jpeg, xmp_packet
from listgen.imaging.packshot import render_packshot

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
KIT = ROOT / "brand_kits" / "norrvik"
WORDS = BannerWords("Made for slow mornings", "Keeps its warmth for hours")
ALT_TEXT = "The product on a plain ground"
AIM = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3, help="the fastest of so many counts")
    parser.add_argument("--save", type=Path, help="write what each way made of each photo into this folder")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    vips = baselines.libvips()
    if vips is None:
        print("pyvips is not installed (`pip install 'pyvips[binary]'`): libvips is left out")
    names = sorted(path.stem for path in (EXAMPLES / "photos").glob("*.jpg"))
    step = max(1, len(names) // asked.photos)
    kit = replace(read_brand_kit(KIT), logo=None, logo_dark=None)
    rows: dict[str, list[dict[str, float]]] = {}
    checked: list[float] = []
    for name in names[::step][: asked.photos]:
        rgb, rgba = cut_out_of(name)
        for kind, ways in (("packshot", packshots(rgb, rgba, vips)), ("banner", banners(rgba, kit, vips))):
            spent = {}
            for way, make in ways.items():
                data, spent[way] = fastest(make, asked.rounds)
                if asked.save:
                    asked.save.mkdir(parents=True, exist_ok=True)
                    (asked.save / f"{name}.{kind}.{way}.jpg").write_bytes(data)
            rows.setdefault(kind, []).append(spent)
        made = render_packshot(rgba, PACKSHOT, photo=rgb)
        checked.append(fastest(lambda made=made: check_edge(made.rgb, made.alpha), asked.rounds)[1])
    for kind, measured in rows.items():
        report(kind, measured)
    print(f"not in these figures: the certificate's measures of a packshot's edge, {1000 * median(checked):.0f} ms")


PACKSHOT = PictureSpec(slot="main", kind="packshot", width=2000, height=2000, shadow="contact")


def packshots(rgb: Pixels, rgba: Pixels, vips: object) -> dict[str, Callable[[], bytes]]:
    """Return the ways to make the packshot."""
    xmp = xmp_packet(source_type="digitalCapture", alt_text=ALT_TEXT)
    task = Task(
        PACKSHOT.width,
        PACKSHOT.height,
        (255, 255, 255),
        (0.5, 0.5),
        (baselines.FILL, baselines.FILL),
        92,
        xmp,
    )

    def ours() -> bytes:
        made = render_packshot(rgba, PACKSHOT, photo=rgb)
        return encode_jpeg(made.rgb, source_type="digitalCapture", alt_text=ALT_TEXT)

    return with_baselines(ours, rgba, task, vips)


def banners(rgba: Pixels, kit: object, vips: object) -> dict[str, Callable[[], bytes]]:
    """Return the ways to make the banner: on a plain cove, and listgen's own choice of set besides."""
    xmp = xmp_packet(source_type="compositeSynthetic", alt_text=ALT_TEXT)
    task = Task(
        1600,
        600,
        (226, 221, 212),
        (0.74, 0.5),
        (0.40, 0.80),
        92,
        xmp,
        (WORDS.headline, WORDS.subline),
        (Path(kit.fonts.bold), Path(kit.fonts.regular)),
        (40, 36, 32),
    )

    def drawn(scene: str) -> bytes:
        made = render_banner(rgba, width=task.width, height=task.height, kit=kit, words=WORDS, scene=scene, seed=1)
        return encode_jpeg(made.rgb, source_type="compositeSynthetic", alt_text=ALT_TEXT)

    ways = with_baselines(lambda: drawn("cove"), rgba, task, vips)
    return {**ways, "listgen, own set": lambda: drawn("")}


def with_baselines(ours: Callable[[], bytes], rgba: Pixels, task: Task, vips: object) -> dict[str, Callable[[], bytes]]:
    """Return listgen's way and those of the libraries."""
    ways = {
        "listgen": ours,
        "Pillow": lambda: baselines.with_pillow(rgba, task),
        "Pillow in short cuts": lambda: baselines.with_pillow(rgba, task, short_cuts=True),
    }
    return ways if vips is None else {**ways, "libvips": lambda: baselines.with_libvips(vips, rgba, task)}


def report(kind: str, measured: list[dict[str, float]]) -> None:
    """Print milliseconds of each way, and the ratio to the faster of the libraries."""
    others = [way for way in measured[0] if way in {"Pillow", "libvips"}]
    for way in measured[0]:
        ratio = median(spent[way] / min(spent[other] for other in others) for spent in measured)
        aim = f" (aim {AIM:.2f})" if way == "listgen" else ""
        print(f"{kind:9} {way:20} {1000 * median(spent[way] for spent in measured):6.0f} ms   x{ratio:.2f}{aim}")


def fastest(make: Callable[[], object], rounds: int) -> tuple[object, float]:
    """Return what `make` gives and its least CPU seconds; the first, which loads fonts and libraries, is left out."""
    made = make()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        make()
        spent.append(time.process_time() - start)
    return made, min(spent)


def cut_out_of(name: str) -> tuple[Pixels, Pixels]:
    """Return an example photo, and the same with its true alpha."""
    with Image.open(EXAMPLES / "photos" / f"{name}.jpg") as photo:
        rgb = np.asarray(photo.convert("RGB"))
    with Image.open(EXAMPLES / "alpha" / f"{name}.png") as alpha:
        return rgb, np.dstack([rgb, np.asarray(alpha.convert("L").resize((rgb.shape[1], rgb.shape[0])))])


if __name__ == "__main__":
    main()
