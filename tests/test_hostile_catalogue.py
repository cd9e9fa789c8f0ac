"""A catalogue that means harm, the whole way: it may spoil its own rows and nothing else."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from listgen.cli.main import cli
from listgen.domain.names import safe_name

COST = "987.65"
SECRET = "hush-4711-not-for-any-file"
SKUS = (
    "../x", "a/b", "CON", "🧦", "L" * 300, "=cmd()", "<script>alert(1)</script>", "[red]", "{{ 7*7 }}", "${x}",
    "..\\..\\w", "-1+2", "@SUM(A1)", "x\u202eno", "%2e%2e%2fx~1", "e\x1b[2Jnd",
)  # fmt: skip
NAMES = {
    "../x": "Tarn [red]Mug[/red] ${x}",
    "a/b": "Tarn Cup {{ 7*7 }} {% for x in y %}",
    "CON": "=HYPERLINK(\"http://evil.example\",\"Mug\")",
    "🧦": "Tarn\nSock\x00 \u202eMug",
    "=cmd()": "<script>alert('name')</script>Tarn Bowl",
    "[red]": "\"><img src=x onerror=alert('name')>Tarn Jug",
    "{{ 7*7 }}": "</script><script>alert('name')</script>Tarn Jar",
    "-1+2": "{{ cycler.__init__.__globals__ }}",
}  # fmt: skip
PHOTOS = {
    "../x": "../../etc/passwd",
    "a/b": "/etc/passwd",
    "CON": "text.jpg",
    "🧦": "dot.png",
    "L" * 300: "mug.png",
    "=cmd()": "..\\..\\secret.png",
    "[red]": "file:///etc/passwd",
    "{{ 7*7 }}": "link.png",
    "${x}": "javascript:alert(1)",
    "-1+2": "http://169.254.169.254/latest/meta-data/none.png",
}
DESCRIPTION = (
    "<p onclick=\"alert('text')\">A stoneware mug.</p><script>alert('text')</script><img src=x onerror=alert('text')>"
    '<a href="javascript:alert(\'text\')">more</a><iframe src="http://evil.example"></iframe>'
)


def _sheet():
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        ["SKU", "Name", "Brand", "Material", "Colour", "Capacity", "Price", "Cost price", "Photo", "Description"]
    )
    for sku in SKUS:
        rows.writerow(
            [sku, NAMES.get(sku, "Tarn Mug"), "Fenwick", "=1+1", "+Blue", "350 ml", "15.00", COST, PHOTOS.get(sku, ""),
             DESCRIPTION]
        )  # fmt: skip
    return text.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the exit code, what was printed, and the shop's folder after a run."""
    outside = tmp_path_factory.mktemp("outside")
    shop = outside / "one" / "shop"
    photos = shop / "photos"
    photos.mkdir(parents=True)
    (shop / "products.csv").write_text(_sheet(), encoding="utf-8")
    mug = Image.new("RGB", (600, 600), "white")
    ImageDraw.Draw(mug).rounded_rectangle((190, 150, 410, 470), 30, fill="#40608a")
    for path in (photos / "mug.png", outside / "secret.png"):
        mug.save(path)
    (photos / "text.jpg").write_text("this is no picture", encoding="utf-8")
    Image.new("RGB", (1, 1), "white").save(photos / "dot.png")
    (photos / "link.png").symlink_to(outside / "secret.png")
    before = _files(outside)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(shop)
        patch.setenv("OPENAI_API_KEY", SECRET)
        result = CliRunner().invoke(
            cli,
            ["generate", "products.csv", "--photos", "photos", "--marketplace", "google", "--marketplace", "shopify",
             "--text", "composer", "--images", "studio", "--variants", "1", "--jobs", "1"],
            standalone_mode=False,
        )  # fmt: skip
    return result, shop, _files(outside) - before


def _read(sku):
    # Marks that turn the reading direction and control characters are no part of any text.
    return sku.replace("\u202e", "").replace("\x1b", "")


def _files(folder):
    return {path for path in folder.rglob("*") if not path.is_dir()}


def _bytes(shop):
    for top in ("build", ".listgen"):
        for path in sorted((shop / top).rglob("*")):
            if path.is_file():
                yield path.relative_to(shop).as_posix(), path.read_bytes()


def test_the_run_ends_with_a_verdict_and_no_traceback(made):
    result, _, _ = made

    assert result.return_value == 1, result.output
    assert "Traceback" not in result.output
    assert "sku.failed" not in result.output


def test_nothing_is_written_outside_the_build_and_the_ledger(made):
    _, shop, written = made

    assert written
    for path in written:
        assert path.relative_to(shop).parts[0] in ("build", ".listgen"), path
        assert not path.is_symlink()


