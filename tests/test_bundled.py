"""The bundled graph: what its reports are known to contradict is found, told and traced."""

from collections.abc import Iterator
from typing import Any

import pytest

import kg
from kg.resources import records
from kg.table import Table


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """The graph of the bundled records alone."""
    with kg.build([records()], store=tmp_path_factory.mktemp("bundled") / "kg") as built:
        yield built


def told(answer: Table, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of an answer, whole numbers as such."""
    return [tuple(str(row[name]).removesuffix(".0") for name in columns) for row in answer]


def test_what_two_reports_tell_differently_has_both_values_and_how_far_apart(
    graph: kg.Graph,
) -> None:
    """Enrolment and arms of ESPRIT by registry and paper; CD4 counts of SILCAAT by two pages."""
    answer = graph.ask("disagreements")
    assert told(answer, "label", "what", "firstValue", "secondValue", "magnitude") == [
        ("ESPRIT", "size", "4150", "4111", "39"),
        ("ESPRIT", "size", "2060", "2040", "20"),
        ("ESPRIT", "size", "2090", "2071", "19"),
        ("SILCAAT", "value", "53", "59", "6"),
        ("SILCAAT", "value", "53", "59", "6"),
    ]


def test_what_two_reports_tell_differently_has_both_passages(graph: kg.Graph) -> None:
    """What a person entered has a place in the record and a source, where a text has words."""
    answer = graph.ask("disagreements", trial="ESPRIT")
    places = told(answer, "firstPlace", "secondPlace")
    assert places == [
        (
            f"/studies/0/{at}, https://clinicaltrials.gov/study/NCT00004978",
            f"/studies/0/{at}, https://doi.org/10.1056/NEJMoa0903175",
        )
        for at in ("populations/0", "arms/1", "arms/0")
    ]


def test_switched_outcomes_need_a_registry_record(graph: kg.Graph) -> None:
    """What a person entered from a registry is no protocol: nothing is held against a paper."""
    assert len(graph.ask("outcome-switching")) == 0


def test_an_interval_that_spans_one_with_a_small_p_value_is_found(graph: kg.Graph) -> None:
    """STALWART reports both; it is kept, warned of and flagged in the answer."""
    (found,) = graph.validate().findings
    assert (found.severity, found.message[:46]) == (
        "Warning",
        "P = 0.009, with an interval from 0.59 to 43.57",
    )
    answer = graph.ask("between-group", trial="STALWART")
    flagged = [row for row in answer if row["flag"]]
    assert [str(row["claim"]) for row in flagged] == [found.focus]
    assert [row["flag"] for row in answer] == [None, None, "incoherent"]
