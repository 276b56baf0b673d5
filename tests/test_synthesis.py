"""Pooled effects, held against published values."""

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sample_effects import BOTH, SILCAAT, effect

from kg.errors import InputError, UsageError
from kg.namespaces import TK
from kg.synthesis import Effect, comparables, forest_table, pool_fixed
from kg.synthesis.distributions import chi_square_tail

# --- Pooling -----------------------------------------------------------------------------------


def test_opportunistic_disease_or_death_is_pooled_as_in_the_curated_corpus() -> None:
    """SILCAAT and ESPRIT together: HR 0.928 (0.785 to 1.097), Q = 0.03, nothing heterogeneous."""
    pooled = pool_fixed(BOTH)
    numbers = [round(x, 3) for x in (pooled.estimate, pooled.lower, pooled.upper)]
    assert numbers == [0.928, 0.785, 1.097]
    found = pooled.heterogeneity
    assert (round(found.q, 2), found.df, found.i2, found.tau2) == (0.03, 1, 0.0, None)
    assert sum(pooled.weights) == pytest.approx(1)
    assert pooled.weights[1] > pooled.weights[0]  # ESPRIT's interval is the narrower


def test_differences_are_pooled_without_logarithms() -> None:
    """Two mean differences of equal precision meet in the middle."""
    pooled = pool_fixed(
        [
            effect("a", "10 0 20", statistic="meanDifference"),
            effect("b", "-20 -30 -10", statistic="meanDifference"),
        ]
    )
    assert pooled.estimate == pytest.approx(-5)
    assert pooled.upper - pooled.lower == pytest.approx(20 / math.sqrt(2))
    # Each lies 15 from the middle, and an interval of ±10 is 1.96 standard errors.
    assert pooled.heterogeneity.q == pytest.approx(2 * (15 / 10 * 1.959963984540054) ** 2)


def test_an_interval_of_another_level_is_read_at_its_level() -> None:
    """The 99% interval of the same estimate gives the same weight as its 95% interval."""
    error = 0.1
    at = {
        level: " ".join(f"{math.exp(x * error):.9f}" for x in (0, -quantile, quantile))
        for level, quantile in (("95", 1.959963984540054), ("99", 2.5758293035489004))
    }
    pooled = pool_fixed([effect(level, numbers, level=level) for level, numbers in at.items()])
    assert pooled.weights == pytest.approx((0.5, 0.5))
    header = forest_table(pooled.effects, [pooled])[0]
    assert header[2] == "HR (CI)"  # no one level could stand there


def test_one_trial_never_enters_twice() -> None:
    """Two comparisons of one trial are refused by name, even under two labels."""
    again = effect("SILCAAT", "1.10 0.80 1.50")
    with pytest.raises(InputError, match="one trial enters twice: SILCAAT") as caught:
        pool_fixed([*BOTH, again])
    assert caught.value.where == SILCAAT.trial
    assert SILCAAT.claim in (caught.value.got or "")


def test_unlike_statistics_are_not_pooled() -> None:
    """A hazard ratio and an odds ratio are two questions."""
    with pytest.raises(UsageError, match="unlike statistics"):
        pool_fixed([SILCAAT, effect("other", "0.9 0.7 1.2", statistic="oddsRatio")])


@pytest.mark.parametrize("effects", [(), (SILCAAT,)])
def test_fewer_than_two_effects_are_nothing_to_pool(effects: tuple[Effect, ...]) -> None:
    """One trial is its own estimate."""
    with pytest.raises(UsageError, match="nothing to pool"):
        pool_fixed(effects)


@pytest.mark.parametrize(
    ("numbers", "statistic", "level"),
    [
        ("0.5 0.6 0.9", "hazardRatio", "95"),
        ("1.0 0.6 0.9", "hazardRatio", "95"),
        ("0.5 0 0.9", "hazardRatio", "95"),
        ("0.5 0.5 0.5", "hazardRatio", "95"),
        ("5 -1 4", "meanDifference", "95"),
        ("0.5 0.4 0.9", "hazardRatio", "0"),
        ("0.5 0.4 0.9", "hazardRatio", "100"),
    ],
)
def test_numbers_that_do_not_belong_together_are_refused(
    numbers: str, statistic: str, level: str
) -> None:
    """An interval without its estimate, below zero, empty, or at no level is an input error."""
    with pytest.raises(InputError, match="do not fit each other") as caught:
        effect("t", numbers, statistic=statistic, level=level)
    assert caught.value.where == "https://example.org/claim/t"


