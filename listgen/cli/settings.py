"""Settings: flags beat `LISTGEN_*` variables, which beat `listgen.toml`, which beats defaults."""

from __future__ import annotations

import datetime
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listgen.errors import UsageError

if TYPE_CHECKING:
    from listgen.cli.project_file import ClusterTable, PriceTable, TextTable
    from listgen.cli.text_settings import TextChoice
    from listgen.engine.settings import Cluster, RunSettings
    from listgen.marketplaces.seller import GivenFile
    from listgen.providers.prices import Price

FILE = "listgen.toml"
DEFAULT_MARKETPLACES = ("shopify", "amazon", "google", "woocommerce")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line or the environment said; None and () mean that it said nothing."""

    catalog: Path | None = None
    brand: str | None = None
    photos: Path | None = None
    campaign: Path | None = None
    date: datetime.date | None = None
    keywords: Path | None = None
    marketplaces: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    variants: int | None = None
    text: str | None = None
    images: str | None = None
    only: tuple[str, ...] = ()
    limit: int | None = None
    shard: str | None = None
    jobs: int | None = None
    executor: str | None = None
    concurrency: int | None = None
    max_cost: float | None = None
    max_calls: int | None = None
    seed: int | None = None
    out: Path | None = None
    frozen: bool = False
    strict: bool = False
    record: bool = False
    rules_date: datetime.date | None = None
    batch: bool | None = None
    batch_wait: float | None = None


def resolve(options: Options) -> RunSettings:
    """Return the settings of a run. Raises UsageError for a file, kit, marketplace or value that does not exist."""
    from listgen.catalog.brand_kit import find_brand_kit, read_brand_kit
    from listgen.cli.campaign_file import read_campaign
    from listgen.cli.image_settings import choose_credentials, choose_images
    from listgen.cli.project_file import ProjectFile, read_project_file
    from listgen.cli.text_settings import choose_text
    from listgen.copywriting.compose import check_locale
    from listgen.domain.variant import Choices
    from listgen.engine.settings import RunSettings
    from listgen.engine.shards import parse_shard
    from listgen.experiments.variants import plan_variants
    from listgen.marketplaces.seller import SellerSettings

    project = _project_folder(options.catalog)
    file = read_project_file(project / FILE) if (project / FILE).is_file() else ProjectFile()
    said = file.project
    catalog = _catalog(options.catalog, project, said.catalog)
    photos = options.photos or (project / said.photos if said.photos else None)
    if photos is not None and not photos.is_dir():
        raise UsageError(f"the photo folder `{photos}` does not exist", hint="name it with --photos")
    campaign = options.campaign or (project / said.campaign if said.campaign else None)
    if campaign is not None and not campaign.is_file():
        raise UsageError(f"the campaign file `{campaign}` does not exist", hint="name it with --campaign")
    keywords = options.keywords or (project / said.keywords if said.keywords else None)
    if keywords is not None and not keywords.is_file():
        raise UsageError(f"the keyword file `{keywords}` does not exist", hint="name it with --keywords")
    kit = read_brand_kit(find_brand_kit(options.brand or _own_kit(said.brand, project) or "neutral", project))
    own_layouts = sorted((project / "templates" / "banners").glob("*.toml.j2"))
    kit = replace(kit, layout_files=tuple(path for path in own_layouts if path.is_file()))
    images = choose_images(options.images, file.images, project, record=options.record)
    text = choose_text(
        options.text,
        file.text,
        project,
        record=options.record,
        batch=bool(options.batch),
        pictures=images.provider == "openai",
    )
    locales = options.locales or tuple(said.locales) or ("en-US",)
    for locale in locales:
        if text.provider == "composer":
            check_locale(locale)
    choices = Choices(tone=file.experiment.tone, scene=file.experiment.scene)
    variants = plan_variants(
        options.variants or said.variants, file.experiment.factor, choices, tuple(file.experiment.levels)
    )
    shard = parse_shard(options.shard) if options.shard else None
    # Two parts in one folder would remove each other's files.
    own_out = project / (f"{said.out}-{shard.number}-of-{shard.count}" if shard else said.out)
    _check_own_settings(file.marketplace, project)
    return RunSettings(
        project=project,
        catalog=catalog,
        out=options.out or own_out,
        kit=kit,
        marketplaces=options.marketplaces or tuple(said.marketplaces) or DEFAULT_MARKETPLACES,
        locales=locales,
        variants=variants,
        seller=SellerSettings(
            **file.seller.model_dump(exclude_none=True),
            marketplaces=file.marketplace,
            files=_given_files(file.marketplace, project),
        ),
        photos=photos,
        campaign=read_campaign(campaign, options.date or datetime.datetime.now().astimezone().date())
        if campaign
        else None,
        keywords=keywords,
        columns=tuple(file.columns.items()),
        text=text.provider,
        text_model=text.model,
        text_price=_price(file.text.price, text.base_url),
        text_base_url=text.base_url,
        text_reason=text.reason,
        text_identity=text.identity,
        text_file=text.file,
        recordings=text.recordings,
        record=text.record,
        images=images.provider,
        image_model=images.model,
        image_base_url=images.base_url,
        image_quality=file.images.quality,
        image_season=file.images.season,
        image_price=images.price,
        image_identity=images.identity,
        image_recordings=images.recordings,
        image_record=images.record,
        credentials=None if images.provider == "none" else choose_credentials(file.images, project),
        only=options.only,
        limit=options.limit,
        shard=shard,
        jobs=options.jobs or os.cpu_count() or 1,
        executor=_executor(options.executor or file.cluster.executor),
        cluster=_cluster(file.cluster),
        seed=options.seed if options.seed is not None else said.seed,
        rules_date=options.rules_date,
        frozen=options.frozen,
        strict=options.strict,
        max_calls=options.max_calls,
        max_cost=options.max_cost,
        concurrency=options.concurrency or _own(file.text, "concurrency", text, local=1),
        requests_per_minute=file.text.requests_per_minute,
        tokens_per_minute=file.text.tokens_per_minute,
        # A processor writes a listing in minutes, not seconds.
        timeout=_own(file.text, "timeout", text, local=1800),
        attempts=file.text.attempts,
        max_tokens=file.text.max_tokens,
        batch=text.provider == "openai" and (file.text.batch if options.batch is None else options.batch),
        batch_cancel=options.batch is False,
        batch_wait=file.text.batch_wait if options.batch_wait is None else options.batch_wait,
    )


def _check_own_settings(tables: Mapping[str, Mapping[str, object]], project: Path) -> None:
    """Raise UsageError for a key under `[marketplace.NAME]` that the marketplace does not read."""
    from listgen.marketplaces.profiles import load_profile

    for name, table in tables.items():
        known = load_profile(name, project).own_settings
        for key in table:
            if key not in known:
                raise UsageError(
                    f"{FILE}: [marketplace.{name}] has no key `{key}`",
                    hint=f"known: {', '.join(known)}" if known else f"{name} reads none; see [seller]",
                )


_GIVEN = (".json", ".txt", ".xlsx", ".xlsm")
_NOTES = ("manifest.json", "HOWTO.txt")


def _given_files(
    tables: Mapping[str, Mapping[str, object]], project: Path
) -> dict[tuple[str, str], tuple[GivenFile, ...]]:
    """Return the files that settings under `[marketplace.NAME]` name, as read; a folder stands for its files.

    Raises UsageError for a file that does not exist.
    """
    from listgen.marketplaces.profiles import load_profile
    from listgen.marketplaces.seller import GivenFile

    found = {}
    for name, table in tables.items():
        for key in load_profile(name, project).file_settings:
            if key not in table:
                continue
            path = project / str(table[key])
            if not path.exists():
                raise UsageError(
                    f"{FILE}: [marketplace.{name}] {key}: `{table[key]}` does not exist",
                    hint=f"looked at {path}",
                )
            paths = sorted(path.iterdir()) if path.is_dir() else [path]
            found[name, key] = tuple(
                GivenFile(entry.name, entry.read_bytes())
                for entry in paths
                # A bundle that was sent is such a folder too; its own notes are no files for a marketplace.
                if entry == path or (entry.suffix.lower() in _GIVEN and entry.name not in _NOTES)
            )
    return found


def _own(table: TextTable, name: str, text: TextChoice, *, local: int) -> Any:  # noqa: ANN401 - the setting's own type
    """Return a setting of `[text]`; a model in this process has its own default."""
    return local if text.provider == "local" and name not in table.model_fields_set else getattr(table, name)


def resolve_catalog(catalog: Path | None, photos: Path | None) -> tuple[Path, Path | None, dict[str, str]]:
    """Return catalogue, photo folder and `[columns]` for commands that only read the sheet.

    Raises UsageError for a catalogue that does not exist.
    """
    from listgen.cli.project_file import ProjectFile, read_project_file

    project = _project_folder(catalog)
    file = read_project_file(project / FILE) if (project / FILE).is_file() else ProjectFile()
    said = file.project
    found = _catalog(catalog, project, said.catalog)
    return found, photos or (project / said.photos if said.photos else None), dict(file.columns)


def project_kit(catalog: Path) -> str:
    """Return the brand kit that the `listgen.toml` of a catalogue names, "" where it names none."""
    from listgen.cli.project_file import read_project_file

    project = _project_folder(catalog)
    if not (project / FILE).is_file():
        return ""
    return _own_kit(read_project_file(project / FILE).project.brand, project)


def _own_kit(said: str, project: Path) -> str:
    """Return the kit that `listgen.toml` names; a path in that file starts at the file."""
    own = project / said
    return str(own) if said and (own / "kit.toml").is_file() else said


def _project_folder(catalog: Path | None) -> Path:
    if catalog is not None:
        folder = catalog if catalog.is_dir() else catalog.parent
        if (folder / FILE).is_file():
            return folder
    return Path()


def _catalog(option: Path | None, project: Path, said: str) -> Path:
    if option is not None:
        if not option.exists():
            raise UsageError(f"`{option}` does not exist", hint="name a product sheet or a folder of sheets")
        # A project folder stands for the catalogue that its settings name.
        if said and option.is_dir() and option.resolve() == project.resolve():
            return _named(project, said)
        return option
    if not said:
        raise UsageError(
            "no catalogue: name a product sheet or a folder of sheets",
            hint="e.g. `listgen generate products.csv`; or start a project with `listgen init`",
        )
    return _named(project, said)


def _named(project: Path, said: str) -> Path:
    path = project / said
    if not path.exists():
        raise UsageError(f"{FILE} names the catalogue `{said}`, which does not exist", hint=f"looked at {path}")
    return path


def _price(said: PriceTable | None, base_url: str) -> Price | None:
    if said is None:
        return None
    from listgen.providers.batch import batch_terms
    from listgen.providers.prices import Price

    cached = said.prompt if said.cached is None else said.cached
    batch = batch_terms(base_url).share if said.batch is None else said.batch
    return Price(prompt=said.prompt, completion=said.completion, cached=cached, source=FILE, batch=batch)


def _executor(said: str) -> str:
    if said == "ray" and find_spec("ray") is None:
        # Said before anything is paid for.
        raise UsageError("`--executor ray` needs the `ray` extra", hint="pip install 'listgen[ray]'")
    return said


def _cluster(said: ClusterTable) -> Cluster:
    from listgen.engine.settings import Cluster

    return Cluster(
        # Ray's own variable: what its jobs and machines set is obeyed.
        address=os.environ.get("RAY_ADDRESS") or said.address,
        workers=said.workers,
        gpu=said.gpu,
        runtime_env=json.dumps(said.runtime_env, sort_keys=True) if said.runtime_env else "",
    )


def load_toml(path: Path) -> dict[str, Any]:
    """Return a parsed TOML file; raises UsageError that names the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} is no valid TOML: {error}", hint="strings need quotes, tables need [brackets]"
        ) from None
