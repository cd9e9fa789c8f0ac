"""Who paints the scenes: `--images`, `LISTGEN_IMAGES` and `[images]`, resolved to one choice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgen.errors import UsageError

if TYPE_CHECKING:
    from listgen.cli.project_file import ImagesTable
    from listgen.imaging.credentials import Credentials
    from listgen.providers.image_models import PicturePrice


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageChoice:
    """Who paints, resolved. `identity` is the hash of the recordings that `replay` paints with."""

    provider: str  # "studio", "scene", "diffusers", "openai", "replay" or "none"
    model: str = ""
    base_url: str = ""
    price: PicturePrice | None = None
    identity: str = ""
    recordings: Path | None = None
    record: bool = False


def choose_images(asked: str | None, table: ImagesTable, project: Path, *, record: bool = False) -> ImageChoice:
    """Return who paints. `asked` is the command line's word, None where it said nothing.

    Raises UsageError where something is missing, ProviderError for `replay` without recordings.
    """
    provider = asked or table.provider
    if provider == "openai":
        model = os.environ.get("LISTGEN_IMAGE_MODEL") or table.model
        if not model:
            raise UsageError(
                "no picture model is named",
                hint='set LISTGEN_IMAGE_MODEL, or `model = "…"` under [images] in listgen.toml, e.g. gpt-image-1.5',
            )
        return ImageChoice(
            provider=provider,
            model=model,
            base_url=image_address(table),
            price=_price(table),
            recordings=project / table.recordings,
            record=record or table.record,
        )
    if provider == "replay":
        from listgen.providers.replay_pictures import read_picture_recordings

        folder = project / table.recordings
        found = read_picture_recordings(folder, os.environ.get("LISTGEN_IMAGE_MODEL") or table.model)
        return ImageChoice(
            provider=provider, model=found.model, base_url=found.address, identity=found.digest, recordings=folder
        )
    return ImageChoice(provider=_own(provider, table.model), model=table.model)


def choose_credentials(table: ImagesTable, project: Path) -> Credentials | None:
    """Return what pictures are signed with, None where no certificate is named.

    Raises UsageError for a certificate without its key, and for files that cannot be used.
    """
    own = table.c2pa
    certificate = os.environ.get("LISTGEN_C2PA_CERTIFICATE") or (own and own.certificate)
    if not certificate:
        return None
    key = os.environ.get("LISTGEN_C2PA_KEY") or (own and own.key)
    if not key:
        raise UsageError(
            "pictures are to be signed, but no private key is named",
            hint="set LISTGEN_C2PA_KEY, or `key` under [images.c2pa] in listgen.toml, to its PEM file",
        )
    from listgen.imaging.credentials import read_credentials

    return read_credentials(project / certificate, project / key)


def image_address(table: ImagesTable) -> str:
    """Return the address of the picture endpoint, "" for OpenAI itself."""
    return os.environ.get("LISTGEN_IMAGE_BASE_URL") or table.base_url or os.environ.get("OPENAI_BASE_URL") or ""


def image_check() -> dict[str, Any]:
    """Return whether a picture endpoint is set, for `models doctor`; makes no call: a picture is never tiny."""
    from listgen.cli.project_file import ProjectFile, read_project_file
    from listgen.cli.settings import FILE
    from listgen.providers.address import bare_address
    from listgen.providers.image_models import find_picture_price, painting_size

    table = (read_project_file(Path(FILE)) if Path(FILE).is_file() else ProjectFile()).images
    model, address = os.environ.get("LISTGEN_IMAGE_MODEL") or table.model, image_address(table)
    key = os.environ.get("LISTGEN_IMAGE_API_KEY") or os.environ.get("OPENAI_API_KEY")
    if not model or (not key and not address):
        lacks = "no model is named" if not model else "no key is set"
        return {"name": "images", "ok": False, "message": f"images: `--images openai` is not set up, {lacks}"}
    known = table.price or find_picture_price(model, address, table.quality, painting_size(model, 1, 1))
    price = "its price is known" if known else "its price is unknown: give it under [images.price]"
    place = bare_address(address) or "OpenAI"
    return {"name": "images", "ok": True, "message": f"images: `{model}` at {place}, {price}; no call was made"}


def _price(table: ImagesTable) -> PicturePrice | None:
    if table.price is None:
        return None
    from listgen.providers.image_models import PicturePrice

    return PicturePrice(picture=table.price.picture, source="listgen.toml")


def _own(said: str, model: str) -> str:
    if said == "diffusers":
        # Said before the first SKU, not once for each of them.
        if find_spec("diffusers") is None or find_spec("torch") is None:
            raise UsageError(
                "pictures with diffusers need the `diffusion` extra", hint="pip install 'listgen[diffusion]'"
            )
        if not model:
            raise UsageError(
                "no picture model is named",
                hint='set `model = "…"` under [images] in listgen.toml: a diffusers folder or a hub name',
            )
    if said in ("auto", "scene"):
        from listgen.imaging.scene_files import can_paint

        if can_paint():
            return "scene"
        if said == "scene":
            raise UsageError("the scene model needs the `diffusion` extra", hint="pip install 'listgen[diffusion]'")
        return "studio"
    return said
