"""Whose a number is, where words between it and an arm make it another's."""

import pytest

from kg.reading import read_account
from kg.records import Document, Study
from kg.sources import read_source

_METHODS = "We randomly assigned 80 women to zentarol (n = 40) or {other} (n = 40)."


def study(results: str, other: str = "placebo") -> Study:
    """What is read of a report with these results."""
    text = f"METHODS: {_METHODS.format(other=other)}\nRESULTS: {results}\n"
    return _read(text)


def _read(text: str) -> Study:
    [document] = read_source("whose.txt", text.encode())
    assert isinstance(document, Document)
    [one] = read_account(document).studies
    return one


def values(one: Study) -> list[tuple[str, str]]:
    """The results of groups: of whom, and which number."""
    return [(r.group, str(r.number.value)) for r in one.group_results if r.number]


@pytest.mark.parametrize("aside", ["", " (6.3 mmHg reduction)", " (P = 0.02)"])
def test_a_change_behind_that_of_an_arm_is_of_whom_its_own_words_name(aside: str) -> None:
    """The arm between two changes belongs to the first, where that has no other."""
    one = study(
        f"Pressure fell from 24.5 to 18.2 mmHg{aside} with zentarol"
        " and from 24.7 to 17.7 mmHg with medication."
    )
    assert values(one) == [("arm-1", "24.5"), ("arm-1", "18.2")]


def test_a_change_may_stand_behind_its_arm() -> None:
    """Where the first change has its arm before it, so has the second."""
    one = study(
        "In the zentarol group pressure fell from 24.5 to 18.2 mmHg,"
        " and in the placebo group from 24.7 to 17.7 mmHg."
    )
    assert [group for group, _ in values(one)] == ["arm-1", "arm-1", "arm-2", "arm-2"]


def test_an_arm_that_an_estimate_is_of_tells_no_order() -> None:
    """The list stands behind two names of which one is not known."""
    one = study(
        "Relapse did not differ between active and placebo tablets"
        " (9.8% vs 10.3%; hazard ratio for the zentarol group, 0.95; P = 0.59)."
    )
    assert not one.group_results


def test_what_some_got_besides_is_nobody_s_result() -> None:
    """An additional dose is none of the arm that has its name."""
    assert not study("Rescue was rare; 11% of women received additional zentarol.").group_results


def test_a_visit_is_not_what_was_measured() -> None:
    """It is when."""
    one = study("By the last follow-up 11% on zentarol and 14% on placebo.")
    assert not one.group_results


@pytest.mark.parametrize("controls", ["the control group", "controls", "control women"])
def test_the_other_of_two_treatments_is_the_control_that_results_speak_of(controls: str) -> None:
    """One of them is set against controls, the other is never named beside them."""
    one = study(f"Relapse was seen in 8% of women on zentarol and 16% of {controls}.", "rabitine")
    assert [arm.role for arm in one.arms] == ["experimentalRole", "controlRole"]
    assert values(one) == [("arm-1", "8"), ("arm-2", "16")]


@pytest.mark.parametrize(
    "told",
    [
        "Relapse was seen in 8% of women on zentarol and 16% of healthy controls.",
        "Relapse was seen in 8% on zentarol, 9% on rabitine and 16% of the control group.",
        "Relapse was seen in 8% on zentarol, 16% of controls. Pain: 3% on rabitine, 4% of controls",
    ],
)
def test_controls_of_both_treatments_are_neither(told: str) -> None:
    """A third group is nobody's role."""
    assert [arm.role for arm in study(told, "rabitine").arms] == [None, None]


_PLAIN = (
    "Background Zentarol is new. Methods We randomly assigned 80 women to zentarol (n = 40) or"
    " placebo (n = 40). Results There was less pain with zentarol than with placebo (3.1 vs 4.1;"
    " P = 0.02). {last} Zentarol improved the quality of life."
)


def test_headings_may_stand_without_a_sign() -> None:
    """Only the capital behind it ends a heading; its word is no part of what is told."""
    one = _read(_PLAIN.format(last="Conclusions"))
    assert {c.measurand for c in one.comparisons} == {"pain"}
    assert one.conclusions


def test_a_lone_word_before_a_capital_is_no_heading() -> None:
    """Several headings that tell of methods and of results make a scheme; two words do not."""
    told = f"Aims Zentarol. {_METHODS.format(other='placebo')} Pain was 3.1 in both groups."
    assert [arm.size for arm in _read(told).arms] == [40, 40]


def test_ends_of_changes_are_not_compared_by_where_they_began() -> None:
    """What was 34 and is 21 is less than what was 33 and is 30."""
    one = study("Latency fell from 34 to 21 minutes with zentarol and from 33 to 30 with placebo.")
    assert "higher" not in {c.direction for c in one.suggested_comparisons}


def test_who_drops_out_does_not_fall() -> None:
    """Leaving is no change of a measurand."""
    one = study("Two women on zentarol dropped out, both for reasons of travel.")
    assert not one.suggested_comparisons


@pytest.mark.parametrize(
    "people",
    ["In patients older than 65 years,", "Among women aged > 65 years,", "In those 65 or older,"],
)
def test_a_result_of_some_is_not_claimed_of_an_arm(people: str) -> None:
    """A bound behind people makes them part of a group."""
    assert not study(
        f"{people} relapse was seen in 8% on zentarol and 16% on placebo."
    ).group_results
    one = study("Relapse was seen in 8% on zentarol and 16% on placebo.")
    assert len(one.group_results) == len(one.arms)


def test_a_state_of_people_is_no_arm() -> None:
    """Those who never had a treatment got both."""
    one = _read(
        "In a randomized trial among treatment-naive patients, a higher percentage of"
        " zentarol-treated patients slept compared with rabitine-treated patients (88% vs 59%)."
    )
    assert "treatment-naive" not in {arm.label for arm in one.arms}


def test_nobody_weighs_less_than_nothing() -> None:
    """A sign makes a number of kilograms a change: it is the arm's, and no weight of it."""
    one = study("Body weight fell with zentarol (-1.91 kg) and rose with placebo (+0.50 kg).")
    assert "body-weight" not in {r.measurand for r in one.group_results}
    told = {(r.group, str(r.number.value)) for r in one.untied_results if r.number}
    assert told == {("arm-1", "-1.91"), ("arm-2", "0.50")}
