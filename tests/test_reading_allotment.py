"""Lists of what people were allotted to, and numbers of people that stand elsewhere."""

import pytest

from kg.reading.allotment import allotted
from kg.reading.atoms import atoms
from kg.reading.measures import measures
from kg.reading.page import lay_out
from kg.records import Document
from kg.sources import read_source

TRIAL = "A randomized trial. "
LISTS = [
    ("randomly allocated to two groups of exercise and rest.", ["exercise", "rest"]),
    ("randomized into three groups: drops, tablets and control.", ["drops", "tablets", "control"]),
    ("assigned to one of three arms (drops; tablets; no treatment).",
     ["drops", "tablets", "no treatment"]),
    ("randomized between drops alone and drops plus tea.", ["drops alone", "drops plus tea"]),
    ("randomly divided into two groups, one receiving drops and the other receiving tea.",
     ["drops", "tea"]),
    ("randomized to two groups: drops and warm tea, and follow-up was done for a year.",
     ["drops", "warm tea"]),
    ("randomized to receive either 5 mg, 9 mg or 12 mg zentarol or placebo.",
     ["5 mg", "9 mg", "12 mg zentarol", "placebo"]),
    ("randomized to: drops 5 mg (D group), drops 9 mg (E group), and tea (T group).",
     ["drops 5 mg", "drops 9 mg", "tea"]),
    ("randomly divided into the following categories: drops; varnish and control.",
     ["drops", "varnish", "control"]),
    ("randomly divided into two groups: group A women got drops, while group B women got tea.",
     ["drops", "tea"]),
]  # fmt: skip
NO_LISTS = [
    "Sixty women were randomized into three groups: drops and tea.",
    "Sixty women were randomized with or without a letter to the clinic.",
    "In a randomized study, women lived in towns or villages.",
    "Sixty women were randomized to the study by a computer or an envelope.",
]


def listed(text: str) -> list[str]:
    """The names of the first list of a sentence."""
    tape = measures(atoms(text))
    return [tape.words(each.run) for found in allotted(tape) for each in found.names]


@pytest.mark.parametrize(("words", "names"), LISTS)
def test_lists_are_cut_where_they_make_names(words: str, names: list[str]) -> None:
    """As many as announced, in brackets or behind a colon, with what leads to each taken off."""
    assert listed(f"Sixty women were {words}") == names


@pytest.mark.parametrize("text", NO_LISTS)
def test_what_is_no_list_of_groups_is_left(text: str) -> None:
    """Another number than announced, an aside, people and not what they got."""
    assert not listed(text)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        (("Women were randomized to drops 5 mg a day or to matching placebo. Results were told."
         " 44 women were randomly assigned to drops and 43 to placebo."),
         {"drops": 44, "matching placebo": 43}),
        (("Women were randomized to coloured drops or saline tablets. There were 44 women in the"
         " drops group and 43 women in the tablets group."),
         {"coloured drops": 44, "saline tablets": 43}),
        (("Women were randomized to two groups: group A women (n = 18, mean age 5 years) got drops,"
         " while group B women (n = 19, mean age 5 years) got tea."), {"drops": 18, "tea": 19}),
    ],
)  # fmt: skip
def test_numbers_elsewhere_come_to_the_arms_they_name(text: str, sizes: dict[str, int]) -> None:
    """Whichever rule read the names, and whichever the numbers."""
    [document] = read_source("case.txt", f"{TRIAL}{text}".encode())
    assert isinstance(document, Document)
    assert {draft.label: draft.size for draft in lay_out(document).drafts} == sizes


def test_arms_of_one_treatment_are_told_apart_by_their_words() -> None:
    """One treatment in two doses gives two labels."""
    text = f"{TRIAL}Women were randomized to drops 5 mg (n = 44) or drops 9 mg (n = 43)."
    [document] = read_source("case.txt", text.encode())
    assert isinstance(document, Document)
    assert len({draft.label for draft in lay_out(document).drafts}) == len("ab")
