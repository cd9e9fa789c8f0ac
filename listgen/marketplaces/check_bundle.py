"""Checking a bundle on disk: the manifest's hashes, and pictures against the profile's slots."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from listgen.domain.finding import Finding, Severity
from listgen.errors import MarketplaceError
from listgen.marketplaces.manifest import SCHEMA
from listgen.marketplaces.profile import Profile
from listgen.marketplaces.readers.records import problem

MANIFEST = "manifest.json"
# Three parts divided by dots, letters and digits alone: Seller Central, image specification G1881 [Q].
_AMAZON_NAME = re.compile(r"[A-Za-z0-9]+\.(MAIN|PT0[1-8]|PS0[1-6]|SWCH|banner)\.(jpg|jpeg|png|tif|tiff|gif)\Z")
_SHOP_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(jpg|jpeg|png|webp)\Z")
_WHITE = 252
_MOST_PIXELS = 100_000_000
_SUFFIXES = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",), "GIF": (".gif",)}


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """A picture as the manifest lists it."""

    path: str
    sha256: str
    sku: str
    slot: str
    source_type: str  # IPTC digital source type that the file has to carry


@dataclass(frozen=True, slots=True)
class BundleOnDisk:
    """A bundle's folder and what its manifest says."""

    folder: Path
    marketplace: str
    locale: str
    files: tuple[tuple[str, str, str], ...]  # path, sha256, role
    images: tuple[ImageEntry, ...]

    @property
    def uploads(self) -> tuple[str, ...]:
        """Return the paths of the upload files."""
        return tuple(path for path, _, role in self.files if role == "upload")

    @property
    def image_names(self) -> frozenset[str]:
        """Return the file names of all pictures."""
        return frozenset(image.path.rsplit("/", 1)[-1] for image in self.images)

    def inside(self, relative: str) -> Path | None:
        """Return the place of a listed file; None for a path that leads out of the bundle."""
        place = (self.folder / relative).resolve()
        return self.folder / relative if place.is_relative_to(self.folder.resolve()) else None


