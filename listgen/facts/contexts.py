"""What a text is about at each place: content words, attribute words and the marks that keep them apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.facts.finder import Finder
from listgen.facts.language import language
from listgen.facts.load import read_data
from listgen.facts.word_forms import fold

ATTRIBUTE = "@"  # sign of a fact key among the tokens of a context
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|[。！？；\n¦•|]")
_MARK = re.compile(r"[,:()\[\]](?=\s|$|\w)|\s[-–—/+&]\s|[，、：（）]")
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]+|[A-Za-z][A-Za-z'’]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HYPHENED = re.compile(r"[^\W\d_]{2,}-[^\W\d_]{2,}")
_ENDINGS = re.compile(
    r"(?:en|es|er|as|os|e|s|n|a|o|i|ами|ями|ого|ему|ой|ей|ая|яя|ое|ые|ие|ый|ий|ом|ем|ах|ях|ов|ам|ям|ых|их|[аяоеыиуюь])$"
)
_GENDERED = frozenset({"es", "it", "pt"})
_STEM_LENGTH = 6  # letters of a word that tell it from others in languages without a stemmer here
_FAR = 14
WITHOUT = "-"  # sign of a word that is left out: "8.4 kg without mattress"
BESIDE = 1.25  # what a word weighs that stands right beside a figure, with nothing between
_MARK_COST = 5
_BEYOND = 99
_WITH = frozenset({"with", "mit", "avec", "con"})  # "8.4 kg with its mattress": what stands behind them belongs here


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands: its sentence, and the words and marks before its two ends."""

    start: int
    end: int
    sentence: int
    first_word: int
    last_word: int
    first_mark: int
    last_mark: int


