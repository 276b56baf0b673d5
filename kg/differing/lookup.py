"""What a side says of things that do not differ themselves, and that a change speaks of.

In: IRIs. Out: the few facts that name them: classes, label, words, and whether they are claims.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Final

from kg.namespaces import RDF, RDFS, TK
from kg.store import statement
from kg.table import Table
from kg.terms import Iri, Term, spelled

Ask = Callable[[str], Table]
Said = dict[str, set[Term]]

_AT_ONCE: Final = 50
_NAMING: Final = (RDF.type, RDFS.label, TK.exact, TK.derivation)
_QUERY: Final = """SELECT ?thing ?property ?value {{
  VALUES ?thing {{ {things} }} VALUES ?property {{ {properties} }} ?thing ?property ?value }}"""


def said_in(lines: Iterable[str]) -> Said:
    """What triples of one subject say, by property."""
    said: Said = defaultdict(set)
    for _, predicate, value in map(statement, lines):
        said[predicate].add(value)
    return said


def looked_up(things: Collection[str], ask: Ask) -> dict[str, Said]:
    """What names each of these things; nothing of one that the side does not know."""
    found: dict[str, Said] = defaultdict(lambda: defaultdict(set))
    names = sorted(things)
    properties = " ".join(map(_iri, _NAMING))
    for start in range(0, len(names), _AT_ONCE):
        some = " ".join(map(_iri, names[start : start + _AT_ONCE]))
        for thing, predicate, value in ask(_QUERY.format(things=some, properties=properties)).terms:
            if value is not None:
                found[str(thing)][str(predicate)].add(value)
    return found


def _iri(name: str) -> str:
    return spelled(Iri(name))
