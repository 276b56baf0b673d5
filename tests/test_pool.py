"""What trials report is sorted into sets that can be combined; all else is told with its reason."""

from decimal import Decimal
from typing import Any

import pytest
from sample_pools import Row, events, got, mean, pair, ratio

from kg.errors import InputError, UsageError
from kg.synthesis import Counts, Effect, Means, Received, comparables, pool, read_window
from kg.synthesis.windows import windows_of


def labels(found: tuple[Any, ...]) -> list[list[str]]:
    """The trials of each set."""
    return [[effect.label for effect in group.effects] for group in found]


def reasons(found: tuple[Any, ...]) -> set[tuple[str, str]]:
    """What was left out of all sets, and why."""
    return {(out.claim, out.reason) for group in found for out in group.left_out}


def events_of(trial: str, number: int, role: str, people: int, **told: object) -> Row:
    """A group that tells a share of its people."""
    return events(trial, number, role, f"0/{people}", events=None, **told)


# --- What groups report themselves ---------------------------------------------------------------


def test_events_of_two_groups_are_a_risk_ratio_that_is_told_to_be_computed() -> None:
    """Unless another measure is asked for; both claims are cited."""
    rows = [*pair("A", "3/40", "7/39"), *pair("B", "5/60", "9/61")]
    (group,) = comparables(rows)
    first = group.effects[0]
    assert (group.statistic, first.arms) == ("riskRatio", Counts(3, 40, 7, 39))
    assert (first.derived, first.origin) == (True, "computed from events and people")
    assert (first.claim, first.beside) == ("r/A/result-1", ("r/A/result-2",))
    assert float(first.estimate) == pytest.approx(3 / 40 / (7 / 39), rel=1e-3)
    (other,) = comparables(rows, measure="or")
    assert other.statistic == "oddsRatio"


def test_means_are_a_difference_in_the_unit_they_have() -> None:
    """Kilograms and pounds are two sets; standardized they are one."""
    rows = [
        *(mean("A", 1, "experimental", "1.5 0.5 40"), mean("A", 2, "control", "1.9 0.6 39")),
        mean("B", 1, "experimental", "3.3 1.1 40", unit="lb"),
        mean("B", 2, "control", "4.2 1.3 39", unit="lb"),
    ]
    found = comparables(rows)
    assert [(group.unit, len(group.effects)) for group in found] == [("kg", 1), ("lb", 1)]
    (together,) = comparables(rows, measure="SMD")
    assert labels((together,)) == [["A", "B"]]
    assert together.effects[0].arms == Means(1.5, 0.5, 40, 1.9, 0.6, 39)


def test_a_standard_error_or_an_interval_stands_for_the_deviation() -> None:
    """SE times the root of n; limits by the quantile of t; and it is told."""
    rows = [
        mean("A", 1, "experimental", "1.5 0.1 25", spreadKind="standardError"),
        mean("A", 2, "control", "1.9 0 25", spread=None, ciLower=1.7, ciUpper=2.1, ciLevel=95),
    ]
    (group,) = comparables(rows)
    (effect,) = group.effects
    assert isinstance(effect.arms, Means)
    assert effect.arms.sd == pytest.approx(0.5)
    assert effect.arms.reference_sd == pytest.approx(5 * 0.4 / (2 * 2.0639), rel=1e-4)
    assert effect.notes == ("SD from standard error", "SD from confidence interval")


@pytest.mark.parametrize(
    ("share", "people", "some"),
    [("36.6", 112, 41), ("0", 40, 0), ("50", 40, 20), ("100.0", 9, 9), ("13", 8, 1)],
)
def test_a_share_of_people_is_events_where_one_number_makes_it(
    share: str, people: int, some: int
) -> None:
    """And that is told."""
    told: Row = {"statistic": "percentage", "estimate": Decimal(share), "unit": "%"}
    rows = [
        events_of("A", 1, "experimental", people, **told),
        events("A", 2, "control", "7/39", unit="%"),
    ]
    (group,) = comparables(rows, measure="RD")
    assert group.effects[0].arms == Counts(some, people, 7, 39)
    assert group.effects[0].notes == ("events from per cent",)


