"""One picture from start to end: read, cut out, compose, encode, measure. What a worker process runs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.domain.picture import Certificate, PictureJob, RenderedPicture
from listgen.errors import ImageError
from listgen.imaging.cutout import Cutout, cut_out
from listgen.imaging.metadata import encode_jpeg
from listgen.imaging.packshot import Packshot, render_packshot, render_whole_photo
from listgen.imaging.photo import Photo, read_photo

# Packshot, hero and banner of a SKU follow each other in one worker and share photo and cut-out. A cut-out of the
# largest photo takes about 60 MB.
_KEPT = 2

# Workers are processes; threads inside each would fight for the same cores, and their sums round differently.
cv2.setNumThreads(1)


def render_picture(job: PictureJob) -> RenderedPicture:
    """Return the finished file of one picture with its certificate and findings.

    A photo that cannot be cut well is used whole: padded on white as packshot, in a panel of its own elsewhere.

    Raises:
        ImageError: the photo cannot be read, or this kind of picture cannot be made from it; names the photo.
    """
    try:
        photo, cutout = _photo_and_cutout(job.photo, job.weights)
        picture = _packshot(job, photo, cutout)
    except ImageError:
        raise
    except Exception as error:
        # A worker must not die of one photo; what went wrong belongs into that SKU's findings.
        raise ImageError(
            f"{job.photo.name}: the {job.spec.kind} could not be made ({type(error).__name__}: {error})",
            hint="please report this photo, other SKUs are not affected",
        ) from error
    findings = tuple(
        replace(finding, sku=job.sku, place=finding.place or job.photo.name) for finding in picture.findings
    )
    return replace(picture, findings=findings)


def _packshot(job: PictureJob, photo: Photo, cutout: Cutout) -> RenderedPicture:
    if cutout.usable:
        made = render_packshot(cutout.rgba, job.spec, photo=photo.rgb)
    else:
        made = render_whole_photo(photo.rgb, job.spec)
    return RenderedPicture(
        data=_encoded(job, made.rgb, "digitalCapture"),
        suffix=".jpg",
        width=made.rgb.shape[1],
        height=made.rgb.shape[0],
        source_type="digitalCapture",
        certificate=_packshot_certificate(made, photo, cutout),
        setting="on white" if cutout.usable else "",
        whole_photo=not cutout.usable,
        findings=(*photo.findings, *cutout.findings, *made.findings),
    )


def _packshot_certificate(made: Packshot, photo: Photo, cutout: Cutout) -> Certificate:
    return Certificate(
        changed_pixels=made.changed_pixels,
        fill=round(made.fill, 4),
        border_white=made.border_white,
        source_scale=round(made.scale * photo.scale, 4),
        cutout_method=cutout.method,
        cutout_quality=round(cutout.quality, 3),
    )


def _encoded(job: PictureJob, rgb: NDArray[np.uint8], source_type: str) -> bytes:
    return encode_jpeg(
        rgb,
        source_type=source_type,
        alt_text=job.alt_text,
        creator_copyright=job.kit.copyright,
        max_bytes=job.spec.max_bytes,
    )


def _photo_and_cutout(path: Path, weights: Path | None) -> tuple[Photo, Cutout]:
    try:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
    except OSError:
        stamp = (0, 0)  # the reader says what is wrong with the file
    return _cached(path, stamp, weights)


@lru_cache(maxsize=_KEPT)
def _cached(path: Path, stamp: tuple[int, int], weights: Path | None) -> tuple[Photo, Cutout]:
    # `stamp` is part of the key: an edited photo is read again.
    photo = read_photo(path)
    return photo, cut_out(photo, weights=weights)
