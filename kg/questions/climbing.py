"""What lies at or below a term of a vocabulary: the paths that lead there, as parts of queries.

In: terms of vocabularies. Out: SPARQL. A concept leads by its matches to terms, a lesser record of
MeSH to the heading that it is filed under, and a term to those above it: by MeSH's own word, SKOS's
or OWL's. No closure is kept in the store (docs/decisions/trees-climbed-when-asked.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.namespaces import MESHV, RDFS, SKOS
from kg.terms import Iri, spelled


def _any(*predicates: str) -> str:
    return "(" + "|".join(f"<{predicate}>" for predicate in predicates) + ")"


_MATCH: Final = _any(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch)
_FILED: Final = f"{_any(MESHV.preferredMappedTo, MESHV.mappedTo)}?/<{MESHV.hasDescriptor}>?"
_ABOVE: Final = f"{_any(MESHV.broaderDescriptor, SKOS.broader, RDFS.subClassOf)}*"
TO_TERMS: Final = f"{_MATCH}/{_FILED}/{_ABOVE}"
"""The path from a concept to every term that it is, or is narrower than."""

_MOST: Final = 100_000


def concepts_below(tops: Iterable[Iri], variable: str = "concept") -> str:
    """A pattern that binds a variable to the concepts at or below these terms.

    >>> concepts_below([Iri("http://id.nlm.nih.gov/mesh/D016207")]).partition(" ?concept (")[0]
    'VALUES ?top { <http://id.nlm.nih.gov/mesh/D016207> }'
    """
    return f"VALUES ?top {{ {_listed(tops)} }} ?{variable} {TO_TERMS} ?top ."


def as_values(variable: str, concepts: Iterable[Iri], tops: Iterable[Iri]) -> str:
    """A pattern that stands where a ``VALUES`` stood, for more concepts than can be listed.

    Its limit is never reached: it tells a planner that these are few.
    """
    listed = f"{{ VALUES ?{variable} {{ {_listed(concepts)} }} }}"
    below = f"{{ {concepts_below(tops, variable)} }}"
    return f"{{ SELECT DISTINCT ?{variable} WHERE {{ {listed} UNION {below} }} LIMIT {_MOST} }}"


def _listed(iris: Iterable[Iri]) -> str:
    return " ".join(map(spelled, sorted(iris)))
