"""Headers become roles, with reasons; purchase prices stay out of everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listgen.catalog.dialects import all_dialects, find_dialect
from listgen.catalog.header_text import fold, read_header
from listgen.catalog.load import read_data
from listgen.catalog.read import read_catalog
from listgen.catalog.synonyms import meaning_of, withheld_word
from listgen.domain.product import Role
from listgen.errors import CatalogError

LANGUAGES = ("en", "de", "fr", "es", "pt", "ja", "zh", "ru")


@pytest.mark.parametrize(
    "header",
    [
        "Cost", "Cost per item", "Cost price", "Unit cost (USD)", "wholesale_price", "Wholesale price",
        "purchase_price", "COGS", "Landed price", "Margin %", "Dealer price", "Einkaufspreis",
        "EK", "EK-Preis netto", "Selbstkosten",
        "Händlerpreis", "Prix d'achat", "Prix de revient", "Coût", "Prix de gros", "PA HT", "Precio de compra", "Coste",
        "Costo unitario", "Precio mayorista", "Preço de custo", "Preço de compra", "Custo", "仕入価格", "仕入れ値",
        "原価", "卸値", "卸売価格", "进价", "进货价（必填）", "採購價", "采购价", "成本", "批发价", "毛利率", "供货价",
        "Закупочная цена", "Себестоимость", "Оптовая цена", "Цена закупки", "Наценка", "purchasePrice", "costPrice",
    ],
)  # fmt: skip
def test_cost_and_purchase_prices_are_withheld_in_every_language(sheet, header):
    catalog = read_catalog(sheet(f'SKU,Name,"{header}",Price\nA,Mug,7.7731,12\n'))

    assert catalog.sheets[0].withheld == (header,)
    assert "7.7731" not in repr(catalog)


@pytest.mark.parametrize(
    "header", ["Price", "Shipping cost", "Costume type", "Verkaufspreis", "Marker colour", "Kostüm"]
)
def test_other_headers_are_not_withheld(header):
    assert not withheld_word(header)


def test_a_cost_inside_a_key_value_cell_is_withheld_too(sheet):
    catalog = read_catalog(
        sheet(
            "sku,attribute_set_code,product_type,name,additional_attributes\n"
            'A,Default,simple,Mug,"material=Steel,cost=7.7731,color=Red"\n'
        )
    )

    assert {a.canonical: a.value for a in catalog.products[0].attributes} == {"material": "Steel", "colour": "Red"}
    assert "7.7731" not in repr(catalog)


@pytest.mark.parametrize(
    "role", ["sku", "name", "description", "brand", "price", "quantity", "photo", "category", "gtin"]
)
def test_the_main_roles_are_known_in_all_eight_languages(role):
    words = read_data("headers.toml")["roles"][role]

    assert set(words) >= set(LANGUAGES)
    for language in LANGUAGES:
        for word in words[language]:
            meaning = meaning_of(word, guess=False)
            assert meaning is not None, (language, word)
            assert meaning.role is Role(role), (language, word)


def test_a_word_stands_for_one_thing_only():
    data = read_data("headers.toml")
    owners = {}
    for section in ("roles", "facts"):
        for name, languages in data[section].items():
            for words in languages.values():
                for word in words:
                    assert owners.setdefault(fold(word), (section, name)) == (section, name), word


def test_every_data_file_names_its_source_and_date():
    for dialect in all_dialects():
        assert dialect.label
    for name in ("headers.toml", "units.toml"):
        assert read_data(name)["source"]
        assert read_data(name)["date"]


@pytest.mark.parametrize(
    ("header", "role", "canonical"),
    [
        ("Farbe", Role.ATTRIBUTE, "colour"),
        ("Größe", Role.ATTRIBUTE, "size"),
        ("GROESSE", Role.ATTRIBUTE, "size"),
        ("Matière", Role.ATTRIBUTE, "material"),
        ("país de origen", Role.ATTRIBUTE, "origin"),
        ("Peso (kg)", Role.WEIGHT, "weight"),
        ("素材", Role.ATTRIBUTE, "material"),
        ("材质", Role.ATTRIBUTE, "material"),
        ("Цвет", Role.ATTRIBUTE, "colour"),
        ("ＳＫＵ", Role.SKU, ""),
        ("*Title", Role.NAME, ""),
        ("Name *", Role.NAME, ""),
        ("名称（必填）", Role.NAME, ""),
        ("Item_Weight_lbs", Role.WEIGHT, "weight"),
        ("care-instructions:", Role.ATTRIBUTE, "care"),
        ("Body: Weight", Role.WEIGHT, "weight"),
        ("Misc: Price", Role.INTERNAL, ""),
        ("Visibility", Role.INTERNAL, ""),
        ("Steuerklasse", Role.INTERNAL, ""),
    ],
)
def test_headers_mean_what_people_mean(header, role, canonical):
    meaning = meaning_of(header)

    assert (meaning and meaning.role, meaning and meaning.canonical) == (role, canonical)


def test_a_misspelt_header_is_a_guess_that_says_so():
    meaning = meaning_of("Descriptoin")

    assert meaning is not None
    assert meaning.role is Role.DESCRIPTION
    assert not meaning.sure
    assert "resembles `description`" in meaning.reason


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Weight (lbs)", ".5", "0.5 lb"),
        ("Length (in)", "24", "24 in"),
        ("Capacity_ml", "750", "750 ml"),
        ("Gewicht in kg", "0,5", "0,5 kg"),
        ("重量（g）", "340", "340 g"),
        ("Weight (lbs)", "0.5 kg", "0.5 kg"),
        ("Height", "24", "24"),
        ("Fabric weight (gsm)", "180", "180 gsm"),
    ],
)
def test_the_unit_of_a_header_goes_to_its_numbers(sheet, header, value, expected):
    attribute = read_catalog(sheet(f'SKU,Name,"{header}"\nA,Mug,"{value}"\n')).products[0].attributes[0]

    assert attribute.value == expected
    assert (attribute.cell.text, attribute.cell.column, attribute.cell.row) == (value, header, 2)


def test_a_unit_column_gives_each_row_its_own_unit(sheet):
    catalog = read_catalog(sheet("SKU,Name,Item Weight,Item Weight Unit\nA,Mug,340,g\nB,Pot,1.2,kg\n"))

    assert [product.attributes[0].value for product in catalog.products] == ["340 g", "1.2 kg"]


def test_a_zero_weight_is_no_fact(sheet):
    assert read_catalog(sheet("SKU,Name,Weight (kg)\nA,Mug,0.000\n")).products[0].attributes == ()


def test_shop_columns_are_no_attributes(sheet):
    catalog = read_catalog(
        sheet(
            "sku,name,visibility,tax_class,attribute_set,url_key,eco_collection,erin_recommends,new,sale,material,my_flag\n"
            "A,Mug,4,2,Gear,mug,1,1,0,1,steel,1\nB,Cup,4,2,Gear,cup,0,0,0,0,glass,0\n"
        )
    )

    assert [a.name for a in catalog.products[0].attributes] == ["material"]


def test_an_override_beats_everything_and_says_where_it_comes_from(sheet):
    path = sheet("SKU,Name,Farbe,Wibble\nA,Mug,rot,steel\n")

    catalog = read_catalog(path, columns={"Wibble": "material", "Farbe": "internal"})

    assert [(a.name, a.value, a.canonical) for a in catalog.products[0].attributes] == [
        ("material", "steel", "material")
    ]
    assert [c.reason for c in catalog.sheets[0].columns][2:] == ["listgen.toml [columns]"] * 2


def test_an_override_of_a_column_that_is_not_there_is_an_error(sheet):
    with pytest.raises(CatalogError) as caught:
        read_catalog(sheet("SKU,Name,Colour\nA,Mug,red\n"), columns={"Colours": "colour"})

    assert caught.value.hint == "did you mean `Colour`?"


def test_a_type_column_with_the_sellers_words_is_the_product_type(sheet):
    catalog = read_catalog(sheet("SKU,Name,Type\nA,Fjell,Water bottle\n"))

    assert catalog.products[0].product_type == "Water bottle"


@given(st.text(max_size=60))
def test_any_text_can_be_a_header(text):
    read_header(text)
    meaning_of(text)
    withheld_word(text)
    assert find_dialect([text]) is not None


def test_the_handle_of_a_pan_is_no_address(sheet):
    catalog = read_catalog(sheet("SKU,Name,Handle\nA,Pan,Beech wood\nB,Pot,Steel\n"))

    product = catalog.product("A")
    assert product.slug == ""
    assert [attribute.value for attribute in product.attributes if attribute.name == "Handle"] == ["Beech wood"]
