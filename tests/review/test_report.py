from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from listgen.domain.fact import Verdict
from listgen.domain.finding import Finding, Severity
from listgen.domain.product import Option, ProductKind
from listgen.domain.run import Status
from listgen.domain.source import CellRef
from listgen.review.report import render_report
from tests.review.make_run import A, claim, facts, listing, picture, run_report, sku_report

OUT = Path("/shop/build")
CHANNELS = ("amazon-en-US", "shopify-en-US")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


class Page(HTMLParser):
    """Elements with attributes, and the text inside those that have an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.elements if t == tag and all(a.get(k.rstrip("_")) == v for k, v in wanted.items())]


def claim_spans(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="claim [a-z]+" tabindex="0"[^>]*data-source="([^"]*)"[^>]*>(.*?)</span>', html)


def test_the_same_run_gives_the_same_bytes_whatever_was_made_this_time():
    first = render_report(run_report(OUT), out=OUT)
    second = render_report(replace(run_report(OUT), made=0, kept=99), out=OUT)

    assert first == second


def test_each_claim_is_marked_at_its_place_and_names_its_cell():
    html = render_report(run_report(OUT), out=OUT)

    assert "Fjell Bottle, <span" in html
    assert ("from the sheet: products.csv, row 2, Capacity (ml): “750”", "750 ml") in claim_spans(html)


def test_a_claim_can_be_reached_by_keyboard_and_points_to_its_evidence():
    page = Page(render_report(run_report(OUT), out=OUT))

    ids = [a["id"] for _, a in page.elements if a.get("id")]
    described = [a["aria-describedby"] for a in page.all("span") if a.get("aria-describedby")]

    assert described
    assert set(described) <= set(ids)
    assert len(ids) == len(set(ids))
    assert all(a.get("tabindex") == "0" for a in page.all("span") if a.get("aria-describedby"))


def test_an_unbacked_claim_says_so_in_words():
    bad = listing("BTL-1", "amazon-en-US", A, OUT)
    doubt = claim(bad.draft.items("title")[0], "Bottle", verdict=Verdict.UNSUPPORTED, cell=None, note="no such fact")
    sku = sku_report("BTL-1", OUT, CHANNELS, listings=(replace(bad, claims=(doubt,)),))

    html = render_report(run_report(OUT, (sku,)), out=OUT)

    assert ("nothing backs this: no such fact", "Bottle") in claim_spans(html)


def test_hostile_text_stays_text_everywhere():
    cell = CellRef(HOSTILE, 2, HOSTILE, HOSTILE, HOSTILE)
    item = listing(HOSTILE, "amazon-en-US", A, OUT, title=HOSTILE)
    item = replace(
        item,
        claims=(claim(HOSTILE, "alert(1)", cell=cell, rule=HOSTILE, note=HOSTILE),),
        pictures=(replace(picture(OUT, f"images/{HOSTILE}.jpg"), alt_text=HOSTILE, scene=HOSTILE),),
    )
    finding = Finding(code=HOSTILE, severity=Severity.ERROR, message=HOSTILE, hint=HOSTILE, place=HOSTILE, sku=HOSTILE)
    sheet = replace(facts(HOSTILE), type_id=HOSTILE, missing=(HOSTILE,))
    sku = sku_report(HOSTILE, OUT, CHANNELS, name=HOSTILE, listings=(item,), findings=(finding,), facts=sheet)
    run = run_report(OUT, (sku,))
    experiment = replace(run.experiments[0], hypothesis=HOSTILE, control=HOSTILE, left_out=((HOSTILE, HOSTILE),))

    html = render_report(replace(run, brand=HOSTILE, experiments=(experiment,), findings=(finding,)), out=OUT)

    page = Page(html)
    assert len(page.all("script")) == 1
    assert not [a for _, attrs in page.elements for a in attrs if a.startswith("on")]
    assert not page.all("img", src="x")
    assert "49" not in html.split("<main>")[1].split("</main>")[0]


def test_pictures_are_lazy_relative_links_with_size_and_description():
    page = Page(render_report(run_report(OUT), out=OUT))

    main = [a for a in page.all("img") if a["alt"]]

    assert main
    assert {unquote(a["src"]) for a in main} == {"./images/bottle main.jpg", "./images/hero.jpg"}
    assert all(a["loading"] == "lazy" and a["width"] == "2000" for a in page.all("img"))


@pytest.mark.parametrize("name", ["a:b.jpg", "javascript:alert(1)/x.jpg", "50% off?.jpg", "ä #1.jpg", "../else/x.jpg"])
def test_any_file_name_becomes_a_relative_address(name):
    item = replace(listing("BTL-1", "amazon-en-US", A, OUT), pictures=(picture(OUT, name),))
    sku = sku_report("BTL-1", OUT, CHANNELS, listings=(item,))

    page = Page(render_report(run_report(OUT, (sku,)), out=OUT))

    (source,) = {a["src"] for a in page.all("img") if a["alt"]}
    assert source.startswith("./")
    assert unquote(source) == f"./{name}"
    assert not re.search(r"[:?# \"<>]", source)


def test_nothing_is_loaded_from_a_network_and_inline_code_matches_the_policy():
    import base64
    import hashlib

    html = render_report(run_report(OUT), out=OUT)

    assert not re.search(r"https?://", html)
    (policy,) = [a["content"] for a in Page(html).all("meta") if a.get("http-equiv")]
    for tag in ("style", "script"):
        (code,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy
    assert not re.search(r"<[a-z]+[^>]* style=", html)


def test_one_remark_about_two_variants_is_told_once():
    html = render_report(run_report(OUT, (sku_report("BTL-1", OUT, ("amazon-en-US",)),)), out=OUT)

    assert html.split("<main>")[1].count("the title could say more") == 1


def test_a_product_that_was_left_out_is_shown_with_its_reason():
    reason = Finding(code="photo.missing", severity=Severity.ERROR, message="no photo", hint="add one", sku="X")
    sku = sku_report("X", OUT, (), status=Status.LEFT_OUT, facts=None, listings=(), findings=(reason,))

    html = render_report(run_report(OUT, (sku,)), out=OUT)

    assert 'data-status="left-out"' in html
    assert "no photo" in html
    assert "add one" in html


def test_withheld_columns_are_named_and_their_values_are_not():
    html = render_report(run_report(OUT), out=OUT)

    assert "Cost price" in html


def test_a_template_of_the_project_takes_the_place_of_ours(tmp_path):
    own = tmp_path / "templates" / "report" / "report.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<p>{{ run.brand }}</p>", encoding="utf-8")

    assert render_report(run_report(OUT), out=OUT, project=tmp_path) == "<p>Norrvik</p>"


def test_a_run_without_products_still_gives_a_page():
    html = render_report(replace(run_report(OUT, ()), channels=(), bundles=(), experiments=()), out=OUT)

    assert "<main>" in html


def test_each_channel_can_be_chosen_without_javascript():
    html = render_report(run_report(OUT), out=OUT)

    for index in range(2):
        assert f'id="pick-{index}"' in html
        assert f'for="pick-{index}"' in html
        assert f"#pick-{index}:checked ~ main .on-{index} {{ display: block; }}" in html


def test_what_a_variant_changes_is_marked_in_words():
    html = render_report(run_report(OUT), out=OUT)

    assert "Bullet angle: specification" in html
    assert re.search(r'class="field bullets differs">\s*<h4>Bullet points <span class="tag">changed</span>', html)
    assert not re.search(r'class="field title differs"', html)


def test_variations_of_one_name_are_told_apart_by_their_option():
    item = listing("BTL-1", "amazon-en-US", A, OUT)
    blue = replace(item.product, kind=ProductKind.VARIATION, options=(Option("Colour", "Slate Blue"),))
    sku = sku_report("BTL-1", OUT, CHANNELS, listings=(replace(item, product=blue),))

    html = render_report(run_report(OUT, (sku,)), out=OUT)

    assert '<span class="option">Slate Blue</span>' in html


def test_a_long_report_shows_what_needs_attention_whole_and_the_others_in_a_table(monkeypatch):
    monkeypatch.setattr("listgen.review.arrange.DETAILED", 2)
    names = ("BTL-1", "BTL-2", "a/b", HOSTILE)
    skus = tuple(sku_report(name, OUT, CHANNELS) for name in names)
    left_out = replace(skus[3], status=Status.LEFT_OUT)

    html = render_report(run_report(OUT, (*skus[:3], left_out)), out=OUT)

    page = Page(html)
    details = re.findall(r'id="(sku-\d+)"', html)
    links = [element["href"] for element in page.all("a") if (element.get("href") or "").startswith("./listings/")]
    assert details == ["sku-0", "sku-3"]
    assert links == ["./listings/BTL-2/listing.json", "./listings/a%252fb~3/listing.json"]
    assert "This run has 4 products. Above are 2 of them" in html
    assert "<script>alert" not in html
