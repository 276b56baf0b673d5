"""Arms of abstracts that nobody prepared: names, sizes, doses, and what is left alone."""

import pytest

from kg.reading import read_account
from kg.reading.mentions import mentions
from kg.reading.page import Page, lay_out
from kg.records import Arm, Study
from kg.sources import read_source

Sizes = dict[str | None, int | None]
TOLD: list[tuple[str, Sizes]] = [
    (
        "Adults were randomized to zentarol (3 mg daily for 5 weeks; n = 44) or no drug (n = 43).",
        {"zentarol": 44, "no drug": 43},
    ),
    (
        "Eighty-seven patients were randomized, 44 to zentarol and 43 to placebo.",
        {"zentarol": 44, "placebo": 43},
    ),
    (
        "In total, 87 patients were randomized (44 zentarol, 43 placebo).",
        {"zentarol": 44, "placebo": 43},
    ),
    (
        "In all, 87 were randomized: 44 and 43 in the diet and control groups, respectively.",
        {"diet": 44, "control": 43},
    ),
    (
        "Patients were randomized to zentarol (44 patients), aspirin (43) or placebo (45).",
        {"zentarol": 44, "aspirin": 43, "placebo": 45},
    ),
    (
        "Adults (n = 87) were randomly assigned to (1) diet (n = 44), or (2) usual care (n = 43).",
        {"diet": 44, "usual care": 43},
    ),
    (
        "Patients were randomized (Arm A: 44, Arm B: 43).",
        {"Arm A": 44, "Arm B": 43},
    ),
    (
        "Women were randomly divided into two groups: diet group and control group (n = 65 each).",
        {"diet group": 65, "control group": 65},
    ),
    (
        "Women were randomized to an exercise or a control group. The exercise group grew strong.",
        {"exercise": None, "control group": None},
    ),
    (
        "A randomized trial. In the diet group (n = 18), it fell. In the sham group (n = 15), no.",
        {"diet group": 18, "sham group": 15},
    ),
    (
        "Women were randomized to a walking (n = 18) or control (n = 15) group.",
        {"walking": 18, "control group": 15},
    ),
    (
        "Women were randomly assigned to use drops (n = 18) or to take tablets (n = 15).",
        {"drops": 18, "tablets": 15},
    ),
    (
        (
            "In a randomized trial, ninety women received zentarol or placebo. All who had zentarol"
            " liked it; placebo, few."
        ),
        {"zentarol": None, "placebo": None},
    ),
    (
        "We did a randomized trial of drops versus no drops in ninety women.",
        {"drops": None, "no drops": None},
    ),
    (
        "A randomized trial. In the garlic group, cholesterol fell. In the dill group, it rose.",
        {"garlic": None, "dill": None},
    ),
]
SILENT = [
    "A randomized trial. Women (11 with cervical cancer, 70 with uterine cancer) took part.",
    "Women were randomized to random groups (n = 20) or they received drops (n = 20).",
    "This was a randomized trial by the Northern Oncology Group. In the night group, two slept.",
    "We did a randomized trial. Pain fell in responders (n = 12) and in non-responders (n = 20).",
    "A randomized trial was done. Death occurred in 20 patients in group A and in 15 in group B.",
    "A randomized trial. Pain: 12 patients (10%) in the diet group and 20 (17%) in the sham group.",
    "From six clusters, three were randomly allocated to training and three to control.",
]


def page_of(*sentences: str) -> Page:
    """The page of a text without headings, of these sentences."""
    [document] = read_source("case.txt", " ".join(sentences).encode())
    return lay_out(document)  # type: ignore[arg-type]


def studies(text: str) -> tuple[Study, ...]:
    """What is read of a text."""
    [document] = read_source("case.txt", text.encode())
    return read_account(document).studies  # type: ignore[arg-type]


def arms(text: str) -> tuple[Arm, ...]:
    """The arms of the one study of a text."""
    [study] = studies(text)
    return study.arms


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_names_stand_with_their_numbers(text: str, expected: Sizes) -> None:
    """Each way of saying how many were in which group gives the same arms."""
    assert {arm.label: arm.size for arm in arms(text)} == expected


@pytest.mark.parametrize("text", SILENT)
def test_numbers_of_others_are_no_sizes(text: str) -> None:
    """Events, shares of a group, parts of it and clusters are not the people of an arm."""
    assert not [arm for study in studies(text) for arm in study.arms if arm.size]


