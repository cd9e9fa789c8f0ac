"""Choosing the backdrop: which brand colour, in which tone, sets this product off best (art direction 3.2, 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from listgen.domain.brand_kit import Palette
from listgen.imaging.colour import Array, F, from_lch, hex_lin, hue_distance, lch, oklab, to_hex, to_linear
from listgen.imaging.scene.tools import bounds

# tone: lightness, share of the chroma
_TONES = (
    ("tint", 0.93, 0.30),
    ("soft", 0.86, 0.45),
    ("mid", 0.62, 0.85),
    ("deep", 0.34, 0.80),
    ("night", 0.25, 0.55),
)
TOO_CLOSE = 8.0  # dE between rim and field below which the product begins to melt away
_GREY = 0.04  # chroma below which a hue does not count
# A product whose colours point into several directions of the hue circle: 1 is one hue, 0 all of them alike.
_ONE_HUE = 0.8


@dataclass(frozen=True, slots=True)
class Roles:
    """What each colour does in a picture (hex). `panel` is the arch or disc behind the product, "" for the accent."""

    field: str  # wall and floor, 60-75 % of the picture
    support: str  # plinth, second plane, 15-25 %
    accent: str  # one prop, badge, button, 3-8 %
    ink: str = "#1b1b1f"
    paper: str = "#ffffff"
    panel: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FieldChoice:
    """A backdrop for a product: `distance` is the median dE at the rim, `weak` the share of the rim below dE 8.

    `weak_quarter` is `weak` of the worst quarter of the contour.
    """

    score: float
    colour: str
    tone: str  # "brand", "tint", "soft", "mid", "deep", "night"
    distance: float
    weak: float
    weak_quarter: float = 0.0


@dataclass(frozen=True, slots=True)
class Looks:
    """What a product looks like from a backdrop's point of view: OKLab x 100 of its rim, and its own colour."""

    rim: Array
    quarter: Array  # 0..3 for each rim pixel: which quarter of the contour it belongs to
    lightness: float  # median over the product
    chroma: float  # median
    hue: float  # mean, weighted by chroma
    colourful: float  # 90th percentile of the chroma
    one_hue: float = 1.0  # 1 where all colour of the product is of one hue, towards 0 for a rainbow

    @property
    def motley(self) -> bool:
        """True for goods of several strong colours: any coloured wall fights with one of them."""
        return self.colourful > 0.07 and self.one_hue < _ONE_HUE

    def against(self, linear: Array) -> tuple[float, float, float]:
        """Return distance, weak and weak_quarter against a field at 80 % and at 100 % light."""
        off = (self.rim - oklab(linear * k) * 100 for k in (0.8, 1.0))
        apart = np.sqrt(np.minimum(*(np.einsum("ij,ij->i", one, one) for one in off)))
        close = apart < TOO_CLOSE
        worst = max((float(close[self.quarter == q].mean()) for q in range(4) if (self.quarter == q).any()), default=0)
        return float(np.median(apart)), float(close.mean()), worst


