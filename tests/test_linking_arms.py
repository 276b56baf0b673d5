"""Arms of two reports are one by what they are given, how much, their part and their size."""

from typing import Any

import pytest
from sample_accounts import amount

from kg.linking import match_arms
from kg.records import Arm, DosingPhase, Intervention


def arm(label: str, *given: str, dose: str | None = None, **more: Any) -> Arm:
    """An arm; what it is given besides the background is investigational."""
    phases = (DosingPhase(dose=amount(dose, "mg")),) if dose else ()
    received = tuple(
        Intervention(label=each, substance=each, role="investigational", phases=phases)
        for each in given
    )
    return Arm(label=label, receives=received, **more)


def placebo(label: str = "placebo", **more: Any) -> Arm:
    """A control."""
    received = (Intervention(label="placebo", role="placebo"),)
    return Arm(label=label, receives=received, role="controlRole", **more)


def untreated(label: str = "no treatment", **more: Any) -> Arm:
    """A control that nothing is given."""
    received = (Intervention(label=label, role="noTreatment"),)
    return Arm(label=label, receives=received, role="controlRole", **more)


def drug(label: str = "drug", *given: str, **more: Any) -> Arm:
    """An experimental arm."""
    return arm(label, *(given or ("zentarol",)), role="experimentalRole", **more)


def treated(label: str, what: str) -> Arm:
    """An arm with a treatment that is no substance."""
    return Arm(label=label, receives=(Intervention(label=what, role="investigational"),))


def pairs(own: tuple[Arm, ...], other: tuple[Arm, ...]) -> dict[int, int]:
    """Arm of the trial's own by arm of the other report; turned round it must be the same."""
    found = {match.other: match.own for match in match_arms(own, other)}
    turned = {match.own: match.other for match in match_arms(other, own)}
    assert turned == found
    return found


Some = tuple[Arm, ...]
CASES: dict[str, tuple[Some, Some, dict[int, int]]] = {
    "in another order": (
        (drug(), placebo()),
        (placebo("control"), drug("the treated")),
        {1: 2, 2: 1},
    ),
    "by dose": (
        (drug("a", dose="5"), drug("b", dose="10"), placebo()),
        (drug("high", dose="10"), drug("low", dose="5.0"), placebo()),
        {1: 2, 2: 1, 3: 3},
    ),
    "a dose in the label": (
        (arm("Zentarol 5 mg", "zentarol"), arm("Zentarol 10 mg", "zentarol")),
        (arm("10 mg", "zentarol"), arm("5mg", "zentarol")),
        {1: 2, 2: 1},
    ),
    "another dose is another arm": (
        (drug("a", dose="5"), placebo()),
        (drug("b", dose="10"), placebo()),
        {2: 2},
    ),
    "two arms of one drug, told by no dose": (
        (drug("a", dose="5"), drug("b", dose="10"), placebo()),
        (drug("zentarol"), placebo()),
        {2: 3},
    ),
    "the same drug beside another": (
        (drug("a", "zentarol"), drug("b", "zentarol", "amblin")),
        (drug("c", "amblin", "zentarol"), drug("d", "zentarol")),
        {1: 2, 2: 1},
    ),
    "a background that one report does not tell": (
        (drug("a"), placebo()),
        (
            Arm(
                label="b",
                role="experimentalRole",
                receives=(
                    Intervention(label="zentarol", substance="zentarol", role="investigational"),
                    Intervention(label="diet", substance="diet", role="background"),
                ),
            ),
            placebo(),
        ),
        {1: 1, 2: 2},
    ),
    "a code before it had a name": (
        (drug("a", "zx-104"), placebo()),
        (drug("b", "zentarol"), placebo()),
        {1: 1, 2: 2},
    ),
    "a code of one of several drugs": (
        (drug("a", "zx-104"), drug("b", "amblin"), placebo()),
        (drug("c", "amblin"), drug("d", "aspirin"), placebo()),
        {1: 2, 2: 1, 3: 3},
    ),
    "what all of one report are given": (
        (drug("a", "zentarol", "exercise"), drug("b", "amblin", "exercise")),
        (drug("c", "amblin"), drug("d", "zentarol")),
        {1: 2, 2: 1},
    ),
    "the name of what is done, in a label": (
        (treated("Group 1", "Walking classes"), treated("Group 2", "Reading classes")),
        (arm("reading classes"), arm("walking classes")),
        {1: 2, 2: 1},
    ),
    "two names that are known are two things": (
        (drug("a", "aspirin"), drug("b", "warfarin")),
        (drug("c", "aspirin"), drug("d", "ibuprofen")),
        {1: 1},
    ),
    "a placebo is no open control": ((drug(), placebo()), (drug(), untreated()), {1: 1}),
    "three arms, of which two are told": (
        (drug("a", "zentarol"), drug("b", "amblin"), placebo()),
        (drug("c", "amblin"), placebo()),
        {1: 2, 2: 3},
    ),
    "labels alone": (
        (arm("Early start"), arm("Late start")),
        (arm("late start"), arm("early start")),
        {1: 2, 2: 1},
    ),
    "a size alone is nothing": ((arm("A", size=40),), (arm("B", size=40),), {}),
    "a part alone is nothing": (
        (arm("A", role="experimentalRole"),),
        (arm("B", role="experimentalRole"),),
        {},
    ),
    "nothing told of either": ((arm("A"), arm("B")), (arm("C"), arm("D")), {}),
    "no arms": ((), (drug(),), {}),
}


