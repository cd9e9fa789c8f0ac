"""Line breaks: where a short text may break, and which of all ways to break it reads best."""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

# Characters that may not begin or end a line (kinsoku; JIS X 4051 and CLREQ agree on these).
_NO_START = frozenset(
    "、。，．・：；？！）］｝〉》」』】〕”’%‰℃ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥,.!?:;)]}»›°"
)
_NO_END = frozenset("（［｛〈《「『【〔“‘$£¥€#([{«‹")

# Articles, prepositions and conjunctions that lean on the next word.
_LEANING = frozenset(
    (
        *("a", "an", "the", "of", "for", "to", "in", "on", "at", "by", "and", "or", "with", "from", "your"),
        *("der", "die", "das", "ein", "eine", "und", "für", "mit", "von", "zu"),
        *("le", "la", "les", "un", "une", "de", "du", "des", "et", "pour", "avec"),
        *("el", "los", "las", "y", "para", "con", "il", "lo", "e", "di", "per", "o", "do", "da"),
    )
)
_NUMBER = re.compile(r"(?<!\S)(\d[\d.,]*) (?=[^\W\d]{1,3}\b)")
_TIMES = re.compile(r"(?<=\d) ([×x]) (?=\d)")
_MAX_WAYS = 6000
_HYPHENATED = 4  # letters on either side of a hyphen at which a line may end


def is_cjk(char: str) -> bool:
    """Tell whether lines may break beside this character; Hangul keeps its words whole."""
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def has_cjk(text: str) -> bool:
    """Tell whether a text holds Chinese or Japanese characters."""
    return any(is_cjk(char) for char in text)


def is_rtl(text: str) -> bool:
    """Tell whether a text is written from right to left: its first letter with a direction decides."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def glue(text: str, names: Sequence[str] = ()) -> str:
    """Return the text with single spaces; those inside names and before units do not break."""
    line = " ".join(text.split())
    for name in names:
        if " " in name:
            line = line.replace(name, name.replace(" ", "\u00a0"))
    return _NUMBER.sub("\\1\u00a0", _TIMES.sub("\u00a0\\1\u00a0", line))


def atoms(text: str) -> list[str]:
    """Return the pieces that stay whole, each with the space that follows it."""
    out = []
    for word in re.findall(r"[^ \n\t]+", text):
        piece = ""
        for place, (char, following) in enumerate(itertools.zip_longest(word, word[1:], fillvalue=""), 1):
            piece += char
            breaks = following and (is_cjk(char) or is_cjk(following) or _is_hyphen(word, place))
            if breaks and following not in _NO_START and char not in _NO_END:
                out.append(piece)
                piece = ""
        out.append(piece + " ")
    return out


def _is_hyphen(word: str, place: int) -> bool:
    """Tell whether a hyphen between two real words ends here: `stainless-steel` may break, `A-5` may not."""
    before, after = word[: place - 1].rpartition("-")[2], word[place:].partition("-")[0]
    return word[place - 1] == "-" and min(len(before), len(after)) >= _HYPHENATED and (before + after).isalpha()


def ways(text: str, lines: int) -> Iterator[list[str]]:
    """Yield ways to set a text in exactly so many lines; of a long text only those that are somewhat even."""
    pieces = atoms(text)
    if not pieces or len(pieces) < lines:
        return
    total, done, places = sum(map(len, pieces)), 0, []
    for number, piece in enumerate(pieces[:-1], 1):
        done += len(piece)
        places.append((number, done / total))
    options: list[list[int]] = []
    for line in range(1, lines):
        near = 0.5 / lines if math.comb(len(places), lines - 1) > _MAX_WAYS else 1.0
        options.append([number for number, share in places if abs(share - line / lines) <= near])
    for cut in itertools.islice(itertools.product(*options), _MAX_WAYS * 4):
        if any(a >= b for a, b in itertools.pairwise(cut)):
            continue
        edges = (0, *cut, len(pieces))
        yield ["".join(pieces[a:b]).strip() for a, b in itertools.pairwise(edges)]


def cost(lines: Sequence[str], widths: Sequence[float]) -> float:
    """Return how badly a broken text reads, 0 for one line (art direction 5.3)."""
    widest = max(widths)
    out = 0.03 * (len(lines) - 1)
    out += 0.30 * (widest - min(widths)) / widest
    if len(lines) > 1 and widths[-1] < 0.40 * widest:
        out += 0.30  # a last word alone
    out += 0.15 * sum(width < 0.40 * widest for width in widths[:-1])  # a first word alone
    for line, following in itertools.pairwise(lines):
        last = line.split()[-1]
        out += 0.12 if last.lower() in _LEANING or last[-1] == "-" else 0.0
        out += 0.50 if last[-1].isdigit() and following[:1].isalpha() and not has_cjk(following) else 0.0
        out -= 0.30 if line[-1] in ".!?。！？؟" else 0.13 if line[-1] in "、，,；;：:—–،" else 0.0
    return out + 0.25 * sum(len(line) < 3 for line in lines)


def best_break(
    text: str, width_of: Callable[[str], float], *, most_lines: int, size_of: Callable[[float, int], float]
) -> tuple[list[str], float] | None:
    """Return lines and type size that read best, None for an empty text.

    `width_of` is the width of a line at size 1; `size_of` the largest size that a block of a widest line and a number
    of lines can have. A larger size is worth a worse break: the measure is -ln(size) + 0.55 x cost.
    """
    best: tuple[float, list[str], float] | None = None
    widths: dict[str, float] = {}
    for count in range(1, most_lines + 1):
        for lines in ways(text, count):
            for line in lines:
                if line not in widths:
                    widths[line] = max(1e-6, width_of(line))
            own = [widths[line] for line in lines]
            size = size_of(max(own), count)
            if size <= 0:
                continue
            badness = -math.log(size) + 0.55 * cost(lines, own)
            if best is None or badness < best[0] - 1e-9:
                best = (badness, lines, size)
    return (best[1], best[2]) if best else None
