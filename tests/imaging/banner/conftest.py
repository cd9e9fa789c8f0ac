from functools import cache
from pathlib import Path

import numpy as np
import pytest

from listgen.catalog.brand_kit import read_brand_kit

KITS = Path(__file__).parents[3] / "brand_kits"


@cache
def shipped_kit(name):
    return read_brand_kit(KITS / name)


@pytest.fixture
def kit():
    return shipped_kit("norrvik")


@pytest.fixture
def playful_kit():
    return shipped_kit("bramblo")


def bottle(width=90, height=240, colour=(196, 60, 48)):
    """A cut-out of a shaded cylinder with soft edges, standing upright."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = (x - width / 2 + 0.5) / (width * 0.42)
    shade = (1 - 0.55 * np.abs(across - 0.2)).clip(0.2, 1)
    rgba = np.zeros((height, width, 4), np.float32)
    rgba[..., :3] = np.array(colour, np.float32) * shade[..., None]
    round_ends = np.minimum(y - 6, height - 6 - y) / 3
    rgba[..., 3] = np.clip((1 - np.abs(across)) * width * 0.42 / 1.5, 0, 1) * np.clip(round_ends, 0, 1) * 255
    return (rgba + 0.5).clip(0, 255).astype(np.uint8)
