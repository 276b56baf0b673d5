"""The service in its own words: SPARQL 1.1 Service Description, and prefixes.

In: a generation, and the address under which a client knows the service. Out: lines.

*Source*: SPARQL 1.1 Service Description (W3C 2013), section 3; SHACL (W3C 2017), section 5.2.1.
"""

from collections.abc import Iterator
from typing import Final

from kg.namespaces import DCTERMS, PREFIXES, RDFS, SH
from kg.serving.media import FORMATS
from kg.serving.shelf import Generation
from kg.serving.words import FILE_FORMATS, SD, VOID, Notes, each
from kg.store.description import DATASET
from kg.terms import Iri, Literal, Term, integer, text

ENDPOINT: Final = "/sparql"
VOID_PATH: Final = "/.well-known/void"
EXAMPLES_PATH: Final = "/.well-known/sparql-examples"
MOST_GRAPHS: Final = 1_000
"""How many named graphs are listed one by one: a graph for each report can be very many."""


def service_lines(generation: Generation, base: str) -> list[str]:
    """What the endpoint is: languages, forms, dataset, prefixes, and where to read on."""
    notes = Notes()
    service = Iri(base + ENDPOINT)
    notes.typed(
        service,
        SD.Service,
        (DCTERMS.title, text("kg: what clinical trial reports say", "en")),
        (SD.endpoint, service),
        (SD.supportedLanguage, Iri(SD.SPARQL11Query)),
        (SD.feature, Iri(SD.UnionDefaultGraph)),
        *each(SD.resultFormat, formats()),
        (SD.defaultDataset, _dataset(notes, generation)),
        *each(SH.declare, declarations(notes)),
        *each(RDFS.seeAlso, (Iri(base + VOID_PATH), Iri(base + EXAMPLES_PATH))),
    )
    return notes.lines()


def declarations(notes: Notes) -> Iterator[Iri]:
    """The prefixes that every query may use without declaring them."""
    for prefix, namespace in PREFIXES.items():
        yield notes.node(
            (SH.prefix, text(prefix)),
            (SH.namespace, Literal(namespace, "http://www.w3.org/2001/XMLSchema#anyURI")),
        )


def formats() -> Iterator[Iri]:
    """The forms of answers, by their names in the W3C's list."""
    return (Iri(FILE_FORMATS + name) for name in FORMATS)


def _dataset(notes: Notes, generation: Generation) -> Iri:
    """The dataset of queries that name none: all graphs, and their union as the default graph."""
    counts = generation.manifest.graphs
    shown = sorted(generation.graphs)[:MOST_GRAPHS]
    left_out = len(generation.graphs) - len(shown)
    said = f"{left_out:,} more named graphs: SELECT DISTINCT ?g {{ GRAPH ?g {{}} }}"
    return notes.typed(
        DATASET,
        SD.Dataset,
        (SD.defaultGraph, notes.typed(notes.node(), SD.Graph)),
        *each(SD.namedGraph, (_named(notes, Iri(name), counts.get(name)) for name in shown)),
        *([(RDFS.comment, text(said, "en"))] if left_out else []),
    )


def _named(notes: Notes, name: Iri, size: int | None) -> Iri:
    graph = notes.typed(notes.node(), SD.Graph, *_size(size))
    return notes.typed(notes.node(), SD.NamedGraph, (SD.name, name), (SD.graph, graph))


def _size(triples: int | None) -> list[tuple[str, Term]]:
    return [] if triples is None else [(VOID.triples, integer(triples))]
