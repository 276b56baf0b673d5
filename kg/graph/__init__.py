"""Records to triples: one pure function per type of record, for rdflib and for lines alike.

In: an account, and which trials its studies are. Out: the quads of the report's named graph, each
once, in the order of the record. Nothing is looked up and nothing is kept between calls.
"""

from collections.abc import Iterator
from itertools import chain

from kg import __version__
from kg.graph.decisions import decisions
from kg.graph.pages import of_articles
from kg.graph.quantities import times
from kg.graph.reports import report
from kg.graph.statements import facts, types
from kg.graph.trials import Place, Places, own_places, results_of, sisters, trial
from kg.identifiers import (
    DERIVED_GRAPH,
    Names,
    extraction_iri,
    studies,
    study_claims,
    trial_iri,
)
from kg.namespaces import RDFS, TK
from kg.records import Account
from kg.terms import Iri, Quad, Triple, in_graph, text

__all__ = ["RULE_SET", "Place", "Places", "account_quads", "account_triples", "own_places"]

RULE_SET = f"kg.reading {__version__}"


def account_quads(account: Account, places: Places | None = None) -> list[Quad]:
    """The quads of one account, in the graph that its report names.

    That two arms are one is no report's word: it stands in the graph of what is derived.

    *Errors*: :class:`~kg.errors.InputError` where a record names a key that no other has.
    """
    names = Names(account)
    places = own_places(account) if places is None else places
    # Nodes that several things share are stated with each of them; results share nothing.
    shared = dict.fromkeys(_but_results(account, places, names))
    quads = in_graph(chain(shared, _results(account, places, names)), names.report)
    same = [pair for place in places.values() for pair in place.same_arms.items()]
    return quads + [
        Quad(names.node(local), TK.sameArmAs, Iri(other), DERIVED_GRAPH) for local, other in same
    ]


def account_triples(account: Account, places: Places, names: Names) -> Iterator[Triple]:
    """The triples of one account, with repetitions where nodes are shared."""
    yield from _but_results(account, places, names)
    yield from _results(account, places, names)


def _results(account: Account, places: Places, names: Names) -> Iterator[Triple]:
    return chain.from_iterable(
        results_of(study, prefix, places[prefix], names) for prefix, study in studies(account)
    )


def _but_results(account: Account, places: Places, names: Names) -> Iterator[Triple]:
    yield from report(account, names)
    yield from decisions(account, names)
    for prefix, study in studies(account):
        yield from trial(study, prefix, places[prefix], names)
        yield from of_articles(trial_iri(places[prefix].trial), [account.report.pmid])
        yield from sisters(study, prefix, places, names)
    yield from times(account, names)
    if any(
        claim.rule for prefix, study in studies(account) for _, claim in study_claims(prefix, study)
    ):
        yield from extraction()


def extraction() -> Iterator[Triple]:
    """The run that read the text: which version, which rules. No time: same input, same bytes."""
    node = extraction_iri(__version__)
    yield from types(node, "Extraction")
    yield from facts(
        node,
        (RDFS.label, text(f"kg {__version__}")),
        (TK.toolVersion, text(__version__)),
        (TK.ruleSet, text(RULE_SET)),
    )
