"""What reports of one trial say differently: people, findings; and what is no difference."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sample_accounts import MONTH_6, amount, arms, changes, speed, study
from sample_builds import resized
from sample_linking import slugs
from sample_tellings import (
    Found,
    article,
    differences,
    falls,
    hazard,
    headaches,
    links,
    on,
    page,
    record,
    registered,
    together,
    whole,
)

from kg.concordance.rounding import Apart, apart, figure
from kg.concordance.rounding import whole as counted
from kg.namespaces import TK
from kg.records import Account, Arm, Number, Population, PValue, Study, TimePoint

Told = dict[str, Any]
MONTH_9 = TimePoint(offset=amount("9", "mo", unit_text="months"))


def test_three_reports_that_say_the_same_differ_in_nothing() -> None:
    """And each result of the second and third says again one of the first."""
    assert differences(article(), page(), record()) == set()
    again = links(together(article(), page(), record()), TK.restates)
    assert len(again) == 24
    assert {first.rpartition("/")[0] for first in again.values()} == {
        "https://w3id.org/trialkg/id/report/nct09999999"
    }


# --- Rounding ------------------------------------------------------------------------------------


ROUNDED: dict[str, tuple[str, str, str | None]] = {
    "the same": ("53", "53", None),
    "no decimals against one": ("53", "53.4", None),
    "half a step": ("53", "53.5", None),
    "more than half a step": ("53", "53.6", "0.6"),
    "six": ("53", "59", "6"),
    "two decimals": ("0.94", "0.95", "0.01"),
    "one decimal against two": ("0.9", "0.94", None),
    "trailing noughts are digits": ("0.90", "0.94", "0.04"),
    "below nought": ("-1.2", "-1.24", None),
    "of two signs": ("-1.2", "1.2", "2.4"),
    "thousands": ("1,234", "1234", None),
}


@pytest.mark.parametrize("case", ROUNDED)
def test_a_magnitude_knows_rounding(case: str) -> None:
    """Each number stands for all that it may have been rounded from."""
    one, other, expected = ROUNDED[case]
    both = [figure(Decimal(each.replace(",", "")), each) for each in (one, other)]
    found = apart(both[0], both[1])
    assert (found and str(found.magnitude)) == expected
    turned = apart(both[1], both[0])
    assert turned == found


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (("<", "0.05"), ("=", "0.03"), False),
        (("<", "0.05"), ("=", "0.06"), True),
        (("<", "0.001"), ("<", "0.05"), False),
        ((">", "0.05"), ("=", "0.03"), True),
        ((">", "0.05"), ("=", "0.6"), False),
        (("<", "0.05"), (">", "0.05"), False),
    ],
)
def test_a_bound_leaves_room(one: Any, other: Any, differ: bool) -> None:
    """P below 0.05 is not another P than 0.03."""
    both = [figure(Decimal(value), value, relation) for relation, value in (one, other)]
    assert (apart(both[0], both[1]) is not None) is differ


def test_counts_are_not_rounded() -> None:
    """Twenty and twenty-one."""
    assert apart(counted(20), counted(21)) == Apart(Decimal(1), Decimal(0))


# --- People --------------------------------------------------------------------------------------


def people(size: int, *roles: Any, **more: Any) -> Told:
    """A study's people."""
    return {"populations": (Population(label="people", roles=roles, size=size, **more),)}


