"""Where the scene model lies, and whether it can be used here. Nothing heavy is imported."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "scene_model"
FILES: Final = (
    "model_index.json",
    "scheduler/scheduler_config.json",
    "unet/config.json",
    "unet/diffusion_pytorch_model.safetensors",
)


def can_paint() -> bool:
    """Return whether the libraries of the `diffusion` extra and the model's files are there; none is loaded."""
    return find_spec("torch") is not None and find_spec("diffusers") is not None and bool(model_digest())


@cache
def model_digest() -> str:
    """Return the hash of the model's files; "" where one of them is missing."""
    whole = hashlib.sha256()
    for name in FILES:
        try:
            whole.update((FOLDER / name).read_bytes())
        except OSError:
            return ""
    return whole.hexdigest()
