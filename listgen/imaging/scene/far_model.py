"""The scene model: what lies far behind a table, painted by listgen's own small diffusion model.

The far field of a product picture is out of focus, so a picture of some forty pixels holds all of it. The model's
folder (`scene_model`, a diffusers folder) ships with listgen; torch and diffusers come with the extra `diffusion`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from listgen.errors import ProviderError
from listgen.imaging.colour import Array, F, from_oklab, oklab
from listgen.imaging.scene.far_canvas import FarPalette
from listgen.imaging.scene.far_places import enlarged
from listgen.imaging.scene.preset_data import places
from listgen.imaging.scene_files import FOLDER

FOLD: Final = 4  # pixels that are folded into channels, each way
STEPS: Final = 12
# The model sees how far each pixel lies from the wall's colour in OKLab, scaled so that steps in each direction are as
# common: the wall comes out in the colour asked for, and a slip of the brush hardly changes a hue.
_STEPS_OF_LAB: Final = np.array([4.0, 14.0, 14.0], F)
_Model: TypeAlias = tuple[Any, Any]  # network and schedule; diffusers has no types
_LENS: Final = 1.0  # opening of the lens over the enlarged picture, pixels of the model
# Height and width of the pictures that the model was trained on: square, landscape, banner.
SHAPES: Final = ((32, 32), (24, 40), (16, 64))


def paint_far(place: str, palette: FarPalette, w: int, h: int, *, seed: int) -> Array:
    """Return a far field as linear RGB (h, w, 3), lit from the left, as it is seen through an open lens.

    The picture depends on place, palette, seed and shape alone: neither on other pictures nor on the number of threads.

    Raises:
        ProviderError: the model's files are damaged, or the libraries of the `diffusion` extra do not load.
    """
    shape = min(SHAPES, key=lambda one: abs(np.log(one[1] / one[0] * h / w)))
    colours = tuple(float(value) for value in np.stack([palette.far, palette.near, palette.accent]).ravel())
    small = _painted(FOLDER, list(places()).index(place), colours, shape, seed % 2**63)
    return enlarged(small, w, h, lens=_LENS)


def from_wall(linear: Array, far: Array) -> Array:
    """Return linear RGB (…, 3) as the model sees it: steps in OKLab away from the wall's colour."""
    return np.asarray((oklab(linear) - oklab(far)) * _STEPS_OF_LAB, F)


def to_light(steps: Array, far: Array) -> Array:
    """Return linear RGB of what the model painted; the inverse of `from_wall`."""
    return np.asarray(np.clip(from_oklab(oklab(far) + steps / _STEPS_OF_LAB), 0, 1), F)


def known_colours(palette: Array) -> Array:
    """Return what the model is told of palettes (…, 3, 3), linear RGB of far, near and accent: nine numbers each.

    The wall's own OKLab around its middle, then how near and accent differ from it.
    """
    far = palette[..., :1, :]
    wall = (oklab(far) - np.array([0.6, 0, 0], F)) * _STEPS_OF_LAB
    others = from_wall(palette[..., 1:, :], far)
    return np.asarray(np.concatenate([wall, others], axis=-2).reshape(*palette.shape[:-2], 9) / 2, F)


def conditions(palettes: Any, rows: int, columns: int) -> Any:  # noqa: ANN401 - torch tensors
    """Return the further input channels (n, 11, rows, columns): known colours (n, 9), and where each cell lies.

    Positions are measured from the middle and upwards from the lower edge, in square roots of the area.
    """
    import torch

    n, unit = len(palettes), (rows * columns) ** 0.5
    u = (torch.arange(columns) + 0.5 - columns / 2) / unit
    v = (rows - torch.arange(rows) - 0.5) / unit
    u_map = u[None, None, None, :].expand(n, 1, rows, columns)
    v_map = v[None, None, :, None].expand(n, 1, rows, columns)
    colours = palettes[:, :, None, None].expand(n, 9, rows, columns)
    return torch.cat([colours, u_map, v_map], 1)


@lru_cache(maxsize=4)  # the draft and the final picture share their far field
def _painted(folder: Path, place: int, colours: tuple[float, ...], shape: tuple[int, int], seed: int) -> Array:
    """The model's own picture in linear light."""
    model = _loaded(folder)
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums over several threads round differently
    try:
        with torch.inference_mode():
            return _denoised(model, place, colours, shape, seed)
    finally:
        torch.set_num_threads(threads)


def _denoised(model: _Model, place: int, colours: tuple[float, ...], shape: tuple[int, int], seed: int) -> Array:
    import torch

    network, schedule = model

    rows, columns = shape[0] // FOLD, shape[1] // FOLD
    # One generator a picture, on the CPU: the order of pictures changes nothing.
    generator = torch.Generator("cpu").manual_seed(seed)
    palette = np.array(colours, F).reshape(3, 3)
    known = conditions(torch.from_numpy(known_colours(palette))[None], rows, columns)
    label = torch.tensor([place])
    x = torch.randn(1, 3 * FOLD * FOLD, rows, columns, generator=generator)
    schedule.set_timesteps(STEPS)
    for t in schedule.timesteps:
        guess = network(torch.cat([x, known], 1), t, class_labels=label).sample
        x = schedule.step(guess, t, x).prev_sample
    picture = torch.nn.functional.pixel_shuffle(x, FOLD)[0].permute(1, 2, 0)
    return to_light(picture.numpy(), palette[0])


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
