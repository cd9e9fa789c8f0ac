"""The pictures that have to be made of a product, each under its content key; equal ones are made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from listgen.domain.channel import Channel, PictureSpec
from listgen.domain.fact import FactSheet
from listgen.domain.names import derive_seed
from listgen.domain.picture import BannerWords, Feature, PictureJob, SizeLine
from listgen.domain.product import Product
from listgen.engine.keys import ContentKey, code_digest, content_key, digest_of
from listgen.engine.settings import RunSettings

if TYPE_CHECKING:
    from listgen.copywriting.campaign_words import CampaignWords

_ON_FACTS = ("size", "features")  # kinds of pictures that say facts of the sheet
_PLAIN = ("packshot", "detail", *_ON_FACTS)  # kinds without a set
_Said: TypeAlias = tuple[SizeLine, ...] | tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class PictureTask:
    """One picture to render; `serves` lists the (channel id, variant name, slot) that show it."""

    name: str
    key: ContentKey
    job: PictureJob
    facts: FactSheet
    serves: tuple[tuple[str, str, str], ...]
    subject: str = ""  # what a painted scene is asked for by; "" where nobody is paid


def _backdrop(settings: RunSettings, spec: PictureSpec) -> str:
    """Return who paints a picture's set: some kinds have none, and an endpoint is asked for heroes alone."""
    if spec.kind in _PLAIN:
        return "studio"
    if settings.images in ("openai", "replay"):
        return "openai" if spec.kind == "hero" else "studio"
    return settings.images


def who_paints(settings: RunSettings) -> tuple[str, str]:
    """Return what tells one painting model from another: its address, for recordings their hash, and its name."""
    if settings.images == "replay":
        return f"replay:{settings.image_identity}", settings.image_model
    return settings.image_base_url, settings.image_model


def _endpoint_part(settings: RunSettings, canvas: tuple[int, int]) -> list[object]:
    from listgen.copywriting.prompts import SCENE_BACKDROP, SCENE_EDIT, prompt_digest

    prompts = prompt_digest(settings.project, (SCENE_EDIT, SCENE_BACKDROP))
    kit = settings.kit
    return [*who_paints(settings), canvas, settings.image_quality, settings.image_season, kit.imagery, prompts]


def picture_tasks(
    settings: RunSettings,
    product: Product,
    facts: FactSheet,
    channels: Sequence[Channel],
    look: str,
    photo_hash: str,
) -> Iterable[PictureTask]:
    """Yield the pictures of a product, in the order of the channels that ask for them; none without a photo."""
    from listgen.copywriting.banner_words import compose_banner_words
    from listgen.copywriting.campaign_words import CampaignWords, compose_campaign_words
    from listgen.copywriting.picture_facts import compose_features, compose_size_lines
    from listgen.facts.measure import longest_cm, piece_count
    from listgen.imaging.scene_files import model_digest
    from listgen.imaging.weights import find_weights
    from listgen.providers.image_models import painting_size

    if product.photo is None or product.photo.path is None:
        return
    weights = find_weights()
    painter = model_digest() if settings.images == "scene" else ""
    voice = settings.kit.voice
    said: dict[str, dict[str, _Said]] = {
        locale: {
            "size": compose_size_lines(facts, locale, voice=voice),
            "features": compose_features(facts, locale, voice=voice),
        }
        for locale in {
            channel.locale: None for channel in channels if any(spec.kind in _ON_FACTS for spec in channel.pictures)
        }
    }
    serves: dict[tuple[PictureSpec, str, _Said, CampaignWords], list[tuple[str, str, str]]] = {}
    for channel in channels:
        announced = compose_campaign_words(settings.campaign, product, facts, locale=channel.locale, voice=voice)
        for variant in settings.variants:
            for spec in channel.pictures:
                rows: _Said = said[channel.locale][spec.kind] if spec.kind in _ON_FACTS and spec.text else ()
                if spec.kind in _ON_FACTS and not rows:
                    continue  # the sheet has too little for it
                # The same picture serves every slot that asks for the same thing.
                scene = variant.choices.scene if spec.kind not in _PLAIN else ""
                campaign = announced if spec.badge else CampaignWords()
                serves.setdefault((replace(spec, slot=spec.kind), scene, rows, campaign), []).append(
                    (channel.id, variant.name, spec.slot)
                )
    names: set[str] = set()
    for (spec, scene, rows, campaign), users in serves.items():
        words = None
        if spec.kind == "banner" and spec.text:
            seed = derive_seed(settings.seed, product.sku, "banner-words")
            words = compose_banner_words(facts, voice=voice, seed=seed, button=spec.button)
            words = replace(words, badge=campaign.badge, headline=campaign.headline or words.headline)
        backdrop = _backdrop(settings, spec)
        canvas = painting_size(settings.image_model, spec.width, spec.height) if backdrop == "openai" else None
        model = settings.image_model if backdrop == "diffusers" else ""
        job = PictureJob(
            sku=product.sku,
            photo=product.photo.path,
            spec=spec,
            kit=settings.kit,
            seed=derive_seed(settings.seed, product.sku, spec.kind, scene),
            type_id=facts.type_id,
            scene=scene,
            words=words,
            longest_cm=longest_cm(facts),
            backdrop=backdrop,
            model=model,
            pieces=piece_count(facts),
            weights=weights,
            sizes=tuple(row for row in rows if isinstance(row, SizeLine)),
            features=tuple(row for row in rows if isinstance(row, Feature)),
            canvas=canvas,
        )
        painted_by = _endpoint_part(settings, canvas) if canvas else []
        key = content_key(
            "picture",
            photo=photo_hash,
            brand=look,
            spec=spec,
            words=[words, rows],
            fonts=_borrowed_fonts(words),
            scene=scene,
            product=[job.type_id, job.longest_cm, job.pieces, job.seed],
            facts=[facts.noun, facts.facts],  # they stand in the alt text
            backdrop=[
                job.backdrop,
                model or (painter if backdrop == "scene" else ""),
                weights.name if weights else "",
                *painted_by,
            ],
            studio=code_digest("imaging", "copywriting"),
        )
        # A packshot in 2000 px is the same task next time, whatever its other parameters are.
        name = (
            f"picture/{spec.kind}-{spec.width}x{spec.height}-{spec.shadow}{'-' + scene if scene else ''}/{product.sku}"
        )
        if name in names:
            # Other units, another way to write a price, a smaller file: a picture of its own for those who want that.
            name = "/".join((name, *users[0]))
        names.add(name)
        subject = ""
        if painted_by:
            # Neither the size of the file nor how it is packed: what was paid for serves all of them.
            seen = [job.type_id, job.longest_cm, job.pieces, job.seed, facts.noun]
            subject = digest_of([photo_hash, look, scene, spec.width, spec.height, *seen, *painted_by[2:]])
        yield PictureTask(name, key, job, facts, tuple(users), subject)


def _borrowed_fonts(words: BannerWords | None) -> list[str]:
    """Return the names of this machine's fonts that words may need; a Latin text never does."""
    from listgen.imaging.banner.system_fonts import fonts_for

    text = " ".join((words.headline, words.subline, words.eyebrow, words.button, words.badge)) if words else ""
    return [font.name for script in fonts_for(text) for font in script.files]
