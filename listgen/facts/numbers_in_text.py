"""Numbers as texts spell them: digits with the marks of a locale, fractions, number words and CJK numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache

from listgen.facts.language import Language
from listgen.facts.language import language as words_of
from listgen.facts.load import read_data

VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_V = "".join(VULGAR)
# Letters of the scripts that separate words, without the diameter sign Ø: a number next to one is part of a word.
LETTER = "A-Za-zÀ-ÖÙ-öù-ɏЀ-ӿ"
# "12/24 hour" is no fraction: halves, thirds and the inches of a ruler are.
_PARTS = r"(?:2|3|4|5|6|8|10|16|32|64)(?![\d/])"
# Territories that write the other decimal mark than their language's first one (CLDR).
_POINT = frozenset({"es-MX", "es-US", "es-PR", "es-GT", "es-HN", "es-NI", "es-SV", "es-PA", "es-DO", "es-PE"})
_POINT |= {"de-CH", "de-LI", "it-CH"}
_CJK_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CJK_POWERS = {"十": 10, "百": 100, "千": 1000}
_CJK_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
CJK_NUMERAL = "[〇零一二两兩三四五六七八九十百千万萬億亿]"
_WORD = re.compile(r"[^\W\d_]+")


def decimal_mark(language: str) -> str:
    """Return the decimal mark of a language or locale: "," for "de", "." for "es-MX"."""
    return "." if language in _POINT else words_of(language).decimal


@cache
def number_pattern(language: str, decimal: str = "") -> str:
    """Return a regular expression of the numbers that a language writes with digits."""
    mark = decimal or decimal_mark(language)
    if mark == ",":
        grouped = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![.\d])"
    else:
        grouped = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}"
    blank = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)" if _table(language)["blank_group"] else r"\d{1,3}(?: 000)+(?!\d)"
    # \u00a0 and \u202f group in every language that groups with a blank, apostrophes in Switzerland
    spaced = r"\d{1,3}(?:[\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?"
    fraction = rf"\d+[-\s]\d+/{_PARTS}|\d+/{_PARTS}|\d*\s?[{_V}]"
    return rf"(?:{fraction}|\d{{1,2}}:[0-5]\d(?![\d:])|{grouped}|{spaced}|{blank}|\d+(?:[.,]\d+)?|\.\d+)"


def parse_number(text: str, *, decimal: str = "", language: str = "en") -> Decimal | None:
    """Return the number that a text spells in digits, None where it is none.

    A comma before exactly three digits groups thousands in languages with a decimal point, a point does in languages
    with a decimal comma; any other comma or point is a decimal mark. `decimal` ("," or ".") overrides the language's.
    Fractions are exact where a decimal can be.

    >>> parse_number("1,299.50"), parse_number("1,5"), parse_number("1-9/16"), parse_number("½")
    (Decimal('1299.50'), Decimal('1.5'), Decimal('1.5625'), Decimal('0.5'))
    >>> parse_number("1.500", language="de"), parse_number("1 500,5", language="fr")
    (Decimal('1500'), Decimal('1500.5'))
    """
    return _parsed(text, decimal or decimal_mark(language), bool(decimal))


@lru_cache(maxsize=8192)
def _parsed(text: str, mark: str, sure: bool) -> Decimal | None:
    if text.isascii() and text.isdigit():
        return Decimal(text)
    plain = text.strip().translate(FULL_WIDTH)
    for sign, spelled in VULGAR.items():
        plain = plain.replace(sign, f" {spelled}")
    plain = plain.strip()
    if match := re.fullmatch(r"(?:(\d+)[-\s]+)?(\d+)/(\d+)", plain):
        whole, upper, lower = match.groups()
        if int(lower) == 0:
            return None
        return Decimal(whole or 0) + Decimal(upper) / Decimal(lower)
    plain = re.sub(r"(?<=\d)[\u00a0\u202f'’ ](?=\d{3}(?!\d))", "", plain)
    comma = mark == ","
    if comma and (sure or re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain)):
        plain = plain.replace(".", "").replace(",", ".")
    elif not comma and (sure or re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain)):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    else:
        plain = plain.replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?|\.\d+", plain) else None


def word_number(word: str, language: str = "en") -> int | None:
    """Return the whole number that a word spells ("three", "twenty-four", "dual"), None for other words.

    >>> word_number("vierundzwanzig", "de"), word_number("二十四", "zh"), word_number("red")
    (24, 24, None)
    """
    value = number_phrases(language).get(word.lower())
    if value is None and language[:2] in ("zh", "ja"):
        value = cjk_number(word)
    return int(value) if value is not None and value == int(value) else None


def cjk_number(text: str) -> Decimal | None:
    """Return the number that Chinese or Japanese numerals spell ("二十四", "一千五百"), None where they spell none."""
    if not text or any(char not in _CJK_DIGITS | _CJK_POWERS | _CJK_MYRIADS for char in text):
        return None
    if all(char in _CJK_DIGITS for char in text):
        return Decimal("".join(str(_CJK_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _CJK_DIGITS:
            digit = _CJK_DIGITS[char]
        elif char in _CJK_POWERS:
            section, digit = section + (digit or 1) * _CJK_POWERS[char], 0
        else:
            total, section, digit = total + ((section + digit) or 1) * _CJK_MYRIADS[char], 0, 0
    return Decimal(total + section + digit)


def cjk_power(char: str) -> int:
    """Return what a numeral after digits multiplies by ("2万" is 20,000), 1 for other characters."""
    return _CJK_MYRIADS.get(char) or _CJK_POWERS.get(char, 1) if char else 1


def number_words_in(text: str, language: str) -> Iterator[tuple[int, int, Decimal]]:
    """Yield (start, end, number) of every number in words, longest reading first; separated scripts only."""
    starts = _phrases_by_first_word(language)
    end = 0
    for match in _WORD.finditer(text):
        pattern = starts.get(match.group().lower())
        if pattern is None or match.start() < end:
            continue
        found = pattern.match(text, match.start())
        if found:
            end = found.end()
            yield found.start(), end, number_phrases(language)[" ".join(found.group().lower().split())]


def has_number_words(text: str, language: str) -> bool:
    """Return whether a text may hold a number in words; cheap, and right when it says no."""
    if not words_of(language).boundary:
        return re.search(rf"{CJK_NUMERAL}|半", text) is not None
    return not _phrases_by_first_word(language).keys().isdisjoint(_WORD.findall(text.lower()))


@cache
def number_phrases(language: str) -> Mapping[str, Decimal]:
    """Return the number words of a language in lower case, tens and ones joined the way it joins them."""
    own = words_of(language)
    table = {word.lower(): Decimal(str(number)) for word, number in own.number_words.items()}
    if language == "en":
        table.pop("half", None)  # "half" needs its "a": see quantity_words.toml
    ones = {word: n for word, n in table.items() if 1 <= n <= 9 and " " not in word and word.isalpha()}
    if own.code == "fr":  # soixante-douze, quatre-vingt-dix
        ones |= {word: n for word, n in table.items() if 10 <= n <= 19 and " " not in word}
    tens = {word: n for word, n in table.items() if n in range(20, 100, 10) and " " not in word}
    compounds: dict[str, Decimal] = {}
    for joint in _table(language)["tens_ones"]:
        for ten, high in tens.items():
            for one, low in ones.items():
                if low >= 10 and high not in (60, 80):
                    continue
                compounds[_joined(own, ten, one, joint)] = high + low
    return compounds | table


def _joined(own: Language, ten: str, one: str, joint: str) -> str:
    if own.code == "de":
        return f"{'ein' if one in ('eins', 'eine', 'einen', 'einem', 'einer') else one}{joint}{ten}"
    if own.code == "it" and one[0] in "uo":
        return ten[:-1] + one  # ventuno, trentotto
    return f"{ten}{joint}{one}"


@cache
def _phrases_by_first_word(language: str) -> Mapping[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = {}
    for phrase in number_phrases(language):
        first = _WORD.match(phrase)
        if first:
            groups.setdefault(first.group(), []).append(phrase)
    return {first: _phrases_pattern(tuple(_longest(phrases))) for first, phrases in groups.items()}


def _phrases_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    body = "|".join(re.escape(phrase).replace(r"\ ", r"[^\S\n]+") for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w)", re.IGNORECASE)


def _longest(forms: list[str]) -> list[str]:
    return sorted(forms, key=lambda form: (-len(form), form))


def _table(language: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_data("quantity_words.toml")[words_of(language).code]
    return table


FULL_WIDTH = str.maketrans(
    {chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(94)}
    | dict.fromkeys("‐‑‒–—−﹣", "-")
    | dict.fromkeys("×✕✖╳Ｘ", "x")
    | {"X": "x", "〜": "~", "∼": "~", "⁄": "/", "\u3000": " ", "＊": "*"}
)


def plain_text(text: str) -> str:
    """Return the text with full-width forms, dashes and times signs made plain; the length stays the same."""
    return text.translate(FULL_WIDTH)
