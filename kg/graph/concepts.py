"""The concepts that claims are about, with their ancestors and their mappings.

In: concept records. Out: their nodes. Where several reports mint one concept, their wordings are
joined; what our own table says of a concept comes before what a report says.
"""

from collections.abc import Iterable, Iterator

from kg.graph.statements import code, each, facts, types, words
from kg.identifiers import concept_iri
from kg.namespaces import RDFS, SKOS, TK
from kg.records import Concept
from kg.terms import Iri, Triple, text


def concept(record: Concept, wordings: Iterable[str] = ()) -> Iterator[Triple]:
    """A concept: its kinds, its name and the words of reports, what it is broader or tied to."""
    node = concept_iri(record.slug)
    yield from types(node, "Concept", *record.kinds)
    yield from facts(
        node,
        (SKOS.prefLabel, words(record.pref_label)),
        (TK.desirableDirection, code(record.desirable_direction)),
        (TK.canonicalUnit, words(record.canonical_unit)),
        (TK.substance, concept_iri(record.substance) if record.substance else None),
    )
    yield from each(node, RDFS.label, map(text, sorted({*record.labels, *wordings})))
    yield from each(node, TK.broader, map(concept_iri, record.broader))
    yield from each(node, SKOS.relatedMatch, map(concept_iri, record.related))


def mappings(slug: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """The outward links of a concept: pairs of a SKOS mapping property's name and an IRI."""
    for predicate, target in sorted(pairs):
        yield concept_iri(slug), SKOS[predicate], Iri(target)
