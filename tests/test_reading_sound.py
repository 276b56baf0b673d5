"""Numbers that are no sizes of arms, and words that are no arms, however they stand in a list."""

import pytest

from kg.reading.page import lay_out
from kg.sources import read_source

Sizes = dict[str, int | None]
SIZES: list[tuple[str, Sizes]] = [
    (
        "Of 400 women, some had tea. Three women in the tea group and 4 in the rest group.",
        {"tea": None, "rest": None},
    ),
    (
        "Ninety women were randomly divided into a tea group and a rest group.",
        {"tea": None, "rest": None},
    ),
    (
        "Ninety women were randomly assigned to tea or rest. The tea group (n = 44) slept well.",
        {"tea": 44, "rest": None},
    ),
    (
        "Ninety women were randomly assigned. Two women received tea and 43 received rest.",
        {"tea": None, "rest": None},
    ),
]
NO_ARMS = [
    "Women were randomized between June 2009 and July (n = 44) or treated as guests (n = 43).",
    "Boys were studied in random order. We gave 44 IU/daily and 43 grains/m.",
    "Of 87 adults in a randomized trial 44 Hispanic and 43 African American took part.",
    "A randomized trial of tea (dull, N = 44; merry, N = 43) or milk (dull, N = 2; merry, N = 3).",
    "In a randomized trial 44 allocated tea failed to return compared with 43 allocated rest.",
]


def sizes(text: str) -> Sizes:
    """The sizes of the arms of a text, by their labels."""
    [document] = read_source("case.txt", text.encode())
    return {draft.label: draft.size for draft in lay_out(document).drafts}  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), SIZES)
def test_sizes_must_fit_one_another(text: str, expected: Sizes) -> None:
    """A few of many people, all of them at once, and a pair are no arm; a part of them is."""
    assert sizes(text) == expected


@pytest.mark.parametrize("text", NO_ARMS)
def test_what_cannot_be_an_arm_is_none(text: str) -> None:
    """Months, units, origins, strata that stand under each arm, and what people failed to do."""
    assert not any(sizes(text).values())


def test_a_group_in_capitals_is_no_small_word() -> None:
    """A group called IS, or IT, is not what says of another what it is."""
    text = "Adults were randomized. Relapse was rarer in the IS (6%) than in the IT (12%) group."
    assert list(sizes(text)) == ["IS", "IT"]
