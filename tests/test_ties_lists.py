"""Groups by their doses, legends behind pairs, lists at several times, so many out of so many."""

import pytest

from kg.reading import read_account
from kg.records import Document, GroupResult, Study, UntiedResult
from kg.sources import read_source

TWO = "A trial. Ninety patients were randomized to zentarol or placebo. "
CODED = "A trial. Ninety women were randomized to surgery (CT) or drill therapy. "
DOSES = (
    "A trial of gout. We randomly assigned 120 adults to zentarol 5 mg (n = 40), zentarol 10 mg"
    " (n = 40) or placebo (n = 40). "
)
Told = list[tuple[str, str]]


def study(text: str) -> Study:
    """The one study of a text."""
    (document,) = read_source("case.txt", text.encode())
    assert isinstance(document, Document)
    (found,) = read_account(document).studies
    return found


def told(text: str) -> Told:
    """The arm and the number, as written, of each result that is asserted of an arm."""
    found = study(text)
    results: list[GroupResult | UntiedResult] = [*found.group_results, *found.untied_results]
    return sorted((r.group, r.number.reported or "") for r in results if r.group and r.number)


@pytest.mark.parametrize(
    "sentence",
    [
        "Relapse rates were 30%, 40% and 20% with zentarol 5 mg, zentarol 10 mg and placebo.",
        "Relapse rates were 30% (5 mg), 40% (10 mg) and 20% (placebo).",
        "Relapse was seen in 30% of women on zentarol 5 mg, 40% of those on 10 mg, 20% on placebo.",
    ],
)
def test_doses_name_their_arms(sentence: str) -> None:
    """In a list with the name each time, in brackets behind the values, and behind "those on"."""
    assert told(DOSES + sentence) == [("arm-1", "30"), ("arm-2", "40"), ("arm-3", "20")]


def test_one_name_in_brackets_is_of_the_value_before_it_alone() -> None:
    """What stands in the other brackets may name the others."""
    assert told(TWO + "Rates of relapse were 30% (in the lab), 40% and 20% (placebo).") == []


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        (
            "Relapse was seen in 14% versus 25% of patients (zentarol vs placebo).",
            [("arm-1", "14"), ("arm-2", "25")],
        ),
        (
            "Relapse was seen in 14% among zentarol users and 25% among placebo users.",
            [("arm-1", "14"), ("arm-2", "25")],
        ),
        (
            "Nausea (zentarol 12%, placebo 5%) and headache (9% and 8%) were common.",
            [("arm-1", "12"), ("arm-1", "9"), ("arm-2", "5"), ("arm-2", "8")],
        ),
        (
            "Pain on zentarol and placebo was 3.1 and 4.2 at week 4 and 2.1 and 4.0 at week 8.",
            [("arm-1", "2.1"), ("arm-1", "3.1"), ("arm-2", "4.0"), ("arm-2", "4.2")],
        ),
        (
            "Of 40 adults in the zentarol group, 12 relapsed, compared with 8 of 44 on placebo.",
            [("arm-1", "12"), ("arm-2", "8")],
        ),
    ],
)
def test_lists_find_their_arms(sentence: str, pairs: Told) -> None:
    """By a legend, by turns before them, at each of several times, out of so many."""
    assert told(TWO + sentence) == pairs


def test_a_multiple_is_no_value_of_a_group() -> None:
    """How many times another one a risk is tells of no group what it had."""
    text = TWO + "The risk of relapse among zentarol users was 1.9 times that among placebo users."
    assert told(text) == []


def test_a_second_mention_of_one_group_does_not_hide_the_other() -> None:
    """Of two arms the name that nobody knows is the other's, though the known one stands twice."""
    text = (
        CODED
        + "Survival was better with surgery (50% and 44% in the surgery and DT arms, respectively)."
    )
    assert told(text) == [("arm-1", "50"), ("arm-2", "44")]


def test_what_nobody_names_is_suggested() -> None:
    """So many of an arm, compared with so many of others: of two arms likely the other's."""
    text = TWO + "Of 40 adults in the zentarol group, 12 relapsed, compared with 8 of 44."
    found = study(text).group_results
    assert {(r.group, r.count, r.status) for r in found} == {
        ("arm-1", 12, "suggested"),
        ("arm-2", 8, "suggested"),
    }
