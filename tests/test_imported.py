"""Graphs of our own as input: every statement comes back to where it was."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_accounts import account
from sample_builds import LIBRARY, Assembled, Intake, assemble, fine, lines, told
from sample_facts import BASE

from kg import store
from kg.build.imported import sort_out
from kg.build.intake import Imported, Readers, opened
from kg.build.outcome import Origin
from kg.errors import InputError
from kg.identifiers import CONCEPTS_GRAPH, report_iri
from kg.inputs import Source
from kg.namespaces import CONCEPT, RDFS, TK
from kg.terms import Iri, Quad, nquad, text

# --- Our own graphs as input --------------------------------------------------------------------


def imported(text_: Iterable[str]) -> Intake:
    """An intake of these lines."""
    return Intake(imported=[Imported(Origin("x.nq", "ff" * 32, 1), tuple(text_))])


@pytest.fixture(scope="module")
def exported() -> Assembled:
    """What was built from two reports of one trial, and a third."""
    return assemble(told(*LIBRARY[:3]), fine)


def test_quads_come_back_as_they_were(exported: Assembled) -> None:
    """Export, import, export: the same lines, graphs and all."""
    again = assemble(imported(lines(exported)), fine)
    assert again.rejects == []
    assert lines(again) == lines(exported)


@settings(deadline=None, max_examples=10)
@given(chance=st.randoms(use_true_random=False))
def test_statements_that_lost_their_graphs_come_back(
    exported: Assembled, chance: random.Random
) -> None:
    """Turtle knows no graphs: the statements are the same, in whatever order they stood."""
    triples = [store.triple_of(line) for line in lines(exported)]
    chance.shuffle(triples)
    again = assemble(imported(triples), fine)
    assert again.rejects == []
    assert {store.triple_of(line) for line in lines(again)} == set(triples)
    assert {bundle.slug for bundle in again.bundles} == {b.slug for b in exported.bundles}


@pytest.mark.parametrize("keyword", ["GRAPH ", ""])
def test_graphs_in_blocks_come_back_as_they_were(exported: Assembled, keyword: str) -> None:
    """TriG of other tools may open with a block: it is a graph, and no prose to be read."""
    blocks: dict[str, list[str]] = {}
    for line in lines(exported):
        blocks.setdefault(store.graph_of(line), []).append(store.triple_of(line))
    trig = "".join(f"{keyword}<{graph}> {{\n{''.join(said)}}}\n" for graph, said in blocks.items())
    source, origin = Source("x.trig", trig.encode()), Origin("x.trig", "ff" * 32, 1)
    ((_, found),) = opened(source, origin, Readers.of_kg())
    assert isinstance(found, Imported)
    assert sorted(found.lines) == sorted(lines(exported))


def test_a_statement_goes_back_to_the_report_that_made_it(exported: Assembled) -> None:
    """Nodes of a report by their names; what a trial has, by whose part it is."""
    triples = [store.triple_of(line) for line in lines(exported)]
    by_slug = {bundle.slug: bundle for bundle in sort_out(imported(triples).imported[0]).bundles}
    arms_of = {
        slug: {q.object for q in bundle.quads if q.predicate == TK.hasResult}
        for slug, bundle in by_slug.items()
    }
    for slug, found in arms_of.items():
        assert found
        assert all(node.startswith(report_iri(slug)) for node in map(str, found))


@pytest.mark.parametrize(
    "line",
    [
        "<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n",
        "_:b0 <https://example.org/b> <https://example.org/c> .\n",
    ],
)
def test_a_graph_of_somebody_else_is_set_aside(line: str) -> None:
    """We take back what we gave, not any RDF."""
    built = assemble(imported([line]), fine)
    assert built.bundles == []
    (reject,) = built.rejects
    assert reject.expected == "a graph that kg wrote"


def test_an_imported_report_that_was_also_read_is_taken_once(exported: Assembled) -> None:
    """The same statements twice are one report; other statements are a conflict."""
    intake = told(*LIBRARY[:3])
    intake.imported = imported(lines(exported)).imported
    both = assemble(intake, fine)
    assert both.rejects == []
    assert lines(both) == lines(exported)
    extra = Quad(Iri(BASE + "arm-1"), RDFS.label, text("another"), report_iri("pmid-12345"))
    intake.imported = imported([*lines(exported), nquad(extra)]).imported
    (reject,) = assemble(intake, fine).rejects
    assert reject.got == "pmid-12345"


def test_unvalidated_statements_do_not_come_in_by_import() -> None:
    """An edited export is judged like anything else."""
    built = assemble(told(account()))
    edited = [line.replace('"21"', '"-21"') for line in lines(built)]
    again = assemble(imported(edited))
    assert [reject.kind for reject in again.rejects] == ["claim"]
    assert not [q for q in again.quads() if q.subject == BASE + "arm-1"]


@pytest.mark.parametrize("sign", ["\\u0000", "\\u001B", "\\u007F"])
def test_a_control_character_does_not_come_in_by_import(exported: Assembled, sign: str) -> None:
    """No other input may have one, and not every syntax could write it again."""
    edited = [line.replace('"N Engl', f'"{sign}N Engl') for line in lines(exported)]
    edited = [line.replace('"zentarol', f'"{sign}zentarol') for line in edited]
    again = assemble(imported(edited))
    assert again.bundles == []
    assert [reject.what for reject in again.rejects] == ["a control character stands in a literal"]


def test_a_graph_without_a_report_says_so() -> None:
    """Nothing at all, and concepts alone."""
    concept = f'<{CONCEPT}zentarol> <{RDFS.label}> "zentarol" <{CONCEPTS_GRAPH}> .\n'
    for graph, got in (([], "no statement"), ([concept], "statements of concepts or headings")):
        (reject,) = assemble(imported(graph), fine).rejects
        assert (reject.what, reject.got) == ("there is no report in the graph", got)


def test_a_literal_beyond_all_measure_is_told() -> None:
    """The engine gives up with words of its own."""
    data = b'<x:a> <x:b> "' + b"naps " * 3_500_000 + b'" .'
    with pytest.raises(InputError, match="a literal is too long"):
        list(store.parse(data, "nt"))
