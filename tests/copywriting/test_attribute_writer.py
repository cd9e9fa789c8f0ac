import json

import pytest

from listgen.copywriting.attribute_writer import quote_attributes, quote_request
from listgen.domain.product import Attribute, Product
from listgen.domain.source import CellRef
from listgen.facts.build import build_fact_sheet
from listgen.providers.openai_text import OpenAIText
from tests.providers.endpoint import Endpoint, chat


def cell(column: str, text: str) -> CellRef:
    return CellRef("products.csv", 2, column, text)


NAME = "Norrbean House Coffee, 12 oz"
NOTE = "Beans from Sidamo, roasted to a deep brown. Not decaf."
COFFEE = Product(
    sku="C-1",
    name=NAME,
    row=cell("SKU", "C-1"),
    name_cell=cell("Name", NAME),
    product_type="Food > Coffee",
    attributes=(Attribute("Note", NOTE, cell("Note", NOTE)),),
)
FACTS = build_fact_sheet(COFFEE)


@pytest.fixture
def ask(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    running = []

    def start(*rows):
        answer = json.dumps({"attributes": [dict(zip(("name", "value", "cell"), row, strict=True)) for row in rows]})
        endpoint = Endpoint(lambda number, body: chat(answer))
        running.append(endpoint)
        return quote_attributes(COFFEE, FACTS, OpenAIText("test", base_url=endpoint.url, attempts=1, timeout=5))

    yield start
    for endpoint in running:
        endpoint.close()


def test_a_quoted_value_has_its_cell_and_span(ask):
    (found,) = ask(("Roast type", "deep brown", 1)).attributes

    assert found.source.column == "Note"
    assert found.source.text[found.start : found.end] == found.value == "deep brown"
    assert (found.method, found.sure) == ("model", False)


@pytest.mark.parametrize("value", ["Dark Roast", "deep  brown", "eep brown", "Deep Brown", "deep brown beans"])
def test_a_value_in_other_words_is_dropped_with_a_finding(ask, value):
    quoted = ask(("Roast type", value, 2))

    assert quoted.attributes == ()
    assert [(one.code, one.field, one.sku) for one in quoted.findings] == [
        ("attribute.not-in-source", "Roast type", "C-1")
    ]


def test_a_value_that_its_cell_denies_is_dropped(ask):
    quoted = ask(("Caffeine content", "decaf", 2))

    assert quoted.attributes == ()
    assert "denies" in quoted.findings[0].message


def test_the_model_is_asked_for_missing_attributes_alone():
    request = quote_request(FACTS, ("Roast type",))

    assert request.schema["properties"]["attributes"]["items"]["properties"]["name"]["enum"] == ["Roast type"]
    assert NOTE in request.user


def test_an_unusable_answer_costs_nothing_but_a_finding(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    endpoint = Endpoint(lambda number, body: chat("I would rather not."))

    quoted = quote_attributes(COFFEE, FACTS, OpenAIText("test", base_url=endpoint.url, attempts=1, timeout=5))
    endpoint.close()

    assert quoted.attributes == ()
    assert len(quoted.findings) == 1
