"""Graphs of our own as input: their statements back to the reports that made them.

In: lines of N-Quads, or of a syntax that has lost the named graphs. Out: bundles, and the
statements of the graphs beside them. A statement without a graph goes back by the IRIs in it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from kg.build.intake import Imported
from kg.build.outcome import Bundle
from kg.errors import InputError
from kg.identifiers import CONCEPTS_GRAPH, DERIVED_GRAPH, report_iri, vocabulary_graph
from kg.namespaces import CONCEPT, EXTRACTION, GRAPH, MAPPING, MESH, REPORT, TK, TRIAL
from kg.terms import Iri, Literal, Quad, Term, Triple, read_line

_TELLS: Final = {TK.reportedIn, TK.mentionedIn}
# What no text that kg takes has in it.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Sorted(NamedTuple):
    """The bundles of an imported graph, and its statements outside any report."""

    bundles: list[Bundle]
    beside: list[Quad]


def sort_out(imported: Imported) -> Sorted:
    """The bundles of an imported graph.

    *Errors*: :class:`~kg.errors.InputError` for a statement that is none of ours.
    """
    by_report: dict[str, list[Quad]] = defaultdict(list)
    beside: list[Quad] = []
    for quad in _quads(imported):
        slug = _slug(quad.graph) or _slug(quad.subject)
        (by_report[slug] if slug else beside).append(quad)
    if not by_report:
        got = "statements of concepts or headings" if beside else "no statement"
        raise _foreign("there is no report in the graph", imported.origin.name, got)
    bundles = [
        Bundle(slug, imported.origin, tuple(dict.fromkeys(quads)))
        for slug, quads in sorted(by_report.items())
    ]
    return Sorted(bundles, beside)


def _slug(iri: str) -> str | None:
    return iri.removeprefix(REPORT).partition("/")[0] if iri.startswith(REPORT) else None


def _quads(imported: Imported) -> Iterator[Quad]:
    where = imported.origin.name
    read = [_statement(line, where) for line in imported.lines]
    homes = _Homes((subject, predicate, term) for subject, predicate, term, _ in read)
    for subject, predicate, term, graph in read:
        if graph is not None and graph.startswith((REPORT, GRAPH)):
            yield Quad(subject, predicate, term, graph)
            continue
        graphs = homes.of(subject, term)
        if not graphs:
            raise _foreign("a statement about a thing that is none of kg's", where, subject)
        for home in graphs:
            yield Quad(subject, predicate, term, home)


def _statement(line: str, where: str) -> tuple[Iri, str, Term, Iri | None]:
    read = read_line(line)
    if read is None:
        raise _foreign("a statement with a blank node or a strange IRI", where, line.strip()[:200])
    if isinstance(read[2], Literal) and (sign := _CONTROL.search(read[2].lexical)):
        got = f"U+{ord(sign[0]):04X} in {read[0]} {read[1]}"
        raise _foreign("a control character stands in a literal", where, got)
    return read


def _foreign(what: str, where: str, got: str) -> InputError:
    return InputError(
        what,
        where=where,
        got=got,
        expected="a graph that kg wrote",
        outcome="The file was set aside; the rest was built",
    )


class _Homes:
    """The graph of each thing, told from its IRI and from who points at it."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of_trial: dict[str, set[Iri]] = defaultdict(set)
        self._of_run: dict[str, set[Iri]] = defaultdict(set)
        for subject, predicate, term in triples:
            if isinstance(term, Literal):
                continue
            slug = _slug(term)
            if predicate in _TELLS and slug and subject.startswith(TRIAL):
                self._of_trial[subject].add(report_iri(slug))
            own = _slug(subject)
            if own and term.startswith(EXTRACTION):
                self._of_run[term].add(report_iri(own))

    def of(self, subject: Iri, term: Term) -> list[Iri]:
        """The graphs that a statement belongs to."""
        slug = _slug(subject)
        if slug:
            return [report_iri(slug)]
        if subject.startswith(TRIAL):
            return self._of_a_trial(subject, term)
        if subject.startswith(EXTRACTION):
            return sorted(self._of_run[subject])
        if subject.startswith(MAPPING) and not isinstance(term, Literal) and _slug(term):
            return [DERIVED_GRAPH]  # it confirms a heading of that report
        fixed = {
            CONCEPT: CONCEPTS_GRAPH,
            MAPPING: CONCEPTS_GRAPH,
            MESH: vocabulary_graph("mesh"),
        }
        return [graph for base, graph in fixed.items() if subject.startswith(base)]

    def _of_a_trial(self, trial: Iri, term: Term) -> list[Iri]:
        """The report that a trial's part belongs to; else the first that tells of the trial."""
        slug = None if isinstance(term, Literal) else _slug(term)
        return [report_iri(slug)] if slug else sorted(self._of_trial[trial])[:1]
