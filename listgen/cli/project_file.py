"""`listgen.toml`: what a project always asks for, checked where it is read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from listgen.cli.settings import load_toml
from listgen.errors import UsageError

_Setting = bool | int | float | str


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectTable(_Table):
    """`[project]`: input, output, marketplaces."""

    catalog: str = ""
    photos: str = ""
    keywords: str = ""
    campaign: str = ""
    brand: str = ""
    marketplaces: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    out: str = "build"
    variants: int = Field(default=2, ge=1, le=5)
    seed: int = 0

    @model_validator(mode="before")
    @classmethod
    def _one_locale(cls, data: dict[str, object]) -> dict[str, object]:
        # One shop, one language is the usual case: `locale = "en-US"`.
        if isinstance(data, dict) and "locale" in data:
            data = {**data, "locales": (data["locale"],)}
            data.pop("locale")
        return data


class ExperimentTable(_Table):
    """`[experiment]`: what variant B changes, and what the control looks like."""

    factor: str = "angle"
    levels: tuple[str, ...] = ()
    tone: str = ""
    scene: str = ""


class PriceTable(_Table):
    """`[text.price]`: US dollars for a million tokens, where the public table is wrong or has none."""

    prompt: Decimal = Field(ge=0)
    completion: Decimal = Field(ge=0)
    cached: Decimal | None = Field(default=None, ge=0)
    batch: Decimal | None = Field(default=None, ge=0, le=1)


class TextTable(_Table):
    """`[text]`: who writes."""

    provider: Literal["auto", "composer", "openai", "local", "replay"] = "auto"
    model: str = ""
    base_url: str = ""
    concurrency: int = Field(default=8, ge=1, le=1024)
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    timeout: float = Field(default=120, gt=0)
    attempts: int = Field(default=5, ge=1, le=20)
    max_tokens: int = Field(default=1500, ge=100, le=100_000)
    recordings: str = "recordings"
    record: bool = False
    batch: bool = False
    batch_wait: float = Field(default=60, ge=0)
    price: PriceTable | None = None


class PicturePriceTable(_Table):
    """`[images.price]`: US dollars for one painted scene, where no public list has the model."""

    picture: Decimal = Field(ge=0)


class CredentialsTable(_Table):
    """`[images.c2pa]`: PEM files of the certificate chain and the private key that pictures are signed with."""

    certificate: str
    key: str = ""


class ImagesTable(_Table):
    """`[images]`: who paints the scenes."""

    provider: Literal["auto", "studio", "scene", "diffusers", "openai", "replay", "none"] = "auto"
    model: str = ""
    base_url: str = ""
    quality: Literal["low", "medium", "high"] = "medium"
    season: str = Field(default="", max_length=80)
    recordings: str = "recordings"
    record: bool = False
    price: PicturePriceTable | None = None
    c2pa: CredentialsTable | None = None


class ClusterTable(_Table):
    """`[cluster]`: where pictures are rendered, and how much of a Ray cluster a run takes."""

    executor: Literal["local", "ray"] = "local"
    address: str = ""
    workers: int | None = Field(default=None, ge=1)
    gpu: float = Field(default=1, gt=0, le=1)
    runtime_env: dict[str, JsonValue] = Field(default_factory=dict)


class SellerTable(_Table):
    """`[seller]`: what upload files need to know and no product sheet says; see SellerSettings."""

    seller_id: str | None = None
    image_base_url: str | None = Field(default=None, pattern=r"^https?://")
    product_url: str | None = Field(default=None, pattern=r"^https?://")
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    default_quantity: int | None = Field(default=None, ge=0)
    missing_price: Literal["leave_empty", "leave_out"] | None = None
    condition: Literal["new", "refurbished", "used"] | None = None
    published: bool | None = None
    amazon_operation: Literal["UPDATE", "PARTIAL_UPDATE"] | None = None
    product_types: dict[str, str] | None = None


class ProjectFile(_Table):
    """The whole file."""

    project: ProjectTable = ProjectTable()
    experiment: ExperimentTable = ExperimentTable()
    text: TextTable = TextTable()
    images: ImagesTable = ImagesTable()
    cluster: ClusterTable = ClusterTable()
    seller: SellerTable = SellerTable()
    columns: dict[str, str] = Field(default_factory=dict)
    # `[marketplace.ebay]`: what one marketplace alone asks for; each profile says which keys it reads.
    marketplace: dict[str, dict[str, _Setting | dict[str, _Setting]]] = Field(default_factory=dict)


def read_project_file(path: Path) -> ProjectFile:
    """Return the settings of a project. Raises UsageError that names the file and the key."""
    data = load_toml(path)
    try:
        return ProjectFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        known = ", ".join(ProjectFile.model_fields)
        raise UsageError(
            f"{path} key `{key}`: {first['msg'].lower()}", hint=f"tables of {path.name}: {known}"
        ) from None