PEOPLE: dict[str, tuple[Told, Told, set[tuple[str, str, str]]]] = {
    "who was randomized": (
        people(2090, "randomizedPopulation"),
        people(2071, "randomizedPopulation"),
        {("size", "2090", "2071")},
    ),
    "who enrolled is who was randomized, in a randomized trial": (
        people(40, "enrolled"),
        people(41, "randomizedPopulation"),
        {("size", "40", "41")},
    ),
    "a plan is not held against who came": (
        people(50, "plannedPopulation"),
        people(40, "enrolled"),
        set(),
    ),
    "the analysed may be fewer": (people(40, "enrolled"), people(38, "analysed"), set()),
    "lost to follow-up": (
        people(40, "enrolled", lost_to_follow_up=3),
        people(40, "enrolled", lost_to_follow_up=4),
        {("lostToFollowUp", "3", "4")},
    ),
    "one of them does not say": (people(40, "enrolled"), {"populations": ()}, set()),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_numbers_of_people_are_compared_by_role(case: str) -> None:
    """Each population once."""
    ours, theirs, expected = PEOPLE[case]
    assert on(differences(record(registered(**ours)), article(whole(**theirs)))) == expected


def test_who_enrolled_is_not_who_was_randomized_where_nobody_was() -> None:
    """In a trial that is not randomized, the words stand for others."""
    ours = registered(**people(40, "enrolled"), allocation=None)
    theirs = whole(**people(41, "randomizedPopulation"), allocation=None)
    assert differences(record(ours), article(theirs)) == set()


def test_a_role_of_two_populations_is_not_compared() -> None:
    """Which of the two is meant is open."""
    two = Population(roles=("enrolled",), size=30), Population(roles=("enrolled",), size=20)
    ours, theirs = registered(populations=two), whole(**people(41, "enrolled"))
    assert differences(record(ours), article(theirs)) == set()


def test_arms_are_compared_where_they_are_one() -> None:
    """The drug arm has one fewer in the article."""
    drug, none = arms()
    fewer = whole(arms=(none, resized(drug, 20)))
    assert differences(record(), article(fewer)) == {
        Found("size", "zentarol group", "21", "20", "1.0", None)
    }
    other = Arm(key="diet", label="diet", role="experimentalRole", size=20)
    assert differences(record(), article(whole(arms=(other, none, drug)))) == set()


# --- Findings ------------------------------------------------------------------------------------


def value(number: str, **more: Any) -> Told:
    """One mean walking speed of the drug group."""
    told = msgspec.structs.replace(speed("r2", "drug", MONTH_6, number), **more)
    return {"group_results": (told,), "changes": ()}


def counts(count: int, **more: Any) -> Told:
    """One number of falls."""
    told = falls("g1", "drug", count, 21, **more)
    return {"group_results": (told,), "changes": ()}


def share(percent: str) -> Told:
    """The same as a percentage."""
    number = Number(value=Decimal(percent), reported=percent, unit="%")
    told = falls("g1", "drug", 3, 21, count=None, denominator=None, number=number)
    return {"group_results": (told,), "changes": ()}


def against(**more: Any) -> Told:
    """One hazard ratio."""
    return {"comparisons": (hazard(**more),)}


def events(count: int, **more: Any) -> Told:
    """One number of headaches."""
    return {"adverse_events": (headaches("e1", "drug", count, 21, **more),)}


def p(number: str, relation: Any = "=") -> PValue:
    """A P value."""
    return PValue(value=Decimal(number), relation=relation, reported=number)


FINDINGS: dict[str, tuple[Told, Told, set[tuple[str, str, str]]]] = {
    "a value": (value("92.5"), value("91.5"), {("value", "92.5", "91.5")}),
    "a value that was rounded": (value("92.5"), value("92"), set()),
    "a value that no rounding gives": (value("92.6"), value("92"), {("value", "92.6", "92")}),
    "at another time": (value("92.5"), value("91.5", time=MONTH_9), set()),
    "of another group": (value("92.5"), value("91.5", group="none"), set()),
    "of another measurand": (value("92.5"), value("91.5", measurand="fall"), set()),
    "another statistic": (value("92.5"), value("91.5", statistic="median"), set()),
    "numbers that do not fit each other": (
        value("92.5"),
        value("91.5", flags=("incoherent",)),
        set(),
    ),
    "a count": (counts(3), counts(4), {("count", "3", "4")}),
    "a share for a count": (counts(3), share("14.3"), set()),
    "a share without decimals for a count": (counts(3), share("14"), set()),
    "another share than the count": (counts(3), share("19"), {("value", "3/21", "19")}),
    "an estimate": (against(), against(value="0.54"), {("value", "0.45", "0.54")}),
    "an interval": (against(), against(low="0.3"), {("ciLower", "0.2", "0.3")}),
    "P as a bound": (against(), against(p=p("0.05", "<")), set()),
    "P": (against(), against(p=p("0.3")), {("pValue", "0.03", "0.3")}),
    "P on the other side of a bound": (
        against(),
        against(p=p("0.05", ">")),
        {("pValue", "0.03", "> 0.05")},
    ),
    "which way": (
        against(),
        against(direction="higher"),
        {("direction", "lower", "higher")},
    ),
    "no difference is not significant": (
        against(significance="notSignificant", direction="lower"),
        against(significance="notSignificant", direction="noDifference"),
        set(),
    ),
    "significance": (
        against(),
        against(significance="notSignificant"),
        {("significance", "significant", "not significant")},
    ),
    "the groups turned round": (
        against(),
        against(value="2.2", experimental_group="none", reference_group="drug"),
        set(),
    ),
    "an adverse event": (events(4), events(5), {("count", "4", "5")}),
    "of one grade": (events(4), events(2, grade="3"), set()),
    "another adverse event": (events(4), events(5, event="cough"), set()),
}


@pytest.mark.parametrize("case", FINDINGS)
def test_results_are_compared_where_they_are_about_the_same(case: str) -> None:
    """The same people, measure, time and statistic."""
    ours, theirs, expected = FINDINGS[case]
    nothing: Told = {"group_results": (), "comparisons": (), "changes": (), "adverse_events": ()}
    found = differences(
        record(registered(**{**nothing, **ours})), article(whole(**{**nothing, **theirs}))
    )
    assert on(found) == expected


def test_a_share_told_as_an_event_is_compared_with_the_share_told_as_a_result() -> None:
    """One report counts headaches as harm, the other as what it measured."""
    as_result = whole(
        group_results=(falls("g1", "drug", 5, 21, measurand="headache", outcome=None),),
        adverse_events=(),
        changes=(),
        comparisons=(),
    )
    both = record(registered(**events(4))), article(as_result)
    assert on(differences(*both)) == {("count", "4", "5")}
    [(again, first)] = links(together(*both), TK.restates).items()
    assert (again.rpartition("/")[2], first.rpartition("/")[2]) == ("result-1", "result-7")


def test_a_rise_to_one_is_a_fall_to_the_other() -> None:
    """Changes that are told in words only."""
    rise, fall = changes()
    turned = msgspec.structs.replace(rise, direction="decrease")
    found = differences(record(), article(whole(changes=(turned, fall))))
    assert on(found) == {("direction", "increase", "decrease")}
    unchanged = msgspec.structs.replace(rise, direction="noChange")
    assert differences(record(), article(whole(changes=(unchanged, fall)))) == set()


def test_what_could_be_two_is_compared_with_none() -> None:
    """Two values of one time: it is open which of them the other report tells."""
    twice = speed("r2", "drug", MONTH_6, "92.5"), speed("r5", "drug", MONTH_6, "93.5")
    ours = registered(group_results=twice, changes=(), comparisons=())
    theirs = whole(**value("91.5"), comparisons=())
    assert differences(record(ours), article(theirs)) == set()


def test_two_studies_of_one_report_are_not_two_reports() -> None:
    """An article that tells of one trial in two parts does not disagree with itself."""
    one = Study(acronym="STRIDE", **people(40, "enrolled"))
    other = Study(acronym="STRIDE", **people(39, "enrolled"))
    both = msgspec.structs.replace(article(), studies=(one, other))
    assert len(set(slugs(both))) == 1
    assert differences(both) == set()
    assert on(differences(article(one), page(other, pmid="12345", kind="WebPage"))) == {
        ("size", "40", "39")
    }


# --- Which goes first ----------------------------------------------------------------------------


def lead(*accounts: Account) -> str:
    """The report whose word goes first."""
    [found] = links(together(*accounts), TK.leadReport).values()
    return found.rpartition("/")[2]


def without_sizes(told: Study) -> Study:
    """A study whose arms have no size."""
    return msgspec.structs.replace(told, arms=tuple(resized(arm, None) for arm in told.arms))


def test_the_report_that_knows_most_of_the_arms_goes_first() -> None:
    """Then what was entered as data, before prose; and never a retracted one."""
    assert lead(article(), record(), page()) == "nct09999999"
    assert lead(article(), record(registered(arms=()))) == "pmid-12345"
    bare = without_sizes(registered())
    assert lead(article(), record(bare)) == "pmid-12345"
    assert lead(page(), article(), record(bare)) == "pmid-12345"


def test_what_other_trials_there_are_makes_no_difference() -> None:
    """The same statements stand among those of a library."""
    other = study(acronym="AMBLE", registry_ids=("NCT08888888",), conditions=())
    far = article(other, pmid="777", sha256="0a" * 32, title="Another trial")
    drug, none = arms()
    pair = record(), article(whole(arms=(drug, resized(none, 18))))
    assert set(together(*pair)) == set(together(*pair, far))
