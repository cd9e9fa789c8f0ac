"""Words as search engines compare them: small letters, one number form, figures apart from their units."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from listgen.copywriting.lexicon import load, word_set

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)
_SHORT = 3  # letters; "gas" and "bus" are no plurals


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; hyphens part words, and a number stands apart from its unit.

    >>> tokens_of("12oz Dot-Grid Mug’s")
    ('12', 'oz', 'dot', 'grid', 'mug')
    """
    return tuple(_plain(match.group()) for match in _TOKEN.finditer(text.lower()))


def _plain(word: str) -> str:
    # "Women's" is typed as two words or as one, never with its apostrophe.
    return re.sub(r"['’]s?$", "", word).replace("’", "").replace("'", "").replace(",", ".")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word in the one number form in which words are compared.

    >>> stem("mugs"), stem("dishes"), stem("shelves"), stem("glasses"), stem("glass"), stem("bus")
    ('mug', 'dish', 'shelf', 'glass', 'glass', 'bus')
    """
    from listgen.facts.product_types import singular_of

    word = _plain(word.lower())
    if len(word) <= _SHORT:
        return word
    one = singular_of(word)
    # "Jeans" and "pants" have no singular, and "jean" is typed for them.
    return one.removesuffix("s") if one == word and not one.endswith(("ss", "us", "is")) else one


@lru_cache(maxsize=16384)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text's words."""
    return frozenset(stem(word) for word in tokens_of(text))


@lru_cache(maxsize=16384)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words that a search engine looks for."""
    return frozenset(stem(word) for word in tokens_of(text) if word not in stop_words())


@cache
def stop_words() -> frozenset[str]:
    """Return the words that search engines skip."""
    return word_set("keywords", "stop")


@cache
def empty_words() -> frozenset[str]:
    """Return words of praise and time."""
    return word_set("keywords", "empty")


@cache
def maker_pattern() -> re.Pattern[str]:
    """Return what finds makers, devices and systems in a text of small letters."""
    from listgen.facts.load import read_data

    common = {name.lower() for name in load("keywords")["common_makers"]}
    names = sorted(read_data("platforms.toml")["names"], key=lambda name: (-len(name), name))
    said = [re.escape(name.lower()) + (r"(?= \w*\d)" if name.lower() in common else "") for name in names]
    return re.compile(r"(?<!\w)(?:" + "|".join(said) + r")(?!\w)")


@cache
def maker_names() -> dict[str, str]:
    """Return the names of makers, devices and systems as they are written, by their small letters."""
    from listgen.facts.load import read_data

    return {name.lower(): name for name in read_data("platforms.toml")["names"]}


def makers_in(text: str) -> tuple[str, ...]:
    """Return the makers, devices and systems that a text names, as they write themselves.

    >>> makers_in("case for iphone 15"), makers_in("gift for brother"), makers_in("galaxy s24 case")
    (('iPhone',), (), ('Galaxy',))
    """
    return tuple(maker_names()[match.group()] for match in maker_pattern().finditer(text.lower()))
