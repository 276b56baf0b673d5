"""Exports: the same statements give the same bytes, and the bytes give the statements back."""

import os
import random
import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from stores import DECIMAL, ID, line, sample_lines

from kg import export, store
from kg.errors import InputError, UsageError
from kg.export.blocks import natural
from kg.namespaces import PREFIXES, RDF, RDFS, TK, XSD
from kg.terms import Iri, Literal, Quad, Term, nquad

GRAPH = "http://x/g"
REPORT = f"{ID}report/pmid-1"


def again(text: str, syntax: str) -> list[str]:
    """The lines of an exported document."""
    return list(store.parse(text.encode("utf-8", "surrogatepass"), syntax, graph=GRAPH))


def triples(lines: list[str]) -> set[str]:
    """What lines say, whichever graph says it."""
    return {store.triple_of(each) for each in lines}


# --- Round trips ---------------------------------------------------------------------------------

_SLUGS = st.sampled_from(["pmid-1", "pmid-10", "doi-10.1-a", "2004-001", "sha256-0f", "tk"])
_LOCALS = st.sampled_from(
    ["", "/arm-1", "/arm-10", "/arm-2.regimen.a-1", "/-odd", "/a/b", "/ends.", "/é", "/0", "/a(b"]
)
_IRIS = st.one_of(
    st.builds(lambda slug, local: f"{ID}report/{slug}{local}", _SLUGS, _LOCALS),
    st.sampled_from([f"{ID}trial/a", f"{ID}concept/cd4-count", "http://x/y?z=1#f", "urn:x:y"]),
).map(Iri)
_NUMBERS = st.sampled_from(
    ["0.050", ".5", "5.", "007", "+1", "-0.0", "1e3", "1.0E0", "true", "1", "INF", "", "x", "1 "]
)
_LITERALS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(Literal),
    st.sampled_from(['"', '""', 'a"""b\n', '\n"', "\\", "\r\n", "a\tb\n", '"\n"']).map(Literal),
    st.builds(
        Literal,
        _NUMBERS,
        st.sampled_from(
            [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.date, "http://x/t"]
        ),
        st.none(),
    ),
    st.builds(Literal, st.text("abé\n", max_size=5), st.just(RDF.langString), st.just("en-gb")),
)
_PREDICATES = st.sampled_from([RDF.type, RDFS.label, TK.size, TK.supportedBy, "http://x/p#q"])
_QUADS = st.builds(
    Quad,
    _IRIS,
    _PREDICATES,
    st.one_of(_IRIS, _LITERALS),
    st.sampled_from([Iri(REPORT), Iri(f"{ID}graph/concepts")]),
)
_LINES = st.lists(_QUADS.map(nquad), min_size=1, max_size=25)


@pytest.mark.parametrize("syntax", ["ttl", "nt", "nq", "trig", "jsonld"])
@given(lines=_LINES)
def test_what_is_exported_is_read_back_exactly(syntax: str, lines: list[str]) -> None:
    """Every triple, letter by letter; the named graphs too where the syntax has them."""
    text = export.render(lines, syntax)
    back = again(text, syntax)
    if syntax in {"nq", "trig"}:
        assert set(back) == set(lines)
    assert triples(back) == triples(lines)
    assert export.render(back, syntax) == text


@given(lines=_LINES)
def test_rdfxml_is_read_back_exactly_or_refused(lines: list[str]) -> None:
    """XML has no place for some characters: better nothing than something else."""
    try:
        text = export.render(lines, "rdf")
    except InputError:
        return
    assert triples(again(text, "rdf")) == triples(lines)


@pytest.mark.parametrize("syntax", export.WRITERS)
def test_the_sample_survives_every_syntax(syntax: str) -> None:
    """Export, import, export: identical bytes; order of the lines is irrelevant."""
    lines = sample_lines()
    text = export.render(lines, syntax)
    assert triples(again(text, syntax)) == triples(lines)
    assert export.render(again(text, syntax), syntax) == text or syntax in {"nq", "trig"}
    random.shuffle(lines)
    assert export.render(lines + lines[:9], syntax) == text


