"""What betrays a machine or a template: the checks of the copywriting guide, section 6, on finished text."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from listgen.copywriting.lexicon import load

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"0-9])")
_PLAIN = frozenset({"the", "this", "it", "its", "they"})
_FIRST = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Tell:
    """One hit: `code` of the check, the words, and whether it is a gate."""

    code: str
    text: str
    gate: bool = False


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def opening_word(sentence: str) -> str:
    """Return the first word, small."""
    match = _FIRST.search(sentence)
    return match.group().lower() if match else ""


@cache
def _pattern(key: str) -> re.Pattern[str]:
    words = sorted(load("tells")[key], key=len, reverse=True)
    return re.compile(
        r"(?i)(?<![\w-])(?:" + "|".join(word if "\\" in word else re.escape(word) for word in words) + r")(?![\w-])"
    )


def check_prose(paragraphs: Sequence[str], *, facts: int, exempt: Sequence[str] = ()) -> tuple[Tell, ...]:
    """Return the tells of a description that says `facts` facts; `exempt` are words of the brand and of cells."""
    text = " ".join(paragraphs)
    bare = text
    for words in sorted(exempt, key=len, reverse=True):
        # A pattern for each word that does not occur is dear; other scripts have letters of several small forms.
        absent = words.isascii() and bare.isascii() and words.lower() not in bare.lower()
        if len(words) > 2 and not absent:
            bare = re.sub(rf"(?i)(?<!\w){re.escape(words)}(?!\w)", "X", bare)
    sentences = [sentence for paragraph in paragraphs for sentence in sentences_of(paragraph)]
    count = len(text.split())
    found: list[Tell] = []
    openings = [opening_word(sentence) for sentence in sentences]
    if len(openings) >= 4 and sum(word in _PLAIN for word in openings) / len(openings) > 0.4:
        found.append(Tell("openings", ", ".join(openings)))
    for one, two in pairwise(openings):
        if one == two:
            found.append(Tell("same-opening", one))
            break
    additive = _pattern("additive").findall(bare)
    if len(additive) > max(1, count // 150):
        found.append(Tell("additive", ", ".join(additive)))
    if count >= 60 and len(_pattern("relations").findall(text)) < count // 100 + (1 if count < 100 else 0):
        found.append(Tell("relations", "too few relation words"))
    trailing = re.findall(r", (\w+ing)\b[^,.]*\.", bare)
    if any(word in load("tells")["trailing_verbs"] for word in trailing):
        found.append(Tell("trailing-ing", ", ".join(trailing), gate=True))
    elif len(trailing) > 1:
        found.append(Tell("trailing-ing", ", ".join(trailing)))
    if facts >= 4 and count and not 3.5 <= count / facts <= 13:
        found.append(Tell("words-per-fact", f"{count / facts:.1f}"))
    lengths = [len(sentence.split()) for sentence in sentences]
    if len(lengths) >= 4 and (statistics.pstdev(lengths) / statistics.mean(lengths) < 0.30 or min(lengths) > 8):
        found.append(Tell("rhythm", " ".join(map(str, lengths))))
    if lengths and max(lengths) > 28:
        found.append(Tell("long-sentence", str(max(lengths))))
    if any(re.search(r"\s[–—-]\s|—|!|…|\?", paragraph) for paragraph in paragraphs):
        found.append(Tell("dash", "dash, !, … or ?", gate=True))
    if len(re.findall(r"(?i)\b(?:designed|crafted|built) to\b", bare)) > 1 or re.search(r"(?i)\bcan help to\b", bare):
        found.append(Tell("designed-to", "designed to"))
    return (*found, *check_words(bare))


def check_words(text: str) -> tuple[Tell, ...]:
    """Return the tells of the word lists in any text: hype, frames, person outcomes, vague amounts, slot scars."""
    found: list[Tell] = []
    for key, gate in (
        ("hype_words", False),
        ("hype_verbs", True),
        ("frames", True),
        ("outcomes", False),
        ("vague", False),
        ("comparatives", True),
    ):
        hits = _pattern(key).findall(text)
        if hits:
            found.append(Tell(key.replace("_", "-"), ", ".join(hits), gate))
    found.extend(slot_scars(text))
    return tuple(found)


_SCARS = (
    ("yes-no", re.compile(r"(?i)\b(?:is|are) (?:yes|no|true|false|n/?a|null|none)\b[.;,]?")),
    ("placeholder", re.compile(r"(?i)(?<![\w/])(?:n/a|null|none\b(?= \w+ none)|nan|tbd|undefined)(?![\w/])")),
    ("brace", re.compile(r"[{}~]")),
    ("empty", re.compile(r":\s*(?:$|[.;,])")),
    ("doubled", re.compile(r"(?i)\b([a-z]{2,}) \1\b")),
    ("article", re.compile(r"(?i)\ba (?:8|11|18)(?=[ -])|\ba [aeio]\w+|\ban [bcdfgjkpqtvwz][a-z]+")),
    (
        "one-plural",
        re.compile(r"(?i)(?<![\d.,×x/-])\b(?:1|one) (?:pieces|packs|sets|liters|inches|hours|years|pockets|pounds)\b"),
    ),
    ("unit-twice", re.compile(r"(?i)\b(cm|mm|ml|kg|oz|in|g|l) \1\b")),
    ("stray", re.compile(r" [,.;:](?!\d)|\.\.|,,|;;|\(\s*\)")),
)
_FINE = re.compile(r"(?i)\ba (?:one|once|uni|use|usb|eu|ub)\w*")


def slot_scars(text: str) -> tuple[Tell, ...]:
    """Return the marks that a template leaves when a slot goes wrong."""
    found = []
    for code, pattern in _SCARS:
        for match in pattern.finditer(text):
            if code == "article" and _FINE.match(match.group()):
                continue
            found.append(Tell(f"scar-{code}", match.group(), gate=True))
            break
    return tuple(found)


def text_cost(paragraphs: Sequence[str], *, facts: int) -> float:
    """Return how much a candidate smells of a machine: 0 is clean, a gate counts three times."""
    return float(sum(3 if tell.gate else 1 for tell in check_prose(paragraphs, facts=facts)))
