"""Bottle, mugs, casserole and pan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from photo_studio import textures as tx
from photo_studio.shapes import Mesh, circle, dense, disc, joined, revolved, rounded, rounded_rectangle, smooth, swept
from photo_studio.studio import Part, bitmap, bumped, principled, steel


def bottle(colour: str, word: str) -> Sequence[Part]:
    """Return the Fjell bottle: 26.5 cm with its lid and loop, powder-coated steel, bare steel foot and neck."""
    paint = tx.plain(colour, (1600, 2400), 0.012)
    # The texture wraps once around; the camera looks at u = 0.5.
    paint = tx.lettering(paint, "norrvik", word, (0.5, 0.46), 0.032, turn=90, spacing=0.22)
    coat = bumped(
        principled(bitmap(paint), 0.34, specular=0.5),
        tx.orange_peel((1400, 1400), 3.0),
        0.0012,
        3,
        3,
    )
    foot = revolved(rounded([(0, 0), (3.38, 0, 0.25), (3.55, 0.55)], 8), step=0.05)
    body = revolved(
        rounded(
            [
                (3.50, 0.56),
                (3.68, 0.56, 0.1),
                (3.72, 2.0, 3),
                (3.72, 18.7, 2.6),
                (2.66, 20.75, 1.1),
                (2.52, 21.2, 0.3),
                (2.42, 21.25),
            ],
            24,
        )
    )
    neck = revolved(rounded([(2.40, 21.0), (2.40, 21.75, 0.08), (2.30, 21.8)], 6), step=0.05)
    ribs = lambda a, y: 1 + 0.006 * np.clip(np.sin(a * 60), -0.4, 0.4) * ((y > 22.0) & (y < 23.6))  # noqa: E731
    cap = revolved(
        rounded([(2.35, 21.72), (2.66, 21.72, 0.12), (2.66, 23.75, 0.28), (1.5, 23.9), (1.5, 23.84), (0, 23.84)], 12),
        720,
        ribs,
        0.08,
    )
    inlay = disc(1.46, 23.87)
    arc = np.linspace(0, np.pi, 60)
    # Upright legs, then a bow: a strap moulded on the lid.
    bow = np.stack([2.05 * np.cos(arc), 24.3 + 1.75 * np.sin(arc) ** 0.8, 0 * arc], -1)
    bow = np.concatenate([[[2.12, 23.3, 0], [2.09, 23.8, 0]], bow, [[-2.09, 23.8, 0], [-2.12, 23.3, 0]]])
    loop = swept(bow, rounded_rectangle(1.15, 0.42, 0.18))
    plastic = principled(tx.linear("#2a2b2d"), 0.38, specular=0.5)
    parts = [Part(foot, steel(0.28)), Part(body, coat), Part(neck, steel(0.18))]
    parts += [Part(joined(cap, loop), plastic), Part(inlay, steel(0.25))]
    return [Part(p.mesh.turned("y", 24), p.material) if p.mesh is not body else p for p in parts]


def mug(seed: int, turn: float) -> list[Part]:
    """Return one Skog mug: thrown stoneware, speckled glaze down to a bare foot, pulled handle."""
    glaze = bumped(
        principled(
            bitmap(tx.speckled("#e4dccb", "#4d3e2e", (1000, 2400), 1500, seed)), 0.26, specular=0.5, clearcoat=0.35
        ),
        tx.noise((700, 1400), 60, seed, 2),
        0.004,
    )
    clay = bumped(
        principled(bitmap(tx.plain("#b08c68", (600, 600), 0.06, seed)), 0.85), tx.noise((500, 1000), 3, 9), 0.003
    )
    rings = lambda a, y: 1 + 0.004 * np.sin(y * 5.2 + 0.25 * np.sin(a)) + 0.003 * np.sin(2 * a + seed)  # noqa: E731
    foot = revolved(rounded([(0, 0.12), (2.9, 0.12), (2.95, 0), (3.3, 0, 0.15), (3.62, 0.95)], 6), step=0.06)
    outside = rounded(
        [
            (3.6, 0.9),
            (3.66, 0.92, 0.05),
            (4.30, 3.0, 4),
            (4.22, 8.85, 0.17),
            (3.86, 8.88, 0.17),
            (3.85, 2.0, 1.6),
            (0, 1.1),
        ],
        16,
    )
    body = revolved(outside, 360, rings, 0.08)
    line = smooth(
        [
            (4.0, 7.55, 0),
            (4.9, 7.75, 0),
            (6.35, 7.25, 0),
            (6.85, 5.7, 0),
            (6.2, 3.9, 0),
            (4.95, 3.0, 0),
            (4.05, 2.75, 0),
        ],
        120,
    )
    t = np.linspace(0, 1, len(line))[:, None, None]
    handle = swept(line, circle(0.52, 40, 1.45))
    # A pulled handle is thicker where it was pressed on.
    rows = len(line) * 41
    ring = handle.vertices[:rows].reshape(len(line), 41, 3)
    ring = line[:, None] + (ring - line[:, None]) * (0.82 + 0.34 * np.abs(2 * t - 1) ** 2)
    handle = handle.bent(lambda v: np.concatenate([ring.reshape(-1, 3), v[rows:]]))
    return [Part(part.turned("y", turn), material) for part, material in ((foot, clay), (body, glaze), (handle, glaze))]


def mugs() -> Sequence[Part]:
    """Return the set of two, one half behind the other."""
    front = [Part(p.mesh.moved(x=3.6, z=2.4), p.material) for p in mug(3, 10)]
    back = [Part(p.mesh.moved(x=-4.6, z=-3.2), p.material) for p in mug(5, 155)]
    return front + back


def casserole(colour: str, dark: str) -> Sequence[Part]:
    """Return the Gryte casserole: enamelled cast iron, 24 cm, lid with a steel knob."""
    shade = np.clip(tx.plain(colour, (1200, 2400), 0.02), 0, 1)
    # The enamel is darker towards the foot, as graded enamel is.
    fade = np.linspace(0, 1, 1200)[:, None, None] ** 1.6
    outside = principled(
        bitmap(shade * (1 - 0.45 * fade) + tx.linear(dark) * 0.45 * fade),
        0.16,
        specular=0.55,
        clearcoat=0.6,
        clearcoat_gloss=0.9,
    )
    outside = bumped(outside, tx.noise((900, 1800), 26, 8, 2), 0.0004)
    lid_coat = bumped(
        principled(bitmap(shade), 0.16, specular=0.55, clearcoat=0.6, clearcoat_gloss=0.9),
        tx.noise((900, 1800), 26, 9, 2),
        0.006,
    )
    body = revolved(
        rounded(
            [
                (0, 0),
                (9.9, 0, 0.5),
                (11.0, 1.0, 1.6),
                (12.0, 9.7, 0.4),
                (12.35, 10.1, 0.2),
                (12.35, 10.65, 0.18),
                (11.7, 10.7),
            ],
            14,
        ),
        360,
        step=0.12,
    )
    rim = revolved(rounded([(11.5, 10.62), (12.15, 10.66, 0.1), (12.15, 10.78, 0.1), (11.4, 10.8)], 6), 360, step=0.06)
    lid = revolved(
        rounded(
            [
                (11.4, 10.76),
                (12.28, 10.78, 0.16),
                (12.3, 11.35, 0.22),
                (11.3, 11.65, 0.6),
                (10.4, 12.25, 2),
                (5.0, 13.55, 8),
                (0, 13.75),
            ],
            14,
        ),
        360,
        step=0.12,
    )
    knob = revolved(
        rounded(
            [
                (0, 13.6),
                (1.25, 13.65, 0.2),
                (0.95, 14.3, 0.4),
                (1.0, 14.75, 0.4),
                (2.2, 15.15, 0.45),
                (2.2, 15.75, 0.4),
                (0, 15.95),
            ],
            10,
        ),
        step=0.05,
    )
    sides = []
    for side in (-1, 1):
        a = np.linspace(-0.5, 0.5, 80) * np.pi
        path = np.stack([side * (11.4 + 3.5 * np.cos(a) ** 0.55), 8.5 + 0.75 * np.cos(a), 4.3 * np.sin(a)], -1)
        path = np.concatenate([[[side * 10.9, 8.2, -4.35]], path[1:-1], [[side * 10.9, 8.2, 4.35]]])
        sides.append(swept(path, circle(0.62, 32, 0.9)[::-1], up=(0, 1, 0)))
    cast = principled(tx.linear("#24211f"), 0.5)
    return [
        Part(joined(body, *sides).turned("y", 22), outside),
        Part(rim, cast),
        Part(lid, lid_coat),
        Part(knob, steel(0.2)),
    ]


def pan() -> Sequence[Part]:
    """Return the Jern pan: seasoned carbon steel, 28 cm, beech handle with a steel collar."""
    patina = tx.noise((1800, 1800), 170, 21, 4)[..., None]
    iron = tx.linear("#4a4947") * (1 + 0.16 * patina) + tx.linear("#6a5a4a") * 0.10 * np.clip(patina, 0, 2)
    streak = tx.noise((1800, 1800), 5, 22)[..., None]
    iron = np.clip(iron * (1 + 0.05 * streak), 0, 1)
    surface = principled(bitmap(iron), 0.34, metallic=0.82, specular=0.5)
    surface = bumped(surface, tx.noise((1800, 1800), 7, 23), 0.0012)
    profile = [
        (0, 0),
        (9.8, 0, 1.2),
        (13.75, 4.3, 0.06),
        (14.05, 4.42, 0.08),
        (13.95, 4.62, 0.06),
        (13.72, 4.55, 0.06),
        (9.75, 0.32, 1.4),
        (0, 0.3),
    ]
    bowl = revolved(rounded(profile, 14), 400, step=0.12)
    # Seen from above, the patina is a plan, not a fan.
    bowl = Mesh(bowl.vertices, 0.5 + bowl.vertices[:, [0, 2]] / 30, bowl.faces)
    start, end = np.array([13.0, 3.2, 0]), np.array([32.8, 8.0, 0])
    line = smooth([tuple(start), (15.2, 4.1, 0), (18, 5.15, 0), (23, 6.55, 0), (28, 7.5, 0), tuple(end)], 140)
    tang = swept(line[: int(0.33 * len(line))], rounded_rectangle(1.0, 2.0, 0.2), up=(0, 0, 1), cap=True)
    plate = swept(
        dense(np.array([[12.2, 2.55, 0], [14.4, 3.75, 0]]), 0.2), rounded_rectangle(0.28, 4.4, 0.13), up=(0, 0, 1)
    )
    grip_line = line[int(0.30 * len(line)) :]
    s = np.linspace(0, 1, len(grip_line))
    belly = 0.78 + 0.34 * np.sin(np.pi * np.clip(0.12 + 0.80 * s, 0, 1)) ** 1.1
    belly *= np.sqrt(np.clip(1 - np.clip((s - 0.955) / 0.045, 0, 1) ** 2, 0.0, 1))
    ring = circle(1.22, 48, 1.18)
    grip = swept(grip_line, ring)
    rows = len(grip_line) * 49
    body = grip.vertices[:rows].reshape(-1, 49, 3)
    body = grip_line[:, None] + (body - grip_line[:, None]) * belly[:, None, None]
    grip = grip.bent(lambda v: np.concatenate([body.reshape(-1, 3), v[rows:] * 0 + grip_line[0]]))
    beech = principled(bitmap(tx.wood("#c99a69", "#9c6b40", (700, 1800), 4, 31)), 0.42, specular=0.4)
    collar = swept(grip_line[:7], circle(1.12, 48, 1.14))
    rivets = [
        revolved(rounded([(0.55, 0), (0.5, 0.22, 0.15), (0, 0.32)], 6), 48, step=0.04)
        .turned("z", 62)
        .moved(12.55, 2.95, z)
        for z in (-1.3, 1.3)
    ]
    parts = [
        Part(bowl, surface),
        Part(joined(tang, plate), steel(0.35)),
        Part(joined(*rivets), steel(0.25)),
        Part(collar, steel(0.2)),
        Part(grip, beech),
    ]
    return [Part(p.mesh.turned("y", -33), p.material) for p in parts]
