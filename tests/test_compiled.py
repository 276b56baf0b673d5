"""The compiler and its border: what is refused, what goes to pySHACL, and words that are none."""

from pathlib import Path

import pytest
from rdflib.namespace import SH
from shacl_texts import EX, SHAPE, data, found, shapes

from kg.namespaces import TK
from kg.table import Table
from kg.terms import Iri, Literal, Quad, text
from kg.validation import check_quads, judge_quads, validate
from kg.validation.compiled import Compiled, without_targets

# --- What is refused ----------------------------------------------------------------------------

REFUSED = {
    "sh:sparql": 'sh:sparql [ sh:select "SELECT $this {}" ]',
    "sh:js": 'sh:js [ sh:jsFunctionName "f" ]',
    "sh:target": 'sh:target [ sh:select "SELECT ?this {}" ]',
    "sh:expression": "sh:expression sh:this",
    "sh:rule": "sh:rule [ ]",
    "sh:minCoun": "sh:minCoun 1",
    "sh:minCount without sh:path": "sh:minCount 1",
    "sh:flags without sh:pattern": 'sh:flags "i"',
    "more than one sh:datatype": "sh:datatype xsd:integer , xsd:decimal",
    "more than one sh:pattern": 'sh:pattern "a" , "b"',
    "sh:nodeKind of no kind": "sh:nodeKind sh:Iri",
    "sh:in with a blank node": "sh:in ( [] )",
    "sh:in whose list is broken": "sh:in [ rdf:first 1 ]",
    "sh:hasValue with a blank node": "sh:hasValue []",
    "sh:or of no shape": "sh:or ()",
    "sh:minInclusive that is no literal": "sh:minInclusive :a",
    "sh:class that is no IRI": 'sh:class "C"',
    "sh:targetClass that is no IRI": 'sh:targetClass "C"',
    "sh:closed that is neither true nor false": 'sh:closed "1"^^xsd:boolean',
    "sh:pattern with '?=a)'": 'sh:pattern "(?=a)"',
    r"sh:pattern with '\\w'": 'sh:pattern "\\\\w"',
    "sh:pattern with the flag x": 'sh:pattern "a" ; sh:flags "x"',
    "sh:property without sh:path": "sh:property [ sh:class :C ]",
    "sh:node with sh:path": "sh:node [ sh:path :p ; sh:class :C ]",
    "a shape that is nowhere": "sh:node :Nowhere",
    "a shape that uses itself": "sh:not [ sh:node :S ]",
    "sh:path that is none": "sh:property [ sh:path [ sh:inverse :p ] ; sh:class :C ]",
    "sh:path with a list of one": "sh:property [ sh:path ( :p ) ; sh:class :C ]",
    "sh:minCount that is no number of things": "sh:property [ sh:path :p ; sh:minCount -1 ]",
    "sh:uniqueLang that is neither true nor false": "sh:property [ sh:path :p ; sh:uniqueLang 1 ]",
    "sh:qualifiedMinCount without sh:qualifiedValueShape": (
        "sh:property [ sh:path :p ; sh:qualifiedMinCount 1 ]"
    ),
}


@pytest.mark.parametrize("construct", REFUSED)
def test_what_is_not_known_is_refused_by_name(construct: str, tmp_path: Path) -> None:
    """Nothing is passed over: the shape that holds it, however deep, is left to another engine."""
    graph = shapes(
        f":S sh:targetNode :a ; sh:or ( [ sh:class :C ] :T ) . :T {REFUSED[construct]} .", tmp_path
    )
    direct = shapes(f":S a sh:NodeShape ; sh:targetNode :a ; {REFUSED[construct]} .", tmp_path)
    assert [*Compiled(direct).refused.values()] == [construct]
    if "uses itself" not in construct and "sh:target" not in construct:
        assert [*Compiled(graph).refused.values()] == [construct]


