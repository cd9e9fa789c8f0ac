"""Which rows are one product, and what its variations share."""

from listgen.catalog.read import read_catalog
from listgen.domain.finding import Severity
from listgen.domain.product import ProductKind


def by_sku(catalog):
    return {product.sku: product for product in catalog.products}


def test_a_parent_column_makes_a_family_with_a_synthetic_parent(sheet):
    catalog = read_catalog(
        sheet(
            "SKU,Parent SKU,Name,Colour,Material,Price\n"
            "B-R,B,Bottle,Red,steel,10\nB-G,B,Bottle,Green,steel,11\nC,,Cup,,glass,5\n"
        )
    )

    parent, red, green, cup = catalog.products
    assert (parent.sku, parent.kind, parent.synthetic) == ("B", ProductKind.PARENT, True)
    assert [a.value for a in parent.attributes] == ["steel"]
    assert parent.price is None
    assert [(o.name, o.value) for o in red.options] == [("Colour", "Red")]
    assert (green.kind, green.parent_sku, green.family) == (ProductKind.VARIATION, "B", "B")
    assert cup.kind is ProductKind.SIMPLE
    assert catalog.families[0].option_names == ("Colour",)


def test_a_parent_row_gives_its_variations_what_they_lack(sheet):
    catalog = read_catalog(
        sheet(
            "SKU,Parent SKU,Name,Description,Colour,Material,Weight (g)\n"
            "B,,Bottle,Keeps cold.,,steel,300\nB-R,B,,,Red,,\nB-G,B,Green bottle,,Green,,350\n"
        )
    )

    parent, red, green = catalog.products
    assert not parent.synthetic
    assert (red.name, green.name) == ("Bottle", "Green bottle")
    assert red.description == "Keeps cold."
    assert red.description_cell.row == red.name_cell.row == 2
    assert {a.canonical: a.value for a in red.attributes} == {"colour": "Red", "material": "steel", "weight": "300 g"}
    assert {a.canonical: a.value for a in green.attributes}["weight"] == "350 g"


def test_rows_without_a_name_belong_to_the_row_above(sheet):
    catalog = read_catalog(
        sheet("SKU,Name,Size,Material,Price\nT-S,T-shirt,S,cotton,10\nT-M,,M,,10\nT-L,,L,,12\nH,Hat,,wool,9\n")
    )

    family = catalog.families[0]
    assert family.skus == ("T-S", "T-M", "T-L")
    assert by_sku(catalog)["T-L"].name == "T-shirt"
    assert {a.canonical: a.value for a in by_sku(catalog)["T-L"].attributes} == {"size": "L", "material": "cotton"}
    assert by_sku(catalog)["H"].kind is ProductKind.SIMPLE


def test_numbered_option_columns_of_any_sheet_belong_together(sheet):
    catalog = read_catalog(
        sheet(
            "SKU,Parent SKU,Name,Option 1 name,Option 1 value,Variation name 2,Variation value 2\n"
            "T-RS,T,Tee,Colour,Red,Size,S\nT-BM,T,Tee,Colour,Blue,Size,M\n"
        )
    )

    assert [(o.name, o.value) for o in by_sku(catalog)["T-BM"].options] == [("Colour", "Blue"), ("Size", "M")]
    assert {a.canonical for a in by_sku(catalog)["T-BM"].attributes} == {"colour", "size"}


def test_a_first_row_does_not_lend_its_weight_to_the_rows_below(sheet):
    catalog = read_catalog(sheet("SKU,Name,Size,Weight (g)\nT-S,T-shirt,S,120\nT-M,,M,\n"))

    assert [a.canonical for a in by_sku(catalog)["T-M"].attributes] == ["size"]


def test_same_named_rows_with_one_stem_and_other_options_are_a_family(sheet):
    catalog = read_catalog(
        sheet(
            "sku,name,color,size\n"
            "24-BALL1-gray,Stasis Ball 55 cm,Gray,55 cm\n24-BALL1-blue,Stasis Ball 55 cm,Blue,55 cm\n"
            "24-BALL2-gray,Stasis Ball 65 cm,Gray,65 cm\n"
        )
    )

    assert catalog.products[0].name == "Stasis Ball"
    assert catalog.families[0].option_names == ("color", "size")
    assert "one stem" in catalog.families[0].reason