@pytest.mark.parametrize(
    ("syntax", "name"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")]
)
def test_rdflib_reads_the_same_graph(syntax: str, name: str) -> None:
    """Another reader than our own engine."""
    lines = sample_lines()
    ours = rdflib.Graph().parse(data="".join(sorted(triples(lines))), format="nt")
    theirs = rdflib.Graph().parse(data=export.render(lines, syntax), format=name)
    assert set(theirs) == set(ours)


# --- Turtle that a person likes ------------------------------------------------------------------


def turtle(*quads: tuple[str, str, Term]) -> str:
    """The blocks of these statements, prefixes left out."""
    lines = [nquad(Quad(Iri(s), p, o, Iri(GRAPH))) for s, p, o in quads]
    return export.render(lines, "ttl").partition("\n\n")[2]


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (Literal("31", XSD.integer), "31"),
        (Literal("007", XSD.integer), "007"),
        (Literal("0.050", XSD.decimal), "0.050"),
        (Literal("5", XSD.decimal), '"5"^^xsd:decimal'),
        (Literal("5.", XSD.decimal), '"5."^^xsd:decimal'),
        (Literal("1e3", XSD.double), "1e3"),
        (Literal("true", XSD.boolean), "true"),
        (Literal("1", XSD.boolean), '"1"^^xsd:boolean'),
        (Literal("2009-07", XSD.gYearMonth), '"2009-07"^^xsd:gYearMonth'),
        (Literal('say "a"'), r'"say \"a\""'),
        (Literal('two\nlines "'), '"""two\nlines \\""""'),
    ],
)
def test_numbers_are_bare_only_where_that_is_exact(literal: Literal, written: str) -> None:
    """A decimal without a point would be read as an integer."""
    assert (
        turtle((f"{REPORT}/arm-1", TK.value, literal))
        == f"pmid-1:arm-1\n    tk:value {written} .\n"
    )


def test_a_report_has_a_prefix_of_its_own() -> None:
    """Its nodes then have short flat names."""
    text = export.render(sample_lines(), "ttl")
    assert "@prefix pmid-12345: <https://w3id.org/trialkg/id/report/pmid-12345/> ." in text
    assert "\npmid-12345:arm-1.intervention-1.regimen\n    a tk:Regimen ;\n" in text


def test_only_prefixes_in_use_are_declared_and_in_order() -> None:
    """Those of the house by name, then those of reports."""
    text = export.render(sample_lines(), "ttl")
    declared = re.findall(r"^@prefix ([^:]+):", text, re.MULTILINE)
    body = text.partition("\n\n")[2]
    house = [name for name in declared if name in PREFIXES]
    assert declared == [*sorted(house), "pmid-12345"]
    assert all(f"{name}:" in body for name in declared)


def test_each_subject_has_one_block_that_says_its_class_first() -> None:
    """`a` first, the special class before the general."""
    blocks = export.render(sample_lines(), "ttl").partition("\n\n")[2].split("\n\n")
    heads = [block.splitlines()[0] for block in blocks if not block.startswith("#")]
    assert len(heads) == len(set(heads))
    assert "pmid-12345:arm-1\n    a tk:Arm, tk:ParticipantGroup ;\n" in "\n\n".join(blocks)


def test_blocks_stand_in_reading_order() -> None:
    """Report, trial, people, arms with their treatments, outcomes, results, passages, concepts."""
    lines = [
        *sample_lines(),
        nquad(Quad(Iri(f"{ID}concept/age"), RDFS.label, Literal("age"), Iri(GRAPH))),
    ]
    text = export.render(lines, "ttl")
    heads = [
        "report:pmid-12345",
        "trial:nct09999999",
        "pmid-12345:population-randomized",
        "pmid-12345:arm-1",
        "pmid-12345:arm-1.intervention-1.regimen.phase-1.dose",
        "pmid-12345:arm-2",
        "pmid-12345:outcome-1",
        "pmid-12345:result-2",
        "pmid-12345:conclusion-1",
        "pmid-12345:passage-0-23",
        "concept:age",
    ]
    places = [text.index(f"\n{head}\n") for head in heads]
    assert places == sorted(places)


