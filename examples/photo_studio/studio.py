"""Light, backdrop, camera and development of one photo with Mitsuba 3 and Open Image Denoise."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import mitsuba as mi
import numpy as np

from photo_studio.shapes import Mesh, grid

mi.set_variant("llvm_ad_rgb")


@dataclass(frozen=True)
class Part:
    """A mesh with its material (a Mitsuba dictionary)."""

    mesh: Mesh
    material: dict[str, Any]
    flat: bool = False  # facets stay visible
    glow: tuple[float, float, float] | None = None  # radiance of a part that shines


@dataclass(frozen=True)
class Backdrop:
    """What the product stands on: a seamless cove of one colour, or a table with a wall far behind."""

    colour: np.ndarray  # linear RGB
    floor: np.ndarray | None = None  # texture of a table top
    floor_size: float = 100.0  # cm that the texture's longer side covers
    glow: float = 0.0  # lighter patch behind the product


@dataclass(frozen=True)
class Shot:
    """One photo: what, from where, on what, in which light. Angles in degrees."""

    name: str
    build: Callable[[], Sequence[Part]]
    backdrop: Backdrop
    width: int = 1456
    height: int = 1820
    elevation: float = 8.0
    azimuth: float = 0.0
    lens: float = 16.0  # field of view along the longer side
    fill: float = 0.74  # product over frame, on the side that binds
    shift: float = 0.0  # product moved down, share of the frame
    key: tuple[float, float, float] = (-0.75, 0.85, 0.70)
    key_size: float = 1.5  # softbox, in product sizes
    key_power: float = 1.0
    fill_power: float = 0.30
    rim_power: float = 0.55
    wall_power: float = 0.0  # a lamp on the paper behind, for white grounds
    ambient: float = 0.22
    exposure: float = 1.0
    spp: int = 14
    seed: int = 1
    detail: float = 0.8  # rendered size over final size; the denoised image is smooth enough to be enlarged


def bitmap(image: np.ndarray, raw: bool = False, **options: Any) -> dict[str, Any]:
    """Return a texture from an array; `raw` for heights and masks."""
    data = image if image.ndim == 3 else image[..., None]
    return {
        "type": "bitmap",
        # The first row of an array is the top of the picture, v = 1.
        "bitmap": mi.Bitmap(np.ascontiguousarray(data[::-1], dtype=np.float32)),
        "raw": True,  # our colours are linear already
        **options,
    }


def scaled_uv(u: float, v: float) -> Any:
    return mi.ScalarTransform4f().scale([u, v, 1])


def bumped(material: dict[str, Any], height: np.ndarray, depth: float, u: float = 1, v: float = 1) -> dict[str, Any]:
    """Return the material with relief; `depth` in cm per unit of height, roughly."""
    return {
        "type": "bumpmap",
        "texture": bitmap(height * depth, raw=True, to_uv=scaled_uv(u, v)),
        "scale": 1.0,
        "bsdf": material,
    }


def principled(colour: Any, roughness: float = 0.5, **options: Any) -> dict[str, Any]:
    """Return Disney's principled material; colour is a texture dictionary or linear RGB."""
    base = colour if isinstance(colour, dict) else {"type": "rgb", "value": [float(c) for c in np.ravel(colour)]}
    return {"type": "twosided", "bsdf": {"type": "principled", "base_color": base, "roughness": roughness, **options}}


def steel(roughness: float = 0.22, anisotropic: float = 0.0) -> dict[str, Any]:
    """Return brushed stainless steel."""
    return principled(np.array([0.66, 0.655, 0.64]), roughness, metallic=1.0, anisotropic=anisotropic)


def bounds(parts: Sequence[Part]) -> tuple[np.ndarray, np.ndarray]:
    points = np.concatenate([part.mesh.vertices for part in parts])
    return points.min(axis=0), points.max(axis=0)


def _shape(mesh: Mesh, material: dict[str, Any], folder: Path, name: str, flat: bool = False) -> dict[str, Any]:
    made = mi.Mesh(name, len(mesh.vertices), len(mesh.faces), has_vertex_normals=not flat, has_vertex_texcoords=True)
    params = mi.traverse(made)
    params["vertex_positions"] = mesh.vertices.astype(np.float32).ravel()
    params["vertex_texcoords"] = mesh.uv.astype(np.float32).ravel()
    params["faces"] = mesh.faces.astype(np.uint32).ravel()
    if not flat:
        params["vertex_normals"] = _normals(mesh).astype(np.float32).ravel()
    params.update()
    path = folder / f"{name}.ply"
    made.write_ply(str(path))
    return {"type": "ply", "filename": str(path), "face_normals": flat, "bsdf": material}