def test_same_named_rows_are_left_alone_without_a_common_stem_or_a_difference(sheet):
    catalog = read_catalog(
        sheet("sku,name,color\nAAAA-1,Mug,Red\nZZZZ-1,Mug,Blue\nPOT-100,Pot,Red\nPOT-200,Pot,Red\nX,Cup,\n")
    )

    assert catalog.families == ()


def test_shopify_rows_share_their_handle_and_pictures(sheet):
    catalog = read_catalog(
        sheet(
            "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,"
            "Variant Compare At Price,Image Src,Variant Image,Cost per item\n"
            "tee,Tee,<p>Soft.</p>,Acme,Size,S,T-S,140,10,15,https://x.example/a.jpg,https://x.example/s.jpg,3.3331\n"
            "tee,,,,,M,T-M,150,10,,https://x.example/b.jpg,,3.3331\n"
            "tee,,,,,,,,,,https://x.example/c.jpg,,\n"
            "mug,Mug,,Acme,Title,Default Title,,0,5,,,,\n"
        )
    )

    products = by_sku(catalog)
    assert set(products) == {"tee", "T-S", "T-M", "mug"}
    assert [(o.name, o.value) for o in products["T-M"].options] == [("Size", "M")]
    assert (str(products["T-S"].price), str(products["T-S"].sale_price)) == ("15", "10")
    assert products["mug"].options == ()
    assert [ref.reference[-5:] for ref in products["tee"].photos] == ["a.jpg", "b.jpg", "c.jpg"]
    assert products["T-S"].photos[0].reference[-5:] == "s.jpg"
    assert {a.canonical: a.value for a in products["T-M"].attributes} == {"size": "M", "weight": "150 g"}
    assert "3.3331" not in repr(catalog)


def test_woocommerce_variations_name_their_parent_by_sku_or_number(sheet):
    header = (
        "ID,Type,SKU,Name,Visibility in catalog,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),Weight (kg)"
    )
    catalog = read_catalog(
        sheet(
            f'{header}\n7,variable,TEE,Tee,visible,,,Color,"Blue, Red",.2\n'
            "8,variation,TEE-B,Tee - Blue,visible,10,TEE,Color,Blue,\n"
            "9,variation,TEE-R,Tee - Red,visible,10,id:7,Color,Red,.3\n"
            "10,simple,CAP,Cap,visible,5,,Color,Green,\n"
        )
    )

    products = by_sku(catalog)
    assert catalog.families[0].skus == ("TEE-B", "TEE-R")
    assert [a.value for a in products["TEE"].attributes if a.canonical == "colour"] == ["Blue\nRed"]
    assert {a.canonical: a.value for a in products["TEE-B"].attributes} == {"colour": "Blue", "weight": "0.2 kg"}
    assert [a.value for a in products["CAP"].attributes] == ["Green"]


def test_magento_parents_list_their_variations(sheet):
    catalog = read_catalog(
        sheet(
            "sku,attribute_set_code,product_type,name,price,configurable_variations,visibility\n"
            "T-S,Top,simple,Tank S,20,,Not Visible\nT-M,Top,simple,Tank M,20,,Not Visible\n"
            'T,Top,configurable,Tank,,"sku=T-S,size=S,color=Red|sku=T-M,size=M,color=Red",Catalog\n'
        )
    )

    products = by_sku(catalog)
    assert [product.sku for product in catalog.products] == ["T", "T-S", "T-M"]
    assert [(o.name, o.value) for o in products["T-M"].options] == [("size", "M"), ("color", "Red")]
    assert products["T-M"].options[0].cell.column == "configurable_variations"


