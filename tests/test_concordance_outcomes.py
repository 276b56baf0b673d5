"""What became of registered outcomes: kept, promoted, demoted, missing, new, moved in time."""

from typing import Any

import pytest
from sample_accounts import amount
from sample_tellings import article, differences, links, record, registered, together, whole

from kg.namespaces import TK
from kg.records import Account, Outcome, TimePeriod, TimePoint

Switches = set[tuple[str | None, str]]
Outcomes = tuple[Outcome, ...]
EMPTY: dict[str, Any] = {
    "group_results": (),
    "changes": (),
    "comparisons": (),
    "adverse_events": (),
    "conclusions": (),
}


def at(week: int) -> TimePoint:
    """A week after the start."""
    return TimePoint(offset=amount(str(week), "wk", unit_text="weeks"))


def outcome(label: str, role: Any = "primary", week: int | None = None, **more: Any) -> Outcome:
    """An outcome; what it measures is called as it is."""
    time = at(week) if week else None
    told = {"measures": label.lower().replace(" ", "-"), "at_time": time, **more}
    return Outcome(label=label, role=role, **told)


def both(ours: Outcomes, theirs: Outcomes, **more: Any) -> tuple[Account, Account]:
    """A record with these outcomes, and an article with those."""
    return (
        record(registered(**EMPTY, outcomes=ours)),
        article(whole(**{**EMPTY, **more}, outcomes=theirs)),
    )


def switches(ours: Outcomes, theirs: Outcomes, **more: Any) -> Switches:
    """What became of the outcomes."""
    return {(each.switch, each.about) for each in differences(*both(ours, theirs, **more))}


PAIN, FALLS, SPEED = "Pain intensity", "Number of falls", "Walking speed"
CASES: dict[str, tuple[Outcomes, Outcomes, Switches]] = {
    "kept": ((outcome(PAIN), outcome(FALLS, "secondary")), (outcome(PAIN),), set()),
    "kept in other words": (
        (outcome("Change from Baseline in Pain Intensity (VAS) at Week 12", week=12),),
        (outcome("Mean pain intensity on a visual scale", week=12),),
        set(),
    ),
    "a time that only the words tell": (
        (outcome("28-day mortality"),),
        (outcome("90-day mortality"),),
        {("missingOutcome", "28-day mortality"), ("newOutcome", "90-day mortality")},
    ),
    "promoted": (
        (outcome(PAIN), outcome(FALLS, "secondary")),
        (outcome(FALLS), outcome(PAIN, "secondary")),
        {("promotedOutcome", FALLS), ("demotedOutcome", PAIN)},
    ),
    "another that was registered as other": (
        (outcome(PAIN), outcome(FALLS, "otherOutcome")),
        (outcome(PAIN), outcome(FALLS)),
        {("promotedOutcome", FALLS)},
    ),
    "missing": (
        (outcome(PAIN), outcome(FALLS)),
        (outcome(PAIN),),
        {("missingOutcome", FALLS)},
    ),
    "a secondary that is not told is not missing": (
        (outcome(PAIN), outcome(FALLS, "secondary")),
        (outcome(PAIN),),
        set(),
    ),
    "new": (
        (outcome(PAIN),),
        (outcome(PAIN), outcome(FALLS)),
        {("newOutcome", FALLS)},
    ),
    "a new secondary is not told": (
        (outcome(PAIN),),
        (outcome(PAIN), outcome(FALLS, "secondary")),
        set(),
    ),
    "replaced": (
        (outcome(PAIN),),
        (outcome(FALLS),),
        {("missingOutcome", PAIN), ("newOutcome", FALLS)},
    ),
    "a report without a primary outcome holds nothing back": (
        (outcome(PAIN),),
        (outcome(FALLS, "secondary"),),
        set(),
    ),
    "moved in time": (
        (outcome(PAIN, week=24),),
        (outcome(PAIN, week=12),),
        {("timeChanged", PAIN)},
    ),
    "a year is 52 weeks": (
        (outcome(PAIN, week=52),),
        (outcome(PAIN, at_time=TimePoint(offset=amount("12", "mo"))),),
        set(),
    ),
    "a time that one does not tell": ((outcome(PAIN, week=24),), (outcome(PAIN),), set()),
    "up to a week and at it": (
        (outcome(PAIN, over=TimePeriod(end=at(24))),),
        (outcome(PAIN, week=24),),
        set(),
    ),
    "of two times the one that fits": (
        (outcome(PAIN, week=12), outcome(PAIN, "secondary", week=24)),
        (outcome(PAIN, week=12),),
        set(),
    ),
    "the later of two promoted": (
        (outcome(PAIN, week=12), outcome(PAIN, "secondary", week=24)),
        (outcome(PAIN, week=24),),
        {("promotedOutcome", PAIN)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_became_of_outcomes(case: str) -> None:
    """In doubt the report is right."""
    ours, theirs, expected = CASES[case]
    assert switches(ours, theirs) == expected


def test_an_outcome_is_not_missing_where_there_is_a_result_of_it() -> None:
    """The report gives a value, and does not call it an outcome."""
    value = whole().group_results[:1]
    ours = (outcome(PAIN), outcome(SPEED))
    assert switches(ours, (outcome(PAIN),)) == {("missingOutcome", SPEED)}
    assert switches(ours, (outcome(PAIN),), group_results=value) == set()


def test_outcomes_of_posted_results_are_not_those_that_were_registered() -> None:
    """A registry lists what results were posted for beside what the protocol names."""
    posted = outcome(FALLS, reporting_status="resultsPosted")
    assert switches((outcome(PAIN), posted), (outcome(PAIN), outcome(FALLS))) == {
        ("newOutcome", FALLS)
    }


def test_an_outcome_that_is_one_says_what_speaks_for_it() -> None:
    """By measurand, by words and by time, each a piece of evidence in the graph."""
    ours, theirs = (outcome(PAIN, week=12),), (outcome("Pain intensity score", week=12),)
    quads = together(*both(ours, theirs))
    [(reported, own)] = links(quads, TK.sameOutcomeAs).items()
    assert reported.endswith("/pmid-12345/outcome-1")
    assert own.endswith("/nct09999999/outcome-1")
    said = {quad.object for quad in quads if quad[:2] == (f"{reported}.match", TK.likeness)}
    assert {TK.likeWords, TK.commonTime} <= said
    assert TK.commonMeasurand not in said


def test_both_sides_of_a_switch_can_be_looked_up() -> None:
    """A missing outcome has its registration on one side, and the whole report on the other."""
    ours = outcome(PAIN), outcome(FALLS)
    quads = together(*both(ours, (outcome(PAIN),)))
    first, second = links(quads, TK.firstClaim), links(quads, TK.secondClaim)
    assert [each.rpartition("/")[2] for each in first.values()] == ["outcome-2"]
    assert [each.rpartition("/")[2] for each in second.values()] == ["pmid-12345"]
