"""The measures behind the figures of the cut-out, and that its photos are the same on every run."""

import numpy as np
import pytest

from benchmarks.cutout.baselines import grabcut_alone, keying_alone
from benchmarks.cutout.fit_quality import SIGNS, added, chosen, family_of, fit
from benchmarks.cutout.measure import auc, errors_of
from benchmarks.cutout.photos import _pasted, _rng
from listgen.imaging.quality import quality_model


def disc(radius, side=200):
    y, x = np.mgrid[0:side, 0:side] - side / 2
    return np.where(np.hypot(x, y) < radius, 255, 0).astype(np.uint8)


def test_a_perfect_alpha_has_no_errors_and_a_grown_one_has():
    truth = disc(60)

    same, grown = errors_of(truth, truth), errors_of(disc(66), truth)

    assert (same.iou, same.mse, same.sad, same.gradient, same.is_bad) == (1.0, 0.0, 0.0, 0.0, False)
    assert grown.iou == pytest.approx((60 / 66) ** 2, abs=0.01)
    assert grown.is_bad


def test_auc_counts_pairs_in_the_right_order():
    assert auc([0.9, 0.8, 0.2], [False, False, True]) == 1.0
    assert auc([0.2, 0.8], [False, True]) == 0.0
    assert auc([0.5, 0.5], [False, True]) == 0.5


def test_the_same_name_gives_the_same_photo():
    rgba = np.dstack([np.full((200, 200, 3), 90, np.uint8), disc(80)])
    ground = np.full((320, 240, 3), 200, np.float32)

    made = [_pasted("mug.studio0", "studio", "mug", rgba, ground.copy(), _rng("mug"), noise=1.0) for _ in range(2)]

    assert np.array_equal(made[0].rgb, made[1].rgb)
    assert np.array_equal(made[0].truth, made[1].truth)
    assert made[0].truth.max() == 255


def test_baselines_find_a_dark_disc_on_white():
    truth = disc(60)
    rgb = np.repeat(np.where(truth, 40, 250).astype(np.uint8)[..., None], 3, axis=2)

    assert errors_of(keying_alone(rgb), truth).iou > 0.97
    assert errors_of(grabcut_alone(rgb), truth).iou > 0.97


def test_variations_of_a_product_are_one_family():
    assert family_of("NOR-BTL-750-SLA") == family_of("NOR-BTL-750-MOS")
    assert family_of("solidus_cap_black_1") == family_of("solidus_cap_gray_2")
    assert family_of("NOR-BTL-750-SLA") != family_of("NOR-POT-14")


def test_the_fit_gives_signs_of_bad_cutouts_a_weight_and_never_a_negative_one():
    rng = np.random.default_rng(1)
    rows = []
    for number in range(80):
        bad = number % 2 == 0
        signs = dict.fromkeys(SIGNS, 0.0) | {"rough": float(rng.normal(0.5 if bad else 0.1, 0.1))}
        signs["melting"] = float(rng.normal(0.1 if bad else 0.5, 0.1))  # the wrong way round
        rows.append({"name": str(number), "source": "x", "network": True, "bad": bad, "signs": signs})

    made = fit(rows)

    assert made.weights.min() >= 0
    assert made.weights[SIGNS.index("rough")] > 0.5
    assert made.weights[SIGNS.index("melting")] < 0.1
    assert auc(list(made.scores(rows)), [row["bad"] for row in rows]) > 0.95
    assert len(chosen(rows, made.scores(rows))) == 80


def test_the_shipped_score_uses_several_signs():
    model = quality_model()

    assert len(model.signs) >= 8
    assert all(sign.bad > sign.fine and sign.weight > 0 for sign in model.signs)


def test_a_new_sign_gets_a_weight_only_where_it_tells_more_than_the_score_that_is_there():
    rng = np.random.default_rng(2)
    rows = []
    for index in range(200):
        bad = index % 4 == 0
        signs = {
            "unsteady": float(rng.uniform(0.1, 0.4) if bad else rng.uniform(0, 0.15)),
            "rough": float(rng.random()),
        }
        rows.append({"quality": float(rng.uniform(0.5, 0.95)), "bad": bad, "signs": signs})

    telling, idle = added(rows, "unsteady"), added(rows, "rough")

    assert telling[2] > 1
    assert 0 <= idle[2] < 0.5 * telling[2]
