"""Shapes mean what the recommendation says, also where engines differ."""

from pathlib import Path

import pytest
from shacl_texts import EX, SHAPE, data, found, shapes

from kg.terms import Iri, Quad, text
from kg.validation import check_quads
from kg.validation.compiled import Compiled

MEANINGS = {
    "a class below": (
        "sh:class :C",
        ":a :p :b . :b a :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :C .",
        [],
    ),
    "a class of its own": ("sh:class :C", ":a :p :b , 1 . :b a :D .", ["Class 1", "Class :b"]),
    "an ill-typed literal": (
        "sh:datatype xsd:integer",
        ':a :p 1 , "x"^^xsd:integer .',
        ["Datatype x"],
    ),
    "spaces around a number": (
        "sh:datatype xsd:integer",
        ':a :p " 1"^^xsd:integer .',
        ["Datatype  1"],
    ),
    "an underscore in a number": (
        "sh:datatype xsd:integer",
        ':a :p "1_0"^^xsd:integer .',
        ["Datatype 1_0"],
    ),
    "a year of two digits": ("sh:datatype xsd:gYear", ':a :p "09"^^xsd:gYear .', ["Datatype 09"]),
    "no literal is an rdfs:Literal": ("sh:datatype rdfs:Literal", ":a :p 1 .", ["Datatype 1"]),
    "a language is a datatype": (
        "sh:datatype rdf:langString",
        ':a :p "a"@en , "b" , "c"^^rdf:langString .',
        ["Datatype b", "Datatype c"],
    ),
    "the very term": ('sh:hasValue "1"^^xsd:integer', ':a :p "01"^^xsd:integer .', ["HasValue :a"]),
    "the very term in a list": ("sh:in ( 1 :b )", ":a :p 1.0 , :b .", ["In 1.0"]),
    "a line break at the end": ('sh:pattern "^a$"', ':a :p "a" , "a\\n" .', ["Pattern a\n"]),
    "a part of an IRI": (
        'sh:pattern "^https:.*b$"',
        ":a :p :b , :c , [] .",
        ["Pattern :c", "Pattern _:"],
    ),
    "a blank node has no length": ("sh:minLength 0", ':a :p "" , [] .', ["MinLength _:"]),
    "a number and a text": (
        "sh:minInclusive 1",
        ':a :p 1 , 0 , "2" .',
        ["MinInclusive 0", "MinInclusive 2"],
    ),
    "a number and a date": (
        "sh:maxExclusive 5",
        ':a :p "2009-01-01"^^xsd:date .',
        ["MaxExclusive 2009-01-01"],
    ),
    "dates of which one has a zone": (
        'sh:minInclusive "2009-07-02T00:00:00Z"^^xsd:dateTime',
        ':a :p "2009-07-02T01:00:00"^^xsd:dateTime , "2009-07-04T00:00:00"^^xsd:dateTime .',
        ["MinInclusive 2009-07-02T01:00:00"],
    ),
    "IRIs have no order": ("sh:lessThan :q", ":a :p :b ; :q :c .", ["LessThan :b"]),
    "blank nodes have no order": ("sh:lessThan :q", ":a :p 1 ; :q [] .", ["LessThan 1"]),
    "less than all of them": ("sh:lessThan :q", ":a :p 1 , 2 ; :q 3 , 2 .", ["LessThan 2"]),
    "a kind of English": (
        'sh:languageIn ( "en" )',
        ':a :p "a"@en-GB , "b"@de , "c" .',
        ["LanguageIn b", "LanguageIn c"],
    ),
    "an English of one kind": (
        'sh:languageIn ( "en-gb" )',
        ':a :p "a"@en-gb-oed , "b"@en .',
        ["LanguageIn b"],
    ),
    "a language twice": (
        "sh:uniqueLang true",
        ':a :p "a"@en , "b"@EN , "c"@de .',
        ["UniqueLang :a"],
    ),
    "a class of rdfs:Resource": (
        "sh:node [ sh:closed true ; sh:ignoredProperties ( :q ) ]",
        ":a :p :b . :b a rdfs:Resource ; :q 1 .",
        ["Node :b"],
    ),
    "as many as conform": (
        "sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMinCount 2",
        ":a :p :b , :c . :b a :C .",
        ["QualifiedMinCount :a"],
    ),
    "backwards along a whole path": (
        "sh:node [ sh:property [ sh:path [ sh:inversePath ( :q :r ) ] ; sh:hasValue :d ] ]",
        ":a :p :b . :d :q :c . :c :r :b .",
        [],
    ),
    "deactivated": ("sh:deactivated true ; sh:minCount 5", ":a :p 1 .", []),
    "what is deactivated is conformed to": (
        "sh:not [ sh:deactivated true ; sh:class :C ]",
        ":a :p :b .",
        ["Not :b"],
    ),
    "a finding of any severity": ("sh:not [ sh:severity sh:Info ; sh:class :C ]", ":a :p :b .", []),
    "exactly one": (
        "sh:xone ( [ sh:class :C ] [ sh:class :D ] )",
        ":a :p :b , :c , :d . :b a :C . :c a :C , :D .",
        ["Xone :c", "Xone :d"],
    ),
    "a path of any length": (
        "sh:node [ sh:property [ sh:path [ sh:zeroOrMorePath :q ] ; sh:maxCount 3 ] ]",
        ":a :p :b . :b :q :c . :c :q :d , :b .",
        [],
    ),
}


