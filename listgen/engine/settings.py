"""Everything that one run was asked to do, resolved and checked: no further look at files or the environment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listgen.domain.brand_kit import BrandKit
from listgen.domain.campaign import Campaign
from listgen.domain.variant import Variant
from listgen.engine.shards import Shard

if TYPE_CHECKING:
    from listgen.imaging.credentials import Credentials
    from listgen.marketplaces.bundle import SellerSettings
    from listgen.providers.image_models import PicturePrice
    from listgen.providers.prices import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A Ray cluster, and how much of it a run takes."""

    address: str = ""  # "" starts one on this machine
    workers: int | None = None  # of each kind at most; None takes one a processor and GPU share
    gpu: float = 1.0  # of one GPU, for each worker that paints with a checkpoint
    runtime_env: str = ""  # JSON, what Ray sets up on its workers


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """One run: what goes in, what comes out, and who makes it.

    `project` is the folder of `listgen.toml` (the ledger lies there). `text` is "composer", "openai", "local" or
    "replay"; `concurrency` requests are under way at a time. `images` is "studio", "scene", "diffusers", "openai",
    "replay" or "none". `columns` maps sheet headers to roles or attribute names.
    """

    project: Path
    catalog: Path
    out: Path
    kit: BrandKit
    marketplaces: tuple[str, ...]
    locales: tuple[str, ...]
    variants: tuple[Variant, ...]
    seller: SellerSettings
    photos: Path | None = None
    campaign: Campaign | None = None
    keywords: Path | None = None  # sheet of what shoppers type
    columns: tuple[tuple[str, str], ...] = ()
    text: str = "composer"
    text_model: str = ""
    text_base_url: str = ""
    text_price: Price | None = None  # the project's own, where it gives one
    text_reason: str = ""  # why `auto` chose it; for the story alone
    text_identity: str = ""  # hash of what answers, where name and address do not tell
    text_file: Path | None = None  # the GGUF of a local model
    recordings: Path | None = None  # folder of recorded answers
    record: bool = False  # whether answers are written there
    images: str = "studio"
    image_model: str = ""
    image_base_url: str = ""
    image_quality: str = "medium"
    image_season: str = ""  # told by light and colour of painted scenes
    image_price: PicturePrice | None = None  # the project's own, where it gives one
    image_identity: str = ""  # hash of the recordings that `replay` paints with
    image_recordings: Path | None = None
    image_record: bool = False
    credentials: Credentials | None = None  # what pictures are signed with
    only: tuple[str, ...] = ()
    limit: int | None = None
    shard: Shard | None = None
    jobs: int = 1
    executor: str = "local"  # or "ray"
    cluster: Cluster = Cluster()
    seed: int = 0
    rules_date: datetime.date | None = None  # whose limits and rules hold; None: those of this version
    frozen: bool = False
    strict: bool = False
    max_calls: int | None = None
    max_cost: float | None = None
    concurrency: int = 8
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    timeout: float = 120.0  # seconds until a request without an answer is given up
    batch: bool = False  # send what can wait as a batch
    batch_cancel: bool = False  # give up batches that are under way
    batch_wait: float = 60.0  # minutes
    attempts: int = 5  # for a request that meets a busy or broken endpoint
    max_tokens: int = 1500  # of one reply

    @property
    def ledger(self) -> Path:
        """Folder of the ledger."""
        return self.project / ".listgen"
