"""Variants: the control, and arms that differ from it in one declared factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from string import ascii_uppercase

from listgen.domain.run import Experiment
from listgen.domain.variant import FACTORS, Choices, Factor, Variant
from listgen.errors import UsageError
from listgen.resources import read_data


@dataclass(frozen=True, slots=True)
class FactorInfo:
    """One factor: what it changes, its levels in the order in which arms take them, and what is expected of it."""

    name: Factor
    what: str
    levels: tuple[str, ...]
    hypothesis: str
    words: tuple[tuple[str, str], ...] = ()

    def word(self, level: str) -> str:
        """Return how a hypothesis names a level."""
        return dict(self.words).get(level, level or "chosen by the product")


@cache
def factors() -> dict[str, FactorInfo]:
    """Return the known factors by name, read from `factors.toml`."""
    data = read_data("experiments", "factors.toml")
    return {
        name: FactorInfo(
            name,
            data[name]["what"],
            tuple(data[name]["levels"]),
            data[name]["hypothesis"],
            tuple(data[name].get("words", {}).items()),
        )
        for name in FACTORS
    }


def plan_variants(count: int, factor: str, control: Choices, levels: Sequence[str] = ()) -> tuple[Variant, ...]:
    """Return the control A and `count - 1` arms; each differs from A in `factor` alone.

    `levels` names the levels of the arms; without it they are taken in the order of the factor table. Raises UsageError
    for an unknown factor or level, or where the factor has too few levels.
    """
    known = factors()
    if factor not in known:
        raise UsageError(f"unknown factor `{factor}`", hint=f"known factors: {', '.join(known)}")
    info = known[factor]
    own = getattr(control, info.name)
    if factor != "scene":
        for level in levels:
            if level not in info.levels:
                raise UsageError(f"factor `{factor}` has no level `{level}`", hint=f"levels: {', '.join(info.levels)}")
    free = [level for level in (levels or info.levels) if level != own]
    if count - 1 > len(free):
        raise UsageError(
            f"{count} variants need {count} levels of `{factor}`, there are {len(free) + 1}",
            hint="ask for fewer variants, or name another factor under [experiment] in listgen.toml",
        )
    arms = [Variant(name="A", choices=control)]
    for name, level in zip(ascii_uppercase[1:], free[: count - 1], strict=False):
        arms.append(Variant(name=name, choices=replace(control, **{info.name: level}), factor=info.name, level=level))
    return tuple(arms)


def describe_experiment(
    arm: Variant, control: Variant, skus: Sequence[str], left_out: Sequence[tuple[str, str]]
) -> Experiment:
    """Return the experiment of one arm against the control; raises ValueError for the control itself."""
    if arm.factor is None:
        raise ValueError("the control is no treatment")
    info = factors()[arm.factor]
    before = getattr(control.choices, arm.factor)
    return Experiment(
        name=f"{arm.factor.replace('_', '-')}-{control.name}-{arm.name}".lower(),
        factor=arm.factor,
        control=before,
        treatment=arm.level,
        hypothesis=info.hypothesis.format(control=info.word(before), treatment=info.word(arm.level)),
        skus=tuple(skus),
        left_out=tuple(left_out),
    )