def test_constraint_components_of_their_own_are_refused(tmp_path: Path) -> None:
    """Their parameters are any property at all: no shape of the graph is what it seems."""
    own = ":Own a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] . "
    graph = shapes(f"{own} :S sh:targetNode :a ; sh:class :C ; :most 3 .", tmp_path)
    assert [*Compiled(graph).refused.values()] == ["sh:ConstraintComponent"]


MIXED = """
:S a sh:NodeShape ; sh:targetClass :C ; sh:property :S-p ; sh:message "compiled" .
:S-p a sh:PropertyShape ; sh:path :p ; sh:minCount 1 ; sh:message "compiled" .
:T a sh:NodeShape ; sh:targetClass :C ; sh:node :S ; sh:message "not compiled" ; sh:sparql :T-sparql .
:T-sparql sh:message "no q" ; sh:select "SELECT $this { FILTER NOT EXISTS { $this <https://example.org/q> ?q } }" .
"""  # noqa: E501 - a query is one line here


def test_a_refused_shape_goes_to_the_other_engine_and_no_other_does(tmp_path: Path) -> None:
    """Both judge: each finding comes once, from the engine that knows its shape."""
    graph = shapes(MIXED, tmp_path)
    compiled = Compiled(graph)
    assert [*map(str, compiled.taken)] == [f"{EX}S"]
    left = without_targets(graph, set(compiled.taken))
    assert [*map(str, left.subjects(SH.targetClass))] == [f"{EX}T"]
    verdict = check_quads(data(":a a :C ."), graph)
    assert [(f.shape.replace(EX, ":"), f.message) for f in verdict.findings] == [
        (":S-p", "compiled"),
        (":T", "no q not compiled"),
        (":T", "not compiled"),
    ]
    assert verdict.focus_counts == {f"{EX}S": 1, f"{EX}T": 1}


def test_compiled_shapes_do_without_the_other_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user's own shapes are compiled, too, where all of them are known."""
    monkeypatch.setattr("kg.validation.judging.check_shapes", _never)
    assert found(shapes(SHAPE.format("sh:minCount 1"), tmp_path), data(":b :p 1 .")) == [
        "MinCount :a"
    ]


def _never(*_: object) -> None:
    pytest.fail("pySHACL was asked")


# --- Words --------------------------------------------------------------------------------------


def test_words_that_the_ontology_does_not_declare_are_violations() -> None:
    """No shape looks at a misspelt property: it would conform, and be stated in vain."""
    node = Iri(f"{EX}a")
    stated = [
        Quad(node, f"{TK}sise", text("3"), node),
        Quad(node, str(TK.randomized), text("3"), node),
        Quad(node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", Iri(f"{TK}size"), node),
        Quad(node, f"{EX}of-somebody-else", text("3"), node),
    ]
    findings = judge_quads(stated, ask=lambda _: Table(())).violations
    assert [(f.path or f.value) for f in findings] == [
        f"{TK}size",
        f"<{TK.randomized}>",
        f"<{TK}sise>",
    ]


def test_ill_typed_values_make_no_noise(capfd: pytest.CaptureFixture[str]) -> None:
    """Rdflib logs a traceback for each: the finding says it better."""
    node = Iri(f"{EX}a")
    stated = [
        Quad(
            node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", Iri(TK.ParticipantGroup), node
        ),
        Quad(node, TK.size, Literal("many", "http://www.w3.org/2001/XMLSchema#integer"), node),
    ]
    assert any(f.value == stated[1].object for f in validate(stated).findings)
    assert capfd.readouterr().err == ""


# --- Breaking it --------------------------------------------------------------------------------


def test_a_shape_that_is_passed_over_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests above can fail: with a test of groups that passes all, this one does."""
    graph = shapes(
        SHAPE.replace(":a ;", ":a ; sh:targetClass :C ;").format("sh:maxCount 0"), tmp_path
    )
    stated = data(":b a :C ; :p 1 .")
    assert found(graph, stated) == ["MaxCount :b"]
    monkeypatch.setattr("kg.validation.compiled.plan.left", lambda *_: ())
    assert found(graph, stated) == []
