"""Verdicts as SHACL reports: every finding, with its path, and the same bytes every time."""

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH
from shacl_pairs import pair
from shacl_texts import EX, data, shapes

from kg.validation import check_quads, write_report
from kg.validation.plain import quiet
from kg.validation.resultpath import path_in_turtle
from kg.validation.shapes import path_text

PATHS = [
    "<urn:a>",
    "^<urn:a>",
    "<urn:a>/^<urn:b>",
    "(<urn:a>|<urn:b>/<urn:c>)",
    "^(<urn:a>/<urn:b>)",
    "(<urn:a>)*",
    "(<urn:a>|(<urn:b>/<urn:c>)+)/(^<urn:d>)?",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_written_and_read_back(path: str) -> None:
    """Whatever its form, a report can carry it."""
    written = path_in_turtle(path, "<{}>".format)
    turtle = f"@prefix sh: <{SH}> . [] sh:resultPath {written} ."
    graph = Graph().parse(data=turtle, format="turtle")
    [read] = graph.objects(None, SH.resultPath)
    assert path_text(graph, read) == path


@pytest.mark.parametrize(
    "path", ["?", "", "<urn:a>/", "(<urn:a>", "<urn:a>)", "^", "<urn:a> <urn:b>"]
)
def test_what_is_no_path_is_not_written(path: str) -> None:
    """Better no path than a wrong one."""
    assert path_in_turtle(path, "<{}>".format) is None


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in (0, 20, 40)], ids=str)
def test_a_report_is_complete(seeds: range) -> None:
    """Every finding is a result, with focus node, path, value and source where it has them."""
    for seed in seeds:
        with quiet():
            made = pair(seed)
            verdict = check_quads(made.quads, made.shapes)
            report = Graph().parse(data=write_report(verdict, "ttl"), format="turtle")
        findings = verdict.findings
        assert len(list(report.subjects(RDF.type, SH.ValidationResult))) == len(findings)
        for predicate, stated in {
            SH.focusNode: len(findings),
            SH.resultPath: sum(finding.path is not None for finding in findings),
            SH.sourceShape: len(findings),
            SH.value: sum(finding.value is not None for finding in findings),
        }.items():
            assert len(list(report.subject_objects(predicate))) == stated, (seed, predicate)


OWN = ":S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount 1 ] ."


def test_a_shape_without_a_name_is_called_the_same_every_time(tmp_path: Path) -> None:
    """The report of the same data by the same file has the same bytes."""
    twice = [check_quads(data(""), shapes(OWN, tmp_path)) for _ in range(2)]
    assert twice[0] == twice[1]
    assert twice[0].findings[0].shape.startswith("_:s0b")
    assert write_report(twice[0], "ttl") == write_report(twice[1], "ttl")
    assert f"<{EX}p>" in write_report(twice[0], "ttl")