def _normals(mesh: Mesh) -> np.ndarray:
    """Return smooth normals; vertices at one place share theirs, so seams of a texture do not show."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    area = np.cross(b - a, c - a)
    normals = np.zeros_like(mesh.vertices)
    for i in range(3):
        np.add.at(normals, mesh.faces[:, i], area)
    _, same = np.unique(np.round(mesh.vertices, 5), axis=0, return_inverse=True)
    same = same.ravel()
    shared = np.zeros((same.max() + 1, 3))
    np.add.at(shared, same, normals)
    normals = shared[same]
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def _cove(size: float, foot: float) -> Mesh:
    """Return a paper sweep: floor, wide bend, wall."""
    reach, radius = 9 * size, 3.2 * size
    back = -4.5 * size
    floor = [(reach, 0.0), (back + radius, 0.0)]
    bend = [
        (back + radius - radius * np.sin(a), radius - radius * np.cos(a)) for a in np.linspace(0, np.pi / 2, 60)[1:]
    ]
    line = np.array([*floor, *bend, (back, 16 * size)])
    x = np.linspace(-12 * size, 12 * size, 3)
    vertices = np.stack(np.broadcast_arrays(x[None], line[:, 1:2] + foot, line[:, :1]), -1)
    uv = np.stack(np.broadcast_arrays(np.linspace(0, 1, 3)[None], np.linspace(0, 1, len(line))[:, None]), -1)
    return grid(vertices[::-1].copy(), uv.copy())


def _light(at: np.ndarray, target: np.ndarray, width: float, height: float, radiance: float) -> dict[str, Any]:
    t = mi.ScalarTransform4f
    up = [0, 1, 0] if abs((target - at)[1]) < 0.95 * np.linalg.norm(target - at) else [0, 0, 1]
    where = t().look_at(origin=list(map(float, at)), target=list(map(float, target)), up=up) @ t().scale(
        [width / 2, height / 2, 1]
    )
    return {
        "type": "rectangle",
        "to_world": where,
        "emitter": {"type": "area", "radiance": {"type": "rgb", "value": float(radiance)}},
    }


def _camera(shot: Shot, low: np.ndarray, high: np.ndarray, points: np.ndarray, scale: float) -> dict[str, Any]:
    """Return a camera from which the product fills its share of the frame."""
    e, a = np.radians(shot.elevation), np.radians(shot.azimuth)
    direction = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = np.cross([0, 1, 0], direction)
    right /= np.linalg.norm(right)
    up = np.cross(direction, right)
    long_side = np.tan(np.radians(shot.lens) / 2)
    half_w = long_side * min(1, shot.width / shot.height)
    half_h = long_side * min(1, shot.height / shot.width)
    centre, distance = (low + high) / 2, 6 * np.linalg.norm(high - low)
    for _ in range(12):
        seen = points - (centre + direction * distance)
        depth = -seen @ direction
        x, y = seen @ right / depth / half_w, seen @ up / depth / half_h
        middle = ((x.max() + x.min()) / 2, (y.max() + y.min()) / 2 + 2 * shot.shift)
        centre = centre + right * middle[0] * half_w * distance + up * middle[1] * half_h * distance
        distance *= max(x.max() - x.min(), y.max() - y.min()) / 2 / shot.fill
    origin = centre + direction * distance
    front = (-(points - origin) @ direction).min()
    size = np.linalg.norm(high - low)
    return {
        "type": "thinlens",
        "fov": shot.lens,
        "fov_axis": "larger",
        "aperture_radius": float(0.006 * size),
        "focus_distance": float(0.35 * distance + 0.65 * front),
        "near_clip": 1.0,
        "far_clip": 1e5,
        "to_world": mi.ScalarTransform4f().look_at(
            origin=list(map(float, origin)), target=list(map(float, centre)), up=[0, 1, 0]
        ),
        "film": {
            "type": "hdrfilm",
            "width": max(1, round(shot.width * scale)),
            "height": max(1, round(shot.height * scale)),
            "rfilter": {"type": "box"},  # the denoiser wants noise that is independent from pixel to pixel
            "pixel_format": "rgba",
            "component_format": "float32",
        },
    }


def _accumulate(scene: Any, spp: int, seed: int) -> np.ndarray:
    """Render in slices, so that the wavefront stays small in memory."""
    film = scene.sensors()[0].film().size()
    per_pass = max(1, min(spp, int(9e6 / (film[0] * film[1]))))
    total, done = None, 0
    while done < spp:
        image = np.array(mi.render(scene, spp=per_pass, seed=seed * 1000 + done))
        total = image if total is None else total + image
        done += per_pass
    return total / (done / per_pass)


def take(shot: Shot, scale: float = 1.0, spp: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the photo (uint8 RGB) and the product's true alpha (uint8)."""
    parts = list(shot.build())
    low, high = bounds(parts)
    points = np.concatenate([part.mesh.vertices for part in parts])
    size = float(np.linalg.norm(high - low)) * 0.8
    middle = (low + high) / 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        product = {f"part{i}": _shape(p.mesh, p.material, folder, f"part{i}", p.flat) for i, p in enumerate(parts)}
        for i, part in enumerate(parts):
            if part.glow:
                glow = {"type": "rgb", "value": list(part.glow)}
                product[f"part{i}"]["emitter"] = {"type": "area", "radiance": glow}
        camera = _camera(shot, low, high, points, scale * shot.detail)
        scene = {"type": "scene", "camera": camera, **product, **_set(shot, size, low, middle, folder)}
        scene["integrator"] = {
            "type": "aov",
            "aovs": "albedo:albedo,normal:sh_normal",
            "inner": {"type": "path", "max_depth": 9, "hide_emitters": True},
        }
        image = _accumulate(mi.load_dict(scene), spp or shot.spp, shot.seed)
        mask_scene = {
            "type": "scene",
            "camera": camera,
            **product,
            "integrator": {"type": "path", "max_depth": 2, "hide_emitters": True},
            "sky": {"type": "constant"},
        }
        alpha = _accumulate(mi.load_dict(mask_scene), 12, shot.seed)[..., 3]
    rgb = denoise(image[..., :3], image[..., 4:7], image[..., 7:10])
    full = (max(1, round(shot.width * scale)), max(1, round(shot.height * scale)))
    rgb = cv2.resize(rgb, full, interpolation=cv2.INTER_CUBIC)
    alpha = cv2.resize(alpha, full, interpolation=cv2.INTER_LINEAR)
    return develop(rgb, shot), (np.clip(alpha, 0, 1) * 255 + 0.5).astype(np.uint8)


