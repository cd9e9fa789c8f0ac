import pytest

from listgen.domain.variant import FACTORS, Choices
from listgen.errors import UsageError
from listgen.experiments.variants import describe_experiment, factors, plan_variants


@pytest.mark.parametrize("factor", FACTORS)
def test_an_arm_differs_from_the_control_in_its_factor_alone(factor):
    control, arm = plan_variants(2, factor, Choices())

    different = [name for name in FACTORS if getattr(control.choices, name) != getattr(arm.choices, name)]
    assert control.factor is None
    assert (arm.name, different) == ("B", [factor])


def test_no_two_arms_have_the_same_level():
    arms = plan_variants(4, "angle", Choices())

    assert len({arm.choices.angle for arm in arms}) == 4


def test_the_levels_of_the_arms_can_be_named():
    arms = plan_variants(3, "angle", Choices(), ["gift", "use"])

    assert [arm.level for arm in arms[1:]] == ["gift", "use"]


@pytest.mark.parametrize(
    ("count", "factor", "levels", "words"),
    [(2, "price", (), "unknown factor"), (2, "angle", ("loud",), "no level"), (4, "title_pattern", (), "levels")],
)
def test_an_impossible_experiment_is_refused_with_what_is_possible(count, factor, levels, words):
    with pytest.raises(UsageError, match=words) as caught:
        plan_variants(count, factor, Choices(), levels)

    assert caught.value.hint


def test_an_experiment_names_factor_levels_and_what_is_expected():
    control, arm = plan_variants(2, "angle", Choices())

    experiment = describe_experiment(arm, control, ["MUG"], [("POT", "too few facts")])

    assert (experiment.name, experiment.control, experiment.treatment) == ("angle-a-b", "benefit", "specification")
    assert "figure" in experiment.hypothesis
    assert "{" not in experiment.hypothesis


def test_every_factor_has_a_hypothesis_that_can_be_filled_in():
    for info in factors().values():
        assert "{control}" in info.hypothesis
        assert "{treatment}" in info.hypothesis
