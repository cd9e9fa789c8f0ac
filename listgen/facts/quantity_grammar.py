"""The patterns by which quantities of a language are read, compiled once from its words and from the unit table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from listgen.facts.language import Language
from listgen.facts.language import language as words_of
from listgen.facts.load import read_data
from listgen.facts.numbers_in_text import CJK_NUMERAL, LETTER, number_pattern
from listgen.facts.unit_table import symbols, unit_of, words

_UNIT_END = r"[\"″'′”a-z]"
_GAP = r"[^\S\r\n]"  # a blank of any width, but no new line
_SIGNS = {"~": "about", "≈": "about", "<": "up to", "≤": "up to", ">": "at least", "≥": "at least"} | dict.fromkeys(
    ("±", "+/-", "+-", "-/+"), "±"
)
# "2 in 1", "5 in the box", "size 8 in black": the word, not the inch.
_NO_INCH = re.compile(
    rf"{_GAP}*-?{_GAP}*1(?![\d./])|{_GAP}+(?:the|an?|one|total|each|every|all|any|this|that|these|our|your|my|his|her|its|"
    r"stock|packs?|sets?|size|sizes|colou?rs?|black|white|blue|red|green|gr[ae]y|pink|brown|beige|navy|either|both|which)"
    r"(?![\w-])",
    re.IGNORECASE,
)
# "11 W US" and "10 D(M)" are widths of shoes, "577 V1" is a model, "100 L-6XL" sizes.
_SIZE_LETTERS = frozenset("WVDNLACFK")
_SIZE_AFTER = re.compile(
    r"\d|\s*(?:\([A-Z]\)|(?:US|UK|EU)(?!\w)|-\s?\d?X*L(?!\w)|x\s*[\d./]+\s*[\"″]?\s?[WDHLT](?!\w))", re.IGNORECASE
)
_SIZE_BEFORE = re.compile(r"(?i)\b(?:sizes?|US|UK|EU)\s+[\d.]+\s*$")
# "0.5 ct diamond"; anything else with ct is a count
_GEM = re.compile(
    r"\.?[\s-]*(?:t\.?\s?w\b|tdw|carat|total|diamond|gem|stone|sapphire|ruby|emerald|topaz|moissanite|opal)", re.I
)
# Words of units that are no unit after a single numeral of these scripts: 十分 is "very", 一度 "once".
_CJK_SHORT = frozenset("升克米年天秒斤寸吋")
_MARKS = frozenset("\"″”“'′’") | {"''", "’’", "′′"}
_FIRST_CJK = 0x2E80
_PER_COUNTS = r"(?:100|1000|10|1)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grammar:
    """Compiled patterns; those with `_here` are matched at a place, `before` on the text up to a number."""

    code: str
    digits: str  # the source of `number`, without its look at the character before
    words: Language
    any_digit: re.Pattern[str]
    number: re.Pattern[str]
    unit_here: re.Pattern[str]  # groups gap and unit
    word_unit_here: re.Pattern[str]
    joint_here: re.Pattern[str]  # between the ends of a range, up to the second number
    joint_words: re.Pattern[str]  # between the ends of a range in words
    and_here: re.Pattern[str] | None
    ands: tuple[str, ...]
    between_before: re.Pattern[str] | None
    per_here: re.Pattern[str]  # up to the unit below the line; group count
    before: re.Pattern[str]
    after_here: re.Pattern[str]
    half: re.Pattern[str] | None
    and_half_here: re.Pattern[str] | None
    half_after_here: re.Pattern[str] | None
    said: re.Pattern[str]
    said_names: tuple[str, ...]  # of the groups of `said`
    minus: re.Pattern[str]  # up to a number
    power_here: re.Pattern[str] | None
    powers: Mapping[str, int]
    idioms: re.Pattern[str] | None  # no amounts: "one day you will"
    numeral: re.Pattern[str]  # CJK numerals
    letters: Mapping[str, str]
    by: tuple[str, ...]


@cache
def grammar(language: str, decimal: str = "") -> Grammar:
    """Return the compiled patterns of a language or locale.

    Raises:
        KeyError: There is no such language.
    """
    own = words_of(language)
    table = read_data("quantity_words.toml")[own.code]
    number = number_pattern(language, decimal)
    unit = _unit_pattern(own, frozenset(table["not_units"]))
    # "3/4 de pulgada"
    of = rf"(?:{_GAP}(?:de|di|d['’]){_GAP}?)?" if own.code in ("es", "fr", "it", "pt") else ""
    gap = rf"{of}{_GAP}{{0,2}}-?{_GAP}?"
    opening, closing = table["between"]
    per_edge = r"(?!\w)" if own.boundary else ""
    joiners = [rf"{_GAP}*(?:-|~|…|\.{{2,3}}){_GAP}*", *(_spaced(form, own.boundary) for form in table["range"])]
    second = r"(?P<sign>-)?(?=[\d.½⅓⅔¼¾⅛⅜⅝⅞])"
    return Grammar(
        code=own.code,
        digits=number,
        words=own,
        any_digit=re.compile(r"[\d½⅓⅔¼¾⅛⅜⅝⅞]"),
        number=re.compile(
            rf"(?:(?<![{LETTER}\d_])(?<!\d[.,])(?<![{LETTER}]\.)|(?<=\d[xх])|(?<=[AD]C)|(?<={_UNIT_END}x)){number}"
        ),
        unit_here=re.compile(rf"(?P<gap>{gap})(?P<unit>{unit})"),
        word_unit_here=re.compile(
            rf"(?:[^\S\r\n]|-)?(?P<unit>{_word_unit_pattern(own)})(?![{LETTER}])"
            if own.boundary
            else rf"(?P<unit>{_word_unit_pattern(own)})"
        ),
        joint_here=re.compile(rf"(?:{'|'.join(joiners)}){second}", re.IGNORECASE),
        joint_words=re.compile(rf"(?:{'|'.join(joiners)})", re.IGNORECASE),
        and_here=_optional([_spaced(form, own.boundary) for form in closing], second),
        ands=tuple(closing),
        between_before=_optional([rf"(?<!\w){form}{_GAP}*$" for form in opening]),
        per_here=re.compile(
            rf"{_GAP}?(?:/|(?:{'|'.join(table['per'])}){per_edge}){_GAP}?(?:(?P<count>{_PER_COUNTS})(?!\d))?",
            re.IGNORECASE,
        ),
        before=_before(own, table),
        after_here=_after(own, table),
        half=_optional([rf"(?<![\w-]){form}" if own.boundary else form for form in table["half"]]),
        and_half_here=_optional([rf"{_GAP}*{form}" for form in table["and_half"]]),
        half_after_here=_optional([rf"{_GAP}*{form}(?!\w)" if own.boundary else form for form in table["half_after"]]),
        said=own.pattern(f"(?P<s{n}>{_alternatives(forms)})" for n, forms in enumerate(table["said"].values())),
        said_names=tuple(table["said"]),
        minus=re.compile(
            rf"(?<!\w)(?:{'|'.join(table['minus'])}){_GAP}?$" if own.boundary else rf"(?:{'|'.join(table['minus'])})$",
            re.I,
        ),
        power_here=_optional([rf"{_GAP}?{re.escape(word)}(?!\w)(?:{_GAP}de(?!\w))?" for word in table["powers"]]),
        powers={word.lower(): power for word, power in table["powers"].items()},
        idioms=_optional(table.get("idioms", [])),
        numeral=re.compile(rf"{CJK_NUMERAL}+"),
        letters=table["letters"],
        by=tuple(table["by"]),
    )


def is_word_unit(own: Language, unit: str) -> bool:
    """Return whether a unit word may follow a numeral of a script without blanks."""
    return len(unit) > 1 or unit in _CJK_SHORT or own.boundary


def is_no_unit(plain: str, start: int, end: int, gap: str) -> bool:
    """Return whether what looks like a unit is none: "2 in 1", "набор из 5 с крышкой", "11 W US", "20 ct", "1970s"."""
    form = plain[start:end]
    if form in _SIZE_LETTERS and (
        _SIZE_AFTER.match(plain, end) or _SIZE_BEFORE.search(plain[max(0, start - 14) : start])
    ):
        return True
    if form == "ct":
        return (
            _GEM.match(plain, end) is None and re.search(r"[./½¼¾]\d*[\s-]*$", plain[max(0, start - 8) : start]) is None
        )
    if form == "s" and not gap:
        return re.search(r"(?:(?<!\d)(?:1[89]|20)\d0|['’]\d0)$", plain[max(0, start - 5) : start]) is not None
    if form == "с" and gap:
        return re.match(r"\s+[а-яё]", plain[end : end + 3]) is not None
    if form != "in":
        return False
    if not gap and not plain.startswith("-1", end):
        return False
    return _NO_INCH.match(plain, end) is not None


def _before(own: Language, table: Mapping[str, Any]) -> re.Pattern[str]:
    only_after = {form for forms in table["after"].values() for form in forms}
    groups = {}
    for place, (name, forms) in enumerate(own.qualifiers.items()):
        fitting = [form for form in forms if own.boundary or not any(form.startswith(one) for one in only_after)]
        groups[f"q{place}"] = (name, fitting)
    bodies = [f"(?P<{group}>{_alternatives(forms)})" for group, (_, forms) in groups.items() if forms]
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=lambda sign: -len(sign)))
    # "from" is no qualifier of a single number but belongs to its span
    plain = "|from" if own.code == "en" else ""
    edge = "(?<![\\w.,])" if own.boundary else ""
    return re.compile(
        rf"(?:{edge}(?:{'|'.join(bodies)}{plain})\.?:?|(?<![\d{LETTER}])(?P<sign>{signs})){_GAP}*$", re.IGNORECASE
    )


def _after(own: Language, table: Mapping[str, Any]) -> re.Pattern[str]:
    bodies = [
        f"(?P<{'abc'[place]}{name.replace(' ', '_')}>{_alternatives(forms)})"
        for place, (name, forms) in enumerate(table["after"].items())
    ]
    edge = r"(?![\w-])" if own.boundary else ""
    return re.compile(rf"{_GAP}?[(（]?(?:{'|'.join(bodies)}){edge}", re.IGNORECASE)


def qualifier_before(rules: Grammar, text: str) -> tuple[str, int]:
    """Return the qualifier that a text ends with and where it begins; ("", length) where it ends with none."""
    match = rules.before.search(text)
    if match is None:
        return "", len(text)
    if match["sign"]:
        return _SIGNS[match["sign"]], match.start()
    names = list(rules.words.qualifiers)
    group = match.lastgroup
    return (names[int(group[1:])] if group else ""), match.start()


def qualifier_after(rules: Grammar, plain: str, end: int) -> tuple[str, int]:
    """Return the qualifier that follows a place and where it ends; ("", the place) where none does."""
    match = rules.after_here.match(plain, end)
    if match is None or not match.lastgroup:
        return "", end
    return match.lastgroup[1:].replace("_", " "), match.end()


def unit_at(rules: Grammar, text: str) -> str:
    """Return the pint name of a unit as matched by `unit_here`."""
    return unit_of(text, rules.code)


def _unit_pattern(own: Language, without: frozenset[str]) -> str:
    """Return every way to write a unit, longest first; symbols count case, words do not."""
    exact = {form: _escaped(form) for form in symbols() if form not in without}
    loose = {form: f"(?i:{_worded(form)})" for form in words()}
    for forms in own.units.values():
        # "В" is volt, "в" a preposition
        loose |= {form: form if len(form) == 1 else f"(?i:{form})" for form in forms}
    # one group a first letter: most numbers have no unit behind them, and this finds out at once
    bodies: dict[str, list[str]] = {}
    for form in sorted({**exact, **loose}, key=lambda form: (-len(form), form)):
        body = exact.get(form) or loose[form]
        if form in _MARKS:
            # 29"W has a label behind the mark, the 90's have no feet
            body = rf"{body}(?:(?![{LETTER}])|(?=x\s?\d)|(?=[A-Z](?![{LETTER}])))"
        elif not any(ord(char) >= _FIRST_CJK for char in form):
            # not the beginning of a longer word, but "48cmx30cm"
            body = rf"{body}(?:(?![{LETTER}²³])|(?=x\s?\d))"
        first = form[0] if form in exact or form[0].isalnum() else ""
        bodies.setdefault(first.lower(), []).append(body)
    return "|".join(_group(first, forms) for first, forms in sorted(bodies.items(), reverse=True))


def _group(first: str, bodies: list[str]) -> str:
    one = "|".join(bodies)
    if not first:
        return one
    letters = "".join(sorted({first, first.upper()})) if len(first.upper()) == 1 else first
    return rf"(?=[{re.escape(letters)}])(?:{one})"


def _word_unit_pattern(own: Language) -> str:
    forms = [form for group in own.units.values() for form in group if own.boundary or is_word_unit(own, form)]
    if own.code == "en":
        forms += [_worded(word) for word in words()]
    # \Z^ never matches: a language without unit words
    return rf"(?i:{_alternatives(forms)})" if forms else r"\Z^"


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


def _escaped(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s?")


def _worded(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"[\s-]")


def _spaced(form: str, boundary: bool) -> str:
    return rf"{_GAP}+{form}{_GAP}+" if boundary else rf"{_GAP}*{form}{_GAP}*"


def _optional(forms: list[str], tail: str = "") -> re.Pattern[str] | None:
    return re.compile(rf"(?:{_alternatives(forms)}){tail}", re.IGNORECASE) if forms else None
