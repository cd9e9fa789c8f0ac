"""Reports that are JSON: Amazon's processing report, product statuses of Google, errors of Shopify and WooCommerce."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from listgen.domain.finding import Severity
from listgen.marketplaces.readers.json_parts import as_list, as_mapping
from listgen.marketplaces.reports.records import Issue, Report
from listgen.marketplaces.reports.severities import severity_of

# Deeper than any report is; what lies below is not looked at.
_DEEPEST = 40


def read_document(content: object) -> Report | None:
    """Return a report from parsed JSON, None where it is none of a known form."""
    for read in (_amazon, _google, _shopify, _woocommerce):
        report = read(content)
        if report is not None:
            return report
    return None


def _amazon(content: object) -> Report | None:
    document = as_mapping(content)
    # The report of a feed, a submission's answer, or a listing that was read back.
    listed = isinstance(document.get("items"), list) or isinstance(document.get("issues"), list)
    if not listed or not {"header", "summary", "sku", "submissionId"} & document.keys():
        return None
    issues = [_amazon_issue(entry, str(document.get("sku", "") or "")) for entry in _mappings(document.get("issues"))]
    for item in _mappings(document.get("items")):
        issues += [_amazon_issue(entry, str(item.get("sku", "") or "")) for entry in _mappings(item.get("issues"))]
    return Report(marketplace="amazon", format="amazon-processing-report", issues=tuple(issues))


def _amazon_issue(entry: Mapping[str, object], sku: str) -> Issue:
    message_id = entry.get("messageId")
    single = entry.get("attributeName")
    names = [*as_list(entry.get("attributeNames")), *([single] if single else [])]
    stops = [
        _text(action.get("action"))
        for action in _mappings(as_mapping(entry.get("enforcements")).get("actions"))
        if action.get("action")
    ]
    message = _text(entry.get("message"))
    return Issue(
        sku=_text(entry.get("sku")) or sku,
        code=_text(entry.get("code")),
        severity=severity_of(_text(entry.get("severity"))),
        message=f"{message} ({', '.join(stops)})" if stops else message,
        attributes=tuple(dict.fromkeys(_text(name) for name in names if name)),
        categories=tuple(_text(name) for name in as_list(entry.get("categories"))),
        place=f"message {message_id}" if isinstance(message_id, int) else "",
    )


def _google(content: object) -> Report | None:
    found = [issue for holder in _objects(content, _holds_google) for issue in _google_issues(holder)]
    if not found and not any(True for _ in _objects(content, _holds_google)):
        return None
    return Report(marketplace="google", format="google-product-statuses", issues=tuple(found))


def _holds_google(entry: Mapping[str, object]) -> bool:
    return isinstance(entry.get("itemLevelIssues"), list) or isinstance(entry.get("itemIssues"), list)


def _google_issues(holder: Mapping[str, object]) -> Iterator[Issue]:
    # `productId` is channel:language:country:id, the id may hold colons of its own.
    whole = _text(holder.get("productId") or holder.get("name"))
    sku = _text(holder.get("offerId")) or (whole.split(":", 3)[3] if whole.count(":") >= 3 else whole)
    for entry in _mappings(holder.get("itemLevelIssues")):
        detail = [_text(entry.get(name)) for name in ("description", "detail")]
        attribute = _text(entry.get("attributeName") or entry.get("attribute"))
        yield Issue(
            sku=sku,
            code=_text(entry.get("code")),
            severity=severity_of(_text(entry.get("severity") or entry.get("servability"))),
            message=". ".join(part.rstrip(".") for part in detail if part),
            attributes=(attribute,) if attribute else (),
            place=_text(entry.get("destination") or entry.get("reportingContext")),
        )
    for entry in _mappings(holder.get("itemIssues")):
        kind = as_mapping(entry.get("type"))
        attribute = _text(kind.get("canonicalAttribute")).removeprefix("n:")
        yield Issue(
            sku=sku,
            code=_text(kind.get("code")),
            severity=severity_of(_text(as_mapping(entry.get("severity")).get("aggregatedSeverity"))),
            message=_text(kind.get("code")).replace("_", " "),
            attributes=(attribute,) if attribute else (),
        )


def _shopify(content: object) -> Report | None:
    holders = list(_objects(content, lambda entry: isinstance(entry.get("userErrors"), list), place=_bulk_line))
    if not holders:
        return None
    issues = [_user_error(error, holder) for holder in holders for error in _mappings(holder.get("userErrors"))]
    return Report(marketplace="shopify", format="shopify-user-errors", issues=tuple(issues))


def _bulk_line(entry: Mapping[str, object]) -> object:
    return entry.get("__lineNumber")


def _user_error(error: Mapping[str, object], holder: Mapping[str, object]) -> Issue:
    path = [_text(part) for part in as_list(error.get("field"))]
    names = [part for part in path if part and not part.isdigit() and part not in ("input", "product", "variants")]
    line = holder.get("__place")
    return Issue(
        sku=_text(as_mapping(holder.get("product")).get("sku")),
        code=_text(error.get("code")),
        severity=Severity.ERROR,
        message=_text(error.get("message")),
        attributes=tuple(names[-1:]),
        # A bulk operation counts its input from 0.
        place=f"input line {line + 1}" if isinstance(line, int) else ".".join(path),
    )


def _woocommerce(content: object) -> Report | None:
    document = as_mapping(content)
    if isinstance(document.get("code"), str) and isinstance(document.get("message"), str):
        return Report(marketplace="woocommerce", format="woocommerce-rest", issues=(_rest_issue(document, "", ""),))
    batches = [name for name in ("create", "update", "delete") if isinstance(document.get(name), list)]
    if not batches:
        return None
    issues = [
        _rest_issue(as_mapping(entry["error"]), _text(entry.get("sku")), f"{name} {number}")
        for name in batches
        for number, entry in enumerate(_mappings(document[name]), 1)
        if isinstance(entry.get("error"), Mapping)
    ]
    return Report(marketplace="woocommerce", format="woocommerce-rest", issues=tuple(issues))


def _rest_issue(error: Mapping[str, object], sku: str, place: str) -> Issue:
    # `data.params` names each parameter that was refused, with the reason.
    params = as_mapping(as_mapping(error.get("data")).get("params"))
    return Issue(
        sku=sku,
        code=_text(error.get("code")),
        severity=Severity.ERROR,
        message="; ".join([_text(error.get("message")), *map(_text, params.values())]),
        attributes=tuple(map(str, params)),
        place=place,
    )


def _objects(
    content: object,
    wanted: Callable[[Mapping[str, object]], bool],
    *,
    place: Callable[[Mapping[str, object]], object] = lambda _: None,
) -> Iterator[Mapping[str, object]]:
    """Yield the objects below, outer ones first, that are wanted; `__place` is what an object around them says."""
    waiting: list[tuple[object, int, object]] = [(content, 0, None)]
    while waiting:
        value, depth, said = waiting.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, Mapping):
            said = place(value) if place(value) is not None else said
            if wanted(value):
                yield {**value, "__place": said}
            # The id of a product stands beside the object that holds its issues.
            outer = {name: value[name] for name in ("offerId", "productId") if name in value}
            below: Sequence[object] = [
                {**outer, **entry} if isinstance(entry, Mapping) else entry for entry in value.values()
            ]
        elif isinstance(value, list):
            below = value
        else:
            continue
        waiting += [(entry, depth + 1, said) for entry in reversed(below) if isinstance(entry, Mapping | list)]


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    for entry in as_list(value):
        if isinstance(entry, Mapping):
            yield entry


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
