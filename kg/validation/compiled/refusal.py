"""What cannot be compiled, by name; and the values of a parameter, taken only as SHACL allows them.

In: a graph of shapes and a node of it. Out: one value, a list, a number; or a refusal.
"""

from collections.abc import Collection
from typing import Final

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

_LONGEST: Final = 100_000


class Refusal(Exception):
    """A construct that is not known here, or not written as SHACL has it."""


def term(predicate: Node) -> str:
    """A term of SHACL as shape files write it.

    >>> term(SH.minCount)
    'sh:minCount'
    """
    return f"sh:{str(predicate).removeprefix(str(SH))}"


def at_most_one(graph: Graph, node: Node, predicate: URIRef) -> Node | None:
    """The value of a parameter that has one value, or none.

    *Errors*: ``Refusal`` where there are more.
    """
    values = list(graph.objects(node, predicate))
    if len(values) > 1:
        raise Refusal(f"more than one {term(predicate)}")
    return values[0] if values else None


def iri(node: Node, predicate: Node) -> str:
    """The IRI that a parameter names.

    *Errors*: ``Refusal`` for anything else.
    """
    if not isinstance(node, URIRef):
        raise Refusal(f"{term(predicate)} that is no IRI")
    return str(node)


def whole(node: Node, predicate: Node) -> int:
    """The whole number, 0 or more, that a parameter gives.

    *Errors*: ``Refusal`` for anything else.
    """
    if isinstance(node, Literal) and node.datatype == XSD.integer and str(node).isascii():
        digits = str(node).removeprefix("+")
        if digits.isdigit() and len(digits) < 10:  # noqa: PLR2004 - more is no count
            return int(digits)
    raise Refusal(f"{term(predicate)} that is no number of things")


def truth(node: Node, predicate: Node) -> bool:
    """The truth value that a parameter gives.

    *Errors*: ``Refusal`` for any other spelling than ``true`` and ``false``: engines differ.
    """
    if isinstance(node, Literal) and node.datatype == XSD.boolean and str(node) in _TRUTHS:
        return _TRUTHS[str(node)]
    raise Refusal(f"{term(predicate)} that is neither true nor false")


_TRUTHS: Final = {"true": True, "false": False}


def members(graph: Graph, head: Node, predicate: Node) -> list[Node]:
    """The members of a list.

    *Errors*: ``Refusal`` where the list is broken, circular, or no list.
    """
    found: list[Node] = []
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or len(found) > _LONGEST:
            raise Refusal(f"{term(predicate)} whose list is broken")
        found.append(first[0])
        head = rest[0]
    return found


def no_blank(nodes: Collection[Node], predicate: Node) -> None:
    """Refuse blank nodes where the nodes are looked for in data: they are never the same."""
    if any(isinstance(node, BNode) for node in nodes):
        raise Refusal(f"{term(predicate)} with a blank node")
