"""Which checks could find anything in some statements, and which statements those look at.

In: statements, indexed, and the checks with what they say they need. Out: the checks that may have
something to say, and the statements they read. The rest could not change an answer: most data have
no dose and no interval of confidence, and a query over nothing still has its price.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from kg.namespaces import RDF, REPORT, TRIAL
from kg.terms import Iri, Quad, Term
from kg.validation.catalogue import Check
from kg.validation.compiled.index import Index

# What can stand in a query: a text, an IRI, a comment, a prefix, a name.
_TOKEN: Final = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<([^<>\s"{}|^`\\]*)>|\#[^\n]*"""
    r"|PREFIX\s+(\w*):\s*<([^>]*)>|(\w*):(\w[\w-]*)",
)


def possible(checks: Iterable[Check], data: Index) -> list[Check]:
    """The checks that may find something in these statements."""
    used: set[Term] = set()
    words: set[str] = set()
    for (layout, _), members in data.groups.items():
        words.update(layout.at)
        used.update(*(objects for _, objects in members))
    words.update(term for term in used if isinstance(term, str))
    return [check for check in checks if _may_find(check, words, data)]


def _may_find(check: Check, words: set[str], data: Index) -> bool:
    if check.needs is None:
        return _SIGNS.get(check.id, _always)(words, data)
    return all(words & each for each in check.needs)


def concerned(checks: Iterable[Check], quads: Iterable[Quad]) -> Iterable[Quad]:
    """The statements that these checks can look at."""
    chosen = list(checks)
    if any(check.needs is None for check in chosen):
        return quads
    read = frozenset(word for check in chosen for word in words_of(check.query))
    kind = RDF.type
    # A class is read only where its name is in a query: a variable class needs everything.
    return (q for q in quads if q[1] in read or (q[1] == kind and q[2] in read))


@cache
def words_of(query: str) -> frozenset[str]:
    """Every IRI that a query names: among them are all predicates that it reads.

    >>> sorted(words_of("PREFIX x: <urn:x-> SELECT * { ?a x:b/<urn:c> ?d } # x:e"))
    ['urn:c', 'urn:x-b']
    """
    tokens = [match.groups() for match in _TOKEN.finditer(query)]
    bases = {prefix: base for _, prefix, base, _, _ in tokens if base is not None}
    named = {bases[prefix] + local for *_, prefix, local in tokens if prefix in bases}
    return frozenset(named.union(iri for iri, *_ in tokens if iri is not None))


# --- Checks that look at every statement --------------------------------------------------------


def _points_at_itself(_: set[str], data: Index) -> bool:
    """Whether a node is an object of its own."""
    groups = data.groups.values()
    return any(node in objects for members in groups for node, objects in members)


def _dangles(words: set[str], data: Index) -> bool:
    """Whether anything of a report or a trial is pointed at and has no class."""
    kinds = data.kinds
    return any(
        word.startswith((REPORT, TRIAL)) and not (word in kinds and kinds[Iri(word)].classes)
        for word in words
    )


def _always(_: set[str], __: Index) -> bool:
    return True


_SIGNS: Final[dict[str, Callable[[set[str], Index], bool]]] = {
    "dangling-reference": _dangles,
    "points-at-itself": _points_at_itself,
}
"""For each check that needs everything, what must be so for it to find anything."""
