"""One picture from start to end: read, cut out, compose, encode, measure. What a worker process runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import Certificate, PictureJob, RenderedPicture
from listgen.errors import ImageError, ListgenError
from listgen.imaging.certificate import changed_pixels
from listgen.imaging.cutout import Cutout, cut_out
from listgen.imaging.edge_checks import check_edge
from listgen.imaging.metadata import encode_jpeg
from listgen.imaging.packshot import Packshot, render_packshot, render_whole_photo
from listgen.imaging.painters import Scene, as_drawn, grown_by, repainted_scene, studio_scene
from listgen.imaging.photo import Photo, read_photo
from listgen.imaging.remarks import several_pieces

if TYPE_CHECKING:
    from listgen.imaging.scene.hero import StudioPicture

# What is seen around the product -> alt text. Words are written one room over, so the caller brings the writer.
Describe = Callable[[str], str]

# Packshot, hero and banner of a SKU follow each other in one worker and share photo and cut-out. A cut-out of the
# largest photo takes about 60 MB.
_KEPT = 2

# What is left of the ground beside the product, share of its area.
_STRAYED = 0.001

# Workers are processes; threads inside each would fight for the same cores, and their sums round differently.
cv2.setNumThreads(1)


def render_picture(job: PictureJob, *, describe: Describe | None = None) -> RenderedPicture:
    """Return the finished file of one picture with its certificate and findings.

    `describe` turns what is seen around the product into the alt text that the file's metadata carry; without it
    `job.alt_text` stands there.

    A photo that cannot be cut well is used whole: padded on white as packshot, in a panel of its own elsewhere.

    Raises:
        ImageError: the photo cannot be read, or this kind of picture cannot be made from it; names the photo.
    """
    try:
        photo, cutout = _photo_and_cutout(job.photo, job.weights)
        cutout = _with_right_pieces(job, cutout)
        picture = _MAKERS[job.spec.kind](job, photo, cutout, describe or (lambda setting: job.alt_text))
    except ImageError:
        raise
    except ListgenError as error:
        raise ImageError(f"{job.photo.name}: {error.message}", hint=error.hint) from error
    except Exception as error:
        # A worker must not die of one photo; what went wrong belongs into that SKU's findings.
        raise ImageError(
            f"{job.photo.name}: the {job.spec.kind} could not be made ({type(error).__name__}: {error})",
            hint="please report this photo, other SKUs are not affected",
        ) from error
    findings = (*photo.findings, *cutout.findings, *picture.findings)
    named = (replace(finding, sku=job.sku, place=finding.place or job.photo.name) for finding in findings)
    return replace(picture, findings=tuple(named))


def _with_right_pieces(job: PictureJob, cutout: Cutout) -> Cutout:
    """Return the cut-out, not usable where more separate things were found than the sheet says are sold.

    On a plain ground everything was put there by the seller, so only cuts from busy photos are meant.
    """
    stated = max(1, job.pieces)
    if not cutout.usable or cutout.signs is None or cutout.method not in {"saliency", "grabcut"}:
        return cutout
    if cutout.signs.pieces <= stated:
        return cutout
    remark = several_pieces(job.photo, cutout.signs, stated)
    return replace(cutout, usable=False, findings=(*cutout.findings, remark))


def _used_whole(job: PictureJob, cutout: Cutout, reason: str) -> Cutout:
    """Return the cut-out as not usable: a picture that failed its certificate shows the whole photo, and says so."""
    remark = Finding(
        code="picture.failed-check",
        severity=Severity.WARNING,
        message=f"the {job.spec.kind} failed its certificate ({reason}), so the photo is used whole",
        hint="please report this photo",
    )
    return replace(cutout, usable=False, findings=(*cutout.findings, remark))


def _packshot(job: PictureJob, photo: Photo, cutout: Cutout, describe: Describe) -> RenderedPicture:
    made = render_packshot(cutout.rgba, job.spec, photo=photo.rgb) if cutout.usable else None
    if made is not None and (made.changed_pixels or not made.border_white or made.strayed > _STRAYED):
        reason = f"{made.changed_pixels} product pixels changed" if made.changed_pixels else "the ground is not white"
        cutout, made = _used_whole(job, cutout, reason), None
    if made is None:
        made = render_whole_photo(photo.rgb, job.spec)
    setting = "on white" if cutout.usable else ""
    return RenderedPicture(
        data=_encoded(job, made.rgb, "digitalCapture", describe(setting)),
        suffix=".jpg",
        width=made.rgb.shape[1],
        height=made.rgb.shape[0],
        source_type="digitalCapture",
        certificate=_packshot_certificate(made, photo, cutout),
        setting=setting,
        whole_photo=not cutout.usable,
        places=(made.place,) if made.place else (),
        findings=(*made.findings, *_own_remarks(cutout)),
    )


def _own_remarks(cutout: Cutout) -> tuple[Finding, ...]:
    # Those of the cut-out itself are added once for all kinds.
    return tuple(finding for finding in cutout.findings if finding.code == "picture.failed-check")


def _hero(job: PictureJob, photo: Photo, cutout: Cutout, describe: Describe) -> RenderedPicture:
    from listgen.imaging.scene.hero import render_hero
    from listgen.imaging.whole_photo import render_whole_photo_hero

    width, height = job.spec.width, job.spec.height
    if not cutout.usable and job.asking:
        return _no_picture(job)
    if not cutout.usable:
        whole = render_whole_photo_hero(photo.rgb, width=width, height=height, kit=job.kit, seed=job.seed)
        return RenderedPicture(
            data=_encoded(job, whole.rgb, "compositeSynthetic", describe("")),
            suffix=".jpg",
            width=width,
            height=height,
            source_type="compositeSynthetic",
            certificate=_certificate(photo, cutout, scale=whole.scale),
            scene="photo",
            whole_photo=True,
            findings=_own_remarks(cutout),
        )
    scene = studio_scene(
        job,
        lambda painted: render_hero(
            cutout.rgba,
            width=width,
            height=height,
            kit=job.kit,
            scene=job.scene,
            type_id=job.type_id,
            seed=job.seed,
            longest_cm=job.longest_cm,
            painted=painted,
        ),
    )
    if scene.made.measurements.changed_pixels:
        return _hero(job, photo, _used_whole(job, cutout, "product pixels changed"), describe)
    if job.asking and job.canvas is not None:
        from listgen.imaging.painting import ask_for

        return replace(_no_picture(job), ask=ask_for(scene.made, job.canvas))
    return _scene_picture(job, repainted_scene(job, scene), photo, cutout, describe)


def _no_picture(job: PictureJob) -> RenderedPicture:
    return RenderedPicture(
        data=b"",
        suffix="",
        width=job.spec.width,
        height=job.spec.height,
        source_type="",
        certificate=Certificate(),
    )


def _banner(job: PictureJob, photo: Photo, cutout: Cutout, describe: Describe) -> RenderedPicture:
    try:
        from listgen.imaging.banner.draw import render_banner
        from listgen.imaging.banner.photo_banner import render_photo_banner
    except ImportError as error:
        # The drawing library is linked against two system libraries that a bare Linux server lacks.
        raise ImageError(
            f"banners cannot be drawn on this machine: {error}",
            hint="on Debian and Ubuntu: apt-get install libegl1 libgl1",
        ) from error

    if job.words is None:
        raise ImageError(f"{job.sku}: a banner needs a headline", hint="give the product a name")
    width, height, words = job.spec.width, job.spec.height, job.words
    if cutout.usable:
        scene = studio_scene(
            job,
            lambda painted: render_banner(
                cutout.rgba,
                width=width,
                height=height,
                kit=job.kit,
                words=words,
                layout=job.layout,
                scene=job.scene,
                type_id=job.type_id,
                seed=job.seed,
                longest_cm=job.longest_cm,
                painted=painted,
            ),
        )
    else:
        whole = render_photo_banner(
            photo.rgb, width=width, height=height, kit=job.kit, words=words, layout=job.layout, seed=job.seed
        )
        scene = as_drawn(whole)
    finished = _scene_picture(job, scene, photo, cutout, describe)
    certificate = replace(finished.certificate, text_contrast=round(scene.made.text_contrast, 2))
    return replace(finished, certificate=certificate, whole_photo=not cutout.usable)


def _fact_card(job: PictureJob, photo: Photo, cutout: Cutout, describe: Describe) -> RenderedPicture:
    from listgen.imaging.fact_cards import render_feature_card, render_size_diagram

    width, height, whole = job.spec.width, job.spec.height, not cutout.usable
    rgba = cutout.rgba
    if whole:
        rgba = np.dstack([photo.rgb, np.full(photo.rgb.shape[:2], 255, np.uint8)])
    if job.spec.kind == "size":
        made = render_size_diagram(
            rgba, photo.rgb, width=width, height=height, kit=job.kit, lines=job.sizes, whole=whole
        )
    else:
        made = render_feature_card(
            rgba,
            photo.rgb,
            width=width,
            height=height,
            kit=job.kit,
            features=job.features,
            whole=whole,
            seed=job.seed,
        )
    if made.changed_pixels and not whole:
        remark = _used_whole(job, cutout, f"{made.changed_pixels} product pixels changed")
        return _fact_card(job, photo, remark, describe)
    checks = check_edge(made.rgb, made.mask)
    setting = "" if whole else "on white" if job.spec.kind == "size" else "on a plain ground"
    return RenderedPicture(
        data=_encoded(job, made.rgb, "compositeSynthetic", describe(setting)),
        suffix=".jpg",
        width=width,
        height=height,
        source_type="compositeSynthetic",
        certificate=replace(
            _certificate(photo, cutout, scale=made.scale),
            changed_pixels=made.changed_pixels,
            fill=round(made.fill, 4),
            text_contrast=round(made.text_contrast, 2),
            edge_difference=checks.difference,
            halo=checks.halo,
            fragments=None if whole else checks.fragments,
            sharpness=checks.sharpness,
        ),
        setting=setting,
        whole_photo=whole,
        places=() if whole else (made.place,),
        findings=(*made.findings, *_own_remarks(cutout)),
    )


def _detail(job: PictureJob, photo: Photo, cutout: Cutout, describe: Describe) -> RenderedPicture:
    from listgen.imaging.detail import NoDetail, render_detail

    width, height = job.spec.width, job.spec.height
    if cutout.usable:
        made = render_detail(photo.rgb, cutout.rgba[..., 3], width=width, height=height)
    else:
        made = NoDetail("the product could not be cut out", "what the photo's own findings say helps here too")
    if isinstance(made, NoDetail):
        return replace(_no_picture(job), findings=(made.finding(),))
    checks = check_edge(made.rgb, made.mask)
    return RenderedPicture(
        data=_encoded(job, made.rgb, "digitalCapture", describe("")),
        suffix=".jpg",
        width=made.rgb.shape[1],
        height=made.rgb.shape[0],
        source_type="digitalCapture",
        certificate=replace(
            _certificate(photo, cutout, scale=made.scale),
            changed_pixels=made.changed_pixels,
            sharpness=checks.sharpness,
        ),
        places=(made.place,),
    )


_MAKERS: dict[str, Callable[[PictureJob, Photo, Cutout, Describe], RenderedPicture]] = {
    "packshot": _packshot,
    "hero": _hero,
    "size": _fact_card,
    "features": _fact_card,
    "detail": _detail,
    "banner": _banner,
}


def _scene_picture(
    job: PictureJob, scene: Scene[StudioPicture], photo: Photo, cutout: Cutout, describe: Describe
) -> RenderedPicture:
    made, rgb, measured = scene.made, scene.rgb, scene.made.measurements
    checks = check_edge(rgb, made.mask)
    painted = rgb is not made.rgb
    certificate = replace(
        _certificate(photo, cutout, scale=made.source_scale),
        # Measured on the finished picture: a model may have painted after the studio measured its own.
        changed_pixels=(
            sum(changed_pixels(rgb, placed) for placed in made.placed) if painted else measured.changed_pixels
        ),
        edge_difference=checks.difference,
        halo=checks.halo,
        fragments=checks.fragments,
        sharpness=checks.sharpness,
        expansion=max(0.0, round(grown_by(rgb, made), 4)) if painted else None,
        fill=measured.fill,
        floating=measured.floating,
        backdrop_distance=measured.distance,
        backdrop_weak=measured.weak,
        banding=measured.banding,
        clipped=measured.clipped,
    )
    return RenderedPicture(
        data=_encoded(job, rgb, scene.source_type, describe(made.setting)),
        suffix=".jpg",
        width=rgb.shape[1],
        height=rgb.shape[0],
        source_type=scene.source_type,
        certificate=certificate,
        setting=made.setting,
        scene=made.scene,
        places=tuple(placed.place_of(cutout.rgba) for placed in made.placed) if cutout.usable else (),
        findings=scene.findings,
    )


def _certificate(photo: Photo, cutout: Cutout, *, scale: float) -> Certificate:
    return Certificate(
        source_scale=round(scale * photo.scale, 4),
        cutout_method=cutout.method if cutout.usable else "",
        cutout_quality=round(cutout.quality, 3),
    )


def _packshot_certificate(made: Packshot, photo: Photo, cutout: Cutout) -> Certificate:
    checks = check_edge(made.rgb, made.alpha)
    return replace(
        _certificate(photo, cutout, scale=made.scale),
        changed_pixels=made.changed_pixels,
        fill=round(made.fill, 4),
        border_white=made.border_white,
        edge_difference=checks.difference,
        halo=checks.halo,
        fragments=checks.fragments if cutout.usable else None,
        sharpness=checks.sharpness,
        expansion=round(made.strayed, 5) if cutout.usable else None,
    )


def _encoded(job: PictureJob, rgb: NDArray[np.uint8], source_type: str, alt_text: str) -> bytes:
    return encode_jpeg(
        rgb,
        source_type=source_type,
        alt_text=alt_text,
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
