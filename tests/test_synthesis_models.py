"""Every model held against published values and against other programs.

The published values are those of the documentation and tests of the R package metafor, and of
Borenstein and others (2009, chapters 14 to 18); those of rare events were computed with metafor.
"""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_trials import BCG, RARE, STROKE, effects

from kg.errors import InputError, UsageError
from kg.synthesis import MODELS, Counts, Means, Pooled, of_arms, pool, pool_random, scale_of
from kg.synthesis.between import dersimonian_laird, paule_mandel, restricted_likelihood
from kg.synthesis.distributions import chi_square_tail, normal_quantile, t_quantile, t_tails


def on_scale(pooled: Pooled) -> list[float]:
    """The estimate and its interval on the scale on which it was combined."""
    forth = scale_of(pooled.statistic).forth
    return [forth(x) for x in (pooled.estimate, pooled.lower, pooled.upper)]


# --- The vaccine -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statistic", "model", "numbers", "tau2"),
    [
        ("riskRatio", "fixed", (-0.4303, -0.5097, -0.3509), None),
        ("riskRatio", "mh", (-0.4537, -0.5308, -0.3766), None),
        ("riskRatio", "dl", (-0.7141, -1.0644, -0.3638), 0.3088),
        ("riskRatio", "pm", (-0.7150, -1.0695, -0.3604), 0.3181),
        ("riskRatio", "reml", (-0.7145, -1.0669, -0.3622), 0.3132),
        ("riskRatio", "dl-hk", (-0.7141, -1.1078, -0.3204), 0.3088),
        ("riskRatio", "pm-hk", (-0.7150, -1.1091, -0.3208), 0.3181),
        ("riskRatio", "reml-hk", (-0.7145, -1.1084, -0.3206), 0.3132),
        ("oddsRatio", "fixed", (-0.4361, -0.5190, -0.3533), None),
        ("oddsRatio", "mh", (-0.4734, -0.5538, -0.3930), None),
        ("oddsRatio", "peto", (-0.4744, -0.5541, -0.3948), None),
        ("oddsRatio", "dl", (-0.7474, -1.1242, -0.3706), 0.3663),
        ("oddsRatio", "reml", (-0.7452, -1.1098, -0.3806), 0.3378),
        ("riskDifference", "fixed", (-0.0009, -0.0014, -0.0005), None),
        ("riskDifference", "reml", (-0.0252, -0.0464, -0.0040), 0.0014),
    ],
)
def test_the_vaccine_trials_give_the_published_estimates(
    statistic: str, model: str, numbers: tuple[float, ...], tau2: float | None
) -> None:
    """Thirteen trials of BCG, by every model, to four decimals."""
    pooled = pool(effects(BCG, statistic), model)
    assert on_scale(pooled) == pytest.approx(numbers, abs=5.1e-5)
    found = pooled.heterogeneity.tau2
    assert found == (None if tau2 is None else pytest.approx(tau2, abs=5.1e-5))


def test_the_vaccine_trials_differ_as_published() -> None:
    """Q(12) = 152.233, I² 92.12%, H² 12.686, and an interval of τ² from 0.1197 to 1.1115."""
    found = pool(effects(BCG, "riskRatio"), "reml").heterogeneity
    assert found.q == pytest.approx(152.2330, abs=5e-4)
    assert (round(found.i2, 2), round(found.h**2, 3)) == (92.12, 12.686)
    assert found.tau2_interval == pytest.approx((0.1197, 1.1115), abs=5e-5)
    summed = pool(effects(BCG, "riskRatio"), "mh").heterogeneity
    assert summed.q == pytest.approx(152.5676, abs=5e-4)


@pytest.mark.parametrize(
    ("tau2", "hartung_knapp", "predicted", "limits"),
    [
        ("dl", False, "k-2", (0.1355, 1.7693)),
        ("reml", False, "normal", (0.1546, 1.5490)),
        ("reml", True, "k-1", (0.1359, 1.7629)),
        ("reml", False, "k-2", (0.1342, 1.7848)),
        ("reml", False, None, (0.1546, 1.5490)),
        ("reml", True, None, (0.1359, 1.7629)),
    ],
)
def test_a_further_trial_is_foretold_as_published(
    tau2: str, hartung_knapp: bool, predicted: str | None, limits: tuple[float, float]
) -> None:
    """The three intervals in use, and what each of them came to; else that of the model's kind."""
    pooled = pool_random(
        effects(BCG, "riskRatio"), tau2=tau2, hartung_knapp=hartung_knapp, predicted=predicted
    )
    assert pooled.prediction == pytest.approx(limits, abs=5.1e-5)


def test_a_way_to_foretell_that_there_is_not_is_refused() -> None:
    """With those there are; and of two trials nothing is foretold."""
    with pytest.raises(UsageError, match="no such interval"):
        pool_random(effects(BCG, "riskRatio"), predicted="bayes")
    two = dict(list(BCG.items())[:2])
    assert pool_random(effects(two, "riskRatio")).prediction is None