@pytest.mark.parametrize("meaning", MEANINGS)
def test_shapes_mean_what_the_recommendation_says(meaning: str, tmp_path: Path) -> None:
    """The cases in which engines differ, and those that are easily got wrong."""
    constraint, stated, expected = MEANINGS[meaning]
    # A node by its name is read as it stands, one of a class by what its group has in common.
    for target in ("sh:targetNode :a", "sh:targetClass :Target"):
        graph = shapes(SHAPE.replace("sh:targetNode :a", target).format(constraint), tmp_path)
        assert Compiled(graph).refused == {}
        lines = found(graph, data(f"{stated} :a a :Target ."))
        told = [f"{line.split('_:')[0]}_:" if "_:" in line else line for line in lines]
        assert told == expected, target


TARGETS = {
    "a class": (":S sh:targetClass :C", [":b", ":c"]),
    "a class that is a shape": (":C a sh:NodeShape , rdfs:Class", [":b", ":c"]),
    "a class of OWL that is a shape": (":C a sh:NodeShape , owl:Class", [":b", ":c"]),
    "a node that is nowhere": (":S sh:targetNode :nowhere", [":nowhere"]),
    "a literal": (":S sh:targetNode 5", ['"5"^^<http://www.w3.org/2001/XMLSchema#integer>']),
    "subjects": (":S sh:targetSubjectsOf :p", [":a", ":b"]),
    "objects": (
        ":S sh:targetObjectsOf :p",
        [":c", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'],
    ),
    "several": (
        ":S sh:targetSubjectsOf :p ; sh:targetNode :a , :z ; sh:targetClass :C",
        [":a", ":b", ":c", ":z"],
    ),
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_shape_looks_at_its_targets(target: str, tmp_path: Path) -> None:
    """Each node once, however many targets it is; the count is how many were looked at."""
    declared, expected = TARGETS[target]
    name = declared.split()[0]
    graph = shapes(f"{declared} . {name} sh:property [ sh:path :none ; sh:minCount 1 ] .", tmp_path)
    stated = data(":a :p :c . :b :p 1 ; a :D . :c a :C . :D rdfs:subClassOf :C .")
    verdict = check_quads(stated, graph)
    assert sorted(f.focus.replace(EX, ":") for f in verdict.findings) == sorted(expected)
    assert verdict.focus_counts == {f"{EX}{name[1:]}": len(expected)}


@pytest.mark.parametrize(
    ("choice", "broken_by"),
    [("or", ["none"]), ("xone", ["both", "none"]), ("and", ["none", "one", "two"])],
)
def test_alternatives_that_values_decide(choice: str, broken_by: list[str], tmp_path: Path) -> None:
    """Four nodes that state the same predicates: only what they say of them is different."""
    parts = "( [ sh:path :q ; sh:hasValue 1 ] [ sh:path :r ; sh:hasValue 1 ] )"
    graph = shapes(f":S sh:targetSubjectsOf :q ; sh:{choice} {parts} .", tmp_path)
    values = {"both": (1, 1), "none": (2, 2), "one": (1, 2), "two": (2, 1)}
    stated = data(" ".join(f":{name} :q {q} ; :r {r} ." for name, (q, r) in values.items()))
    assert found(graph, stated) == [f"{choice.title()} :{name}" for name in broken_by]


HAND = """
:S sh:targetSubjectsOf :digit ; sh:property
  [ sh:path :digit ; sh:qualifiedValueShape [ sh:class :Thumb ] ;
    sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ] ,
  [ sh:path :digit ; sh:qualifiedValueShape [ sh:class :Finger ] ;
    sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMaxCount 1 ] .
"""


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        (":b a :Thumb . :c a :Finger .", []),
        (":b a :Thumb , :Finger . :c a :Finger .", ["QualifiedMinCount :a"]),
        (":b a :Finger . :c a :Finger .", ["QualifiedMaxCount :a", "QualifiedMinCount :a"]),
        (":b a :Thumb . :c a :Finger , :Thumb .", []),
    ],
)
def test_what_conforms_to_a_sibling_does_not_count(
    digits: str, expected: list[str], tmp_path: Path
) -> None:
    """A thumb that is a finger is neither."""
    graph = shapes(HAND, tmp_path)
    assert found(graph, data(f":a :digit :b , :c . {digits}")) == expected


