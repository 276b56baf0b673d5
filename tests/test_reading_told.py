"""Groups counted off, groups behind what they got, lists in lists; and what is no arm."""

import pytest

from kg.reading.page import lay_out
from kg.sources import read_source

Sizes = dict[str, int | None]
TOLD: list[tuple[str, Sizes]] = [
    (
        "The first group of 30 women was given milk, while the second group of 31 women got tea.",
        {"milk": 30, "tea": 31},
    ),
    (
        "It was random. One group received zentarol, and the other group received milk.",
        {"zentarol": None, "milk": None},
    ),
    (
        "Women got treated with milk in group 1, tea in group 2, and soup in group 3 by chance.",
        {"group 1": None, "group 2": None, "group 3": None},
    ),
    (
        "Of 72 women, each group of 24 women received treatment with either milk, tea, or both.",
        {"milk": 24, "tea": 24, "both": 24},
    ),
    (
        "Randomly, two groups (oil (O; n = 39), tea (T; n = 35)) and milk (n = 41) were formed.",
        {"oil": 39, "tea": 35, "milk": 41},
    ),
    (
        "Women were randomized to receive up to 12 sessions of yoga or to continue with milk.",
        {"yoga": None, "milk": None},
    ),
    (
        "They were randomized to two groups: Group A: daily dose of N. magna oil; Group B: milk.",
        {"N. magna oil": None, "milk": None},
    ),
    (
        "Women were randomized to milk or to oil composed of nuts, and seeds.",
        {"milk": None, "oil": None},
    ),
    (
        "Women were randomized to oil of nuts, olives, and fish or to milk.",
        {"oil of nuts, olives, and fish": None, "milk": None},
    ),
    (
        (
            "In a randomized trial of 780 boys we compared the upper and lower pull in the tea"
            " group and milk group. Boys in the tea group had upper pull 3 mm higher, not lower."
        ),
        {"tea": None, "milk": None},
    ),
]
NO_ARMS = [
    "At random, 144 (14%) and 97 (10%) women received either tea or filled a form.",
]


def sizes(text: str) -> Sizes:
    """The sizes of the arms of a text, by their labels."""
    [document] = read_source("case.txt", text.encode())
    return {draft.label: draft.size for draft in lay_out(document).drafts}  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_groups_are_told_of_in_many_ways(text: str, expected: Sizes) -> None:
    """Each once, by what it got or by its number, with its people."""
    assert sizes(text) == expected


@pytest.mark.parametrize("text", NO_ARMS)
def test_what_is_measured_or_counted_is_no_arm(text: str) -> None:
    """Alternatives of a result, two measures set side by side, a study by its name."""
    assert not sizes(text)
