"""Dimension tuples in text: lengths along two or more axes, labelled by words, letters or a block "(W x D x H)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from listgen.domain.fact import Dimensions, Quantity
from listgen.facts.language import language as words_of
from listgen.facts.numbers_in_text import LETTER, parse_number, plain_text
from listgen.facts.quantity_grammar import Grammar, grammar, unit_at
from listgen.facts.unit_table import dimension_of, unit_of, units

_SIGN = re.compile(r"[x*]")
# "(cm)" behind a tuple or before it
_UNIT_AFTER = re.compile(r"\s*[(\[]\s*(?P<unit>[^\W\d_]{1,12})\s*[)\]]")
_UNIT_BEFORE = re.compile(r"[(\[]\s*(?P<unit>[^\W\d_]{1,12})\s*[)\]]\s*:?\s*$")
_BLOCK = re.compile(r"[(\[]\s*[^\W\d_]{1,12}(?:\s*[x×*✕хX/]\s*[^\W\d_]{1,12}){1,3}\s*[)\]]")
_MOST = 4
# "2 x 30 cm" are two of 30 cm, "2 x 3 m" is a rug.
_FEWEST_TIMES = 8


def with_axes(header: str, value: str) -> str:
    """Return a value with the axes that its header names: "Size (W x H)" over "30 x 20 cm" is "30 x 20 cm (W x H)".

    >>> with_axes("Maße (B x H)", "30 x 20 cm"), with_axes("Size", "30 x 20 cm")
    ('30 x 20 cm (B x H)', '30 x 20 cm')
    """
    match = _BLOCK.search(header)
    if match is None or _BLOCK.search(value) or not any(char.isdigit() for char in value):
        return value
    return f"{value} {match.group()}"


@dataclass(frozen=True, slots=True)
class _Labels:
    """Patterns of the labels of a language's axes."""

    number: re.Pattern[str]  # also directly behind a letter that labels it
    before: re.Pattern[str]  # up to a number
    before_here: re.Pattern[str]
    after: re.Pattern[str]
    label: re.Pattern[str]
    block_after: re.Pattern[str]
    block_before: re.Pattern[str]
    joint: re.Pattern[str]
    last_joint: re.Pattern[str]  # "long, 90 cm wide and 75 cm high"
    code: str
    words: tuple[tuple[re.Pattern[str], str], ...]
    letters: dict[str, str]

    def axis(self, label: str) -> str:
        """Return the axis that a label names."""
        plain = label.strip(" ():.=：\t")
        if plain in self.letters:
            return self.letters[plain]
        for pattern, axis in self.words:
            if pattern.fullmatch(plain):
                return axis
        return self.letters.get(plain.upper(), "")


@dataclass(frozen=True, slots=True)
class _Length:
    start: int
    end: int
    number: str
    value: Decimal
    unit: str  # "" where a later number brings it
    axis: str


@lru_cache(maxsize=2048)
def find_dimensions(
    text: str, *, decimal: str = "", unit: str = "", language: str = "en"
) -> tuple[tuple[int, int, Dimensions], ...]:
    """Return every dimension tuple of a text as (start, end, dimensions).

    `unit` is the unit of a header such as "Size (cm)". Axes are named where the text names them, by words or letters of
    the language at the numbers or in a block beside the tuple ("40 x 30 x 20 cm (B x T x H)").

    >>> found = find_dimensions("Maße (B x T x H): 40 x 30,5 x 20 cm", language="de")
    >>> [(axis, str(length.magnitude)) for axis, length in found[0][2].axes]
    [('width', '40'), ('depth', '30.5'), ('height', '20')]
    """
    plain = plain_text(text)
    if len(re.findall(r"[\d½¼¾]+", plain)) < 2:
        return ()
    rules, labels = grammar(language, decimal), _labels(words_of(language).code)
    found = []
    place = 0
    if not labels.joint.search(plain):
        return ()
    while match := labels.number.search(plain, place):
        place = match.end()
        lengths, signs = _chain(plain, match, rules, labels, decimal, language)
        if len(lengths) < 2:
            continue
        place = max(place, lengths[-1].end)
        start, end, axes = _axes(plain, lengths, signs, unit, labels)
        if axes:
            found.append((start, end, Dimensions(axes, text[start:end].strip(" .;,"))))
            place = max(place, end)
    return tuple(found)


def parse_dimensions(text: str, *, decimal: str = "", unit: str = "", language: str = "en") -> Dimensions | None:
    """Return lengths along two or more axes, labelled where the text labels them; None where it gives fewer.

    >>> [(axis, str(q.magnitude), q.unit) for axis, q in parse_dimensions('L 29" x W 13" x H 11"').axes]
    [('length', '29', 'inch'), ('width', '13', 'inch'), ('height', '11', 'inch')]
    """
    found = find_dimensions(text, decimal=decimal, unit=unit, language=language)
    return found[0][2] if found else None


