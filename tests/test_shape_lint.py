"""Shapes of a user's own: used where they do what they say, refused where they would not."""

from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import InputError
from kg.namespaces import TK
from kg.table import Table
from kg.validation import lint, shapes_of, validate
from kg.validation.patterns import fault_of

EXAMPLE = Path(__file__).parents[1] / "ontology" / "examples" / "valid" / "trial.ttl"


@pytest.fixture(scope="module")
def good() -> Graph:
    """Two trials that conform."""
    return Graph().parse(EXAMPLE, format="turtle")


def nothing(_: str) -> Table:
    """An engine that finds no incoherence: these tests are about shapes."""
    return Table(())


OWN = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix tk: <https://w3id.org/trialkg/ns#> .
@prefix my: <https://example.org/shapes#> .
"""
TWO_ARMS = (
    OWN
    + """
my:Trial a sh:NodeShape ; sh:targetClass tk:Trial ; sh:property my:Trial-arms .
my:Trial-arms sh:path tk:hasArm ; sh:minCount 3 ; sh:message "Three arms, please." .
"""
)


def _file(folder: Path, text: str) -> Path:
    file = folder / "own.ttl"
    file.write_text(text, "utf-8")
    return file


def test_shapes_of_a_users_own_are_used_too(good: Graph, tmp_path: Path) -> None:
    """What a user asks for beyond our shapes is found, under the user's own name for it."""
    found = validate(good, ask=nothing, shapes=[_file(tmp_path, TWO_ARMS)])
    assert {finding.shape for finding in found.findings} == {
        "https://example.org/shapes#Trial-arms"
    }
    assert found.findings[0].message == "Three arms, please."
    assert found.focus_counts["https://example.org/shapes#Trial"] == 2


def test_a_target_that_matches_nothing_is_told(good: Graph, tmp_path: Path) -> None:
    """A shape that saw no node is idle, which is not the same as fine."""
    file = _file(tmp_path, TWO_ARMS.replace("tk:Trial ;", "tk:Tiral ;"))
    found = validate(good, ask=nothing, shapes=[file])
    assert found.conforms
    assert "https://example.org/shapes#Trial" in found.idle


SHAPE = "my:S a sh:NodeShape ; sh:targetClass tk:Arm ; sh:property my:P . "
SILENT = {
    "a misspelt term": SHAPE + "my:P sh:path tk:size ; sh:minCoun 1 ; sh:maxCount 1 .",
    "a misspelt class": "my:S a sh:NodShape ; sh:targetClass tk:Arm ; sh:nodeKind sh:IRI .",
    "no shapes": "my:S tk:size 1 .",
    "an empty shape": "my:S a sh:NodeShape ; sh:targetClass tk:Arm .",
    "a shape without a target": "my:S a sh:NodeShape ; sh:nodeKind sh:IRI .",
    "a property without a path": SHAPE + "my:P sh:minCount 1 .",
    "two paths": SHAPE + "my:P sh:path tk:size , tk:order ; sh:minCount 1 .",
    "a count without a path": "my:S a sh:NodeShape ; sh:targetClass tk:Arm ; sh:minCount 1 .",
    "a pattern that is none": SHAPE + 'my:P sh:path tk:doi ; sh:pattern "[0-9" .',
    "a pattern that explodes": SHAPE + 'my:P sh:path tk:doi ; sh:pattern "^(a+)+$" .',
    "a range of nothing": SHAPE + "my:P sh:path tk:size ; sh:minCount 2 ; sh:maxCount 1 .",
    "an empty list": SHAPE + "my:P sh:path tk:size ; sh:in () .",
    "a circular list": SHAPE
    + "my:P sh:path tk:size ; sh:in my:L . my:L rdf:first 1 ; rdf:rest my:L .",
    "a shape that asks for itself": "my:S a sh:NodeShape ; sh:targetClass tk:Arm ; sh:node my:S .",
}


@pytest.mark.parametrize("name", SILENT)
def test_what_an_engine_passes_in_silence_is_refused(
    name: str, good: Graph, tmp_path: Path
) -> None:
    """A false 'conforms' is the one unforgivable fault: such shapes are not run at all."""
    file = _file(tmp_path, OWN + SILENT[name])
    with pytest.raises(InputError, match=r"own\.ttl"):
        validate(good, ask=nothing, shapes=[file])


def test_sound_shapes_pass_the_lint(tmp_path: Path) -> None:
    """The lint refuses no shape that does what it says; the lack of a message is a warning."""
    shapes = shapes_of([_file(tmp_path, TWO_ARMS)])
    assert lint(shapes) == ()
    silent = shapes_of(
        [_file(tmp_path, TWO_ARMS.replace('; sh:message "Three arms, please."', ""))]
    )
    assert [found.severity for found in lint(silent)] == ["Warning"]


def test_terms_beside_the_ontology_are_told() -> None:
    """``tk:Tiral`` is in a namespace of ours, and is not there."""
    graph = Graph().parse(data=TWO_ARMS.replace("tk:Trial ;", "tk:Tiral ;"), format="turtle")
    messages = [found.message for found in lint(graph, {TK[name] for name in TK})]
    assert messages == ["https://w3id.org/trialkg/ns#Tiral is not in the ontology"]


@pytest.mark.parametrize(
    ("text", "expected"), [("my:S a sh:NodeShape ;;", "Turtle"), ("\x00", "Turtle")]
)
def test_shapes_that_are_no_turtle_are_refused(text: str, expected: str, tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(InputError, match=expected) as caught:
        shapes_of([_file(tmp_path, text)])
    assert caught.value.where == str(tmp_path / "own.ttl")


def test_shapes_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(InputError, match="cannot be read"):
        shapes_of([tmp_path / "none.ttl"])


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "^(a|a)*$", r"^(\w|\d)*$", "^([a-z]+ ?)*$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]$"],
)
def test_explosive_patterns_are_known(pattern: str) -> None:
    """Patterns that double the work with each character."""
    assert fault_of(pattern)


@pytest.mark.parametrize(
    "pattern", ["^NCT[0-9]{8}$", "^(ab+)+$", "^([0-9]+,)*[0-9]+$", r"^\S(.*\S)?$", "^((ab)+c)+$"]
)
def test_sound_patterns_are_left_alone(pattern: str) -> None:
    """Repeats whose turns can be told apart."""
    assert fault_of(pattern) is None