def test_every_sku_has_its_own_folder_and_its_line_in_the_run(made):
    _, shop, _ = made
    run = json.loads((shop / "build" / "run.json").read_text(encoding="utf-8"))

    assert {sku["sku"] for sku in run["skus"]} == {_read(sku) for sku in SKUS}
    for sku in map(_read, SKUS):
        listing = json.loads(
            (shop / "build" / "listings" / safe_name(sku) / "listing.json").read_text(encoding="utf-8")
        )
        assert listing["sku"] == sku


def test_every_sku_is_in_an_upload_file_or_its_findings_say_why(made):
    _, shop, _ = made
    run = json.loads((shop / "build" / "run.json").read_text(encoding="utf-8"))
    manifest = json.loads((shop / "build" / "google-en-US" / "A" / "manifest.json").read_text(encoding="utf-8"))
    uploaded = json.dumps(manifest)

    for sku in run["skus"]:
        blocking = [finding for finding in sku["findings"] if finding["severity"] == "error"]
        assert json.dumps(sku["sku"]) in uploaded or blocking, sku["sku"]


def test_purchase_prices_and_keys_are_in_no_file_and_not_on_the_screen(made):
    result, shop, _ = made

    for name, data in _bytes(shop):
        for secret in (COST, "987,65", SECRET):
            assert secret.encode() not in data, name
    assert COST not in result.output
    assert SECRET not in result.output


def test_no_file_from_outside_becomes_a_picture(made):
    _, shop, _ = made
    for name, data in _bytes(shop):
        assert b"root:x:0" not in data, name
    run = json.loads((shop / "build" / "run.json").read_text(encoding="utf-8"))
    codes = {sku["sku"]: {finding["code"] for finding in sku["findings"]} for sku in run["skus"]}

    for sku in ("../x", "a/b", "=cmd()", "[red]", "{{ 7*7 }}", "${x}", "-1+2"):
        assert any(code.startswith("photo.") for code in codes[sku]), (sku, codes[sku])
        listing = json.loads(
            (shop / "build" / "listings" / safe_name(sku) / "listing.json").read_text(encoding="utf-8")
        )
        assert not any(item["pictures"] for item in listing["listings"]), sku


def test_a_text_file_and_a_single_pixel_are_findings_of_their_own_sku(made):
    _, shop, _ = made
    run = json.loads((shop / "build" / "run.json").read_text(encoding="utf-8"))
    told = {sku["sku"]: json.dumps(sku["findings"]) for sku in run["skus"]}

    assert "text.jpg" in told["CON"]
    assert "dot.png" in told["🧦"]
    assert list((shop / "build" / "google-en-US" / "A" / "images").iterdir())


_ACTIVE = re.compile(r"<script|onerror=|onclick=|javascript:|<iframe|[\u202a-\u202e\u2066-\u2069]", re.IGNORECASE)


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_report_runs_only_its_own_script(made):
    _, shop, _ = made
    parser = _Tags()
    text = (shop / "build" / "report.html").read_text(encoding="utf-8")
    parser.feed(text)

    assert [tag for tag, _ in parser.tags if tag in ("iframe", "object", "embed", "base", "form")] == []
    assert sum(tag == "script" for tag, _ in parser.tags) == len(re.findall(r"<script", text)) <= 2
    for tag, attributes in parser.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("href", "src"):
            address = attributes.get(name) or ""
            assert address.startswith(("#", "./", "data:image/")) or not address, (tag, address)
    assert "49" not in re.findall(r"Tarn Cup (\S+)", text)


def test_cells_of_upload_tables_are_no_formulas_and_templates_stay_text(made):
    _, shop, _ = made
    tables = sorted((shop / "build").glob("*/*/*.csv")) + sorted((shop / "build").glob("*/*/*.tsv"))

    assert len(tables) >= 2
    for path in tables:
        text = path.read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text), delimiter="\t" if path.suffix == ".tsv" else ","))
        assert len({len(row) for row in rows}) == 1
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(tuple("=+-@＝＋－＠\t\r")), (path, cell)
            assert "\0" not in cell
            # The SKU is the shop's key and stays as it is; everything else is text for customers.
            if cell not in SKUS:
                assert not _ACTIVE.search(cell), (path, cell)


@pytest.mark.parametrize(
    "arguments",
    [
        ("inspect", "products.csv"),
        ("inspect", "products.csv", "--format", "json"),
        ("plan", "products.csv", "--marketplace", "google", "--images", "none"),
        ("check", "build", "--catalog", "products.csv"),
    ],
    ids=" ".join,
)
def test_the_other_commands_print_such_text_as_it_is_and_no_purchase_price(made, monkeypatch, arguments):
    _, shop, _ = made
    monkeypatch.chdir(shop)

    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception is None
    assert COST not in result.output
    assert not re.search(r"[\x00\x1b\u202e]", result.output)
    if arguments[0] != "check":
        assert "[red]" in result.output
