"""Meshes from profiles, sweeps and height fields. Lengths in centimetres, y points up, the camera looks along -z."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Mesh:
    """Vertices (n x 3), texture coordinates (n x 2) and triangles (m x 3); normals are made from the triangles."""

    vertices: np.ndarray
    uv: np.ndarray
    faces: np.ndarray

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> Mesh:
        return Mesh(self.vertices + np.array([x, y, z]), self.uv, self.faces)

    def turned(self, axis: str, degrees: float) -> Mesh:
        a = np.radians(degrees)
        c, s = np.cos(a), np.sin(a)
        matrix = {
            "x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]),
            "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
            "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]),
        }[axis]
        return Mesh(self.vertices @ matrix.T, self.uv, self.faces)

    def scaled(self, x: float, y: float, z: float) -> Mesh:
        return Mesh(self.vertices * np.array([x, y, z]), self.uv, self.faces)

    def bent(self, change: Callable[[np.ndarray], np.ndarray]) -> Mesh:
        return Mesh(change(self.vertices.copy()), self.uv, self.faces)


def joined(*meshes: Mesh) -> Mesh:
    """Return one mesh of several; used where they share a material."""
    offset, faces = 0, []
    for mesh in meshes:
        faces.append(mesh.faces + offset)
        offset += len(mesh.vertices)
    return Mesh(
        np.concatenate([m.vertices for m in meshes]), np.concatenate([m.uv for m in meshes]), np.concatenate(faces)
    )


def rounded(corners: Sequence[tuple[float, ...]], steps: int = 10, closed: bool = False) -> np.ndarray:
    """Return a polyline whose corners are arcs: each corner is (x, y) or (x, y, radius)."""
    points = [np.array(c[:2], float) for c in corners]
    radii = [c[2] if len(c) > 2 else 0.0 for c in corners]
    out: list[np.ndarray] = []
    count = len(points)
    for i, (point, radius) in enumerate(zip(points, radii, strict=True)):
        if radius <= 0 or (not closed and i in (0, count - 1)):
            out.append(point)
            continue
        before, after = points[i - 1] - point, points[(i + 1) % count] - point
        len_b, len_a = np.linalg.norm(before), np.linalg.norm(after)
        before, after = before / len_b, after / len_a
        angle = np.arccos(np.clip(before @ after, -1, 1))
        if angle > np.pi - 1e-3:
            out.append(point)
            continue
        cut = min(radius / np.tan(angle / 2), 0.495 * len_b, 0.495 * len_a)
        radius = cut * np.tan(angle / 2)
        middle = (before + after) / np.linalg.norm(before + after)
        centre = point + middle * radius / np.sin(angle / 2)
        start, end = point + before * cut - centre, point + after * cut - centre
        sweep = np.arccos(np.clip(start @ end / radius**2, -1, 1))
        for t in np.linspace(0, 1, steps):
            out.append(centre + (np.sin((1 - t) * sweep) * start + np.sin(t * sweep) * end) / np.sin(sweep))
    if closed:
        out.append(out[0])
    return np.array(out)


def smooth(points: Points, count: int = 160) -> np.ndarray:
    """Return a Catmull-Rom curve through points: throwing lines, belly of a vase, bent tubes in space."""
    p = np.array(points, float)
    p = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
    out = []
    spans = len(p) - 3
    per_span = max(2, count // spans)
    for i in range(spans):
        a, b, c, d = p[i : i + 4]
        for t in np.linspace(0, 1, per_span, endpoint=i == spans - 1):
            out.append(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
            )
    return np.array(out)


def dense(line: np.ndarray, step: float) -> np.ndarray:
    """Return the polyline with extra points so that no piece is longer than `step`."""
    out = [line[0]]
    for a, b in pairwise(line):
        n = max(1, int(np.ceil(np.linalg.norm(b - a) / step)))
        out.extend(a + (b - a) * t for t in np.linspace(0, 1, n + 1)[1:])
    return np.array(out)


def grid(vertices: np.ndarray, uv: np.ndarray) -> Mesh:
    """Return the triangles over an array of rows x columns x 3."""
    rows, cols = vertices.shape[:2]
    index = np.arange(rows * cols).reshape(rows, cols)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], 2).reshape(-1, 3)
    return Mesh(vertices.reshape(-1, 3), uv.reshape(-1, 2), faces)


def revolved(
    profile: np.ndarray,
    around: int = 256,
    shape: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None,
    step: float = 0.25,
) -> Mesh:
    """Return a surface of revolution from (radius, y) points, bottom outside first, going up.

    `shape(angle, y)` is a factor on the radius: hexagons, flutes, throwing marks. v follows the profile.
    """
    line = dense(profile, step)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    angle = np.linspace(0, 2 * np.pi, around + 1)
    radius = line[:, :1] * np.ones_like(angle)
    if shape is not None:
        radius = radius * shape(angle[None, :], line[:, 1:2])
    # The texture's seam lies at the back, u = 0.5 faces the camera.
    vertices = np.stack([-radius * np.sin(angle), line[:, 1:2] * np.ones_like(angle), -radius * np.cos(angle)], -1)
    uv = np.stack(np.broadcast_arrays(angle / (2 * np.pi), (length / length[-1])[:, None]), -1)
    return grid(vertices, uv)


def swept(path: np.ndarray, section: np.ndarray, up: tuple[float, float, float] = (0, 0, 1), cap: bool = True) -> Mesh:
    """Return a closed section (k x 2, first point repeated at the end) swept along a path in space (n x 3)."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    side = np.cross(tangent, np.array(up, float))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    top = np.cross(side, tangent)
    rows = path[:, None] + side[:, None] * section[None, :, :1] + top[:, None] * section[None, :, 1:]
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    around = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(section, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays((length / length[-1])[:, None], (around / around[-1])[None, :]), -1)
    parts = [grid(rows, uv)]
    if cap:
        for end in (0, -1):
            middle = rows[end].mean(axis=0)
            lid = np.stack([np.broadcast_to(middle, rows[end].shape), rows[end]])
            parts.append(grid(lid, uv[[end, end]]))
    return joined(*parts)


