"""How much of what shoppers type a finished text covers, and why it lacks the rest.

Words are compared by their stem. A keyword is covered where one field holds all its words, or all fields together do.
A field that is stuffed covers nothing: whoever reads it leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from listgen.copywriting.lexicon import load
from listgen.copywriting.search_terms import searched_by_tags
from listgen.copywriting.search_words import content_stems, makers_in, stem, stop_words, tokens_of
from listgen.domain.channel import Channel
from listgen.domain.keyword import JudgedKeyword, KeywordCoverage, KeywordUse
from listgen.domain.listing import Draft, FieldText

_HIDDEN = "search_terms"
_FEW_WORDS = 20
_FEW_TIMES = 5


def cover_keywords(
    judged: Sequence[JudgedKeyword], draft: Draft, channel: Channel, *, ruled_out: Mapping[str, str] | None = None
) -> KeywordCoverage:
    """Return where each keyword of a product stands in a text, or why it does not.

    `ruled_out` are keywords that the marketplace's rules refuse, with the reason.
    """
    stuffed = {text.name: reason for text in draft.fields if (reason := stuffing(text))}
    fields = {text.name: _stems(text) for text in draft.fields if text.name not in stuffed}
    hidden = {text.name: _stems(text) for text in draft.fields if text.name in stuffed}
    uses = []
    for one in judged:
        words = content_stems(one.keyword.text)
        reason = one.reason or (ruled_out or {}).get(one.keyword.text, "")
        if reason:
            uses.append(KeywordUse(one.keyword, (), reason, left_out=True))
            continue
        found = _fields_with(words, fields)
        reason = "" if found else _why_missing(one.keyword.text, words, fields, hidden, stuffed, draft, channel)
        uses.append(KeywordUse(one.keyword, found, reason))
    return KeywordCoverage(tuple(uses))


def stuffing(text: FieldText) -> str:
    """Return what makes a field unreadable, "" where nothing does. Hidden terms are for no reader."""
    floor = load("keywords")["floor"]
    if text.name == _HIDDEN:
        return ""
    if text.name in ("description", "seo_description"):
        words = [word for item in text.items for word in tokens_of(item)]
        common = _most_common(words)
        if common[1] >= _FEW_TIMES and common[1] > floor["description_share"] * len(words):
            return f"says `{common[0]}` {common[1]} times"
        small = sum(word in stop_words() for word in words)
        if len(words) >= _FEW_WORDS and small < floor["small_words"] * len(words):
            return "is a list of keywords"
        return ""
    most = floor["title_repeats"] if text.name in ("title", "seo_title") else floor["item_repeats"]
    for item in text.items:
        word, times = _most_common(tokens_of(item))
        if times > most:
            return f"says `{word}` {times} times"
    return ""


def _most_common(words: Sequence[str]) -> tuple[str, int]:
    counted = Counter(stem(word) for word in words if word not in stop_words() and not word[:1].isdigit())
    return counted.most_common(1)[0] if counted else ("", 0)


def _stems(text: FieldText) -> frozenset[str]:
    return frozenset().union(*(content_stems(item) for item in text.items))


def _fields_with(words: frozenset[str], fields: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the fields that hold all words; where none does, those that bring them together, () if one is missing."""
    whole = tuple(name for name, stems in fields.items() if words <= stems)
    if whole or not words:
        return whole
    left, parts = set(words), []
    for name, stems in fields.items():
        if left & stems:
            parts.append(name)
            left -= stems
    return tuple(parts) if not left else ()


def _why_missing(
    text: str,
    words: frozenset[str],
    fields: Mapping[str, frozenset[str]],
    stuffed_fields: Mapping[str, frozenset[str]],
    stuffed: Mapping[str, str],
    draft: Draft,
    channel: Channel,
) -> str:
    missing = words - frozenset().union(*fields.values())
    for name, stems in stuffed_fields.items():
        if missing & stems:
            return f"the {name.replace('_', ' ')} {stuffed[name]} and does not count"
    lacking = ", ".join(word for word in dict.fromkeys(map(stem, tokens_of(text))) if word in missing)
    spec = channel.field(_HIDDEN)
    tags = channel.field("tags")
    if spec is None and tags is not None and searched_by_tags(channel, tags) and tags.limit is not None:
        full = len(draft.items("tags")) >= tags.max_items
        why = "all tags are taken" if full else f"a tag holds {tags.limit.maximum} {tags.limit.unit}"
        return f"no text says {lacking}, and {why}"
    if spec is None:
        return f"no text says {lacking}"
    if makers_in(text):
        return f"no text says {lacking}, and hidden terms take no brand"
    limit = spec.total or spec.limit
    if limit is None:
        return f"no text says {lacking}"
    used = limit.measure(" ".join(draft.items(_HIDDEN)))
    return f"no room for {lacking}: {used} of {limit.maximum} {limit.unit} are taken"
