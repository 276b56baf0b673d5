"""What a sentence holds against something, and how that orders its values."""

import pytest
from test_ties_orders import ALLOTTED, DOSES, arms, tied

LETTERS = "Ninety adults were randomly divided into group A (n = 45) and group B (n = 45). "


@pytest.mark.parametrize(
    "sentence",
    [
        "Those on oral drops had a shorter stay in comparison with placebo (4.1 days vs 6.3 days).",
        ("In warm weather the stay was shorter (4.1 days vs 6.3 days) compared to people who were"
         " only given placebo."),
        "The stay was shorter than with placebo (4.1 days vs 6.3 days).",
    ],
)  # fmt: skip
def test_the_arm_held_against_is_no_subject(sentence: str) -> None:
    """However far its word of comparing stands, the arm behind it is not the one told of."""
    assert arms(sentence) == [("1", "4.1"), ("2", "6.3")]


@pytest.mark.parametrize(
    ("allotted", "sentence", "told"),
    [
        (ALLOTTED, "Patients had lower scores than with placebo (6.3 vs 4.1).", []),
        (DOSES, "Relapse was rarer with zentarol 10 mg compared with placebo (11% vs 17%).", []),
        (ALLOTTED, "Pain (F) fell with zentarol (-5.1) and high doses of aspirin (-2.2).", []),
        (ALLOTTED, "Limits with zentarol for the difference (drops) were 12% and 24%.", []),
        (LETTERS, "Relapse was seen in 11% of group A, and in 17% of group T.", []),
    ],
)  # fmt: skip
def test_what_contradicts_or_is_nobody_is_tied_to_none(
    allotted: str, sentence: str, told: list[tuple[str, str]]
) -> None:
    """Words against numbers, a control that is no arm, effects, and groups of another letter."""
    assert arms(sentence, allotted) == told


def test_a_value_before_to_and_an_arm_is_of_that_arm() -> None:
    """A value right before "to" and an arm is that arm's, not the one's named before."""
    sentence = (
        "The distance grew with zentarol (from 4.1 to 6.3 m to placebo and from 7.2 to 9.4 m to"
        " drops)."
    )
    assert ("1", "4.1") not in arms(sentence)


def test_ties_to_names_that_the_roster_does_not_know_are_counted_by_themselves() -> None:
    """Whose a value is stands on the name, too: one that is inferred is a rule of its own."""
    known = tied("Relapse was seen in 11% with zentarol and 17% with placebo.")
    inferred = tied("Pain rose in 11% of the zentarol group and 17% of the dummy group.")
    assert {rule for *_, rule in known} == {"value.by-group"}
    assert {rule for *_, rule in inferred} == {"value.tied-in-turns-inferred"}