def circle(radius: float, count: int = 32, flat: float = 1.0) -> np.ndarray:
    a = np.linspace(0, 2 * np.pi, count + 1)
    return np.stack([radius * np.cos(a), radius * flat * np.sin(a)], -1)


def rounded_rectangle(width: float, height: float, radius: float, steps: int = 6) -> np.ndarray:
    w, h = width / 2, height / 2
    return rounded([(-w, -h, radius), (w, -h, radius), (w, h, radius), (-w, h, radius)], steps, closed=True)


def rounded_box(size: tuple[float, float, float], radius: float, cells: int = 40) -> Mesh:
    """Return a box with rounded edges, centred; uv of each side runs from 0 to 1."""
    half = np.array(size, float) / 2
    inner = half - radius
    # Rows crowd at the edges, where the rounding needs them.
    t = np.linspace(-1, 1, cells + 1)
    t = np.sign(t) * (1 - (1 - np.abs(t)) ** 2.2)
    a, b = np.meshgrid(t, t, indexing="ij")
    parts = []
    for axis in range(3):
        for sign in (-1, 1):
            cube = np.empty((*a.shape, 3))
            cube[..., axis] = sign
            cube[..., (axis + 1) % 3] = a
            cube[..., (axis + 2) % 3] = b
            point = cube * half
            core = np.clip(point, -inner, inner)
            direction = point - core
            norm = np.linalg.norm(direction, axis=-1, keepdims=True)
            vertices = core + direction / np.maximum(norm, 1e-9) * radius
            u, v = [(0.5 + 0.5 * cube[..., i]) for i in ((2, 1), (0, 2), (0, 1))[axis]]
            parts.append(grid(vertices, np.stack([u, v], -1)))
    return joined(*parts)


def disc(radius: float, y: float = 0.0) -> Mesh:
    """Return a flat disc whose uv spans its bounding square."""
    r = np.linspace(0, 1, 24)[:, None]
    a = np.linspace(0, 2 * np.pi, 129)[None, :]
    x, z = r * np.sin(a), r * np.cos(a)
    vertices = np.stack([radius * x, np.full_like(x, y), radius * z], -1)
    return grid(vertices, np.stack([0.5 + 0.5 * x, 0.5 - 0.5 * z], -1))
