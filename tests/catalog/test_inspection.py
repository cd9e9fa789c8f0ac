"""The sheet doctor and the cleaned sheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.catalog.cleaned import cleaned_csv, safe_cell
from listgen.catalog.inspection import inspect_catalog
from listgen.catalog.read import read_catalog
from listgen.domain.finding import Severity


def doctor(path):
    return inspect_catalog(read_catalog(path))


def codes(inspection):
    return [finding.code for finding in inspection.findings]


def test_a_wrong_check_digit_is_named_with_the_right_one(sheet):
    rows = "".join(f"S{number},Mug,\n" for number in range(12))
    inspection = doctor(sheet(f"SKU,Name,EAN\n{rows}MUG-01,Mug,4006381333932\n"))

    (finding,) = inspection.findings
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        "products.csv row 14 (`MUG-01`): GTIN `4006381333932` has a wrong check digit, expected `1`"
    )
    assert "printed barcode" in finding.hint


@pytest.mark.parametrize("gtin", ["4006381333931", "012345678905", "96385074", "04006381333931", "4006381-333931"])
def test_a_right_barcode_is_no_finding(sheet, gtin):
    assert codes(doctor(sheet(f"SKU,Name,Barcode\nA,Mug,{gtin}\n"))) == []


def test_odd_and_shared_barcodes_are_findings(sheet):
    inspection = doctor(
        sheet(
            "SKU,Name,Barcode\nA,Mug,12345\nB,Cup,n/a\nC,Pot,4006381333931\nD,Pan,4006381333931\nE,Lid,2001234567893\n"
        )
    )

    assert codes(inspection) == ["gtin.malformed", "gtin.malformed", "gtin.shared", "gtin.in-store"]


def test_numbers_without_a_unit_are_one_finding_a_column(sheet):
    inspection = doctor(sheet("SKU,Name,Weight,Height,Width (cm)\nA,Mug,340,9 cm,8\nB,Cup,300,8 cm,7\n"))

    (finding,) = inspection.findings
    assert finding.code == "unit.missing"
    assert "column `Weight`: 2 rows" in finding.message
    assert "`Weight (kg)`" in finding.hint


def test_facts_that_shoppers_ask_for_are_listed(sheet):
    inspection = doctor(sheet("SKU,Name,Colour\nA,Steel water bottle,Blue\n"))

    (need,) = inspection.needs
    assert need.product_type == "drinkware"
    assert "capacity" in need.missing


def test_withheld_columns_are_named_and_their_values_are_nowhere(sheet):
    path = sheet("SKU,Name,Cost price,Wholesale price,Price\nA,Mug,3.3337,4.4447,9\n")

    inspection = doctor(path)

    assert inspection.withheld == ("Cost price", "Wholesale price")
    assert "3.3337" not in repr(inspection)
    assert "4.4447" not in cleaned_csv(read_catalog(path))


def test_the_cleaned_sheet_reads_back_to_the_same_products(sheet):
    path = sheet(
        "Artikelnummer;Hauptartikel;Produktname;Farbe;Größe;Gewicht (g);Beschreibung;Preis;Einkaufspreis;Bild\n"
        ' B-R ;B;Flasche;rot;L;340;"Hält kalt.\nUnd warm.";19,90;5,55;r.jpg\n'
        "B-G;B;Flasche;grün;L;340;;19,90;5,55;\n"
        "C;;=HYPERLINK(1);;;;;1.299,00 €;;\n",
        encoding="cp1252",
    )
    first = read_catalog(path)

    text = cleaned_csv(first)

    second = read_catalog(sheet(text, "cleaned.csv"))
    for before, after in zip(first.products, second.products, strict=True):
        assert (before.sku, before.name, before.kind, before.price) == (after.sku, after.name, after.kind, after.price)
        assert before.description == after.description
        assert {a.canonical: a.value for a in before.attributes} == {a.canonical: a.value for a in after.attributes}
        assert [(o.value) for o in before.options] == [(o.value) for o in after.options]
    assert "5,55" not in text
    assert next(csv.reader(io.StringIO(text)))[:3] == ["sku", "parent sku", "name"]
    assert "'=HYPERLINK(1)" in text


@given(st.text(max_size=30))
def test_no_cleaned_cell_starts_a_formula(text):
    cell = safe_cell(text)

    assert cell in (text, f"'{text}")
    if cell[:1] in ("=", "@", "\t", "\r"):
        pytest.fail(cell)
    if cell[:1] in ("+", "-"):
        assert cell[1:2].isdigit()
        assert "(" not in cell
