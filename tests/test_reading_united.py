"""Units of numbers that stand together, behind a bracket, or that nobody knows."""

from decimal import Decimal

import pytest

from kg.reading import read_account
from kg.reading.amounts import number, quantity
from kg.reading.atoms import Unit
from kg.reading.facts import Fact, facts_of
from kg.reading.measures import Interval, Measure
from kg.records import Document, GroupResult
from kg.sources import read_source

_METHODS = "METHODS: 80 women were randomly assigned to zentarol (n = 40) or placebo (n = 40)."


def results(told: str) -> tuple[GroupResult, ...]:
    """What is read of two groups in one sentence of results."""
    [document] = read_source("united.txt", f"{_METHODS}\nRESULTS: {told}\n".encode())
    assert isinstance(document, Document)
    [study] = read_account(document).studies
    return study.group_results


def one(sentence: str) -> Fact:
    """The first fact of a sentence."""
    return facts_of(sentence)[0]


def test_a_mean_and_its_spread_stay_in_one_unit() -> None:
    """36 hours are a day and a half; their SD of 10 hours has no exact form in days."""
    stay = Measure(Decimal(36), "36", Unit("h", "h"), spread=Decimal(10))
    told = number(stay, "d")
    assert (told.value, told.dispersion, told.unit) == (Decimal(36), Decimal(10), "h")
    told = number(Measure(Decimal(36), "36", Unit("h", "h"), spread=Decimal(12)), "d")
    assert (told.value, told.dispersion, told.unit) == (Decimal("1.5"), Decimal("0.5"), "d")


def test_a_value_and_its_interval_stay_in_one_unit() -> None:
    """A limit without an exact form keeps the value as it is."""
    limits = Interval(Decimal(10), Decimal(48), Decimal(95), None)
    told = number(Measure(Decimal(36), "36", Unit("h", "h")), "d", limits)
    assert (told.value, told.ci_lower, told.ci_upper) == (Decimal(36), Decimal(10), Decimal(48))


def test_both_ends_of_a_range_stay_in_one_unit() -> None:
    """Four months are no exact part of a year, eighteen are."""
    told = quantity(Measure(unit=Unit("mo", "months"), low=Decimal(4), high=Decimal(18)), "a")
    assert (told.min, told.max, told.unit) == (Decimal(4), Decimal(18), "mo")
    told = quantity(Measure(unit=Unit("mo", "months"), low=Decimal(6), high=Decimal(18)), "a")
    assert (told.min, told.max, told.unit) == (Decimal("0.5"), Decimal("1.5"), "a")


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Ferritin was 4.06 (95% CI 3.41 to 4.71) ng/ml.", "ng/mL"),
        ("Median survival was 8.2 (95% CI 7.0 to 9.9) months.", "mo"),
        ("The mean difference was 3.1 (95% CI 1 to 5; P = .02) mm Hg.", "mm[Hg]"),
        ("The LS mean difference [95% CI]: -0.77 [-0.97, -0.56]%.", "%"),
    ],
)
def test_a_unit_behind_an_interval_is_that_of_the_value(sentence: str, unit: str) -> None:
    """The interval stands between a number and its unit."""
    fact = one(sentence)
    assert fact.number is not None
    assert (fact.number.unit, fact.number.ci_level) == (unit, Decimal(95))


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("The mean was 3.2 naps/day.", ""),
        ("The loss was 3.2 hairs/field.", ""),
        ("The loss was 3.2 dB/year.", "dB/a"),
        ("The rate was 3.2 events/patient/year.", "/a"),
        ("The score was 3.2.", "1"),
        ("There were 3.2 and/or 4.1 of them.", "1"),
    ],
)
def test_what_is_counted_by_something_is_no_bare_number(sentence: str, unit: str) -> None:
    """A unit that nobody knows is still one."""
    fact = one(sentence)
    assert fact.number is not None
    assert fact.number.unit == unit


def test_a_claim_has_the_unit_that_stands_behind_its_number() -> None:
    """Whichever rule said whose number it is."""
    told = results("The mean cost was 320 dollars with zentarol and 410 dollars with placebo.")
    assert [(r.number.unit, r.number.unit_text) for r in told if r.number] == [
        (None, "dollars"),
        (None, "dollars"),
    ]


@pytest.mark.parametrize(
    ("sentence", "statistic", "unit"),
    [
        ("It was higher (geometric mean ratio 1.28, 95% CI 1.12-1.46).", "ratioOfMeans", "1"),
        ("The ratio of geometric means was 1.28 (95% CI 1.1 to 1.4).", "ratioOfMeans", "1"),
        ("Geometric mean titres were 120.5.", "geometricMean", "1"),
        ("The LS mean was 4.1%.", "leastSquaresMean", "%"),
        ("The mean LDL/HDL ratio was 2.1 ± 0.3.", "mean", "1"),
    ],
)
def test_means_and_their_ratios_are_called_what_they_are(
    sentence: str, statistic: str, unit: str
) -> None:
    """A geometric mean is no plain one, and a ratio of two is no mean."""
    fact = one(sentence)
    assert fact.number is not None
    assert (fact.statistic, fact.number.unit) == (statistic, unit)


def test_a_sentence_may_declare_a_spread_and_an_interval() -> None:
    """The head "(SE)" is of one number in brackets, "[90% CI]" of two."""
    mean, difference = facts_of(
        "Mean (SE) was 4.1 (0.3), the mean difference (90% CI) was 2 (1, 3)."
    )
    assert mean.number is not None
    assert difference.number is not None
    assert mean.number.dispersion_type == "standardError"
    assert (difference.number.ci_lower, difference.number.ci_level) == (Decimal(1), Decimal(90))


def test_a_rate_by_something_unknown_has_no_unit() -> None:
    """Months at risk are known, hundreds of births are not."""
    [months] = facts_of("The rate was 8.6 episodes per subject-month.")
    [births] = facts_of("The rate was 8.6 per 1000 births.")
    assert months.number is not None
    assert births.number is not None
    assert (months.number.unit, births.number.unit) == ("/mo", "")
    assert births.number.unit_text == "per 1000 births"


def test_any_cause_is_no_denial() -> None:
    """A hazard ratio of death from any cause is one."""
    fact = one("Death from any cause was rarer (hazard ratio, 0.87; 95% CI, 0.81 to 0.92).")
    assert fact.statistic == "hazardRatio"
    fact = one("There was less death from any cause (hazard ratio, 0.87; 95% CI, 0.81 to 0.92).")
    assert fact.statistic == "hazardRatio"
