import datetime
from decimal import Decimal

from listgen.providers.batch import batch_terms
from listgen.providers.prices import Price, find_price
from listgen.providers.text import Usage

DAY = datetime.date(2026, 11, 1)


def test_a_listed_model_has_a_price_with_source_and_day():
    price = find_price("gpt-5-mini", "", DAY)

    assert price is not None
    assert 0 < price.cached < price.prompt < price.completion
    assert "2026-11-01" in price.source


def test_a_model_of_a_local_server_has_no_price():
    assert find_price("smollm2", "http://127.0.0.1:8080/v1", DAY) is None
    assert find_price("no-such-model", "", DAY) is None


def test_cached_tokens_are_cheaper_and_a_batch_is_half():
    price = Price(prompt=Decimal(2), completion=Decimal(8), cached=Decimal(1), source="test", batch=Decimal("0.5"))
    usage = Usage(prompt_tokens=1_000_000, cached_tokens=400_000, completion_tokens=100_000)

    assert price.of(usage) == Decimal("2.4")
    assert price.of(usage.in_batch()) == Decimal("1.2")
    assert price.of(usage.in_batch().plus(usage)) == Decimal("3.6")


def test_the_price_of_a_batch_is_unknown_where_nobody_lists_it_and_never_less_than_it_may_be():
    price = Price(prompt=Decimal(2), completion=Decimal(8), cached=Decimal(1), source="test")
    usage = Usage(prompt_tokens=1_000_000, completion_tokens=100_000)

    assert price.covers(usage)
    assert not price.covers(usage.in_batch())
    assert price.of(usage.in_batch()) == price.of(usage)


def test_batch_terms_are_those_of_the_address():
    assert batch_terms("").share == Decimal("0.5")
    assert batch_terms("https://dashscope-intl.aliyuncs.com/compatible-mode/v1").share == Decimal("0.5")
    assert batch_terms("http://127.0.0.1:8080/v1").share is None
    assert batch_terms("http://127.0.0.1:8080/v1").requests == 50_000
