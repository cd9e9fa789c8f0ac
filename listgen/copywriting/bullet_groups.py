"""Which units share a bullet: grouped by idea, one to five by the number of facts (copywriting guide, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from listgen.copywriting.bullet_body import unit_body
from listgen.copywriting.joining import measure_of
from listgen.copywriting.units import Unit
from listgen.domain.channel import FieldSpec

USE_KEYS = ("use", "room")
_KIN = {
    "size": 0,
    "fit": 0,
    "use": 1,
    "carry": 2,
    "stowage": 2,
    "closure": 2,
    "readout": 2,
    "function": 3,
    "make": 4,
    "own": 5,
    "contents": 6,
    "service": 6,
}


def wanted(usable: int) -> int:
    """Return how many bullets so many facts carry (copywriting guide, section 4, table)."""
    if usable <= 1:
        return usable
    return 2 if usable <= 3 else 3 if usable <= 6 else 5


def _topic(unit: Unit) -> str:
    base = unit.name.split("#")[0]
    if base in ("origin", "warranty", "packaging"):
        return "service"
    if unit.points[0].key == "not_included":
        return "contents"
    return base if base in ("carry", "stowage", "closure", "readout", "contents") else unit.idea


def clusters_of(units: Sequence[Unit], spec: FieldSpec) -> list[list[Unit]]:
    """Return the units of each bullet, kin together, as many bullets as the facts carry and the field takes."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(_topic(unit), []).append(unit)
    ranked = sorted(groups.items(), key=lambda item: _KIN.get(item[0], 3))
    clusters = [part for _, members in ranked for part in _split(members)]
    usable = sum(len(unit.points) for unit in units)
    target = max(1, min(wanted(usable), spec.max_items if spec.max_items > 1 else 5))
    while len(clusters) > target or (len(clusters) > 1 and any(map(_thin, clusters))):
        # The two neighbours that are shortest together become one bullet, kin before strangers.
        costs = []
        for at, (one, two) in enumerate(pairwise(clusters)):
            kin = _KIN.get(_topic(one[0])) == _KIN.get(_topic(two[0]))
            thin = _thin(one) or _thin(two)
            costs.append((_words_in([*one, *two]) + (0 if kin else 8) - (20 if thin else 0), at))
        _, at = min(costs)
        clusters[at : at + 2] = [clusters[at] + clusters[at + 1]]
    return clusters


def regrouped(clusters: list[list[Unit]]) -> list[list[Unit]]:
    """Return as many bullets in another grouping: a lone use joins the end of the longest bullet, which is halved."""
    lone = next((cluster for cluster in clusters if len(cluster) == 1 and cluster[0].name in USE_KEYS), None)
    rest = [cluster for cluster in clusters if cluster is not lone]
    near = {"size", "fit", "function"}
    long = max(
        (cluster for cluster in rest if len(cluster) > 1 and {unit.idea for unit in cluster} <= near),
        key=_words_in,
        default=None,
    )
    if lone is None or long is None:
        return clusters
    # Measures stay together; without any, the bullet is cut in the middle.
    first = [unit for unit in long if measure_of(unit)] or long[: (len(long) + 1) // 2]
    if len(first) == len(long):
        return clusters
    parts = [first, [*(unit for unit in long if unit not in first), *lone]]
    return [part for cluster in rest for part in (parts if cluster is long else [cluster])]


def _thin(cluster: Sequence[Unit]) -> bool:
    """Tell whether a bullet would hold one adjective and nothing else."""
    plain = all(
        all(point.adjective for point in unit.points) or unit.nouns == ("reflective details",) for unit in cluster
    )
    return plain and _words_in(cluster) < 3


def _split(cluster: Sequence[Unit]) -> list[list[Unit]]:
    out: list[list[Unit]] = []
    for unit in cluster:
        kinds = sum(not measure_of(other) for other in [*out[-1], unit]) if out else 0
        if out and _words_in([*out[-1], unit]) <= 24 and kinds + any(map(measure_of, out[-1])) <= 3:
            out[-1].append(unit)
        else:
            out.append([unit])
    return out


def _words_in(units: Sequence[Unit]) -> int:
    bodies = (
        4 if measure_of(unit) else len(unit_body(unit, "benefit", "en-US", plural=False).split()) for unit in units
    )
    return sum(bodies)