def test_classes_that_data_put_above_others_hold_for_those_data_alone(tmp_path: Path) -> None:
    """What is kept for the next data must not be true of the last ones only."""
    compiled = Compiled(shapes(SHAPE.format("sh:class :C"), tmp_path))
    fact, below = data(":a :p :b . :b a :D ."), data(":D rdfs:subClassOf :C .")
    for stated, conforms in [(fact, False), ([*fact, *below], True), (fact, False)]:
        assert compiled.check(compiled.index(stated)).conforms == conforms


def test_a_triple_that_two_graphs_state_is_one(tmp_path: Path) -> None:
    """Named graphs do not count; nor does the order of statements."""
    graph = shapes(SHAPE.format("sh:maxCount 1"), tmp_path)
    fact = Quad(Iri(f"{EX}a"), f"{EX}p", text("x"), Iri(f"{EX}g1"))
    assert found(graph, [fact, fact._replace(graph=Iri(f"{EX}g2"))]) == []
    assert found(graph, [fact, fact._replace(object=text("y"))]) == ["MaxCount :a"]


def test_types_that_two_graphs_state_are_one(tmp_path: Path) -> None:
    """A shape about classes themselves counts each of them once, too."""
    graph = shapes(
        ":S sh:targetNode :a ; sh:property [ sh:path rdf:type ; sh:maxCount 1 ] .", tmp_path
    )
    fact = data(":a a :C .")
    assert found(graph, [*fact, *(q._replace(graph=Iri(f"{EX}g9")) for q in fact)]) == []
    assert found(graph, data(":a a :C , :D .")) == ["MaxCount :a"]


def test_a_shape_without_words_names_its_constraint(tmp_path: Path) -> None:
    """The same text every time, though nobody wrote it."""
    graph = shapes(SHAPE.format("sh:datatype xsd:integer"), tmp_path)
    [finding] = check_quads(data(':a :p "1" .'), graph).findings
    assert finding.message == "Not met: sh:datatype xsd:integer."