def _chain(
    plain: str, first: re.Match[str], rules: Grammar, labels: _Labels, decimal: str, language: str
) -> tuple[list[_Length], list[str]]:
    """Return the lengths from a number on, and what joins them."""
    lengths: list[_Length] = []
    signs: list[str] = []
    match: re.Match[str] | None = first
    while match is not None:
        length = _length(plain, match, rules, labels, decimal, language)
        if length is None:
            break
        lengths.append(length)
        joint = labels.joint.match(plain, length.end)
        if joint is None and len(lengths) > 1:
            joint = labels.last_joint.match(plain, length.end)
        if joint is None or len(lengths) == _MOST:
            break
        match = _number_after(plain, joint.end(), rules, labels)
        if match is not None:
            signs.append("x" if _SIGN.search(joint.group()) else joint.group().strip())
    return lengths, signs[: len(lengths) - 1]


def _number_after(plain: str, place: int, rules: Grammar, labels: _Labels) -> re.Match[str] | None:
    """Return the number at a place, behind its label if it has one."""
    match = _bare(rules).match(plain, place)
    if match is None:
        label = labels.before_here.match(plain, place)
        match = _bare(rules).match(plain, label.end()) if label else None
    return match


@cache
def _bare(rules: Grammar) -> re.Pattern[str]:
    """Return the number pattern without its look at the letter before: "W13" in "L29 x W13"."""
    return re.compile(rules.digits)


def _length(
    plain: str, match: re.Match[str], rules: Grammar, labels: _Labels, decimal: str, language: str
) -> _Length | None:
    value = parse_number(match.group(), decimal=decimal, language=language)
    if value is None or ":" in match.group():
        return None
    start, end, axis, name = match.start(), match.end(), "", ""
    lead = labels.before.search(plain, max(0, start - 24), start)
    if lead and not labels.block_before.search(plain, max(0, start - 60), start):
        axis, start = labels.axis(lead.group()), lead.start()
    unit = rules.unit_here.match(plain, end)
    if unit and dimension_of(unit_at(rules, unit["unit"])) == "length":
        name, end = unit_at(rules, unit["unit"]), unit.end()
    behind = labels.after.match(plain, end)
    if behind and not axis:
        axis, end = labels.axis(behind["inside"] or behind["label"]), behind.end()
        late = rules.unit_here.match(plain, end)
        if not name and late and dimension_of(unit_at(rules, late["unit"])) == "length":
            name, end = unit_at(rules, late["unit"]), late.end()
    elif unit and not name:
        # another measure: "29 L x 3" is no length
        return _Length(start, unit.end(), match.group(), value, unit_at(rules, unit["unit"]), axis)
    return _Length(start, end, match.group(), value, name, axis)


def _axes(
    plain: str, lengths: list[_Length], signs: list[str], fallback: str, labels: _Labels
) -> tuple[int, int, tuple[tuple[str, Quantity], ...]]:
    start, end = lengths[0].start, lengths[-1].end
    nothing = (start, end, ())
    named = [length.unit for length in lengths if length.unit]
    bracket = None if named else _UNIT_AFTER.match(plain, end) or _UNIT_BEFORE.search(plain, 0, start)
    aside = unit_of(bracket["unit"], labels.code) if bracket else ""
    if bracket and aside:
        start, end = min(start, bracket.start()), max(end, bracket.end())
    shared = named[-1] if named else aside or fallback
    if not shared or any(dimension_of(name) != "length" for name in (*named, shared)):
        return nothing
    labelled = [length.axis for length in lengths]
    if any(sign != "x" and sign not in _by_words(labels) for sign in signs) and not all(labelled):
        return nothing  # "10, 20, 30 cm" are sizes to choose from
    if not any(labelled):
        start, end, labelled = _from_block(plain, start, end, len(lengths), labels)
    if not any(labelled) and len(lengths) == 2 and _times(lengths):
        return nothing
    axes = []
    for length, axis in zip(lengths, labelled, strict=True):
        name = length.unit or shared
        axes.append((axis, Quantity(length.value, name, f"{length.number} {units()[name].symbol}")))
    return start, end, tuple(axes)


def _times(lengths: list[_Length]) -> bool:
    first, second = lengths
    return not first.unit and first.number.isdigit() and first.value * _FEWEST_TIMES <= second.value


