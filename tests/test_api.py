"""The graph as a program uses it."""

from pathlib import Path

import pytest
import rdflib
from stores import published, sample_lines

import kg
from kg.errors import InputError, UsageError
from kg.resources import records
from kg.store import triple_of


@pytest.fixture
def graph(tmp_path: Path) -> kg.Graph:
    """The invented trial, open."""
    published(tmp_path, sample_lines())
    return kg.open(tmp_path)


def test_a_graph_answers_and_closes(graph: kg.Graph) -> None:
    """Questions, queries, exports; as a context manager."""
    with graph:
        assert isinstance(graph.ask("arms-and-sizes"), kg.Table)
        sizes = graph.query("SELECT ?n { ?arm tk:size ?n }", arm="pmid-12345:arm-1")
        assert isinstance(sizes, kg.Table)
        assert graph.query("ASK { ?arm tk:size ?n }", n=21) is True
    assert "statements" in repr(graph)


def test_triples_come_as_an_rdflib_graph(graph: kg.Graph) -> None:
    """With lexical forms as the engine gives them."""
    with graph:
        found = graph.query("CONSTRUCT { ?s tk:size ?n } { ?s tk:size ?n }")
    assert isinstance(found, rdflib.Graph)
    assert len(found) == 3


def test_rdflib_sees_the_same_graph(graph: kg.Graph) -> None:
    """Each triple once, prefixes bound, nothing to be written."""
    with graph:
        view = graph.rdflib()
        told = {*map(triple_of, [*sample_lines(), *graph.store.description()])}
        assert len(view) == len(set(view)) == len(told)
        assert view.query("ASK { ?s a tk:Arm }").askAnswer is True
        with pytest.raises((RuntimeError, OSError)):
            view.add((rdflib.URIRef("x:s"), rdflib.URIRef("x:p"), rdflib.URIRef("x:o")))


def test_the_verb_stays_a_verb_when_its_room_is_imported() -> None:
    """`kg.build` is a function, whatever else is imported."""
    import kg.build

    assert callable(kg.build)


def test_a_build_gives_the_graph(tmp_path: Path) -> None:
    """Published and open, with what was set aside."""
    record = records() / "kovacs-1996.yaml"
    with kg.build([record], store=tmp_path / "store") as graph:
        assert graph.ask("trial-summary").rows
        assert graph.verify() == []
        assert graph.validate().conforms
        assert [row for row in graph.rejects() if row["kind"] == "input"] == []
        graph.export(tmp_path / "all.ttl")
    assert (tmp_path / "all.ttl").read_text().startswith("@prefix")


def test_a_build_of_nothing_good_is_an_error(tmp_path: Path) -> None:
    """Named after the first input that was set aside; all of them are its notes."""
    files = [tmp_path / name for name in ("blank.txt", "empty.txt")]
    for file, content in zip(files, (" ", ""), strict=True):
        file.write_text(content)
    with pytest.raises(InputError, match=r"nothing could be taken[\s\S]*blank\.txt") as raised:
        kg.build(files, store=tmp_path / "store")
    notes = raised.value.__notes__
    assert [note.partition(": ")[0] for note in notes] == list(map(str, files))


def test_unknown_things_are_usage_errors(graph: kg.Graph) -> None:
    """With what comes near."""
    with graph, pytest.raises(UsageError, match="dose-per-cycle"):
        graph.ask("dose-per-cicle")
