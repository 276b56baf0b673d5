"""A store that answers: open for reading, never written.

In: a store folder, or lines. Out: tables, truth values and triples; the staged lines themselves.
"""

import io
import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.namespaces import PREFIXES
from kg.store import binding, description, folder, manifest, vocabularies
from kg.store.complaints import syntax_error
from kg.store.counting import Counts
from kg.store.description import DESCRIPTION, counts_of
from kg.store.gate import admit
from kg.store.lines import with_union
from kg.store.loading import ENGINE
from kg.store.packed import lines as lines_of
from kg.store.processes import EngineSyntaxError, Limits, Pool, Reply
from kg.store.publishing import REJECTS, THIS_ENGINE
from kg.store.statements import Statement, graph_of, statement
from kg.store.worker import serialize
from kg.table import Table

if TYPE_CHECKING:
    from rdflib import Graph

Form = Literal["json", "csv", "tsv", "xml"]
DEFAULT: Final = Limits()


class Triples(NamedTuple):
    """What CONSTRUCT and DESCRIBE give: N-Triples lines, in order, each once."""

    lines: tuple[str, ...]

    def statements(self) -> Iterator[Statement]:
        """The triples with their terms read."""
        return map(statement, self.lines)


Answer = Table | Triples | bool


class Prepared(NamedTuple):
    """A query that was admitted, with its parameters bound."""

    written: str
    text: str
    added: Sequence[binding.Insertion]
    verb: str
    """SELECT, ASK, CONSTRUCT or DESCRIBE, where the text has any of them."""

    @property
    def gives_triples(self) -> bool:
        """Whether the answer is a graph, not a table."""
        return self.verb in {"CONSTRUCT", "DESCRIBE"}


class Queryable(ABC):
    """Whatever answers SPARQL queries; the default graph is the union of all graphs."""

    limits: Limits = DEFAULT
    """What a query may take that says nothing else."""

    @abstractmethod
    def _run(self, text: str, form: Form, limits: Limits) -> Reply:
        """The engine's reply to a text that was admitted."""

    def _graphs(self) -> Collection[str] | None:
        """The graphs that FROM may name; any where this is not known."""
        return None

    def reply(
        self,
        text: str,
        bindings: Mapping[str, binding.Value] | None = None,
        *,
        form: Form = "json",
        limits: Limits | None = None,
    ) -> Reply:
        """The answer as bytes in this form; triples always as N-Triples.

        *Errors*: ``QueryError`` with the place in the text, ``RefusedQuery``, ``LimitError``.
        """
        query = self.prepared(text, bindings)
        try:
            return self._run(query.text, form, limits or self.limits)
        except EngineSyntaxError as error:
            raise syntax_error(str(error), text, query.added) from None

    def prepared(self, text: str, bindings: Mapping[str, binding.Value] | None = None) -> Prepared:
        """The query once it was admitted, with its parameters bound; it has not run.

        *Errors*: ``RefusedQuery``, ``LimitError``, ``UsageError`` for a parameter it has not.
        """
        query = admit(text, graphs=self._graphs())
        added = binding.insertions(query, bindings or {})
        return Prepared(text, binding.bound(query, added), added, query.verb)

    def query(
        self,
        text: str,
        bindings: Mapping[str, binding.Value] | None = None,
        *,
        limits: Limits | None = None,
    ) -> Answer:
        """The answer: a table for SELECT, a truth value for ASK, triples for the others."""
        return answer(self.reply(text, bindings, limits=limits))

    def table(self, text: str, bindings: Mapping[str, binding.Value] | None = None, /) -> Table:
        """The answer to a SELECT or ASK query as a table; ``ask`` of the questions runs on this.

        *Errors*: ``QueryError`` for a query that gives triples.
        """
        reply = self.reply(text, bindings)
        content = reply.read()
        if reply.head["form"] == "graph":
            raise QueryError("this query gives triples, not a table", expected="SELECT or ASK")
        return Table.from_json(content)

    def triples(self, text: str, bindings: Mapping[str, binding.Value] | None = None, /) -> Triples:
        """The answer to a CONSTRUCT or DESCRIBE query.

        *Errors*: ``QueryError`` for a query that gives a table.
        """
        found = self.query(text, bindings)
        if not isinstance(found, Triples):
            raise QueryError("this query gives no triples", expected="CONSTRUCT or DESCRIBE")
        return found


def answer(reply: Reply) -> Answer:
    """What a reply in JSON says."""
    form, content = reply.head["form"], reply.read()
    if form == "truth":
        return bool(reply.head["value"])
    return Triples(_distinct(content)) if form == "graph" else Table.from_json(content)


def _distinct(content: bytes) -> tuple[str, ...]:
    # Not splitlines(): a literal may hold line separators other than the newline.
    found = set(content.decode().split("\n"))
    return tuple(f"{line}\n" for line in sorted(found) if line)


# --- In memory -----------------------------------------------------------------------------------