def test_hartung_and_knapp_test_by_t() -> None:
    """Its statistic is a t of twelve degrees of freedom: −3.9522, P = 0.0019."""
    pooled = pool(effects(BCG, "riskRatio"), "reml-hk")
    assert (pooled.df, round(pooled.z, 4), round(pooled.p, 4)) == (12, -3.9522, 0.0019)


def test_an_interval_is_not_narrowed_by_trials_that_agree_too_well() -> None:
    """Where trials differ less than by chance the ordinary error is kept, and that is told."""
    alike = effects(
        {name: Counts(10 + n, 100, 20, 100) for n, name in enumerate("abc")}, "oddsRatio"
    )
    kept, narrowed = pool_random(alike), pool_random(alike, narrowed=True)
    plain = pool_random(alike, hartung_knapp=False)
    assert "keeps the ordinary standard error" in kept.notes[0]
    assert narrowed.notes == ()
    assert narrowed.upper < plain.upper < kept.upper
    assert kept.heterogeneity.tau2 == 0


# --- Rare events -------------------------------------------------------------------------------


def test_an_empty_cell_is_corrected_in_its_trial_alone() -> None:
    """Half an event more in each cell of the first trial; the others stay as they are."""
    found = effects(RARE, "riskRatio")
    centres = [round(each.centre(), 4) for each in found]
    assert centres == [-2.1731, -1.1325, -0.7492, -0.7587]
    assert [bool(each.notes) for each in found] == [True, False, False, False]
    assert [round(each.standard_error() ** 2, 4) for each in found][:2] == [2.1740, 0.4105]


@pytest.mark.parametrize(
    ("statistic", "model", "estimate", "error"),
    [
        ("riskRatio", "mh", -0.919760, 0.266437),
        ("riskRatio", "dl", -0.866008, 0.265125),
        ("oddsRatio", "mh", -1.023442, 0.292858),
        ("oddsRatio", "peto", -0.957555, 0.265831),
        ("oddsRatio", "dl", -0.972385, 0.292311),
    ],
)
def test_rare_events_are_pooled_as_by_another_program(
    statistic: str, model: str, estimate: float, error: float
) -> None:
    """What metafor computes of the same counts."""
    found, lower, upper = on_scale(pool(effects(RARE, statistic), model))
    assert found == pytest.approx(estimate, abs=1e-6)
    assert (upper - lower) / (2 * normal_quantile(95)) == pytest.approx(error, abs=1e-6)


def test_a_difference_is_pooled_by_mantel_and_haenszel() -> None:
    """As by metafor, whose variance is Sato's; ours, that of Cochrane, is within a hundredth."""
    found, lower, upper = on_scale(pool(effects(RARE, "riskDifference"), "mh"))
    assert found == pytest.approx(-0.084577, abs=1e-6)
    assert (upper - lower) / (2 * normal_quantile(95)) == pytest.approx(0.023178, rel=0.01)


@pytest.mark.parametrize("statistic", ["riskRatio", "oddsRatio"])
@pytest.mark.parametrize("counts", [Counts(0, 30, 0, 31), Counts(30, 30, 31, 31)])
def test_a_trial_in_which_nobody_or_everybody_had_the_event_tells_no_ratio(
    counts: Counts, statistic: str
) -> None:
    """It is refused, in words that say why; its difference can be combined."""
    with pytest.raises(InputError, match="had the event in either group"):
        of_arms(counts, statistic, trial="t", label="t", claim="c")
    difference = of_arms(counts, "riskDifference", trial="t", label="t", claim="c")
    assert not difference.estimate
    assert difference.notes


def test_a_ratio_without_any_event_in_one_group_is_none() -> None:
    """Mantel and Haenszel's method has nothing to divide by."""
    never = {"a": Counts(0, 50, 3, 50), "b": Counts(0, 60, 2, 61)}
    with pytest.raises(InputError, match="no trial saw the event"):
        pool(effects(never, "riskRatio"), "mh")
    assert pool(effects(never, "riskDifference"), "mh").estimate < 0


def test_models_of_counts_need_counts() -> None:
    """A mean is none, and Peto's is an odds ratio."""
    with pytest.raises(InputError, match="needs the events"):
        pool(effects(STROKE, "meanDifference"), "mh")
    with pytest.raises(InputError, match="combines other statistics"):
        pool(effects(BCG, "riskRatio"), "peto")


