"""The service in its own words: SPARQL 1.1 Service Description, VoID, prefixes.

In: a generation, and the address under which a client knows the service. Out: lines.

*Source*: SPARQL 1.1 Service Description (W3C 2013), section 3; Describing Linked Datasets with the
VoID Vocabulary (W3C 2011), sections 2, 4.5 and 4.6; SHACL (W3C 2017), section 5.2.1.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kg.namespaces import DCTERMS, ID, PREFIXES, RDFS, SH, TK
from kg.serving.media import FORMATS
from kg.serving.shelf import Generation
from kg.serving.statistics import Counts, Statistics
from kg.serving.words import FILE_FORMATS, SD, VOID, VOID_EXT, Notes, each
from kg.terms import Iri, Literal, Term, date, integer, text

ENDPOINT: Final = "/sparql"
VOID_PATH: Final = "/.well-known/void"
EXAMPLES_PATH: Final = "/.well-known/sparql-examples"
MOST_GRAPHS: Final = 1_000
"""How many named graphs are listed one by one: a graph for each report can be very many."""

_Held = dict[tuple[str, ...], int]
_DAY: Final = len("2026-01-01")


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
        *each(SD.resultFormat, _formats()),
        (SD.defaultDataset, _dataset(notes, generation, base)),
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


def _formats() -> Iterator[Iri]:
    return (Iri(FILE_FORMATS + name) for name in FORMATS)


def _dataset(notes: Notes, generation: Generation, base: str) -> Iri:
    """The dataset of queries that name none: all graphs, and their union as the default graph."""
    total = notes.typed(notes.node(), SD.Graph, *_known_size(generation))
    counts = generation.manifest.graphs
    shown = sorted(generation.graphs)[:MOST_GRAPHS]
    left_out = len(generation.graphs) - len(shown)
    said = f"{left_out:,} more named graphs: SELECT DISTINCT ?g {{ GRAPH ?g {{}} }}"
    return notes.typed(
        _the_dataset(base),
        SD.Dataset,
        (SD.defaultGraph, total),
        *each(SD.namedGraph, (_named(notes, Iri(name), counts.get(name)) for name in shown)),
        *([(RDFS.comment, text(said, "en"))] if left_out else []),
    )


def _the_dataset(base: str) -> Iri:
    return Iri(f"{base}{VOID_PATH}#dataset")


def _named(notes: Notes, name: Iri, size: int | None) -> Iri:
    graph = notes.typed(notes.node(), SD.Graph, *_size(size))
    return notes.typed(notes.node(), SD.NamedGraph, (SD.name, name), (SD.graph, graph))


def _size(triples: int | None) -> list[tuple[str, Term]]:
    return [] if triples is None else [(VOID.triples, integer(triples))]


def _known_size(generation: Generation) -> list[tuple[str, Term]]:
    """The size of the union, once it was counted."""
    uses = generation.statistics.uses
    return _size(sum(uses.values()) if uses else None)


# --- VoID ----------------------------------------------------------------------------------------


def void_lines(generation: Generation, base: str) -> list[str]:
    """What is in the dataset, and how often: classes, properties, and what stands between them."""
    notes = Notes()
    counts = generation.statistics
    dataset, page = _the_dataset(base), Iri(base + VOID_PATH)
    built = generation.manifest.built
    notes.typed(page, VOID.DatasetDescription, ("http://xmlns.com/foaf/0.1/primaryTopic", dataset))
    notes.typed(
        dataset,
        VOID.Dataset,
        (DCTERMS.title, text("Clinical trials as their reports tell of them", "en")),
        (DCTERMS.modified, date(built[:_DAY])),
        (VOID.sparqlEndpoint, Iri(base + ENDPOINT)),
        (VOID.uriSpace, text(ID)),
        (VOID.vocabulary, Iri(str(TK))),
        *each(VOID.feature, _formats()),
        *_known_size(generation),
        *_partitions(notes, counts),
    )
    return notes.lines()


def _partitions(notes: Notes, counts: Statistics) -> Iterator[tuple[str, Term]]:
    if counts.members:
        yield VOID.classes, integer(len(counts.members))
    if counts.uses:
        yield VOID.properties, integer(len(counts.uses))
    for (name,), number in sorted(counts.uses.items()):
        yield VOID.propertyPartition, _property(notes, name, number)
    of_class = _by_first(counts.within)
    literals, links = _by_first(counts.literals), _by_first(counts.links)
    for (name,), number in sorted(counts.members.items()):
        inner = (
            _property(notes, *pair, _by_first(literals[name]), _by_first(links[name]))
            for pair in _flat(of_class[name])
        )
        yield (
            VOID.classPartition,
            notes.node(
                (VOID["class"], Iri(name)),
                (VOID.entities, integer(number)),
                *each(VOID.propertyPartition, inner),
            ),
        )


def _property(
    notes: Notes,
    name: str,
    number: int,
    literals: defaultdict[str, _Held] | None = None,
    links: defaultdict[str, _Held] | None = None,
) -> Iri:
    """A property with the number of its triples, and what its values are."""
    datatypes = (
        notes.node((VOID_EXT.datatype, Iri(kind)), (VOID.triples, integer(many)))
        for kind, many in _flat(literals[name] if literals else {})
    )
    classes = (
        notes.node((VOID["class"], Iri(kind)), (VOID.triples, integer(many)))
        for kind, many in _flat(links[name] if links else {})
    )
    return notes.node(
        (VOID.property, Iri(name)),
        (VOID.triples, integer(number)),
        *each(VOID_EXT.datatypePartition, datatypes),
        *each(VOID.classPartition, classes),
    )


def _by_first(counts: Counts) -> defaultdict[str, _Held]:
    """Counts apart by the first of their names."""
    found: defaultdict[str, _Held] = defaultdict(dict)
    for (first, *others), number in counts.items():
        found[first][tuple(others)] = number
    return found


def _flat(counts: Counts) -> Iterator[tuple[str, int]]:
    return ((name, number) for (name,), number in sorted(counts.items()))
