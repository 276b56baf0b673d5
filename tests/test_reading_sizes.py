"""Sizes and further names of arms, from wherever a report gives them."""

import pytest

from kg.reading.page import lay_out
from kg.sources import read_source

Sizes = dict[str, int | None]
ALLOTTED = "A randomized trial. Women were randomized to zentarol or placebo. "
TOLD: list[tuple[str, Sizes]] = [
    (
        f"{ALLOTTED}Data from 49 women, 25 women in the zentarol and 24 in the placebo group.",
        {"zentarol": 25, "placebo": 24},
    ),
    (
        f"{ALLOTTED}Of 305 women on zentarol, 3 died. Of 339 women on placebo, 4 died.",
        {"zentarol": 305, "placebo": 339},
    ),
    (
        (
            f"{ALLOTTED}Relapse occurred in 15/305 with zentarol and 20/339 with placebo. Pain was"
            " told by 30/305 with zentarol and 41/339 with placebo."
        ),
        {"zentarol": 305, "placebo": 339},
    ),
    (f"{ALLOTTED}There were 30 women in each group.", {"zentarol": 30, "placebo": 30}),
    (
        "Of 60 women, 31 were randomized to receive zentarol and 29, placebo.",
        {"zentarol": 31, "placebo": 29},
    ),
    (
        "Ninety were randomized to radiotherapy alone (44) or radiotherapy and zentarol (46).",
        {"radiotherapy alone": 44, "radiotherapy and zentarol": 46},
    ),
    (
        "Sixty-one adults in a trial received drops either with (n = 30) or without (n = 31) tea.",
        {"drops plus tea": 30, "drops alone": 31},
    ),
    (
        (
            "We randomized 90 women to zentarol 3 mg for 5 weeks (ZEN, n = 44), or aspirin 5 mg"
            " a day, caffeine 6 mg a day and sugar, without any zentarol (ACS, n = 46)."
        ),
        {"zentarol": 44, "aspirin": 46},
    ),
    (
        (
            "Ten were divided at random into two groups, walking group (WG; n = 6) and sitting"
            " group (SG; n = 4)."
        ),
        {"walking group": 6, "sitting group": 4},
    ),
    (
        "A randomized trial. Tea dyads (n = 69) drank tea. Control dyads (n = 63) drank none.",
        {"Tea dyads": 69, "Control dyads": 63},
    ),
    (
        (
            "Women were randomized to start drops on day 1 (early drops, ED; n = 31) or week 5"
            " (late drops, LD; n = 29)."
        ),
        {"early drops": 31, "late drops": 29},
    ),
    (
        "In a randomized trial, usual care (n = 31) was compared with a sleep course (n = 29).",
        {"usual care": 31, "sleep course": 29},
    ),
    (
        (
            "Women were allocated at random to five groups: (1) placebo, n = 25; (2) mint, n = 23;"
            " (3) dill, n = 18; (4) tea, n = 19; and (5) mint plus dill, n = 20."
        ),
        {"placebo": 25, "mint": 23, "dill": 18, "tea": 19, "mint plus dill": 20},
    ),
    (
        f"{ALLOTTED}Of 60 women in the zentarol arm 20 slept, against 10 of 58 in the placebo arm.",
        {"zentarol": 60, "placebo": 58},
    ),
    (
        f"{ALLOTTED}Thirty women using zentarol and 28 women using placebo were examined.",
        {"zentarol": 30, "placebo": 28},
    ),
    (
        f"{ALLOTTED}Zentarol was given to 30 women and placebo to 28.",
        {"zentarol": 30, "placebo": 28},
    ),
    (
        f"{ALLOTTED}Of 61 women (32 women in the zentarol arm, 29 in the placebo arm), 3 died.",
        {"zentarol": 32, "placebo": 29},
    ),
    (
        (
            f"Sixty women took part. {ALLOTTED}Forty women in the zentarol group were seen. Twenty"
            " women in the placebo group were seen at home."
        ),
        {"zentarol": 40, "placebo": 20},
    ),
    (
        f"{ALLOTTED}The score was 1.4 ± 0.3 (zentarol, n = 31) and 1.2 ± 0.2 (placebo, n = 29).",
        {"zentarol": 31, "placebo": 29},
    ),
    (
        f"{ALLOTTED}The zentarol cohort had 31 women, the placebo cohort 29.",
        {"zentarol": 31, "placebo": 29},
    ),
    (
        f"{ALLOTTED}Numbers of patients were 31 for zentarol and 29 for placebo.",
        {"zentarol": 31, "placebo": 29},
    ),
    (
        f"{ALLOTTED}Final analysis was based on 60 women, of whom 31 had zentarol and 29 placebo.",
        {"zentarol": 31, "placebo": 29},
    ),
    (f"{ALLOTTED}Each group had 30 women.", {"zentarol": 30, "placebo": 30}),
    (f"{ALLOTTED}Thirty women were included in each arm.", {"zentarol": 30, "placebo": 30}),
    (f"{ALLOTTED}Thirty women per arm were enrolled.", {"zentarol": 30, "placebo": 30}),
    (f"{ALLOTTED}Arms were of equal size (n = 30 each).", {"zentarol": 30, "placebo": 30}),
    (
        f"{ALLOTTED}After exclusions, 31 zentarol patients and 29 placebo patients were evaluable.",
        {"zentarol": 31, "placebo": 29},
    ),
]
SILENT = [
    f"{ALLOTTED}The zentarol group had 31 falls, the placebo group 29.",
    f"We studied 99 women. {ALLOTTED}31 zentarol women and 29 placebo women were evaluable.",
    f"{ALLOTTED}Each group had 30 women with anaemia at the end.",
    f"{ALLOTTED}Pain was gone in 12 women (24%) with zentarol and 20 women (40%) with placebo.",
    f"One hundred women took part. {ALLOTTED}Relapse hit 8 women: 3 on zentarol and 5 on placebo.",
    f"{ALLOTTED}Toxicity was seen in 49 women: 25 in the zentarol and 24 in the placebo group.",
    f"{ALLOTTED}Relapse occurred in 15/305 with zentarol and 20/339 with placebo.",
    f"{ALLOTTED}Of 47 eligible women on zentarol, 3 died. Of 40 eligible women on placebo, 4 died.",
    f"{ALLOTTED}Of 47 women on zentarol, 3 died. Of 40 women on zentarol, 2 fell. Of 9 on placebo.",
]


