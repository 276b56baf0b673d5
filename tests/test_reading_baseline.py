"""What people had at baseline, told in brackets behind them or as a list of characteristics."""

from decimal import Decimal

import pytest

from kg.reading import read_account
from kg.records import Account
from kg.sources import read_source

TOLD = [
    (
        (
            "METHODS: 505 adults (mean age 59 years, BMI 30.4 kg/m2, HbA1c 8.6%) were randomized to"
            " zentarol or placebo."
        ),
        {"age": "59", "body-mass-index": "30.4", "hba1c": "8.6"},
    ),
    (
        (
            "METHODS: 40 men were randomized to tea or juice. Mean baseline characteristics were:"
            " age 58 years, HbA1c 8.7%, duration of diabetes 13 years."
        ),
        {"age": "58", "hba1c": "8.7", "duration-of-diabetes": "13"},
    ),
    (
        "METHODS: 37 men (age 64 ± 12 years; 20 smokers) were randomized to tea or juice.",
        {"age": "64"},
    ),
    (
        "METHODS: Participants (N = 90; mean age, 61 years) were randomized to tea or juice.",
        {"age": "61"},
    ),
    (
        "METHODS: Sixty men aged 44 ± 9 years were randomized to tea or juice.",
        {"age": "44"},
    ),
]
SILENT = [
    "METHODS: 120 adults (aged 18-60 years, BMI 20-30 kg/m2) were randomized to tea or juice.",
    "METHODS: 120 adults were randomized to tea (mean age 50 years) or juice.",
    "METHODS: 60 adults were randomized to tea (n = 31; mean age 61 years) or juice (n = 29).",
    "METHODS: 60 adults were randomized to tea or juice; 31 men aged 44 ± 9 years got tea.",
    (
        "60 adults were randomized to tea or juice. RESULTS: The mean change in HbA1c from baseline"
        " was -0.47% with tea and -0.54% with juice."
    ),
    "60 adults were randomized to tea or juice. RESULTS: At baseline, -4% were well.",
]


def read(text: str) -> Account:
    """The account of a text."""
    [document] = read_source("case.txt", text.encode())
    return read_account(document)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_brackets_say_of_the_people_is_their_baseline(
    text: str, expected: dict[str, str]
) -> None:
    """Each member of the list is a mean of everybody, at baseline."""
    [study] = read(text).studies
    found = [r for r in study.group_results if r.baseline_characteristic and r.number]
    assert {r.measurand: str(r.number.value) for r in found if r.number} == expected
    assert all(r.group.startswith("population") and r.statistic == "mean" for r in found)


def test_the_share_of_women_in_brackets_is_told() -> None:
    """A share of everybody, of which sex; a count beside it is no share."""
    text = (
        "METHODS: 90 adults (mean age 61 years, 54% women, 42 men) were randomized to tea or diet."
    )
    [study] = read(text).studies
    shares = [r for r in study.group_results if r.statistic == "percentage"]
    assert [(r.measurand, str(r.number.value)) for r in shares if r.number] == [("sex", "54")]


@pytest.mark.parametrize("text", SILENT)
def test_bounds_and_other_groups_are_no_baseline_of_all(text: str) -> None:
    """Who could take part, and what one group was like, says nothing of everybody."""
    [study] = read(text).studies
    assert not [r for r in study.group_results if r.group.startswith("population")]


def test_a_value_at_baseline_keeps_its_spread() -> None:
    """The standard deviation in brackets belongs to the mean."""
    text = "METHODS: 37 men (mean age [SD] 52 [11] years) were randomized to tea or juice."
    [study] = read(text).studies
    [result] = study.group_results
    assert result.number is not None
    assert result.number.dispersion == Decimal(11)