def _from_block(plain: str, start: int, end: int, count: int, labels: _Labels) -> tuple[int, int, list[str]]:
    """Return the axes that a block beside a tuple names, and the span with the block; else empty labels."""
    after = labels.block_after.match(plain, end)
    if after:
        named = list(_in_block(after.group(), labels))
        if len(named) == count:
            return start, after.end(), named
    before = labels.block_before.search(plain, max(0, start - 60), start)
    if before:
        named = list(_in_block(before.group(), labels))
        if len(named) == count:
            return before.start(), end, named
    return start, end, [""] * count


def _in_block(text: str, labels: _Labels) -> Iterator[str]:
    parts = re.split(r"\s*[x*/х]\s*|\s+(?:by|mal|par|por|per|на)\s+", text.strip(" ()[]:=\t"))
    for part in parts if len(parts) > 1 else labels.label.findall(text):
        axis = labels.axis(part)
        if axis:
            yield axis


def _by_words(labels: _Labels) -> frozenset[str]:
    return _by(labels.joint)


@cache
def _by(joint: re.Pattern[str]) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]+", joint.pattern) if len(word) > 1) | {"х", "乘", "by"}


@cache
def _labels(code: str) -> _Labels:
    rules = grammar(code)
    own = rules.words
    english = words_of("en").axes
    forms = {axis: (*own.axes.get(axis, ()), *english.get(axis, ())) for axis in english}
    words = "|".join(sorted({form for group in forms.values() for form in group}, key=lambda form: (-len(form), form)))
    letters = "|".join(sorted((re.escape(letter) for letter in rules.letters), key=lambda letter: -len(letter)))
    left, right = (r"(?<![\w])", r"(?!\w)") if own.boundary else (r"(?<![A-WYZa-wyz])", "")
    word = rf"(?i:{left}(?:{words})(?:{right}|(?=\d)))"
    letter = rf"(?:(?<![{LETTER}\d_])|(?<=[\da-z\"]x))(?:{letters}|[Øø⌀])(?![{LETTER}])"
    one = rf"(?:{word}|{letter}|(?i:dia\.?))"
    by = "|".join((r"\s+(?:%s)\s+" % re.escape(form)) if own.boundary else re.escape(form) for form in rules.by)  # noqa: UP031 - no braces to double
    sign = r"\s*(?:[x*]|х(?=\s*[\d(A-ZА-Я])|,|、|;)\s*"
    label = rf"(?<!\d)(?<!\d[ ])[(\[]?{one}[)\]]?\.?\s*(?:[:=约約]|ca\.)?\s*"
    behind = rf"(?:{word}|(?<![{LETTER}])(?:{letters}|[Øø⌀])(?![{LETTER}]))"
    lead = r"(?:(?i:in|de|im|en|di)\s+)?"
    any_one = rf"(?:(?i:{words})|{letters}|[Øø⌀])"
    if own.boundary:
        block = rf"(?<!\w){any_one}(?:\s*[x*/х]\s*{any_one}){{1,3}}(?!\w)"
    else:
        block = rf"(?<![A-Za-z]){any_one}(?:\s*[x*/]?\s*{any_one}){{1,3}}(?![A-Za-z])"  # 长宽高
    single = "".join(letter for letter in rules.letters if len(letter) == 1 and letter.isalpha())
    labelled = rf"(?<=[{single}Øø⌀φΦ])(?<![{LETTER}\d][{single}])"
    return _Labels(
        number=re.compile(rf"(?:{rules.number.pattern}|{labelled}{rules.digits})"),
        before=re.compile(rf"{label}$"),
        before_here=re.compile(label),
        # a block "(W x D x H)" is no label of the last number
        after=re.compile(rf"\s?(?:[(\[]{lead}(?P<inside>{one})[)\]]|{lead}(?P<label>{behind})(?!\s*[x*]\s*{one}))"),
        label=re.compile(any_one),
        block_after=re.compile(rf"\s*[(\[]?\s*{block}\s*[)\]]?"),
        block_before=re.compile(rf"{block}\s*[)\]]?\s*[:=]?\s*$"),
        joint=re.compile(rf"{sign}|{by}" if by else sign, re.IGNORECASE),
        code=code,
        last_joint=re.compile(rf",?\s+(?:{'|'.join(rules.ands)})\s+" if rules.ands else r"\Z^", re.IGNORECASE),
        words=tuple((re.compile("|".join(group), re.IGNORECASE), axis) for axis, group in forms.items()),
        letters={
            **rules.letters,
            "Ø": "diameter",
            "ø": "diameter",
            "⌀": "diameter",
            "dia": "diameter",
            "dia.": "diameter",
        },
    )
