"""What a store says of itself: counts as VoID has them, and what else was counted on the way.

In: counts, and triples that others add. Out: lines of a graph of its own, which stand in a file
beside the data and are no part of it; and the counts again, read from such lines. Every node has
an IRI that names what it counts, so that the same data gives the same lines.

*Source*: Describing Linked Datasets with the VoID Vocabulary (W3C 2011), sections 3 and 4.5;
http://ldf.fi/void-ext for the datatypes of values.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, Protocol
from urllib.parse import quote

from kg.namespaces import GRAPH, ID, PREFIXES, RDF, Vocabulary
from kg.store.counting import EVERY, NOBODY, Counts, Onlooker, counted
from kg.store.statements import statement
from kg.terms import Iri, Literal, Triple, in_graph, integer, nquads

FILE: Final = "description.nq"
DESCRIPTION: Final = Iri(GRAPH + "description")
"""The named graph of what a store says of itself."""
DATASET: Final = Iri(ID + "dataset")
"""All that a query finds that names no graph, but for the description."""

VOID: Final = Vocabulary(
    PREFIXES["void"],
    """
    Dataset class classPartition classes distinctSubjects entities properties property
    propertyPartition triples
    """,
)
VOID_EXT: Final = Vocabulary("http://ldf.fi/void-ext#", "datatype datatypePartition")


class Describer(Onlooker, Protocol):
    """Who looks at the nodes while they are counted, and then has something to say of them all."""

    def told(self) -> Iterable[Triple]:
        """What is added to the description."""


def described(batches: Iterable[Sequence[bytes]], describer: Describer | None = None) -> list[str]:
    """The lines of the description of lines that come in order, many at a time."""
    counts = counted(batches, describer or NOBODY)
    return written(counts, () if describer is None else describer.told())


def written(counts: Counts, added: Iterable[Triple] = ()) -> list[str]:
    """The lines of a description, in order."""
    return sorted(set(nquads(in_graph(chain(_dataset(counts), added), DESCRIPTION))))


def _dataset(counts: Counts) -> Iterator[Triple]:
    yield DATASET, RDF.type, Iri(VOID.Dataset)
    yield DATASET, VOID.triples, integer(counts.triples)
    yield DATASET, VOID.distinctSubjects, integer(counts.subjects)
    yield DATASET, VOID.classes, integer(len(counts.members))
    yield DATASET, VOID.properties, integer(sum(kind == EVERY for kind, _ in counts.uses))
    for kind, entities in counts.members.items():
        yield DATASET, VOID.classPartition, _of_class(kind)
        yield _of_class(kind), VOID["class"], Iri(kind)
        yield _of_class(kind), VOID.entities, integer(entities)
    yield from _properties(counts)
    yield from _datatypes(counts)


def _properties(counts: Counts) -> Iterator[Triple]:
    for (kind, name), uses in counts.uses.items():
        part = _of_property(kind, name)
        yield _of_class(kind), VOID.propertyPartition, part
        yield part, VOID.property, Iri(name)
        yield part, VOID.triples, integer(uses)
        yield part, VOID.distinctSubjects, integer(counts.holders[kind, name])


def _datatypes(counts: Counts) -> Iterator[Triple]:
    for (kind, name, datatype), uses in counts.literals.items():
        whole = _of_property(kind, name)
        part = Iri(f"{whole}/datatype/{_short(datatype)}")
        yield whole, VOID_EXT.datatypePartition, part
        yield part, VOID_EXT.datatype, Iri(datatype)
        yield part, VOID.triples, integer(uses)


def _of_class(kind: str) -> Iri:
    """The part of the dataset that is of a class, or all of it."""
    return DATASET if kind == EVERY else Iri(f"{DATASET}/class/{_short(kind)}")


def _of_property(kind: str, name: str) -> Iri:
    return Iri(f"{_of_class(kind)}/property/{_short(name)}")


def _short(iri: str) -> str:
    """An IRI as one step of a path.

    >>> _short("http://www.w3.org/2004/02/skos/core#broader")
    'skos:broader'
    >>> _short("http://example.org/a")
    'http%3A%2F%2Fexample.org%2Fa'
    """
    for prefix, base in PREFIXES.items():
        local = iri.removeprefix(base)
        if local != iri and local.isalnum():
            return f"{prefix}:{local}"
    return quote(iri, safe="")


# --- Read again ----------------------------------------------------------------------------------


def counts_of(description: Iterable[str]) -> Counts:
    """The counts that the lines of a description hold."""
    read = _Read(description)
    found = Counts(
        read.number(DATASET, VOID.triples), read.number(DATASET, VOID.distinctSubjects)
    )  # fmt: skip
    _read_class(read, DATASET, EVERY, found)
    for part in read.all(DATASET, VOID.classPartition):
        kind = read.name(part, VOID["class"])
        found.members[kind] = read.number(part, VOID.entities)
        _read_class(read, part, kind, found)
    return found


def _read_class(read: "_Read", node: str, kind: str, found: Counts) -> None:
    for part in read.all(node, VOID.propertyPartition):
        name = read.name(part, VOID.property)
        found.uses[kind, name] = read.number(part, VOID.triples)
        found.holders[kind, name] = read.number(part, VOID.distinctSubjects)
        for value in read.all(part, VOID_EXT.datatypePartition):
            datatype = read.name(value, VOID_EXT.datatype)
            found.literals[kind, name, datatype] = read.number(value, VOID.triples)


class _Read:
    """The values that lines give, by subject and property."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._values: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in map(statement, lines):
            written = value.lexical if isinstance(value, Literal) else value
            self._values[subject, predicate].append(written)

    def all(self, subject: str, predicate: str) -> list[str]:
        return self._values.get((subject, predicate), [])

    def name(self, subject: str, predicate: str) -> str:
        (value,) = self.all(subject, predicate)
        return value

    def number(self, subject: str, predicate: str) -> int:
        return int(self.name(subject, predicate))
