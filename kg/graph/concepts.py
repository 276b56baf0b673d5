"""The concepts that claims are about, and the headings of the vocabulary above them.

In: concept records and descriptors. Out: their triples.
"""

from collections.abc import Iterable, Iterator

from kg.graph import pages
from kg.graph.statements import code, each, facts, given, types, words
from kg.identifiers import concept_iri
from kg.namespaces import MESH, MESHV, RDFS, SKOS, TK
from kg.records import Concept
from kg.terms import Iri, Literal, Triple, text


def concept(
    record: Concept, aliases: Iterable[str] = (), language: str | None = None
) -> Iterator[Triple]:
    """A concept: its kinds, its names, the words of reports, and what it is tied to.

    A language is given where the name is of our own table; a report's words have none. It has one
    ``rdfs:label``: the wording of the reports where they have one and the same, else its preferred
    name; their several wordings are there to be found by, and are no names of it.
    """
    node = concept_iri(record.slug)
    agreed = len(record.labels) == 1
    name = record.labels[0] if agreed else record.pref_label or record.slug
    others = sorted(set(aliases) - {record.pref_label})
    yield from types(node, "Concept", *record.kinds)
    yield from facts(
        node,
        (SKOS.prefLabel, text(record.pref_label, language) if record.pref_label else None),
        (TK.desirableDirection, code(record.desirable_direction)),
        (TK.canonicalUnit, words(record.canonical_unit)),
        (TK.substance, given(concept_iri, record.substance)),
    )
    yield from each(node, SKOS.altLabel, [text(alias, "en") for alias in others])
    if record.labels:
        yield node, RDFS.label, text(name)
    yield from each(node, SKOS.hiddenLabel, map(text, () if agreed else record.labels))
    yield from each(node, TK.broader, map(concept_iri, record.broader))
    yield from each(node, SKOS.relatedMatch, map(concept_iri, record.related))


def mapped(slug: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """The outward links of a concept, from pairs of a SKOS mapping property's name and an IRI."""
    node = concept_iri(slug)
    for predicate, target in sorted(pairs):
        yield node, SKOS[predicate], Iri(target)
        yield from pages.of_match(node, SKOS[predicate], target)


def mesh_descriptor(ui: str, name: str, broader: Iterable[str]) -> Iterator[Triple]:
    """A heading of MeSH with its name and the headings directly above it."""
    node = Iri(MESH + ui)
    label: Literal = text(name, "en")
    yield node, RDFS.label, label
    yield from each(node, MESHV.broaderDescriptor, [Iri(MESH + above) for above in broader])
