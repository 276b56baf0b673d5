"""What sentences say of groups in words: alike, or which arm had more; and what they do not say."""

import pytest

from kg.reading import read_account
from kg.records import Comparison, Document
from kg.sources import read_source

_OPENING = (
    "Zentarol against placebo in adults with gout.\n"
    "METHODS: We randomly assigned 80 adults with gout to zentarol 5 mg daily (n = 40)"
    " or placebo (n = 40).\n"
    "RESULTS: "
)


def told(sentence: str, opening: str = _OPENING) -> dict[str, Comparison]:
    """The comparisons of a report with that sentence, by what they measure."""
    (document,) = read_source("own", f"{opening}{sentence}\n".encode())
    assert isinstance(document, Document)
    return {
        str(each.measurand): each
        for study in read_account(document).studies
        for each in study.comparisons
    }


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("There was no significant difference between the groups in stiffness.", ["stiffness"]),
        (
            "No differences in stiffness, swelling or grip strength were found between the groups.",
            ["stiffness", "swelling", "grip-strength"],
        ),
        (
            "Stiffness improved in both groups, but did not differ between the groups.",
            ["stiffness"],
        ),
        (
            "Stiffness was lower with zentarol, but this was not significant (P = 0.2).",
            ["stiffness"],
        ),
        ("Zentarol had no effect on stiffness.", ["stiffness"]),
        ("Stiffness was lower with zentarol than with placebo (P = 0.2).", ["stiffness"]),
    ],
)
def test_no_difference_is_claimed_of_each_thing_named(sentence: str, names: list[str]) -> None:
    """One verdict is shared by a list, and taken from the clause before where none is named."""
    found = told(sentence)
    assert set(names) <= set(found)
    for name in names:
        claim = found[name]
        assert claim.significance == "notSignificant" or claim.direction == "noDifference"


@pytest.mark.parametrize(
    ("sentence", "name", "direction"),
    [
        ("Stiffness was significantly lower with zentarol (P = 0.01).", "stiffness", "lower"),
        (
            "Compared to control, the zentarol group had higher levels of swelling (P = 0.01).",
            "swelling",
            "higher",
        ),
        ("Stiffness was significantly lower with placebo (P = 0.01).", "stiffness", "higher"),
        (
            "Compared with placebo, zentarol significantly reduced stiffness (P = 0.01).",
            "stiffness",
            "lower",
        ),
        (
            "A significantly smaller reduction in stiffness was seen with zentarol than placebo.",
            "stiffness",
            "higher",
        ),
        (
            "Significantly more patients on zentarol than on placebo reported nosebleeds.",
            "nosebleeds",
            "higher",
        ),
        (
            "Stiffness was found to be significantly less with zentarol than with placebo.",
            "stiffness",
            "lower",
        ),
    ],
)
def test_a_direction_is_seen_from_the_arm_on_trial(
    sentence: str, name: str, direction: str
) -> None:
    """Whichever arm is named first, and through words that turn the direction round."""
    assert told(sentence)[name].direction == direction


@pytest.mark.parametrize(
    "sentence",
    [
        "Zentarol may reduce stiffness.",
        "There was a trend towards less stiffness with zentarol (P = 0.01).",
        "Stiffness fell from 9 to 4 with zentarol (P = 0.01).",
        "Stiffness was significantly lower at week 4 than at baseline.",
        "There was no difference in stiffness between the groups (P = 0.001).",
        "Stiffness was significantly lower with quilapine than with placebo (P = 0.01).",
        "Stiffness and swelling were significantly lower and higher with zentarol.",
        "There were no significant differences between men and women in stiffness.",
        "We studied whether stiffness was significantly lower with zentarol than with placebo.",
    ],
)
def test_what_is_no_verdict_on_the_groups_is_left_alone(sentence: str) -> None:
    """Hedges, changes within a group, other groups, contradictions, questions."""
    assert not told(sentence)


def test_no_difference_between_groups_that_have_no_names_is_still_told() -> None:
    """That groups were alike needs no names of them; a direction does."""
    opening = "RESULTS: We studied 80 patients in two groups. "
    said = "There was no significant difference in stiffness between the groups."
    assert told(said, opening)["stiffness"].significance == "notSignificant"
    assert not told("Stiffness was significantly lower in the first of them.", opening)


def test_an_estimate_of_people_who_were_not_randomized_is_told() -> None:
    """The estimate makes the page one of a study; without people it does not."""
    told_of = "RESULTS: {} had a hazard ratio for gout of 0.62 (95% CI 0.41 to 0.93).\n"
    found = []
    for who in ("Patients on zentarol", "Machines with zentarol"):
        (document,) = read_source("own", told_of.format(who).encode())
        assert isinstance(document, Document)
        found.append(bool(read_account(document).studies))
    assert found == [True, False]


@pytest.mark.parametrize(
    ("sentence", "estimate"),
    [
        (
            "Zentarol reduced the risk of relapse by 32% (HR 0.68, 95% CI 0.51-0.91; P = 0.009).",
            "hazardRatio 0.68",
        ),
        (  # the words and the estimate go different ways
            "Zentarol reduced the risk of relapse by 32% (HR 1.68, 95% CI 1.21-2.91; P = 0.009).",
            None,
        ),
        (  # and here the interval and the words
            "Zentarol reduced the risk of relapse by 12% (HR 0.88, 95% CI 0.51-1.91; P = 0.009).",
            None,
        ),
        (
            "Survival was longer with zentarol than placebo (HR 0.68, 95% CI 0.51-0.91; P = 0.01).",
            "hazardRatio 0.68",
        ),
        (  # nothing tells whose the odds are
            "Relapse did not differ between the groups (OR 1.2, 95% CI 0.8-1.9; P = 0.4).",
            None,
        ),
    ],
)
def test_an_estimate_beside_words_is_of_what_they_say(sentence: str, estimate: str | None) -> None:
    """Where both agree, the estimate is the comparison's; else it stays a number of no group."""
    (document,) = read_source("own", f"{_OPENING}{sentence}\n".encode())
    assert isinstance(document, Document)
    (study,) = read_account(document).studies
    beside = [f"{c.statistic} {c.number.value}" for c in study.comparisons if c.number]
    assert beside == ([] if estimate is None else [estimate])
