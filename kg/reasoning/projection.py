"""What a reasoner gets to see: types and links, no literal, no passage, in batches of trials.

In: data and ontology as rdflib graphs. Out: axioms and facts. HermiT knows few datatypes and its
time grows faster than its input; nothing that the ontology defines depends on a literal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import TK

Triple = tuple[Node, Node, Node]

_BATCH = 20_000  # triples that HermiT is given at once: below, starting Java is what takes time
_LEFT_OUT = tuple(map(URIRef, (TK.Extraction, TK.MeshIndexing, TK.Passage)))
_OF_LITERALS = (OWL.AnnotationProperty, OWL.DatatypeProperty, OWL.Ontology, RDFS.Datatype)
_LOGICAL = tuple(map(str, (OWL, RDF, RDFS.domain, RDFS.range, RDFS.subClassOf)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What the ontology declares, told apart by whether facts or inferences are made of it."""

    stated_classes: frozenset[Node]
    defined_classes: frozenset[Node]
    properties: frozenset[Node]
    inferable_properties: frozenset[Node]


@dataclass(frozen=True, slots=True)
class Part:
    """A trial, or a node that no trial leads to, with the facts about all it leads to."""

    root: str
    facts: frozenset[Triple]


def terms_of(ontology: Graph) -> Terms:
    """The terms of the ontology, told apart by their axioms."""
    defined = frozenset(ontology.subjects(OWL.equivalentClass))
    chained = frozenset(ontology.subjects(OWL.propertyChainAxiom))
    return Terms(
        stated_classes=frozenset(ontology.subjects(RDF.type, OWL.Class)) - defined,
        defined_classes=defined,
        properties=frozenset(ontology.subjects(RDF.type, OWL.ObjectProperty)),
        inferable_properties=chained | set(ontology.subjects(RDF.type, OWL.SymmetricProperty)),
    )


def axioms_of(ontology: Graph) -> Iterator[Triple]:
    """The ontology's logical axioms, without those about literals and without annotations."""
    skipped = {s for kind in _OF_LITERALS for s in ontology.subjects(RDF.type, kind)}
    named = {s for s in ontology.subjects() if isinstance(s, URIRef)} - skipped
    queue: list[Node] = [*named, *ontology.subjects(RDF.type, OWL.AllDisjointClasses)]
    while queue:
        subject = queue.pop()
        for predicate, value in ontology.predicate_objects(subject):
            if _is_logical(predicate, value):
                yield subject, predicate, value
                queue += [value] if isinstance(value, BNode) else []


def _is_logical(predicate: Node, value: Node) -> bool:
    if isinstance(value, Literal) or not str(predicate).startswith(_LOGICAL):
        return False
    return predicate != RDF.type or str(value).startswith(str(OWL))


def facts_of(data: Graph, terms: Terms) -> set[Triple]:
    """The data's types and links in the ontology's terms, without the types to be inferred."""
    left_out = {s for kind in _LEFT_OUT for s in data.subjects(RDF.type, kind)}
    types = (
        triple for kind in terms.stated_classes for triple in data.triples((None, RDF.type, kind))
    )
    links = (triple for p in terms.properties for triple in data.triples((None, p, None)))
    return {
        (s, p, o)
        for s, p, o in chain(types, links)
        if isinstance(o, URIRef) and s not in left_out and o not in left_out
    }


def batches_of(facts: Iterable[Triple]) -> Iterator[list[Part]]:
    """The facts in parts, some parts a batch.

    What follows for a node depends only on what it leads to, and no definition leads from one
    trial into another: a part is all that reasoning about its root needs.
    """
    about: defaultdict[Node, list[Triple]] = defaultdict(list)
    for fact in facts:
        about[fact[0]].append(fact)
    batch: list[Part] = []
    for part in _parts(about):
        batch.append(part)
        if sum(len(part.facts) for part in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _parts(about: Mapping[Node, Sequence[Triple]]) -> Iterator[Part]:
    trial = (RDF.type, URIRef(TK.Trial))
    trials = {node for node, facts in about.items() if trial in {fact[1:] for fact in facts}}
    reached: set[Node] = set()
    for root in chain(sorted(trials, key=str), sorted(about.keys() - trials, key=str)):
        if root not in reached:
            part = Part(str(root), frozenset(_led_to(root, about, trials)))
            reached.update(fact[0] for fact in part.facts)
            yield part


def _led_to(
    root: Node, about: Mapping[Node, Sequence[Triple]], trials: Container[Node]
) -> Iterator[Triple]:
    seen, queue = {root}, [root]
    while queue:
        for fact in about.get(queue.pop(), ()):
            yield fact
            if fact[2] not in seen and fact[2] not in trials:
                seen.add(fact[2])
                queue.append(fact[2])
