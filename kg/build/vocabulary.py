"""The graphs beside the reports: the concepts that are used, and the MeSH above them.

In: the IRIs that claims point at, and the concepts that accounts carry. Out: quads of the concepts
graph and of the MeSH graph; only what is used and what lies above it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Final, TypeVar

import msgspec

from kg.codes import ConceptKind
from kg.graph.concepts import concept, mapped, mesh_descriptor
from kg.graph.mappings import linked
from kg.identifiers import CONCEPTS_GRAPH, concept_iri, vocabulary_graph
from kg.linking import lexicon, mappings, mesh
from kg.linking.concept_links import Link, Linker
from kg.namespaces import CONCEPT, MESH
from kg.records import Concept
from kg.terms import Iri, Literal, Quad, Triple

T = TypeVar("T")

MESH_GRAPH = vocabulary_graph("mesh")
_HELD: Final = 1 << 14
_OBJECT: Final = itemgetter(2)
# What nothing can be at once, by the ontology; the first of two kinds is kept.
_NOT_BOTH: Final[tuple[tuple[ConceptKind, ConceptKind], ...]] = (
    ("Substance", "Condition"),
    ("Biomarker", "ClinicalEvent"),
    ("Biomarker", "AdverseEvent"),
    ("Biomarker", "PersonAttribute"),
    ("ClinicalEvent", "PersonAttribute"),
    ("AdverseEvent", "PersonAttribute"),
)


def used(quads: Iterable[Quad]) -> set[Iri]:
    """Every IRI that a statement points at."""
    # Few of the terms are different ones, and only these are looked at.
    return {term for term in set(map(_OBJECT, quads)) if not isinstance(term, Literal)}


def concept_quads(
    iris: Iterable[Iri], minted: Iterable[Concept] | Mapping[Iri, list[Concept]]
) -> Iterator[Quad]:
    """The concepts among these IRIs with all that lies above them.

    Who asks for many sets of IRIs sorts the concepts of accounts once, by :func:`by_iri`.
    """
    records = minted if isinstance(minted, Mapping) else by_iri(minted)
    for iri in sorted(with_those_above(iris, records)):
        yield from described(iri, records.get(iri, ()))


def with_those_above(iris: Iterable[Iri], minted: Mapping[Iri, Sequence[Concept]]) -> set[Iri]:
    """The concepts among these IRIs, and all that lie above them."""
    waiting = [iri for iri in iris if iri.startswith(CONCEPT)]
    done: set[Iri] = set()
    while waiting:
        iri = waiting.pop()
        record = None if iri in done else _record(iri, minted.get(iri, ()))
        if record is not None:
            done.add(iri)
            waiting += _above(record)
    return done


def _above(record: Concept) -> list[Iri]:
    slugs = (*record.broader, *record.related, *filter(None, [record.substance]))
    return list(map(concept_iri, slugs))


def described(iri: Iri, minted: Sequence[Concept]) -> Sequence[Quad]:
    """What is said of one concept, from all records that reports minted of it."""
    record = _record(iri, minted)
    if record is None:
        return ()
    return tuple(_described(record)) if minted else _described_by_us(iri)


def told(iri: Iri, minted: Sequence[Concept], linker: Linker) -> tuple[list[Quad], list[Link]]:
    """What is said of one concept, linked anew; and its links."""
    record = _record(iri, minted)
    if record is None:
        return [], []
    links = linker.links(iri, record.pref_label or record.slug, record.kinds)
    quads = [Quad(*triple, CONCEPTS_GRAPH) for triple in chain(_itself(record), linked(links))]
    return quads, links


def by_iri(minted: Iterable[Concept]) -> dict[Iri, list[Concept]]:
    """The concepts that accounts carry, by their IRIs."""
    found: dict[Iri, list[Concept]] = defaultdict(list)
    for record in minted:
        found[concept_iri(record.slug)].append(record)
    return found


def _record(iri: Iri, minted: Sequence[Concept]) -> Concept | None:
    """One record of a concept: our own table's where it has one, joined with what reports add."""
    if not minted:
        return _of_ours(iri)
    known = lexicon().concept(iri.removeprefix(CONCEPT))
    told = sorted(minted, key=msgspec.json.encode) if len(minted) > 1 else minted
    return _one([*([] if known is None else [known]), *told])


@lru_cache(maxsize=_HELD)
def _of_ours(iri: Iri) -> Concept | None:
    """The record of our own table."""
    known = lexicon().concept(iri.removeprefix(CONCEPT))
    return None if known is None else _one([known])


@lru_cache(maxsize=_HELD)
def _described_by_us(iri: Iri) -> tuple[Quad, ...]:
    record = _of_ours(iri)
    return () if record is None else tuple(_described(record))


def _one(records: Sequence[Concept]) -> Concept:
    first = records[0]
    return msgspec.structs.replace(
        first,
        pref_label=first.pref_label or first.slug.replace("-", " "),
        kinds=compatible(_joined(record.kinds for record in records)),
        labels=tuple(sorted(_joined(record.labels for record in records))),
        broader=_joined(record.broader for record in records),
        related=_joined(record.related for record in records),
        substance=next((r.substance for r in records if r.substance), None),
    )


def compatible(kinds: Sequence[ConceptKind]) -> tuple[ConceptKind, ...]:
    """The kinds without those that another of them excludes: reports use one name for two things.

    >>> compatible(["Condition", "Substance"]), compatible(["AdverseEvent", "Condition"])
    (('Substance',), ('AdverseEvent', 'Condition'))
    """
    excluded = {other for kind, other in _NOT_BOTH if kind in kinds and other in kinds}
    return tuple(kind for kind in kinds if kind not in excluded)


def _joined(lists: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for some in lists for each in some))


def _described(record: Concept) -> Iterator[Quad]:
    for triple in chain(_itself(record), mapped(record.slug, mappings(record.slug))):
        yield Quad(*triple, CONCEPTS_GRAPH)


def _itself(record: Concept) -> Iterator[Triple]:
    known = lexicon().concept(record.slug) is not None
    return concept(record, aliases=lexicon().labels(record.slug), language="en" if known else None)


def mesh_quads(iris: Iterable[Iri]) -> Iterator[Quad]:
    """The MeSH descriptors and qualifiers among these IRIs, and all descriptors above them."""
    uis = sorted(iri.removeprefix(MESH) for iri in iris if iri.startswith(MESH))
    for descriptor in mesh.slice_of(uis):
        for triple in mesh_descriptor(*descriptor):
            yield Quad(*triple, MESH_GRAPH)
    for ui in uis:
        name = mesh.label(ui) if ui.startswith("Q") else None
        for triple in mesh_descriptor(ui, name, ()) if name else ():
            yield Quad(*triple, MESH_GRAPH)