def test_rows_for_one_store_view_are_no_products_of_their_own(sheet):
    catalog = read_catalog(
        sheet(
            "sku,store_view_code,attribute_set_code,product_type,name,price\n"
            "T,,Top,simple,Tank,20\nT,de,Top,simple,Trägerhemd,\n"
        )
    )

    assert [product.name for product in catalog.products] == ["Tank"]
    assert [finding.code for finding in catalog.findings] == ["row.overlay"]


def test_prestashop_combinations_are_joined_to_their_product(sheet):
    folder = sheet(
        "Product ID,Active (0/1),Name *,Categories (x;y;z...),Reference #,Wholesale price\n"
        "1,1,Nano Player,Audio,NANO,80.8081\n",
        "products.csv",
    ).parent
    sheet(
        "Product ID*,Product Reference,Attribute (Name:Type:Position)*,Value (Value:Position)*,Reference,"
        "EAN13,Wholesale price\n"
        '1,,Color:color:0; Disk space:select:1,"Blue:0; 16GB:1",NANO-B16,,80.8081\n'
        '1,,Color:color:0; Disk space:select:1,"Red:0; 8GB:1",NANO-R8,,80.8081\n',
        "combinations.csv",
    )

    catalog = read_catalog(folder)

    assert [product.sku for product in catalog.products] == ["NANO", "NANO-B16", "NANO-R8"]
    blue = by_sku(catalog)["NANO-B16"]
    assert blue.name == "Nano Player"
    assert [(o.name, o.value) for o in blue.options] == [("Color", "Blue"), ("Disk space", "16GB")]
    assert "80.8081" not in repr(catalog)


def test_ebay_children_follow_their_parent_by_details(sheet):
    catalog = read_catalog(
        sheet(
            "#INFO,Version=0.0.2,Template= eBay-draft-listings-template_US,,\n#INFO Action and Category ID,,,,\n"
            "Action(SiteID=US|Country=US|Currency=USD|Version=1193|CC=UTF-8),Custom label (SKU),"
            "Title,Price,C:Material\n"
            "Draft,MUG-1,Stoneware mug,12.50,Stoneware\n"
        )
    )

    (product,) = catalog.products
    assert (product.sku, str(product.price), product.currency) == ("MUG-1", "12.50", "USD")
    assert [(a.name, a.value, a.canonical) for a in product.attributes] == [("Material", "Stoneware", "material")]
    assert product.row.row == 4


def test_google_rows_with_one_group_are_a_family(sheet):
    catalog = read_catalog(
        sheet(
            "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\titem_group_id\tcolor\tproduct_highlight\n"
            "A1\tMug\tA mug.\thttps://s.example/a\thttps://s.example/a.jpg\tin_stock\t15.00 EUR\tA\tRed\tHolds 350 ml\n"
            "A2\tMug\tA mug.\thttps://s.example/b\thttps://s.example/b.jpg\tin_stock\t15.00 EUR\tA\tBlue\t\n",
            "feed.tsv",
        )
    )

    parent, first, _ = catalog.products
    assert (parent.sku, parent.synthetic) == ("A", True)
    assert (first.currency, first.bullets[0].value) == ("EUR", "Holds 350 ml")


def test_facets_become_brand_category_and_attributes(sheet):
    catalog = read_catalog(
        sheet(
            "name,slug,facets,optionGroups,optionValues,sku,price\n"
            "Laptop,laptop,category:Electronics|category:Computers|brand:Acme|color:gray,"
            "screen size|RAM,13 inch|8GB,L1,10\n"
            ",,,,15 inch|8GB,L2,12\n"
        )
    )

    parent, first, second = catalog.products
    assert (parent.sku, parent.brand, parent.product_type) == ("laptop", "Acme", "Electronics > Computers")
    assert [(o.name, o.value) for o in second.options] == [("screen size", "15 inch"), ("RAM", "8GB")]
    assert {a.canonical: a.value for a in first.attributes}["colour"] == "gray"


