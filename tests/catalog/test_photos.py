"""Photos are found where sellers keep them, and nowhere else."""

import pytest

from listgen.catalog.photos import build_index, photos_by_name
from listgen.catalog.read import read_catalog
from listgen.domain.names import safe_name


@pytest.fixture
def shop(sheet, tmp_path):
    def make(text, *photos):
        for name in photos:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"picture")
        return sheet(text)

    return make


def names(product):
    return [(ref.path.name if ref.path else None, ref.origin) for ref in product.photos]


def test_a_column_names_files_in_photos_beside_the_sheet(shop):
    path = shop(
        "SKU,Name,Image\nA,Mug,a.jpg\nB,Cup,sub/b.png\nC,Pot,/c.jpg\nD,Pan,photos/d.jpg\nE,Lid,deep\\e.jpg\n",
        "photos/a.jpg",
        "photos/sub/b.png",
        "images/c.jpg",
        "photos/d.jpg",
        "photos/deep/e.jpg",
    )

    catalog = read_catalog(path)

    assert [names(product) for product in catalog.products] == [
        [("a.jpg", "column")],
        [("b.png", "column")],
        [("c.jpg", "column")],
        [("d.jpg", "column")],
        [("e.jpg", "column")],
    ]
    assert not catalog.findings


@pytest.mark.parametrize("mark", [";", "|", ", ", "\n", ","])
def test_a_cell_may_list_several_photos(shop, mark):
    catalog = read_catalog(shop(f'SKU,Name,Images\nA,Mug,"a.jpg{mark}b.jpg"\n', "photos/a.jpg", "photos/b.jpg"))

    assert names(catalog.products[0]) == [("a.jpg", "column"), ("b.jpg", "column")]


def test_the_tail_of_an_address_is_looked_up_and_nothing_is_downloaded(shop):
    catalog = read_catalog(
        shop(
            "SKU,Name,Image URL\nA,Mug,https://x.example/p/a%20b.jpg?width=9\n"
            'B,Cup,"https://x.example/c.jpg, https://x.example/d.jpg"\n',
            "photos/a b.jpg",
        )
    )

    assert names(catalog.products[0]) == [("a b.jpg", "column")]
    assert names(catalog.products[1]) == [(None, "column"), (None, "column")]
    (finding,) = catalog.findings
    assert (finding.code, finding.sku) == ("photo.url", "B")
    assert "2 photos are web addresses" in finding.message


def test_a_missing_photo_is_a_finding_that_names_the_cell(shop):
    catalog = read_catalog(shop("SKU,Name,Image\nA,Mug,gone.jpg\n"))

    (finding,) = catalog.findings
    assert (finding.code, finding.sku, finding.row) == ("photo.missing", "A", 2)
    assert finding.place == "products.csv row 2, column `Image`"


@pytest.mark.parametrize(
    "reference",
    ["../../etc/passwd", "../secret.jpg", "photos/../../secret.jpg", "C:\\secret\\x.jpg", "~/x.jpg", "..\\secret.jpg"],
)
def test_no_name_leads_out_of_the_photo_folders(shop, reference, tmp_path):
    (tmp_path.parent / "secret.jpg").write_bytes(b"secret")

    catalog = read_catalog(shop(f'SKU,Name,Image\nA,Mug,"{reference}"\n', "photos/other.jpg"))

    assert catalog.products[0].photo is None
    assert [finding.code for finding in catalog.findings] == ["photo.outside"]


def test_links_that_lead_out_are_not_followed(shop, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "a.jpg").write_bytes(b"secret")
    path = shop("SKU,Name,Image\nA,Mug,a.jpg\nB,Cup,folder/a.jpg\n", "photos/other.jpg")
    (tmp_path / "photos" / "a.jpg").symlink_to(outside / "a.jpg")
    (tmp_path / "photos" / "folder").symlink_to(outside)

    catalog = read_catalog(path)

    assert all(product.photo is None for product in catalog.products)