def test_swapped_order_swaps_arms() -> None:
    """Names told the other way round are the same arms in the other order."""
    one = arms("Patients were randomized to zentarol (n = 44) or placebo (n = 43).")
    other = arms("Patients were randomized to placebo (n = 43) or zentarol (n = 44).")
    assert [(a.label, a.size, a.role) for a in one] == [
        (a.label, a.size, a.role) for a in reversed(other)
    ]


def test_appended_and_moved_sentences_change_nothing() -> None:
    """Neither a sentence about something else nor another order of sentences changes the arms."""
    first = "Patients were randomized to zentarol (n = 44) or placebo (n = 43)."
    second = "Blood was taken each month."
    told = [(a.label, a.size) for a in arms(first)]
    assert [(a.label, a.size) for a in arms(f"{first} {second}")] == told
    assert [(a.label, a.size) for a in arms(f"{second} {first}")] == told


def test_each_arm_has_its_own_dose() -> None:
    """Arms that differ by dose alone each have their own."""
    found = arms(
        "Men were randomized to radiotherapy at 64 Gy in 32 fractions (n = 150)"
        " or 74 Gy in 37 fractions (n = 153)."
    )
    doses = [
        phase.dose.value
        for arm in found
        for each in arm.receives
        for phase in each.phases
        if phase.dose
    ]
    assert doses == [64, 74]


def test_what_all_received_is_a_treatment_or_nothing() -> None:
    """Goals are nothing that a group is given."""
    found = arms(
        "Adults were randomized to a low-fat diet or usual care."
        " Both groups received goals for their intake of vegetables."
    )
    assert [[each.label for each in arm.receives] for arm in found] == [
        ["low-fat diet"],
        ["usual care"],
    ]


def test_factorial_and_crossover() -> None:
    """An arm of both has all treatments named before it; who crossed over had each of two."""
    factorial = arms("Patients were randomly assigned to zentarol, aspirin, both or placebo.")
    assert [len(arm.receives) for arm in factorial] == [1, 1, 2, 1]
    crossover = arms(
        "Men received zentarol and placebo in random order. It fell on zentarol, not on placebo."
    )
    assert [arm.label for arm in crossover] == ["zentarol", "placebo"]


@pytest.mark.parametrize(
    "text",
    [
        "Forty male rats were randomly divided into four groups. Zentarol made infarcts smaller.",
        "We searched MEDLINE for randomized trials. Trials with 2345 patients were included.",
    ],
)
def test_animals_and_reviews_are_no_trials(text: str) -> None:
    """Neither rats nor the reports of others are the people of a study."""
    assert studies(text) == ()


def test_countries_are_places_of_the_study() -> None:
    """Countries where people were taken in count, once each; a maker's address does not."""
    [study] = studies(
        "At 23 centres in France, the UK and Germany, 300 adults were randomized to diet or care."
        " Scales were made by Weigher Inc, Denmark."
    )
    assert study.countries == ("France", "United Kingdom", "Germany")


def test_mentions_have_spans_and_arms() -> None:
    """Each mention is a stretch of the text and names the arm by its place."""
    page = page_of(
        "Ninety patients were randomized to zentarol plus diet (ZD, n = 45) or placebo (n = 45).",
        "Pain fell by 4 in the ZD group and by 2 with placebo. It was the same in both groups.",
    )
    found = [
        (page.text[m.start : m.end], m.arms) for line in page.lines[1:] for m in mentions(line)
    ]
    assert found == [("the ZD group", (0,)), ("placebo", (1,)), ("both groups", (0, 1))]


def test_letters_mean_arms_in_their_order() -> None:
    """Letters that follow "arms" are so many arms, in that order."""
    page = page_of(
        "Patients were randomized (arm A: 44, arm B: 43).",
        "Response was 20% and 30% in arms B and A.",
    )
    assert [m.arms for m in mentions(page.lines[1])] == [(1, 0)]


def test_what_works_is_no_control_where_one_arm_has_nothing_that_does() -> None:
    """Beside placebo alone, a part of the combination is on trial, too; usual care is not."""
    told = {
        arm.label: arm.role
        for arm in arms(
            "Ninety adults were randomized to zentarol plus placebo, zentarol plus aspirin, usual"
            " care, or placebo."
        )
    }
    assert told == {
        "zentarol plus placebo": "experimentalRole",
        "zentarol plus aspirin": "experimentalRole",
        "usual care": "controlRole",
        "placebo": "controlRole",
    }


def test_a_group_under_two_names_is_one() -> None:
    """The short name and the full one; a control beside an intervention, whatever else is named."""
    text = (
        "In this trial women were operated on. Pain was less in the open group than in the closed"
        " repair group. It was shorter after open repair than after closed hernia repair."
    )
    assert len(page_of(text).drafts) == len({"open", "closed"})
