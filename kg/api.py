"""The graph as a program uses it: what `kg.build` and `kg.open` give, and what the command calls.

In: a store. Out: answers, pages, exports, verdicts. Every verb of the command line is a method;
each imports its room when it is called.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from warnings import warn

from kg import store
from kg.errors import InputError, NetworkError, UsageError
from kg.glance import Glance
from kg.table import Table

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kg.differing import Difference
    from kg.export.folders import Shards
    from kg.reasoning import Inferences
    from kg.show import Page
    from kg.synthesis import Synthesis
    from kg.tables import Form, Written
    from kg.validation import Verdict
    from kg.why import Claim


class PartialAnswer(UserWarning):
    """An answer is one page of a longer one."""


class Graph(Glance):
    """A published graph, open for reading; also a context manager."""

    def __init__(self, opened: store.Store) -> None:
        self.store = opened

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
        """End the worker that answers, and let go of the generation."""
        self.store.close()

    def __repr__(self) -> str:
        made = self.store.manifest
        return (
            f"<kg.Graph {self.store.root} generation {made.generation}: {made.quads:,} statements>"
        )

    # --- Questions -------------------------------------------------------------------------------

    def ask(self, question: str, /, *, page: int | None = 1, **values: object) -> Table:
        """The answer to a question of the catalogue: its first page, another, or with ``None`` all.

        Where more follows than the page that was given, ``more`` is true and ``PartialAnswer``
        warns: nobody takes a piece for the whole. Few answers are longer than one page.

        *Errors*: ``UsageError`` for a question, parameter or page that there is not; ``LimitError``
        where the whole takes longer than a query may.
        """
        from kg.questions import ask
        from kg.vocabularies import Known

        known = Known(self.store.root)
        answer = ask(question, self.store.table, page=page, beside=known, **values)
        if answer.more:
            warn(f"{question}: more follows this page {page}", PartialAnswer, stacklevel=2)
        return answer

    def query(self, sparql: str, /, **bindings: object) -> "Table | bool | rdflib.Graph":
        """The answer to any SPARQL query; parameters are bound as terms.

        A table for SELECT, a truth value for ASK, an rdflib graph for the others.

        *Errors*: ``QueryError``, ``RefusedQuery``, ``LimitError``.
        """
        found = self.store.query(sparql, bindings)
        return _parsed(found.lines) if isinstance(found, store.Triples) else found

    def show(self, trial: str) -> "Page":
        """One trial at a glance: an IRI, registry id, PMID, DOI, acronym or a part of its title.

        *Errors*: ``UsageError`` where none or several fit.
        """
        from kg.lookup import find_trial
        from kg.show import show

        return show(self.store, find_trial(self.store, trial))

    def why(self, claim: str) -> "Claim":
        """Where a claim comes from, word for word: an IRI, or the short name that answers show.

        *Errors*: ``UsageError`` where the store says nothing of it.
        """
        from kg.lookup import find_claim
        from kg.why import why

        return why(self.store, find_claim(claim))

    def pool(
        self,
        question: str = "pooled-effect",
        /,
        *,
        models: Collection[str] = (),
        measure: str | None = None,
        time: str | None = None,
        mixed: bool = False,
        level: float = 95,
        **values: object,
    ) -> "Synthesis":
        """The effects of a question's answer combined, and what was left out with its reasons.

        ``models`` are those of ``kg.synthesis.MODELS``, ``measure`` one of its ``MEASURES``, and
        ``time`` a span such as 12wk..26wk; *mixed* combines whatever the groups received.

        *Errors*: ``UsageError`` for a question that gives no effects, or what cannot be asked so.
        """
        from kg.questions import meant_by
        from kg.synthesis import USUAL, Manner, read_window, synthesize
        from kg.vocabularies import Known

        window = read_window(time) if time else None
        asked: dict[str, str] = {}
        if substance := values.get("substance"):
            known = Known(self.store.root)
            named = meant_by(question, "substance", substance, self.store.table, known)
            asked = dict.fromkeys(named, str(substance))
        manner = Manner(tuple(models) or USUAL, measure, level, window, mixed, asked)
        answer = self.ask(question, page=None, **values)
        found = synthesize(question, answer, self.store.table, manner, values)
        return found.beside(answer.notes)

    # --- The data --------------------------------------------------------------------------------

    def rdflib(self) -> "rdflib.Graph":
        """An rdflib graph over the same store: the union of all graphs, read-only."""
        return self.store.rdflib()

    def quads(
        self,
        *,
        trial: str | None = None,
        question: str | None = None,
        values: Mapping[str, object] | None = None,
        extras: Collection[str] = (),
    ) -> list[str]:
        """The N-Quads lines that an export holds: data and the concepts in use.

        Of one trial, or of what a question's answer speaks of, where these are given; with the
        ontology, the loaded vocabularies or the graph's description that are among *extras*.

        *Errors*: ``UsageError`` for an extra that there is not.
        """
        from kg import export

        added = [line for name in extras for line in self._extra(name)]
        kept = self.store.quads()
        if trial is not None:
            from kg.lookup import find_trial

            return export.of_trial(kept, find_trial(self.store, trial)) + added
        if question is not None:
            return (
                export.around(kept, _things(self.ask(question, page=None, **(values or {}))))
                + added
            )
        return export.concepts_in_use(kept) + added

    def _extra(self, name: str) -> Iterable[str]:
        if name == "ontology":
            from kg.export.ontology import ontology_lines

            return ontology_lines()
        if name == "vocabularies":
            return self.store.vocabularies()
        if name == "description":
            return self.store.description()
        expected = "ontology, vocabularies or description"
        raise UsageError(f"nothing called {name!r} can be added", expected=expected)

    def export(self, path: str | Path, syntax: str | None = None, **which: Any) -> None:  # noqa: ANN401 - as `quads` takes
        """Write the graph to a file, in a syntax or in that of its ending; whole, or not at all.

        Turtle, N-Triples, N-Quads and TriG take no more memory for a larger graph.

        *Errors*: ``UsageError`` for an ending that says no syntax.
        """
        from kg import export

        target = Path(path)
        chosen = syntax or export.syntax_of(target)
        if chosen == export.RIS:
            export.write_file(target, self.rendered(chosen, **which))
        else:
            export.write_lines(self.lines(**which), chosen, target)

    def lines(self, **which: Any) -> Iterator[str]:  # noqa: ANN401 - as `quads` takes
        """The distinct N-Quads lines that an export holds, in order."""
        from kg import export

        if which.get("trial") or which.get("question"):
            yield from sorted(set(self.quads(**which)))
            return
        kept = export.in_use(self.store.quads, export.reached_in(self.store))
        extras = which.get("extras") or ()
        with TemporaryDirectory(prefix="kg-") as scratch:
            every = chain(kept, *map(self._extra, extras))
            yield from store.in_order(every, Path(scratch)) if extras else kept

    def shards(self, target: str | Path, count: int, form: str = "nq", **which: Any) -> "Shards":  # noqa: ANN401 - as `quads` takes
        """Write the graph in so many N-Quads files (nq, nq.gz), or its tables as Parquet files."""
        from kg.tables import write_in_shards

        lines = partial(self.lines, **which) if which or form != "parquet" else self.store.quads
        return write_in_shards(lines, Path(target), count, form)

    def rendered(self, syntax: str, **which: Any) -> str:  # noqa: ANN401 - as `quads` takes
        """The graph in a syntax; as RIS, the reports that the statements come from, each whole."""
        from kg import export

        if syntax != export.RIS:
            return export.render(self.quads(**which), syntax)
        narrowed = any(which.get(name) for name in ("trial", "question"))
        told = export.reports_told(self.quads(**which)) if narrowed else None
        return export.ris(self.store.quads(graphs=told))

    def tables(
        self,
        target: str | Path,
        *,
        form: "Form" = "parquet",
        table: str | None = None,
        **which: Any,  # noqa: ANN401 - as `quads` takes
    ) -> "Written":
        """Write tidy tables into a folder, as Parquet or CSV; or one *table* into a file.

        Of one trial, or of what a question's answer speaks of, where ``trial`` or ``question`` is
        given as for an export.

        *Errors*: ``UsageError`` for a table that there is not.
        """
        from kg import tables

        narrowed = sorted(set(self.quads(**which))) if which else None
        lines = self.store.quads if narrowed is None else lambda: narrowed
        if table is not None:
            return tables.write_table(lines, table, Path(target), form)
        return tables.write_tables(lines, Path(target), form)

    # --- Judgement -------------------------------------------------------------------------------

    def validate(self, *, shapes: Iterable[Path] = ()) -> "Verdict":
        """The verdict of the shapes and checks over everything in the store."""
        from kg.judging import stated
        from kg.validation import validate

        return validate(stated(self.store.quads()), ask=self.store.table, shapes=shapes)

    def verify(self) -> list[store.Finding]:
        """The files that are not as they were published; none is well."""
        return store.verify(self.store.root)

    def rejects(self) -> list[dict[str, Any]]:
        """What was set aside in the build: refused inputs, dropped claims, then unread words."""
        return self.store.rejects()

    # --- What follows ----------------------------------------------------------------------------

    def infer(self) -> "Inferences":
        """The types and links that the rules infer."""
        from kg.reasoning import infer
        from kg.resources import folder

        rules = sorted((folder("queries") / "rules").glob("*.rq"))
        return infer(self._links, [path.read_text(encoding="utf-8") for path in rules])

    def classify(self) -> "Inferences":
        """The same types and links by OWL reasoning (HermiT).

        *Errors*: ``UsageError`` without Java.
        """
        from kg.export.ontology import ontology_lines
        from kg.reasoning import classify

        data = _parsed(map(store.triple_of, self.store.quads()))
        return classify(data, _parsed(map(store.triple_of, ontology_lines())))

    def network(self, *, substance: str | None = None, page: int | None = None) -> "nx.Graph[str]":
        """The evidence network: which interventions were compared directly, in how many trials.

        Whole, of the trials that gave a substance, or of the interventions of one page; then the
        graph's own ``more`` tells whether another follows.
        """
        from kg.network import contrasts_of, network

        values = {} if substance is None else {"substance": substance}
        answer = self.ask("evidence-network", page=page, **values)
        found = network(contrasts_of(_texts(answer)))
        if page is not None:
            found.graph["more"] = answer.more
        return found

    def _links(self, construct: str) -> Iterator[tuple[str, str, str]]:
        for subject, predicate, value in self.store.triples(construct).statements():
            yield subject, predicate, str(value)


def _texts(answer: Table) -> Iterator[dict[str, str]]:
    return ({name: str(value) for name, value in row.items()} for row in answer)


def _things(answer: Table) -> set[str]:
    return {term for row in answer.terms for term in row if isinstance(term, str)}


def _parsed(lines: Iterable[str]) -> "rdflib.Graph":
    """An rdflib graph of lines, lexical forms untouched."""
    from rdflib import Graph as RdfGraph

    from kg.namespaces import PREFIXES
    from kg.terms import Iri, rdflib_term

    graph = RdfGraph(bind_namespaces="none")
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    for found in map(store.statement, lines):
        predicate = rdflib_term(Iri(found.predicate))
        graph.add((rdflib_term(found.subject), predicate, rdflib_term(found.object)))
    return graph


def open_graph(root: Path, **limits: Any) -> Graph:  # noqa: ANN401 - the fields of Limits
    """The graph of a store; *limits* are what each query may take."""
    return Graph(store.open_store(root, limits=store.Limits(**limits)))


def diff(
    old: str | Path,
    new: str | Path,
    *,
    asking: bool = True,
    timeout: float = 10.0,
    memory: int = 512,
) -> "Difference":
    """What changed between two stores, generations or exports; in answers, too, where *asking*.

    *Units*: as for ``kg.open``.

    *Errors*: ``NoStore``, ``StoreError``, ``InputError`` or ``UsageError`` for a side that is none.
    """
    from kg.differing import diff as compare

    return compare(old, new, limits=store.Limits(timeout, memory), asking=asking)


def build_graph(inputs: Iterable[str | Path], root: Path, *, refresh: bool = False) -> Graph:
    """The graph that a build of these inputs published.

    *Errors*: ``InputError`` where nothing could be taken, ``NetworkError`` where that was for want
    of a network; the notes of either are what was set aside.
    """
    from kg.build import build

    summary = build(inputs, root, refresh=refresh)
    if summary.generation is None:
        first = summary.rejects[0] if summary.rejects else None
        kind = NetworkError if summary.count("network") else InputError
        error = kind(
            "nothing could be taken",
            got=f"{first.where}: {first.what}" if first else "no input",
            outcome="Nothing was published; the store is as it was",
        )
        for reject in summary.rejects:
            error.add_note(reject.line())
        raise error
    return open_graph(root)