def test_other_capitals_are_the_last_resort_with_a_note(shop):
    catalog = read_catalog(shop("SKU,Name,Image\nA,Mug,Mug-A.JPG\n", "photos/mug-a.jpg"))

    assert names(catalog.products[0]) == [("mug-a.jpg", "column")]
    assert [finding.code for finding in catalog.findings] == ["photo.case"]


def test_a_photo_sheet_is_told_apart_by_its_columns(shop, sheet, tmp_path):
    path = shop("SKU,Name\nA,Mug\nB,Cup\n", "pics/x/a-front.jpg", "pics/x/a-back.jpg")
    sheet("sku,image\nA,/x/a-front.jpg\nA,/x/a-back.jpg\nGONE,/x/a-back.jpg\n", "images.csv")

    catalog = read_catalog(path.parent, photos=tmp_path / "pics")

    assert [info.kind for info in catalog.sheets] == ["images", "products"]
    assert names(catalog.products[0]) == [("a-front.jpg", "image sheet"), ("a-back.jpg", "image sheet")]
    assert catalog.products[0].photos[0].cell.file == "images.csv"
    assert [finding.code for finding in catalog.findings] == ["photo.unknown-sku"]


def test_files_and_folders_named_after_the_sku_are_found(shop):
    awkward = "Ø/1 ?"
    catalog = read_catalog(
        shop(
            f"SKU,Name\nMUG-1,Mug\nMUG-1-B,Mug B\nPOT,Pot\n{awkward},Odd\n",
            "photos/MUG-1.jpg",
            "photos/MUG-1_2.jpg",
            "photos/mug-1-b (front).jpg",
            "photos/POT/front.jpg",
            "photos/POT/side.jpg",
            "photos/POTTER.jpg",
            f"photos/{safe_name(awkward)}.jpg",
        )
    )

    found = {product.sku: names(product) for product in catalog.products}
    assert found["MUG-1"] == [("MUG-1.jpg", "file name"), ("MUG-1_2.jpg", "file name")]
    assert found["MUG-1-B"] == [("mug-1-b (front).jpg", "file name")]
    assert found["POT"] == [("front.jpg", "folder"), ("side.jpg", "folder")]
    assert len(found[awkward]) == 1


def test_variations_take_their_own_photo_first_and_then_the_parents(shop):
    catalog = read_catalog(
        shop(
            "SKU,Parent SKU,Name,Colour,Image\nB,,Bottle,,all.jpg\nB-R,B,,Red,red.jpg\nB-G,B,,Green,\n",
            "photos/all.jpg",
            "photos/red.jpg",
        )
    )

    found = {product.sku: [name for name, _ in names(product)] for product in catalog.products}
    assert found == {"B": ["all.jpg"], "B-R": ["red.jpg", "all.jpg"], "B-G": ["all.jpg"]}


def test_the_longest_sku_owns_a_file(tmp_path):
    for name in ("A-1.jpg", "A-1-2.jpg", "A-1-2-3.jpg", "B.txt"):
        (tmp_path / name).write_bytes(b"x")

    found = photos_by_name(build_index([], tmp_path), ["A-1", "A-1-2"])

    assert {sku: [path.name for path, _ in paths] for sku, paths in found.items()} == {
        "A-1": ["A-1.jpg"],
        "A-1-2": ["A-1-2-3.jpg", "A-1-2.jpg"],
    }


def test_rows_that_repeat_a_product_for_another_photo_add_it(shop):
    catalog = read_catalog(shop("SKU,Name,Image\nA,Mug,a.jpg\nA,Mug,b.jpg\n", "photos/a.jpg", "photos/b.jpg"))

    (product,) = catalog.products
    assert [name for name, _ in names(product)] == ["a.jpg", "b.jpg"]
    assert [finding.code for finding in catalog.findings] == ["sku.repeated"]
