"""Arms where nobody is listed: given in the passive, one after the other, in announced rows."""

import pytest

from kg.reading.page import lay_out
from kg.records import Document
from kg.sources import read_source

Sizes = dict[str, int | None]
TRIAL = "A randomized study of sleep. "
PASSIVE: list[tuple[str, Sizes]] = [
    (
        "In a blind, randomized study, two doses of zentarol or placebo were given.",
        {"zentarol": None, "placebo": None},
    ),
    (
        "A randomized study. Oral zentarol (Z group) or vehicle (V group) was administered daily.",
        {"Oral zentarol": None, "vehicle": None},
    ),
    (
        "In this randomized study, zentarol, balm, or lomidine was applied to the skin.",
        {"zentarol": None, "balm": None, "lomidine": None},
    ),
    (
        "In this randomized study, zentarol, balm, and salve or placebo was applied daily.",
        {"zentarol, balm, and salve": None, "placebo": None},
    ),
]
COMPARED: list[tuple[str, Sizes]] = [
    (
        "In this randomized phase II trial, balm was compared with lomidine in 80 men.",
        {"balm": None, "lomidine": None},
    ),
    (
        "A double-blind trial. Men took balm 5 mg or placebo at random each day.",
        {"balm": None, "placebo": None},
    ),
]
DOSED: list[tuple[str, Sizes]] = [
    (
        (
            f"{TRIAL}Men received balmicin 0.5%, 1 drop once daily (n = 20), or lomidine 0.25%, 1"
            " drop twice daily (n = 21)."
        ),
        {"balmicin": 20, "lomidine": 21},
    ),
    (
        "Men were randomized to zentarol 5 mg, two tablets daily (n = 20), or placebo (n = 21).",
        {"zentarol": 20, "placebo": 21},
    ),
    (
        "Men were randomized to balmicin, 5 mg once daily; lomidine, 9 mg twice daily; or tea.",
        {"balmicin": None, "lomidine": None, "tea": None},
    ),
    (
        "Men were randomized to zentarol 5 mg, 10 mg, or placebo.",
        {"zentarol 5 mg": None, "zentarol 10 mg": None, "placebo": None},
    ),
    (
        "A randomised trial of 62 men. Men took zentarol 1,000 IU or a placebo daily, and walked.",
        {"zentarol": None, "placebo": None},
    ),
]
HALVES: list[tuple[str, Sizes]] = [
    (
        f"{TRIAL}One group had open surgery. The other group had laparoscopy.",
        {"open surgery": None, "laparoscopy": None},
    ),
    (
        (
            f"{TRIAL}The first group was treated by warm baths and included 54 men. The second"
            " group was treated by cold baths and included 52 men."
        ),
        {"warm baths": 54, "cold baths": 52},
    ),
    (
        (
            f"{TRIAL}One group (n = 10) agreed to cycle training for 10 weeks, while the other"
            " group (n = 11) did no training and was seen each week."
        ),
        {"cycle training": 10, "no training": 11},
    ),
    (
        f"{TRIAL}One third were randomly assigned to yoga and two thirds to rest only.",
        {"yoga": None, "rest": None},
    ),
]
ROWS: list[tuple[str, Sizes]] = [
    (
        "Men were randomly divided into three groups and were given tea, placebo, and balm.",
        {"tea": None, "placebo": None, "balm": None},
    ),
    (
        (
            "Sixty men were randomly divided into three groups based on the device used, namely"
            " warm and cold scissors (Scissa), laser (Lasa) and knives (Knifa)."
        ),
        {"warm and cold scissors": None, "laser": None, "knives": None},
    ),
    (
        (
            "Men were randomly enrolled into two groups receiving zentarol 50 mg (Group N1, n = 22)"
            " and 100 mg (Group N2, n = 23)."
        ),
        {"zentarol 50 mg": 22, "zentarol 100 mg": 23},
    ),
    (
        (
            "Men were randomized to one of three groups. The placebo group received barley; another"
            " group received red tea containing 11 mg iron; and a third group received green tea."
        ),
        {"placebo group": None, "red tea": None, "green tea": None},
    ),
    (
        "A randomized study compared zentarol 5 mg via spray with lomidine for gout in 62 men.",
        {"zentarol": None, "lomidine": None},
    ),
    (
        (
            "A randomized trial of zentarol plus hot balm versus zentarol alone. It healed in 18%"
            " randomized to continue zentarol alone vs 31% in whom balm was added."
        ),
        {"zentarol plus hot balm": None, "zentarol alone": None},
    ),
]
SILENT = [
    "Men took part. Tea or balm was given in the evening.",  # by no chance
    f"{TRIAL}Tea or balm was given in the evening.",  # never met again
    f"{TRIAL}One group had higher scores. The other group had lower scores.",
    "In this randomized trial of 80 men balm plus salve was compared with lomidine.",
    "In a randomized trial, baseline values were compared with final values.",
    "A randomized trial compared a novel app for sleep with an app for worry.",
]


def sizes(text: str) -> Sizes:
    """The sizes of the arms of a text, by their labels."""
    [document] = read_source("case.txt", text.encode())
    assert isinstance(document, Document)
    return {draft.label: draft.size for draft in lay_out(document).drafts}


@pytest.mark.parametrize(("text", "expected"), PASSIVE)
def test_what_was_given_or_given_instead_are_arms(text: str, expected: Sizes) -> None:
    """The names before a verb in the passive; what opens the sentence is none of them."""
    assert sizes(text) == expected


@pytest.mark.parametrize(("text", "expected"), COMPARED)
def test_what_a_trial_compared_or_gave_by_chance_are_arms(text: str, expected: Sizes) -> None:
    """A sentence that speaks of the trial, or of chance, needs no other to bear it out."""
    assert sizes(text) == expected


@pytest.mark.parametrize(("text", "expected"), DOSED)
def test_what_a_comma_says_of_a_dose_is_no_arm(text: str, expected: Sizes) -> None:
    """A dose in another unit is of the same treatment; one in the same unit is another arm."""
    assert sizes(text) == expected


@pytest.mark.parametrize(("text", "expected"), HALVES)
def test_one_group_and_the_other_may_have_a_sentence_each(text: str, expected: Sizes) -> None:
    """What either got is its name, with the number of its people."""
    assert sizes(text) == expected


def test_groups_that_are_counted_off_are_called_so() -> None:
    """Results speak of the first group, and mean what it got."""
    text = f"{TRIAL}The first group had tea. The second group had balm."
    [document] = read_source("case.txt", text.encode())
    assert isinstance(document, Document)
    drafts = lay_out(document).drafts
    assert [draft.aliases for draft in drafts] == [{"first group"}, {"second group"}]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_announced_rows_and_comparisons_name_arms(text: str, expected: Sizes) -> None:
    """As many as announced, each up to its brackets; doses are of what is named before."""
    assert sizes(text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_what_names_no_arms_is_left(text: str) -> None:
    """No chance, nothing that recurs, outcomes, one name that is the other's."""
    assert not sizes(text)
