"""The example shop against stored files: texts byte for byte, pictures by size and small mean difference."""

import numpy as np
import pytest

from tests.golden.build import GOLDEN, PICTURED, build, copy_shop, texts_of, thumbnails_of


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return texts_of(build(copy_shop(tmp_path_factory.mktemp("golden") / "shop"), images="none"))


def test_the_same_files_are_made(texts):
    stored = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*-*/*/*")}

    assert texts.keys() == stored


def test_every_upload_file_is_the_stored_one_byte_for_byte(texts):
    different = [name for name, data in texts.items() if (GOLDEN / name).read_bytes() != data]

    # `python -m tests.golden.build` writes them anew; read the difference before committing it.
    assert not different


def test_pictures_have_the_stored_size_and_look(tmp_path):
    from PIL import Image

    out = build(copy_shop(tmp_path / "shop"), images="studio", only=(PICTURED,), marketplaces=("shopify",), jobs=1)

    made = {
        f"{name.rsplit('.', 1)[0]}.{size[0]}x{size[1]}.png": thumb for name, (size, thumb) in thumbnails_of(out).items()
    }
    stored = {path.name: path for path in (GOLDEN / "pictures").iterdir()}
    assert made.keys() == stored.keys()
    for name, path in stored.items():
        difference = np.abs(np.asarray(made[name], float) - np.asarray(Image.open(path).convert("RGB"), float))
        assert difference.mean() < 3, name
