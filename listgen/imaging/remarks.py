"""What a seller is told about a cut-out: what is wrong, and what photo would help."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from listgen.domain.finding import Finding, Severity
from listgen.imaging.colour import lch
from listgen.imaging.filters import Pixels
from listgen.imaging.keying import Ground
from listgen.imaging.quality import Signs, worst_sign

# A product that runs out of the photo along more of its contour than this is cut off (art direction, section 2).
CROPPED = 0.015
# Rim and ground alike along more of the contour than this: white on white.
_MELTS = 0.40

_REASONS = {
    "uncertain": ("its edges are soft or blurred", "take it in focus, with the whole product sharp"),
    "crumbs": ("it falls into many small pieces", "take it in front of one plain colour"),
    "melting": ("product and background have the same colour along the edge", "use a background of another brightness"),
    "rough": ("its outline comes out ragged", "take it in front of one plain colour"),
    "holes": ("it is unclear whether gaps in it are open", "use a background colour that the product does not have"),
    "shade": ("a shadow on the background cannot be told from it", "light it from both sides, or move it off the wall"),
    "left": ("parts of the background stay in it", "use a background colour that the product does not have"),
    "severed": ("something else touches it: a hand, a stand, another thing", "show the product alone"),
    "contact": ("it runs out of the photo", "use a photo that shows the whole product with some room around it"),
    "split": ("it is unclear what belongs to it", "show the product alone on a plain background"),
    "unedged": ("its outline is hard to see", "use a background of another brightness"),
    "busy": ("the background is busy", "take it in front of one plain colour"),
    "between": ("parts between others may be missing", "use a background colour that the product does not have"),
    "missing": ("something beside it has its colours", "use a background colour that the product does not have"),
    "stray": ("parts of the background stay in it", "use a background colour that the product does not have"),
    "vague": ("its edges cannot be told from the background", "use a background of another brightness"),
    "apart": ("it is unclear where it ends", "show the product alone on a plain background"),
    "eaten": ("parts of it look like the background", "use a background of another brightness"),
    "doubt": ("several things stand out, or the background is busy", "show the product alone on a plain background"),
    "unsteady": ("it is unclear what belongs to it", "show the product alone on a plain background"),
    "disagreement": ("it is unclear what belongs to it", "show the product alone on a plain background"),
}
# What else was seen in the photo: code, what the seller is told, what photo would help.
_SEEN = {
    "photo.person": (
        "a hand, an arm or a person seems to hold or wear the product, so the photo is used whole",
        "show the product alone; marketplaces refuse main pictures with hands or props",
    ),
    "photo.words": (
        "words or a logo seem to stand beside the product",
        "use the photo without them; marketplaces refuse main pictures with text, logos or watermarks",
    ),
    "photo.collage": (
        "the photo seems to be put together from several pictures, so it is used whole",
        "use one photo of the product; several views are sent as several pictures",
    ),
    "photo.blurred": (
        "the product is blurred in the photo",
        "use a photo in focus, taken from a stand or with more light",
    ),
}
# Product pixels at full white in all channels, and tint of a white ground (OKLCH chroma, art direction, section 2).
_BURNT_OUT = 0.06
_CAST = (0.012, 0.035)  # above it the ground has a colour on purpose


def seen_in_photo(code: str, path: Path) -> Finding:
    """Return the finding of what else is in the photo: "photo.person", ".words", ".collage" or ".blurred"."""
    message, hint = _SEEN[code]
    return Finding(code=code, severity=Severity.WARNING, message=message, hint=hint, place=path.name)


def poor_cutout(path: Path, signs: Signs, quality: float, *, alone: bool) -> Finding:
    """Return the finding of a photo that is used whole; `alone` where no network could give a second opinion."""
    reason, hint = _REASONS.get(
        worst_sign(signs), ("no product stands out", "show the product alone, filling the photo")
    )
    if alone:
        hint = f"run `listgen models pull cutout`, or {hint}"
    return Finding(
        code="photo.not-cut",
        severity=Severity.WARNING,
        message=f"the product cannot be cut out well ({reason}; quality {quality:.2f}), so the photo is used whole",
        hint=hint,
        place=path.name,
    )


def cropped(path: Path, signs: Signs, *, whole: bool) -> Finding:
    """Return the finding of a product that runs out of the photo."""
    end = ", so the photo is used whole" if whole else ""
    return Finding(
        code="photo.cropped",
        severity=Severity.WARNING,
        message=f"the product is cut off by the edge of the photo along {signs.contact:.1%} of its outline{end}",
        hint="use a photo that shows the whole product with some room around it",
        place=path.name,
    )


def several_pieces(path: Path, signs: Signs, stated: int) -> Finding:
    """Return the finding of a photo that shows more separate things than the sheet says are sold."""
    return Finding(
        code="photo.pieces",
        severity=Severity.WARNING,
        message=(f"{signs.pieces} separate things are seen where the sheet says {stated}, so the photo is used whole"),
        hint="show the product alone, or add a column with the number of pieces",
        place=path.name,
    )


def white_on_white(path: Path, signs: Signs) -> Finding | None:
    """Return the finding of a product whose edge is hard to see on its own ground, None where it is clear."""
    if signs.melting <= _MELTS:
        return None
    return Finding(
        code="photo.white-on-white",
        severity=Severity.INFO,
        message=f"{signs.melting:.0%} of the product's outline has the colour of the background",
        hint="a grey or coloured background shows the edge of a white product",
        place=path.name,
    )


def light_of(path: Path, rgb: Pixels, alpha: Pixels, ground: Ground) -> tuple[Finding, ...]:
    """Return what is wrong with the light of the photo: burnt-out product, tinted white ground."""
    found = []
    solid = cv2.inRange(alpha, 255, 255)
    white = cv2.countNonZero(cv2.bitwise_and(cv2.inRange(rgb, (255,) * 3, (255,) * 3), solid))
    burnt = white / max(1, cv2.countNonZero(solid))
    if burnt > _BURNT_OUT:
        found.append(
            Finding(
                code="photo.burnt-out",
                severity=Severity.INFO,
                message=f"{burnt:.0%} of the product is pure white and shows no detail",
                hint="expose the photo a little darker",
                place=path.name,
            )
        )
    red, green, blue = (int(value + 0.5) for value in np.median(ground.field[::8, ::8].reshape(-1, 3), axis=0))
    lightness, chroma, _ = lch(f"#{red:02x}{green:02x}{blue:02x}")
    if ground.is_plain and lightness > 0.85 and _CAST[0] < chroma <= _CAST[1]:
        found.append(
            Finding(
                code="photo.colour-cast",
                severity=Severity.INFO,
                message=f"the white background is tinted (chroma {chroma:.3f}), so the product's colours may be off",
                hint="set the white balance of the camera on the background",
                place=path.name,
            )
        )
    return tuple(found)
