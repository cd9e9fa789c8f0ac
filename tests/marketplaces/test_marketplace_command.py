"""`listgen marketplace`: what is known of each one, and since when."""

import json

import pytest
from click.testing import CliRunner

from listgen.cli.marketplace import command as marketplace_command
from listgen.marketplaces.profiles import profile_names


@pytest.mark.parametrize("name", profile_names())
def test_marketplace_show_prints_every_limit_with_source_date_and_status(name):
    text = CliRunner().invoke(marketplace_command, ["show", name]).stdout
    answer = json.loads(CliRunner().invoke(marketplace_command, ["show", name, "--format", "json"]).stdout)

    assert "title" in text
    assert answer["schema"] == "listgen.marketplace/1"
    limits = [limit for section in answer["sections"] for limit in section["limits"]]
    assert limits
    assert all(limit["source"] and limit["date"] and limit["status"] for limit in limits)


def test_marketplace_list_names_all_and_show_replays_a_day():
    listed = CliRunner().invoke(marketplace_command, ["list"]).stdout
    older = CliRunner().invoke(marketplace_command, ["show", "amazon", "--rules-date", "2026-01-01"]).stdout

    assert all(name in listed for name in profile_names())
    assert "title_differentiation" not in older