@pytest.mark.parametrize(("share", "people"), [("37", 1000), ("36.5", 112), ("12", 9)])
def test_a_share_that_several_numbers_make_or_none_is_left_out(share: str, people: int) -> None:
    """37% of a thousand is anything from 365 to 375; 12% of nine is nobody."""
    told: Row = {"statistic": "percentage", "estimate": Decimal(share), "unit": "%"}
    rows = [events_of("A", 1, "experimental", people, **told), *pair("B", "5/60", "9/61")]
    assert ("r/A/result-1", "a share that is of no certain number of people") in reasons(
        comparables(rows)
    )


def test_two_groups_are_compared_only_within_one_account() -> None:
    """Another time, another report, serious and not: these are no two sides."""
    apart = [
        [events("A", 1, "experimental", "3/40", time="week 4"), events("A", 2, "control", "7/39")],
        [
            events("A", 1, "experimental", "3/40", serious=True),
            events("A", 2, "control", "7/39", serious=False),
        ],
        [
            events("A", 1, "experimental", "3/40"),
            events("A", 2, "control", "7/39", claim="q/A/r-2"),
        ],
    ]
    for rows in apart:
        found = comparables([*rows, *pair("B", "5/60", "9/61")])
        assert labels(found) == [["B"]]
        assert {why for _, why in reasons(found)} == {"the numbers of one side only"}


def test_serious_events_and_others_are_two_sets() -> None:
    """They are told apart by the registry."""
    rows = [*pair("A", "3/40", "7/39", serious=True), *pair("B", "5/60", "9/61", serious=False)]
    assert labels(comparables(rows)) == [["B"], ["A"]]


def test_several_numbers_of_one_group_are_left_out() -> None:
    """Which of them counts is not told."""
    rows = [
        *pair("A", "3/40", "7/39"),
        events("A", 1, "experimental", "4/40", claim="r/A/result-9"),
    ]
    found = comparables([*rows, *pair("B", "5/60", "9/61")])
    assert labels(found) == [["B"]]
    assert len(reasons(found)) == 3


def test_a_trial_without_any_event_tells_no_ratio_and_is_told() -> None:
    """It is left out of a ratio, and enters a difference."""
    rows = [*pair("A", "0/40", "0/39"), *pair("B", "5/60", "9/61")]
    assert labels(comparables(rows)) == [["B"]]
    assert {why for _, why in reasons(comparables(rows))} == {
        "nobody had the event in either group: that tells of no ratio"
    }
    assert labels(comparables(rows, measure="RD")) == [["A", "B"]]


# --- Per cent ------------------------------------------------------------------------------------


@pytest.mark.parametrize("statistic", ["ratioOfMeans", "riskDifference"])
def test_per_cent_and_shares_are_one_and_neither_is_guessed(statistic: str) -> None:
    """92% is 0.92; what is told in neither is left out."""
    rows = [
        ratio("A", "92 88 96", statistic=statistic, unit="%"),
        ratio("B", "0.9 0.8 0.97", statistic=statistic, unit="1"),
        ratio("C", "0.9 0.8 0.97", statistic=statistic),
    ]
    (group,) = comparables(rows)
    assert [str(effect.estimate) for effect in group.effects] == ["0.92", "0.9"]
    assert reasons((group,)) == {("r/C/result-1", "not told whether in per cent")}


# --- Several groups ------------------------------------------------------------------------------

THREE = [
    events("A", 1, "experimental", "3/40"),
    events("A", 2, "experimental", "5/41"),
    events("A", 3, "control", "7/39"),
]


def test_groups_that_received_the_same_are_taken_together() -> None:
    """Two doses share a control: its people are counted once."""
    told = [got("r/A/result-1", "own", "tea"), got("r/A/result-2", "own", "tea")]
    (group,) = comparables(THREE, received=Received(told))
    (effect,) = group.effects
    assert effect.arms == Counts(8, 81, 7, 39)
    assert effect.notes == ("groups that received the same are taken together",)
    assert effect.beside == ("r/A/result-2", "r/A/result-3")