def test_a_sku_used_twice_keeps_every_product_addressable(sheet):
    catalog = read_catalog(
        sheet("SKU,Name,Colour\nCHAIR,Chair,mustard\nCHAIR,Chair,mint\nCHAIR,Chair,pearl\nPOT,Pot,red\nPOT,Pot,red\n")
    )

    skus = [product.sku for product in catalog.products if product.kind is not ProductKind.PARENT]
    assert skus == ["CHAIR", "CHAIR#2", "CHAIR#3", "POT"]
    found = [(finding.code, finding.sku, finding.severity) for finding in catalog.findings]
    assert ("sku.duplicate", "CHAIR#2", Severity.ERROR) in found
    assert ("sku.repeated", "POT", Severity.WARNING) in found
    duplicate = next(finding for finding in catalog.findings if finding.sku == "CHAIR#2")
    assert "row 3" in duplicate.message
    assert "row 2" in duplicate.message
    assert "`CHAIR#2`" in duplicate.hint


def test_a_sku_in_two_sheets_is_a_finding_that_names_both(sheet):
    folder = sheet("SKU,Name\nA,Mug\n", "one.csv").parent
    sheet("SKU,Name\nA,Other mug\n", "two.csv")

    catalog = read_catalog(folder)

    (finding,) = catalog.findings
    assert finding.code == "sku.duplicate"
    assert "two.csv row 2" in finding.message
    assert "one.csv row 2" in finding.message


def test_the_same_export_in_two_formats_is_read_once(sheet, workbook):
    rows = [["SKU", "Parent SKU", "Name", "Colour"], ["B-R", "B", "Bottle", "Red"], ["B-G", "B", "Bottle", "Green"]]
    folder = sheet("".join(",".join(row) + "\n" for row in rows), "a.csv").parent
    workbook({"S": rows}, "b.xlsx")

    catalog = read_catalog(folder)

    assert [product.sku for product in catalog.products] == ["B", "B-R", "B-G"]
    assert [finding.code for finding in catalog.findings] == ["sku.repeated", "sku.repeated"]


def test_skus_are_made_from_what_stays_when_rows_move(sheet):
    text = "name;price;link\nLamp A;10;https://s.example/p/lamp-a\nLamp B;12;https://s.example/p/lamp-b\n"

    catalog = read_catalog(sheet(text))

    assert [product.sku for product in catalog.products] == ["lamp-a", "lamp-b"]
    assert [finding.code for finding in catalog.findings] == ["sku.missing"]


def test_a_parent_without_variations_is_sold_by_itself_and_that_is_said(sheet):
    catalog = read_catalog(
        sheet("ID,Type,SKU,Name,Visibility in catalog,Regular price,Parent\n7,variable,TEE,Tee,visible,10,\n")
    )

    assert [(product.sku, product.kind) for product in catalog.products] == [("TEE", ProductKind.SIMPLE)]
    assert [finding.code for finding in catalog.findings] == ["family.empty"]


def test_rows_of_a_handle_without_options_or_skus_are_told_apart(sheet):
    catalog = read_catalog(
        sheet(
            "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
            "tee,Tee,Soft,,,,10\ntee,,,,,,11\ntee,,,,,,12\n"
        )
    )

    assert [product.sku for product in catalog.products] == ["tee", "tee-1", "tee-2", "tee-3"]
    assert {finding.code for finding in catalog.findings} == {"sku.missing", "family.no-option"}


def test_twenty_thousand_rows_are_read_in_linear_time(sheet):
    import time

    def seconds(count):
        rows = "".join(
            f"SKU{n // 4:05}-{n % 4},F{n // 4:05},Bottle {n // 4},Colour {n % 4},steel,{n}.50,photo{n}.jpg\n"
            for n in range(count)
        )
        path = sheet(f"SKU,Parent SKU,Name,Colour,Material,Price,Image\n{rows}", f"{count}.csv")
        start = time.process_time()
        catalog = read_catalog(path)
        assert len(catalog.families) == count // 4
        return time.process_time() - start

    seconds(200)
    small, large = seconds(2_000), seconds(20_000)

    assert large < 25 * max(small, 0.05)
