"""The fact lock measured: `python -m benchmarks.factlock [faults|quintd|attributes|speed]`, all without a name."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.factlock import attributes, faults_report, quintd, speed
from benchmarks.factlock.fault_data import fault_languages
from benchmarks.factlock.measure import MOST
from benchmarks.factlock.texts import gold_languages


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; returns 0."""
    asked = _parser().parse_args(arguments)
    answer: dict[str, Any] = {"schema": "listgen.benchmark.factlock/1"}
    if asked.part in ("all", "faults"):
        answer["faults"] = _faults(asked)
    if asked.part in ("all", "quintd"):
        aucs = quintd.measure_quintd()
        answer["quintd"] = [asdict(one) for one in aucs]
        _say(asked, quintd.table(aucs))
    if asked.part in ("all", "attributes"):
        scores = attributes.measure_attributes(asked.file or ())
        answer["attributes"] = [{**asdict(one), "f1": one.f1} for one in scores]
        _say(asked, attributes.table(scores))
    if asked.part in ("all", "speed"):
        pace = speed.measure_speed(asked.listings)
        answer["speed"] = asdict(pace)
        _say(asked, speed.table(pace))
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.factlock", description=__doc__)
    parser.add_argument("part", nargs="?", default="all", choices=("all", "faults", "quintd", "attributes", "speed"))
    parser.add_argument("--language", action="append", help="one of the languages (repeatable)")
    parser.add_argument("--group", action="append", help="gold, heldout, fresh, later, third, seller, composer")
    parser.add_argument("--kind", help="show details of this class of faults only")
    parser.add_argument("--most", type=int, default=MOST, help="faults a class, language and group")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N misses a class and N false alarms")
    parser.add_argument("--baselines", action="store_true", help="the baselines on the same faults, too")
    parser.add_argument("--file", action="append", type=Path, help="a gold file for `attributes` (repeatable)")
    parser.add_argument("--listings", type=int, default=speed.LISTINGS, help="how many for `speed`")
    parser.add_argument("--json", action="store_true")
    return parser


def _say(asked: argparse.Namespace, text: str) -> None:
    if not asked.json:
        print(text, end="\n\n")


def _faults(asked: argparse.Namespace) -> Any:
    languages = asked.language or sorted({*gold_languages(), *fault_languages()}, key=lambda code: (code != "en", code))
    groups = faults_report.measure(languages, groups=asked.group or (), most=asked.most)
    if not asked.json:
        for language in languages:
            own = [group for group in groups if group.language == language]
            if own and (asked.baselines or asked.part == "all"):
                own += faults_report.measure_baselines(language, most=asked.most)
            if own:
                print(faults_report.table(own), end="\n\n")
            for group in own if asked.show else ():
                for line in faults_report.details(group, asked.show, kind=asked.kind or ""):
                    print(line)
    return faults_report.as_json(groups)


if __name__ == "__main__":
    sys.exit(main())