def sizes(text: str) -> Sizes:
    """The sizes of the arms of a text, by their labels."""
    [document] = read_source("case.txt", text.encode())
    return {draft.label: draft.size for draft in lay_out(document).drafts}  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_sizes_are_found_where_sentences_agree(text: str, expected: Sizes) -> None:
    """In the sentence of allocation, among those counted, out of whom others were counted."""
    assert sizes(text) == expected


UNITS: list[tuple[str, Sizes]] = [
    (
        "Forty eyes of 40 women were randomized to zentarol (20 eyes) or rest (20 eyes).",
        {"zentarol": None, "rest": None},
    ),
    (
        "Twelve practices were randomly allocated to training (n = 6) or usual care (n = 6).",
        {"training": None, "usual care": None},
    ),
    (
        "Classes were randomized to tea (n = 9 classes, 90 boys) or milk (n = 8 classes, 84 boys).",
        {"tea": 90, "milk": 84},
    ),
    (
        "Ninety women from 12 practices were randomized to tea (n = 44) or milk (n = 46).",
        {"tea": 44, "milk": 46},
    ),
    (
        "Ninety women with dry eyes were randomly assigned to tea (n = 44) or milk (n = 46).",
        {"tea": 44, "milk": 46},
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_numbers_of_clusters_and_eyes_are_no_sizes(text: str, expected: Sizes) -> None:
    """People beside them are; where people came from says nothing of what was allotted."""
    assert sizes(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_events_and_parts_are_no_sizes(text: str) -> None:
    """Nor is one total alone, nor two numbers for one arm."""
    assert set(sizes(text).values()) == {None}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ninety women were randomized to zentarol (group 1, n = 44) or rest (group 2, n = 46).",
         [{"group 1"}, {"group 2"}]),
        ("Women were randomized to zentarol plus tea or caffeine plus tea. More ZT than CT slept.",
         [{"zt"}, {"ct"}]),
        ("Ninety women were randomized to zentarol plus aspirin or zentarol.",
         [{"combination", "combination therapy"}, {"monotherapy"}]),
        ("Ninety women were randomized to zentarol (WHO, n = 44) or rest (WHO, n = 46).",
         [set(), set()]),
    ],
)  # fmt: skip
def test_arms_go_by_further_names(text: str, names: list[set[str]]) -> None:
    """Those in brackets, initials that the text writes; a name of two arms is of none."""
    [document] = read_source("case.txt", text.encode())
    drafts = lay_out(document).drafts  # type: ignore[arg-type]
    assert [own <= draft.aliases for own, draft in zip(names, drafts, strict=True)] == [True, True]
    assert "who" not in {name for draft in drafts for name in draft.aliases}
