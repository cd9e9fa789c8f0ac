"""Header cells as text: what remains when case, hints, marks and units are taken off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from listgen.catalog.load import read_data

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|<([^<>]*)>")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^\w%°²$€£¥₽₹₩]+|_+")
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_TRAILING_NUMBER = re.compile(r"^(.*?\D)\s*(\d{1,2})$")
_ACCENTS = re.compile(r"[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A header without its trimmings.

    `words` is the normalised text that synonyms are looked up with, `label` the header as a person would say it,
    `unit` the unit of its bracket or last word ("lb"), `currency` an ISO code, `number` a number at its end.
    """

    words: str
    label: str
    unit: str = ""
    currency: str = ""
    number: int = 0


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return text for comparing: width, case, accents, punctuation and `_` do not count.

    >>> fold("Größe_EU"), fold("ＳＫＵ"), fold("stockOnHand"), fold("Code-barres")
    ('grosse eu', 'sku', 'stock on hand', 'code barres')
    """
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    # Accents are left out because half of all sheets are typed without them; kana keep their voice marks.
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return _SPACES.sub(" ", _NOT_WORD.sub(" ", text)).strip()


def dialect_key(header: str) -> str:
    """Return a header as dialect files write it: small letters, single blanks, no `*`, digits as `#`."""
    text = unicodedata.normalize("NFKC", header).replace("*", "").casefold()
    return _DIGITS.sub("#", _SPACES.sub(" ", text).strip())


@lru_cache(maxsize=4096)
def read_header(header: str) -> HeaderText:
    """Take a header apart.

    >>> read_header("Weight (lbs)").unit, read_header("名称（必填）").words, read_header("Name *").words
    ('lb', '名称', 'name')
    >>> read_header("length_cm"), read_header("Bullet Point 3").number
    (HeaderText(words='length', label='length', unit='cm', currency='', number=0), 3)
    """
    text = unicodedata.normalize("NFKC", header)
    hints = [next(part for part in found.groups() if part is not None) for found in _BRACKETS.finditer(text)]
    bare = _BRACKETS.sub(" ", text).replace("*", " ").strip().rstrip(":#").strip()
    if not bare:  # everything stood in brackets
        bare, hints = text, []
    unit = next((found for hint in hints if (found := _unit_of_hint(hint))), "")
    currency = next((found for hint in hints if (found := currency_of(hint))), "")
    words = fold(bare)
    label = _SPACES.sub(" ", bare.replace("_", " ")).strip(" ,;:-")
    if not unit and not currency:
        words, label, unit, currency = _trailing_unit(words, label)
    number = 0
    if (numbered := _TRAILING_NUMBER.match(words)) and numbered[1].strip():
        words, number = numbered[1].strip(), int(numbered[2])
    return HeaderText(words, label or header.strip(), unit, currency, number)


def _trailing_unit(words: str, label: str) -> tuple[str, str, str, str]:
    parts = words.split(" ")
    for count in (2, 1):
        if len(parts) <= count:
            continue
        tail = " ".join(parts[-count:])
        # One letter is a size or a name more often than a unit: "Option L".
        unit = unit_of(tail) if len(tail) > 1 else ""
        currency = "" if unit else currency_of(tail)
        if unit or currency:
            head = parts[:-count]
            if head[-1] in ("in", "en", "em") and len(head) > 1:
                head = head[:-1]
            said = label.split(" ")
            kept = said[: len(head)] if len(said) >= len(head) + count else said
            return " ".join(head), " ".join(kept).strip(" ,;:-"), unit, currency
    return words, label, "", ""


def _unit_of_hint(hint: str) -> str:
    # "(cm)", "(in cm)", "(L x W x H in cm)"; a single word that is no unit says nothing.
    return unit_of(hint) or (unit_of(hint.split()[-1]) if len(hint.split()) > 1 else "")


def unit_of(text: str) -> str:
    """Return the unit that a hint names ("lbs" -> "lb"), "" if it names none."""
    return _unit_words().get(fold(text), "")


def currency_of(text: str) -> str:
    """Return the ISO code of the currency that a hint names ("€" -> "EUR"), "" if it names none."""
    return _currency_words().get(unicodedata.normalize("NFKC", text).strip().casefold(), "")


@cache
def _unit_words() -> dict[str, str]:
    return {fold(word): unit for unit, words in read_data("units.toml")["units"].items() for word in words}


@cache
def _currency_words() -> dict[str, str]:
    table = read_data("units.toml")["currencies"]
    return {unicodedata.normalize("NFKC", w).casefold(): code for code, words in table.items() for w in words}
