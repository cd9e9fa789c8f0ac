"""Every finding code that listgen can emit, read from its source and its rule packs."""

import ast
from functools import cache
from pathlib import Path

from listgen.marketplaces.rules.pack import all_rules

ROOT = Path(__file__).parents[2]
_SOURCE = ROOT / "listgen"

# Functions that take a code and make a finding: position of the code, what is put in front of it, usual severity.
_HELPERS = {
    ("", "problem"): (0, "", "error"),
    ("", "finding"): (0, "", ""),
    ("listgen/catalog/checks.py", "_gtin"): (1, "", ""),
    ("listgen/cli/check_facts.py", "_remark"): (1, "", "warning"),
    ("", "seen_in_photo"): (0, "", "warning"),
    ("listgen/copywriting/campaign_words.py", "_left_out"): (0, "", "warning"),
    ("listgen/imaging/photo.py", "_remark"): (1, "", "info"),
    ("listgen/imaging/banner/kit_report.py", "_finding"): (0, "kit.", ""),
}


@cache
def emitted_codes():
    """Return every code with its severities, () where the source does not show them.

    Raises AssertionError for a code that is not plain to see in the source.
    """
    found = {}
    unread = set()
    dynamic = _dynamic()
    for path in sorted(_SOURCE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            expression, prefix, usual = _code_of(call, place)
            if expression is None:
                continue
            codes = list(_constants(expression))
            if not codes and place not in dynamic:
                unread.add(f"{place}:{call.lineno}")
            for code in codes:
                found.setdefault(prefix + code, set()).update(_severities(call) or {usual})
    assert not unread, f"tests/docs/codes.py cannot read the codes of {sorted(unread)}"
    for codes in dynamic.values():
        for code in codes:
            found.setdefault(code, {""})
    for rule in all_rules():
        found.setdefault(rule.id, set()).add(rule.effective.value)
    return {code: () if "" in severities else tuple(sorted(severities)) for code, severities in found.items()}


def _code_of(call, place):
    """Return the expression of the code where a call makes a finding, and prefix and severity that its helper adds."""
    if not isinstance(call, ast.Call):
        return None, "", ""
    name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
    if name == "Finding":
        return next(word.value for word in call.keywords if word.arg == "code"), "", ""
    index, prefix, usual = _HELPERS.get((place, name)) or _HELPERS.get(("", name)) or (None, "", "")
    if index is None or len(call.args) <= index:
        return None, "", ""
    return call.args[index], prefix, usual


def _severities(call):
    """Return the severities that a call names, whichever of them it takes."""
    return {
        node.attr.lower()
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Severity"
    }


def _constants(expression):
    if isinstance(expression, ast.Constant):
        yield expression.value
    elif isinstance(expression, ast.IfExp):
        yield from (*_constants(expression.body), *_constants(expression.orelse))


def _dynamic():
    """Return the codes of files that take them from a table, or that are themselves the home of a helper."""
    from listgen.facts.lock import _CODES
    from listgen.imaging.banner.checks import LIMITS as BANNER
    from listgen.imaging.certificate import LIMITS as PICTURE

    limits = ast.parse((_SOURCE / "marketplaces/rules/limits.py").read_text(encoding="utf-8"))
    tails = {
        text.values[1].value
        for text in ast.walk(limits)
        if isinstance(text, ast.JoinedStr) and len(text.values) == 2 and getattr(text.values[1], "value", "")[:1] == "."
    }
    return {
        "listgen/facts/lock.py": set(_CODES.values()),
        "listgen/imaging/banner/checks.py": {f"banner.{name}" for name in BANNER},
        "listgen/imaging/certificate.py": {f"picture.{name.replace('_', '-')}" for name in PICTURE},
        "listgen/marketplaces/rules/__init__.py": {f"FIELD{tail}" for tail in tails},
        "listgen/engine/text_stage.py": {"text.failed", "sku.failed"},
        **dict.fromkeys((place for place, _ in _HELPERS if place), ()),
        "listgen/imaging/remarks.py": (),
        "listgen/marketplaces/records.py": (),
        "listgen/marketplaces/readers/records.py": (),
    }
