"""Groups with their people where no full list is told: halves, codes, lengths, results."""

import pytest

from kg.reading import read_account
from kg.records import Arm, Document
from kg.sources import read_source

Sizes = dict[str | None, int | None]
TOLD: list[tuple[str, Sizes]] = [
    (
        "Men were randomized, double-blind, to tea or zentarol 2.5, 5 or 10 mg once daily.",
        {"tea": None, "zentarol 2.5 mg": None, "zentarol 5 mg": None, "zentarol 10 mg": None},
    ),
    (
        "Adults were randomly divided into balm and control groups each containing 45 patients.",
        {"balm": 45, "control": 45},
    ),
    (
        "A randomized trial was done in three groups, each containing 15 men: tea, balm and mud.",
        {"tea": 15, "balm": 15, "mud": 15},
    ),
    (
        "Three groups of 11 men were treated with balm, cream and salve in a randomized study.",
        {"balm": 11, "cream": 11, "salve": 11},
    ),
    (
        "Patients were randomly allocated to two groups of 27 patients who received balm or cream.",
        {"balm": 27, "cream": 27},
    ),
    (
        (
            "Fifty men were randomized: Group I contained 25 men with balm,"
            " and Group II contained 25 men with cream."
        ),
        {"Group I": 25, "Group II": 25},
    ),
    (
        "We divided men randomly: one group (n = 62) was given balm and the other (n = 63), tea.",
        {"balm": 62, "tea": 63},
    ),
    (
        (
            "In a random study one group consisted of 21 men who were given balm, the other"
            " group consisted of 22 men who were given tea."
        ),
        {"balm": 21, "tea": 22},
    ),
    (
        "31 of the 62 randomized patients received the balm programme, while 31 received cream.",
        {"balm programme": 31, "cream": 31},
    ),
    (
        "A random 115 men were treated with balm (number of doses n = 8) and 117 men with tea.",
        {"balm": 115, "tea": 117},
    ),
    (
        (
            "There were 29 men in the balm group, 31 in the cream group and 30 controls in this"
            " randomized trial."
        ),
        {"balm group": 29, "cream group": 31, "controls": 30},
    ),
    ("Sixty men were randomised: 29 (balm), 31 (cream).", {"balm": 29, "cream": 31}),
    (
        "Of 382 men, 190 + 192 men were randomised to intervention group or control group.",
        {"intervention group": 190, "control group": 192},
    ),
    (
        "Men were randomized to balm or tea. The balm group comprised 29 men and the tea group 31.",
        {"balm": 29, "tea": 31},
    ),
    (
        "Men were randomized (A, n=30; B, n=31) to balm (A) or cream (B).",
        {"balm": 30, "cream": 31},
    ),
    (
        "Men were randomized to oral or intravenous zentarol.",
        {"oral zentarol": None, "intravenous zentarol": None},
    ),
    (
        "Men were randomized to high- or low-dose zentarol.",
        {"high-dose zentarol": None, "low-dose zentarol": None},
    ),
    (
        "Men were randomized to 6 weeks (n = 30) or 12 weeks (n = 31) of balm.",
        {"6 weeks of balm": 30, "12 weeks of balm": 31},
    ),
    (
        "Men were randomly assigned to balm or treatment as usual (TAU).",
        {"balm": None, "treatment as usual": None},
    ),
    (
        "At random, the balm group received balm 38 cases and the tea group received tea 37 cases.",
        {"balm group": 38, "tea group": 37},
    ),
    (
        "A randomized trial: 17 men received and 49 did not receive balm.",
        {"balm": 17, "no balm": 49},
    ),
    (
        "Men were randomized to balm or tea. Balm was used in 57 men, and 61 men received tea.",
        {"balm": 57, "tea": 61},
    ),
    (
        "Men were randomized to light or deep sedation.",
        {"light sedation": None, "deep sedation": None},
    ),
    (
        "Men were randomized to balm (5 mg/m (2)) or tea. Then 71 were treated (36 balm, 35 tea).",
        {"balm": 36, "tea": 35},
    ),
    (
        "Men were randomly assigned to a rest of 90 or 150 min.",
        {"90 min of rest": None, "150 min of rest": None},
    ),
    (
        "Men were randomized to 5-balmacil (n = 30) or 3-weekly cream (n = 31).",
        {"5-balmacil": 30, "3-weekly cream": 31},
    ),
    (
        "Men were randomized to balm (n = 30) or no balm (n = 31) in order to learn more.",
        {"balm": 30, "no balm": 31},
    ),
    (
        "A double-blind trial of zentarol and placebo in 40 men with gout.",
        {"zentarol": None, "placebo": None},
    ),
    (
        "Men were randomized to one of the three groups: (i) tea, hot; (ii) balm; (iii) mud.",
        {"tea": None, "balm": None, "mud": None},
    ),
    (
        "Men were randomized to balm or tea. Pain was seen in 4/48 men on balm and 25/49 on tea.",
        {"balm": 48, "tea": 49},
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_group_has_its_people_however_little_of_a_list_a_sentence_is(
    text: str, expected: Sizes
) -> None:
    """Each group is an arm with the number that the words give it."""
    assert {arm.label: arm.size for arm in _arms(text)} == expected


@pytest.mark.parametrize(
    "counts",
    [
        "4/48 of the samples with balm and 25/49 of the samples with placebo",
        "12 of 48 isolates with balm and 25 of 49 isolates with placebo",
    ],
)
def test_counts_of_things_size_no_arm(counts: str) -> None:
    """Isolates and samples are not the people of an arm."""
    arms = _arms(f"Men were randomized to balm or placebo. Growth was seen in {counts}.")
    assert [arm.size for arm in arms] == [None, None]


def test_a_part_of_the_people_sizes_no_arm() -> None:
    """Counts out of fewer than most of those who took part are those of a part of each arm."""
    counted = "Relapse was seen in 4/48 (8%) men on balm and 25/49 (51%) men on placebo."
    arms = _arms(f"We randomized 400 men to balm or placebo. {counted}")
    assert [arm.size for arm in arms] == [None, None]


def test_the_same_people_for_either_arm_are_of_none() -> None:
    """Those who were assigned to one or the other are not the people of the first."""
    text = "We studied 157 men who were assigned to the balm group (daily) or to the control group."
    assert [arm.size for arm in _arms(f"Men were randomized. {text}")] in ([], [None, None])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("zentarol (group A, n = 20) or lomidine (group B, n = 21)", ["zentarol", "lomidine"]),
        ("group A: zentarol gel, and group B: lomidine gel", ["zentarol gel", "lomidine gel"]),
    ],
)
def test_a_code_stands_for_what_is_told_beside_it(told: str, expected: list[str]) -> None:
    """What a group got is found beside its letter."""
    text = f"Group A had less pain than group B. Men were randomized. They were given {told}."
    arms = _arms(text)
    assert [received.label for arm in arms for received in arm.receives] == expected


def test_a_comparison_gives_one_of_two_arms_another_name() -> None:
    """What a title sets against one arm is the other arm, though nothing else calls it so."""
    title = "Low-molecular salves versus placebo: a randomized trial."
    arms = _arms(f"{title} Men were randomized to balmicin or placebo.")
    assert [received.other_names for arm in arms for received in arm.receives] == [
        ("Low-molecular salves",),
        (),
    ]


def _arms(text: str) -> tuple[Arm, ...]:
    (document,) = read_source("a.txt", text.encode())
    assert isinstance(document, Document)
    return read_account(document).studies[0].arms
