"""Where the rules stand: the shapes of ``ontology/shapes`` and the checks of ``queries/checks``.

In: nothing, or shape files of a user's own. Out: one rdflib graph of shapes, and the checks with
their headers read. Both are read once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, cast

import yaml
from rdflib import BNode, Graph
from rdflib.term import Node

from kg.errors import InputError
from kg.validation.findings import Severity
from kg.validation.plain import as_written, quiet

CHECK: Final = "https://w3id.org/trialkg/shapes#check-"
"""The IRI of a check is this and its id."""

_HEADER: Final = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One coherence check: a SPARQL query whose every row is a finding.

    The row names the node (``focus``), the value that cannot be right (``value``) and why, in
    words with the numbers in them (``explanation``).
    """

    id: str
    question: str
    severity: Severity
    message: str
    query: str

    @property
    def iri(self) -> str:
        """The IRI that findings cite."""
        return CHECK + self.id


def shape_files() -> Iterator[Traversable]:
    """The shape files that kg comes with."""
    yield from _named(_home("ontology") / "shapes", ".ttl")


@cache
def house_shapes() -> Graph:
    """The graph of all shapes that kg comes with; nobody writes to it."""
    graph = Graph(bind_namespaces="none")
    with as_written():
        for file in shape_files():
            graph.parse(data=file.read_text("utf-8"), format="turtle")
    return graph


def shapes_of(paths: Iterable[Path]) -> Graph:
    """The shapes of a user's own files.

    *Errors*: ``InputError`` that names the file, and the line where the parser knows it.
    """
    graph = Graph(bind_namespaces="none")
    for number, path in enumerate(paths):
        for triple in _renamed(_parsed(path), f"s{number}b"):
            graph.add(triple)
    return graph


def _renamed(graph: Graph, label: str) -> Iterator[tuple[Node, Node, Node]]:
    """The triples with blank nodes that are called the same every time: findings name them."""
    blank = {node for node in graph.all_nodes() if isinstance(node, BNode)}
    # The parser numbers them in the order in which they stand in the file.
    inorder = sorted(blank, key=lambda node: (len(node), node))
    names: dict[Node, Node] = {node: BNode(f"{label}{n}") for n, node in enumerate(inorder)}
    for subject, predicate, value in graph:
        yield names.get(subject, subject), predicate, names.get(value, value)


def _parsed(path: Path) -> Graph:
    # A parser that fails half-way leaves what it read: each file gets a graph of its own.
    try:
        with as_written(), quiet():
            return Graph(bind_namespaces="none").parse(
                data=path.read_text("utf-8-sig"), format="turtle"
            )
    except OSError as error:
        raise InputError("the shapes cannot be read", where=str(path), got=str(error)) from error
    except (SyntaxError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            "the shapes are not Turtle", where=str(path), got=_first_line(error)
        ) from error


def _first_line(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return said[0] if said else type(error).__name__


@cache
def checks() -> tuple[Check, ...]:
    """The coherence checks that kg comes with, in the order of their files."""
    home = _home("queries") / "checks"
    return tuple(read_check(file.read_text("utf-8")) for file in _named(home, "-violation.rq"))


def read_check(query: str) -> Check:
    """The check that a query file holds.

    >>> read_check('''#+ id: more-than-all
    ... #+ question: Where is a share above 100%?
    ... #+ severity: Warning
    ... #+ message: Correct the share.
    ... #+ returns: {focus: IRI, value: decimal, explanation: text}
    ... SELECT ?focus ?value ?explanation {}''').iri
    'https://w3id.org/trialkg/shapes#check-more-than-all'
    """
    header = yaml.safe_load("\n".join(_HEADER.findall(query)))
    return Check(
        id=header["id"],
        question=header["question"],
        severity=cast("Severity", header["severity"]),
        message=header["message"],
        query=query,
    )


def _home(name: str) -> Traversable:
    """A folder of the product: inside the package in a wheel, beside it in a checkout."""
    inside = files("kg") / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name


def _named(folder: Traversable, ending: str) -> list[Traversable]:
    found = (file for file in folder.iterdir() if file.name.endswith(ending))
    return sorted(found, key=lambda file: file.name)
