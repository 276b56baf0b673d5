"""Whether another model or one trial less would change what is said."""

import math

import pytest
from sample_effects import BOTH
from sample_trials import BCG, RARE, effects

from kg.synthesis import MODELS, every_model, verdict, without_each

# What metafor's leave1out gives of the vaccine trials by REML.
LEFT = (
    *(-0.7070838, -0.6540312, -0.6855544, -0.6284094, -0.7641701, -0.7108766, -0.6552476),
    *(-0.7947676, -0.7411973, -0.6530329, -0.7578586, -0.7598121, -0.7775362),
)


def test_one_trial_less_is_as_by_another_program() -> None:
    """Thirteen estimates of twelve trials each, by name."""
    found = without_each(effects(BCG, "riskRatio"), "reml")
    assert list(found) == list(BCG)
    logs = [math.log(pooled.estimate) for pooled in found.values()]
    assert logs == pytest.approx(LEFT, abs=1e-6)
    assert {len(pooled.effects) for pooled in found.values()} == {12}


def test_of_two_trials_none_can_be_left_out() -> None:
    """One trial is its own estimate."""
    assert without_each(BOTH, "fixed") == {}


def test_every_model_is_tried_and_those_that_do_not_fit_are_not_there() -> None:
    """Ratios allow all but those of counts; odds ratios of counts allow all."""
    assert set(every_model(BOTH)) == set(MODELS) - {"mh", "peto"}
    assert set(every_model(effects(RARE, "oddsRatio"))) == set(MODELS)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (every_model(BOTH), "the interval holds no difference"),
        (every_model(effects(BCG, "riskRatio")), "lies on one side of no difference"),
        (every_model(effects(BCG, "riskDifference")), "It depends on the model"),
    ],
    ids=("neither", "one side", "both"),
)
def test_a_sentence_says_whether_models_agree(found: dict[str, object], words: str) -> None:
    """And by which models they do not."""
    assert words in verdict(found)  # type: ignore[arg-type]


def test_the_models_that_differ_are_named() -> None:
    """Of risk differences Hartung and Knapp's interval by DerSimonian–Laird is the only one."""
    told = verdict(every_model(effects(BCG, "riskDifference")))
    assert "by dl-hk it holds it" in told
