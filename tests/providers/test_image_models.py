from decimal import Decimal

import pytest

from listgen.providers.image_models import find_picture_price, model_terms, painting_size


@pytest.mark.parametrize(
    ("model", "shape", "size"),
    [
        ("gpt-image-1.5", (2000, 2000), (1024, 1024)),
        ("gpt-image-1.5", (1600, 900), (1536, 1024)),
        ("gpt-image-1.5", (900, 1600), (1024, 1536)),
        ("gpt-image-2-2026-04-21", (1600, 900), (1680, 944)),
        ("dall-e-2", (1600, 900), (1024, 1024)),
        ("somebody's model", (1600, 900), (1024, 1024)),
    ],
)
def test_a_model_paints_at_the_size_of_the_likest_shape(model, shape, size):
    assert painting_size(model, *shape) == size


def test_a_price_is_that_of_openai_alone_and_unknown_stays_unknown():
    known = find_picture_price("gpt-image-1.5", "", "medium", (1536, 1024))

    assert known.picture == Decimal("0.060")
    assert find_picture_price("gpt-image-1.5", "http://localhost:8080/v1", "medium", (1536, 1024)) is None
    assert find_picture_price("gpt-image-2", "", "medium", (1024, 1024)) is None


def test_newer_models_refuse_a_response_format_and_others_need_one():
    assert (model_terms("gpt-image-1.5").format, model_terms("gpt-image-1.5").quality) == ("", True)
    assert (model_terms("local").format, model_terms("local").quality) == ("b64_json", False)
