"""The answers to every question over the three founding reports, as the developers agreed them.

K is the trial of 1996, A that of 2009, S that of the network page. Nothing of the reports' text
stands here: rows are told by trial and number.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.table import Table

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """The graph of the three reports alone."""
    seeds = Path(__file__).parents[2] / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the founding reports are not beside this checkout")
    built = kg.build(sorted(seeds.glob("*.txt")), store=tmp_path_factory.mktemp("founding") / "kg")
    with built:
        yield built


def trial(iri: Any) -> str:
    """The letter of a founding trial."""
    local = str(iri).rpartition("/")[2]
    return {"doi-10": "K", "pmid-1": "A", "sha256": "S"}[local[:6]]


def _name(iri: Any) -> str:
    return str(iri).rpartition("/")[2]


def rows(answer: Table, *columns: str) -> set[tuple[Any, ...]]:
    """The rows of an answer: the trial's letter, then these columns, numbers as floats."""
    found = [(trial(row["trial"]), *(_plain(row[column]) for column in columns)) for row in answer]
    assert len(set(found)) == len(found), "a row stands twice"
    return set(found)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, str)) or value is None else float(value)


@pytest.mark.parametrize("name", ["IL-2", "interleukin-2", "Cytokines", "concept:interleukin-2"])
def test_all_three_studied_interleukin_2(graph: kg.Graph, name: str) -> None:
    """By any name, and through the tree."""
    assert rows(graph.ask("trials-of-intervention", substance=name)) == {("K",), ("A",), ("S",)}


@pytest.mark.parametrize("name", ["rIL-2", "aldesleukin"])
def test_the_recombinant_is_stated_by_one(graph: kg.Graph, name: str) -> None:
    """The two that do not name their preparation come when the question is widened."""
    stated = graph.ask("trials-of-intervention", substance=name)
    assert rows(stated, "fit") == {("S", "as asked")}
    widened = graph.ask("trials-of-intervention", substance=name, widen=True)
    unnamed = "broader: preparation not reported"
    assert rows(widened, "fit") == {("S", "as asked"), ("K", unnamed), ("A", unnamed)}


def test_a_trial_at_a_glance_is_one_row(graph: kg.Graph) -> None:
    """The sister that is only mentioned has none."""
    answer = graph.ask("trial-summary")
    assert rows(answer) == {("K",), ("A",), ("S",)}
    design = {trial(row["trial"]): str(row["design"]) for row in answer}
    assert design["A"] == "randomized, openLabel, controlled, multicentre"


def test_arms_add_up_where_their_sizes_are_told(graph: kg.Graph) -> None:
    """31 + 29 = 60, 849 + 846 = 1,695, and nothing of the third."""
    answer = rows(graph.ask("arms-and-sizes"), "role", "size", "participants", "addsUp")
    assert answer == {
        ("K", "experimentalRole", 31, 60, "yes"),
        ("K", "controlRole", 29, 60, "yes"),
        ("S", "experimentalRole", 849, 1695, "yes"),
        ("S", "controlRole", 846, 1695, "yes"),
        ("A", "experimentalRole", None, None, "arm sizes not reported"),
        ("A", "controlRole", None, None, "arm sizes not reported"),
    }


def test_cd4_bounds_side_by_side(graph: kg.Graph) -> None:
    """Above 200; below 200; 50 to 299."""
    answer = graph.ask("eligibility-bounds", measurand="concept:cd4-count")
    assert rows(answer, "low", "lowInclusive", "high", "highInclusive", "unit") == {
        ("K", 200, False, None, None, "{cells}/uL"),
        ("A", None, None, 200, False, "{cells}/uL"),
        ("S", 50, True, 299, True, "{cells}/uL"),
    }


def test_whom_the_trials_would_have_taken(graph: kg.Graph) -> None:
    """CD4 250 and HIV RNA 5,000: two trials, one of which asks more; the third excludes twice."""
    known: dict[str, Any] = {"cd4": 250, "viral load": "5,000"}
    answer = graph.ask("eligible-for", **known)
    assert rows(answer, "verdict", "met", "excluded", "unknown") == {
        ("K", "eligible", 1, 0, 0),
        ("S", "possible", 2, 0, 3),
        ("A", "excluded", 0, 2, 1),
    }


