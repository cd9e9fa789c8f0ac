"""Builds the example shop the way the golden files were made. `python -m tests.golden.build` writes them anew.

Look at the difference before committing it: these files are what a seller would upload.
"""

import os
import shutil
import tempfile
from pathlib import Path

from listgen.cli.settings import Options, resolve
from listgen.engine.events import Silence
from listgen.engine.generate import generate

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "examples"
# Large or derived; everything in them stands in the upload files too, or is tested by its room.
LEFT_OUT = ("manifest.json",)
PICTURED = "NOR-MUG-SKOG-2"  # its photo is cut out the same way with and without the cut-out model
THUMBNAIL = 240


def copy_shop(folder: Path) -> Path:
    left_out = shutil.ignore_patterns(".listgen", "build", "alpha", "photo_studio", "*.py", "__pycache__")
    shutil.copytree(ROOT / "examples", folder, ignore=left_out)
    return folder


def build(shop: Path, **options) -> Path:
    settings = resolve(Options(catalog=shop, **{"text": "composer", **options}))
    generate(settings, Silence())
    return settings.out


def texts_of(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.glob("*-*/*/*"))
        if path.is_file() and path.name not in LEFT_OUT
    }


def thumbnails_of(out: Path) -> dict[str, object]:
    from PIL import Image

    found = {}
    for path in sorted((out / "shopify-en-US" / "A" / "images").rglob("*.jpg")):
        picture = Image.open(path)
        found[path.name] = (picture.size, picture.convert("RGB").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX))
    return found


def main() -> None:
    shutil.rmtree(GOLDEN, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LISTGEN_DATA_DIR"] = folder
        out = build(copy_shop(Path(folder) / "shop"), images="none")
        for name, data in texts_of(out).items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(data)
        out = build(
            copy_shop(Path(folder) / "pictured"), images="studio", only=(PICTURED,), marketplaces=("shopify",), jobs=1
        )
        for name, (size, thumbnail) in thumbnails_of(out).items():
            target = GOLDEN / "pictures" / f"{Path(name).stem}.{size[0]}x{size[1]}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            thumbnail.save(target)


if __name__ == "__main__":
    main()
