"""The catalogues, and what listgen would make of each product for Amazon, as the engine plans it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from listgen.cli.settings import Options, resolve
from listgen.domain.channel import Channel
from listgen.domain.picture import PictureJob
from listgen.engine.products import read_products
from listgen.engine.work import build_work, index_sheet
from listgen.marketplaces.profiles import load_profile

ROOT = Path(__file__).parents[2]
_DATA = ROOT.parent / "shared" / "data"
CATALOGUES = {
    "demo": ROOT / "examples",
    "luma": _DATA / "luma-gear",
    "vendure": _DATA / "vendure-demo-shop",
    "dreambooth": _DATA / "dreambooth-objects",
}


def jobs_of(name: str, folder: Path, *, every: int, side: int | None) -> Iterator[list[PictureJob]]:
    """Yield the pictures of every Nth product with a photo; `folder` is for what this writes.

    Pictures have the sizes of Amazon's profile, or at most `side` pixels.
    """
    catalogue, photos = CATALOGUES[name], None
    if name == "dreambooth":
        catalogue, photos = _sheet_of_photos(catalogue, folder), catalogue
    settings = resolve(
        Options(
            catalog=catalogue,
            photos=photos,
            brand="norrvik" if name == "demo" else "neutral",
            marketplaces=("amazon",),
            locales=("en-US",),
            variants=1,
            text="composer",
            images="studio",
            out=folder / "build",
        )
    )
    catalog = read_products(settings)
    channel = _at_most(load_profile("amazon").channel("en-US"), side)
    products = [product for product in catalog.products if product.photo is not None]
    for work in build_work(settings, index_sheet(catalog), products[::every], (channel,)):
        if work.pictures:
            yield [task.job for task in work.pictures]


def _at_most(channel: Channel, side: int | None) -> Channel:
    if side is None:
        return channel
    smaller = []
    for spec in channel.pictures:
        share = min(1.0, side / max(spec.width, spec.height))
        smaller.append(replace(spec, width=round(spec.width * share), height=round(spec.height * share)))
    return replace(channel, pictures=tuple(smaller))


def _sheet_of_photos(photos: Path, folder: Path) -> Path:
    """Photos without a sheet: each becomes a product with the name of its file and a size."""
    path = folder / "photos.csv"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["SKU", "Name", "Brand", "Image", "Height", "Width", "Material"])
        for photo in sorted(photos.glob("*.jpg")):
            name = photo.stem.replace("_", " ").title()
            rows.writerow([photo.stem.upper(), name, "Fjell", photo.name, "20 cm", "12 cm", "Cotton"])
    return path
