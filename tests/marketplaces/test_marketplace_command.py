"""`listgen marketplace`: what is known of each one, and since when."""

import dataclasses
import json

import pytest
from click.testing import CliRunner

from listgen.cli.marketplace import command as marketplace_command
from listgen.marketplaces.limit import Limit
from listgen.marketplaces.profiles import load_profile, profile_names


@pytest.mark.parametrize("name", profile_names())
def test_marketplace_show_prints_every_limit_with_source_date_and_status(name):
    text = CliRunner().invoke(marketplace_command, ["show", name]).stdout
    answer = json.loads(CliRunner().invoke(marketplace_command, ["show", name, "--format", "json"]).stdout)

    assert "title" in text
    assert answer["schema"] == "listgen.marketplace/1"
    limits = [limit for section in answer["sections"] for limit in section["limits"]]
    assert limits
    assert all(limit["source"] and limit["date"] and limit["status"] for limit in limits)
    shown = {(limit["value"], limit["unit"], limit["source"], limit["date"]) for limit in limits}
    known = {(limit.value, limit.unit, limit.source, str(limit.date)) for limit in every_limit(load_profile(name))}
    assert known == shown


def every_limit(record):
    """Yield all numbers of a profile, however deep they lie."""
    if isinstance(record, Limit):
        yield record
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            yield from every_limit(getattr(record, field.name))
    elif isinstance(record, (tuple, dict)):
        for part in record.values() if isinstance(record, dict) else record:
            yield from every_limit(part)


@pytest.mark.parametrize("name", profile_names())
def test_every_setting_of_a_marketplace_says_what_it_is_for(name):
    profile = load_profile(name)
    text = CliRunner().invoke(marketplace_command, ["show", name]).stdout

    assert all(key in text for key in profile.own_settings)
    assert all(profile.own_settings.values())


def test_marketplace_list_names_all_and_show_replays_a_day():
    listed = CliRunner().invoke(marketplace_command, ["list"]).stdout
    older = CliRunner().invoke(marketplace_command, ["show", "amazon", "--rules-date", "2026-01-01"]).stdout

    assert all(name in listed for name in profile_names())
    assert "title_differentiation" not in older
