"""What a quantity column says: a stock, or how much a pack holds."""

from listgen.catalog.read import read_catalog


def test_a_pack_in_the_quantity_column_is_told_of_the_product_and_a_stock_is_not(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("SKU,Name,数量\nA-1,哈姆 收纳盒,3个装\nA-2,哈姆 收纳篮,25\n", encoding="utf-8")

    pack, stock = read_catalog(path).products

    assert [one.value for one in pack.attributes] == ["3个装"]
    assert stock.attributes == ()
    assert stock.quantity == 25
