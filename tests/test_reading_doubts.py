"""What the reader leaves alone: sentences that a hasty reader would make a false fact of."""

from decimal import Decimal

import pytest

from kg.reading import read_account
from kg.records import Comparison, GroupResult, Study
from kg.sources import read_source

REPORT = """Velumab in chronic gastritis: a randomized trial.

Methods: Eighty patients with chronic gastritis were randomly assigned to velumab (40 patients) or \
placebo (40 patients).

Results: {results}

Conclusions: {conclusions}
"""


def study(results: str = "None.", conclusions: str = "None.") -> Study:
    """The study that the report tells of, with these results and conclusions."""
    text = REPORT.format(results=results, conclusions=conclusions)
    [document] = read_source("case.txt", text.encode())
    [only] = read_account(document).studies  # type: ignore[arg-type]
    return only


def values(one: Study) -> list[str]:
    """The values of groups on one line each."""
    return [f"{r.group} {r.measurand} {_number(r)}" for r in one.group_results]


def _number(result: GroupResult | Comparison) -> str:
    number = result.number
    return f"{number.value} {number.unit} {number.dispersion}" if number else "-"


def test_a_unit_behind_the_parentheses_is_the_unit_of_the_value() -> None:
    """A declared standard deviation stands in parentheses between the value and its unit."""
    one = study(
        "At week 8 the mean (SD) FEV1 was 2.5 (0.4) L with velumab and 2.1 (0.5) L with placebo."
    )
    assert values(one) == ["arm-1 fev1 2.5 L 0.4", "arm-2 fev1 2.1 L 0.5"]


def test_a_spread_that_nobody_declares_is_kept_in_doubt() -> None:
    """It has no type and is marked, and so it conforms; a declared one is not marked."""
    one = study("Mean pain was 12.2 ± 4.4 mm with velumab and 17.6 ± 1.9 mm with placebo.")
    assert [r.number and (r.number.dispersion, r.number.dispersion_type, r.flags)
            for r in one.group_results] == [
        (Decimal("4.4"), None, ("ambiguous",)), (Decimal("1.9"), None, ("ambiguous",)),
    ]  # fmt: skip
    one = study("Mean ± SD pain was 12.2 ± 4.4 mm with velumab and 17.6 ± 1.9 mm with placebo.")
    assert [r.flags for r in one.group_results] == [(), ()]


def test_a_number_without_the_unit_it_needs_has_none() -> None:
    """A count of cells per something is not a bare number; a score is."""
    told = "The mean {what} was 400 with velumab and 500 with placebo."
    assert values(study(told.format(what="CD4 count")))[0] == "arm-1 cd4-count 400 None None"
    assert values(study(told.format(what="Marsden score")))[0].endswith("400 1 None")


@pytest.mark.parametrize("hedge", ["may improve", "might improve", "could improve"])
def test_what_may_be_is_not_concluded(hedge: str) -> None:
    """A hope is no conclusion; the same sentence without the hedge is one."""
    assert study(conclusions="Velumab improves the quality of life.").conclusions
    assert not study(conclusions=f"Velumab {hedge} the quality of life.").conclusions


def test_a_conclusion_needs_its_treatment() -> None:
    """A sentence about patients is no conclusion about the treatment on trial."""
    said = "Three patients with a relapse had a reduced quality of life."
    assert not study(conclusions=said).conclusions


@pytest.mark.parametrize(
    ("what", "direction", "favours"),
    [("overall survival", "higher", "experimental"), ("death", "lower", "experimental")],
)
def test_a_low_hazard_is_long_survival(what: str, direction: str, favours: str) -> None:
    """The direction of a hazard ratio is that of what is measured, not that of the hazard."""
    [one] = study(
        f"The hazard ratio for {what} was 0.60 (95% CI 0.40 to 0.90; P = 0.01)."
    ).comparisons
    assert (one.direction, one.favours) == (direction, favours)


def test_people_at_a_threshold_are_no_value_of_it() -> None:
    """52% of people below 7% of HbA1c is a share of people, though HbA1c is a percentage too."""
    one = study("HbA1c below 7% was reached by 52% of patients on velumab versus 41% on placebo.")
    assert [(r.statistic, bool(r.outcome)) for r in one.group_results] == [("percentage", True)] * 2
    one = study("Mean HbA1c was 7.2% with velumab and 7.9% with placebo.")
    assert [r.statistic for r in one.group_results] == ["mean", "mean"]


@pytest.mark.parametrize("joint", [". R", "; r"])
def test_values_do_not_lean_on_what_was_told_before(joint: str) -> None:
    """Two shares behind a clause about something else are not of the measurand told before."""
    one = study(
        f"Nausea occurred in 30% of the velumab group and 20% of the placebo group{joint}esponse "
        "to treatment differed between the two groups; 75% in the velumab group and 37% in the "
        "placebo group."
    )
    assert not any("nausea" in value and ("75" in value or "37" in value) for value in values(one))


