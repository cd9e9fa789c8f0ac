"""One picture from start to end: read, cut out, compose, encode, measure. What a worker process runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import Certificate, PictureJob, RenderedPicture
from listgen.errors import ImageError, ListgenError, ProviderError
from listgen.imaging.certificate import changed_pixels
from listgen.imaging.cutout import Cutout, cut_out
from listgen.imaging.edge_checks import GROWN, check_edge, grown_share
from listgen.imaging.metadata import encode_jpeg
from listgen.imaging.packshot import Packshot, render_packshot, render_whole_photo
from listgen.imaging.photo import Photo, read_photo
from listgen.imaging.remarks import several_pieces

if TYPE_CHECKING:
    from listgen.imaging.scene.hero import StudioPicture

_Studio = TypeVar("_Studio", bound="StudioPicture")

# What is seen around the product -> alt text. Words are written one room over, so the caller brings the writer.
Describe = Callable[[str], str]

# Packshot, hero and banner of a SKU follow each other in one worker and share photo and cut-out. A cut-out of the
# largest photo takes about 60 MB.
_KEPT = 2

# What is left of the ground beside the product, share of its area.
_STRAYED = 0.001
# A scene that grows out of the product is painted anew with another seed; then the studio's own is used.
_PAINTINGS = 2

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
        return _nothing_to_ask(job)
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
    made, remark = _with_scene_model(
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
    if made.measurements.changed_pixels:
        return _hero(job, photo, _used_whole(job, cutout, "product pixels changed"), describe)
    if job.asking and job.canvas is not None:
        from listgen.imaging.painting import ask_for

        return replace(_nothing_to_ask(job), ask=ask_for(made, job.canvas))
    rgb, source_type, remarks = made.rgb, _source_type(made), (*made.findings, *remark)
    if job.backdrop in _REPAINTED:
        rgb, source_type, remark = _REPAINTED[job.backdrop](job, made)
        remarks = (*remarks, *remark)
    return _studio_picture(job, made, rgb, photo, cutout, source_type=source_type, findings=remarks, describe=describe)


def _repainted(job: PictureJob, made: StudioPicture) -> tuple[NDArray[np.uint8], str, tuple[Finding, ...]]:
    """Return the scene as a checkpoint paints it; the studio's own picture and a finding where that fails."""
    from listgen.imaging.repaint import repaint, scene_prompt

    prompt = scene_prompt(made.scene, made.roles.field, made.roles.accent)
    before = grown_share(made.rgb, made.mask)
    for attempt in range(_PAINTINGS):
        try:
            painted = repaint(made.rgb, made.mask, model=job.model, prompt=prompt, seed=job.seed + attempt)
        except ListgenError as error:
            return made.rgb, "compositeSynthetic", (_studio_instead(error),)
        if grown_share(painted, made.mask) - before <= GROWN:
            return painted, "compositeWithTrainedAlgorithmicMedia", ()
    grown = ProviderError(f"it painted on to the product {_PAINTINGS} times", hint="try another seed or model")
    return made.rgb, "compositeSynthetic", (_studio_instead(grown),)


def _by_endpoint(job: PictureJob, made: StudioPicture) -> tuple[NDArray[np.uint8], str, tuple[Finding, ...]]:
    """Return the scene as an endpoint painted it; the studio's own picture and a finding where that failed."""
    from listgen.imaging.painting import compose_painting

    painting = job.painting
    try:
        if painting is None or painting.path is None or job.canvas is None:
            problem = painting.problem if painting else "nobody was asked"
            raise ProviderError(problem, hint=painting.hint if painting else None)
        painted = compose_painting(made, painting.path, job.canvas, backdrop=painting.backdrop)
    except ListgenError as error:
        again = painting is not None and painting.again
        return made.rgb, "compositeSynthetic", (_not_painted(error) if again else _studio_instead(error),)
    if grown_share(painted, made.mask) - grown_share(made.rgb, made.mask) > GROWN:
        grown = ProviderError("it painted on to the product", hint="try another scene, seed or model")
        return made.rgb, "compositeSynthetic", (_studio_instead(grown),)
    return painted, "compositeWithTrainedAlgorithmicMedia", ()


def _not_painted(error: ListgenError) -> Finding:
    return Finding(
        code="picture.not-painted",
        severity=Severity.WARNING,
        message=f"the picture endpoint gave no answer, so the scene is the studio's: {error.message}",
        hint=error.hint or "",
    )


def _nothing_to_ask(job: PictureJob) -> RenderedPicture:
    return RenderedPicture(
        data=b"",
        suffix="",
        width=job.spec.width,
        height=job.spec.height,
        source_type="",
        certificate=Certificate(),
    )


_REPAINTED: dict[str, Callable[[PictureJob, StudioPicture], tuple[NDArray[np.uint8], str, tuple[Finding, ...]]]] = {
    "diffusers": _repainted,
    "openai": _by_endpoint,
}


def _with_scene_model(job: PictureJob, render: Callable[[bool], _Studio]) -> tuple[_Studio, tuple[Finding, ...]]:
    """Return the picture, its far field by the scene model where the job asks for it and the model works."""
    if job.backdrop != "scene":
        return render(False), ()
    try:
        return render(True), ()
    except ProviderError as error:
        return render(False), (_studio_instead(error),)


def _studio_instead(error: ListgenError) -> Finding:
    return Finding(
        code="picture.studio-instead",
        severity=Severity.WARNING,
        message=f"the scene comes from the studio instead of the picture model: {error.message}",
        hint=error.hint or "",
    )


def _source_type(made: StudioPicture) -> str:
    return "compositeWithTrainedAlgorithmicMedia" if made.painted else "compositeSynthetic"


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
    remark: tuple[Finding, ...] = ()
    if cutout.usable:
        made, remark = _with_scene_model(
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
        made = render_photo_banner(
            photo.rgb, width=width, height=height, kit=job.kit, words=words, layout=job.layout, seed=job.seed
        )
    finished = _studio_picture(
        job,
        made,
        made.rgb,
        photo,
        cutout,
        source_type=_source_type(made),
        findings=(*made.findings, *remark),
        describe=describe,
    )
    certificate = replace(finished.certificate, text_contrast=round(made.text_contrast, 2))
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
        findings=(*made.findings, *_own_remarks(cutout)),
    )


_MAKERS: dict[str, Callable[[PictureJob, Photo, Cutout, Describe], RenderedPicture]] = {
    "packshot": _packshot,
    "hero": _hero,
    "size": _fact_card,
    "features": _fact_card,
    "banner": _banner,
}


def _studio_picture(
    job: PictureJob,
    made: StudioPicture,
    rgb: NDArray[np.uint8],
    photo: Photo,
    cutout: Cutout,
    *,
    source_type: str,
    findings: tuple[Finding, ...],
    describe: Describe,
) -> RenderedPicture:
    measured = made.measurements
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
        expansion=max(0.0, round(grown_share(rgb, made.mask) - grown_share(made.rgb, made.mask), 4))
        if painted
        else None,
        fill=measured.fill,
        floating=measured.floating,
        backdrop_distance=measured.distance,
        backdrop_weak=measured.weak,
        banding=measured.banding,
        clipped=measured.clipped,
    )
    return RenderedPicture(
        data=_encoded(job, rgb, source_type, describe(made.setting)),
        suffix=".jpg",
        width=rgb.shape[1],
        height=rgb.shape[0],
        source_type=source_type,
        certificate=certificate,
        setting=made.setting,
        scene=made.scene,
        findings=findings,
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
