"""Make the pictures of docs/pictures.md, and the page, from the example shop.

    python docs/make_pictures.py FOLDER

FOLDER gets a copy of the shop, with the kits and the profile that the page shows, and one build a command; builds that
exist are used as they are. Needs the cut-out model (`listgen models pull cutout`) and the `diffusion` extra.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
PAGE, IMAGES = ROOT / "docs" / "pictures.md", ROOT / "docs" / "images" / "pictures"
LONGEST, QUALITY = 900, 86
MARK = "<!-- pictures -->"


@dataclass(frozen=True)
class Shown:
    """One picture: its place in a build, its caption, and the command that makes it."""

    build: str
    channel: str
    sku: str
    file: str  # what stands behind the SKU, and the folder in front: "hero", "banners/banner"
    caption: str
    variant: str = "A"

    @property
    def name(self) -> str:
        """The name of the file in docs/images/pictures."""
        return (
            f"{self.sku.removeprefix('NOR-').lower()}-{self.file.rpartition('/')[2]}-{self.build}-{self.variant}.webp"
        )

    def path(self, builds: Path) -> Path:
        """Where the picture lies in its build."""
        folder, _, slot = self.file.rpartition("/")
        images = builds / self.build / f"{self.channel}-en-US" / self.variant / "images" / folder
        return images / f"{self.sku.lower()}-{slot}.jpg"

    @property
    def command(self) -> str:
        """The command line, run in the shop's folder."""
        return f"listgen generate {OPTIONS[self.build]} --marketplace {self.channel} --only {self.sku}"


# What each build is asked for, beside marketplace and SKUs.
OPTIONS = {
    "kitchen": "--variants 1",
    "winter": "--variants 1 --brand kits/winter",
    "festive": "--variants 1 --brand kits/festive",
    "garden": "--variants 1 --brand kits/garden",
    "shore": "--variants 1 --brand kits/shore",
    "ab": "--variants 2",
    "campaign": "--variants 1 --campaign campaign.toml --date 2026-11-22",
}
# Scene and place of the kits that are copies of norrvik.
KITS = {
    "winter": ("table", "winter"),
    "festive": ("festive", "festive"),
    "garden": ("table", "garden"),
    "shore": ("table", "shore"),
}
SECTIONS: dict[str, tuple[Shown, ...]] = {
    "Packshots": (
        Shown("winter", "shopify", "NOR-CAS-24-PIN", "main", "Pure white, soft contact shadow for a shop"),
        Shown("festive", "shopify", "NOR-CDL-RO", "main", "The same size in the frame for every product"),
        Shown("garden", "shopify", "NOR-POT-14", "main", "Cut out of a photo on grey paper"),
    ),
    "Hero pictures": (
        Shown("kitchen", "etsy", "NOR-MUG-SKOG-2", "hero", "A kitchen far behind, by product type"),
        Shown("kitchen", "etsy", "NOR-TOY-BUE", "hero", "A room"),
        Shown("winter", "shopify", "NOR-CAS-24-PIN", "hero", 'Winter: `place = "winter"`'),
        Shown("festive", "shopify", "NOR-CDL-RO", "hero", 'Festive: `scene = "festive"`'),
        Shown("garden", "shopify", "NOR-TOT-VEV", "hero", 'Summer: `place = "garden"`'),
        Shown(
            "shore",
            "shopify",
            "NOR-BTL-750-SAN",
            "hero",
            'A shore far behind, in the kit\'s colours: `place = "shore"`',
        ),
    ),
    "Variants A and B": (
        Shown("ab", "shopify", "NOR-VAS-BOLGE", "hero", "A: the control, on a table"),
        Shown("ab", "shopify", "NOR-VAS-BOLGE", "hero", "B: light through a window, and nothing else changed", "B"),
    ),
    "Facts of the sheet": (
        Shown("shore", "shopify", "NOR-BTL-750-SAN", "size", "Size diagram: lines where photo and sheet agree"),
        Shown("winter", "shopify", "NOR-CAS-24-PIN", "features", "Feature card"),
        Shown("garden", "shopify", "NOR-TOT-VEV", "features", "Feature card of a tall product"),
    ),
    "Close-ups": (
        Shown("kitchen", "etsy", "NOR-CDL-RO", "detail", "The photo itself, where it has most to show"),
        Shown("kitchen", "etsy", "NOR-TOY-BUE", "detail", "Never enlarged"),
    ),
    "Banners": (
        Shown("festive", "shopify", "NOR-CDL-RO", "banners/banner", "Wide, 2000 x 800"),
        Shown("campaign", "shopify", "NOR-CAS-24-PIN", "banners/banner", "With a campaign's badge"),
        Shown("kitchen", "social", "NOR-MUG-SKOG-2", "square", "Square, 1080 x 1080"),
        Shown("kitchen", "social", "NOR-TOY-BUE", "portrait", "Tall, 1080 x 1350"),
    ),
}