@dataclass(frozen=True, slots=True)
class Token:
    """A content word: the form in which it is compared, and its place."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in a language: its tokens, where sentences end, and where a comma or a conjunction stands."""

    tokens: tuple[Token, ...]
    ends: tuple[int, ...]
    marks: tuple[int, ...]
    words: tuple[int, ...]  # starts of all words, function words too: the ruler for distances

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span."""
        words, marks = self.words, self.marks
        return Place(
            start,
            end,
            bisect_left(self.ends, start),
            bisect_left(words, start),
            bisect_left(words, end),
            bisect_left(marks, start),
            bisect_left(marks, end),
        )

    def crossed(self, start: int, end: int) -> bool:
        """Return whether a mark or the end of a sentence stands between two places."""
        return any(bisect_left(places, start) != bisect_left(places, end) for places in (self.ends, self.marks))


@lru_cache(maxsize=8192)
def read_context(text: str, code: str) -> Reading:
    """Return the content words of a text and the marks between them; attributes stand as "@key"."""
    words = language(code)
    found: list[tuple[int, int, str]] = []
    ruler: list[int] = []
    if words.boundary:
        blunt = words.function_words | _blunt(code)
        for match in _WORD.finditer(text):
            ruler.append(match.start())
            plain = match.group().lower()
            if plain not in blunt:
                found.append((match.start(), match.end(), stem(plain, code)))
        for match in _HYPHENED.finditer(text):
            # "stand-by" and "standby" are one word
            found.append((match.start(), match.end(), stem(match.group().replace("-", "").lower(), code)))
    else:
        for match in _CJK_RUN.finditer(text):
            found.extend(_pieces(match, code))
        ruler = [start for start, _, _ in found]
    for hit in _named(code)[0].find(text):
        written = text[hit.start : hit.end].lower()
        found.extend((hit.start, hit.end, name) for name in _names_of(written, code))
    without = {match.end() for match in _without(code).finditer(text)}
    if without:
        found = [(start, end, WITHOUT + name if start in without else name) for start, end, name in found]
    conjunctions = _conjunctions(code)
    marks = [match.start() for match in _MARK.finditer(text)]
    marks += [match.start() for match in conjunctions.finditer(text)]
    ends = tuple(match.start() for match in _SENTENCE.finditer(text))
    ruled = Reading((), ends, tuple(sorted(marks)), tuple(ruler))
    tokens = tuple(Token(name, ruled.place(start, end)) for start, end, name in sorted(found))
    return Reading(tokens, ruled.ends, ruled.marks, ruled.words)


def distance(one: Place, other: Place) -> int:
    """Return how many words and marks stand between two spans, a large number beyond the sentence."""
    if one.sentence != other.sentence:
        return _BEYOND
    left, right = (one, other) if one.start < other.start else (other, one)
    return right.first_word - left.last_word + _MARK_COST * (right.first_mark - left.last_mark)


def weight(gap: int) -> float:
    """Return how much a word at a distance tells about a figure: all of it beside it, nothing far away."""
    if gap <= 4:
        return 1.0 if gap else BESIDE
    return 0.6 if gap <= 8 else 0.3 if gap <= _FAR else 0.0


def label_tokens(label: str, code: str) -> frozenset[str]:
    """Return the tokens of a header or label."""
    return frozenset(token.name for token in read_context(re.sub(r"[_\-/.]+", " ", label), code).tokens)


# Sheets write either; a listing follows its locale.
_SPELLINGS = (("colour", "color"), ("grey", "gray"), ("fibre", "fiber"), ("flavour", "flavor"))


@lru_cache(maxsize=65536)
def stem(word: str, code: str = "en") -> str:
    """Return the form of a word in which singular and plural, and its cases, meet.

    >>> stem("pockets"), stem("boxes"), stem("Taschen", "de") == stem("Tasche", "de")
    ('pocket', 'box', True)
    """
    plain = re.sub(r"['’]s?$", "", word.lower())
    for british, american in _SPELLINGS:
        plain = plain.replace(british, american)
    if code != "en":
        plain = fold(plain)  # "argán" and the "argan" of an English sheet, "Bänder" and "Band"
        # "alto" and "alta" are one word
        plain = _ENDINGS.sub("", plain) if len(plain) > (3 if code in _GENDERED else 4) else plain
        return plain[:_STEM_LENGTH]
    if plain.endswith("ies") and len(plain) > 5:
        return plain[:-3] + "y"
    for ending in ("ing", "ed"):
        if plain.endswith(ending) and len(plain) > len(ending) + 3:
            plain = plain.removesuffix(ending)
            return plain[:-1] if plain[-1] == plain[-2] and plain[-1] not in "sl" else plain
    if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3:
        plain = plain[:-1]
    # "boxes" and "box", "sides" and "side" meet without their e
    return plain[:-1] if plain.endswith("e") and len(plain) > 3 else plain


def _pieces(match: re.Match[str], code: str) -> list[tuple[int, int, str]]:
    run, start = match.group(), match.start()
    if run[0].isascii():
        return [(start, match.end(), stem(run, "en"))]
    del code
    # Two characters are about a word; a lone character is one too.
    if len(run) == 1:
        return [(start, start + 1, run)]
    return [(start + at, start + at + 2, run[at : at + 2]) for at in range(len(run) - 1)]


@cache
def _named(code: str) -> tuple[Finder[str], dict[str, re.Pattern[str]]]:
    """Return what finds the words that have one name in all languages, and the pattern of each name.

    Names are those of attributes, of things counted, of parts, and the synonyms of `contexts.toml`.
    """
    words = language(code)
    table: dict[str, list[str]] = {}
    for key, forms in (*words.attributes.items(), *words.labels.items()):
        table.setdefault(ATTRIBUTE + key, []).extend(forms)
    for name, forms in read_data("contexts.toml").get(words.code, {}).items():
        table.setdefault("=" + name, []).extend(forms)
    if words.code != "en":
        # The last word of an English name is the one that an English text has too: "stainless steel" -> "steel".
        for name, forms in (*words.parts.items(), *words.counted.items(), *words.materials.items()):
            table.setdefault(stem(name.split()[-1]), []).extend(forms)
    pairs = [(form, form) for row in table.values() for form in row]
    return Finder(pairs, boundary=words.boundary), {
        name: words.pattern(forms) for name, forms in table.items() if forms
    }


@lru_cache(maxsize=65536)
def _names_of(written: str, code: str) -> tuple[str, ...]:
    names = tuple(name for name, pattern in _named(code)[1].items() if pattern.fullmatch(written))
    attributes = [name for name in names if name[0] == ATTRIBUTE]
    # "strap" may be its length or its range: such a word counts as a word, not as an attribute
    return names if len(attributes) < 2 else tuple(name for name in names if name[0] != ATTRIBUTE)


@cache
def _blunt(code: str) -> frozenset[str]:
    return frozenset(read_data("contexts.toml")["blunt"].get(code, ()))


@cache
def _without(code: str) -> re.Pattern[str]:
    """Return the words before a thing that is left out, up to the thing."""
    forms = read_data("contexts.toml")["without"].get(code, ())
    if not forms:
        return re.compile("(?!)")
    gap = r"(?:\s+[^\W\d_]{1,3})?\s+" if language(code).boundary else r"\s*"
    edge = r"(?<![\w-])" if language(code).boundary else ""
    return re.compile(rf"{edge}(?:{'|'.join(forms)}){gap}(?=\w)", re.IGNORECASE)


@cache
def _conjunctions(code: str) -> re.Pattern[str]:
    words = language(code)
    joins = [form for form in words.clause_words if form not in _WITH]
    if not joins:
        return re.compile("(?!)")
    body = "|".join(joins)
    return re.compile(rf"\s(?:{body})\s" if words.boundary else f"(?:{body})", re.IGNORECASE)
