"""Tote bag, notebook, wooden rainbow and dumbbells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photo_studio import textures as tx
from photo_studio.shapes import (
    Mesh,
    disc,
    grid,
    joined,
    revolved,
    rounded,
    rounded_rectangle,
    smooth,
    swept,
)
from photo_studio.studio import Part, bitmap, bumped, principled, scaled_uv, steel


def tote() -> Sequence[Part]:
    """Return the Vev tote: cotton canvas, 38 x 42 cm, two handles, hem and cross stitches, printed name."""
    n = 460
    s = np.linspace(-1, 1, n)
    x, y = np.meshgrid(s, s)
    rows = tx.noise((n, n), (190, 40), 81, 2)
    soft = tx.noise((n, n), 120, 82, 2)
    belly = (1 - np.abs(x) ** 3.2) ** 0.6
    foot = np.clip((y + 1) / 0.22, 0, 1) ** 0.6
    depth = belly * (6.4 * np.clip(foot, 0.0, 1) * (1 - 0.62 * np.clip((y + 0.7) / 1.6, 0, 1)))
    falls = np.exp(-(((np.abs(x) - 0.42) / 0.10) ** 2)) * np.clip((y + 0.2) / 1.2, 0, 1) * 0.5
    depth += (
        belly * (0.26 * rows * np.clip(1.0 - 0.5 * y, 0.3, 1.3) + 0.20 * soft + falls) * np.clip((1 - y) * 4, 0.25, 1)
    )
    px = 19 * x * (1 + 0.012 * np.sin(y * 2.6 + 1)) + 0.10 * tx.noise((n, n), (50, 900), 83)
    py = 21 + 21 * y - 0.55 * (1 - (1 - np.abs(x) ** 2.2)) * (y < -0.6) + 0.18 * (1 - x**2) * (y > 0.9) * 0
    front = np.stack([px, py, depth + 0.05], -1)
    back = np.stack([px, py, -0.75 * depth - 0.05], -1)
    uv = np.stack([0.5 + 0.5 * x, 0.5 + 0.5 * y], -1)
    size = 2000
    colour, height = tx.weave("#e6dcc6", "#dccfb4", 170, size, 84, 0.05)
    fleck = np.random.default_rng(85).random((size, size)) > 0.99985
    import cv2

    fleck = cv2.GaussianBlur(cv2.dilate(fleck.astype(np.float32), np.ones((2, 6))), (0, 0), 1.0)[..., None]
    colour = np.clip(colour * (1 - 0.5 * fleck), 0, 1)
    relief = height.copy()
    hem = int(0.062 * size)
    colour[hem : hem + 3] *= 0.72
    relief[:hem] += 1.6
    for line in (hem - 10, 14):
        stitch = (np.arange(size) // 9) % 2 == 0
        colour[line : line + 4, stitch] = tx.linear("#f3ecdd")
        colour[line + 4 : line + 6, stitch] *= 0.75
    for cx in (0.30, 0.70):
        box = slice(int(0.005 * size), int(0.058 * size)), slice(int((cx - 0.034) * size), int((cx + 0.034) * size))
        relief[box] += 1.5
    colour = tx.lettering(colour, "norrvik", "#1c3d31", (0.5, 0.47), 0.052, spacing=0.05, strength=0.93)
    colour = tx.lettering(colour, "made for long days", "#1c3d31", (0.5, 0.55), 0.016, spacing=0.12, strength=0.93)
    canvas = bumped(principled(bitmap(colour), 0.95, specular=0.12, sheen=0.25), relief, 0.02)
    back_cloth = principled(
        bitmap(np.clip(colour.mean() * np.ones((4, 4, 3)) * [1.05, 1.0, 0.9], 0, 1)), 0.95, specular=0.1
    )
    parts = [Part(grid(front, uv), canvas), Part(grid(back, uv), back_cloth)]
    strap_cloth = bumped(
        principled(
            bitmap(
                np.clip(np.rot90(tx.weave("#e6dcc6", "#dccfb4", 60, 900, 86, 0.05)[0]), 0, 1), to_uv=scaled_uv(14, 1.2)
            ),
            0.95,
            specular=0.1,
        ),
        tx.weave("#ffffff", "#ffffff", 60, 900, 86)[1],
        0.02,
        14,
        1.2,
    )
    for z, lean, top, wobble in ((1.9, 2.2, 67.0, 0.5), (-1.7, -3.4, 65.2, -0.8)):
        line = smooth(
            [
                (-7.6, 38.9, z),
                (-7.55, 42.5, z + 0.15 * lean),
                (-7.2, 50, z + 0.45 * lean),
                (-5.9, 59, z + 0.8 * lean),
                (-3.0 + wobble, top - 1.4, z + lean),
                (0.2 + wobble, top, z + lean),
                (3.3 + wobble, top - 1.7, z + lean),
                (6.0, 58.6, z + 0.8 * lean),
                (7.25, 50, z + 0.45 * lean),
                (7.55, 42.5, z + 0.15 * lean),
                (7.6, 38.9, z),
            ],
            260,
        )
        parts.append(Part(swept(line, rounded_rectangle(2.4, 0.22, 0.1), up=(0, 0, 1)), strap_cloth))
    return [Part(p.mesh.turned("y", -13), p.material) for p in parts]


def notebook() -> Sequence[Part]:
    """Return the Notat notebook: A5, linen cover, rounded corners, ribbon and elastic band."""
    width, height, thick = 14.8, 21.0, 1.7
    colour, relief = tx.weave("#a9573d", "#b8664a", 210, 2000, 91, 0.10)
    colour = np.clip(colour * 1.15, 0, 1)
    cover = colour.copy()
    cover = tx.lettering(
        cover, "norrvik", "#6f2f1f", (0.5, 0.86), 0.030, spacing=0.05, stretch=height / width, strength=0.85
    )
    groove = np.zeros((2000, 2000))
    groove[:, 175:190] = -3
    relief_cover = relief + groove

    def slab(w: float, h: float, t: float, r: float) -> Mesh:
        # Lies flat: x is the width, z the height of the page, y the thickness.
        outline = rounded(
            [(-w / 2, -h / 2, 0.02), (w / 2, -h / 2, r), (w / 2, h / 2, r), (-w / 2, h / 2, 0.02)], 16, closed=True
        )
        levels = [
            (-t / 2, 0.06),
            (-t / 2 + 0.03, 0.01),
            (-t / 2 + 0.06, 0),
            (t / 2 - 0.06, 0),
            (t / 2 - 0.03, 0.01),
            (t / 2, 0.06),
        ]
        rings = []
        for level, inset in levels:
            scale = np.array([1 - 2 * inset / w, 1 - 2 * inset / h])
            flat = outline * scale
            rings.append(np.stack([flat[:, 0], np.full(len(flat), level), -flat[:, 1]], -1))
        for level, reverse in ((t / 2, False), (-t / 2, True)):
            middle = np.zeros((len(outline), 3))
            middle[:, 1] = level
            rings = [middle, *rings] if reverse else [*rings, middle]
        v = np.stack(rings)
        uv = np.stack([0.5 + v[..., 0] / w, 0.5 - v[..., 2] / h], -1)
        return grid(v, uv)

    board = bumped(principled(bitmap(cover), 0.85, specular=0.2, sheen=0.2), relief_cover, 0.012)
    under = bumped(principled(bitmap(colour), 0.85, specular=0.2), relief, 0.012)
    lines = 0.90 + 0.07 * np.clip(tx.noise((400, 60), (1.2, 60), 92), -2, 2)
    pages = principled(bitmap(np.clip(lines[..., None] * tx.linear("#f6f0e2"), 0, 1)), 0.9, specular=0.1)
    block = slab(width - 0.55, height - 0.5, thick - 0.36, 0.55).moved(x=-0.18)
    spine = swept(
        np.array([[-width / 2 + 0.04, 0, z] for z in np.linspace(-height / 2, height / 2, 60)]),
        np.array(
            [[0.5 * thick * np.sin(a), -0.42 * np.cos(a)] for a in np.linspace(-np.pi / 2, np.pi / 2, 24)]
            + [[-0.5 * thick, 0]]
        ),
        up=(1, 0, 0),
    )
    a = thick / 2 + 0.035
    x = width / 2 - 1.6
    band_line = rounded(
        [
            (0, a, 0),
            (height / 2 + 0.06, a, 0.12),
            (height / 2 + 0.06, -a, 0.12),
            (-height / 2 - 0.06, -a, 0.12),
            (-height / 2 - 0.06, a, 0.12),
            (-0.01, a, 0),
        ],
        8,
    )
    band_path = np.stack([np.full(len(band_line), x), band_line[:, 1], band_line[:, 0]], -1)
    elastic = swept(band_path, rounded_rectangle(0.07, 0.62, 0.03)[:, ::-1], up=(1, 0, 0), cap=False)
    ribbed = bumped(
        principled(tx.linear("#1c3d31"), 0.8), np.sin(np.arange(64) * 1.2)[:, None] * np.ones((1, 8)), 0.02, 1, 6
    )
    ribbon = swept(
        smooth([(1.2, 0.05, 9.9), (1.25, 0.02, 10.9), (1.5, -0.25, 11.7), (2.0, -0.72, 12.6), (2.6, -0.83, 13.9)], 60),
        rounded_rectangle(0.05, 0.6, 0.02)[:, ::-1],
        up=(1, 0, 0),
    )
    parts = [
        Part(slab(width, height, 0.17, 0.75).moved(y=thick / 2 - 0.085), board),
        Part(slab(width, height, 0.17, 0.75).moved(y=-thick / 2 + 0.085), under),
        Part(block, pages),
        Part(spine, under),
        Part(elastic, ribbed),
        Part(ribbon, principled(tx.linear("#1c3d31"), 0.45, sheen=0.5)),
    ]
    return [Part(p.mesh.turned("y", 24), p.material) for p in parts]


def rainbow() -> Sequence[Part]:
    """Return the Bue rainbow: six nested arches of stained beech, 25 cm wide, and a few taken out."""
    stains = [
        ("#c96a4c", "#a54f35"),
        ("#d99a45", "#b97a2c"),
        ("#e7d7b5", "#c9b48a"),
        ("#a3b899", "#80977a"),
        ("#3f7286", "#2f586a"),
        ("#28513f", "#1b3b2d"),
    ]
    parts = []
    outer = 12.5
    for i, (light, dark) in enumerate(stains):
        thick = 1.62
        middle = outer - thick / 2
        angle = np.linspace(0, np.pi, 220)
        path = np.stack([middle * np.cos(angle), middle * np.sin(angle), 0 * angle], -1)
        arch = swept(path, rounded_rectangle(thick, 5.0, 0.28, 8), up=(0, 0, 1))
        grain = tx.wood(light, dark, (1400, 2400), 4 + i % 3, 200 + i)
        wood = bumped(
            principled(bitmap(grain), 0.52, specular=0.35),
            tx.noise((300, 3000), (60, 2), 210 + i),
            0.002,
        )
        parts.append(Part(arch.moved(z=(0.35, -0.2, 0.1, -0.1, 0.3, 0.0)[i]), wood))
        outer -= thick + 0.14
    return [Part(p.mesh.turned("y", -20), p.material) for p in parts]


def dumbbell(colour: str) -> list[Part]:
    """Return one Styrke dumbbell along x: neoprene hexagons, knurled chrome handle."""
    hexagon = lambda a, y: np.clip(1 / np.cos((a + np.pi / 6) % (np.pi / 3) - np.pi / 6) * 0.985, 0, 1.115)  # noqa: E731
    head = rounded(
        [
            (0, -3.9),
            (3.3, -3.9, 0.25),
            (3.3, -3.55, 0.25),
            (4.05, -3.5, 0.3),
            (4.7, -2.6, 0.6),
            (4.7, 2.6, 0.6),
            (4.0, 3.6, 0.4),
            (2.1, 3.9, 0.3),
            (0, 3.9),
        ],
        10,
    )
    skin = bumped(
        principled(tx.linear(colour), 0.55, specular=0.4, sheen=0.3), tx.noise((1400, 1400), 3, 55), 0.003, 2, 2
    )
    heads, badges = [], []
    label = np.ones((900, 900, 3)) * tx.linear(colour)
    label = tx.lettering(label, "5", "#f1ede4", (0.5, 0.47), 0.36)
    label = tx.lettering(label, "kg", "#f1ede4", (0.5, 0.72), 0.11)
    label = tx.lettering(label, "norrvik", "#f1ede4", (0.5, 0.20), 0.065, spacing=0.08)
    for side in (-1, 1):
        solid = revolved(head, 360, hexagon, 0.12).turned("y", 30)
        plate = disc(3.1).turned("x", 0)
        if side < 0:  # the end with the number looks along -x
            solid = solid.turned("z", -90)
            plate = plate.turned("y", -90).turned("z", 90)
        else:
            solid = solid.turned("z", 90)
            plate = plate.turned("y", 90).turned("z", -90)
        heads.append(solid.moved(x=side * 9.3))
        badges.append(plate.moved(x=side * 13.215))
    bar = revolved(
        rounded([(1.55, -5.8), (1.5, -4.6, 1), (1.72, 0, 8), (1.5, 4.6, 1), (1.55, 5.8)], 20), 300, step=0.1
    ).turned("z", 90)
    rings = [
        revolved(rounded([(2.2, -0.2), (2.25, 0, 0.1), (2.2, 0.2)], 5), step=0.05).turned("z", 90).moved(x=s * 5.5)
        for s in (-1, 1)
    ]
    return [
        Part(joined(*heads), skin),
        Part(joined(*badges), principled(bitmap(label), 0.5, specular=0.4)),
        Part(bar, steel(0.2)),
        Part(joined(*rings), steel(0.12)),
    ]


def dumbbells(colour: str) -> Sequence[Part]:
    """Return the pair: one in front, one turned behind it."""
    front = [Part(p.mesh.turned("y", 38).moved(x=2.5, z=5.5, y=4.65), p.material) for p in dumbbell(colour)]
    back = [Part(p.mesh.turned("y", 12).moved(x=-3.5, z=-7.5, y=4.65), p.material) for p in dumbbell(colour)]
    return front + back
