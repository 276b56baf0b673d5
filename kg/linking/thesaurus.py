"""A term of a vocabulary as every format gives it: names, kinds, what lies above, what it became.

In: what readers of vocabularies found. Out: frozen records; no format and no file is known here.
"""

from typing import Literal, NamedTuple

from kg.records import Record

NameKind = Literal[
    "exact", "narrow", "broad", "related", "abbreviation", "brand", "permuted", "hidden", "mapped"
]
"""How a name stands to its term: another word for it, for something narrower or broader, …"""

TermKind = Literal[
    "Anatomy", "Condition", "Organism", "Other", "Procedure", "Qualifier", "Substance"
]


class Name(NamedTuple):
    """A name beside the preferred one."""

    text: str
    kind: NameKind = "exact"


class Term(Record, frozen=True, kw_only=True):
    """One term; ``notations`` are places in a tree, ``mapped`` where a lesser record is filed.

    Without kinds nothing is known of what it is. ``replaced_by`` is set on what was given up.
    """

    iri: str
    label: str
    names: tuple[Name, ...] = ()
    kinds: tuple[TermKind, ...] = ()
    notations: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    mapped: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    retired: bool = False
    replaced_by: tuple[str, ...] = ()
