"""Coherence: arithmetic and what must agree across nodes, by the queries of ``queries/checks``.

In: a way to ask a SPARQL query. Out: a verdict with a finding for each row. The engine is whatever
is handed in: a store, or an rdflib graph through :func:`asking`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from rdflib import Graph

from kg.table import Table
from kg.terms import Iri, Literal, Term
from kg.validation.catalogue import Check, checks
from kg.validation.findings import Finding, Verdict, verdict

Ask = Callable[[str], Table]
"""Whatever evaluates a SPARQL query."""

COMPONENT: Final = "https://w3id.org/trialkg/shapes#CoherenceConstraintComponent"


def asking(graph: Graph) -> Ask:
    """A way to ask an rdflib graph."""

    def ask(query: str) -> Table:
        answer = graph.query(query).serialize(format="json")
        return Table.from_json(answer or b"")

    return ask


def check_coherence(ask: Ask, which: Iterable[Check] | None = None) -> Verdict:
    """The verdict of the checks over whatever answers: all that kg comes with, or these."""
    chosen = checks() if which is None else which
    return verdict(finding for check in chosen for finding in _findings(check, ask(check.query)))


def _findings(check: Check, answer: Table) -> Iterator[Finding]:
    for row in answer.terms:
        cells = dict(zip(answer.columns, row, strict=True))
        yield Finding(
            severity=check.severity,
            shape=check.iri,
            focus=_plain(cells.get("focus")),
            message=" ".join(filter(None, (_plain(cells.get("explanation")), check.message))),
            source=COMPONENT,
            value=cells.get("value"),
        )


def _plain(term: Term | None) -> str:
    if isinstance(term, Literal):
        return term.lexical
    return term or Iri("")
