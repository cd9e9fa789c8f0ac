"""Reading product names: the noun that says what the product is, its line, and what stands around them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from listgen.domain.product import Product
from listgen.facts.lexicon import find_colours, find_materials
from listgen.facts.load import read_data
from listgen.facts.product_types import GENERIC, Noun, ProductType, category_type, noun_table, plural_of, singular_of
from listgen.facts.units import find_quantities

_MARKS = re.compile(r"[™®©℠]|\((?:tm|r|c)\)", re.IGNORECASE)
_BREAK = re.compile(r"\s*[,;|(\[]\s*|\s+[-–—:]\s+|(?<=\w)\s*:\s+")
_TOKEN = re.compile(r"[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """What a product name says. `details` is the text outside noun and line: sizes, materials, features."""

    type_id: str
    noun: str
    noun_plural: bool
    line: str
    details: str
    audience: tuple[str, ...] = ()
    known: bool = True  # the noun stands in the product-type table


def clean_name(text: str) -> str:
    """Return a name without entities, trade marks and doubled blanks ("Lumaflex&trade; Band" -> "Lumaflex Band")."""
    return " ".join(_MARKS.sub("", html.unescape(html.unescape(text))).split())


def read_name(product: Product) -> NameReading:
    """Return type, noun, line and details of a product's name.

    The noun is the last known noun phrase of the name part (before a comma, a dash or "with"), as long as it can be:
    "Crown Summit Backpack" is a backpack of the line Crown Summit. Materials, colours, sizes and plain adjectives are
    no line. A name without a known noun takes the category's default noun, else its own last word.
    """
    paths = [product.product_type] if product.product_type else []
    paths += [one.value for one in product.attributes if one.canonical in ("category", "product_type")]
    by_category = category_type(*paths)
    name = clean_name(product.name)
    for option in reversed(product.options):
        # shops write "Jacket-Blue-M" and "T-Shirt - Blue" for variations
        if option.value and re.search(rf"\s*-\s*{re.escape(option.value)}$", name, re.IGNORECASE):
            name = re.sub(rf"\s*-\s*{re.escape(option.value)}$", "", name, flags=re.IGNORECASE) or name
    return _read(name, clean_name(product.brand), by_category)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(read_data("name_words.toml")[key])


@cache
def _audiences() -> dict[str, str]:
    return dict(read_data("name_words.toml")["audience"])


def _read(name: str, brand: str, by_category: ProductType | None) -> NameReading:
    text = name
    if brand and text.lower().startswith(brand.lower() + " "):
        text = text[len(brand) :].strip()
    head, tail = _split(text)
    sizes = " ".join(one.quantity.text for one in find_quantities(head))
    for one in reversed(find_quantities(head)):
        head = f"{head[: one.start]} {head[one.end :]}"
    tokens = [match.group().strip(".,'\"“”") or match.group() for match in _TOKEN.finditer(head)]
    tokens = [token for token in tokens if token]
    tokens = [piece for token in tokens for piece in _loosened(token)]
    found = _find_noun(tokens, by_category)
    audience = tuple(dict.fromkeys(_audiences()[t.lower().replace("’", "'")] for t in tokens if _is_audience(t)))
    if found is None:
        return _unknown(tokens, by_category, audience, " ".join((sizes, tail)).strip())
    start, end, kind, noun, plural = found
    surface = noun.written or (noun.plural if plural else noun.singular)
    after = tokens[end:]
    line, dropped = _line(tokens[:start], after)
    if after and any(token.lower() in _words("tail_words") for token in after) and not line:
        dropped = [*dropped, *after]
    details = " ".join([*dropped, sizes, tail]).strip()
    return NameReading(type_id=kind.id, noun=surface, noun_plural=plural, line=line, details=details, audience=audience)


def _loosened(token: str) -> list[str]:
    """Return "Jacket-Blue-M" as noun and rest, every other token as it is."""
    first, dash, rest = token.partition("-")
    table = noun_table()
    if dash and first.lower() in table and token.lower() not in table and rest[:1].isupper():
        return [first, rest]
    return [token]


def _split(text: str) -> tuple[str, str]:
    cut = len(text)
    if match := _BREAK.search(text):
        cut = match.start()
    for match in re.finditer(r"\s(\S+)(?=\s)", text):
        if match.group(1).lower() in _words("breaks") and match.start() > 0:
            cut = min(cut, match.start())
            break
    if cut == 0:
        return text, ""
    return text[:cut].strip(), text[cut:].strip(" ,;|()[]-–—:")


def _find_noun(tokens: list[str], by_category: ProductType | None) -> tuple[int, int, ProductType, Noun, bool] | None:
    table = noun_table()
    lowered = [token.lower() for token in tokens]
    fallback = None
    for end in range(len(tokens), 0, -1):
        for start in range(end):
            rows = table.get(" ".join(lowered[start:end])) or table.get(" ".join(lowered[start:end]).replace("-", " "))
            if not rows:
                continue
            row = next((one for one in rows if by_category and one[0].id == by_category.id), rows[0])
            if row[0].id == GENERIC:  # "kit", "set": the noun before it says more
                fallback = fallback or (start, end, *row)
                break
            return (start, end, *row)
    return fallback


def _is_audience(token: str) -> bool:
    return token.lower().replace("’", "'") in _audiences()


def _line(before: list[str], after: list[str]) -> tuple[str, list[str]]:
    """Return the line name and the words that are details: materials, colours, adjectives."""
    kept: list[str] = []
    dropped: list[str] = []
    plain = " ".join(before)
    described = {
        word.lower()
        for one in (*find_colours(plain), *find_materials(plain, ambiguous=True))
        for word in plain[one.start : one.end].split()
    }
    for token in before:
        lowered = token.lower()
        if _is_audience(token) or lowered in _words("hype"):
            continue
        parts = set(lowered.split("-"))
        if lowered in described or lowered in _words("descriptors") or parts <= _words("descriptors"):
            dropped.append(token)
        elif lowered.rstrip("s") in {"the", "a", "an", "our"}:
            continue
        else:
            kept.append(token)
    if kept and before.index(kept[0]) > 0 and dropped:
        # a descriptor inside a proper name belongs to it: "Rival Field Messenger", "Push It Dual Bag" keep their words
        first, last = before.index(kept[0]), len(before) - 1 - before[::-1].index(kept[-1])
        inside = [token for token in before[first : last + 1] if not _is_audience(token)]
        kept, dropped = inside, [token for token in dropped if token not in inside]
    if not kept:
        kept = [t for t in after if not _is_audience(t) and t.lower() not in _words("tail_words")]
    return " ".join(kept), dropped


def _unknown(
    tokens: list[str], by_category: ProductType | None, audience: tuple[str, ...], details: str
) -> NameReading:
    type_id = by_category.id if by_category else GENERIC
    words = [token for token in tokens if not _is_audience(token)]
    if by_category and by_category.default:
        line, dropped = _line(words, [])
        default = by_category.default
        plural = plural_of(default) == default
        return NameReading(
            type_id=type_id,
            noun=default,
            noun_plural=plural,
            line=line,
            details=" ".join([*dropped, details]).strip(),
            audience=audience,
            known=False,
        )
    nouns = [token for token in words if re.fullmatch(r"[^\W\d_][\w'’-]*", token)]
    nouns = [word for word in nouns if not find_colours(word) and not find_materials(word)] or nouns
    noun = nouns[-1] if nouns else (words[-1] if words else "product")
    if re.search(r"[\u0400-\u04ff]", " ".join(words)):
        # Russian names begin with the noun; what follows is the line
        rest = " ".join(word for word in words[1:] if not find_colours(word))
        details = " ".join([*(word for word in words[1:] if find_colours(word)), details]).strip()
        return NameReading(
            type_id=type_id,
            noun=words[0].lower(),
            noun_plural=False,
            line=rest,
            details=details,
            audience=audience,
            known=False,
        )
    position = len(words) - 1 - words[::-1].index(noun) if noun in words else 0
    line, dropped = _line(words[:position], [])
    lowered = noun if noun.isupper() else noun.lower()
    plural = lowered.endswith("s") and singular_of(lowered) != lowered and len(lowered) > 3
    return NameReading(
        type_id=type_id,
        noun=lowered,
        noun_plural=plural,
        line=line,
        details=" ".join([*dropped, details]).strip(),
        audience=audience,
        known=False,
    )
