"""What is in the graph, and how often: VoID.

In: a generation. Out: lines. A store says it of itself, in a graph that its build has counted; for
one that does not, it is counted while it is served.

*Source*: Describing Linked Datasets with the VoID Vocabulary (W3C 2011), sections 2, 4.5 and 4.6.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from kg.namespaces import DCTERMS, ID, TK
from kg.serving.description import DATASET, ENDPOINT, VOID_PATH, formats
from kg.serving.shelf import Generation
from kg.serving.statistics import Counts, Statistics
from kg.serving.words import VOID, VOID_EXT, Notes, each
from kg.terms import Iri, Term, date, integer, text

_PRIMARY_TOPIC: Final = "http://xmlns.com/foaf/0.1/primaryTopic"
_DAY: Final = len("2026-01-01")

_Held = dict[tuple[str, ...], int]


def void_lines(generation: Generation, base: str) -> list[str]:
    """What is in the dataset: classes, properties, and what stands between them."""
    notes = Notes()
    notes.typed(Iri(base + VOID_PATH), VOID.DatasetDescription, (_PRIMARY_TOPIC, DATASET))
    notes.typed(
        DATASET,
        VOID.Dataset,
        (DCTERMS.title, text("Clinical trials as their reports tell of them", "en")),
        (DCTERMS.modified, date(generation.manifest.built[:_DAY])),
        (VOID.sparqlEndpoint, Iri(base + ENDPOINT)),
        (VOID.uriSpace, text(ID)),
        (VOID.vocabulary, Iri(str(TK))),
        *each(VOID.feature, formats()),
        *_partitions(notes, generation.statistics),
    )
    return notes.lines() + generation.described


def _partitions(notes: Notes, counts: Statistics) -> Iterator[tuple[str, Term]]:
    if counts.members:
        yield VOID.classes, integer(len(counts.members))
    if counts.uses:
        yield VOID.properties, integer(len(counts.uses))
        yield VOID.triples, integer(sum(counts.uses.values()))
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