def test_a_statistic_without_a_scale_is_refused() -> None:
    """A median difference has no standard error in its interval."""
    with pytest.raises(InputError, match="inverse variance"):
        effect("t", "1 0 2", statistic="medianDifference")


def test_a_statistic_may_be_named_by_its_iri() -> None:
    """The graph gives terms, people give names."""
    assert effect("t", "1 0.5 2", statistic=TK.hazardRatio).standard_error() == pytest.approx(
        effect("t", "1 0.5 2").standard_error()
    )


ratios = st.integers(20, 400).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.tuples(ratios, ratios, ratios).map(sorted), min_size=2, max_size=6))
def test_a_pooled_estimate_lies_among_its_inputs(rows: list[list[Decimal]]) -> None:
    """Whatever goes in: between the extremes, in a narrower interval, in any order the same."""
    assume(all(low < high for low, _, high in rows))
    effects = [effect(f"t{i}", f"{m} {low} {high}") for i, (low, m, high) in enumerate(rows)]
    pooled = pool_fixed(effects)
    estimates = [float(e.estimate) for e in effects]
    assert min(estimates) - 1e-9 <= pooled.estimate <= max(estimates) + 1e-9
    assert pooled.upper / pooled.lower <= min(float(e.upper / e.lower) for e in effects)
    assert 0 <= pooled.heterogeneity.i2 < 100
    assert 0 <= pooled.heterogeneity.p <= 1
    assert pool_fixed(effects[::-1]).estimate == pytest.approx(pooled.estimate)


@pytest.mark.parametrize(
    ("x", "df", "tail"),
    [(0, 1, 1), (0, 4, 1), (6.635, 1, 0.01), (11.345, 3, 0.01), (18.307, 10, 0.05), (1e4, 7, 0)],
)
def test_tails_of_chi_square_are_those_of_the_tables(x: float, df: int, tail: float) -> None:
    """Critical values as every textbook prints them, odd and even degrees of freedom."""
    assert chi_square_tail(x, df) == pytest.approx(tail, abs=2e-5)


# --- What can be pooled ------------------------------------------------------------------------


def answer(trial: str, numbers: str, **other: object) -> dict[str, object]:
    """A row of the question pooled-effect."""
    estimate, lower, upper = map(Decimal, numbers.split())
    row: dict[str, object] = {
        "trial": f"t/{trial}",
        "label": trial,
        "claim": f"c/{trial}",
        "n": None,
        "unit": None,
    }
    row |= {"measurand": "m/1", "measurandLabel": "death", "statistic": "hazardRatio"}
    row |= {"estimate": estimate, "ciLower": lower, "ciUpper": upper, "ciLevel": 95}
    return row | {"included": True, "reason": None} | other


def test_like_is_pooled_with_like() -> None:
    """Another measurand, statistic or unit is another group; the largest group stands first."""
    rows = [
        answer("A", "1.2 0.9 1.6", statistic="oddsRatio"),
        answer("B", "5 1 9", statistic="meanDifference", unit="{cells}/uL"),
        answer("C", "0.1 0.0 0.2", statistic="meanDifference", unit="{Log_copies}/mL"),
        answer("D", "0.8 0.6 1.1", measurand="m/2", measurandLabel="stroke"),
        answer("E", "0.9 0.7 1.2"),
        answer("F", "1.1 0.8 1.5"),
    ]
    found = [[effect.label for effect in group.effects] for group in comparables(rows)]
    assert found == [["E", "F"], ["C"], ["B"], ["A"], ["D"]]


def test_what_is_left_out_stands_beside_with_its_reason() -> None:
    """The question's own reasons are kept; numbers that do not fit are a reason too."""
    rows = [
        answer("A", "0.9 0.7 1.2"),
        answer("B", "0.9 0.7 1.2", included=False, reason="no confidence interval reported"),
        answer("C", "0.9 1.0 1.2"),
        answer("D", "0.9 0.7 1.2", statistic="relativeRiskReduction"),
        answer("E", "0.9 0.7 1.2", measurand="m/2", included=False, reason="elsewhere"),
    ]
    (group,) = comparables(rows)
    assert [(out.label, out.reason) for out in group.left_out] == [
        ("B", "no confidence interval reported"),
        ("C", "the estimate and its interval do not fit each other"),
        ("D", "this statistic cannot be pooled by inverse variance"),
    ]
