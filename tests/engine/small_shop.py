"""A marketplace with small pictures, so that whole runs with pictures are quick."""

PROFILE = """
title = "Small shop"
checked = 2026-11-20
title_order = "shop"
title_case = "sentence"

[file]
format = "woocommerce-csv"
name = "small-shop.csv"

[[fields]]
name = "title"
label = "Name"
required = true
maximum = { value = 80, unit = "characters", source = "the shop", date = 2026-11-20, status = "verified" }

[[pictures]]
slot = "main"
kind = "packshot"
use = "featured image"
width = 400
height = 400
name = "{id}-main{ext}"
"""

SCENES = """
[[pictures]]
slot = "hero"
kind = "hero"
use = "top of the page"
width = 480
height = 320
name = "{id}-hero{ext}"

[[pictures]]
slot = "banner"
kind = "banner"
use = "category page"
width = 600
height = 240
text = true
name = "{id}-banner{ext}"
"""


def write_marketplace(folder, *, scenes=True):
    """Write the marketplace `small-shop` into a project: packshots, and with `scenes` heroes and banners."""
    (folder / "marketplaces").mkdir(exist_ok=True)
    text = PROFILE + (SCENES if scenes else "")
    (folder / "marketplaces/small-shop.toml").write_text(text, encoding="utf-8")
