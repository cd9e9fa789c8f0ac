"""Banners: layout and set are chosen, tried small, checked, and the best is drawn at full size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from listgen.domain.brand_kit import BrandKit
from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import BannerWords
from listgen.errors import ImageError, UsageError
from listgen.imaging.banner.badge import Badge
from listgen.imaging.banner.brief import Brief
from listgen.imaging.banner.checks import Measure
from listgen.imaging.banner.compose import Composition, compose_banner, plan_boxes
from listgen.imaging.banner.layouts import Layout, load_layouts, shape_of
from listgen.imaging.banner.logo import logos
from listgen.imaging.banner.stack import Part
from listgen.imaging.banner.system_fonts import fonts_for
from listgen.imaging.banner.typeset import Face, Typesetter, font_file, typesetter
from listgen.imaging.certificate import findings_of
from listgen.imaging.colour import Array, lch
from listgen.imaging.scene.direction import Direction, directions, trimmed_size
from listgen.imaging.scene.hero import StudioPicture

_DRAFT_SIDE = 560  # px; checks hold at this size, at a tenth of the price
_TRIES = 4
_FAILED = 10  # badness from which another layout or set is tried
_BUSY_CARD = 2  # sets whose wall is less calm than this carry text on a card only
_LOW_STRIP = 250  # px; a lower strip has room for a headline alone
_LONGEST_HEADLINE = 160  # characters; far beyond what any banner holds
_GHOST_LETTERS = range(4, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class BannerPicture(StudioPicture):
    """A studio picture with type on it: the layout, the headline's lines, the text's contrast and what was left out."""

    layout: str
    headline: tuple[str, ...]
    text_contrast: float
    dropped: tuple[Part, ...] = ()
    measures: tuple[Measure, ...] = ()
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One layout on one set."""

    layout: Layout
    direction: Direction


def render_banner(
    rgba: Array,
    *,
    width: int,
    height: int,
    kit: BrandKit,
    words: BannerWords,
    layout: str = "",
    scene: str = "",
    type_id: str = "",
    seed: int,
    longest_cm: float | None = None,
    others: Sequence[Array] = (),
    painted: bool = False,
) -> BannerPicture:
    """Return a banner of a cut-out (uint8 RGBA, straight alpha) with the kit's type, logo and colours.

    `layout` names a layout, "" lets shape, product and set choose; `scene` likewise. `others` are more cut-outs for a
    line-up; `painted` lets the scene model paint far fields. Text is measured first and never covers the product. A
    failed check tries another layout or set, at most four; what still fails becomes a finding. Raises UsageError for an
    unknown layout or scene, ImageError where no layout of this shape can hold the headline or no font of the kit can
    draw it.
    """
    brief, findings = banner_brief((rgba, *others), kit, words, seed, width, height)
    ways = directions(rgba, kit=kit, scene=scene, type_id=type_id, longest_cm=longest_cm, painted=painted)
    share = min(1.0, _DRAFT_SIDE / max(width, height))
    small = max(8, round(width * share)), max(8, round(height * share))
    best: tuple[int, Attempt] | None = None
    tried = 0
    for attempt in attempts(brief, kit, ways, width, height, layout):
        if tried == _TRIES:
            break
        draft = compose_banner(brief, attempt.layout, attempt.direction, *small)
        if draft is None:
            continue
        tried += 1
        if best is None or draft.badness < best[0]:
            best = draft.badness, attempt
        if draft.badness < _FAILED:
            break
    finished = compose_banner(brief, best[1].layout, best[1].direction, width, height) if best else None
    if finished is None:
        raise ImageError(
            f"the headline `{words.headline}` does not fit into a banner of {width} x {height}",
            hint="shorten it to seven words or fewer",
        )
    if brief.words.badge and finished.badge is None:
        findings += (badge_left_out(brief.words.badge),)
    return _picture(finished, rgba, findings)


