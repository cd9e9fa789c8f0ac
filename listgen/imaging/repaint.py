"""Scenes by a diffusion checkpoint: the model paints around the product, never over it.

The studio's picture is the start, so brand colours, horizon and light are handed over. Product, contact shadow and a
band around them come back from the studio's picture afterwards, pixel by pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from listgen.errors import ProviderError, UsageError
from listgen.imaging.colour import Array, lch
from listgen.imaging.filters import dilate
from listgen.resources import read_data

STEPS: Final = 24
_GUARD: Final = 0.015  # band around the product that the model may not touch, share of its longest side
_GREY_CHROMA, _MUTED, _CLEAR = 0.04, 0.09, 0.16  # art_direction.md section 8, colour words


@dataclass(frozen=True, slots=True)
class ScenePrompt:
    """What a checkpoint is asked for; `strength` is how far it may leave the studio's picture (0..1)."""

    prompt: str
    negative: str
    strength: float


@dataclass(frozen=True, slots=True)
class SceneWords:
    """A studio preset in words: what is seen, its light, and what does not belong there."""

    set: str
    light: str
    avoid: str


def scene_words(scene: str, field: str, accent: str) -> SceneWords:
    """Return the words of a studio preset in the colours of its field and accent (`#rrggbb`)."""
    data = _prompts()
    preset = data["presets"].get(scene, data["presets"]["cove"])
    words = preset["scene"].format(field=colour_words(field), accent=colour_words(accent))
    return SceneWords(words, preset["light"], preset["negative"])


def scene_prompt(scene: str, field: str, accent: str) -> ScenePrompt:
    """Return the prompt of a studio preset in the colours of its field and accent (`#rrggbb`)."""
    data = _prompts()
    preset = data["presets"].get(scene, data["presets"]["cove"])
    words = scene_words(scene, field, accent)
    return ScenePrompt(
        prompt=f"{words.set}, {words.light}, {data['tail']}",
        negative=f"{data['negative']}, {words.avoid}",
        strength=preset["strength"],
    )


def colour_words(colour: str) -> str:
    """Return tone, strength and hue of a colour in words, e.g. "pale muted teal"."""
    lightness, chroma, hue = lch(colour)
    tone = "pale" if lightness > 0.85 else "soft" if lightness > 0.55 else "deep" if lightness > 0.30 else "night"
    if chroma < 0.015:
        return f"{tone} grey"
    strength = (
        "greyish" if chroma < _GREY_CHROMA else "muted" if chroma < _MUTED else "clear" if chroma < _CLEAR else "vivid"
    )
    name = [word for word, start in _prompts()["hues"].items() if hue >= start][-1]
    return f"{tone} {strength} {name}"


def repaint(studio: Array, mask: Array, *, model: str, prompt: ScenePrompt, seed: int, steps: int = STEPS) -> Array:
    """Return the studio's picture (uint8 RGB) with its set repainted by a checkpoint.

    `mask` is the product's alpha on the canvas (0..1). `model` is a folder or a hub name. Where `mask` is above 0 the
    result equals `studio` bit by bit.

    Raises:
        UsageError: the `diffusion` extra is not installed, or the folder holds no pipeline.
        ProviderError: the checkpoint cannot be loaded or its family cannot repaint.
    """
    pipe = _pipeline(model)
    import torch

    height, width = studio.shape[:2]
    side = _model_side(pipe)
    small_w, small_h = _fitting(width, height, side)
    start = cv2.resize(studio, (small_w, small_h), interpolation=cv2.INTER_AREA)
    guarded = guard_band(mask)
    free = (cv2.resize(guarded, (small_w, small_h), interpolation=cv2.INTER_AREA) < 0.02).astype(np.uint8) * 255
    from PIL import Image

    # One generator a picture, on the CPU: neither batch order nor the device changes the noise.
    generator = torch.Generator("cpu").manual_seed(seed % 2**63)
    painted = pipe(
        prompt=prompt.prompt,
        negative_prompt=prompt.negative,
        image=Image.fromarray(start),
        mask_image=Image.fromarray(free),
        strength=prompt.strength,
        num_inference_steps=steps,
        width=small_w,
        height=small_h,
        generator=generator,
    ).images[0]
    far = cv2.resize(np.asarray(painted.convert("RGB")), (width, height), interpolation=cv2.INTER_CUBIC)
    return paste_back(far, studio, mask, guarded)


