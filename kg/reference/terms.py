"""What the ontology says of its terms.

In: ``ontology/trial.ttl`` and ``ontology/vocab``. Out: frozen records by the name of the term.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from kg.export.ontology import ontology_lines
from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, TK, TKV
from kg.view import View, short

Kind = Literal["class", "property", "code", "scheme"]

_KINDS: Final[Mapping[str, Kind]] = {
    OWL.Class: "class",
    OWL.AnnotationProperty: "property",
    OWL.DatatypeProperty: "property",
    OWL.ObjectProperty: "property",
    TK.CodedValue: "code",
    SKOS.ConceptScheme: "scheme",
}


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A class, a property, a coded value or a list of such values; other terms by short name."""

    iri: str
    name: str
    kind: Kind
    label: str
    definition: str
    note: str = ""
    examples: tuple[str, ...] = ()
    source: str = ""
    above: tuple[str, ...] = ()
    """The classes or properties that this one is a kind of."""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    """The lists that a coded value stands in."""
    inferred: bool = False
    """Whether a reasoner fills the class, or a property follows from others."""


@cache
def terms() -> Mapping[str, Term]:
    """All terms of ours by short name, in the order of the alphabet.

    >>> terms()["tk:pValue"].range
    ('xsd:decimal',)
    """
    lines = tuple(ontology_lines())
    view = View(lines)
    found = (_term(view, iri) for iri in view.subjects() if _kind(view, iri))
    return {term.name: term for term in sorted(found, key=lambda term: term.name.casefold())}


def _kind(view: View, iri: str) -> Kind | None:
    """The kind of a term of ours."""
    own = iri.startswith((str(TK), str(TKV)))
    kinds = (kind for of, kind in _KINDS.items() if own and of in view.things(iri, RDF.type))
    return next(kinds, None)


def _term(view: View, iri: str) -> Term:
    kind = _kind(view, iri)
    assert kind is not None  # noqa: S101 - asked by the caller
    return Term(
        iri=iri,
        name=short(iri),
        kind=kind,
        label=view.text(iri, SKOS.prefLabel, RDFS.label),
        definition=view.text(iri, SKOS.definition),
        note=view.text(iri, SKOS.scopeNote),
        examples=tuple(view.texts(iri, SKOS.example)),
        source=view.labels(view.things(iri, DCTERMS.source)),
        above=_named(view, iri, RDFS.subClassOf, RDFS.subPropertyOf),
        domain=_named(view, iri, RDFS.domain),
        range=_named(view, iri, RDFS.range),
        schemes=_named(view, iri, SKOS.inScheme),
        inferred=any(view.things(iri, p) for p in (OWL.equivalentClass, OWL.propertyChainAxiom)),
    )


def _named(view: View, iri: str, *predicates: str) -> tuple[str, ...]:
    """What a term points to by name; what is put together of others has none."""
    return tuple(short(each) for each in view.things(iri, *predicates) if each[:2] != "_:")
