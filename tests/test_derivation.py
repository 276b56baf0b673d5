"""What is derived, from what, and what is left alone."""

from decimal import Decimal
from typing import Any

import pytest
from sample_accounts import BASELINE, MONTH_6, account, changes, comparison, speed, study

from kg.derivation import derive
from kg.records import Account, Change, Comparison, Number, TimePeriod


def derived_changes(made: Account) -> list[Change]:
    """The changes that a rule added."""
    return [change for change in made.studies[0].changes if change.derivation == "derived"]


def derived_comparisons(made: Account) -> list[Comparison]:
    """The comparisons that a rule added."""
    return [each for each in made.studies[0].comparisons if each.derivation == "derived"]


def test_a_change_is_the_end_minus_the_start() -> None:
    """80 to 92.50 is +12.50, 81 to 77 is -4, each from its own two results."""
    faster, slower = derived_changes(derive(account()))
    assert faster.number == Number(value=Decimal("12.50"), unit="m/min")
    assert (faster.direction, faster.statistic, faster.rule) == (
        "increase",
        "change",
        "change-from-values",
    )
    assert faster.derived_from == ("r1", "r2")
    assert faster.over == TimePeriod(start=BASELINE, end=MONTH_6)
    assert slower.number == Number(value=Decimal(-4), unit="m/min")
    assert slower.direction == "decrease"


def test_equal_ends_are_no_change() -> None:
    """A difference of nothing goes no way."""
    same = (speed("r1", "drug", BASELINE, "80"), speed("r2", "drug", MONTH_6, "80.0"))
    made = derive(account(study(group_results=same, changes=changes()[:1], comparisons=())))
    assert [change.direction for change in derived_changes(made)] == ["noChange"]


@pytest.mark.parametrize(
    "end",
    [
        {"number": Number(value=Decimal(92), unit="km/h")},
        {"number": Number(value=Decimal(92))},
        {"number": Number(reported="unchanged")},
        {"statistic": "median"},
        {"measurand": "grip-strength"},
    ],
)
def test_values_that_cannot_be_subtracted_are_not(end: dict[str, Any]) -> None:
    """Another unit, another statistic, another measurand, or no number: no difference."""
    results = (
        speed("r1", "drug", BASELINE, "80"),
        speed("r2", "drug", MONTH_6, "92", **end),
    )
    made = derive(account(study(group_results=results, changes=changes()[:1], comparisons=())))
    assert derived_changes(made) == []


def test_ratios_have_no_difference() -> None:
    """Hazard ratios at two times are not subtracted."""
    results = (
        speed("r1", "drug", BASELINE, "80", statistic="rateRatio"),
        speed("r2", "drug", MONTH_6, "92", statistic="rateRatio"),
    )
    made = derive(account(study(group_results=results, changes=changes()[:1], comparisons=())))
    assert derived_changes(made) == []


def test_a_change_that_the_report_counts_is_not_counted_again() -> None:
    """What is reported needs no derivation."""
    stated = Change(
        key="c1",
        group="drug",
        from_result="r1",
        to_result="r2",
        number=Number(value=Decimal(12), unit="m/min", reported="12"),
    )
    assert derived_changes(derive(account(study(changes=(stated,), comparisons=())))) == []


def test_an_unattached_p_is_read_as_testing_the_changes() -> None:
    """The reading is its own suggested claim, from the comparison and both changes."""
    (reading,) = derived_comparisons(derive(account()))
    assert (reading.experimental_result, reading.reference_result) == ("c1", "c2")
    assert reading.derived_from == ("x1", "c1", "c2")
    assert (reading.rule, reading.status) == ("p-tests-changes", "suggested")
    assert reading.p == comparison().p
    assert reading.favours is None


@pytest.mark.parametrize(
    "attached",
    [
        {"number": Number(value=Decimal("0.7"))},
        {"p": None},
        {"measurand": "grip-strength"},
        {"evidence": ("people",)},
        {"experimental_result": "c1", "reference_result": "c2"},
    ],
)
def test_a_p_that_has_its_contrast_is_left_alone(attached: dict[str, Any]) -> None:
    """An estimate, another measurand, another sentence, or changes named: nothing to read."""
    made = derive(account(study(comparisons=(comparison(**attached),))))
    assert derived_comparisons(made) == []


def test_two_changes_of_a_group_leave_open_which_is_tested() -> None:
    """Ambiguity derives nothing."""
    first, second = changes()
    again = Change(key="c3", group="drug", measurand="walking-speed", evidence=first.evidence)
    made = derive(account(study(changes=(first, second, again))))
    assert derived_comparisons(made) == []


def test_deriving_twice_is_deriving_once() -> None:
    """Derived claims are never the ground of more of their kind."""
    assert derive(derive(account())) == derive(account())


def test_reported_claims_are_not_touched() -> None:
    """Everything that was there is there, first and unchanged."""
    before, after = account().studies[0], derive(account()).studies[0]
    assert after.changes[: len(before.changes)] == before.changes
    assert after.comparisons[: len(before.comparisons)] == before.comparisons
    assert after.group_results == before.group_results
