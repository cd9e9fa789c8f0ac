"""The twelve sets of the studio."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from listgen.errors import UsageError
from listgen.imaging.colour import hex_lin, tone
from listgen.imaging.scene.far import far_bokeh, far_room
from listgen.imaging.scene.fields import Roles
from listgen.imaging.scene.gobo import gobo_branch, gobo_palm, gobo_window
from listgen.imaging.scene.solids import arch, box, cove, cylinder, disc, niche
from listgen.imaging.scene.stage import Gobo, Set, Shot, Solid, Spot, Staging
from listgen.imaging.scene.textures import linen_tile, planar, wood_tile

SETS = (
    "cove",
    "window",
    "palm",
    "dapple",
    "plinth",
    "niche",
    "blocks",
    "disc",
    "table",
    "stage",
    "festive",
    "flatlay",
)


def sets(name: str, roles: Roles, rng: np.random.Generator, top: float = 1.75) -> Staging:
    """Return a preset made ready for brand colours.

    `top` is the highest point that a prop may reach, in product lengths above the foot; it keeps props out of the text.
    """
    f, s, a = hex_lin(roles.field), hex_lin(roles.support), hex_lin(roles.accent)
    eye = Shot(elevation=8, base=0.80, max_w=0.56, max_h=0.62, depth=0.45)
    behind = Solid(box((60, 40, 1), (0, -10, -9), 0.0), f)
    if name == "cove":
        stage = Set(solids=(Solid(cove(3.0, 1.6), f),), spot=Spot(x=-0.2, y=0.8, radius=1.1, power=0.16))
        return Staging(name=name, set=stage, shot=replace(eye, max_w=0.66, base=0.76))
    if name == "window":
        gobo = Gobo(pattern=gobo_window(rng), size=4.0, at=(0.1, 0.8, -1.2))
        return Staging(
            name=name, set=Set(solids=(Solid(cove(2.4, 0.8), f),), gobo=gobo, size=0.045, fill=0.46), shot=eye
        )
    if name == "palm":
        gobo = Gobo(pattern=gobo_palm(rng), size=3.4, at=(0, 0.9, -1.2), outside=1)
        return Staging(name=name, set=Set(solids=(Solid(cove(2.2, 0.5), f),), gobo=gobo, size=0.05, fill=0.5), shot=eye)
    if name == "dapple":
        board = Solid(
            box((30, 1.2, 1.2), (0, -1.2, -0.15), 0.015),
            tone(roles.support, lightness=0.42, chroma=0.05),
            0.02,
            planar(wood_tile(rng, "#7a563a", planks=3), 1.6, across=True),
        )
        gobo = Gobo(pattern=gobo_branch(rng), size=3.2, at=(0.2, 1.0, -1.4), outside=1)
        wall = Solid(cove(2.2, 0.4, -1.5), f)
        stage = Set(solids=(wall, board), gobo=gobo, size=0.05, fill=0.42, grain=0.02, grain_base=20)
        return Staging(name=name, set=stage, shot=eye)
    if name == "plinth":
        round_plinth = Solid(cylinder(0.62, 0.36, (0, -0.2, 0)), s, 0.04)
        slab = Solid(arch(1.7 if top > 1.2 else 2.6, max(0.9, top) + 0.36, (0, -0.2, -1.15), 0.22), a)
        stage = Set(solids=(Solid(cove(2.6, 0.6), f), round_plinth, slab), base_y=0.16)
        return Staging(name=name, set=stage, shot=replace(eye, base=0.77, max_w=0.44, max_h=0.54))
    if name == "niche":
        ledge = Solid(box((8, 3, 3.2), (0, -3, -0.6), 0.03), s)
        wall = Solid(niche(1.3, 1.8, 0.5, -0.55), f)
        solids = (Solid(cove(30, 1, -3), f), wall, ledge)
        stage = Set(solids=solids, key=(-0.75, 0.85, 0.7), size=0.08, fill=0.5, grain=0.014, grain_base=24)
        return Staging(name=name, set=stage, shot=replace(eye, elevation=6, max_w=0.5, max_h=0.56))
    if name == "blocks":
        cubes = (
            Solid(cove(2.4, 0.5), f),
            Solid(box((1.05, 0.42, 0.8), (0, -0.2, -0.1)), hex_lin(roles.paper) * 0.93),
            Solid(box((0.55, 0.95, 0.5), (-0.72, -0.2, -0.62)), s),
            Solid(box((0.5, 0.62, 0.45), (0.74, -0.2, -0.5), 0.02, 0.3), a),
        )
        shot = replace(eye, base=0.76, max_w=0.48, max_h=0.54)
        return Staging(name=name, set=Set(solids=cubes, base_y=0.22), shot=shot)
    if name == "disc":
        radius = float(np.clip((top - 0.1) / 1.75, 0.52, 0.80))
        middle = max(0.05, min(0.66, top) - radius * 0.12) + 0.1
        solids = (
            Solid(cove(2.4, 0.6), f),
            Solid(disc(radius, (0, middle, -0.95), 0.1), a, 0.12),
            Solid(cylinder(0.70, 0.34, (0, -0.2, 0)), s, 0.05),
        )
        stage = Set(solids=solids, base_y=0.14, spot=Spot(x=0, y=0.7, radius=1.1, power=0.25))
        return Staging(name=name, set=stage, shot=replace(eye, elevation=7, base=0.77, max_w=0.46, max_h=0.54))
    if name == "table":
        boards = planar(wood_tile(rng, "#b98a5b", planks=4), 1.5)
        table = (behind, Solid(box((30, 1, 10), (0, -1, 3.2)), s, 0.02, boards))
        return Staging(
            name=name,
            set=Set(solids=table, gloss_floor=0.10, fill=0.55, size=0.2),
            shot=replace(eye, elevation=10, base=0.83, max_w=0.60),
            backdrop=lambda w, h: far_room(w, h, f, s, hex_lin("#fff2dc"), rng),
        )
    if name == "stage":
        wall = Solid(cove(3.0, 1.2), tone(roles.field, lightness=0.24, times_chroma=0.5))
        spot = Spot(x=0, y=0.7, radius=0.9, power=3.0)
        stage = Set(solids=(wall,), key=(-0.5, 1.0, 0.5), size=0.25, fill=0.35, spot=spot, exposure=0.9)
        return Staging(name=name, set=stage, shot=replace(eye, elevation=6, max_w=0.62, base=0.74), mirror=0.16)
    if name == "festive":
        deep = tone(roles.field, lightness=0.30)
        lights = (a, hex_lin("#ffd9a0"), tone(roles.accent, lighter=0.08), tone(roles.field, lighter=0.12))
        floor = (behind, Solid(box((30, 1, 12), (0, -1, 3.5)), deep * 0.6))
        return Staging(
            name=name,
            set=Set(solids=floor, gloss_floor=0.5, fill=0.5, size=0.3),
            shot=replace(eye, elevation=9, base=0.84),
            mirror=0.14,
            backdrop=lambda w, h: far_bokeh(w, h, deep, lights, rng),
        )
    if name == "flatlay":
        gobo = Gobo(pattern=gobo_branch(rng), size=2.6, at=(-0.3, 0, -0.6), outside=1, floor=0.45)
        cloth = Solid(cove(60, 1), f, 0, planar(linen_tile(rng, roles.field), 0.8))
        return Staging(
            name=name,
            set=Set(solids=(cloth,), key=(-0.75, 0.9, -0.55), size=0.06, fill=0.5, gobo=gobo),
            shot=Shot(elevation=82, base=0.80, max_w=0.66, max_h=0.66, depth=0.10),
        )
    raise UsageError(f"unknown scene `{name}`", hint=f"one of: {', '.join(SETS)}")