def test_means_are_taken_together_as_if_they_were_one_group() -> None:
    """Handbook table 6.5.a: the spread between the groups is in the spread of the whole."""
    rows = [
        *(mean("A", 1, "experimental", "10 2 30"), mean("A", 2, "experimental", "14 3 20")),
        mean("A", 3, "control", "9 2 25"),
    ]
    told = [got("r/A/result-1", "own", "tea"), got("r/A/result-2", "own", "tea")]
    (group,) = comparables(rows, received=Received(told))
    arms = group.effects[0].arms
    assert isinstance(arms, Means)
    assert arms.mean == pytest.approx(11.6)
    assert arms.n == 50
    squares = 29 * 4 + 19 * 9 + 30 * 20 / 50 * 4**2
    assert arms.sd == pytest.approx((squares / 49) ** 0.5)


def test_groups_that_received_something_else_are_two_sets() -> None:
    """Tea against none and coffee against none are two questions."""
    told = [got("r/A/result-1", "own", "tea"), got("r/A/result-2", "own", "coffee")]
    found = comparables(THREE, received=Received(told))
    assert [str(group.contrast) for group in found] == [
        "coffee against no such treatment",
        "tea against no such treatment",
    ]
    assert [group.effects[0].arms for group in found] == [
        Counts(5, 41, 7, 39),
        Counts(3, 40, 7, 39),
    ]


def test_groups_of_which_nothing_is_known_are_left_out() -> None:
    """Which two are compared is a person's decision."""
    found = comparables([*THREE, *pair("B", "5/60", "9/61")])
    assert labels(found) == [["B"]]
    assert {why for _, why in reasons(found)} == {"several groups: which are compared is not told"}


# --- What was compared ---------------------------------------------------------------------------


def test_unlike_contrasts_are_not_combined() -> None:
    """Green tea is tea; coffee is not; what is not known is like nothing."""
    rows = [ratio(name, "0.8 0.6 1.1") for name in "ABCDE"]
    told = [
        got("r/A/result-1", "experimental", "tea"),
        got("r/B/result-1", "experimental", "green tea", wider="tea"),
        got("r/C/result-1", "experimental", "coffee"),
    ]
    found = comparables(rows, received=Received(told))
    assert labels(found) == [["A", "B"], ["D"], ["E"], ["C"]]
    assert labels(comparables(rows)) == [["A", "B", "C", "D", "E"]]


def test_what_is_asked_for_stands_for_all_that_is_narrower() -> None:
    """Whoever asks for hot drinks has tea and coffee combined."""
    told = [got("c", "experimental", "tea", "hot"), got("d", "experimental", "coffee", "hot")]
    apart, together = Received(told), Received(told, {"hot": "hot drinks"})
    assert apart.contrast("c") != apart.contrast("d")
    assert together.contrast("c") == together.contrast("d")
    assert str(together.contrast("c")) == "hot drinks against no such treatment"


def test_what_both_sides_received_is_no_part_of_the_contrast() -> None:
    """Tea on top of bread, against bread."""
    told = [got("c", side, "bread") for side in ("experimental", "reference")]
    received = Received([*told, got("c", "experimental", "tea"), got("c", "reference", "milk")])
    assert str(received.contrast("c")) == "tea against milk"
    assert Received(told).contrast("c") is None


# --- Time ----------------------------------------------------------------------------------------


def test_times_that_lie_close_together_are_one_window() -> None:
    """Week 24 and month 6 are; week 52 and no time are others."""
    times = {"A": 168, "B": 182.6, "C": 364, "D": None}
    rows = [
        ratio(name, "1 0.5 2", statistic="riskRatio", days=days and Decimal(str(days)))
        for name, days in times.items()
    ]
    assert labels(comparables(rows)) == [["A", "B"], ["D"], ["C"]]
    chosen = comparables(rows, window=read_window("26wk..54wk"))
    assert labels(chosen) == [["B", "C"]]
    assert {why for _, why in reasons(chosen)} == {"at another time: none told"}


def test_what_is_measured_over_the_whole_trial_has_no_window() -> None:
    """Hazard ratios after two years and after five."""
    rows = [ratio("A", "1 0.5 2", days=Decimal(730)), ratio("B", "1 0.6 2", days=Decimal(1826))]
    assert labels(comparables(rows)) == [["A", "B"]]


def test_windows_do_not_chain() -> None:
    """A hundred days are not two hundred by steps of ten."""
    spans = windows_of(range(100, 201, 5))
    assert [(span.first, span.last) for span in spans][:2] == [(100, 110), (115, 125)]


