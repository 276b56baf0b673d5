"""Values that say twice, once more, or as plain numbers what another one beside them says."""

import pytest
from test_ties_orders import ALLOTTED, arms, tied

SIZED = "We randomly assigned 178 adults to zentarol (n = 87) or placebo (n = 91). "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Pressure fell by 9.1 mm Hg (36%) with zentarol, 7.8 mm Hg (31%) with placebo.",
         [("1", "9.1"), ("1", "36"), ("2", "7.8"), ("2", "31")]),
        ("Patients in the zentarol group needed less morphine (9.1 and 14.9 mg, P = 0.04).",
         [("1", "9.1"), ("2", "14.9")]),
        ("Patients on zentarol required less morphine (9.1 and 14.9 mg, P = 0.04).",
         [("1", "9.1"), ("2", "14.9")]),
        ("Time in the zentarol group and the placebo group was 445.5 vs 496.",
         [("1", "445.5"), ("2", "496")]),
        ("Pain scores were lower with zentarol than with placebo after a day (1 vs 3, P = 0.006).",
         [("1", "1"), ("2", "3")]),
    ],
)  # fmt: skip
def test_a_value_stands_by_the_one_beside_it(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    """Brackets repeat their value, tests set pairs against one another, lists tell a kind."""
    assert arms(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients on zentarol had less pain and fever (9.1 and 14.9 mg).",
        "Pressure fell by 9.1 mm Hg (36%) and by 7.8 mm Hg in some with zentarol and placebo.",
    ],
)
def test_what_is_not_set_against_another_is_left(sentence: str) -> None:
    """Two values of two things are no pair, and brackets behind one value of two tell nothing."""
    assert not arms(sentence)


def test_a_count_out_of_a_total_is_claimed_once() -> None:
    """The rules of results and those of ties read the same count, and one of them claims it."""
    found = tied("Falls were seen in 11/87 patients with zentarol and 19/91 with placebo.", SIZED)
    assert [(arm, number) for arm, number, _ in found] == [("arm-1", "11"), ("arm-2", "19")]


def test_names_that_share_their_ending_are_two() -> None:
    """A hyphen with nothing behind it takes the ending of the name that follows."""
    told = "Ninety patients were randomized to weekly zentarol or weekly osmarin. "
    sentence = (
        "Time was 8.5 months and 6.1 months for the zentarol- and osmarin-based arms, respectively."
    )
    assert arms(sentence, told) == [("1", "8.5"), ("2", "6.1")]
    assert arms(sentence, ALLOTTED) == []
