"""Numbers of which it is clear whose they are, and not of what: they stand with their arm."""

import pytest

from kg.reading import read_account
from kg.records import Account, Study, UntiedResult
from kg.sources import read_source

ALLOTTED = "Ninety patients were randomized to zentarol or placebo. "


def study_of(sentence: str) -> Study:
    """What one sentence of the results tells in a trial of two arms."""
    [document] = read_source("case.txt", (ALLOTTED + sentence).encode())
    account: Account = read_account(document)  # type: ignore[arg-type]
    [study] = account.studies
    return study


def owned(sentence: str) -> list[tuple[str | None, str]]:
    """The arm and the number of each result of nothing named."""
    untied: tuple[UntiedResult, ...] = study_of(sentence).untied_results
    return [(r.group, r.number.reported or "") for r in untied if r.number]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The values were 14% with zentarol and 25% with placebo.",
         [("arm-1", "14"), ("arm-2", "25")]),
        ("There was no difference: 14% vs 25% with zentarol and placebo, respectively.",
         [("arm-1", "14"), ("arm-2", "25")]),
    ],
)  # fmt: skip
def test_a_number_of_nothing_named_has_its_arm(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """No group's result, since nobody says of what; the arm is told all the same."""
    assert not study_of(sentence).group_results
    assert owned(sentence) == expected


def test_what_is_a_result_of_a_group_stands_once() -> None:
    """A number whose measurand is named is a result of the group, and nothing else."""
    sentence = "The relapse rate was 14% in the zentarol group and 25% in the placebo group."
    assert len(study_of(sentence).group_results) == 2
    assert owned(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Zentarol led to a 32% reduction.",
        "The values were 14% and 25%.",
        "The values were 14% and 25% at weeks 4 and 8, respectively.",
    ],
)
def test_an_effect_and_what_names_no_arm_are_nobodys(sentence: str) -> None:
    """By how much a treatment moved something is between groups; order alone tells nothing."""
    assert all(group is None for group, _ in owned(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Nausea was reported by 6 patients (8%) given zentarol and 15 (20%) given placebo.",
         [("arm-1", "nausea", "percentage"), ("arm-2", "nausea", "percentage")]),
        ("The mean change in HbA1c from baseline was -0.5% with zentarol and 0.1% with placebo.",
         [("arm-1", "hba1c", "change"), ("arm-2", "hba1c", "change")]),
        ("The mean change in weight from baseline was -5% with zentarol and 1% with placebo.", []),
    ],
)  # fmt: skip
def test_values_in_turns_with_treatments_are_of_what_the_first_is_of(
    sentence: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    """A change in percent is one of what is in percent itself, or is said to be relative."""
    found = study_of(sentence).group_results
    assert [(r.group, r.measurand, r.statistic) for r in found] == expected
