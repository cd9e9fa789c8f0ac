"""Make the pictures of the documentation from a built example shop.

    listgen generate examples --out build
    python docs/make_images.py build

`overview.jpg` has one row a product: the seller's photo, then packshot, hero and banner as they go to Shopify.
`report.jpg` is the first product of the report with one claim pointed at; it needs `chromium` on the path.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

ROOT = Path(__file__).parents[1]
PRODUCTS = ("NOR-CAS-24-PIN", "NOR-MUG-SKOG-2", "NOR-TOY-BUE")
WIDTH, GAP, HEAD = 1600, 12, 44
PHOTO, PACKSHOT, BANNER = 0, 1, 3  # columns
SIZE = (WIDTH - 3 * GAP) * 2 // 11  # three squares and a banner of 5 : 2
INK, PAPER, GROUND, LINE = "#14211c", "#ffffff", "#f1eee7", "#dedad0"

REPORT_SIZE = (1300, 1010)
REPORT_CLAIM = "4.2 Liters"
REPORT_STYLE = ".top, .overview, .bar, .filters, .legend { display: none !important }"


def main(build: Path) -> None:
    """Write the pictures into docs/images."""
    save(overview(build), "overview.jpg")
    if shutil.which("chromium"):
        save(report(build), "report.jpg")


def save(picture: Image.Image, name: str) -> None:
    """Write a picture and say how large it became."""
    target = ROOT / "docs" / "images" / name
    picture.save(target, quality=85, optimize=True, subsampling=0)
    print(f"{target.relative_to(ROOT)}: {picture.width} x {picture.height} px, {target.stat().st_size // 1024} KB")


def report(build: Path) -> Image.Image:
    """Return the first product of the report as a browser shows it, with the cell behind one claim."""
    html = (build / "report.html").read_text(encoding="utf-8")
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    html = html.replace(".arms .claim:focus", ".arms .claim.shown")
    html = html.replace("<style>", f"<style>{REPORT_STYLE}", 1)
    claim = re.compile(rf'class="claim (\w+)"([^>]*)>{re.escape(REPORT_CLAIM)}<')
    html = claim.sub(rf'class="claim \1 shown"\2>{REPORT_CLAIM}<', html, count=1)
    with tempfile.TemporaryDirectory(dir=build) as folder:  # beside the report, whose pictures have relative addresses
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(html.replace('src="', 'src="../'), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--window-size={REPORT_SIZE[0]},{REPORT_SIZE[1]}", f"--screenshot={shot}", page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - fixed words and our own file
        with Image.open(shot) as picture:
            return picture.convert("RGB")


def overview(build: Path) -> Image.Image:
    """Return one row a product, from the photo to the banner."""
    height = HEAD + len(PRODUCTS) * SIZE + (len(PRODUCTS) - 1) * GAP
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(ROOT / "brand_kits/neutral/fonts/Figtree-SemiBold.ttf"), 22)
    for column, label in enumerate(("your photo", "packshot", "hero", "banner")):
        draw.text((column * (SIZE + GAP), 6), label, font=font, fill=INK)
    for row, sku in enumerate(PRODUCTS):
        top = HEAD + row * (SIZE + GAP)
        photo, *made = ROOT / "examples" / "photos" / f"{sku}.jpg", *pictures(build, sku)
        for column, path in enumerate((photo, *made)):
            sheet.paste(tile(path, column=column), (column * (SIZE + GAP), top))
    return sheet


def pictures(build: Path, sku: str) -> list[Path]:
    """Return packshot, hero and banner of a product's control listing for Shopify."""
    document = json.loads((build / "listings" / sku / "listing.json").read_text(encoding="utf-8"))
    listing = next(one for one in document["listings"] if (one["channel"], one["variant"]) == ("shopify-en-US", "A"))
    files = {picture["slot"]: build / picture["file"] for picture in listing["pictures"]}
    return [files["main"], files["hero"], files["banner"]]


def tile(path: Path, *, column: int) -> Image.Image:
    """Return a picture in the size of its column: the photo whole, on a plain ground, the rest filling its place."""
    width = WIDTH - 3 * (SIZE + GAP) if column == BANNER else SIZE
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    fit = ImageOps.pad if column == PHOTO else ImageOps.fit
    made = fit(rgb, (width, SIZE), Image.Resampling.LANCZOS, **({"color": GROUND} if column == PHOTO else {}))
    if column == PACKSHOT:
        ImageDraw.Draw(made).rectangle((0, 0, width - 1, SIZE - 1), outline=LINE)
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build"))
