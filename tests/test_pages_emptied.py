"""A query without rows says which pattern leaves none."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from paged import Paged, bundled, pages_of

from kg.questions import catalogue
from kg.serving.pages.emptied import parts_of


@pytest.fixture(scope="module")
def pages() -> Iterator[Paged]:
    """The pages of the bundled records."""
    with pages_of(bundled()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "said", "pattern"),
    [
        ("?t tk:hasArmm ?a", "no property tk:hasArmm; near it: tk:hasArm", "?t tk:hasArmm ?a ."),
        (
            "?t a tk:Trials",
            "no thing of the class tk:Trials; near it: tk:Trial",
            "?t a tk:Trials .",
        ),
        ('?t a tk:Trial ; rdfs:label "X"', "Nothing in the graph", '?t rdfs:label "X" .'),
        (
            "?t a tk:Trial ; tk:hasArm ?a . ?a tk:hasPassage ?p",
            *("together with what stands before it", "?a tk:hasPassage ?p ."),
        ),
        ("?t a tk:Trial FILTER(?t = 1)", "a FILTER, a MINUS or a LIMIT", ""),
        ("?t a tk:Trial OPTIONAL { ?t tk:x ?y } MINUS { ?t a tk:Trial }", "a MINUS", ""),
        (
            "{ ?t tk:hasArm ?x } UNION { ?t tk:pmid ?x } ?t tk:hasPassage ?x",
            *("together with what stands before it", ""),
        ),
        ('VALUES ?l { "a" } { SELECT ?t ?l { ?t rdfs:label ?l } LIMIT 9 }', "together", ""),
        ("?t tk:hasArm/tk:pmid ?x", "Nothing in the graph", "?t tk:hasArm/tk:pmid ?x ."),
    ],
)
def test_the_pattern_that_leaves_nothing(pages: Paged, query: str, said: str, pattern: str) -> None:
    """Alone, or with those before it; a name that the graph does not have, with those near it."""
    assert not pages.get(f"/sparql?query={quote(f'ASK {{ {query} }}')}", accept="*/*").json()[
        "boolean"
    ]
    why = pages.get(f"/editor/why-empty?query={quote(f'SELECT * {{ {query} }}')}").json()
    assert said in why["said"]
    assert pattern in why["pattern"]


def test_what_cannot_be_taken_apart_says_so(pages: Paged) -> None:
    """No SPARQL, what may not be asked, and what is too long to be read by people's parsers."""
    for query, status in (
        ("nonsense {", 400),
        ("SELECT * { SERVICE <http://x.y/> { ?s ?p ?o } }", 403),
    ):
        assert pages.get(f"/editor/why-empty?query={quote(query)}").status_code == status
    long = "SELECT * { FILTER(" + "1+" * 1_000 + "1 = 1) }"
    assert "no pattern" in pages.get(f"/editor/why-empty?query={quote(long)}").json()["said"]


def test_a_sub_select_keeps_its_own_names() -> None:
    """What it does not hand out is another variable outside."""
    (inner, outer) = parts_of("SELECT * { { SELECT ?t { ?t <x:p> ?o } } ?o <x:q> ?t }")
    assert (inner.text, outer.text) == ("?t <x:p> ?o_1 .", "?o <x:q> ?t .")


def test_questions_can_be_taken_apart() -> None:
    """Each has something that must hold: every seventh is looked at, for parsing takes long."""
    for name, question in list(catalogue().items())[::7]:
        assert parts_of(question.query), name
