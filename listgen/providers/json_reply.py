"""Replies are hostile until proven otherwise: find the JSON, check it against the schema, notice refusals."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from listgen.errors import UnusableReply

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

# What models write instead of an answer. Source: live marketplace titles and tool outputs quoted in the peers' reviews.
_REFUSAL = re.compile(
    r"(?i)\b(as an ai\b|i(?:'|’)?m sorry|i am sorry|i cannot (?:fulfil|help|assist)|cannot fulfill this)"
)
_FENCE = re.compile(r"^```[a-z]*\s*|\s*```$", re.M)


def parse_reply(text: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the JSON object in a model's reply. Raises UnusableReply for prose, cut JSON, refusals, wrong shapes."""
    data = _object_in(text)
    error = next(iter(_validator(json.dumps(schema, sort_keys=True)).iter_errors(data)), None)
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path) or "the reply"
        raise UnusableReply(f"the model's reply does not fit the schema at {place}: {error.message[:200]}")
    return data


@lru_cache(maxsize=64)
def _validator(schema: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema))


def _object_in(text: str) -> Mapping[str, Any]:
    plain = _FENCE.sub("", text.strip())
    start = plain.find("{")
    if start >= 0:
        try:
            value, _ = json.JSONDecoder().raw_decode(plain[start:])
        except json.JSONDecodeError as error:
            raise UnusableReply(f"the model's reply is cut or broken JSON ({error.msg})") from None
        if isinstance(value, dict):
            return value
    if _REFUSAL.search(plain):
        raise UnusableReply(f"the model refused: {plain[:120]!r}")
    raise UnusableReply(f"the model answered without JSON: {plain[:120]!r}")
