"""The reference of the ontology: every term, what the shapes ask, an example; never stale."""

import re
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from rdflib import Graph

from kg.namespaces import SH, TK, TKV
from kg.reference import Examples, rules, terms

STALE = "docs/ontology.md is not what the ontology says now: run make reference"


@cache
def tool() -> dict[str, Any]:
    """The maintainers' script."""
    return runpy.run_path(str(ROOT / "tools" / "make_reference.py"))


@cache
def page() -> str:
    """The page as it stands."""
    return str(tool()["PAGE"].read_text(encoding="utf-8"))


def test_the_page_is_fresh() -> None:
    """Generated, and generated anew with every change."""
    assert page() == tool()["page"](), STALE


def test_every_term_has_its_entry() -> None:
    """Classes, properties, lists; coded values under their lists."""
    named = {term.iri for term in terms().values()}
    assert {str(TK[name]) for name in TK} | {str(TKV[name]) for name in TKV} == named
    entries = set(re.findall(r"^### (\S+)$", page(), re.MULTILINE))
    codes = set(re.findall(r"^\* `(tk:\w+)` ", page(), re.MULTILINE))
    by_kind = {
        kind: {term.name for term in terms().values() if term.kind == kind}
        for kind in ("class", "property", "code", "scheme")
    }
    assert entries == by_kind["class"] | by_kind["property"] | by_kind["scheme"]
    assert by_kind["code"] <= codes
    assert all(term.definition for term in terms().values())


def test_each_class_and_property_is_shown_in_use() -> None:
    """By a triple of a graph that conforms; what is only inferred, and codes, need none."""
    examples = Examples(sorted(tool()["EXAMPLES"].glob("*.ttl")))
    bare = [
        term.name
        for term in terms().values()
        if term.kind in {"class", "property"} and not term.inferred and not examples.of(term.name)
    ]
    # The class of all codes: each code is one. Passages of more than a line are not shown.
    assert set(bare) <= {"tk:CodedValue", "tk:sourceText"}


def test_each_message_of_a_shape_is_told_with_its_class() -> None:
    """As many rules as there are shapes that look at nodes and say what is wrong."""
    graph = Graph()
    for file in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
        graph.parse(file)
    said = {
        (str(target), str(message))
        for shape, _, target in graph.triples((None, _uri(SH.targetClass), None))
        for part in (shape, *graph.objects(shape, _uri(SH.property)))
        for message in graph.objects(part, _uri(SH.message))
    }
    told = {(terms()[rule.target].iri, rule.message) for rule in rules() if rule.target in terms()}
    assert len(said) > 300
    assert told == {pair for pair in said if pair[0].startswith(str(TK))}


def _uri(iri: str) -> Any:
    from rdflib import URIRef

    return URIRef(iri)


@pytest.mark.parametrize("name", ["xsd:decimal", "tk:Result"])
def test_links_within_the_page_lead_to_entries(name: str) -> None:
    """And only names that have one are links."""
    anchors = {
        each.replace(":", "").lower() for each in re.findall(r"^### (\S+)$", page(), re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#(tk[a-z0-9]+)\)", page())) <= anchors
    assert (f"[{name}]" in page()) == (name in terms())


def test_an_example_does_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    """The shortest use of all, and of equal ones the first in the alphabet."""
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text("<https://e.org/b> <https://e.org/p> 1 .", "utf-8")
    two.write_text("<https://e.org/a> <https://e.org/p> 2 .", "utf-8")
    found = {Examples(files).of("https://e.org/p") for files in ([one, two], [two, one])}
    assert len(found) == 1
    assert found.pop() == "https://e.org/a https://e.org/p 2"
