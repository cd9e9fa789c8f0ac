"""The text column: logo, eyebrow, headline, subline and button, measured before anything is drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal

from listgen.domain.picture import BannerWords
from listgen.imaging.banner.geometry import Box
from listgen.imaging.banner.layouts import Layout
from listgen.imaging.banner.linebreak import has_cjk, is_rtl
from listgen.imaging.banner.logo import Logo
from listgen.imaging.banner.typeset import Setting, Typesetter

Part = Literal["logo", "eyebrow", "headline", "subline", "button"]

# Sizes in u and gaps in shares of g = 0.36 x max(headline, 6.5) u (art direction 5.1).
_SUBLINE, _EYEBROW, _BUTTON = 3.15, 2.5, 2.85
# What is left out, and the scales that are then tried. The eyebrow goes before a headline gets small, the subline
# before it gets tiny.
_TRIALS: tuple[tuple[tuple[Part, ...], tuple[float, ...]], ...] = (
    ((), (1.0, 0.92, 0.85)),
    (("eyebrow",), (1.0, 0.92, 0.85, 0.78)),
    (("eyebrow", "subline"), (1.0, 0.92, 0.85, 0.78, 0.70)),
    (("eyebrow", "subline", "logo"), (1.0, 0.92, 0.85, 0.78, 0.70)),
)
_SMALLEST = 0.60  # of the nominal size of a headline
_NEAREST = 1.25  # two sizes are never closer than this
_LEADING_ROLE = 1.55  # a headline over its subline; nearer and nothing leads
_SHORT, _LARGEST = 16, 9.8  # a headline of so few characters may grow to so many u
_LONG_WORD = 13  # letters; a longer word buys one more line
_LOGO_W, _LOGO_H = 0.46, 5.0  # share of the column, u
_PHONE_WIDTH, _PHONE_TYPE = 390, 11  # a phone shows a banner this wide; no smaller type is read there (pixels)


@dataclass(frozen=True, slots=True)
class Item:
    """One element of the column: its own size, and the gap below it (pixels)."""

    part: Part
    width: float
    height: float
    gap: float = 0.0
    setting: Setting | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """A column that fits; `dropped` names what had to be left out."""

    items: tuple[Item, ...]
    dropped: tuple[Part, ...]

    @property
    def width(self) -> float:
        """Width of the widest element."""
        return max(item.width for item in self.items)

    @property
    def height(self) -> float:
        """Height from the top of the first element to the bottom of the last."""
        return sum(item.height for item in self.items) + sum(item.gap for item in self.items[:-1])

    @property
    def smallest(self) -> float:
        """The smallest type size."""
        return min(item.setting.size for item in self.items if item.setting)

    def ink_box(self, column: Box, layout: Layout, align: str) -> Box:
        """Return where the elements lie when the stack is set into a column."""
        x = {"left": column.x, "center": column.x + (column.w - self.width) / 2, "right": column.right - self.width}
        y = {"top": 0.0, "middle": (column.h - self.height) / 2, "bottom": column.h - self.height}
        return Box(x[align], column.y + y[layout.valign], self.width, self.height)


def smallest_type(layout: Layout, width: int) -> float:
    """Return the smallest type size that can be read where the layout is shown (pixels)."""
    return layout.floor * width if layout.floor else _PHONE_TYPE * width / _PHONE_WIDTH


def build_stack(
    typesetter: Typesetter,
    layout: Layout,
    column: Box,
    unit: float,
    floor: float,
    words: BannerWords,
    logo: Logo | None,
) -> Stack | None:
    """Return the largest column that fits into a box; None where even a bare headline does not fit.

    A headline never ends in dots: words that do not fit belong into another layout.
    """
    texts: tuple[tuple[Part, str], ...] = (("eyebrow", words.eyebrow), ("subline", words.subline))
    wanted = tuple(part for part, text in texts if text)
    for without, scales in _TRIALS:
        for scale in scales:
            items = _column(typesetter, layout, column, unit, floor, words, logo, scale, without)
            if items:
                kept = {item.part for item in items}
                return Stack(items, tuple(part for part in wanted if part not in kept))
    return None


def _column(
    typesetter: Typesetter,
    layout: Layout,
    column: Box,
    unit: float,
    floor: float,
    words: BannerWords,
    logo: Logo | None,
    scale: float,
    without: tuple[str, ...],
) -> tuple[Item, ...] | None:
    gap = 0.36 * max(layout.headline, 6.5) * unit
    short = len(words.headline) <= _SHORT and layout.headline < _LARGEST
    nominal = max((min(_LARGEST, 1.14 * layout.headline) if short else layout.headline) * unit, 1.45 * floor)
    above: list[Item] = []
    below: list[Item] = []

    if words.subline and "subline" not in without:
        size = max(_SUBLINE * unit * max(scale, 0.85), floor)
        setting = None
        for lines in (1, 2):  # one line where it fits: a subline that breaks without need looks like two facts
            setting = setting or typesetter.fit(
                words.subline,
                width=column.w,
                height=1e6,
                size=size,
                lines=lines,
                face="regular",
                leading=1.34,
                floor=0.999 if lines == 1 else 0.97,
            )
        if setting is None:
            return None
        below.append(Item("subline", setting.width, setting.height, 0.80 * gap, setting))
    if words.button and layout.button:
        size = max(_BUTTON * unit * max(scale, 0.85), floor)
        # A label that the phone floor made large needs less air around it.
        airy = 2.55 if size <= _BUTTON * unit * 1.05 else 2.15
        width = typesetter.width(words.button, size, "label")
        setting = Setting((words.button,), size, 1.2, "label", 0.0, width)
        if width + 2 * 1.15 * size > column.w:
            return None
        below.append(Item("button", width + 2 * 1.15 * size, airy * size, 0.0, setting))
    if logo is not None and layout.logo is None and "logo" not in without:
        width, height = logo.fitted(_LOGO_W * column.w, _LOGO_H * unit * max(scale, 0.85))
        above.append(Item("logo", width, height, 0.95 * gap * max(scale, 0.8)))
    # Where the phone floor lifts the eyebrow well above its own size it fights the subline: it goes.
    if words.eyebrow and "eyebrow" not in without and floor <= 1.15 * _EYEBROW * unit:
        item = _eyebrow(typesetter, words.eyebrow, column, max(_EYEBROW * unit, floor), 0.30 * gap)
        above += [item] if item else []

    below_gap = 0.0
    if below:
        below_gap = (0.50 if below[0].part == "subline" else 0.85) * gap
        below[-1] = Item(below[-1].part, below[-1].width, below[-1].height, 0.0, below[-1].setting)
    used = sum(item.height + item.gap for item in (*above, *below)) + below_gap
    lines = _most_lines(words.headline, layout.lines)
    sublines = [item.setting.size for item in below if item.part == "subline" and item.setting]
    least = max(_NEAREST * floor, _LEADING_ROLE * max(sublines, default=0.0))
    headline = typesetter.fit(
        words.headline,
        width=column.w,
        height=max(0.0, column.h - used),
        size=nominal * scale,
        lines=lines,
        tracking=-0.015,
        floor=max(0.86, _SMALLEST / scale, least / (nominal * scale)),
    )
    if headline is None:
        return None
    return (*above, Item("headline", headline.width, headline.height, below_gap, headline), *below)


def _most_lines(headline: str, lines: int) -> int:
    """The lines a headline may take: a long compound buys one more, short sentences get a line each."""
    if has_cjk(headline):
        return lines
    long_word = max(map(len, headline.split())) > _LONG_WORD and " " in headline.strip()
    sentences = sum(word[-1] in ".!?" for word in headline.split())
    return min(max(lines + (1 if long_word else 0), sentences), max(lines + 1, 3))


def _eyebrow(typesetter: Typesetter, text: str, column: Box, size: float, gap: float) -> Item | None:
    line = " ".join(text.split())
    if not has_cjk(line) and not is_rtl(line):
        line = line.upper()
    tracking = 0.0 if has_cjk(line) or is_rtl(line) else 0.08
    width = typesetter.width(line, size, "label", tracking)
    if width > column.w:
        return None
    return Item("eyebrow", width, size * 1.3, gap, Setting((line,), size, 1.3, "label", tracking, width))


def set_positions(stack: Stack, ink: Box) -> tuple[tuple[Item, float], ...]:
    """Return every element with the y of its upper edge."""
    steps = itertools.accumulate((item.height + item.gap for item in stack.items), initial=ink.y)
    return tuple(zip(stack.items, steps, strict=False))
