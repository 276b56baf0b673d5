"""Concepts that a set of mappings tells of and nobody has.

In: mappings, and a store. Out: the concepts of kg's own namespace in them that neither kg's table
of concepts nor what was built has: most likely misspelled, so that the mapping will do nothing.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from kg.errors import NoStore
from kg.linking import lexicon
from kg.linking.mapping_sets import Match
from kg.namespaces import CONCEPT
from kg.store import open_store

_KNOWN = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept WHERE {{ VALUES ?concept {{ {} }} ?concept skos:prefLabel ?label }}"""
_NAME = re.compile(r"[\w-]+")


def unknown(matches: Iterable[Match], root: Path) -> tuple[str, ...]:
    """The names of concepts that nobody has, in the order of the mappings."""
    ours = dict.fromkeys(
        end for match in matches for end in (match.subject, match.object) if end.startswith(CONCEPT)
    )
    strange = [each for each in ours if lexicon().concept(each.removeprefix(CONCEPT)) is None]
    built = _built(strange, root) if strange else set()
    return tuple(each.removeprefix(CONCEPT) for each in strange if each not in built)


def _built(concepts: list[str], root: Path) -> set[str]:
    """Those of the concepts that a store tells of; none where nothing was built."""
    named = (each for each in concepts if _NAME.fullmatch(each.removeprefix(CONCEPT)))
    listed = " ".join(f"<{each}>" for each in named)
    try:
        with open_store(root) as store:
            return {str(row[0]) for row in store.table(_KNOWN.format(listed)).rows}
    except NoStore:
        return set()