def test_which_populations_overlap(graph: kg.Graph) -> None:
    """The ends of what is common are open or closed as the criteria are."""
    answer = {
        (frozenset((trial(row["trial"]), trial(row["other"]))), *_overlap(row))
        for row in graph.ask("population-overlap")
    }
    cells, copies = "{cells}/uL", "{copies}/mL"
    assert answer == {
        (frozenset("KA"), "disjoint", cells, None, None, None, None),
        (frozenset("KS"), "overlap", cells, 200.0, False, 299.0, True),
        (frozenset("AS"), "overlap", cells, 50.0, True, 200.0, False),
        (frozenset("AS"), "disjoint", copies, None, None, None, None),
    }


def _overlap(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("relation", "unit", "low", "lowInclusive", "high", "highInclusive")
    return tuple(_plain(row[name]) for name in names)


def test_baselines(graph: kg.Graph) -> None:
    """Two means of K, five characteristics of A."""
    answer = graph.ask("baseline")
    assert rows(answer, "statistic", "value", "unit", "dispersion") == {
        ("K", "mean", 428, "{cells}/uL", 25),
        ("K", "mean", 406, "{cells}/uL", 29),
        ("A", "median", 43, "a", None),
        ("A", "percentage", 61, "%", None),
        ("A", "percentage", 43, "%", None),
        ("A", "median", 64, "{cells}/uL", None),
        ("A", "median", 4.9, "{Log_copies}/mL", None),
    }


def test_doses(graph: kg.Graph) -> None:
    """90 and 45 million units a cycle, 540 and 270 in all; of A only the cycles are told."""
    answer = graph.ask("dose-per-cycle", substance="IL-2")
    regular = rows(answer, "order", "cycles", "dosePerCycle", "plannedTotal", "unit", "claim")
    assert {row[:-1] for row in regular if row[1] == 1} == {
        ("K", 1, 6, 90, 540, "M[IU]"),
        ("S", 1, 6, 45, 270, "M[IU]"),
        ("A", 1, 8, None, None, None),
    }
    assert all(row[3] is None for row in regular if row[1] != 1)


def test_results_on_cd4(graph: kg.Graph) -> None:
    """Four means, four percentages; how many were analysed is not told."""
    answer = graph.ask("results-by-outcome", measurand="CD4")
    assert rows(answer, "time", "value", "dispersion", "n") == {
        ("K", "baseline", 428, 25, None),
        ("K", "month 12", 916, 128, None),
        ("K", "baseline", 406, 29, None),
        ("K", "month 12", 349, 41, None),
        ("A", "week 52", 14, None, None),
        ("A", "week 52", 18, None, None),
        ("A", "week 52", 25, None, None),
        ("A", "week 52", 32, None, None),
    }


def test_changes(graph: kg.Graph) -> None:
    """+488 and −57, derived, in the directions that the report tells."""
    answer = graph.ask("change-from-baseline")
    assert rows(answer, "change", "direction", "derivation") == {
        ("K", 488, "increase", "derived"),
        ("K", -57, "decrease", "derived"),
    }


COMPARISONS = {
    ("K", "cd4-count", "higher", "experimental", "significant", 0.001, 916.0),
    ("K", "hiv-rna", None, None, "notSignificant", None, None),
    ("K", "p24", None, None, "notSignificant", None, None),
    ("A", "cd4-count", None, None, "notSignificant", None, 14.0),
    ("A", "cd4-count", None, None, "notSignificant", None, 25.0),
    ("A", "hiv-rna", None, None, "notSignificant", None, None),
    ("A", "aids-event", "noDifference", "neither", None, None, None),
    ("S", "cd4-count", "higher", "experimental", None, None, None),
}


def test_comparisons(graph: kg.Graph) -> None:
    """Eight, one of them with a P value and one with a difference."""
    answer = graph.ask("between-group")
    columns = ("direction", "favours", "significance", "pValue", "experimentalValue")
    found = {
        (trial(row["trial"]), _name(row["measurand"]), *(_plain(row[name]) for name in columns))
        for row in answer
    }
    assert len(answer) == len(COMPARISONS)
    assert found == COMPARISONS
    differences = {(trial(row["trial"]), _plain(row["difference"])) for row in answer}
    assert differences == {("K", None), ("A", None), ("S", 53.0)}


def test_no_differences(graph: kg.Graph) -> None:
    """Five that a test did not find, one that is only stated."""
    answer = graph.ask("no-difference")
    found = sorted(
        (trial(row["trial"]), _name(row["measurand"]), str(row["statement"])) for row in answer
    )
    tested = "not significant"
    assert found == [
        ("A", "aids-event", "no difference stated, no test reported"),
        ("A", "cd4-count", tested),
        ("A", "cd4-count", tested),
        ("A", "hiv-rna", tested),
        ("K", "hiv-rna", tested),
        ("K", "p24", tested),
    ]


def test_trials_in_conflict(graph: kg.Graph) -> None:
    """On CD4 alone: higher in two, no significant difference in the third, each with its people."""
    answer = graph.ask("conflicting-trials")
    columns = ("finding", "significance", "experimentalValue", "referenceValue", "difference")
    assert rows(answer, *columns) == {
        ("K", "experimental", "significant", 916, 349, None),
        ("S", "experimental", None, None, None, 53),
        ("A", "neither", "notSignificant", 14, 18, None),
        ("A", "neither", "notSignificant", 25, 32, None),
    }
    assert all(row["population"] for row in answer)
    assert set(answer["measurand"]) == {"https://w3id.org/trialkg/id/concept/cd4-count"}


def test_a_surrogate_without_benefit(graph: kg.Graph) -> None:
    """One trial, by its conclusions."""
    assert rows(graph.ask("surrogate-without-benefit"), "basis") == {("S", "conclusions")}


def test_responders(graph: kg.Graph) -> None:
    """At least 200, and a gain of at least 50."""
    answer = graph.ask("responder-outcomes")
    assert rows(answer, "thresholdOn", "low", "lowInclusive", "value") == {
        ("A", "level", 200, True, 14),
        ("A", "level", 200, True, 18),
        ("A", "changeFromBaseline", 50, True, 25),
        ("A", "changeFromBaseline", 50, True, 32),
    }


def test_predictors(graph: kg.Graph) -> None:
    """Two factors of the first outcome, in their order, and one of the second."""
    answer = graph.ask("predictors")
    found = {
        (str(row["factorLabel"]).lower(), str(row["pRelation"]), _plain(row["pValue"]))
        for row in answer
    }
    assert {trial(iri) for iri in answer["trial"]} == {"A"}
    assert {(relation, p) for _, relation, p in found} == {("=", 0.003), ("=", 0.01), ("<", 0.001)}
    assert {p for factor, _, p in found if "enfuvirtide" in factor} == {0.003, 0.001}
    assert {p for factor, _, p in found if "baseline" in factor} == {0.01}


def test_adverse_events(graph: kg.Graph) -> None:
    """Four events, all dose-limiting; their heading is not a fifth."""
    answer = graph.ask("adverse-events", substance="IL-2")
    found = set(map(_name, answer["event"]))
    assert found == {"fever", "malaise", "fatigue", "hyperbilirubinemia"}
    assert rows(answer, "event", "doseLimiting") == {("K", iri, True) for iri in answer["event"]}
    assert {row["qualifier"] for row in answer} == {None, "asymptomatic"}


def test_background_therapy(graph: kg.Graph) -> None:
    """Antiretroviral therapy; optimized background, and enfuvirtide for those new to it."""
    found = sorted(
        (trial(row["trial"]), _name(row["therapy"]), row["condition"] is not None)
        for row in graph.ask("background-therapy")
    )
    assert found == [
        ("A", "enfuvirtide", True),
        ("A", "enfuvirtide", True),
        ("A", "optimized-background-therapy", False),
        ("A", "optimized-background-therapy", False),
        ("K", "antiretroviral-therapy", False),
        ("K", "antiretroviral-therapy", False),
        ("S", "antiretroviral-therapy", False),
        ("S", "antiretroviral-therapy", False),
    ]


def test_follow_up(graph: kg.Graph) -> None:
    """Month 12 and four months more; week 52; a median of seven to eight years."""
    answer = graph.ask("follow-up")
    assert rows(answer, "followUpStatistic", "followUpLow", "followUpHigh", "lastResult") == {
        ("K", None, None, None, "month 12"),
        ("A", None, None, None, "week 52"),
        ("S", "median", 7, 8, "median year 7 to 8"),
    }
    monitored = {trial(row["trial"]): row["monitoredUntil"] for row in answer}
    assert monitored == {"K": "month 4 after last cycle", "A": None, "S": None}


def test_what_is_not_reported(graph: kg.Graph) -> None:
    """Arm sizes in A, a P value for the difference in S."""
    answer = graph.ask("not-reported")
    found = {(trial(row["trial"]), str(row["item"])) for row in answer}
    assert {("A", "arm size"), ("S", "P value"), ("K", "route"), ("A", "dose")} <= found
    assert not {("K", "arm size"), ("S", "arm size"), ("S", "route"), ("K", "harms")} & found


def test_flagged_units(graph: kg.Graph) -> None:
    """One: a viral load in cells."""
    answer = graph.ask("unit-flags")
    assert rows(answer, "writtenUnit", "readAs", "high") == {
        ("S", "cells/mL", "{copies}/mL", 10000)
    }


def test_indexing(graph: kg.Graph) -> None:
    """Twenty lines of K, two of them major; the tree finds what stands below a heading."""
    answer = graph.ask("indexed-with")
    assert len(answer) == 20
    assert {trial(iri) for iri in answer["trial"]} == {"K"}
    assert sum(map(bool, answer["major"])) == 2
    infections = graph.ask("indexed-with", heading="HIV Infections", majorOnly=True)
    assert rows(infections, "match") == {("K", "the heading itself")}
    assert len(graph.ask("indexed-with", heading="Cytokines")) == 1


def test_a_sister_trial(graph: kg.Graph) -> None:
    """ESPRIT, which is only mentioned."""
    assert rows(graph.ask("related-trials"), "relatedLabel") == {("S", "ESPRIT")}


def test_every_claim_has_evidence(graph: kg.Graph) -> None:
    """Each claim that an answer shows leads to words of its own report."""
    for name in ("between-group", "adverse-events", "change-from-baseline", "dose-per-cycle"):
        for claim in graph.ask(name)["claim"]:
            evidence = graph.ask("evidence-for", claim=claim)
            assert all(evidence["words"]), claim
            assert all(evidence["report"]), claim
            assert len(evidence), claim


def test_nothing_disagrees_yet(graph: kg.Graph) -> None:
    """Each trial has one report."""
    assert len(graph.ask("disagreements")) == 0


def test_nothing_can_be_pooled_yet(graph: kg.Graph) -> None:
    """Eight comparisons, each left out with its reason."""
    answer = graph.ask("pooled-effect")
    assert set(answer["included"]) == {False}
    reasons = sorted(map(str, answer["reason"]))
    assert reasons == ["no confidence interval reported", *["no estimate reported"] * 7]


def test_one_contrast_in_three_trials(graph: kg.Graph) -> None:
    """IL-2 with antiretroviral therapy against that therapy alone."""
    (row,) = graph.ask("evidence-network")
    shown = {name: row[name] for name in ("intervention", "comparator", "trials")}
    assert shown == {
        "intervention": "antiretroviral therapy + interleukin-2",
        "comparator": "antiretroviral therapy",
        "trials": 3,
    }


def test_coverage(graph: kg.Graph) -> None:
    """Every reported claim has a passage."""
    found = {str(row["measure"]): row for row in graph.ask("coverage")}
    evidenced = found["reported claims with a passage"]
    assert evidenced["part"] == evidenced["whole"]
    assert found["headings linked to MeSH"]["part"] == 20
    assert found["arms with a size"]["percent"] is not None