def _set(shot: Shot, size: float, low: np.ndarray, middle: np.ndarray, folder: Path) -> dict[str, Any]:
    """Return backdrop and lights, sized for the product."""
    back = shot.backdrop
    foot = float(low[1])
    wall = {"type": "diffuse", "reflectance": {"type": "rgb", "value": [float(c) for c in back.colour]}}
    out: dict[str, Any] = {"cove": _shape(_cove(size, foot - 1e-3), {"type": "twosided", "bsdf": wall}, folder, "cove")}
    if back.floor is not None:
        rows, cols = back.floor.shape[:2]
        wide = back.floor_size / 2
        deep = wide * rows / cols
        corners = np.array([[[-wide, 0, deep], [wide, 0, deep]], [[-wide, 0, -deep], [wide, 0, -deep]]], float)
        corners += np.array([middle[0], foot, middle[2]])
        top = grid(corners, np.array([[[0, 0], [1, 0]], [[0, 1], [1, 1]]], float))
        out["table"] = _shape(top, principled(bitmap(back.floor), 0.42, specular=0.35), folder, "table", flat=True)
        out["cove"] = _shape(
            _cove(size, foot - 0.6 * size).moved(z=-1.5 * size), {"type": "twosided", "bsdf": wall}, folder, "cove"
        )
    key = np.array(shot.key) / np.linalg.norm(shot.key)
    soft = shot.key_size * size
    # Radiance falls with the box's area, so that a larger softbox is softer, not brighter.
    power = 26.0 * shot.key_power / shot.key_size**2
    out["key"] = _light(middle + key * 3.2 * size, middle, soft, soft * 1.3, power)
    mirror = np.array([-key[0] * 1.25, 0.35, key[2] * 0.9])
    out["fill"] = _light(
        middle + mirror / np.linalg.norm(mirror) * 3.4 * size, middle, 0.9 * size, 2.2 * size, 11.0 * shot.fill_power
    )
    out["top"] = _light(
        middle + np.array([0.15, 2.6, -0.9]) * size, middle, 2.6 * size, 1.6 * size, 3.2 * shot.rim_power
    )
    if shot.wall_power:
        lamp = middle + np.array([0, 6.5, -1.0]) * size
        out["wall"] = _light(lamp, middle + np.array([0, 1.5, -4.5]) * size, 9 * size, 2 * size, 5.0 * shot.wall_power)
    out["sky"] = {"type": "constant", "radiance": {"type": "rgb", "value": shot.ambient}}
    return out


def denoise(rgb: np.ndarray, albedo: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the image without Monte Carlo noise (Open Image Denoise, guided by albedo and normals)."""
    import pyoidn

    images = [np.ascontiguousarray(a, dtype=np.float32) for a in (rgb, np.clip(albedo, 0, 1), normal)]
    return np.array(pyoidn.denoise(images[0], albedo=images[1], normal=images[2], hdr=True))


def develop(rgb: np.ndarray, shot: Shot) -> np.ndarray:
    """Return sRGB bytes: exposure, a soft shoulder, the faintest grain of a sensor."""
    x = np.clip(rgb, 0, None) * shot.exposure
    # Linear up to the knee, then rolling off to 1, on the strongest channel so that hues stay.
    knee = 0.80
    peak = x.max(axis=-1, keepdims=True)
    rolled = np.where(peak > knee, knee + (1 - knee) * (1 - np.exp(-(peak - knee) / (1 - knee))), peak)
    x = x * rolled / np.maximum(peak, 1e-6)
    s = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 1e-9), 1 / 2.4) - 0.055)
    rng = np.random.default_rng(shot.seed)
    grain = cv2.GaussianBlur(rng.standard_normal(s.shape[:2]), (0, 0), 0.6)[..., None]
    s = s + 0.0035 * grain * (1 - s) ** 0.5
    return (np.clip(s, 0, 1) * 255 + 0.5).astype(np.uint8)
