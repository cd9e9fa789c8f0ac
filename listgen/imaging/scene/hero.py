"""Hero pictures: one product on one set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from listgen.imaging.colour import Array
from listgen.imaging.scene.compose import finish, place
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.presets import sets
from listgen.imaging.scene.render import render_set
from listgen.imaging.scene.stage import STANDING_BELOW, Placed, Shot
from listgen.imaging.scene.tools import fit


def hero(
    name: str, roles: Roles, product: Array, w: int = 2000, h: int = 2000, *, seed: int = 0
) -> tuple[Array, tuple[Placed, ...]]:
    """Return the 8-bit hero picture of a uint8 RGBA cut-out on a preset, and where the product lies."""
    staging = sets(name, roles, np.random.default_rng(seed))
    shot = raised(staging.shot, product, w, h)
    backdrop = staging.backdrop(w, h) if staging.backdrop else None
    background, products = render_set(staging.set, w, h, product, shot=shot, seed=seed, backdrop=backdrop)
    return finish(place(background, products, mirror=staging.mirror), products, seed=seed), products


def raised(shot: Shot, product: Array, w: int, h: int) -> Shot:
    """Return the shot with the middle of a flat product at 60 % of the height, instead of at the bottom."""
    tall = fit(product, w * shot.max_w, h * shot.max_h).shape[0] / h
    if tall < 0.42 and shot.elevation < STANDING_BELOW:
        return replace(shot, base=min(shot.base, 0.60 + tall / 2))
    return shot