@pytest.mark.parametrize("case", CASES)
def test_arms_are_one_by_what_is_told_of_them(case: str) -> None:
    """In doubt none is: an arm that could be two is neither."""
    own, other, expected = CASES[case]
    assert pairs(own, other) == expected


def test_sizes_that_differ_part_no_arms() -> None:
    """Fewer may be analysed than were randomized: the reports disagree, the arm is one."""
    assert pairs((drug(size=21), placebo(size=19)), (drug(size=20), placebo(size=19))) == {
        1: 1,
        2: 2,
    }


def test_a_size_tells_two_arms_of_one_drug_apart() -> None:
    """Where nothing else does."""
    own = drug("a", size=21), drug("b", size=33), placebo()
    assert pairs(own, (drug("c", size=33), placebo())) == {1: 2, 2: 3}


def test_a_match_says_what_speaks_for_it() -> None:
    """Each piece of evidence by name, the strongest first."""
    own, other = drug(size=21, dose="5"), drug("Drug ", size=21, dose="5")
    [match, _] = match_arms((own, placebo()), (other, placebo("control")))
    assert set(match.evidence) == {
        "sameIntervention",
        "likeLabels",
        "matchingRole",
        "likeSizes",
        "sameDose",
    }


def test_the_last_arm_of_each_is_matched_by_being_left() -> None:
    """And says so; where something speaks against it, it is not."""
    own = drug("a", "zentarol", size=21), arm("usual care")
    [_, left] = match_arms(own, (drug("b", "zentarol"), arm("standard")))
    assert left.evidence == ("onlyOneLeft",)
    against = (drug("b", "zentarol"), drug("c", "amblin"))
    assert len(match_arms((drug("a"), placebo()), against)) == 1


def test_units_of_a_dose_have_one_spelling() -> None:
    """Units, IU; microgram in four spellings; a number with a comma before thousands."""
    own = arm("1,500 IU", "zentarol"), arm("7,500 IU", "zentarol")
    other = arm("7500 units", "zentarol"), arm("1500 Units", "zentarol")
    assert pairs(own, other) == {1: 2, 2: 1}
    micro = arm("15 µg", "zentarol"), arm("25 mcg", "zentarol")
    assert pairs(micro, (arm("25 μg", "zentarol"), arm("15 ug", "zentarol"))) == {1: 2, 2: 1}
