"""The scene model: what lies far behind a table, painted by listgen's own small diffusion model.

The far field of a product picture is out of focus, so a picture of some sixty pixels holds all of it. The model's
folder (`scene_model`, a diffusers folder) ships with listgen; torch and diffusers come with the extra `diffusion`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np

from listgen.errors import ProviderError
from listgen.imaging.colour import Array, F, to_linear, to_srgb
from listgen.imaging.scene.far import lens
from listgen.imaging.scene.preset_data import places
from listgen.imaging.scene_files import FOLDER

FOLD: Final = 4  # pixels that are folded into channels, each way
STEPS: Final = 12
_Model: TypeAlias = tuple[Any, Any]  # network and schedule; diffusers has no types
_LENS: Final = 0.9  # opening of the lens over the enlarged picture, pixels of the model
# Height and width of the pictures that the model was trained on: square, landscape, banner.
SHAPES: Final = ((64, 64), (48, 80), (32, 128))


@dataclass(frozen=True, slots=True)
class FarPalette:
    """Linear RGB of the wall, of what stands before it, and of the small bright things."""

    far: Array
    near: Array
    accent: Array


def paint_far(place: str, palette: FarPalette, w: int, h: int, *, seed: int) -> Array:
    """Return a far field as linear RGB (h, w, 3), lit from the left, as it is seen through an open lens.

    The picture depends on place, palette, seed and shape alone: neither on other pictures nor on the number of threads.

    Raises:
        ProviderError: the model's files are damaged, or the libraries of the `diffusion` extra do not load.
    """
    shape = min(SHAPES, key=lambda one: abs(np.log(one[1] / one[0] * h / w)))
    small = to_linear(_painted(FOLDER, list(places()).index(place), _levels(palette), shape, seed % 2**63))
    return _enlarged(small, w, h)


def conditions(palettes: Any, rows: int, columns: int) -> Any:  # noqa: ANN401 - torch tensors
    """Return the further input channels (n, 11, rows, columns): palettes (n, 3, 3) in -1..1, and where each cell lies.

    Positions are measured from the middle and upwards from the lower edge, in square roots of the area.
    """
    import torch

    n, unit = len(palettes), (rows * columns) ** 0.5
    u = (torch.arange(columns) + 0.5 - columns / 2) / unit
    v = (rows - torch.arange(rows) - 0.5) / unit
    u_map = u[None, None, None, :].expand(n, 1, rows, columns)
    v_map = v[None, None, :, None].expand(n, 1, rows, columns)
    colours = palettes.reshape(n, 9, 1, 1).expand(n, 9, rows, columns)
    return torch.cat([colours, u_map, v_map], 1)


def _levels(palette: FarPalette) -> tuple[float, ...]:
    """The palette in steps of 8 bits, as the model has learnt it, -1..1."""
    srgb = np.clip(to_srgb(np.stack([palette.far, palette.near, palette.accent])), 0, 1)
    return tuple(float(level) for level in (np.round(srgb * 255) / 127.5 - 1).ravel())


@lru_cache(maxsize=4)  # the draft and the final picture share their far field
def _painted(folder: Path, place: int, levels: tuple[float, ...], shape: tuple[int, int], seed: int) -> Array:
    """The model's own picture, sRGB 0..1."""
    model = _loaded(folder)
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums over several threads round differently
    try:
        with torch.inference_mode():
            return _denoised(model, place, levels, shape, seed)
    finally:
        torch.set_num_threads(threads)


def _denoised(model: _Model, place: int, levels: tuple[float, ...], shape: tuple[int, int], seed: int) -> Array:
    import torch

    network, schedule = model

    rows, columns = shape[0] // FOLD, shape[1] // FOLD
    # One generator a picture, on the CPU: the order of pictures changes nothing.
    generator = torch.Generator("cpu").manual_seed(seed)
    known = conditions(torch.tensor(levels).reshape(1, 3, 3), rows, columns)
    label = torch.tensor([place])
    x = torch.randn(1, 3 * FOLD * FOLD, rows, columns, generator=generator)
    schedule.set_timesteps(STEPS)
    for t in schedule.timesteps:
        guess = network(torch.cat([x, known], 1), t, class_labels=label).sample.clamp(-1.02, 1.02)
        x = schedule.step(guess, t, x).prev_sample
    picture = torch.nn.functional.pixel_shuffle(x, FOLD)[0].permute(1, 2, 0)
    return np.asarray(((picture + 1) / 2).clamp(0, 1).numpy(), F)


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> _Model:
    try:
        from diffusers import DPMSolverMultistepScheduler, UNet2DModel

        network = UNet2DModel.from_pretrained(
            str(folder), subfolder="unet", use_safetensors=True, local_files_only=True
        )
        schedule = DPMSolverMultistepScheduler.from_pretrained(
            str(folder), subfolder="scheduler", local_files_only=True
        )
    except Exception as error:
        raise ProviderError(
            f"the scene model cannot be loaded ({type(error).__name__}: {str(error).splitlines()[0][:160]})",
            hint="install listgen and its `diffusion` extra again, or use `--images studio`",
        ) from error
    return network.float().eval(), schedule


def _enlarged(small: Array, w: int, h: int) -> Array:
    """A small linear picture cropped to the shape of the canvas and enlarged without steps."""
    rows, columns = small.shape[:2]
    if columns * h > rows * w:
        keep = max(2, round(rows * w / h))
        small = small[:, (columns - keep) // 2 : (columns - keep) // 2 + keep]
    else:
        keep = max(2, round(columns * h / w))
        small = small[rows - keep :]  # what stands on the ground stays
    # In two steps, with a lens between them: enlarged thirty times at once, a cubic would show its grid.
    rows, columns = small.shape[:2]
    middle = cv2.resize(np.ascontiguousarray(small), (columns * 6, rows * 6), interpolation=cv2.INTER_CUBIC)
    middle = lens(np.maximum(middle, 0), _LENS * 6)
    middle = cv2.GaussianBlur(middle, (0, 0), 0.5 * 6, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(np.maximum(cv2.resize(middle, (w, h), interpolation=cv2.INTER_CUBIC), 0), F)