def look_at(rgba: Array) -> Looks:
    """Return the looks of a uint8 RGBA cut-out; its rim is the outer 2.5 % of the product."""
    product = rgba[bounds(rgba)].astype(F)
    scale = 400 / max(product.shape[:2])
    product = np.asarray(cv2.resize(product, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)) / F(255)
    solid = product[..., 3] > 0.9
    if solid.sum() < 50:  # gauze, glass: no pixel is opaque
        solid = product[..., 3] > 0.4 * float(product[..., 3].max())
    # The product is trimmed, so beyond the picture's border there is none of it.
    core = cv2.erode(solid.astype(np.uint8), np.ones((21, 21), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    rim = solid & (core == 0)
    rows, columns = np.nonzero(rim)
    body = oklab(to_linear(product[solid][:, :3]))
    chroma = np.hypot(body[:, 1], body[:, 2])
    mean = body[:, 1:].sum(0)
    return Looks(
        rim=oklab(to_linear(product[rim][:, :3])) * 100,
        quarter=(rows > np.median(rows)).astype(np.int8) * 2 + (columns > np.median(columns)),
        lightness=float(np.median(body[:, 0])),
        chroma=float(np.median(chroma)),
        hue=float(np.degrees(np.arctan2(mean[1], mean[0])) % 360),
        colourful=float(np.percentile(chroma, 90)),
        one_hue=float(np.hypot(*mean) / max(1e-6, float(chroma.sum()))),
    )


def field_candidates(palette: Sequence[str]) -> list[tuple[str, str, float]]:
    """Return every brand colour as it is and five tones of it: (hex, tone, how much it is still the brand)."""
    out = []
    for index, colour in enumerate(palette):
        own_lightness, chroma, hue = lch(colour)
        lead = max(0.6, 1 - 0.08 * index)  # the first colours of a kit are the brand, the last ones its spice
        out.append((colour, "brand", lead))
        for name, lightness, share in _TONES:
            made = from_lch(lightness, min(chroma * share, 0.16) * (0.9 if lightness < 0.5 else 1), hue)
            # Light tones and the colour itself are a shop's everyday; night belongs to the dark sets alone.
            worth = {"mid": 0.8, "tint": 0.76, "soft": 0.76, "deep": 0.5}.get(name, -1.0)
            pale = chroma <= _GREY and own_lightness > 0.6
            if lightness < 0.5 and (pale or 25 < hue < 125):
                worth = min(worth, -0.6)  # a dark orange is brown, a dark oat is black: no longer the brand
            out.append((to_hex(made), name, worth * lead))
    return out


def pick_field(rgba: Array, palette: Sequence[str], n: int = 3, *, family: str = "") -> list[FieldChoice]:
    """Return the best backdrops for a uint8 RGBA cut-out, best first.

    `family` is the field that most pictures of the run stand on; it is left only where it would warn.
    """
    return rank_fields(look_at(rgba), palette, family=family)[:n]


def rank_fields(looks: Looks, palette: Sequence[str], *, family: str = "") -> list[FieldChoice]:
    """Return all candidates for a product, best first."""
    out = []
    for colour, name, brand in field_candidates(palette):
        linear = hex_lin(colour)
        lightness, chroma, hue = lch(linear)
        distance, weak, weak_quarter = looks.against(linear)
        loud = max(0.0, chroma - max(0.10, 1.1 * looks.chroma))  # a field louder than the product
        score = min(distance, 30) / 30 - 2.0 * weak + 0.45 * brand - 1.2 * loud
        score -= 0.30 if chroma < 0.03 and 0.45 < lightness < 0.88 else 0  # a grey wall looks like bad weather
        score -= 0.25 if 0.55 < lightness < 0.70 else 0  # carries neither black nor white text well
        score -= 0.6 * max(0.0, weak_quarter - 0.5) + _discord(looks, lightness, chroma, hue)
        if looks.motley:
            score += 0.30 if lightness > 0.8 and chroma < 0.05 else -0.20 if lightness < 0.5 else 0
        score += 0.15 if colour == family and weak <= 0.25 else 0
        out.append(
            FieldChoice(round(score, 3), colour, name, round(distance, 1), round(weak, 3), round(weak_quarter, 3))
        )
    return sorted(out, reverse=True)


def derive_roles(field: str, palette: Palette, looks: Looks) -> Roles:
    """Return the colour roles around a field: support and panel are planes behind the product, accent is one prop."""
    support = _support(field, palette, looks)
    accent = _accent(field, palette, looks)
    roles = Roles(field, support, accent, palette.ink, palette.paper)
    return replace(roles, panel=_panel(roles, looks))


def _discord(looks: Looks, lightness: float, chroma: float, hue: float) -> float:
    """Field and product either share a hue, lie opposite, or the field is nearly grey; else they fight."""
    if chroma <= _GREY or looks.chroma <= 0.05:
        return 0.0
    apart = hue_distance(hue, looks.hue)
    loudness = min(1.0, chroma / 0.10)
    if apart <= 35:
        return 0.15 if abs(lightness - looks.lightness) < 0.25 else 0.0
    if apart >= 120:
        return 0.0
    return (0.30 if 60 <= apart <= 100 else 0.12) * loudness


def _apart(one: str | Array, other: str | Array) -> float:
    a, b = (oklab(hex_lin(c) if isinstance(c, str) else c) for c in (one, other))
    return float(np.linalg.norm(a - b)) * 100


def _support(field: str, palette: Palette, looks: Looks) -> str:
    lightness, chroma, hue = lch(field)
    steps = (-0.07, -0.10, -0.12) if lightness > 0.5 else (0.06, 0.09, 0.12)
    own = [to_hex(from_lch(lightness + step, chroma * 1.15, hue)) for step in steps]
    return max(own, key=lambda colour: (round(min(looks.against(hex_lin(colour))[0], 20), 0), -own.index(colour)))


def _panel(roles: Roles, looks: Looks) -> str:
    """The plane right behind the product: told apart from the field (dE 6-30), never melting into the product."""
    lightness, chroma, hue = lch(roles.field)
    quiet = max(0.07, 0.9 * looks.chroma)  # a large plane right behind the product must not outshout it
    candidates = [roles.support]
    for step in (-0.16, -0.10, 0.08, 0.14, -0.24):
        candidates.append(to_hex(from_lch(min(0.97, max(0.27, lightness + step)), min(chroma * 1.35, quiet), hue)))
    own_lightness, own_chroma, own_hue = lch(roles.accent)
    for light, share in ((own_lightness, 0.8), (0.80, 0.5), (0.70, 0.7), (0.45, 0.7), (0.33, 0.6)):
        candidates.append(to_hex(from_lch(light, min(own_chroma * share, quiet), own_hue)))

    def worth(colour: str) -> float:
        distance, weak, weak_quarter = looks.against(hex_lin(colour))
        step = _apart(colour, roles.field)
        kept = 0.0 if 6 <= step <= 26 else 0.8
        # on a dark wall a darker plane is a hole, a lighter one catches the light
        kept += 0.3 if lightness < 0.58 and lch(colour)[0] < lightness else 0.0
        return min(distance, 30) / 30 - 1.6 * weak - 0.5 * weak_quarter + 0.018 * min(step, 18) - kept

    return max(candidates, key=worth)


def _accent(field: str, palette: Palette, looks: Looks) -> str:
    wanted = [palette.accent] if palette.accent else []
    own = sorted((*wanted, *palette.colours), key=lambda colour: -lch(colour)[1])
    for colour in (*wanted, *own):
        lightness, chroma, hue = lch(colour)
        other_hue = looks.colourful < _GREY or hue_distance(hue, looks.hue) >= 40
        if chroma > 0.05 and (other_hue or abs(lightness - looks.lightness) >= 0.25) and _apart(colour, field) > 12:
            return colour
    lightness, chroma, hue = lch(own[0] if own else field)
    return to_hex(from_lch(0.45 if lch(field)[0] > 0.6 else 0.80, max(chroma, 0.05), hue))
