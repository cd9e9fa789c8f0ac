"""Texts with markup, read as plain text without moving a character: spans stay true to the text as it was given."""

from __future__ import annotations

import html
import re

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|dt|dd|dl|section|article|blockquote)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<!--.*?-->|<(?:style|script)\b.*?</(?:style|script)\s*>|</?[A-Za-z][^<>]{0,2000}>", re.DOTALL | re.I
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def mask_markup(text: str) -> str:
    """Return the text with tags blanked out and entities resolved, of the same length.

    A block tag leaves a line break, so that two items of a list are two sentences; an entity keeps its character first
    and blanks after it. Text without markup is returned as it is.

    >>> mask_markup("<li>12 oz<li>5 &micro;m")
    '\\n   12 oz\\n   5 µ      m'
    """
    if "<" not in text and "&" not in text:
        return text
    plain = _TAG.sub(_blank, text)
    return _ENTITY.sub(_resolve, plain)


def _blank(match: re.Match[str]) -> str:
    tag = match.group()
    return ("\n" if _BLOCK.match(tag) else " ") + " " * (len(tag) - 1)


def _resolve(match: re.Match[str]) -> str:
    said = html.unescape(match.group())
    return match.group() if said == match.group() or len(said) > 1 else said + " " * (len(match.group()) - 1)
