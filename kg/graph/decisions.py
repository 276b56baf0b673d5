"""What a person decided about claims of other reports, as nodes of the curated record.

In: the decisions of an account. Out: their nodes. What follows of them for the claims is no word of
the record: ``kg.review`` says it once the claims are at hand.
"""

from collections.abc import Iterator

from kg.graph.quantities import at
from kg.graph.statements import coded, facts, supported, types, words
from kg.identifiers import Names, numbered
from kg.namespaces import DCTERMS, RDFS, TK
from kg.records import Account, ReviewDecision
from kg.terms import Iri, Triple, text


def decision_nodes(account: Account, names: Names) -> Iterator[tuple[Iri, ReviewDecision]]:
    """The decisions of an account, each with its node."""
    numbers = numbered("decision", account.decisions)
    return ((names.node(local), decision) for local, decision in numbers)


def decisions(account: Account, names: Names) -> Iterator[Triple]:
    """What was decided about which claim, by whom, on which words."""
    for node, decision in decision_nodes(account, names):
        yield names.report, TK.hasDecision, node
        yield from types(node, "ReviewDecision")
        yield from _decision(node, decision, names)


def _decision(node: Iri, record: ReviewDecision, names: Names) -> list[Triple]:
    by = f" by {record.author}" if record.author else ""
    return [
        *facts(
            node,
            (RDFS.label, text(f"{record.decision}{by}")),
            (TK.decides, Iri(record.claim)),
            (TK.decision, coded(record.decision)),
            (DCTERMS.creator, words(record.author)),
            (TK.exact, words(record.exact)),
            (TK.statedAs, words(record.states)),
            (RDFS.comment, words(record.note)),
        ),
        *supported(node, (record.key,), names),
    ]


def completed(node: Iri, record: ReviewDecision, names: Names) -> list[Triple]:
    """When that was which a decision makes whole: its moment or its stretch of time."""
    return facts(node, (TK.atTime, at(names, record.time)), (TK.atTime, at(names, record.over)))
