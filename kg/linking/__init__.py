"""Mentions → concepts, headings → MeSH, reports → trials.

In: wordings, heading lines and identifiers as reports give them. Out: slugs, UIs and trial slugs
that are the same for the same input, whatever came before.
"""

from kg.linking.concepts import Lexicon, lexicon
from kg.linking.kinds import is_substance, kind_of
from kg.linking.mesh import resolve_indexing
from kg.linking.sssom import mappings
from kg.linking.trials import Conflict, Trials, registration, trials_of

__all__ = [
    "Conflict",
    "Lexicon",
    "Trials",
    "is_substance",
    "kind_of",
    "lexicon",
    "mappings",
    "registration",
    "resolve_indexing",
    "trials_of",
]
