"""One trial however many reports: no question counts it, its arms or its patients twice.

The record of a trial alone gives an answer to each question; with an article and a page that tell
the same, the answer is the same but for rows that say which row they repeat.
"""

from collections import Counter

import msgspec
import pytest
from sample_accounts import arms
from sample_builds import assemble, fine, resized, told
from sample_tellings import (
    answers,
    article,
    built,
    falls,
    hazard,
    headaches,
    page,
    record,
    registered,
    whole,
)

from kg import questions
from kg.records import Arm, Indexing, Study
from kg.store import Memory
from kg.table import Value

Row = dict[str, Value]

# These list what each report has to say, and add up nothing: a row for each report.
OF_REPORTS = {
    "coverage": "counts the claims of reports, not what they are about",
    "eligibility-bounds": "lists criteria as each report states them",
    "evidence-for": "lists each claim with the words of its report",
    "indexed-with": "lists the headings of articles",
    "outcome-switching": "holds each report against what was registered",
    "related-trials": "lists which report relates two trials",
}
# Where an answer comes from may differ; what it says may not.
SOURCES = {"claim", "words", "arm", "group", "about", "report", "reportLabel"}


@pytest.fixture(scope="module")
def alone() -> Memory:
    """The record by itself."""
    return built(record())


@pytest.fixture(scope="module")
def three() -> Memory:
    """The record, an article and a page."""
    return built(article(), page(), record())


def said(rows: list[Row]) -> Counter[str]:
    """What rows say, without where they have it from."""
    return Counter(
        str({name: value for name, value in row.items() if name not in SOURCES}) for row in rows
    )


@pytest.mark.parametrize("name", sorted(set(questions.catalogue()) - OF_REPORTS.keys()))
def test_three_reports_answer_as_one_does(name: str, alone: Memory, three: Memory) -> None:
    """Beside rows that repeat another row, and say which."""
    rows = answers(name, three)
    fresh = [row for row in rows if row.get("restates") is None]
    assert said(fresh) == said(answers(name, alone))
    claims = {row["claim"] for row in fresh if "claim" in row}
    again = [row for row in rows if row.get("restates") is not None]
    assert {row["restates"] for row in again} <= claims


def test_the_questions_have_answers_here(three: Memory) -> None:
    """Else the comparison would show nothing: of most questions there is a row."""
    empty = {
        name for name in questions.catalogue().keys() - {"indexed-with"} if not answers(name, three)
    }
    assert empty == {
        *("conflicting-trials", "population-overlap", "surrogate-without-benefit"),
        *("no-difference", "responder-outcomes", "predictors", "unit-flags"),
        *("coverage", "disagreements", "trials-of-condition"),
    }


LISTED = {"eligibility-bounds": "criterion", "evidence-for": "claim", "outcome-switching": "report"}


@pytest.mark.parametrize("name", LISTED)
def test_what_reports_say_is_listed_with_the_report(name: str, three: Memory) -> None:
    """Each row of the article is there once for the page, and leads to it."""
    rows = answers(name, three)
    of = Counter(part for row in rows for part in str(row[LISTED[name]]).split("/"))
    assert 0 < of["pmid-12345"] == of["sha256-eeeeeeeeeeeeeeee"]


def test_a_trial_is_one_row_of_those_with_a_heading() -> None:
    """An article has its headings; the other reports add none."""
    heading = Indexing(descriptor_name="Gait", descriptor="D000099", major=True)
    both = built(article(indexing=(heading,)), record(), page())
    assert len(answers("indexed-with", both)) == 1


def test_people_are_those_of_one_report(three: Memory) -> None:
    """Forty took part, in two arms that add up to forty."""
    [summary] = answers("trial-summary", three)
    assert summary["participants"] == "40 randomized"
    sizes = answers("arms-and-sizes", three)
    assert [row["size"] for row in sizes] == [21, 19]
    assert {(row["armsTotal"], row["participants"], row["addsUp"]) for row in sizes} == {
        (40, 40, "yes")
    }


def test_a_trial_enters_a_synthesis_once(three: Memory) -> None:
    """By the report whose word goes first; with forty people."""
    pooled = [row for row in answers("pooled-effect", three) if row["included"]]
    assert [(row["statistic"], row["n"]) for row in pooled] == [("hazardRatio", 40)]
    [edge] = answers("evidence-network", three)
    assert edge["trials"] == 1


# --- Reports that differ -------------------------------------------------------------------------


def differing() -> Memory:
    """An article with other numbers and names, and its arms the other way round."""
    drug, none = arms()
    renamed = (
        msgspec.structs.replace(resized(none, 18), label="exercise only"),
        msgspec.structs.replace(resized(drug, 20), label="active group"),
    )
    other = whole(
        arms=renamed,
        group_results=(falls("g1", "drug", 4, 20), falls("g2", "none", 7, 18)),
        comparisons=(hazard("0.57"),),
        changes=(),
        adverse_events=(headaches("e1", "drug", 5, 20), headaches("e2", "none", 2, 18)),
    )
    return built_with(other)


def built_with(other: Study) -> Memory:
    """The record, and an article that says something else; numbers are not looked up in words."""
    return Memory(assemble(told(record(), article(other)), fine).lines)


def test_numbers_that_differ_do_not_make_two_trials() -> None:
    """Rows that repeat say so although they disagree, and the disagreement is told."""
    graph = differing()
    assert [row["size"] for row in answers("arms-and-sizes", graph)] == [21, 19]
    harms = answers("adverse-events", graph)
    assert sum(int(str(row["denominator"])) for row in harms if row["restates"] is None) == 40
    assert len(harms) == 4
    assert [row["estimate"] for row in answers("pooled-effect", graph) if row["included"]] == [
        answers("pooled-effect", built(record()))[0]["estimate"]
    ]
    about = Counter(row["what"] for row in answers("disagreements", graph))
    assert about == {"size": 2, "count": 3, "value": 1}


def test_an_arm_that_nobody_can_place_says_so_in_every_answer() -> None:
    """Its people may be those of another arm: it is none of the trial's own."""
    strange = (Arm(key="drug", label="cohort A"), Arm(key="none", label="cohort B"))
    graph = built_with(whole(arms=strange))
    assert [row["size"] for row in answers("arms-and-sizes", graph)] == [21, 19]
    rows = [row for row in answers("adverse-events", graph) if row["restates"] is None]
    unknown = [row for row in rows if row["caution"] is not None]
    assert (len(rows), len(unknown)) == (4, 2)
    assert {row["caution"] for row in unknown} == {"its arm may be one of the trial's own"}
    assert {row["groupLabel"] for row in unknown} == {"cohort A", "cohort B"}
    assert sum(bool(row["included"]) for row in answers("pooled-effect", graph)) == 1


def test_a_trial_of_two_numbers_stays_two() -> None:
    """Another registered trial on the same drug in the same words adds its own people."""
    other = registered(registry_ids=("NCT08888888",), acronym="AMBLE", sister_trials=())
    sister = record(other, registry_ids=("NCT08888888",), sha256="0b" * 32, title="Another")
    graph = built(record(), sister)
    assert len(answers("trial-summary", graph)) == 2
    assert sum(bool(row["included"]) for row in answers("pooled-effect", graph)) == 2
    [edge] = answers("evidence-network", graph)
    assert edge["trials"] == 2


def test_a_trial_is_no_sister_of_itself() -> None:
    """A report that calls its own trial by a name that linking knows."""
    assert answers("related-trials", built(record(registered(acronym="AMBLE")))) == []
