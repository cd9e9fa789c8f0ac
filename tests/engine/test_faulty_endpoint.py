"""An endpoint of which a third of the answers are faults: every SKU is finished or reported, every call is counted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.engine.__main__ import endpoint, statistics_of, write_sheet

ROOT = Path(__file__).parents[2]
SKUS = 40


@pytest.mark.parametrize("seed", [1, 2])
def test_every_sku_is_finished_or_reported_and_the_totals_are_the_servers_own(tmp_path, seed):
    write_sheet(tmp_path, SKUS)
    (tmp_path / "listgen.toml").write_text("[text]\ntimeout = 3\nattempts = 6\n", encoding="utf-8")
    with endpoint("--latency", "0.02", "--faults", "0.3", "--seed", str(seed)) as address:
        done = subprocess.run(
            [
                sys.executable, "-m", "listgen", "generate", "products.csv", "--text", "openai", "--images", "none",
                "--marketplace", "amazon", "--variants", "1", "--concurrency", "16", "--format", "json",
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
            env={
                **os.environ, "PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": address, "OPENAI_API_KEY": "none",
                "LISTGEN_TEXT_MODEL": "bench",
            },
        )  # fmt: skip
        seen = statistics_of(address)

    document = json.loads(done.stdout)
    assert done.returncode in (0, 1), done.stderr
    assert document["counts"]["skus"] == SKUS
    assert document["counts"]["left_out"] == 0
    assert sum(seen["faults"].values()) > 5
    assert document["calls"] == document["this_run"]["calls"] == seen["calls"]
    spends = [spend for sku in document["skus"] for spend in sku["spend"]]
    assert sum(spend["calls"] for spend in spends) == seen["calls"]
    # An answer that comes after the timeout is counted by the endpoint alone.
    assert 0 < sum(spend["prompt_tokens"] for spend in spends) <= 900 * seen["paid"]
