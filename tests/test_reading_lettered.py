"""Groups that go by letters with what they got beside, and choices that are crossed with others."""

import pytest

from kg.reading import read_account
from kg.records import Arm, Document
from kg.sources import read_source

Told = dict[str | None, tuple[int | None, list[str | None]]]
LETTERED: list[tuple[str, Told]] = [
    (
        "Men were randomized to arm A (zentarol) or arm B (lomidine).",
        {"arm A": (None, ["zentarol"]), "arm B": (None, ["lomidine"])},
    ),
    (
        "Men were randomized to group A (early removal, n=100) or group B (late removal, n=102).",
        {"group A": (100, ["early removal"]), "group B": (102, ["late removal"])},
    ),
    (
        "Arm A: zentarol 5 mg weekly for 6 cycles; Arm B: balm twice a day. Men were randomized.",
        {"Arm A": (None, ["zentarol"]), "Arm B": (None, ["balm"])},
    ),
    (
        "A randomized study: group 1 (n=30): balm; group 2 (n=31): salve; group 3 (n = 29): tea.",
        {"group 1": (30, ["balm"]), "group 2": (31, ["salve"]), "group 3": (29, ["tea"])},
    ),
    (
        (
            "Men were randomly divided into the intervention group, which received counselling, and"
            " the control group, which received routine care."
        ),
        {
            "intervention group": (None, ["counselling"]),
            "control group": (None, ["routine care"]),
        },
    ),
    (
        "Men were randomized to radiotherapy (50 Gy in 25 fractions) with or without a boost.",
        {
            "radiotherapy plus boost": (None, ["radiotherapy", "boost"]),
            "radiotherapy alone": (None, ["radiotherapy"]),
        },
    ),
]
CROSSED = [
    "In a factorial study, women were randomized to tea or milk and walks or no walks.",
    "Women were randomly assigned to receive zentarol or placebo, and extended or short exercise.",
    "Women were randomised twice: to zentarol versus placebo, and to balm versus no balm.",
    "Women were randomized to zentarol or lomidine and to standard or low-dose balm.",
]


def arms(text: str) -> tuple[Arm, ...]:
    """The arms that are read of a text."""
    (document,) = read_source("a.txt", text.encode())
    assert isinstance(document, Document)
    return read_account(document).studies[0].arms


@pytest.mark.parametrize(("text", "expected"), LETTERED)
def test_a_letter_stands_for_what_is_beside_it(text: str, expected: Told) -> None:
    """In brackets or behind a colon; what is told of one group is no group of its own."""
    told = {arm.label: (arm.size, [each.label for each in arm.receives]) for arm in arms(text)}
    assert told == expected


@pytest.mark.parametrize("text", CROSSED)
def test_no_list_is_drawn_from_choices_that_are_crossed(text: str) -> None:
    """Everybody is in a group of the one and in one of the other."""
    assert not arms(f"A trial for pain. {text}")


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("zentarol or lomidine, and followed for 5 or 10 years.", ["zentarol", "lomidine"]),
        ("zentarol, lomidine, both, or placebo.", ["zentarol", "lomidine", "both", "placebo"]),
    ],
)
def test_what_follows_a_choice_crosses_nothing(words: str, labels: list[str]) -> None:
    """Follow-up is none, nor is a row that ends in an "or"."""
    told = arms(f"A factorial trial for pain. Women were randomized to {words}")
    assert [arm.label for arm in told] == labels