def read_bundle(folder: Path) -> BundleOnDisk:
    """Return what the manifest of a bundle says.

    Raises:
        MarketplaceError: The manifest is damaged, or is not one of listgen.
    """
    place = folder / MANIFEST
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise MarketplaceError(f"{place}: schema is not `{SCHEMA}`", hint="give the bundle's folder or upload file")
        return BundleOnDisk(
            folder,
            str(content["marketplace"]),
            str(content["locale"]),
            tuple((str(file["path"]), str(file["sha256"]), str(file["role"])) for file in content["files"]),
            tuple(
                ImageEntry(
                    str(image["path"]),
                    str(image["sha256"]),
                    str(image["sku"]),
                    str(image["slot"]),
                    str(image["digital_source_type"]),
                )
                for image in content["images"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise MarketplaceError(
            f"{place} is damaged: {error!r:.120}", hint="`listgen generate` writes it anew"
        ) from error


def check_files(bundle: BundleOnDisk) -> Iterator[Finding]:
    """Yield listed files that are missing or were changed since the bundle was made."""
    for path, sha256, _ in bundle.files:
        yield from _file_findings(bundle, path, sha256, sku="")


def check_images(bundle: BundleOnDisk, profile: Profile) -> Iterator[Finding]:
    """Yield pictures that are missing, changed, wrongly named, too small, too large or of the wrong format."""
    for image in bundle.images:
        missing = list(_file_findings(bundle, image.path, image.sha256, sku=image.sku))
        yield from missing
        place = bundle.inside(image.path)
        if place is None or not place.is_file():
            continue
        yield from _name_findings(image, profile.image_names.style)
        yield from _picture_findings(place, image, profile)
        yield from _disclosure_findings(place, image)
        yield from _generated_findings(image, profile)


def _file_findings(bundle: BundleOnDisk, path: str, sha256: str, *, sku: str) -> Iterator[Finding]:
    place = bundle.inside(path)
    if place is None:
        yield problem("file.outside", f"`{path[:80]}` leads out of the bundle", sku=sku)
    elif not place.is_file():
        yield problem("file.missing", f"{path} is missing", sku=sku, hint="`listgen generate` writes it anew")
    elif _sha256(place) != sha256:
        yield problem(
            "file.changed",
            f"{path} is not what the manifest lists",
            severity=Severity.WARNING,
            sku=sku,
            hint="a change by hand is lost when you generate again; change the sheet instead",
        )


def _sha256(place: Path) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _name_findings(image: ImageEntry, style: Literal["amazon", "shop"]) -> Iterator[Finding]:
    name = image.path.rsplit("/", 1)[-1]
    if not (_AMAZON_NAME if style == "amazon" else _SHOP_NAME).match(name):
        yield problem(
            "image.name",
            f"`{name[:80]}` breaks the marketplace's naming rule",
            sku=image.sku,
            field=image.slot,
            hint="generate again; do not rename pictures by hand",
        )


def _picture_findings(place: Path, image: ImageEntry, profile: Profile) -> Iterator[Finding]:
    size = place.stat().st_size
    slot = profile.slot(image.slot)
    header = _header(place)
    if header is None:
        yield problem("image.unreadable", f"{image.path} is no readable picture", sku=image.sku, field=image.slot)
        return
    kind, width, height = header
    if place.suffix.lower() not in _SUFFIXES.get(kind, ()):
        yield problem("image.format", f"{image.path} holds {kind}", sku=image.sku, field=image.slot)
    if slot is None:
        return
    white = _white_border(place) if slot.background == "white" and width * height <= _MOST_PIXELS else True
    if white is None:
        yield problem("image.unreadable", f"{image.path} cannot be decoded", sku=image.sku, field=image.slot)
    elif not white:
        yield problem(
            "image.background",
            f"{image.path}: {profile.title} wants this picture on pure white",
            severity=Severity.WARNING,
            sku=image.sku,
            field=image.slot,
            hint="photograph the product on a plain ground, or give a PNG with transparency",
        )
    measured: Mapping[str, tuple[int, bool]] = {
        # what the number is about: the measured value, and whether more is wrong
        "file size": (size, True),
        "area": (width * height, True),
        "longest side": (max(width, height), True),
        "shortest longest side": (max(width, height), False),
        "shortest side": (min(width, height), False),
    }
    for rule in slot.rules:
        if rule.what not in measured:
            continue
        value, more_is_wrong = measured[rule.what]
        if value > rule.value if more_is_wrong else value < rule.value:
            yield problem(
                "image.too-large" if more_is_wrong else "image.too-small",
                f"{image.path}: {rule.what} is {value} {rule.unit}, {profile.title} asks for "
                f"{'at most' if more_is_wrong else 'at least'} {rule.value}",
                severity=Severity.WARNING if rule.status == "recalled" else Severity.ERROR,
                sku=image.sku,
                field=image.slot,
            )


def _generated_findings(image: ImageEntry, profile: Profile) -> Iterator[Finding]:
    """Yield a picture that a model painted, in whole or in part, where the marketplace takes none."""
    slot = profile.slot(image.slot)
    if slot is not None and slot.generated == "forbidden" and "trainedalgorithmic" in image.source_type.lower():
        yield problem(
            "image.generated",
            f"{image.path} was painted by a model; {profile.title} takes no such picture as {slot.use}",
            sku=image.sku,
            field=image.slot,
            hint="use the photo: `--images studio`",
        )


def _disclosure_findings(place: Path, image: ImageEntry) -> Iterator[Finding]:
    """Yield a picture that does not say how it was made; for what a model painted, marketplaces require it."""
    # XMP stands in the file as plain text, so that anybody can find it: that is what it is for.
    if image.source_type and f"digitalsourcetype/{image.source_type}".encode() not in place.read_bytes():
        yield problem(
            "image.disclosure",
            f"{image.path} does not carry the IPTC digital source type `{image.source_type}`",
            severity=Severity.ERROR if "trained" in image.source_type.lower() else Severity.WARNING,
            sku=image.sku,
            field=image.slot,
            hint="do not strip metadata; `listgen generate` writes the picture anew",
        )


def _white_border(place: Path) -> bool | None:
    """Tell whether the four edges of a picture are white, JPEG off by a shade; None where it cannot be decoded."""
    from PIL import Image

    try:
        with Image.open(place) as picture:
            # A quarter of the size is enough for the edges and decodes four times as fast.
            picture.draft("L", (picture.width // 4, picture.height // 4))
            grey = picture.convert("L")
    except (OSError, ValueError):
        return None
    right, bottom = grey.width - 1, grey.height - 1
    edges = ((0, 0, right, 1), (0, bottom, right, bottom + 1), (0, 0, 1, bottom), (right, 0, right + 1, bottom))
    return all(min(grey.crop(edge).tobytes(), default=_WHITE) >= _WHITE for edge in edges)


def _header(place: Path) -> tuple[str, int, int] | None:
    """Return format, width and height from a picture's header; the pixels stay unread."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(place) as picture:
                return str(picture.format), picture.width, picture.height
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