class Memory(Queryable):
    """A few graphs in memory, for checks before anything is published: our own queries only."""

    def __init__(self, lines: Iterable[str], *, named: bool = True) -> None:
        """Take in the lines; unless graphs are *named*, those of triples, as they come."""
        self._engine = ox.Store()
        data = "".join(with_union(sorted(set(lines))) if named else lines)
        self._engine.bulk_load(data.encode(), ox.RdfFormat.N_QUADS)

    def __len__(self) -> int:
        """How many distinct triples there are."""
        return sum(1 for _ in self._engine.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def _run(self, text: str, form: Form, limits: Limits) -> Reply:  # noqa: ARG002 - our own
        body = io.BytesIO()
        try:
            result = self._engine.query(text, prefixes=PREFIXES)
            head = serialize(result, form, body)
        except SyntaxError as error:
            raise EngineSyntaxError(str(error)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError("the engine could not evaluate it", got=str(error)) from error
        body.seek(0)
        return Reply(head, body)


# --- On disk -------------------------------------------------------------------------------------


class Store(Queryable):
    """A published generation, open for reading. Also a context manager."""

    def __init__(
        self, root: Path, limits: Limits = DEFAULT, generation: Path | None = None
    ) -> None:
        """Open the generation that answers now; a later one does not disturb this reader.

        Or another *generation*, by its folder: one that is kept, or was copied elsewhere.

        *Errors*: ``NoStore``, ``StoreDamaged``, ``StoreError`` for another engine's files.
        """
        self.root = root
        self.limits = limits
        self._held = ExitStack()
        try:
            self.folder = _hold(root, self._held) if generation is None else generation
            if generation is not None and (generation / manifest.NAME).is_file():
                self._held.enter_context(folder.reading(generation / manifest.NAME))
            self.manifest = manifest.read(self.folder)
            _check_engine(self.manifest, self.folder)
            _check_files(self.folder, self.manifest)
        except BaseException:
            self._held.close()
            raise
        vocabulary_graphs = (word.graph for word in self.manifest.vocabularies)
        own = (DESCRIPTION,) if self._describes_itself else ()
        self.graphs = frozenset((*self.manifest.graphs, *vocabulary_graphs, *own))
        self.engine = self.folder / ENGINE
        self._pool = Pool(self.engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker and let go of the generation."""
        self._pool.close()
        self._held.close()

    def _run(self, text: str, form: Form, limits: Limits) -> Reply:
        return self._pool.run(text, form=form, prefixes=PREFIXES, limits=limits)

    def _graphs(self) -> Collection[str]:
        return self.graphs

    def quads(self, *, graphs: Collection[str] | None = None) -> Iterator[str]:
        """The staged lines in order, lexical forms exact; only those of *graphs* where given."""
        lines = lines_of(self.folder / self.manifest.staged)
        return (line for line in lines if graphs is None or graph_of(line) in graphs)

    def vocabularies(self) -> Iterator[str]:
        """The lines of the vocabularies that were loaded beside the data."""
        for word in vocabularies.installed(self.root):
            yield from lines_of(word.file)

    @property
    def _describes_itself(self) -> bool:
        return description.FILE in self.manifest.files

    def description(self) -> Iterator[str]:
        """The lines of what the store says of itself; none where an older kg built it."""
        if self._describes_itself:
            yield from lines_of(self.folder / description.FILE)

    def counts(self) -> Counts | None:
        """How often classes and properties are used; nothing where an older kg built the store."""
        return counts_of(self.description()) if self._describes_itself else None

    def rejects(self) -> list[dict[str, Any]]:
        """What was set aside in the build, as parts of errors."""
        lines = (self.folder / REJECTS).read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines if line]

    def rdflib(self) -> "Graph":
        """An rdflib graph over the same files: the union of all graphs, read-only."""
        from oxrdflib import OxigraphStore
        from rdflib import Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        engine = ox.Store.read_only(str(self.folder / ENGINE))
        graph = Graph(OxigraphStore(store=engine), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
        for prefix, base in PREFIXES.items():
            graph.bind(prefix, base)
        return graph


def _hold(root: Path, held: ExitStack) -> Path:
    """The current generation, kept from being removed; a build may switch while we look."""
    try:
        found = folder.current(root)
        held.enter_context(folder.reading(found / manifest.NAME))
    except FileNotFoundError:
        found = folder.current(root)
        held.enter_context(folder.reading(found / manifest.NAME))
    return found


def _check_engine(made: manifest.Manifest, place: Path) -> None:
    if made.engine.release != THIS_ENGINE.release or made.format not in manifest.READ:
        raise StoreError(
            "the store was written by another version",
            where=str(place),
            got=f"{made.engine.name} {made.engine.version}, kg {made.kg}",
            expected=f"{THIS_ENGINE.name} {THIS_ENGINE.release}",
            way_out="Build it again: kg build INPUT…",
        )


def _check_files(place: Path, made: manifest.Manifest) -> None:
    findings = list(manifest.check(place, made, hashes=False))
    if findings:
        raise manifest.damaged(place / findings[0].file, findings[0].what)