def test_a_p_value_belongs_to_one_of_two_measurands() -> None:
    """Of two measurands told with a test each, neither takes the other's."""
    one = study(
        "Survival (P = 0.03) and time to progression (P < 0.001) "
        "were longer with velumab than with placebo."
    )
    told = {c.measurand: c.p and str(c.p.value) for c in one.comparisons}
    assert told["time-to-progression"] in {None, "0.001"}


def test_other_things_compared_are_no_arms() -> None:
    """Nodes are compared with nodes: nothing is said of the arms."""
    assert not study(
        "The rate of stained nodes was similar to that of other nodes (P > 0.05)."
    ).comparisons
    assert study("The rate of stained nodes was similar in the two groups (P > 0.05).").comparisons


@pytest.mark.parametrize("whose", ["In a previous trial, ", "Smith et al found that "])
def test_what_others_found_is_not_claimed(whose: str) -> None:
    """The results of another study stand in no arm of this one."""
    told = "the mean FEV1 was 2.5 L with velumab and 2.1 L with placebo (P = 0.02)."
    assert study(f"At week 8 {told}").comparisons
    one = study(f"{whose}{told}")
    assert not one.group_results
    assert not one.comparisons


def test_an_impossible_p_value_decides_nothing() -> None:
    """A P above one is a slip: it makes nothing significant or not."""
    one = study("The mean FEV1 was 2.5 L with velumab and 2.1 L with placebo (P = 1.2).")
    assert all(c.significance is None and c.p is None for c in one.comparisons)


@pytest.mark.parametrize(
    "told",
    [
        "Among women, the mean FEV1 was 2.5 L with velumab and 2.1 L with placebo (P = 0.02).",
        "In the subgroup of smokers, the mean FEV1 was 2.5 L with velumab and 2.1 L with placebo.",
        "The mean FEV1 fell by 0.2 L with velumab and rose by 0.3 L with placebo.",
    ],
)
def test_what_is_no_value_of_the_arms_is_listed(told: str) -> None:
    """A subgroup's values and the size of a change are no values of the arms."""
    assert not study(told).group_results


def test_historical_controls_are_no_arm() -> None:
    """A figure of people outside the trial goes to no arm."""
    one = study("Relapse occurred in 12% with velumab, compared with 30% in historical controls.")
    assert not any("30" in value for value in values(one))


@pytest.mark.parametrize(
    "others",
    [
        "A parallel cohort of 31 patients without gastritis was included.",
        "A second, independent cohort of 31 patients was enrolled.",
        "In addition, a matched group of 31 patients was recruited.",
        "We also enrolled a separate sample of 31 patients.",
    ],
)
def test_people_beside_the_trial_are_none_of_it(others: str) -> None:
    """Whoever is told of beside the trial is not counted in, and makes no cohort study of it."""
    for one in (study(others), study(f"{others} Velumab was liked.")):
        assert [(p.roles, p.size) for p in one.populations] == [(("randomizedPopulation",), 80)]
        assert "cohort" not in one.design_features


def test_a_cohort_of_its_own_is_not_the_people_of_a_trial() -> None:
    """Beside those who were randomized a cohort that was included is not their number."""
    one = study("A cohort of 31 patients was included.")
    assert [(p.roles, p.size) for p in one.populations] == [(("randomizedPopulation",), 80)]


@pytest.mark.parametrize(
    ("told", "direction"),
    [
        ("Pain was reduced by 30 mm with velumab and 10 mm with placebo (P < 0.001).", "lower"),
        ("The fall in pain was 30 mm with velumab and 10 mm with placebo (P < 0.001).", "lower"),
        ("The change in pain was -3 mm with velumab and -1 mm with placebo (P = 0.02).", "lower"),
        ("The rise in pain was 30 mm with velumab and 10 mm with placebo (P < 0.001).", "higher"),
        ("Pain was reduced to 30 mm with velumab and 10 mm with placebo (P < 0.001).", "higher"),
        ("Blood loss was 30 ml with velumab and 10 ml with placebo (P < 0.001).", "higher"),
    ],
)
def test_a_larger_fall_leaves_less(told: str, direction: str) -> None:
    """Two numbers by how much something fell go the other way than two levels of it."""
    [one] = study(told).comparisons
    assert (one.direction, one.experimental_group) == (direction, "arm-1")


def test_a_larger_improvement_has_no_direction_of_its_own() -> None:
    """Whether what improved rose or fell is not said."""
    told = "The improvement in pain was 20 mm with velumab and 12 mm with placebo (P = 0.02)."
    assert all(each.direction is None for each in study(told).comparisons)
