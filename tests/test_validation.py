"""Validation as a whole: planted faults are found, reports say so, bad shapes are refused."""

import json
import re
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from planted_faults import (
    CHECK_FAULTS,
    PROLOGUE,
    SHAPE_FAULTS,
    TRIAL,
    Fault,
    added,
    negative,
    removed,
    replaced,
)
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg.errors import UsageError
from kg.namespaces import TK, TKS
from kg.table import Table, to_value
from kg.terms import Literal
from kg.validation import (
    FORMS,
    Ask,
    Finding,
    Verdict,
    asking,
    check_coherence,
    checks,
    house_shapes,
    validate,
    verdict,
    write_report,
)

EXAMPLES = Path(__file__).parents[1] / "ontology" / "examples" / "valid"


@cache
def _good_lines() -> str:
    graph = Graph()
    for file in sorted(EXAMPLES.glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph.serialize(format="nt")


@pytest.fixture
def good() -> Graph:
    """The graph of all examples: one invented trial, told by four reports."""
    return Graph().parse(data=_good_lines(), format="nt")


def quick(graph: Graph) -> Ask:
    """The engine of the store, asked over the same triples."""
    store = pyoxigraph.Store()
    lines = graph.serialize(format="nt").encode()
    store.load(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)

    def ask(query: str) -> Table:
        answer = store.query(query)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        written = answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return Table.from_json(written or b"")

    return ask


def _short(finding: Finding) -> str:
    return finding.shape.removeprefix(TKS)


# --- Faults that are planted in a good graph ----------------------------------------------------


def _planted(graph: Graph, fault: Fault) -> Graph:
    before = set(graph)
    graph.update(PROLOGUE + fault.update)
    assert set(graph) != before, "the fault changes nothing"
    return graph


def test_a_good_graph_has_no_finding(good: Graph) -> None:
    """Shapes and checks pass the examples without so much as a warning, in both engines."""
    assert validate(good).findings == ()
    assert validate(good, ask=quick(good)).findings == ()


WARNED = {"DosingPhase-doseHasBasis"}


@pytest.mark.parametrize("name", SHAPE_FAULTS)
def test_a_planted_fault_is_found_by_its_shape(name: str, good: Graph) -> None:
    """One fault in the good graph, and the shape that is named for it says so."""
    fault = SHAPE_FAULTS[name]
    graph = _planted(good, fault)
    found = validate(graph, ask=quick(graph))
    told = {_short(finding): finding.severity for finding in found.findings}
    assert fault.found_by in told
    # A registry may leave out what a shape that warns asks for; every other fault is a violation.
    assert found.conforms == (set(told.values()) == {"Warning"})
    assert not found.conforms or fault.found_by in WARNED


@pytest.mark.parametrize("name", CHECK_FAULTS)
def test_a_planted_fault_is_found_by_its_check(name: str, good: Graph) -> None:
    """One fault in the good graph, one check that finds it, the same rows from both engines."""
    fault = CHECK_FAULTS[name]
    graph = _planted(good, fault)
    found = check_coherence(quick(graph))
    assert set(map(_short, found.findings)) == {f"check-{fault.found_by}"}
    check = next(check for check in checks() if check.id == fault.found_by)
    # The two engines spell decimals in their own ways: 41.0 and 41.
    assert _told(check_coherence(asking(graph), [check])) == _told(found)


def _told(found: Verdict) -> list[tuple[str, str, object]]:
    return sorted(((f.shape, f.focus, to_value(f.value)) for f in found.findings), key=str)


def test_every_check_has_its_fault() -> None:
    """A check that finds nothing planted may be one that can find nothing."""
    assert {check.id for check in checks()} == {fault.found_by for fault in CHECK_FAULTS.values()}


FLAGGED = {
    "arms-above-total": ":population-randomized",
    "ci-against-p": ":result-8",
    "direction-against-estimate": ":result-8",
    "direction-of-change": ":result-7",
    "direction-of-comparison": ":result-8",
    "estimate-outside-interval": ":result-8",
    "more-analysed-than-in-group": ":result-6",
    "no-difference-with-p": ":result-8",
    "outside-spread": ":result-5",
    "ratio-not-positive": ":result-8",
    "share-against-count": ":result-4",
    "significance-against-p": ":result-8",
    "start-after-completion": TRIAL,
}


@pytest.mark.parametrize("check", FLAGGED)
def test_what_is_flagged_incoherent_is_kept_and_told(check: str, good: Graph) -> None:
    """A report may contradict itself: what is marked so is no violation, but a warning."""
    fault = next(fault for fault in CHECK_FAULTS.values() if fault.found_by == check)
    graph = _planted(good, fault)
    graph.update(PROLOGUE + added(f"{FLAGGED[check]} tk:flag tk:incoherent"))
    found = validate(graph, ask=quick(graph))
    assert found.conforms
    assert {_short(each) for each in found.findings} == {"check-incoherent-as-reported"}


@pytest.mark.parametrize(("statistic", "conforms"), [("hazardRatio", True), ("oddsRatio", False)])
def test_time_without_an_event_grows_where_its_hazard_falls(
    statistic: str, conforms: bool, good: Graph
) -> None:
    """A hazard ratio below one goes with longer survival; an odds ratio with nothing higher."""
    check = next(check for check in checks() if check.id == "direction-against-estimate")
    graph = _planted(
        good,
        Fault(
            check.id,
            "DELETE { :result-8 tk:value ?v ; tk:statistic ?s }"
            f" INSERT {{ :result-8 tk:value 0.7 ; tk:statistic tk:{statistic} }}"
            " WHERE { :result-8 tk:value ?v ; tk:statistic ?s ; tk:direction tk:higher }",
        ),
    )
    assert check_coherence(quick(graph), [check]).conforms == conforms


def test_an_interval_against_its_p_value_is_told_with_both(good: Graph) -> None:
    """Flagged or not, the finding has the numbers that cannot both be right."""
    graph = _planted(good, next(f for f in CHECK_FAULTS.values() if f.found_by == "ci-against-p"))
    graph.update(PROLOGUE + added(":result-8 tk:flag tk:incoherent"))
    (found,) = validate(graph, ask=quick(graph)).findings
    assert re.match(r"P [<=] 0\.\d+, with an interval from -?[\d.]+ to -?[\d.]+\. ", found.message)


@pytest.mark.parametrize(
    ("node", "update"),
    [
        (":result-9", replaced(":result-9", "tk:pValue", "1.40")),
        (":arm-1", replaced(":arm-1", "tk:lostToFollowUp", "-2")),
        (":result-2", replaced(":result-2", "tk:dispersion", negative("2.5"))),
        (":result-6", replaced(":result-6", "tk:count", "61")),
        (
            ":time-median-week-12.offset",
            replaced(":time-median-week-12.offset", "tk:maxValue", "9.0"),
        ),
    ],
)
def test_what_is_flagged_implausible_conforms(node: str, update: str, good: Graph) -> None:
    """A registry states a p-value of 1.4: it is kept as it is, and marked."""
    good.update(PROLOGUE + update)
    assert not validate(good, ask=quick(good)).conforms
    good.update(PROLOGUE + added(f"{node} tk:flag tk:implausibleValue"))
    assert validate(good, ask=quick(good)).conforms


@pytest.mark.parametrize(
    ("value", "written", "count", "fits"),
    [
        ("75.0", "75", 45, True),
        ("74.6", "74.6", 45, False),
        ("73.3", "73.3", 44, True),  # 73.33 rounded
        ("76.0", "76", 46, True),  # 76.67 cut off
        ("77.0", "77", 46, True),  # 76.67 rounded
        ("78.0", "78", 46, False),
        ("75.5", "75·5", 45, False),
    ],
)
def test_shares_may_be_rounded(
    value: str, written: str, count: int, fits: bool, good: Graph
) -> None:
    """A percentage fits its count when it is rounded or cut off at its last digit."""
    for predicate, term in (
        ("tk:value", value),
        ("tk:reportedValue", f'"{written}"'),
        ("tk:count", str(count)),
    ):
        good.update(PROLOGUE + replaced(":result-4", predicate, term))
    found = set(map(_short, check_coherence(quick(good)).findings))
    assert ("check-share-against-count" not in found) == fits


def test_a_number_may_stand_as_a_word(good: Graph) -> None:
    """'Two donors' states the count 2."""
    good.update(
        PROLOGUE
        + """DELETE { :result-6 tk:supportedBy ?p } INSERT { :result-6 tk:supportedBy
        :passage-1006-1048 ; tk:value 2.0 ; tk:reportedValue "2" ; tk:unit "1" ;
        tk:statistic tk:countStatistic } WHERE { :result-6 tk:supportedBy ?p }"""
    )
    assert check_coherence(quick(good)).findings == ()


# --- Checks as files ----------------------------------------------------------------------------


def test_checks_say_what_they_ask() -> None:
    """Each header has the id of its file, a question, and a message that ends as a sentence."""
    folder = Path(__file__).parents[1] / "queries" / "checks"
    names = {file.name.removesuffix("-violation.rq") for file in folder.glob("*.rq")}
    assert {check.id for check in checks()} == names
    for check in checks():
        assert check.question.endswith("?"), check.id
        assert check.message.endswith("."), check.id
        assert check.severity in {"Violation", "Warning"}


def test_checks_name_terms_that_there_are() -> None:
    """A misspelt property would make a check pass everything."""
    for check in checks():
        named = {word.rstrip(".") for word in _words(check.query) if word.startswith("tk:")}
        assert {word.removeprefix("tk:") for word in named if word != "tk:"} - set(TK) == set()


def _words(query: str) -> list[str]:
    body = "".join(line + "\n" for line in query.splitlines() if not line.startswith("#"))
    for mark in '(){}|/*^,;?"+':
        body = body.replace(mark, " ")
    return body.split()


# --- Verdicts and reports -----------------------------------------------------------------------


@pytest.fixture
def faulty(good: Graph) -> Verdict:
    """A verdict with a violation by a shape, one by a check, and a warning."""
    good.update(PROLOGUE + replaced(":result-8", "tk:ciUpper", "20.5"))
    good.update(PROLOGUE + removed(":arm-2", "tk:armRole"))
    good.update(PROLOGUE + removed(":arm-2", "tk:armType"))
    good.update(PROLOGUE + replaced(":arm-1", "tk:size", "61"))
    return validate(good, ask=quick(good))


def test_a_verdict_counts(faulty: Verdict) -> None:
    """Violations decide; warnings are told."""
    assert not faulty.conforms
    assert str(faulty) == "1 violation, 2 warnings"
    assert [finding.severity for finding in faulty.findings] == [
        "Violation",
        "Warning",
        "Warning",
    ]
    assert faulty.idle == ()


def test_warnings_do_not_break_conformance(good: Graph) -> None:
    """An arm that may be missing is suspicious, not wrong."""
    good.update(PROLOGUE + replaced(":arm-1", "tk:size", "61"))
    found = validate(good, ask=quick(good))
    assert found.conforms
    assert str(found) == "conforms, with 1 warning"


def test_a_report_is_a_shacl_report(faulty: Verdict) -> None:
    """Findings of shapes and of checks stand in one validation report, as SHACL has it."""
    report = Graph().parse(data=write_report(faulty, "ttl"), format="turtle")
    node = report.value(None, RDF.type, SH.ValidationReport)
    assert node is not None
    assert str(report.value(node, SH.conforms)) == "false"
    results = list(report.objects(node, SH.result))
    assert len(results) == len(faulty.findings)
    wanted = (SH.focusNode, SH.resultSeverity, SH.sourceShape, SH.sourceConstraintComponent)
    for result in results:
        assert (result, RDF.type, SH.ValidationResult) in report
        assert all(isinstance(report.value(result, part), URIRef) for part in wanted)
        assert report.value(result, SH.resultMessage)
    assert _components(report, results) == {"CoherenceConstraintComponent", "OrConstraintComponent"}


def _components(report: Graph, results: list[Node]) -> set[str]:
    parts = (report.value(result, SH.sourceConstraintComponent) for result in results)
    return {str(part).rpartition("#")[2] for part in parts}


@pytest.mark.parametrize(
    ("path", "turtle"),
    [
        ("<https://w3id.org/trialkg/ns#size>", "tk:size"),
        ("^<https://w3id.org/trialkg/ns#hasArm>", "[ sh:inversePath tk:hasArm ]"),
        (
            "<https://w3id.org/trialkg/ns#dose>/<https://w3id.org/trialkg/ns#unit>",
            "( tk:dose tk:unit )",
        ),
    ],
)
def test_a_report_keeps_the_path(path: str, turtle: str) -> None:
    """The path of a finding comes out as SHACL writes it."""
    found = verdict([_finding(path=path)])
    assert f"sh:resultPath {turtle} ;" in write_report(found, "ttl")


def _finding(**parts: str) -> Finding:
    stated = {
        "shape": f"{TKS}Arm-armRole",
        "focus": "https://e.org/arm (1)",
        "message": 'Say "which".',
        "source": str(SH.InConstraintComponent),
    }
    return Finding(
        severity="Violation",
        value=Literal("a\n\\b"),
        **{**stated, **parts},
    )


def test_a_report_survives_odd_values() -> None:
    """Quotes, newlines and backslashes of the data do not break the report."""
    found = verdict([_finding(focus="https://e.org/arm")])
    report = Graph().parse(data=write_report(found, "ttl"), format="turtle")
    assert str(next(report.objects(None, SH.value))) == "a\n\\b"
    assert json.loads(write_report(found, "json"))["findings"][0]["value"] == "a\n\\b"


def test_reports_come_out_the_same_every_time(faulty: Verdict) -> None:
    """The order of findings is no accident."""
    again = verdict(reversed(faulty.findings), faulty.focus_counts)
    assert again == faulty
    for form in FORMS:
        assert write_report(again, form) == write_report(faulty, form)


def test_json_tells_the_same(faulty: Verdict) -> None:
    """A program reads the verdict without SHACL."""
    document = json.loads(write_report(faulty, "json"))
    assert document["conforms"] is False
    assert [entry["shape"] for entry in document["findings"]] == [f.shape for f in faulty.findings]


def test_a_form_that_is_none_is_refused() -> None:
    """The message lists the forms."""
    with pytest.raises(UsageError, match="ttl"):
        write_report(Verdict(), "pdf")


def test_validation_changes_no_data(good: Graph) -> None:
    """Not a triple is added or taken away."""
    before = set(good)
    validate(good, ask=quick(good))
    assert set(good) == before


def test_house_shapes_are_read_once() -> None:
    """Thirty files are parsed once in the life of a process."""
    assert house_shapes() is house_shapes()