def badge_left_out(badge: str) -> Finding:
    """Return the remark of a banner without the badge that it was to have."""
    return Finding(
        code="banner.badge-left-out",
        severity=Severity.WARNING,
        message=f"the badge `{badge}` was left out: this banner has no free place where it could be read",
        field="badge",
        text=badge,
        hint="a shorter badge needs less room; wide, square and portrait layouts have a place, strips and stories none",
    )


def banner_brief(
    products: tuple[Array, ...], kit: BrandKit, words: BannerWords, seed: int, width: int, height: int
) -> tuple[Brief, tuple[Finding, ...]]:
    """Return what a banner is made from, with a finding for each element that the kit's fonts cannot draw."""
    types, borrowed = typesetter_for(kit, words)
    words, findings = drawable_words(words, types)
    findings += borrowed
    if shape_of(width, height) == "strip" and height < _LOW_STRIP:
        words = BannerWords(headline=words.headline)
    marks = logos(kit)
    if marks and words.eyebrow.casefold() == kit.brand.casefold():
        words = replace(words, eyebrow="")  # the logo says it already
    brief = Brief(products=products, words=words, typesetter=types, logos=marks, kit=kit, seed=seed)
    return brief, findings


def _picture(made: Composition, rgba: Array, findings: tuple[Finding, ...]) -> BannerPicture:
    main = made.products[len(made.products) // 2]
    scale = max(main.rgba.shape[:2]) / max(trimmed_size(rgba))
    remarks = tuple(one.finding() for one in made.measures if one.verdict != "pass")
    return BannerPicture(
        rgb=made.rgb,
        mask=made.mask,
        placed=made.products,
        source_scale=scale,
        scene=made.direction.preset.name,
        setting=made.direction.setting,
        roles=made.direction.roles,
        field_tone=made.direction.field.tone,
        measurements=made.measurements,
        findings=(*findings, *remarks, *findings_of(made.measurements, scale=scale)),
        layout=made.layout,
        headline=made.headline,
        text_contrast=made.contrast,
        dropped=made.dropped,
        measures=made.measures,
        badge=made.badge,
        painted=made.direction.painted,
    )


def attempts(
    brief: Brief, kit: BrandKit, ways: Iterable[Direction], width: int, height: int, layout: str
) -> Iterator[Attempt]:
    """Yield layouts with sets, the most suitable first; a named layout is tried on every set."""
    seen: set[tuple[str, str, str]] = set()
    unsuited: Attempt | None = None
    for direction in ways:
        every = load_layouts(kit, direction.roles, width, height)
        if layout:
            named = [one for one in every if one.name == layout]
            if not named:
                names = ", ".join(one.name for one in every)
                raise UsageError(f"unknown banner layout `{layout}`", hint=f"one of: {names}")
            suited = named if not named[0].scenes or direction.preset.name in named[0].scenes else []
            unsuited = Attempt(named[0], direction)
        else:
            suited = suited_layouts(every, brief, direction, width, height)
        for one in suited if not seen else suited[:1]:
            key = one.name, direction.preset.name, direction.roles.field
            if key not in seen and plan_boxes(brief, one, direction, width, height) is not None:
                seen.add(key)
                yield Attempt(one, direction)
    # Better on a set that does not suit than not at all.
    if unsuited and not seen and plan_boxes(brief, unsuited.layout, unsuited.direction, width, height) is not None:
        yield unsuited


def suited_layouts(
    layouts: Sequence[Layout], brief: Brief, direction: Direction, width: int, height: int
) -> list[Layout]:
    """Return the layouts of a shape that suit the product and the set, best first (art direction 5.2)."""
    shape = shape_of(width, height)
    product_w, product_h = trimmed_size(brief.products[0])
    broad = product_w / product_h > 1.6
    wanted = {name: place for place, name in enumerate(brief.kit.layouts)}
    several = len(brief.products) > 1
    busy = direction.preset.calm < _BUSY_CARD
    strong = abs(lch(direction.roles.support)[0] - lch(direction.roles.field)[0]) >= 0.05

    def suits(layout: Layout) -> bool:
        if layout.shape != shape or (layout.scenes and direction.preset.name not in layout.scenes):
            return False
        if layout.pieces > 1 and not several:
            return False
        if layout.ghost is not None and (len(brief.kit.brand) not in _GHOST_LETTERS or brief.words.button):
            return False
        if broad and (layout.panel.kind == "arch" or (layout.panel.kind == "split" and shape == "square")):
            return False  # half a square is narrow, and so is an arch
        if layout.panel.kind in ("split", "diagonal", "slope", "band", "window") and not strong:
            return False
        # Text on a lively wall needs a plane of its own.
        return not (busy and layout.panel.kind == "none")

    def place(layout: Layout) -> tuple[int, bool]:
        # A layout that names the set was made for it: a plinth in the middle wants its text in the middle too.
        made_for_it = not layout.ghost and direction.preset.name in layout.scenes
        return wanted.get(layout.name, len(wanted)), not made_for_it

    return sorted(filter(suits, layouts), key=place)


def typesetter_for(kit: BrandKit, words: BannerWords) -> tuple[Typesetter, tuple[Finding, ...]]:
    """Return the kit's fonts, with fonts of the machine behind them where words need letters that the kit lacks.

    A remark names the fonts that were borrowed: another machine may have others.
    """
    own = typesetter(kit.fonts, (kit.brand,))
    texts = " ".join((words.headline, words.subline, words.eyebrow, words.button, words.badge))
    lacking = own.missing(texts)
    spare = [font for script in fonts_for(texts) for font in script.files] if lacking else []
    if not spare:
        return own, ()
    types = typesetter(replace(kit.fonts, fallback=(*kit.fonts.fallback, *spare)), (kit.brand,))
    if types.missing(texts) == lacking:
        return own, ()
    names = ", ".join(dict.fromkeys(font_file(font).family for font in spare))
    remark = Finding(
        code="banner.system-font",
        severity=Severity.INFO,
        message=f"no font of the brand kit has `{lacking[:12]}`; it is drawn with this machine's {names}",
        hint="add a font as `fallback` under [fonts] in kit.toml, so that banners look the same on every machine",
    )
    return types, (remark,)


def drawable_words(words: BannerWords, types: Typesetter) -> tuple[BannerWords, tuple[Finding, ...]]:
    """Return the words that the kit's fonts can draw, with a finding for each element that was left out.

    Raises ImageError where the headline itself cannot be drawn.
    """
    findings: list[Finding] = []
    kept: dict[str, str] = {}
    faces: tuple[tuple[str, Face], ...] = (
        ("subline", "regular"),
        ("eyebrow", "label"),
        ("button", "label"),
        ("badge", "bold"),
    )
    missing = types.missing(words.headline)
    hint = "add a font that has them as `fallback` under [fonts] in kit.toml"
    if len(words.headline) > _LONGEST_HEADLINE:
        raise ImageError(
            f"the headline has {len(words.headline)} characters and does not fit into a banner",
            hint="shorten it to seven words or fewer",
        )
    if missing or not words.headline.strip():
        raise ImageError(f"no font of the brand kit has `{missing[:12]}` of the headline `{words.headline}`", hint=hint)
    for part, face in faces:
        text: str = getattr(words, part)
        missing = types.missing(text, face)
        kept[part] = "" if missing else " ".join(text.split())
        if missing:
            findings.append(
                Finding(
                    code="banner.missing-glyphs",
                    severity=Severity.WARNING,
                    message=f"the {part} was left out: no font of the brand kit has `{missing[:12]}`",
                    field=part,
                    text=text,
                    hint=hint,
                )
            )
    return BannerWords(headline=" ".join(words.headline.split()), **kept), tuple(findings)
