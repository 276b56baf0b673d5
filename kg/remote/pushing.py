"""A store → a server: every graph sent, what the union needs, and then held against the store.

In: an open store and a server's address. Out: what was sent. Graphs are sent in the order of their
names, a large one in chunks; a push that broke off goes on with the graph at which it ended. The
questions ask the default graph, which in a store is the union of all: where the server's is not,
the triples are sent into it as well.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import NetworkError, UsageError
from kg.remote import checking
from kg.remote.endpoint import Endpoint
from kg.remote.graph_store import GraphStore
from kg.remote.journal import Journal
from kg.remote.places import places
from kg.store import Limits, Store, graph_of, in_order, triple_of

Tell = Callable[[int, int], None]
"""Told how many lines are there, of how many."""

_CHUNK: Final = 900_000  # bytes: many a proxy takes no more than a megabyte
_SAMPLE: Final = 20
_TAB: Final = "\t"
_UNION: Final = "urn:x-kg:union"  # the default graph, as the journal names it


class Pushed(NamedTuple):
    """What a push came to: graphs and triples in the server, and how many graphs were there before.

    ``union`` is whether the server's default graph was filled too; ``stale`` are graphs of reports
    in the server that the store has not, and ``removed`` whether they were taken away.
    """

    graphs: int
    triples: int
    resumed: int
    union: bool
    stale: tuple[str, ...]
    removed: bool


def push(
    opened: Store,
    address: str,
    *,
    graphs: str | None = None,
    prune: bool = False,
    timeout: float = 60.0,
    tell: Tell = lambda _done, _total: None,
) -> Pushed:
    """Load a store into a server, and hold what is there against it.

    *graphs* is where the server takes graphs, if that cannot be told from the address.

    *Errors*: ``NetworkError`` where the server cannot be reached, refuses, or holds something else
    in the end; ``LimitError`` where it takes too long; ``UsageError`` for what is no address.
    """
    where = places(address, graphs)
    errand = _Errand(
        opened,
        Endpoint(where.query, Limits(seconds=timeout)),
        GraphStore(where.graphs),
        Journal(where.graphs, opened.manifest.content),
        tell,
    )
    return errand.run(prune=prune)


class _Errand:
    """One push."""

    def __init__(
        self, opened: Store, endpoint: Endpoint, graphs: GraphStore, journal: Journal, tell: Tell
    ) -> None:
        self._opened, self._endpoint, self._graphs = opened, endpoint, graphs
        self._journal, self._tell = journal, tell
        self._counts: Counter[str] = Counter()
        self._total = opened.manifest.quads

    def run(self, *, prune: bool) -> Pushed:
        """Send, check, send once more what is not right, check that."""
        self._endpoint.query("ASK {}")
        union = not checking.has_union(self._endpoint, self._graphs)
        if union:
            self._require_own_default()
        resumed = len(self._journal)
        self._send(lambda graph: graph not in self._journal)
        if union and _UNION not in self._journal:
            self._send_union()
            self._journal.note(_UNION)
        wrong = set(checking.differing(self._endpoint, self._counts))
        if wrong:
            self._send(wrong.__contains__)
        self._check(wrong)
        stale = tuple(each for each in checking.reports(self._endpoint) if each not in self._counts)
        for graph in stale if prune else ():
            self._graphs.remove(graph)
        self._journal.end()
        return Pushed(
            len(self._counts), self._counts.total(), resumed, union, stale, prune and bool(stale)
        )

    def _require_own_default(self) -> None:
        """Nothing, where the default graph is empty or of our making.

        *Errors*: ``UsageError``: it would be replaced.
        """
        holds = checking.holds
        if holds(self._endpoint, "?s ?p ?o") and not holds(self._endpoint, "?r a tk:Report"):
            raise UsageError(
                "the server's default graph holds other data, and a push would replace it",
                where=self._endpoint.address,
                way_out="Give the graph a server or a data set of its own, or one whose default"
                " graph is the union of its graphs.",
            )

    def _send(self, wanted: Callable[[str], bool]) -> None:
        """Send each graph that is wanted, and count all."""
        done = 0
        counted: Counter[str] = Counter()
        with tempfile.TemporaryDirectory(prefix="kg-push-") as scratch:
            for graph, lines in _by_graph(self._lines(), Path(scratch)):
                number = self._sent(graph, lines) if wanted(graph) else sum(1 for _ in lines)
                counted[graph] = number
                done += number
                self._tell(done, self._total)
                if graph not in self._journal:
                    self._journal.note(graph)
        self._counts = counted

    def _sent(self, graph: str | None, lines: Iterable[str]) -> int:
        """The number of lines of a graph, once the server has them and nothing else in it."""
        count = 0
        for number, (size, chunk) in enumerate(_chunks(lines)):
            (self._graphs.add if number else self._graphs.replace)(graph, chunk)
            count += size
        return count

    def _send_union(self) -> None:
        triples = (triple for triple, _ in groupby(map(triple_of, self._lines())))
        self._sent(None, triples)

    def _lines(self) -> Iterator[str]:
        yield from self._opened.quads()
        yield from self._opened.vocabularies()
        yield from self._opened.description()

    def _check(self, suspected: Iterable[str]) -> None:
        """Nothing, where the server holds what the store holds.

        *Errors*: ``NetworkError``.
        """
        expected = {graph: self._counts[graph] for graph in sorted(suspected)}
        wrong = checking.differing(self._endpoint, expected)
        if wrong:
            found = checking.counts(self._endpoint, wrong[:1])[wrong[0]]
            raise NetworkError(
                f"the server holds something else than was sent, in {len(wrong):,} graphs",
                where=wrong[0],
                got=f"{found:,} triples",
                expected=f"{self._counts[wrong[0]]:,}",
            )
        lost = next(checking.unread(self._endpoint, self._sample()), None)
        if lost is not None:
            raise NetworkError(
                "the server does not find a triple again", where=self._endpoint.address,
                got=lost.strip()[:200],
            )  # fmt: skip

    def _sample(self) -> Iterator[str]:
        """Some lines, evenly spread over the store."""
        step = max(1, self._total // _SAMPLE)
        return (line for n, line in enumerate(self._opened.quads()) if n % step == 0)


def _by_graph(lines: Iterable[str], scratch: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """Each graph with its triples, in the order of their names; *scratch* is for sorting."""
    named = (f"{graph_of(line)}{_TAB}{triple_of(line)}" for line in lines)
    for graph, some in groupby(in_order(named, scratch), lambda each: each.partition(_TAB)[0]):
        yield graph, (each.partition(_TAB)[2] for each in some)


def _chunks(lines: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """The lines in pieces that a server takes, each with how many they are."""
    some: list[bytes] = []
    size = 0
    for line in lines:
        data = line.encode()
        if some and size + len(data) > _CHUNK:
            yield len(some), b"".join(some)
            some, size = [], 0
        some.append(data)
        size += len(data)
    if some:
        yield len(some), b"".join(some)
