"""A store pushed into a server: whole, counted, gone on with where it broke off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import command
from sparql_servers import Server, oxigraph
from stores import line, published, sample_lines

from kg import store
from kg.errors import NetworkError, UsageError
from kg.remote import Endpoint, places, push, pushing
from kg.remote.graph_store import GraphStore
from kg.remote.journal import Journal
from kg.store import Store


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Store]:
    """A small store, open."""
    published(tmp_path / "store", [*sample_lines(), *(line(f"x-{n}", "size", "y") for n in "abc")])
    with store.open_store(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def server(cache_folder: Path) -> Iterator[Server]:
    """A server that behaves."""
    del cache_folder
    with oxigraph() as running:
        yield running


def counted(server: Server) -> int:
    """How many triples its named graphs have."""
    rows = Endpoint(server.endpoint).table("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows
    return int(str(rows[0][0]))


def test_graphs_are_sent_in_chunks(
    server: Server, shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first takes the place of what the graph held; a second push changes nothing."""
    monkeypatch.setattr(pushing, "_CHUNK", 500)
    for _ in range(2):
        made = push(shelf, server.endpoint)
        assert made.triples == counted(server)
        assert made.resumed == 0
        assert made.stale == ()


def test_a_push_goes_on_where_it_broke_off(
    server: Server, shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent is not sent again."""
    sent: list[str | None] = []
    replace = GraphStore.replace

    def counting(self: GraphStore, graph: str | None, lines: bytes) -> None:
        if len(sent) == 2:
            raise NetworkError("the line is cut")
        sent.append(graph)
        replace(self, graph, lines)

    monkeypatch.setattr(GraphStore, "replace", counting)
    with pytest.raises(NetworkError, match="cut"):
        push(shelf, server.endpoint)
    done = sent[1]  # the first was a probe
    sent[:] = ["again"] * 3
    made = push(shelf, server.endpoint)
    assert made.resumed == 1
    assert done not in sent[3:]
    assert made.triples == counted(server)


def test_what_the_server_lost_is_sent_once_more(server: Server, shelf: Store) -> None:
    """And counted again."""
    first = next(iter(shelf.manifest.graphs))
    journal = Journal(places(server.endpoint).graphs, shelf.manifest.content)
    journal.note(first)
    made = push(shelf, server.endpoint)
    assert made.resumed == 1
    assert made.triples == counted(server)


def test_a_server_that_drops_triples_is_told(
    server: Server, shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asks a graph that is not whole."""
    replace = GraphStore.replace

    def losing(self: GraphStore, graph: str | None, lines: bytes) -> None:
        replace(self, graph, lines.split(b"\n", 1)[1] if b"probe" not in lines else lines)

    monkeypatch.setattr(GraphStore, "replace", losing)
    with pytest.raises(NetworkError, match="something else than was sent") as caught:
        push(shelf, server.endpoint)
    assert caught.value.exit_code == 6


def test_a_default_graph_of_others_is_not_replaced(server: Server, shelf: Store) -> None:
    """A push asks for a data set of its own."""
    graphs = GraphStore(places(server.endpoint).graphs)
    graphs.add(None, b"<http://x/mine> <http://x/is> <http://x/here> .\n")
    with pytest.raises(UsageError, match="holds other data"):
        push(shelf, server.endpoint)
    assert Endpoint(server.endpoint).query("ASK { <http://x/mine> ?p ?o }") is True
    assert counted(server) == 0


def test_reports_that_the_store_has_not_are_told(server: Server, shelf: Store) -> None:
    """They would be in every answer; they are removed where that was asked for."""
    graph = "https://w3id.org/trialkg/id/report/gone"
    said = f"<{graph}> a <https://w3id.org/trialkg/ns#Report> .\n".replace(
        " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    )
    GraphStore(places(server.endpoint).graphs).add(graph, said.encode())
    assert push(shelf, server.endpoint).stale == (graph,)
    assert push(shelf, server.endpoint, prune=True).removed
    assert push(shelf, server.endpoint).stale == ()


@pytest.mark.parametrize("verb", ["push", "ask", "query"])
def test_without_a_server_there_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    shelf: Store,
    silence: object,
    verb: str,
) -> None:
    """And the exit code for it."""
    del silence
    kg = command(monkeypatch, capsysbinary, shelf.root)
    more: dict[str, tuple[str, ...]] = {"ask": ("unit-flags",), "query": ("-e", "ASK {}")}
    run = kg(verb, *more.get(verb, ()), "--endpoint", "http://127.0.0.1:9/sparql")
    assert run.code == 6
    assert run.err.startswith("kg: error: nothing answers at 127.0.0.1:9")


def test_the_commands_push_and_ask(
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    shelf: Store,
    server: Server,
) -> None:
    """What was pushed is told; the answers are those of the store."""
    kg = command(monkeypatch, capsysbinary, shelf.root)
    there = ("--endpoint", server.endpoint)
    told = kg("push", *there)
    assert told.code == 0
    assert "each graph counted" in told.err
    asked: list[Callable[..., object]] = [
        lambda *where: kg("ask", "arms-and-sizes", *where).out,
        lambda *where: kg("query", "-e", "SELECT ?a { ?a a tk:Arm } ORDER BY ?a", *where).out,
    ]
    assert all(ask(*there) == ask() for ask in asked)
    paged = kg("ask", "arms-and-sizes", "--page", 2, *there)
    assert (paged.code, "pages are a store's own" in paged.err) == (2, True)
