"""What sentences likely say of groups: suggested, beside what is sure, and counted nowhere."""

import pytest

from kg.reading import read_account
from kg.reading.trust import status
from kg.records import Document, Study, SuggestedComparison
from kg.sources import read_source

_OPENING = (
    "Zentarol against placebo in adults with gout.\n"
    "METHODS: We randomly assigned 80 adults with gout to zentarol 5 mg daily (n = 40)"
    " or placebo (n = 40).\n"
    "RESULTS: "
)


def study(sentence: str) -> Study:
    """The study of a report with that sentence."""
    (document,) = read_source("own", f"{_OPENING}{sentence}\n".encode())
    assert isinstance(document, Document)
    (found,) = read_account(document).studies
    return found


def likely(sentence: str) -> dict[str, SuggestedComparison]:
    """The suggested comparisons of a report with that sentence, by what they measure."""
    return {str(each.measurand): each for each in study(sentence).suggested_comparisons}


@pytest.mark.parametrize(
    ("sentence", "name", "direction"),
    [
        ("The addition of zentarol decreased joint swelling.", "joint-swelling", "lower"),
        ("Zentarol patients were more likely to need crutches.", "need-crutches", "higher"),
        ("Swelling decreased significantly less with zentarol.", "swelling", "higher"),
        (
            "Stiffness was more than 20% lower with zentarol than with placebo.",
            "stiffness",
            "lower",
        ),
        (
            "Stiffness fell in the zentarol group but not in the placebo group.",
            "stiffness",
            "lower",
        ),
        ("A reduction was found for stiffness in the zentarol group.", "stiffness", "lower"),
        ("Zentarol was effective in reducing stiffness.", "stiffness", "lower"),
        (
            "Compared with placebo, zentarol reduced pain, stiffness and swelling.",
            "swelling",
            "lower",
        ),
        ("Stiffness was 4.1 with zentarol and 5.2 with placebo.", "stiffness", "lower"),
        ("There were significant reductions in stiffness (P = 0.01).", "stiffness", "lower"),
    ],
)
def test_a_direction_is_suggested_where_the_words_leave_room(
    sentence: str, name: str, direction: str
) -> None:
    """Nobody is named but one arm, or none, or the verb says it in a roundabout way."""
    claim = likely(sentence)[name]
    assert (claim.status, claim.direction) == ("suggested", direction)
    assert (claim.experimental_group, claim.reference_group) == ("arm-1", "arm-2")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Stiffness did not improve.", "stiffness"),
        ("Grip strength remained unchanged.", "grip-strength"),
        ("There was no change in grip strength.", "grip-strength"),
        ("Both were equally effective in reducing stiffness.", "stiffness"),
        ("Of zentarol patients 9 developed a flare of gout (P = 0.7).", "flare-of-gout"),
        (
            "Both groups showed improvements in stiffness, and there was no difference observed.",
            "stiffness",
        ),
    ],
)
def test_no_difference_is_suggested_where_nothing_moved(sentence: str, name: str) -> None:
    """What stayed as it was, or what a test of no named groups found."""
    found = study(sentence)
    said = {
        str(each.measurand): each for each in (*found.comparisons, *found.suggested_comparisons)
    }
    claim = said[name]
    assert claim.significance == "notSignificant" or claim.direction == "noDifference"


@pytest.mark.parametrize(
    "sentence",
    [
        "Zentarol may reduce stiffness.",
        "Stiffness decreased from 5.2 to 4.1 with zentarol.",
        "Stiffness did not change in the placebo group.",
        "Stiffness was slightly lower with zentarol.",
        "Stiffness fell in both groups.",
        "If stiffness did not improve, the dose was increased.",
        "Stiffness was similar at baseline.",
    ],
)
def test_hedges_and_changes_within_a_group_suggest_nothing(sentence: str) -> None:
    """Neither what may be, nor what one group alone did, nor how it began."""
    assert likely(sentence) == {}


def test_what_is_asserted_is_not_suggested_again() -> None:
    """One sentence says one thing once."""
    found = study("Stiffness was significantly lower with zentarol than with placebo (P = 0.01).")
    assert [each.measurand for each in found.comparisons] == ["stiffness"]
    assert found.suggested_comparisons == ()


def test_a_likely_rule_asserts_only_by_count() -> None:
    """One that nobody counted suggests; one that is known to be right often enough asserts."""
    assert status("comparison.likely-never-counted") == "suggested"
    assert status("comparison.stated") == "asserted"


def test_an_interval_without_a_test_beside_it_is_a_verdict() -> None:
    """What holds one is no difference; the estimate itself says nothing of it."""
    found = study("The hazard ratio for death was 0.93 (95% CI 0.78 to 1.10).")
    (estimate,) = found.comparisons
    assert (estimate.significance, estimate.direction) == (None, None)
    (claim,) = found.suggested_comparisons
    assert (claim.rule, claim.significance) == ("comparison.likely-interval", "notSignificant")
    assert (claim.measurand, claim.number) == (estimate.measurand, None)


def test_results_of_two_arms_are_weighed() -> None:
    """Values that ties gave to their arms say which is the larger, though no words do."""
    sentence = "In the zentarol group stiffness was 4.1 ± 1.0, in the placebo group 5.2 ± 1.1."
    claim = likely(sentence)["stiffness"]
    assert claim.direction == "lower"


def test_a_trial_against_placebo_that_studied_one_thing_has_two_arms() -> None:
    """Where no sentence says who got what, what was studied is set against placebo."""
    text = (
        "OBJECTIVE: To study the effects of zentarol on gout.\n"
        "METHODS: In this placebo-controlled trial adults with gout were followed for a year.\n"
        "RESULTS: Zentarol significantly reduced stiffness (P = 0.01).\n"
    )
    (document,) = read_source("own", text.encode())
    assert isinstance(document, Document)
    (found,) = read_account(document).studies
    assert {arm.label for arm in found.arms} == {"zentarol", "placebo"}
