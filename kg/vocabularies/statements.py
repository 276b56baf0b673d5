"""Terms → the lines that the store keeps of a vocabulary.

In: terms. Out: canonical N-Quads lines in the vocabulary's graph: labels, other names, what lies
above, what is the same elsewhere, what a term became.
"""

from collections.abc import Iterator
from itertools import chain

from kg.identifiers import vocabulary_graph
from kg.linking.thesaurus import Term
from kg.namespaces import DCTERMS, MESH, MESHV, OWL, RDFS, SKOS
from kg.terms import Iri, Quad, Triple, boolean, nquad, text


def lines(term: Term, name: str) -> Iterator[str]:
    """The lines of one term."""
    graph = vocabulary_graph(name)
    for triple in chain(triples(term), pairs(term)):
        yield nquad(Quad(*triple, graph))


def triples(term: Term) -> Iterator[Triple]:
    """What is said of one term; MeSH keeps its own words for its hierarchy.

    >>> term = Term(iri="http://id.nlm.nih.gov/mesh/D007376", label="Interleukin-2",
    ...             broader=("http://id.nlm.nih.gov/mesh/D007378",))
    >>> [predicate.rpartition("#")[2] for _, predicate, _ in triples(term)]
    ['label', 'broaderDescriptor']
    >>> term = Term(iri=f"{MESH}Q000097", label="blood", kinds=("Qualifier",), broader=("x:a",))
    >>> [predicate.rpartition("#")[2] for _, predicate, _ in triples(term)]
    ['label', 'broaderQualifier']
    """
    node = Iri(term.iri)
    if term.label:
        yield node, RDFS.label, text(term.label, "en")
    for other in dict.fromkeys(n.text for n in term.names if n.kind not in {"permuted", "hidden"}):
        yield node, SKOS.altLabel, text(other, "en")
    if term.retired:
        yield node, OWL.deprecated, boolean(value=True)
    for predicate, target in _links(term):
        yield node, predicate, Iri(target)


def _links(term: Term) -> Iterator[tuple[str, str]]:
    mesh = term.iri.startswith(MESH)
    of_mesh = MESHV.broaderQualifier if "Qualifier" in term.kinds else MESHV.broaderDescriptor
    above = of_mesh if mesh else SKOS.broader
    filed = MESHV.mappedTo if mesh else SKOS.broadMatch
    return chain(
        ((above, iri) for iri in term.broader),
        ((filed, iri) for iri in term.mapped),
        ((SKOS.exactMatch, iri) for iri in term.exact),
        ((SKOS.closeMatch, iri) for iri in term.close),
        ((DCTERMS.isReplacedBy, iri) for iri in term.replaced_by),
    )


def pairs(term: Term) -> Iterator[Triple]:
    """What the pairs of heading and qualifier stand for, under which a record of MeSH is filed.

    >>> term = Term(iri="http://id.nlm.nih.gov/mesh/C082598", label="aldesleukin",
    ...             mapped=("http://id.nlm.nih.gov/mesh/D007376Q000031",))
    >>> [target.removeprefix(MESH) for _, _, target in pairs(term)]
    ['D007376', 'Q000031']
    """
    for iri in term.mapped:
        heading, qualifier, number = iri.partition("Q")
        if qualifier and heading.startswith(MESH):
            yield Iri(iri), MESHV.hasDescriptor, Iri(heading)
            yield Iri(iri), MESHV.hasQualifier, Iri(MESH + qualifier + number)
