"""rdflib's terms as plain ones and back: the border between pySHACL and everything else.

In: terms and graphs of rdflib, or plain quads. Out: the other. A blank node is an IRI that starts
with ``_:``; no lexical form is touched.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import rdflib
from rdflib import BNode, Graph, URIRef
from rdflib.term import Identifier, Node

from kg.namespaces import XSD
from kg.terms import Iri, Literal, Quad, Term, rdflib_term, spelled, text

_HERE: Final = Iri("")


def plain_term(node: Node) -> Term:
    """A term of rdflib as a plain one; a language is written small, as engines have it.

    >>> plain_term(URIRef("https://example.org/a")), plain_term(BNode("b0"))
    ('https://example.org/a', '_:b0')
    """
    if not isinstance(node, rdflib.Literal):
        return Iri(f"_:{node}" if isinstance(node, BNode) else str(node))
    if node.language:
        return text(str(node), node.language.lower())
    return Literal(str(node), str(node.datatype or XSD.string))


def name_of(node: Node) -> str:
    """A term as findings name it: an IRI as it is, a literal as N-Quads write it."""
    term = plain_term(node)
    return spelled(term) if isinstance(term, Literal) else term


def plain_quads(graph: Iterable[tuple[Node, Node, Node]]) -> Iterator[Quad]:
    """The statements of an rdflib graph; none of them names a graph."""
    for subject, predicate, obj in graph:
        yield Quad(Iri(name_of(subject)), name_of(predicate), plain_term(obj), _HERE)


def to_graph(quads: Iterable[Quad]) -> Graph:
    """An rdflib graph of the statements, whichever graph made them, with its blank nodes."""
    graph = Graph(bind_namespaces="none")
    with quiet():
        for subject, predicate, obj, _ in quads:
            graph.add((_node(subject), URIRef(predicate), _node(obj)))
    return graph


def _node(term: Term) -> Identifier:
    if isinstance(term, str) and term.startswith("_:"):
        return BNode(term.removeprefix("_:"))
    return rdflib_term(term)


@contextmanager
def quiet() -> Iterator[None]:
    """A time in which rdflib does not log what it makes of ill-typed literals: shapes tell."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def as_written() -> Iterator[None]:
    """A time in which rdflib keeps the lexical forms of the literals that it parses."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
