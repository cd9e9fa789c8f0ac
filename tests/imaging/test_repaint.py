import numpy as np
import pytest

from listgen.errors import ProviderError, UsageError
from listgen.imaging.repaint import colour_words, repaint, scene_prompt


@pytest.mark.parametrize(
    ("colour", "words"),
    [("#eae2d4", "pale greyish"), ("#306275", "deep muted"), ("#e03a3a", "soft vivid red"), ("#808080", "soft grey")],
)
def test_a_colour_is_named_by_tone_strength_and_hue(colour, words):
    assert colour_words(colour).startswith(words)


def test_a_prompt_asks_for_an_empty_set_and_never_for_a_product():
    prompt = scene_prompt("plinth", "#eae2d4", "#cd7958")

    assert "plinth" in prompt.prompt
    assert "empty product photography backdrop" in prompt.prompt
    assert "product" in prompt.negative


def test_a_folder_that_is_no_pipeline_is_refused_before_anything_is_loaded(tmp_path):
    picture = np.zeros((64, 64, 3), np.uint8)

    with pytest.raises(UsageError, match="no diffusers folder"):
        repaint(
            picture, picture[..., 0], model=str(tmp_path), prompt=scene_prompt("cove", "#ffffff", "#000000"), seed=1
        )


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    pytest.importorskip("diffusers")
    pytest.importorskip("torch").set_num_threads(1)
    from tests.imaging.tiny_checkpoint import build_tiny_inpainting

    return str(build_tiny_inpainting(tmp_path_factory.mktemp("checkpoint")))


@pytest.fixture
def studio():
    rng = np.random.default_rng(3)
    picture = rng.integers(60, 200, (240, 320, 3), np.uint8)
    mask = np.zeros((240, 320), np.float32)
    mask[80:180, 120:200] = 1
    mask[79, 120:200] = 0.4
    return picture, mask


def test_a_checkpoint_paints_around_the_product_and_never_over_it(checkpoint, studio):
    picture, mask = studio

    out = repaint(picture, mask, model=checkpoint, prompt=scene_prompt("cove", "#eae2d4", "#cd7958"), seed=7, steps=3)

    assert out.shape == picture.shape
    assert np.array_equal(out[mask > 0], picture[mask > 0])
    assert np.abs(out[:40].astype(int) - picture[:40]).mean() > 5


def test_the_same_seed_gives_the_same_picture(checkpoint, studio):
    picture, mask = studio
    prompt = scene_prompt("cove", "#eae2d4", "#cd7958")

    first = repaint(picture, mask, model=checkpoint, prompt=prompt, seed=7, steps=3)
    again = repaint(picture, mask, model=checkpoint, prompt=prompt, seed=7, steps=3)

    assert np.abs(first.astype(int) - again).max() <= 2


def test_a_broken_checkpoint_is_named_in_the_error(tmp_path):
    pytest.importorskip("diffusers")
    (tmp_path / "model_index.json").write_text("{}", encoding="utf-8")
    picture = np.zeros((64, 64, 3), np.uint8)

    with pytest.raises(ProviderError, match=tmp_path.name):
        repaint(
            picture, picture[..., 0], model=str(tmp_path), prompt=scene_prompt("cove", "#ffffff", "#000000"), seed=1
        )
