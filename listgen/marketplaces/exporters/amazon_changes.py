"""Amazon: what changed since a feed that was sent, as PATCH messages; what is the same is not sent again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from listgen.errors import MarketplaceError
from listgen.marketplaces.seller import GivenFile

Json: TypeAlias = "str | int | float | bool | Mapping[str, Json] | Sequence[Json] | None"
Message: TypeAlias = "Mapping[str, Json]"

# What tells an entry of an attribute from the others, so that a deletion says which one is meant.
# A run without pictures or prices says nothing about those that are live.
_NEVER_DELETED = re.compile(r".*image_locator|purchasable_offer|fulfillment_availability|externally_|condition_type")
_SELECTORS = ("marketplace_id", "language_tag", "audience", "fulfillment_channel_code")


def earlier_attributes(files: Sequence[GivenFile], locale: str) -> Mapping[str, Mapping[str, Json]]:
    """Return the attributes that earlier feeds of a locale gave to each SKU, later files and messages on top.

    PATCH messages count too, so a feed of changes can be the earlier one of the next.

    Raises:
        MarketplaceError: A file is no listings feed.
    """
    known: dict[str, dict[str, Json]] = {}
    for file in files:
        try:
            content = json.loads(file.data)
            messages, header = content["messages"], content["header"]
            place = str(header.get("issueLocale", ""))
            if place and place != locale.replace("-", "_"):
                continue  # a feed of another store
            for message in messages:
                _apply(known.setdefault(str(message["sku"]), {}), message)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise MarketplaceError(
                f"{file.name} is no listings feed of Amazon",
                hint="`changes_since` names the feed that you sent last, or a folder of its parts",
            ) from error
    return known


def _apply(attributes: dict[str, Json], message: Mapping[str, Json]) -> None:
    kind = message.get("operationType")
    if kind in ("UPDATE", "DELETE"):
        attributes.clear()
    given = message.get("attributes")
    if isinstance(given, Mapping):
        attributes.update(given)
    patches = message.get("patches")
    for patch in patches if isinstance(patches, list) else ():
        name = str(patch["path"]).removeprefix("/attributes/")
        if patch["op"] == "delete":
            attributes.pop(name, None)
        else:
            attributes[name] = patch.get("value")


def changes(messages: Iterable[Message], earlier: Mapping[str, Mapping[str, Json]]) -> list[Message]:
    """Return PATCH messages for SKUs that earlier feeds know, and the whole message for those that they do not.

    A SKU in which nothing changed has no message; one that is no longer made is left alone.
    """
    return [changed for message in messages if (changed := _changed(message, earlier)) is not None]


def _changed(message: Message, earlier: Mapping[str, Mapping[str, Json]]) -> Message | None:
    old, new = earlier.get(str(message["sku"])), message["attributes"]
    if not old or not isinstance(new, Mapping):
        return message
    patches: list[Json] = [
        {"op": "replace", "path": f"/attributes/{name}", "value": value}
        for name, value in new.items()
        if old.get(name) != value
    ]
    patches += [
        {"op": "delete", "path": f"/attributes/{name}", "value": _selected(value)}
        for name, value in old.items()
        if name not in new and not _NEVER_DELETED.match(name)
    ]
    if not patches:
        return None
    return {
        "sku": message["sku"],
        "operationType": "PATCH",
        "productType": message["productType"],
        "patches": patches,
    }


def _selected(value: Json) -> Json:
    """Return what selects an attribute's entries, without their values."""
    entries = [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
    selectors = [{name: entry[name] for name in _SELECTORS if name in entry} for entry in entries]
    return [entry for number, entry in enumerate(selectors) if entry not in selectors[:number]]