def guard_band(mask: Array) -> Array:
    """Return the mask (0..1) grown by the band that no model may touch, with a soft rim outside the product."""
    seen = mask > 0.02
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return np.zeros_like(mask)
    reach = max(2, round(_GUARD * max(int(np.ptp(rows)), int(np.ptp(columns)))))
    touched = mask > 0
    solid = dilate(touched, reach).astype(np.float32)
    return np.maximum(cv2.GaussianBlur(solid, (0, 0), reach / 2), touched.astype(np.float32))


def paste_back(far: Array, studio: Array, mask: Array, guarded: Array) -> Array:
    """Return the painted picture with the studio's own pixels where `guarded` is 1; the product bit by bit."""
    out = np.array(far, np.uint8)
    whole = guarded >= 1
    rows, columns = np.nonzero((guarded > 0) & ~whole)
    share = guarded[rows, columns][:, None]
    mixed = far[rows, columns] * (1 - share) + studio[rows, columns] * share
    out[rows, columns] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    # The product's own pixels are copied, not mixed: rounding must not touch them.
    cv2.copyTo(studio, (whole | (mask > 0)).astype(np.uint8), out)
    return out


def _fitting(width: int, height: int, side: int) -> tuple[int, int]:
    """Return the size at which the model paints: its own area, the picture's shape, multiples of 16."""
    scale = side / (width * height) ** 0.5
    return max(64, round(width * scale / 16) * 16), max(64, round(height * scale / 16) * 16)


def _model_side(pipe: Any) -> int:  # noqa: ANN401 - diffusers has no common type for pipelines
    network = getattr(pipe, "unet", None) or getattr(pipe, "transformer", None)
    latent = getattr(getattr(network, "config", None), "sample_size", None) or 64
    return int(latent if isinstance(latent, int) else latent[0]) * int(getattr(pipe, "vae_scale_factor", 8))


@lru_cache(maxsize=1)
def _pipeline(model: str) -> Any:  # noqa: ANN401 - diffusers has no common type for pipelines
    folder = Path(model)
    if not model:
        raise UsageError(
            "no picture model is named", hint='set `model = "…"` under [images] in listgen.toml: a folder or a hub name'
        )
    local = folder.is_dir()
    if local and not (folder / "model_index.json").is_file():
        raise UsageError(f"{model} is no diffusers folder", hint="it has no model_index.json")
    try:
        import torch
        from diffusers import AutoPipelineForInpainting
        from diffusers.utils import logging as diffusers_logging
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise UsageError(
            "pictures with diffusers need the `diffusion` extra", hint="pip install 'listgen[diffusion]'"
        ) from error
    for library in (diffusers_logging, transformers_logging):
        library.set_verbosity_error()
        library.disable_progress_bar()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        pipe = AutoPipelineForInpainting.from_pretrained(
            str(folder) if local else model,
            local_files_only=local,
            use_safetensors=True,
            dtype=torch.float16 if device == "cuda" else torch.float32,
        )
    except (OSError, ValueError, KeyError) as error:
        raise ProviderError(
            f"the picture model `{model}` cannot be loaded: {str(error).splitlines()[0][:200]}",
            hint="an inpainting or text-to-image checkpoint of a family that diffusers can inpaint with is needed",
        ) from error
    pipe.set_progress_bar_config(disable=True)
    return pipe.to(device)


@cache
def _prompts() -> dict[str, Any]:
    return read_data("imaging", "data", "scene_prompts.toml")
