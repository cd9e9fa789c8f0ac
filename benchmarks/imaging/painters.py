"""`python -m benchmarks.imaging.painters`: what listgen adds to a diffusion pipeline's own time.

A checkpoint with random weights repaints a set (`repaint`: resizing, mask, product pasted back) beside the bare call of
its pipeline, and the scene model paints a far field (`paint_far`) beside the bare loop over its network: same steps and
size, CPU seconds on one thread, median of turns. The aim is 95 % of the bare speed. A real checkpoint takes a hundred
times longer and the same is added, so a share from a tiny one is the hardest case.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from listgen.imaging.colour import hex_lin
from listgen.imaging.repaint import _fitting, _model_side, _pipeline, repaint, scene_prompt
from listgen.imaging.scene import far_model
from listgen.imaging.scene.far_canvas import FarPalette
from tests.imaging.tiny_checkpoint import build_tiny_inpainting

AIM = 0.95
PALETTE = ("#e6e1d8", "#cdd6d9", "#c58b48")


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--side", type=int, default=1000, help="of the picture that is repainted, px")
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--model", help="a diffusers folder in place of the tiny one")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        model = asked.model or str(build_tiny_inpainting(Path(folder)))
        pair(f"checkpoint, {asked.steps} steps", *checkpoint(model, asked.side, asked.steps), asked.turns)
    pair(f"scene model, {far_model.STEPS} steps", *scene_model(), asked.turns)


def checkpoint(model: str, side: int, steps: int) -> tuple[Callable[[int], object], Callable[[int], object]]:
    """Return listgen's way and the bare call of the pipeline, both for a seed."""
    import torch
    from PIL import Image

    rng = np.random.default_rng(0)
    studio = np.asarray(cv2.GaussianBlur(rng.integers(0, 255, (side, side, 3), np.uint8), (0, 0), 9))
    mask = np.zeros((side, side), np.float32)
    cv2.circle(mask, (side // 2, side // 2), side // 4, 1.0, -1, cv2.LINE_AA)
    prompt = scene_prompt("window", *PALETTE[:2])
    pipe = _pipeline(model)
    width, height = _fitting(side, side, _model_side(pipe))
    small = Image.fromarray(cv2.resize(studio, (width, height), interpolation=cv2.INTER_AREA))
    free = Image.fromarray(255 - (cv2.resize(mask, (width, height)) * 255).astype(np.uint8))

    def bare(seed: int) -> object:
        return pipe(
            prompt=prompt.prompt,
            negative_prompt=prompt.negative,
            image=small,
            mask_image=free,
            strength=prompt.strength,
            num_inference_steps=steps,
            width=width,
            height=height,
            generator=torch.Generator("cpu").manual_seed(seed),
        ).images[0]

    def ours(seed: int) -> object:
        return repaint(studio, mask, model=model, prompt=prompt, seed=seed, steps=steps)

    return ours, bare


def scene_model() -> tuple[Callable[[int], object], Callable[[int], object]]:
    """Return listgen's way and the bare loop over the network, both for a seed."""
    import torch

    palette = FarPalette(*map(hex_lin, PALETTE))
    seen: list[tuple[int, int]] = []
    own = far_model._denoised

    def watched(model, place, colours, shape, seed):
        seen.append(shape)
        return own(model, place, colours, shape, seed)

    far_model._denoised = watched
    far_model.paint_far("room", palette, 1000, 650, seed=99)
    far_model._denoised = own
    rows, columns = (length // far_model.FOLD for length in seen[0])
    network, schedule = far_model._loaded(far_model.FOLDER)

    def bare(seed: int) -> object:
        generator = torch.Generator("cpu").manual_seed(seed)
        x = torch.randn(1, 3 * far_model.FOLD**2, rows, columns, generator=generator)
        known = torch.zeros(1, network.config.in_channels - x.shape[1], rows, columns)
        label = torch.tensor([0])
        schedule.set_timesteps(far_model.STEPS)
        with torch.inference_mode():
            for t in schedule.timesteps:
                x = schedule.step(network(torch.cat([x, known], 1), t, class_labels=label).sample, t, x).prev_sample
        return x

    return lambda seed: far_model.paint_far("room", palette, 1000, 650, seed=seed), bare


def pair(name: str, ours: Callable[[int], object], bare: Callable[[int], object], turns: int) -> None:
    """Time both in turns and print their medians and the share of the bare speed that is left."""
    spent: dict[str, list[float]] = {"ours": [], "bare": []}
    for seed in range(turns + 1):
        for way, make in (("ours", ours), ("bare", bare)):
            start = time.process_time()
            make(seed)
            spent[way].append(time.process_time() - start)
    # The first turn loads and warms up.
    share = median(b / o for o, b in zip(spent["ours"][1:], spent["bare"][1:], strict=True))
    print(
        f"{name:24} listgen {1000 * median(spent['ours'][1:]):.0f} ms, bare {1000 * median(spent['bare'][1:]):.0f} ms: "
        f"{share:.1%} of the bare speed (aim {AIM:.0%})"
    )


if __name__ == "__main__":
    main()