def main(folder: Path) -> None:
    """Write the pictures and the list of them into the page."""
    shop = folder / "shop"
    if not shop.is_dir():
        copy_shop(shop)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for build in OPTIONS:
        shown = [one for one in every() if one.build == build]
        if not (folder / build).is_dir():
            run(build, shown, shop, folder / build)
        for one in shown:
            save(one, folder)
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(MARK)
    PAGE.write_text(f"{head}{MARK}\n{listing()}{MARK}{rest.partition(MARK)[2]}", encoding="utf-8")
    total = sum(path.stat().st_size for path in IMAGES.glob("*.webp"))
    print(f"{len(list(every()))} pictures, {total // 1024} KB")


def every() -> Iterator[Shown]:
    """All pictures of the page in order."""
    for shown in SECTIONS.values():
        yield from shown


def copy_shop(shop: Path) -> None:
    """Copy the example shop with the kits and files that the page shows."""
    shutil.copytree(ROOT / "examples", shop, ignore=shutil.ignore_patterns(".listgen", "build"))
    for name, (scene, place) in KITS.items():
        kit = shop / "kits" / name
        shutil.copytree(ROOT / "brand_kits" / "norrvik", kit)
        text = (kit / "kit.toml").read_text(encoding="utf-8")
        text = re.sub(r"^scene = .*$", f'scene = "{scene}"\nplace = "{place}"', text, count=1, flags=re.MULTILINE)
        (kit / "kit.toml").write_text(text, encoding="utf-8")
    for block in re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        named = re.match(r"# (\S+)\n", block)
        if named and named[1] != "listgen.toml":
            (shop / named[1]).parent.mkdir(exist_ok=True)
            (shop / named[1]).write_text(block, encoding="utf-8")
    with (shop / "listgen.toml").open("a", encoding="utf-8") as file:
        file.write('\n[experiment]\nfactor = "scene"\nlevels = ["window"]\n')


def run(build: str, shown: list[Shown], shop: Path, out: Path) -> None:
    """Make the build that some pictures come from."""
    words = [sys.executable, "-m", "listgen", "generate", ".", *OPTIONS[build].split(), "--out", str(out.resolve())]
    for channel in dict.fromkeys(one.channel for one in shown):
        words += ["--marketplace", channel]
    for sku in dict.fromkeys(one.sku for one in shown):
        words += ["--only", sku]
    subprocess.run(words, cwd=shop, check=True)  # noqa: S603 - fixed words


def save(shown: Shown, builds: Path) -> None:
    """Write a picture small enough for a page."""
    with Image.open(shown.path(builds)) as picture:
        small = picture.convert("RGB")
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    small.save(IMAGES / shown.name, quality=QUALITY, method=6)


def listing() -> str:
    """The pictures of the page with their captions and commands."""
    lines = []
    for title, shown in SECTIONS.items():
        lines += [f"\n## {title}\n"]
        for one in shown:
            alt = one.caption.replace("`", "")
            lines += [f"**{one.caption}**\n", f"![{alt}](images/pictures/{one.name})\n", f"```\n{one.command}\n```\n"]
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
