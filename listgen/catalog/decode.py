"""Bytes to text: which encoding a sheet was saved in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

# A byte order mark settles it. UTF-32 stands first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with BOM"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What spreadsheet programs save in Western Europe, Japan, China, Taiwan, Korea, Russia and Central Europe.
_CANDIDATES = ("cp1252", "cp932", "gb18030", "big5", "cp949", "cp1251", "cp1250", "mac_roman")
_NAMES = {"cp932": "Shift-JIS", "gb18030": "GB18030", "cp1252": "Windows-1252", "cp1251": "Windows-1251"}
_WESTERN_MARKS = frozenset("„“”‚‘’«»–—…€£©®™°±²×·´¡¿ \u00a0•")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding; `broken` counts bytes that did not fit, `guessed` tells a guess."""

    text: str
    encoding: str
    broken: int = 0
    guessed: bool = False


def decode(data: bytes, headers_in: Callable[[str], int]) -> Decoded:
    """Return the text of a sheet.

    A byte order mark, zero bytes at every second place and valid UTF-8 are certain. Otherwise `headers_in`, which
    counts known header words in the first lines, decides between the likely code pages, and charset-normalizer
    where no header is known in any of them.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace")
            return Decoded(text, name, text.count("\ufffd"))
    if wide := _utf16_without_mark(data):
        return Decoded(data.decode(wide, "replace"), "UTF-16")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(1 for char in text if ord(char) > 127) > 20 * broken:
        # UTF-8 with a few stray bytes: somebody pasted an old cell. Any code page would garble all the others.
        return Decoded(text, "UTF-8", broken)
    return _code_page(data, headers_in)


def _utf16_without_mark(data: bytes) -> str:
    head = data[:2000]
    if len(head) < 8 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.1 else ""


def _code_page(data: bytes, headers_in: Callable[[str], int]) -> Decoded:
    texts: dict[str, str] = {}
    for codec in _CANDIDATES:
        try:
            texts[codec] = data.decode(codec)
        except UnicodeDecodeError:
            continue
    scores = {codec: headers_in(text) for codec, text in texts.items()}
    best = max(scores.values(), default=0)
    tied = [codec for codec in texts if scores[codec] == best]
    if len(tied) == 1:
        return Decoded(texts[tied[0]], _NAMES.get(tied[0], tied[0]), guessed=True)
    codec = _by_statistics(data, tied) or (tied[0] if tied else "cp1252")
    text = texts.get(codec) or data.decode("cp1252", "replace")
    return Decoded(text, _NAMES.get(codec, codec), text.count("\ufffd"), guessed=True)


def _by_statistics(data: bytes, codecs_left: list[str]) -> str:
    if "cp1252" in codecs_left and _western(data):
        return "cp1252"
    from charset_normalizer import from_bytes

    found = from_bytes(data[:200_000], cp_isolation=codecs_left or None).best()
    return found.encoding if found is not None and found.encoding in codecs_left else ""


def _western(data: bytes) -> bool:
    """Return whether the bytes above ASCII are accented letters and typographic marks of Western languages.

    Those stand between ASCII letters, while double-byte scripts come in runs, and Eastern European letters turn into
    odd signs ("ł" into "³").
    """
    sample = data[:200_000]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    if not runs or sum(1 for run in runs if len(run) == 1) < 0.6 * len(runs):
        return False
    high = [char for char in sample.decode("cp1252", "replace") if ord(char) > 127]
    usual = sum(1 for char in high if char.isalpha() or char in _WESTERN_MARKS)
    return usual >= 0.95 * len(high)
