"""Pictures: what has to be made, what came out, and the numbers measured on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from listgen.domain.brand_kit import BrandKit
from listgen.domain.channel import PictureSpec
from listgen.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class BannerWords:
    """The words of a banner; each is claimed by the fact lock. "" leaves an element out."""

    headline: str
    subline: str = ""
    eyebrow: str = ""
    button: str = ""
    badge: str = ""  # of a campaign


@dataclass(frozen=True, slots=True)
class SizeLine:
    """One length of the product for a size diagram, as it is said; the fact lock has seen the texts.

    `axis` is "height", "width", "length", "depth" or "diameter", "" where the sheet names none; `label` is its word.
    """

    axis: str
    centimetres: float
    text: str  # "10.4 in"
    other: str = ""  # the same in the other unit, "26.5 cm"
    label: str = ""  # "Height"


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact for a feature card: what is read first, and what it is called; the fact lock has seen both."""

    value: str  # "Up to 24 h"
    label: str = ""  # "Hours cold"


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneAsk:
    """What a picture endpoint is asked to paint around.

    `image` is the studio's picture at the endpoint's size, `mask` of the same size is transparent where may be painted;
    both are PNGs. `field` and `accent` are the set's colours (`#rrggbb`). `place` is where the product lies: left, top,
    right and bottom in 64ths of the frame.
    """

    image: bytes
    mask: bytes
    scene: str
    field: str
    accent: str
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """What an endpoint painted: a file, or the problem that there is none.

    `backdrop` is set where the file shows what lies far behind alone, without the product.
    """

    path: Path | None = None
    backdrop: bool = False
    problem: str = ""
    hint: str = ""
    again: bool = False  # whether a later run may have more luck


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureJob:
    """Everything that determines one picture, and nothing else. Can be pickled and sent to a worker.

    `scene` names the studio preset, "" lets the product and the kit choose. `longest_cm` is the true size of the
    product's longest side, None if no cell gives it. `seed` comes from names (run seed, SKU, slot, variant).
    `backdrop` is "studio", "scene" (the studio with far fields by listgen's own scene model), "diffusers" with
    `model` naming a folder or hub name, or "openai": painted by an endpoint at the size `canvas`. With `asking` only
    the question to that endpoint is made; `painting` is its answer.
    """

    sku: str
    photo: Path
    spec: PictureSpec
    kit: BrandKit
    seed: int
    type_id: str = ""
    scene: str = ""
    words: BannerWords | None = None
    longest_cm: float | None = None
    alt_text: str = ""
    backdrop: str = "studio"
    model: str = ""
    sizes: tuple[SizeLine, ...] = ()  # of a size diagram
    features: tuple[Feature, ...] = ()  # of a feature card
    layout: str = ""  # banner layout, "" lets the shape choose
    pieces: int = 1  # how many separate pieces the sheet says are in the set
    weights: Path | None = None  # cut-out model file, None where none was pulled
    canvas: tuple[int, int] | None = None
    asking: bool = False
    painting: Painting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Measured numbers of one picture; None where a number does not apply to its kind."""

    changed_pixels: int | None = None  # product pixels inside the eroded mask that differ from the resized source
    fill: float | None = None  # longest side of the product over the frame
    border_white: bool | None = None  # every pixel outside the product is 255
    text_contrast: float | None = None  # 5th percentile
    backdrop_distance: float | None = None  # dE between product rim and field, median
    backdrop_weak: float | None = None  # share of the product's rim that is too close to the field
    floating: float | None = None  # light under the foot over the same place in the empty set
    banding: float | None = None  # autocorrelation of what a smooth gradient leaves over
    clipped: float | None = None  # share of scene pixels that are black or burnt out
    source_scale: float | None = None  # output px per source px of the product
    edge_difference: float | None = None  # Lab distance between the product's edge and what lies right inside, median
    halo: float | None = None  # share of the contour along which the edge is lighter than both sides
    fragments: int | None = None  # separate pieces of the product
    sharpness: float | None = None  # 0 blurred to 1
    expansion: float | None = None  # what looks like the product and lies outside of it, share
    cutout_method: str = ""
    cutout_quality: float | None = None  # 0 to 1


@dataclass(frozen=True, slots=True)
class ProductPlace:
    """Where a product lies in a picture, and which part of the photo it is.

    `frame` is left, top, width and height in pixels of the picture, `photo` the same in pixels of the photo as it is
    read (upright, at most 2,400 px). Resized to the first, the second has to be what is seen.
    """

    frame: tuple[int, int, int, int]
    photo: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPicture:
    """A finished file in memory with its certificate. `setting` says what is seen around the product, for alt texts.

    `places` are () where the photo is used whole.
    """

    data: bytes
    suffix: str  # ".jpg" or ".png"
    width: int
    height: int
    source_type: str  # IPTC digital source type: "compositeSynthetic", "digitalCapture" …
    certificate: Certificate
    setting: str = ""
    scene: str = ""
    whole_photo: bool = False  # the photo could not be cut well and is used as it is
    findings: tuple[Finding, ...] = ()
    places: tuple[ProductPlace, ...] = ()
    ask: SceneAsk | None = None  # in place of `data` where the job only asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a listing: where its bytes lie, and what is known of it."""

    slot: str
    kind: str
    blob: str  # sha256 of the file
    suffix: str
    width: int
    height: int
    size: int  # bytes
    alt_text: str
    source_type: str
    certificate: Certificate
    path: Path | None = None  # where the bytes can be read
    scene: str = ""
    whole_photo: bool = False
    findings: tuple[Finding, ...] = ()
    calls: int = 0  # that its painting took
    cost_usd: float | None = 0.0  # None: the price is unknown