def test_numbers_within_names_sort_as_numbers() -> None:
    """Result 2 stands before result 10; equal numbers still have one order."""
    assert sorted(["result-10", "result-2", "result-02", "result"], key=natural) == [
        "result",
        "result-02",
        "result-2",
        "result-10",
    ]


def test_long_lists_stand_on_lines_of_their_own() -> None:
    """A row that would not fit is broken after each comma."""
    arms = [
        (f"{ID}trial/a", TK.hasArm, Iri(f"{REPORT}/a-rather-long-name-for-arm-{n}"))
        for n in range(9)
    ]
    rows = turtle(*arms).splitlines()
    assert max(map(len, rows)) <= 100
    assert rows[1].startswith("    tk:hasArm pmid-1:a-rather")


# --- What is exported ----------------------------------------------------------------------------

_CONCEPTS = f"{ID}graph/concepts"


def _concept(name: str, broader: str = "") -> str:
    target = Iri(f"{ID}concept/{broader}") if broader else Literal(name)
    predicate = TK.broader if broader else RDFS.label
    return nquad(Quad(Iri(f"{ID}concept/{name}"), predicate, target, Iri(_CONCEPTS)))


def test_only_concepts_in_use_are_exported() -> None:
    """Those that data point to, and what lies above them."""
    data = [line("arm-1", "about", "concept/aldesleukin")]
    concepts = [
        _concept("aldesleukin", "interleukin-2"),
        _concept("interleukin-2"),
        _concept("enfuvirtide"),
    ]
    assert sorted(export.concepts_in_use(data + concepts)) == sorted(data + concepts[:2])


def test_a_trial_takes_its_reports_along_and_nothing_else() -> None:
    """What its reports say, what was derived of them, the concepts of both."""
    own = [
        line("trial/t1", "reportedIn", "report/a"),
        line("report/a/arm-1", "about", "concept/cd4"),
        _concept("cd4"),
        nquad(Quad(Iri(f"{ID}report/a/x"), TK.size, Literal("1"), Iri(f"{ID}graph/derived"))),
    ]
    other = [
        line("trial/t2", "reportedIn", "report/b", graph="b"),
        line("report/b/arm-1", "about", "concept/p24", graph="b"),
        _concept("p24"),
        nquad(Quad(Iri(f"{ID}report/b/x"), TK.size, Literal("1"), Iri(f"{ID}graph/derived"))),
    ]
    assert sorted(export.of_trial(own + other, f"{ID}trial/t1")) == sorted(own)
    with pytest.raises(UsageError, match="no report tells"):
        export.of_trial(own, f"{ID}trial/t9")


def test_an_answer_takes_along_what_its_things_point_to() -> None:
    """The thing, its neighbours, and no neighbours of those."""
    lines = [
        line("report/a/result-1", "ofGroup", "report/a/arm-1"),
        line("report/a/arm-1", "receives", "report/a/arm-1.intervention-1"),
        line("report/a/arm-1.intervention-1", "regimen", "report/a/x"),
    ]
    assert export.around(lines, {f"{ID}report/a/result-1"}) == lines[:2]


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.pdf", "a"])
def test_an_ending_that_says_no_syntax_is_an_error(name: str) -> None:
    """It names those there are, or the way to a table."""
    with pytest.raises(UsageError, match=r"\.ttl|--table"):
        export.syntax_of(Path(name))


def test_a_file_is_written_whole_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle costs nothing."""
    target = tmp_path / "sub" / "a.ttl"
    export.write_file(target, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        export.write_file(target, "new")
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_decimals_are_not_rewritten_on_the_way() -> None:
    """As the report has them: 0.050, and not 0.05."""
    lines = [line("arm-1", "pValue", f'"0.050"^^<{DECIMAL}>')]
    assert "tk:pValue 0.050 ." in export.render(lines, "ttl")