@pytest.mark.parametrize("written", ["", "12", "12wk..", "26wk..12wk", "12 weeks", "x..y"])
def test_what_is_no_span_of_time_is_refused(written: str) -> None:
    """With what would be one."""
    with pytest.raises(UsageError, match="no span of time"):
        read_window(written)


# --- Once ----------------------------------------------------------------------------------------


def test_a_trial_enters_a_set_once_by_what_it_reported() -> None:
    """What was computed of its groups is left out beside; what another set needs is there."""
    rows = [
        ratio("A", "0.8 0.6 1.1", 5, statistic="riskRatio"),
        *pair("A", "3/40", "7/39"),
        *pair("B", "5/60", "9/61"),
    ]
    (group,) = comparables(rows)
    assert [(e.label, e.derived) for e in group.effects] == [("A", False), ("B", True)]
    assert reasons((group,)) == {("r/A/result-1", "the trial enters once, by r/A/result-5")}


def test_a_claim_that_the_answer_put_second_serves_another_set() -> None:
    """A trial of two drugs enters the set of each once."""
    second: Row = {"included": False, "reason": "the trial enters once, by r/A/result-1"}
    rows = [ratio("A", "0.8 0.6 1.1"), ratio("A", "0.9 0.6 1.2", 2, **second)]
    told = [
        got("r/A/result-1", "experimental", "tea"),
        got("r/A/result-2", "experimental", "coffee"),
    ]
    assert len(comparables(rows, received=Received(told))) == 2
    assert labels(comparables(rows)) == [["A"]]


# --- Intervals from P ----------------------------------------------------------------------------

BARE = {"ciLower": None, "ciUpper": None, "ciLevel": None, "included": False}
LACKING = "no confidence interval reported"


def test_an_exact_p_gives_a_ratio_its_interval() -> None:
    """P = 0.05 is an interval that just touches one; it is told to be computed."""
    told: Row = {**BARE, "reason": LACKING, "pRelation": "=", "pValue": Decimal("0.05")}
    (group,) = comparables([ratio("A", "0.8 0 0", **told)])
    (effect,) = group.effects
    assert float(effect.upper) == pytest.approx(1, abs=1e-3)
    assert float(effect.lower) == pytest.approx(0.64, abs=1e-3)
    assert effect.origin == "interval computed from P"


@pytest.mark.parametrize(
    "told",
    [
        {"pRelation": "<", "pValue": Decimal("0.05")},
        {"pRelation": "=", "pValue": None},
        {"pRelation": "=", "pValue": Decimal("0.05"), "estimate": Decimal(1)},
        {"pRelation": "=", "pValue": Decimal("0.05"), "experimental": None},
        {"pRelation": "=", "pValue": Decimal("0.05"), "statistic": "meanDifference"},
        {"pRelation": "=", "pValue": Decimal("0.05"), "reason": "its report was retracted"},
    ],
)
def test_no_interval_is_made_of_less(told: dict[str, object]) -> None:
    """Of a bound, of no P, of no effect, of unknown sides, of a difference, of a retracted one."""
    given: Row = {**BARE, "reason": LACKING, **told}
    rows = [ratio("A", "0.8 0 0", **given), ratio("B", "1 0.5 2")]
    found = comparables(rows)
    assert labels(found) == [["B"]]
    assert reasons(found) == {("r/A/result-1", told.get("reason", LACKING))}


def test_an_effect_is_not_changed_by_how_it_is_written() -> None:
    """What was computed is combined as it is, not as it was rounded."""
    (group,) = comparables([*pair("A", "3/40", "7/39"), *pair("B", "5/60", "9/61")])
    rounded = [
        Effect(
            **{
                name: getattr(each, name)
                for name in ("trial", "label", "statistic", "estimate", "lower", "upper", "level")
            },
            claim=each.claim,
        )
        for each in group.effects
    ]
    exact, close = pool(group.effects), pool(rounded)
    assert exact.estimate == pytest.approx(close.estimate, rel=1e-3)
    assert exact.estimate != close.estimate


def test_counts_that_do_not_fit_are_told_and_not_raised() -> None:
    """Nine of eight people: the trial is left out with that reason."""
    found = comparables([*pair("A", "9/8", "7/39"), *pair("B", "5/60", "9/61")])
    assert {why for _, why in reasons(found)} == {"the events of a group do not fit its people"}
    with pytest.raises(InputError):
        Counts(9, 8, 7, 39)