# --- Means -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statistic", "model", "estimate", "error", "tau2"),
    [
        ("meanDifference", "fixed", -3.463613, 0.764828, None),
        ("meanDifference", "dl", -13.981722, 5.126698, 205.409375),
        ("meanDifference", "pm", -15.145680, 9.214272, 728.251129),
        ("meanDifference", "reml", -15.106027, 8.946553, 684.646152),
        ("standardizedMeanDifference", "fixed", -0.410611, 0.061603, None),
        ("standardizedMeanDifference", "dl", -0.530737, 0.259219, 0.539714),
        ("standardizedMeanDifference", "pm", -0.537172, 0.309291, 0.794330),
        ("standardizedMeanDifference", "reml", -0.537108, 0.308661, 0.790843),
    ],
)
def test_days_in_hospital_are_pooled_as_by_another_program(
    statistic: str, model: str, estimate: float, error: float, tau2: float | None
) -> None:
    """Nine trials of care after a stroke: differences of means, and Hedges' g."""
    pooled = pool(effects(STROKE, statistic), model)
    assert pooled.estimate == pytest.approx(estimate, abs=1e-6)
    width = pooled.upper - pooled.lower
    assert width / (2 * normal_quantile(95)) == pytest.approx(error, abs=1e-6)
    assert pooled.heterogeneity.tau2 == (None if tau2 is None else pytest.approx(tau2, abs=1e-6))


@pytest.mark.parametrize("spread", [0.0, -1.0, math.nan, math.inf])
def test_a_mean_without_its_spread_is_refused(spread: float) -> None:
    """No weight can be given to it."""
    with pytest.raises(InputError, match="without its spread"):
        Means(1, spread, 10, 2, 1, 10)


@pytest.mark.parametrize("events", [-1, 11])
def test_events_that_do_not_fit_their_people_are_refused(events: int) -> None:
    """Eleven of ten cannot have had it."""
    with pytest.raises(InputError, match="do not fit its people"):
        Counts(events, 10, 1, 10)


# --- What holds of all ------------------------------------------------------------------------


def test_a_model_that_there_is_not_is_refused_with_those_there_are() -> None:
    """By name, in one message."""
    with pytest.raises(UsageError, match="no such model") as caught:
        pool(effects(BCG, "riskRatio"), "bayes")
    assert caught.value.expected == f"one of {', '.join(MODELS)}"


counts = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda e: Counts(e[0], 60, e[1], 60))


@given(st.lists(counts.filter(lambda c: not c.empty), min_size=2, max_size=7))
def test_no_variance_falls_below_nought(trials: list[Counts]) -> None:
    """Whatever goes in: τ² and I² are at least nought, weights positive, and their sum is one."""
    found = effects({str(n): each for n, each in enumerate(trials)}, "oddsRatio")
    for model in ("dl", "pm", "reml", "reml-hk"):
        pooled = pool(found, model)
        het = pooled.heterogeneity
        assert het.tau2 is not None
        assert het.tau2 >= 0
        assert 0 <= het.i2 < 100
        assert min(pooled.weights) > 0
        assert math.fsum(pooled.weights) == pytest.approx(1)
        assert pooled.lower < pooled.estimate < pooled.upper
        assert het.tau2_interval is not None
        assert 0 <= het.tau2_interval[0] <= het.tau2_interval[1]


def test_four_trials_that_agree_have_no_variance_between_them() -> None:
    """Not a negative one, which would turn weights round."""
    alike = effects({n: Counts(20, 100, 30, 100) for n in "abcd"}, "riskRatio")
    assert {pool(alike, model).heterogeneity.tau2 for model in ("dl", "pm", "reml")} == {0.0}
    assert {pool(alike, model).heterogeneity.i2 for model in MODELS if model != "peto"} == {0.0}


@pytest.mark.parametrize(
    ("level", "df", "quantile"),
    [(95, 1, 12.7062), (95, 2, 4.3027), (95, 11, 2.2010), (99, 30, 2.7500), (90, 7, 1.8946)],
)
def test_quantiles_of_t_are_those_of_the_tables(level: float, df: int, quantile: float) -> None:
    """As every textbook prints them, and back again."""
    assert t_quantile(level, df) == pytest.approx(quantile, abs=5e-5)
    assert t_tails(quantile, df) == pytest.approx(1 - level / 100, abs=1e-5)


def test_tails_fall() -> None:
    """Farther out there is less."""
    for df in (1, 2, 5, 40):
        assert all(a > b for a, b in pairwise(t_tails(x / 4, df) for x in range(40)))
        assert all(a >= b for a, b in pairwise(chi_square_tail(x, df) for x in range(40)))


def test_variances_between_trials_are_those_of_pymare() -> None:
    """Another library, from the same centres and variances."""
    estimators = pytest.importorskip("pymare.estimators")
    numpy = pytest.importorskip("numpy")
    found = effects(BCG, "oddsRatio")
    centres, errors = [e.centre() for e in found], [e.standard_error() for e in found]
    y, v = numpy.array(centres)[:, None], numpy.array(errors)[:, None] ** 2
    x = numpy.ones_like(y)
    laird = estimators.DerSimonianLaird().fit(y=y, v=v, X=x).params_
    likely = estimators.VarianceBasedLikelihoodEstimator(method="REML").fit(y=y, v=v, X=x).params_
    assert dersimonian_laird(centres, errors) == pytest.approx(float(laird["tau2"].item()))
    assert restricted_likelihood(centres, errors) == pytest.approx(
        float(numpy.ravel(likely["tau2"])[0]), abs=1e-5
    )
    assert paule_mandel(centres, errors) > 0
