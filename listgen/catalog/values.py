"""Cells with a structure of their own: prices, lists, `key:value` cells, options, texts with shop escapes."""

from __future__ import annotations

import html
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from listgen.catalog.header_text import currency_of

_NUMBER = re.compile(r"\d[\d.,'\u00a0\u202f ]*\d|\d")
_BARE_NUMBER = re.compile(r"^[+-]?(\d+([.,]\d+)?|[.,]\d+)$")
_BARE_SIZES = re.compile(r"^\d+([.,]\d+)?(\s*[x×*]\s*\d+([.,]\d+)?){1,2}$")
_ENTITY = re.compile(r"&(#\d{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_TAG = re.compile(r"<[!/]?[A-Za-z][^<>]*>")
_BLOCK = re.compile(r"(?is)<(script|style|iframe|object)\b.*?(</\1\s*>|$)")
_DIRECTIVE = re.compile(r"\{\{[^{}]*\}\}")
_SHORTCODE = re.compile(
    r"\[/?[a-z][a-z0-9_-]*(?:\s+[a-z_-]+=(?:\"[^\"]*\"|'[^']*'))+\s*/?\]|\[/?(?:vc|et|fusion)_[^\]]*\]"
)
_ESCAPED_BREAK = re.compile(r"\\r\\n|\\n|\\r")


@lru_cache(maxsize=4096)
def parse_price(text: str) -> tuple[Decimal | None, str]:
    """Return amount and ISO currency of a price cell; (None, "") if no single number stands there.

    >>> parse_price("1.299,00 €"), parse_price("15.00 USD"), parse_price("$1,299")
    ((Decimal('1299.00'), 'EUR'), (Decimal('15.00'), 'USD'), (Decimal('1299'), 'USD'))
    """
    text = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None, ""
    rest = text.replace(found[0], " ", 1)
    currency = next((code for part in (rest, *rest.split()) if (code := currency_of(part))), "")
    if rest.strip() and not currency and len(rest.strip()) > 12:
        return None, ""
    amount = _decimal(found[0])
    return (None if "-" in rest else amount), currency


def _decimal(text: str) -> Decimal | None:
    digits = re.sub(r"['\u00a0\u202f ]", "", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        mark = digits[last]
        after = len(digits) - last - 1
        # "1,299" is a thousand, "12,99" and "1.299,00" are decimals; the same mark twice groups thousands.
        grouped = digits.count(mark) > 1 or (after == 3 and mark == "," and "." not in digits)
        whole = re.sub(r"[.,]", "", digits[:last])
        digits = whole + digits[last + 1 :] if grouped else f"{whole}.{digits[last + 1 :]}"
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def with_unit(value: str, unit: str) -> str:
    """Return a bare number with its unit; a value that says its own unit stays.

    >>> with_unit(".5", "lb"), with_unit("0.5 kg", "lb"), with_unit("30", "")
    ('0.5 lb', '0.5 kg', '30')
    >>> with_unit("10 x 8 x 9", "cm")
    '10 x 8 x 9 cm'
    """
    if unit and _BARE_SIZES.match(value):
        return f"{value} {unit}"
    if not unit or not _BARE_NUMBER.match(value):
        return value
    number = re.sub(r"^([+-]?)([.,])", r"\g<1>0\2", value)
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def is_zero(value: str) -> bool:
    """Return whether a measure is 0: what shop software writes where nobody filled it in."""
    return bool(_BARE_NUMBER.match(value)) and not value.strip("+-0.,")


def plain_text(value: str) -> str:
    """Return a short text without HTML tags and entities: "Lumaflex&trade; Band" -> "Lumaflex™ Band"."""
    if "&" in value and _ENTITY.search(value):
        value = html.unescape(value)
    if "<" in value and _TAG.search(value):
        value = _TAG.sub(" ", _BLOCK.sub(" ", value))
        value = re.sub(r"[ \t]+", " ", value)
    return value.strip()


def one_line(value: str) -> str:
    """Return a plain text in one line with single blanks."""
    return " ".join(plain_text(value).split())


def description_text(value: str) -> str:
    """Return a description without shop escapes: `{{media url=…}}`, shortcodes, line ends written as `\\n`.

    HTML stays, it holds lists and tables that become facts.
    """
    if "{{" in value:
        value = _DIRECTIVE.sub("", value)
    if "[" in value:
        value = _SHORTCODE.sub("", value)
    if "\\n" in value and "\n" not in value:
        value = _ESCAPED_BREAK.sub("\n", value)
    return value.replace('\\"', '"').strip()


def split_list(value: str) -> tuple[str, ...]:
    """Return the items of a list cell: one a line, else split at `|` or `;`, else at `,`."""
    for mark in ("\n", "|", ";", ","):
        if mark in value:
            return tuple(item for part in value.split(mark) if (item := part.strip()))
    return (value.strip(),) if value.strip() else ()


def lines(value: str) -> str:
    """Return a multi-value cell with one trimmed value a line, without empty lines."""
    if "\n" not in value:
        return value.strip()
    return "\n".join(line.strip() for line in value.split("\n") if line.strip())


def split_pairs(value: str, format_: str) -> tuple[tuple[str, str], ...]:
    """Return the (name, value) pairs of a cell in one of the formats of `data/README.txt`.

    >>> split_pairs("category:Plants|brand:Acme", "facets")
    (('category', 'Plants'), ('brand', 'Acme'))
    >>> split_pairs("color=Red,size=S,M", "equals"), split_pairs("Finish:Matt:1", "features")
    ((('color', 'Red'), ('size', 'S,M')), (('Finish', 'Matt'),))
    """
    pairs: list[tuple[str, str]] = []
    if format_ == "equals":
        for part in re.split(r",(?=\s*[A-Za-z_][\w ]*=)", value):
            name, mark, text = part.partition("=")
            if mark:
                pairs.append((name.strip(), text.strip().strip('"')))
        return tuple(pair for pair in pairs if all(pair))
    if format_ == "features":
        for part in re.split(r"[;\n]", value) if ";" in value or "\n" in value else re.split(r",(?=[^,:]+:)", value):
            pieces = [piece.strip().strip('"') for piece in part.split(":")]
            if len(pieces) >= 3 and not pieces[-1].isdigit() and len(pieces) == 3:
                pairs.append((pieces[1], pieces[2]))  # section:name:value
            elif len(pieces) >= 2:
                pairs.append((pieces[0], pieces[1]))
        return tuple(pair for pair in pairs if all(pair))
    for part in re.split(r"[|\n]", value):
        name, text = _pair(part)
        if name and text:
            pairs.append((name, text))
    return tuple(pairs)


def _pair(part: str) -> tuple[str, str]:
    for mark in ("=", ":"):
        if mark in part:
            name, _, text = part.partition(mark)
            return name.strip(), text.strip()
    return "", ""


def split_typed(value: str) -> tuple[str, ...]:
    """Return the first part of each `Name:type:position` item: "Color:color:0; Size:select:1" -> Color, Size."""
    return tuple(item.split(":")[0].strip() for item in re.split(r"[;,]", value) if item.strip())


def split_children(value: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the variations that a parent lists: "sku=A,color=Red|sku=B,color=Blue"."""
    children = []
    for part in value.split("|"):
        pairs = split_pairs(part, "equals")
        sku = next((text for name, text in pairs if name.lower() == "sku"), "")
        if sku:
            options = tuple((name, text) for name, text in pairs if name.lower() not in ("sku", "price", "qty"))
            children.append((sku, options))
    return tuple(children)


def parse_stock(text: str) -> int | None:
    """Return the stock of "100", "100.0" or "default=100,east=5", None if it is no number."""
    numbers = re.findall(r"=\s*(\d+)", text) or re.findall(r"^(\d+)(?:[.,]0+)?$", text.strip())
    return sum(int(number[:12]) for number in numbers) if numbers else None
