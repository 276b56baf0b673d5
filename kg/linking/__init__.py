"""Mentions → concepts, headings → MeSH, reports → trials, arms → arms.

In: wordings, heading lines and identifiers as reports give them. Out: slugs, UIs and trial slugs
that are the same for the same input, whatever came before.
"""

from kg.linking.arms import ArmMatch, match_arms
from kg.linking.concepts import Lexicon, lexicon
from kg.linking.kinds import is_substance, kind_of
from kg.linking.mesh import resolve_indexing
from kg.linking.registrations import registration
from kg.linking.sssom import mappings
from kg.linking.ties import Key, StudyTies, ties_of
from kg.linking.trials import Conflict, Tie, Trials, trials_of

__all__ = [
    "ArmMatch",
    "Conflict",
    "Key",
    "Lexicon",
    "StudyTies",
    "Tie",
    "Trials",
    "is_substance",
    "kind_of",
    "lexicon",
    "mappings",
    "match_arms",
    "registration",
    "resolve_indexing",
    "ties_of",
    "trials_of",
]
