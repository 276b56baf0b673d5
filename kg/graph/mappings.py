"""How concepts stand to vocabularies: the plain property, and a node that says on what ground.

In: links. Out: their triples.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from kg import __version__
from kg.graph.pages import of_match
from kg.graph.statements import facts, given, types, words
from kg.identifiers import mapping_iri
from kg.linking.concept_links import Link
from kg.linking.curies import curie
from kg.namespaces import TK
from kg.terms import Iri, Triple, decimal, text

_STATED: Final = "1.0"


def linked(links: Iterable[Link]) -> Iterator[Triple]:
    """The links of concepts: what is given without a score ranks first."""
    for match, other in links:
        node = mapping_node(match.subject, match.object)
        yield Iri(match.subject), match.predicate, Iri(match.object)
        yield from of_match(Iri(match.subject), match.predicate, match.object)
        yield Iri(match.subject), TK.hasMapping, node
        yield from types(node, "ConceptMapping")
        yield from facts(
            node,
            (TK.mappingPredicate, Iri(match.predicate)),
            (TK.mappedTerm, Iri(match.object)),
            (TK.termLabel, words(match.object_label)),
            (TK.justification, Iri(match.justification)),
            (TK.score, decimal(Decimal(match.confidence or _STATED))),
            (TK.matchedWords, words(match.words)),
            (TK.matchedName, words(match.matched)),
            (TK.matchReason, words(match.comment)),
            (TK.mappingSource, words(match.source)),
            (TK.toolVersion, text(__version__)),
            (TK.otherTerm, given(Iri, other or None)),
        )


def mapping_node(concept: str, term: str) -> Iri:
    """The node of the mapping between a concept and a term."""
    return mapping_iri(concept, curie(term))
