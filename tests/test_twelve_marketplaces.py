"""Catalogues that nobody here wrote go to all marketplaces, and every file passes what it is checked against."""

from pathlib import Path

import pytest

from listgen.cli.settings import Options, resolve
from listgen.domain.finding import Severity
from listgen.engine.events import Silence
from listgen.engine.generate import generate
from listgen.marketplaces.check import check_path
from listgen.marketplaces.profiles import profile_names
from listgen.marketplaces.readers import read_upload
from tests.golden.build import copy_shop

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
TWELVE = (
    *("amazon", "ebay", "etsy", "google", "jd", "meta", "openai", "shopify", "taobao", "tiktok", "walmart"),
    "woocommerce",
)


@pytest.fixture(scope="module", params=["examples", "luma-gear", "vendure-demo-shop"])
def build(request, tmp_path_factory):
    out = tmp_path_factory.mktemp(request.param)
    sheets = copy_shop(out / "shop") if request.param == "examples" else DATA / request.param
    if not sheets.is_dir():
        pytest.skip("the sample catalogues are not here")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(out)
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            patch.delenv(name, raising=False)
        options = Options(
            catalog=sheets,
            photos=sheets / "photos",
            marketplaces=TWELVE,
            variants=1,
            text="composer",
            images="none",
            jobs=1,
            out=out / "build",
        )
        generate(resolve(options), Silence())
    return out / "build"


def test_there_are_twelve_marketplaces():
    assert profile_names() == TWELVE


def test_every_file_of_all_twelve_passes_its_contract(build):
    report = check_path(build)

    assert report.checked > len(TWELVE) * 5
    assert [finding for finding in report.findings if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("marketplace", TWELVE)
def test_every_upload_file_is_recognised_by_its_content(build, marketplace, tmp_path):
    files = [
        path
        for path in sorted(build.glob(f"{marketplace}-*/A/**/*"))
        if path.is_file() and path.name not in ("manifest.json", "HOWTO.txt")
    ]

    assert files
    for file in files:
        anonymous = tmp_path / f"file{file.suffix}"
        anonymous.write_bytes(file.read_bytes())
        assert read_upload(anonymous).marketplace == marketplace, file.name


def test_chinese_channels_without_chinese_text_say_so_and_give_no_foreign_price(build):
    report = check_path(build)
    said = {finding.channel for finding in report.findings if finding.code == "title.language"}

    assert said == {"jd-zh-CN", "taobao-zh-CN"}
    for channel in said:
        file = next((build / channel / "A").glob("*.csv"))
        assert {record.price for record in read_upload(file).records} == {""}
