"""How good a cut-out is, judged without knowing the truth: several signs that something went wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.imaging.filters import Flags, Floats, Pixels, blur, dilate, erode, lab, shrink
from listgen.imaging.outline import measure_outline
from listgen.resources import read_data

# Pieces below this share of the largest one are crumbs, above it parts of the product or another product.
_CRUMB = 0.15
# Rim and ground closer than this (Lab units) cannot be told apart by colour.
_MELTING = 6.0


# Signs are measured on a copy of this size.
_SIDE = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known about a photo beside the cut-out itself, H x W each; None where there is no such evidence.

    `opinion` is the network's saliency map, `holes` enclosed areas that may be ground, `shade` what has the colour of
    shaded ground, `left` areas in the colours of the background, `severed` what hangs together with the product but
    was cut off; `other` is the mask that another way of cutting gave.
    """

    opinion: Floats | None = None
    holes: Flags | None = None
    shade: Flags | None = None
    left: Flags | None = None
    severed: Flags | None = None
    other: Floats | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Measured signs of a bad cut-out; all but `area` and `pieces` are better when smaller.

    Shares are of the product's area unless said otherwise; None where the evidence for a sign is missing.
    """

    area: float  # of the frame
    uncertain: float  # half transparent pixels
    contact: float  # share of the contour that lies on the border of the photo
    pieces: int  # separate parts above 15 % of the largest; two alike side by side are a pair and count as one
    crumbs: float  # area of all smaller parts
    melting: float  # share of the contour where product and ground have the same colour
    rough: float  # contour length over that of the smoothed shape, minus 1
    holes: float | None = None
    shade: float | None = None
    left: float | None = None
    severed: float | None = None
    eaten: float | None = None  # what the network is sure of and the mask leaves out
    doubt: float | None = None  # pixels that the network is not sure about
    disagreement: float | None = None  # 1 - intersection over union with the network's opinion
    split: float | None = None  # the same with the mask that another way of cutting gave
    unsteady: float | None = None  # how much of what the network sees is another in a mirror
    unedged: float | None = None  # see `Outline`
    busy: float | None = None
    between: float | None = None
    missing: float | None = None
    stray: float | None = None  # what lies inside and has the ground's colours
    vague: float | None = None
    apart: float | None = None
    alone: float = 0.0  # 1 where a plain ground was keyed and no network asked
    guess: float = 0.0  # 1 where there was neither a plain ground nor a network


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign costs: nothing up to `fine`, `weight` (in logits) at `bad`, at most one and a half times that."""

    name: str
    fine: float
    bad: float
    weight: float

    def cost(self, value: float | None) -> float:
        """Return how many logits a measured value takes away."""
        if value is None:
            return 0.0
        return self.weight * min(_MOST, max(0.0, (value - self.fine) / (self.bad - self.fine)))


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model of "this cut-out is good"; below `bar` it is not shown."""

    intercept: float
    bar: float
    signs: tuple[Sign, ...]


_MOST = 1.5
# They make a good cut-out less likely, but there is nothing in the photo to be named.
_CIRCUMSTANCES = ("alone", "guess")


@cache
def quality_model() -> Model:
    """Return the shipped model; `benchmarks/cutout/fit_quality.py` fits it."""
    data = read_data("imaging", "data", "quality.toml")
    signs = tuple(Sign(name, values["fine"], values["bad"], values["weight"]) for name, values in data["signs"].items())
    return Model(data["intercept"], data["bar"], signs)


def measure_signs(rgb: Pixels, alpha: Pixels, evidence: Evidence, *, trust_colours: bool = False) -> Signs:
    """Return the signs of a cut-out (`alpha` H x W) of a photo.

    `trust_colours` leaves the network's doubt out: on a plain ground the colours decide.
    """
    scale = min(1.0, _SIDE / max(alpha.shape))
    size = (max(8, round(alpha.shape[1] * scale)), max(8, round(alpha.shape[0] * scale)))
    small = shrink(alpha, *size)
    solid = small >= 128
    area = max(1, int(solid.sum()))
    count, _, stats, centres = cv2.connectedComponentsWithStats(solid.astype(np.uint8))
    order = 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA]) if count > 1 else np.array([0])
    areas = stats[order, cv2.CC_STAT_AREA]
    large = areas >= _CRUMB * max(1, areas[0])
    length = max(1, int((solid & ~erode(solid, 1)).sum()))
    on_border = int(solid[0].sum() + solid[-1].sum() + solid[:, 0].sum() + solid[:, -1].sum())
    doubt = disagreement = eaten = split = opinion = None
    if evidence.other is not None:
        other = shrink(evidence.other, *size) > 0.5
        split = 1 - float((other & solid).sum() / max(1, (other | solid).sum()))
    if evidence.opinion is not None:
        opinion = shrink(evidence.opinion, *size)
        sees = opinion > 0.5
        seen = max(1, int(sees.sum()))
        doubt = None if trust_colours else float(((opinion > 0.2) & (opinion < 0.8)).sum() / seen)
        disagreement = 1 - float((sees & solid).sum() / max(1, (sees | solid).sum()))
        eaten = float((erode(opinion > 0.9, 5) & ~solid).sum() / seen)
    colours = lab(shrink(rgb, *size))
    outline = measure_outline(colours, solid, opinion)
    pair = int(large.sum()) == 2 and _are_a_pair(stats[order[:2]], centres[order[:2]])

    def share(flags: Flags | None) -> float | None:
        return None if flags is None else float(shrink(flags.astype(np.float32), *size).sum() / area)

    return Signs(
        area=area / solid.size,
        uncertain=uncertain_share(alpha),
        contact=on_border / (length + on_border),
        pieces=1 if pair else int(large.sum()),
        crumbs=float(areas[~large].sum() / area),
        melting=_melting(colours, solid),
        rough=_roughness(solid, length),
        holes=share(evidence.holes),
        shade=share(evidence.shade),
        left=share(evidence.left),
        severed=share(evidence.severed),
        eaten=eaten,
        doubt=doubt,
        disagreement=disagreement,
        split=split,
        unedged=outline.unedged,
        busy=outline.busy,
        between=outline.between,
        missing=outline.missing,
        stray=outline.left,
        vague=outline.vague,
        apart=outline.apart,
        alone=float(evidence.opinion is None and trust_colours),
        guess=float(evidence.opinion is None and not trust_colours),
    )


def uncertain_share(alpha: Pixels) -> float:
    """Return the area of half transparent pixels over the product's, as on a picture of 640 px."""
    solid = int(np.count_nonzero(alpha >= 128))
    half = int(np.count_nonzero((alpha > 51) & (alpha < 204)))
    return float(half / max(1, solid) * max(1.0, max(alpha.shape) / _SIDE))


