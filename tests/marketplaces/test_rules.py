import datetime
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listgen.domain.channel import TextLimit
from listgen.domain.finding import Severity
from listgen.domain.listing import FieldText
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.rules import check_fields, check_listing
from listgen.marketplaces.rules.kinds import Subject, spans
from listgen.marketplaces.rules.limits import cut
from listgen.marketplaces.rules.pack import all_rules
from tests.marketplaces.shop import listing, product

GOLD = Path(__file__).parents[2].parent / "shared" / "data" / "attribute-gold"
BREAKING = [(rule, text) for rule in all_rules() for text in rule.breaks]
PASSING = [(rule, text) for rule in all_rules() for text in rule.passes]


def ids(cases):
    return [f"{rule.id}: {text}" for rule, text in cases]


def codes(findings, severity=None):
    return {finding.code for finding in findings if severity in (None, finding.severity)}


@pytest.mark.parametrize(("rule", "text"), BREAKING, ids=ids(BREAKING))
def test_a_text_that_breaks_a_rule_is_found(rule, text):
    assert spans(rule, Subject(text, rule.brand, title=rule.title))


@pytest.mark.parametrize(("rule", "text"), PASSING, ids=ids(PASSING))
def test_a_text_that_just_does_not_break_a_rule_passes(rule, text):
    assert not spans(rule, Subject(text, rule.brand, title=rule.title))


def test_every_rule_has_a_breaking_and_a_passing_text_a_source_and_a_hint():
    for rule in all_rules():
        assert rule.breaks, rule.id
        assert rule.passes, rule.id
        assert rule.source, rule.id
        assert rule.hint, rule.id
        assert set(rule.marketplaces) <= set(profile_names())


def test_rules_without_a_source_never_block():
    recalled = [rule for rule in all_rules() if rule.status == "recalled"]

    assert recalled
    assert all(rule.effective is not Severity.ERROR for rule in recalled)


@pytest.mark.parametrize("marketplace", profile_names())
def test_a_clean_listing_has_no_findings(marketplace):
    channel = load_profile(marketplace).channel("en-US")

    assert check_listing(listing(channel=channel.id), channel) == ()


def test_a_finding_names_place_text_and_next_step():
    channel = load_profile("amazon").channel("en-US")
    texts = ("Capacity: holds 350 ml of coffee", "Care: wash at 30 °C", "Size: 9 cm high")

    (finding,) = check_listing(listing(bullets=texts), channel)

    assert finding.code == "bullet.banned-character"
    assert texts[1][finding.start : finding.end] == finding.text == "°"
    assert (finding.sku, finding.field, finding.place, finding.blocking) == ("MUG-01", "bullets", "item 2", True)
    assert finding.hint


def test_a_brand_may_hold_what_titles_may_not():
    channel = load_profile("amazon").channel("en-US")
    item = product(brand="Mug!Co")

    findings = check_listing(listing(item, title="Mug!Co Stoneware Mug, White!"), channel)

    assert [(finding.code, finding.start) for finding in findings] == [("title.banned-character", 27)]


@pytest.mark.parametrize("marketplace", profile_names())
@settings(deadline=None)
@given(data=st.data())
def test_every_limit_takes_its_maximum_and_refuses_one_more(marketplace, data):
    channel = load_profile(marketplace).channel("en-US")
    spec = data.draw(st.sampled_from([spec for spec in channel.fields if spec.limit]))
    char = data.draw(st.sampled_from(["a", "é", "杯", "👟"]))
    size = spec.limit.measure(char)
    room = spec.limit.maximum
    exact = char * (room // size) + "a" * (room % size)

    fitting = check_fields([FieldText(spec.name, (exact,))], channel)
    over = check_fields([FieldText(spec.name, (exact + "a",))], channel)

    assert f"{spec.name}.too-long" not in codes(fitting)
    assert f"{spec.name}.too-long" in codes(over, Severity.WARNING if spec.soft else Severity.ERROR)


@given(text=st.text(), maximum=st.integers(0, 60), unit=st.sampled_from(["characters", "bytes"]))
def test_a_cut_keeps_as_much_as_fits(text, maximum, unit):
    limit = TextLimit(maximum, unit)
    text = text.encode(errors="ignore").decode()

    end = cut(text, limit)

    assert limit.measure(text[:end]) <= maximum
    assert end == len(text) or limit.measure(text[: end + 1]) > maximum


@pytest.mark.parametrize(
    "piece", ["a", "a-", "a.", "<a ", "{", "[insert ", "1 ", "+1 2", "&a", "x ", "A", ": ", "a a "]
)
def test_no_rule_is_slow_on_a_hostile_text(piece):
    text = piece * (20_000 // len(piece))
    started = time.perf_counter()

    for rule in all_rules():
        spans(rule, Subject(text, "Brand", "Name"))

    assert time.perf_counter() - started < 2


def test_search_terms_are_counted_in_bytes():
    channel = load_profile("amazon").channel("en-US")

    findings = check_listing(listing(search_terms="ü" * 125), channel)

    assert codes(findings) == {"search_terms.too-long"}
    assert findings[0].start == 124


def test_bullets_have_a_total_a_minimum_and_a_maximum_number():
    channel = load_profile("amazon").channel("en-US")
    long = tuple(f"Header {letter}: {letter * 230}" for letter in "abcde")

    assert "bullets.total-too-long" in codes(check_listing(listing(bullets=long), channel))
    assert "bullets.too-many-items" in codes(check_listing(listing(bullets=long * 2), channel), Severity.ERROR)
    assert codes(check_listing(listing(bullets=("Size: 9 cm high",)), channel)) == {"bullets.too-few-items"}


def test_an_older_day_has_the_older_title_limit_and_no_highlights():
    day = datetime.date(2026, 7, 26)
    old, new = (load_profile("amazon", rules_date=on).channel("en-US") for on in (day, day + datetime.timedelta(1)))

    assert (old.field("title").limit.maximum, new.field("title").limit.maximum) == (200, 75)
    assert (old.field("highlights"), new.field("highlights").limit.maximum) == (None, 125)


def test_amazon_rules_fire_on_few_real_titles():
    path = GOLD / "oa-mine.train.jsonl"
    if not path.is_file():
        pytest.skip("the labelled titles are not here")
    channel = load_profile("amazon").channel("en-US")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    fired = 0
    for row in rows:
        brand = next(iter(row["target_scores"].get("Brand", {})), "")
        found = check_fields([FieldText("title", (row["input"],))], channel, brand=brand, partial=True)
        fired += bool(codes(found) - {"title.too-long"})

    assert len(rows) > 1000
    assert fired <= 0.05 * len(rows)
