"""Chinese channels without a model: the seller's own Chinese cells, word for word, or English that says so."""

import csv

import pytest

from listgen.catalog.read import read_catalog
from listgen.copywriting.compose import compose_draft
from listgen.domain.brand_kit import Voice
from listgen.domain.variant import Choices, Variant
from listgen.engine.texts import lock_text
from listgen.facts.build import build_fact_sheet
from listgen.marketplaces.profiles import load_profile

CONTROL = Variant(name="A", choices=Choices())
HEADER = ["SKU", "商品名称", "材质", "容量", "颜色", "描述"]


def facts_of(folder, *cells):
    path = folder / "products.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, cells])
    return build_fact_sheet(read_catalog(path).products[0])


def draft_of(facts, marketplace="taobao"):
    return compose_draft(facts, load_profile(marketplace).channel("zh-CN"), CONTROL, voice=Voice(), seed=1)


@pytest.mark.parametrize("marketplace", ["taobao", "jd"])
def test_a_chinese_sheet_gives_chinese_texts_of_its_own_cells_that_pass_the_lock(tmp_path, marketplace):
    prose = "手工制作的陶瓷马克杯，容量350毫升，可放入洗碗机。"
    facts = facts_of(tmp_path, "CUP-1", "手工陶瓷马克杯 350毫升", "陶瓷", "350 ml", "白色", prose)
    channel = load_profile(marketplace).channel("zh-CN")

    draft = draft_of(facts, marketplace)
    locked = lock_text(draft, facts, voice=Voice(), siblings=(), channel=channel)

    assert draft.channel == f"{marketplace}-zh-CN"
    assert draft.items("title") == ("手工陶瓷马克杯 350毫升",)
    assert set(draft.items("bullets")) == {"容量：350 ml", "材质：陶瓷", "颜色：白色"}
    assert draft.items("description") == (prose,)
    assert {text.writer for text in draft.fields} == {"seller"}
    assert locked.draft == draft
    assert not [finding for finding in locked.findings if finding.blocking]


def test_a_long_chinese_name_loses_its_last_parts_and_no_letters(tmp_path):
    facts = facts_of(
        tmp_path, "CUP-1", "手工陶瓷马克杯 350毫升 斑点白釉面 可放入洗碗机 带木盖与礼盒及说明书", "陶瓷", "", "", ""
    )

    (title,) = draft_of(facts).items("title")

    assert title == "手工陶瓷马克杯 350毫升 斑点白釉面 可放入洗碗机"
    assert len(title.encode("gbk")) <= 60


def test_an_english_sheet_gives_english_within_the_channels_limits(tmp_path):
    facts = facts_of(tmp_path, "CUP-1", "Stoneware Mug with a Speckled Glaze", "stoneware", "350 ml", "white", "")

    draft = draft_of(facts)

    (title,) = draft.items("title")
    assert title.startswith("Stoneware Mug")
    assert len(title.encode("gbk")) <= 60
    assert {text.writer for text in draft.fields} == {"composer"}
