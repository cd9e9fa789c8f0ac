"""Who paints the set around a product: the studio, the scene model, a checkpoint or an endpoint.

The studio can always paint. Where another painter fails, its picture is used and a finding says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import PictureJob
from listgen.errors import ListgenError, ProviderError
from listgen.imaging.edge_checks import GROWN, grown_share

if TYPE_CHECKING:
    from listgen.imaging.scene.hero import StudioPicture

_Studio = TypeVar("_Studio", bound="StudioPicture")
_Studio_co = TypeVar("_Studio_co", bound="StudioPicture", covariant=True)

# A scene that grows out of the product is painted anew with another seed; then the studio's own is used.
_PAINTINGS = 2
_DRAWN, _PAINTED = "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, slots=True, eq=False)
class Scene(Generic[_Studio_co]):
    """A product on its set: what the studio `made`, the finished pixels, their IPTC source type and findings.

    `rgb` is `made.rgb` itself unless a model painted over the set.
    """

    made: _Studio_co
    rgb: NDArray[np.uint8]
    source_type: str
    findings: tuple[Finding, ...]


def studio_scene(job: PictureJob, render: Callable[[bool], _Studio]) -> Scene[_Studio]:
    """Return the studio's scene, its far field by the scene model where the job asks for it and the model works.

    `render` makes the studio's picture and is told whether the scene model paints the far field.
    """
    if job.backdrop != "scene":
        return as_drawn(render(False))
    try:
        return as_drawn(render(True))
    except ProviderError as error:
        return _with_remark(as_drawn(render(False)), _studio_instead(error))


def as_drawn(made: _Studio) -> Scene[_Studio]:
    """Return the studio's picture as it is."""
    return Scene(made, made.rgb, _PAINTED if made.painted else _DRAWN, made.findings)


def repainted_scene(job: PictureJob, scene: Scene[StudioPicture]) -> Scene[StudioPicture]:
    """Return the scene as the job's checkpoint or endpoint paints it; unchanged where the job names none.

    Where that fails, or what was painted grows out of the product, it stays as it is and gets a finding.
    """
    painter = _PAINTERS.get(job.backdrop)
    if painter is None:
        return scene
    try:
        return replace(scene, rgb=painter(job, scene.made), source_type=_PAINTED)
    except ListgenError as error:
        unanswered = job.painting is not None and job.painting.again
        return _with_remark(scene, _not_painted(error) if unanswered else _studio_instead(error))


def grown_by(rgb: NDArray[np.uint8], made: StudioPicture) -> float:
    """Return how much more looks like the product around it in `rgb` than in the studio's picture, share of a ring."""
    return grown_share(rgb, made.mask) - grown_share(made.rgb, made.mask)


def _by_checkpoint(job: PictureJob, made: StudioPicture) -> NDArray[np.uint8]:
    from listgen.imaging.repaint import repaint, scene_prompt

    prompt = scene_prompt(made.scene, made.roles.field, made.roles.accent)
    for attempt in range(_PAINTINGS):
        painted = repaint(made.rgb, made.mask, model=job.model, prompt=prompt, seed=job.seed + attempt)
        if grown_by(painted, made) <= GROWN:
            return painted
    raise ProviderError(f"it painted on to the product {_PAINTINGS} times", hint="try another seed or model")


def _by_endpoint(job: PictureJob, made: StudioPicture) -> NDArray[np.uint8]:
    from listgen.imaging.painting import compose_painting

    painting = job.painting
    if painting is None or painting.path is None or job.canvas is None:
        problem = painting.problem if painting else "nobody was asked"
        raise ProviderError(problem, hint=painting.hint if painting else None)
    painted = compose_painting(made, painting.path, job.canvas, backdrop=painting.backdrop)
    if grown_by(painted, made) > GROWN:
        raise ProviderError("it painted on to the product", hint="try another scene, seed or model")
    return painted


_PAINTERS: dict[str, Callable[[PictureJob, StudioPicture], NDArray[np.uint8]]] = {
    "diffusers": _by_checkpoint,
    "openai": _by_endpoint,
}


def _with_remark(scene: Scene[_Studio], remark: Finding) -> Scene[_Studio]:
    return replace(scene, findings=(*scene.findings, remark))


def _not_painted(error: ListgenError) -> Finding:
    return Finding(
        code="picture.not-painted",
        severity=Severity.WARNING,
        message=f"the picture endpoint gave no answer, so the scene is the studio's: {error.message}",
        hint=error.hint or "",
    )


def _studio_instead(error: ListgenError) -> Finding:
    return Finding(
        code="picture.studio-instead",
        severity=Severity.WARNING,
        message=f"the scene comes from the studio instead of the picture model: {error.message}",
        hint=error.hint or "",
    )
