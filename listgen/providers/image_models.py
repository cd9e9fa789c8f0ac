"""What is known of picture models: their sizes, what they want to be sent, and their public prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from listgen.resources import read_data


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTerms:
    """How a model is asked. `format` is the value of `response_format`, "" where the parameter is refused."""

    quality: bool
    format: str
    edits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePrice:
    """US dollars for one painted scene, its way in included.

    `source` is "listgen.toml" or a public list with its day.
    """

    picture: Decimal
    source: str


def model_terms(model: str) -> ModelTerms:
    """Return how a model is asked; one that nobody listed is asked in the way that most servers understand."""
    family = _family(model)
    return ModelTerms(quality=family["quality"], format=family["format"], edits=family["edits"])


def painting_size(model: str, width: int, height: int) -> tuple[int, int]:
    """Return the size at which the model paints a picture of this size: of those that it offers the likest shape."""
    family = _family(model)
    free = family.get("free")
    if free is not None:
        shape = min(max(width / height, 1 / free["shape"]), free["shape"])
        step = free["multiple"]
        high = (free["area"] / shape) ** 0.5
        return max(step, round(high * shape / step) * step), max(step, round(high / step) * step)
    sizes = [(int(w), int(h)) for w, h in (size.split("x") for size in family["sizes"])]
    wanted = width / height

    def unlike(size: tuple[int, int]) -> float:
        shape = size[0] / size[1]
        return max(shape / wanted, wanted / shape)

    # `min` takes the first of equals: the largest stands first.
    return min(sizes, key=unlike)


def find_picture_price(model: str, base_url: str, quality: str, size: tuple[int, int]) -> PicturePrice | None:
    """Return the public price of a scene of this size at an address ("" is OpenAI), None where nobody lists one."""
    host = urlsplit(base_url).hostname if base_url else "api.openai.com"
    for entry in _models()["price"]:
        if entry["model"] != model or host not in entry["hosts"]:
            continue
        prices = entry["square" if size[0] == size[1] else "oblong"]
        if quality not in prices:
            return None
        return PicturePrice(
            picture=Decimal(prices[quality]) + Decimal(entry["input"]), source=f"{entry['source']}, {entry['date']}"
        )
    return None


def _family(model: str) -> dict[str, Any]:
    # Dated snapshots (`gpt-image-2-2026-04-21`) are asked like the model they are of.
    found = [
        (len(name), family)
        for family in _models()["family"]
        for name in family["names"]
        if model == name or model.startswith(f"{name}-20")
    ]
    other: dict[str, Any] = _models()["other"]
    return max(found, key=lambda one: one[0])[1] if found else other


@cache
def _models() -> dict[str, Any]:
    return read_data("providers", "data", "image_models.toml")
