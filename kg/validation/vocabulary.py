"""Words of ours that there are not: properties and classes that the ontology does not declare.

In: indexed statements. Out: a violation for each node that uses such a word. A misspelt property
would be stated in vain: no shape looks at it, and no question finds it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, get_args

from kg import codes
from kg.namespaces import TK, TKS
from kg.terms import Iri, Term
from kg.validation.compiled.index import Index
from kg.validation.findings import Finding

UNDECLARED: Final = f"{TKS}lint-ontology"
_BASE: Final = str(TK)


def undeclared(data: Index) -> Iterator[Finding]:
    """A finding for each word of ours that a node uses and the ontology does not declare."""
    for (layout, kind), members in data.groups.items():
        for predicate in layout.at:
            if predicate.startswith(_BASE) and predicate not in properties():
                for node, _ in members:
                    yield _finding(node, "property", predicate)
        for name in kind.stated:
            if isinstance(name, str) and name.startswith(_BASE) and name not in classes():
                for node, _ in members:
                    yield _finding(node, "class", name)


def _finding(node: Term, sort: str, word: str) -> Finding:
    local = word.removeprefix(_BASE)
    return Finding(
        severity="Violation",
        shape=UNDECLARED,
        focus=str(node),
        message=f"The ontology has no {sort} tk:{local}: correct it, or use a word of your own.",
        source=UNDECLARED,
        path=f"<{word}>" if sort == "property" else None,
        value=Iri(word) if sort == "class" else None,
    )


@cache
def classes() -> frozenset[str]:
    """The classes of the ontology; they alone are written with a capital.

    >>> TK.Trial in classes(), TK.size in classes()
    (True, False)
    """
    return frozenset(TK[name] for name in TK if name[0].isupper())


@cache
def properties() -> frozenset[str]:
    """The properties of the ontology: what is left of its words beside classes and coded values.

    >>> TK.size in properties(), TK.randomized in properties()
    (True, False)
    """
    lists = (value for name, value in vars(codes).items() if name[0].isupper())
    coded = {code for values in lists for code in get_args(values)}
    return frozenset(TK[name] for name in TK if not name[0].isupper() and name not in coded)
