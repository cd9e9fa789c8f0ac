"""Zip archives of pictures under the marketplace's naming rule, for channels that take pictures so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from listgen.marketplaces.exporters.parts import part_names
from listgen.marketplaces.records import BundleFile, BundleImage, ExportJob

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: the same pictures are the same bytes
_MOST_BYTES = 500_000_000


def zip_images(job: ExportJob, images: Sequence[BundleImage]) -> tuple[BundleFile, ...]:
    """Return the listed pictures of a bundle as zips below the profile's size limit, () where none is wanted.

    A seller asks for them by `image_zip = true` under `[marketplace.NAME]`: they hold every picture twice. Reads
    the pictures' bytes; one that was never rendered is left out.
    """
    rules = job.profile.image_names
    if not rules.zip or job.seller.choice(job.profile.name, "image_zip") != "true":
        return ()
    most = rules.max_zip.value if rules.max_zip else _MOST_BYTES
    made = [_archive(part) for part in _parts([image for image in images if image.listed and image.source], most)]
    return tuple(BundleFile(name, data) for name, data in zip(part_names(rules.zip, len(made)), made, strict=True))


def _parts(images: Sequence[BundleImage], most: int) -> Iterator[list[BundleImage]]:
    """Yield the pictures in parts of at most so many bytes; the pictures of a SKU stay together where they fit."""
    part: list[BundleImage] = []
    size = 0
    for own in _by_sku(images):
        added = sum(_size(image) for image in own)
        if part and size + added > most:
            yield part
            part, size = [], 0
        part.extend(own)
        size += added
    if part:
        yield part


def _by_sku(images: Sequence[BundleImage]) -> Iterator[list[BundleImage]]:
    own: list[BundleImage] = []
    for image in images:
        if own and image.sku != own[0].sku:
            yield own
            own = []
        own.append(image)
    if own:
        yield own


def _size(image: BundleImage) -> int:
    # Name and place of an entry, twice, besides its bytes.
    return image.picture.size + 2 * len(image.path) + 150


def _archive(images: Sequence[BundleImage]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for image in images:
            assert image.source is not None, "pictures without bytes are left out"
            # JPEG does not get smaller; stored bytes are written at once.
            archive.writestr(zipfile.ZipInfo(image.path.rpartition("/")[2], _DATE), image.source.read_bytes())
    return stream.getvalue()
