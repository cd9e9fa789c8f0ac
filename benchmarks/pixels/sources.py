"""Who paints the scene: the studio, the scene model, checkpoints with random weights, an endpoint that repaints all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from listgen.domain.picture import Painting, PictureJob
from listgen.imaging.picture import render_picture
from listgen.providers.image_models import painting_size
from listgen.providers.openai_images import OpenAIPictures
from listgen.providers.pictures import PictureRequest
from tests.imaging.tiny_checkpoint import build_tiny_inpainting, build_tiny_sdxl
from tests.providers.picture_endpoint import Answer, Asked, PictureEndpoint, painted, plain

SOURCES = ("studio", "scene", "sd", "sdxl", "endpoint")
_MODEL = "gpt-image-1"
# Colours of what the endpoint paints over everything, the product too.
_COLOURS = ("#7a5c3e", "#24405a", "#d8c7a0", "#101010", "#f4f4f4")

Source = Callable[[PictureJob], PictureJob]


def open_source(name: str, folder: Path) -> tuple[Source, Callable[[], None]]:
    """Return what turns a job into one that this source paints, and what ends the source."""
    if name in ("studio", "scene"):
        return lambda job: replace(job, backdrop=name if job.spec.kind in ("hero", "banner") else "studio"), _nothing
    if name in ("sd", "sdxl"):
        folder.mkdir(parents=True, exist_ok=True)
        model = (build_tiny_inpainting if name == "sd" else build_tiny_sdxl)(folder / name)
        return lambda job: _heroes(job, backdrop="diffusers", model=str(model)), _nothing
    endpoint = PictureEndpoint(_repaint_everything)
    provider = OpenAIPictures(_MODEL, base_url=endpoint.url, api_key="none", attempts=1)
    folder.mkdir(parents=True, exist_ok=True)
    return lambda job: _asked(job, provider, folder), endpoint.close


def _nothing() -> None:
    pass


def _heroes(job: PictureJob, **changes: object) -> PictureJob:
    # Models and endpoints paint heroes; everything else is the studio's whoever paints.
    return replace(job, **changes) if job.spec.kind == "hero" else job


def _repaint_everything(call: int, asked: Asked) -> Answer:
    return painted(plain(asked.size, _COLOURS[call % len(_COLOURS)]))


def _asked(job: PictureJob, provider: OpenAIPictures, folder: Path) -> PictureJob:
    if job.spec.kind != "hero":
        return job
    canvas = painting_size(_MODEL, job.spec.width, job.spec.height)
    job = replace(job, backdrop="openai", canvas=canvas)
    ask = render_picture(replace(job, asking=True)).ask
    if ask is None:
        return job
    request = PictureRequest(
        image=ask.image,
        mask=ask.mask,
        prompt="a set",
        backdrop_prompt="a set",
        width=canvas[0],
        height=canvas[1],
        quality="medium",
        subject=job.sku,
    )
    reply = provider.paint(request)
    path = folder / f"{abs(hash(job.sku))}.png"
    path.write_bytes(reply.data)
    return replace(job, painting=Painting(path=path, backdrop=reply.backdrop, problem=reply.problem))
