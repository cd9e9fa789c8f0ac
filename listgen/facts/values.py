"""Typing values: a cell's text becomes a quantity, a colour, materials with shares, a list, a yes or no, or words."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from listgen.domain.fact import Dimensions, FactKind, FactValue, Items, Material, Quantity, Words, YesNo
from listgen.facts.keys import FactKey
from listgen.facts.lexicon import find_materials, material_display, material_name
from listgen.facts.load import read_data
from listgen.facts.unit_table import dimension_of, unit_of
from listgen.facts.units import find_quantities, parse_dimensions, parse_number, parse_quantity, word_number

_YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "sí", "x", "✓", "✔", "safe", "included", "required"})
_YES_HEADS = frozenset({"yes", "true", "ja", "oui", "si", "sí", "sì", "sim", "да", "是", "有", "はい", "あり"})
_QUALIFIED = re.compile(r"(\w+)\s*[,(:;，（、-]\s*(.+?)[)）]?", re.DOTALL)
_NO = frozenset({"no", "n", "false", "0", "nein", "non", "not included", "not safe", "not required", "never", "无"})
_HEADER_UNIT = re.compile(r"[(\[_\s]\s*([^()\[\]_\s]+)\s*[)\]]?$")
_LIST = re.compile(r"\s*(?:\n|;|\||•|(?<!\d),(?!\d{3}\b)|,\s+)\s*")
_SHARE = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent|per cent|pct)\s*(?:of\s+)?([^\d%,;/\n+&、，；]+)", re.IGNORECASE
)
_SHARE_AFTER = re.compile(r"([^\d%,;/\n+&()、，；]+?)\s*[:：(（]?(\d{1,3}(?:[.,]\d+)?)\s*%\)?", re.IGNORECASE)
_PROPER = re.compile(r"[A-Z]{2,}|\d|[a-z][A-Z]")

Typed = tuple[FactKind, FactValue]


def is_empty(text: str) -> bool:
    """Return whether a cell says nothing: blank, a placeholder such as N/A, or filler text."""
    plain = " ".join(text.split()).lower()
    if not plain or plain in _junk("placeholders"):
        return True
    return any(phrase in plain for phrase in _junk("lorem"))


def is_advertising(text: str) -> bool:
    """Return whether a value promises something to a person or praises instead of telling ("You'll love it!")."""
    plain = " ".join(text.lower().replace("’", "'").split())
    if "!" in text or "?" in text:
        return True
    return _outcome_pattern().search(plain) is not None or len(plain.split()) > 40


def strip_praise(text: str) -> str:
    """Return the text without quality words and the commas they leave ("Durable, padded strap" -> "padded strap")."""
    plain = re.sub(rf",\s*(?={_hype_pattern().pattern.removeprefix('(?i)')}\s+\w+$)", " ", text, flags=re.IGNORECASE)
    plain = _hype_pattern().sub(" ", plain)
    plain = re.sub(r"\s+,", ",", " ".join(plain.split()))
    plain = re.sub(r"^(?:[,&]|and\b|or\b)\s*|\s*(?:[,&]|\band)$", "", plain.strip(" ,")).strip(" ,")
    return re.sub(r"^and\s+", "", plain)


def plain_case(text: str) -> str:
    """Return a phrase as it reads inside a sentence: ordinary capitals lowered, acronyms and names with digits kept.

    >>> plain_case("TSA Approved"), plain_case("Top Handle."), plain_case("Japanese quartz")
    ('TSA approved', 'top handle', 'Japanese quartz')
    """
    words = text.strip().rstrip(".").split()
    return " ".join(
        word if _PROPER.search(word) or _is_proper(word) or _is_unit(word, words[:at]) else word.lower()
        for at, word in enumerate(words)
    )


def split_list(text: str) -> tuple[str, ...]:
    """Return the values of a multi-value cell: one a line, or separated by semicolons, bars or commas."""
    parts = [" ".join(part.split()).strip(" .") for part in _LIST.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part and not is_empty(part)))


def header_unit(name: str) -> str:
    """Return the unit that a header names ("Weight (kg)", "length_cm"), "" where it names none."""
    match = _HEADER_UNIT.search(name.strip())
    return unit_of(match.group(1)) if match else ""


def yes_no(text: str) -> YesNo | None:
    """Return the yes or no of a cell, with what limits it ("top rack" is a yes, limited); None for other text."""
    plain = " ".join(text.lower().split()).strip(" .。")
    yes, no = _answers()
    if plain in no or re.match(r"^(no|not|without|never|nein|não|non|нет)\b", plain):
        return YesNo(False)
    if plain in yes:
        return YesNo(True)
    match = _QUALIFIED.fullmatch(plain)
    if match and match.group(1) in _YES_HEADS:
        return YesNo(True, match.group(2))
    if match := re.match(r"^(top[- ]rack(?: only)?)$", plain):
        return YesNo(True, match.group(1).replace("-", " "))
    return None


@cache
def _answers() -> tuple[frozenset[str], frozenset[str]]:
    data = read_data("answers.toml")
    return _YES | frozenset(data["yes"]), _NO | frozenset(data["no"])


def parse_materials(text: str) -> tuple[Material, ...]:
    """Return the materials of a cell with their shares; () where it names none.

    Unknown materials stay as the cell writes them, in lower case; words of praise go ("durable nylon" -> nylon).
    """
    shares = [(name, share) for share, name in _SHARE.findall(text)]
    if not shares or text.rstrip(" .)。）").endswith(("%", "％")):
        shares = _SHARE_AFTER.findall(text)  # "棉95% 氨纶5%": the name comes first
    found: list[Material] = []
    if shares and "%" in text:
        for name, share in shares:
            plain = _material_word(name)
            number = parse_number(share)
            if plain and number is not None and number <= 100:
                found.append(Material(plain, number))
    else:
        for part in split_list(re.sub(r"\s+(?:and|&|\+)\s+|\s*/\s*(?!\d)", ", ", text)):
            plain = _material_word(part)
            if plain and len(plain.split()) <= 5:
                found.append(Material(plain))
    return tuple(dict.fromkeys(found))


def type_value(key: FactKey, text: str, *, unit: str = "") -> Typed | None:
    """Return kind and value of a cell for a key, None where it says nothing.

    A value that does not have the key's kind stays as words ("240GB SSD" in a quantity column), advertising is dropped.
    """
    plain = text.strip()
    if is_empty(plain) and not (key.kind is FactKind.YES_NO and plain.lower() in ("0", "x", "none")):
        return None
    if key.kind is FactKind.QUANTITY:
        quantity = _quantity(key, plain, unit)
        if quantity is not None:
            return (FactKind.QUANTITY, quantity) if quantity.magnitude or key.unit == "temperature" else None
    elif key.kind is FactKind.DIMENSIONS:
        dimensions = parse_dimensions(plain, unit=unit)
        if dimensions:
            return FactKind.DIMENSIONS, dimensions
    elif key.kind is FactKind.COUNT:
        counted = _count(plain)
        return (FactKind.COUNT, counted) if counted is not None and counted.magnitude else None
    elif key.kind is FactKind.MATERIAL:
        materials = parse_materials(plain)
        if materials and not (len(plain.split()) > 12 and is_advertising(plain)):
            return FactKind.MATERIAL, materials
        return None
    elif key.kind is FactKind.YES_NO:
        answer = yes_no(plain)
        if answer is not None:
            return FactKind.YES_NO, answer
    elif key.kind is FactKind.LIST:
        items = tuple(plain_case(item) for item in split_list(plain) if len(item.split()) <= 12)
        items = tuple(item for item in items if not is_advertising(item))
        return (FactKind.LIST, Items(items)) if items else None
    if is_advertising(plain) or len(plain) > 300:
        return None
    words = " ".join(plain.split()).rstrip(".")
    if key.kind is FactKind.COLOUR and "\n" in plain:
        words = "/".join(split_list(plain))  # Google's way to write several colours
    if key.kind in (FactKind.COLOUR, FactKind.SIZE, FactKind.CODE):
        if key.kind is FactKind.SIZE:
            words = re.sub(r"(?i)^size\s*:?\s+(?=\S)", "", words)
        return (key.kind, Words(words)) if len(words.split()) <= 8 else None
    if key.kind in (FactKind.QUANTITY, FactKind.DIMENSIONS) and not re.search(r"\d", words):
        return None
    if key.kind is FactKind.QUANTITY and key.unit and not find_quantities(words):
        return None  # a bare number without a unit is a question to the seller, not a fact
    return FactKind.TEXT, Words(plain_case(words) if len(words.split()) <= 6 else words)


def _quantity(key: FactKey, text: str, unit: str) -> Quantity | None:
    parsed = parse_quantity(text, unit=unit)
    if parsed is None:
        found = find_quantities(text)
        fitting = [one.quantity for one in found if dimension_of(one.quantity.unit) == key.unit]
        rest = text
        for one in reversed(found):
            rest = rest[: one.start] + rest[one.end :]
        # "750 ml (25 oz)" is one amount twice; anything longer around the number says more than the number.
        if fitting and len(re.findall(r"[A-Za-z]{2,}", rest)) == 0:
            return fitting[0]
        return None
    if key.unit == "age" or parsed.unit == "":
        return parsed if key.unit in ("age", "") else None
    if key.unit and dimension_of(parsed.unit) != key.unit:
        if key.unit == "volume" and parsed.unit == "ounce":
            return Quantity(parsed.magnitude, "fluid_ounce", parsed.text, parsed.maximum, parsed.qualifier)
        return None
    return parsed


def _count(text: str) -> Quantity | None:
    parsed = parse_quantity(text)
    if parsed and parsed.unit == "":
        return parsed
    match = re.search(
        r"(?i)(?<![\w.])(\d{1,6}|[a-z]+(?:-[a-z]+)?)(?![\w.])", re.sub(r"(?i)\b(?:set|pack|of|box)\b", " ", text)
    )
    if not match:
        return None
    word = match.group(1)
    number = Decimal(word) if word.isdigit() else word_number(word)
    return Quantity(Decimal(number), "", text.strip()) if number is not None else None


def _material_word(text: str) -> str:
    plain = strip_praise(
        re.sub(r"(?i)\b(?:made|of|from|the|a|an|in|soft|thick|pure|fabric|construction|material)\b", " ", text)
    )
    plain = " ".join(plain.split()).strip(" .:-()")
    if not plain or is_empty(plain):
        return ""
    direct = material_name(plain) or material_name(" ".join(text.split()))
    if direct:
        return material_display(direct)
    found = find_materials(plain, ambiguous=True)
    if found:
        # keep what narrows the material down ("recycled polyester", "brushed steel"), drop what follows it
        lead = plain[: found[-1].start].strip()
        return (
            " ".join([plain_case(lead), material_display(found[-1].name)]).strip()
            if lead
            else material_display(found[-1].name)
        )
    return plain_case(plain) if len(plain.split()) <= 4 and not is_advertising(plain) else ""


@cache
def _junk(key: str) -> frozenset[str]:
    return frozenset(read_data("junk.toml")[key])


@cache
def _outcome_pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join(rf"(?<![\w'-]){re.escape(word)}(?![\w'-])" for word in sorted(_junk("outcome"), key=len)[::-1])
    )


@cache
def _hype_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_junk("hype"), key=lambda w: -len(w)))
    return re.compile(rf"(?i)(?<![\w-])(?:{words})(?![\w-])")


def _is_unit(word: str, before: list[str]) -> bool:
    # the W of "60 W" and the V of "18 V)"
    return bool(before) and re.fullmatch(r"[A-Z]\W*", word) is not None and before[-1][-1:].isdigit()


def _is_proper(word: str) -> bool:
    plain = word.strip("(),.").lower()
    return plain in _proper_words()


@cache
def _proper_words() -> frozenset[str]:
    return frozenset(read_data("proper.toml")["words"])


__all__ = [
    "Dimensions",
    "Typed",
    "header_unit",
    "is_advertising",
    "is_empty",
    "parse_materials",
    "plain_case",
    "split_list",
    "strip_praise",
    "type_value",
    "yes_no",
]
