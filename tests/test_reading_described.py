"""What arms that are called by role or letter received, told apart from their names."""

import pytest

from kg.reading.page import lay_out
from kg.records import Document
from kg.sources import read_source

TOLD = [
    (
        "Yoga classes for back pain: a randomized trial",
        "Women were randomized to an intervention group or a control group.",
        {"intervention": ["Yoga classes"], "control": []},
    ),
    (
        "Back pain: a randomized trial",
        (
            "Women were randomized to an intervention group or a control group. The control group"
            " was given a leaflet."
        ),
        {"intervention": [], "control": ["leaflet"]},
    ),
    (
        "Two regimens for gout: a randomized trial",
        (
            "We compared two regimens, zentarol therapy (arm A) versus vitamin C (arm B). Women"
            " were randomized to arm A (n = 20) or arm B (n = 21)."
        ),
        {"arm A": ["zentarol therapy"], "arm B": ["vitamin C"]},
    ),
    (
        "Effects of dill seed on sleep: a randomized trial",
        "Women were randomized to an intervention group or usual care.",
        {"intervention": ["dill seed"], "usual care": ["usual care"]},
    ),
    (
        "Counting the cost of a dance class: a randomized trial",
        "Women were randomized to an intervention group or a control group.",
        {"intervention": [], "control": []},
    ),
    (
        "Randomized trial of a phone- and web-based sleep programme for women",
        "Women were randomized to an intervention group or a control group.",
        {"intervention": ["phone- and web-based sleep programme"], "control": []},
    ),
    (
        "The effect of anxiety on sleep: a randomized trial",
        "Women were randomized to an intervention group or a control group.",
        {"intervention": [], "control": []},
    ),
    (
        "Back pain: a randomized trial",
        (
            "Women were randomized to an intervention group or a control group. The control group"
            " received surgery in 30% of cases (P = 0.04)."
        ),
        {"intervention": [], "control": []},
    ),
]


@pytest.mark.parametrize(("title", "text", "received"), TOLD)
def test_bare_names_get_what_the_report_says_of_them(
    title: str, text: str, received: dict[str, list[str]]
) -> None:
    """By the own sentence, by the title for the arm on trial, by its letter; else nothing."""
    [document] = read_source("case.txt", f"{title}\n\n{text}".encode())
    assert isinstance(document, Document)
    drafts = lay_out(document).drafts
    told = {draft.label: [each.words for each in draft.components] for draft in drafts}
    assert {label.removesuffix(" group"): names for label, names in told.items()} == received


def names(title: str, text: str) -> list[str]:
    """The labels of the arms of a report."""
    [document] = read_source("case.txt", f"{title}\n\n{text}".encode())
    assert isinstance(document, Document)
    return [draft.label for draft in lay_out(document).drafts]


def test_what_a_title_tells_the_effects_of_stands_against_the_one_control() -> None:
    """Only where chance decided, where there is a control, and where there were no more groups."""
    title = "Effects of dill seed on sleep: a randomized trial"
    assert names(title, "Sleep was better than with placebo.") == ["dill seed", "placebo"]
    assert names("Effects of dill seed on sleep", "Sleep was better than with placebo.") == []
    assert names(title, "Sleep was better.") == []
    assert names(title, "Sleep was better than with placebo in all three groups.") == []
    assert (
        names("Effects of dill, mint, and tea on sleep: a randomized trial", "Placebo was worst.")
        == []
    )