def _are_a_pair(stats: NDArray[np.int32], centres: NDArray[np.float64]) -> bool:
    """Return whether two parts are alike in size and stand side by side, as gloves and shoes do."""
    sizes = sorted(stats[:, cv2.CC_STAT_AREA])
    across, down = np.abs(centres[0] - centres[1])
    return bool(sizes[0] > 0.7 * sizes[1] and across > 2 * down)


def quality_of(signs: Signs) -> float:
    """Return how likely the cut-out is a good one, 0 to 1."""
    model = quality_model()
    logit = model.intercept - sum(sign.cost(getattr(signs, sign.name)) for sign in model.signs)
    quality = 1 / (1 + math.exp(-logit))
    if signs.area < 0.005 or signs.area > 0.93:
        quality *= 0.2  # a speck, or no background at all
    return quality


def worst_sign(signs: Signs) -> str:
    """Return the name of the sign that costs the most, "" where none costs anything."""
    seen = (sign for sign in quality_model().signs if sign.name not in _CIRCUMSTANCES)
    costs = {sign.name: sign.cost(getattr(signs, sign.name)) for sign in seen}
    worst = max(costs, key=lambda name: costs[name])
    return worst if costs[worst] > 0 else ""


def _melting(colours: Floats, solid: Flags) -> float:
    """Return the share of the contour where the colours right inside and right outside are alike."""
    core, far = erode(solid, 1), ~dilate(solid, 1)
    inside = _mean_of(colours, core & ~erode(solid, 4))
    outside = _mean_of(colours, far & dilate(solid, 4))
    rim = dilate(solid, 1) & ~core
    # On the border of the photo there is no outside to compare with.
    rim[:2] = rim[-2:] = False
    rim[:, :2] = rim[:, -2:] = False
    if not rim.any():
        return 1.0
    distance = np.linalg.norm(inside - outside, axis=-1)[rim]
    return float((distance < _MELTING).mean())


def _mean_of(colours: Floats, where: Flags) -> Floats:
    weight = where.astype(np.float32)
    total = blur(colours * weight[..., None], 2.5)
    return np.asarray(total / (blur(weight, 2.5)[..., None] + 1e-5), np.float32)


def _roughness(solid: Flags, length: int) -> float:
    smooth = blur(solid.astype(np.float32), max(1.0, 0.004 * max(solid.shape))) > 0.5
    return max(0.0, length / max(1, int((smooth & ~erode(smooth, 1)).sum())) - 1)
