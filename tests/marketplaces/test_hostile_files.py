"""Whatever a file holds, `check` answers with findings or with one clear error."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from listgen.errors import MarketplaceError
from listgen.marketplaces.check import CheckReport, check_path
from listgen.marketplaces.profiles import profile_names
from tests.marketplaces.shop import bundle

RELAXED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["header", "messages", "sku", "attributes", "item_name", "value", "bullet_point", "sellerId", "messageId",
         "child_parent_sku_relationship", "main_product_image_locator", "operationType", "issueLocale", "schema",
         "files", "images", "marketplace", "locale", "path"]
    ), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


def answer(path):
    hint, report = "found", None
    try:
        report = check_path(path)
    except MarketplaceError as error:
        hint = error.hint
    assert hint
    assert report is None or isinstance(report, CheckReport)
    return report


@RELAXED
@given(data=st.binary(max_size=300))
def test_random_bytes_give_an_answer(tmp_path, data):
    path = tmp_path / "file.csv"
    path.write_bytes(data)

    answer(path)


@RELAXED
@given(header=JSON, messages=JSON)
def test_a_feed_of_any_shape_gives_an_answer(tmp_path, header, messages):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps({"header": header, "messages": messages}), encoding="utf-8")

    answer(path)


@RELAXED
@given(content=JSON)
def test_a_manifest_of_any_shape_gives_an_answer(tmp_path, content):
    path = tmp_path / "manifest.json"
    whole = {
        "schema": "listgen.bundle/1",
        "marketplace": "amazon",
        "locale": "en-US",
        "files": content,
        "images": content,
    }
    path.write_text(json.dumps(whole), encoding="utf-8")

    answer(path)


@pytest.mark.parametrize("marketplace", profile_names())
@RELAXED
@given(data=st.data())
def test_a_damaged_upload_file_gives_an_answer(tmp_path, marketplace, data):
    whole = bundle(marketplace).files[0].data
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 400)))
    path = tmp_path / "damaged"
    path.write_bytes(whole[:start] + data.draw(st.binary(max_size=12)) + whole[end:])

    answer(path)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999999", "-1", "٣", "1_000", "９"])
@pytest.mark.parametrize("marketplace", ["shopify", "google", "woocommerce"])
def test_odd_numbers_are_no_prices(tmp_path, marketplace, value):
    made = bundle(marketplace).files[0].data.decode()
    path = tmp_path / "file"
    path.write_text(made.replace("15.00", value), encoding="utf-8")

    report = answer(path)

    assert "file.price" in {finding.code for finding in report.findings}
