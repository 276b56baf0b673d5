"""RDF files → canonical N-Quads lines, and lines in order. Lexical forms stay as they were written.

In: bytes in any RDF syntax, or lines. Out: lines that end in a newline, as ``kg.terms`` spells
them, so that what is read back from an export is what was exported.
"""

import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.statements import triple_of
from kg.terms import Iri, Literal, Term, spelled

FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
"""The syntaxes that are read and written, by the ending of a file's name."""

# An internal subset can hold entities that grow to any size; the parser would expand them.
_ENTITIES: Final = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[")
_RUN: Final = 200_000  # lines sorted at once in memory
_ALIKE: Final = 64  # sorted files of one size that are made into one


class _Labels(dict[str, str]):
    """Blank nodes' own names for the parser's, which differ from run to run."""

    def __init__(self, stem: str) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, given: str) -> str:
        self[given] = f"_:{self._stem}{len(self)}"
        return self[given]


def parse(
    data: bytes,
    syntax: str,
    *,
    where: str = "input",
    graph: str | None = None,
    label: str = "b",
) -> Iterator[str]:
    r"""The N-Quads lines of an RDF document; triples outside any graph go to *graph*.

    Without *graph* such lines have three terms. Blank nodes are named ``_:b0``, ``_:b1`` … in the
    order in which they occur, so that the same document gives the same lines; *label* keeps those
    of two documents apart.

    *Errors*: ``InputError`` with line and column.

    >>> list(parse(b"@prefix : <http://x/> . :s :p 0.050 .", "ttl", graph="http://x/g"))
    ['<http://x/s> <http://x/p> "0.050"^^<...#decimal> <http://x/g> .\n']
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if syntax == "rdf" and _ENTITIES.search(data):
        raise InputError("an XML file that declares entities is not read", where=where)
    labels = _Labels(label)
    try:
        for quad in ox.parse(data, FORMATS[syntax]):
            yield _line(quad, labels, graph)
    except (SyntaxError, ValueError) as error:
        raise InputError(
            "not well formed", where=_place(where, error), got=_reason(error)
        ) from error
    except MemoryError as error:
        # The engine's word for a term that is longer than its buffer of 16 MB.
        raise InputError(
            "a literal is too long for a graph", where=where, expected="less than 16 MB"
        ) from error


def _line(quad: ox.Quad, labels: _Labels, graph: str | None) -> str:
    terms = [_spell(term, labels) for term in (quad.subject, quad.predicate, quad.object)]
    if isinstance(quad.graph_name, ox.DefaultGraph):
        terms += [f"<{graph}>"] if graph else []
    else:
        terms.append(_spell(quad.graph_name, labels))
    return " ".join(terms) + " .\n"


def _spell(term: object, labels: _Labels) -> str:
    if isinstance(term, ox.BlankNode):
        return labels[term.value]
    return spelled(plain_term(term))


def plain_term(term: object) -> Term:
    """The engine's term as one of ours; a blank node is an IRI that starts with ``_:``."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    if isinstance(term, ox.BlankNode):
        return Iri(f"_:{term.value}")
    raise InputError(f"a quoted triple has no place in this graph: {term}")


def _place(where: str, error: Exception) -> str:
    line = getattr(error, "lineno", None)
    column = getattr(error, "offset", None)
    return where + (f" line {line}" if line else "") + (f" column {column}" if column else "")


def _reason(error: Exception) -> str:
    text = getattr(error, "msg", None) or str(error)
    return re.sub(r"^Parser error.*?: ", "", str(text)).strip()


# --- Order ---------------------------------------------------------------------------------------


def in_order(lines: Iterable[str], scratch: Path) -> Iterator[str]:
    """The distinct lines in code point order, in constant memory; *scratch* holds what spills."""
    source = iter(lines)
    first = _run(source)
    with closing(_Runs(scratch)) as runs:
        while run := _run(source):
            runs.add(run)
            run.clear()  # before the next is held
        yield from _merged([first, *runs.files()])


def _merged(runs: Iterable[Iterable[str]]) -> Iterator[str]:
    return (line for line, _ in groupby(heapq.merge(*runs)))


def _run(source: Iterator[str]) -> list[str]:
    return sorted(set(islice(source, _RUN)))


class _Runs:
    """Sorted files; as many of one size make one of the next, so that few are open."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._sizes: list[list[IO[str]]] = []

    def add(self, lines: Iterable[str], size: int = 0) -> None:
        """Take in lines that are sorted."""
        if size == len(self._sizes):
            self._sizes.append([])
        alike = self._sizes[size]
        alike.append(self._spilled(lines))
        if len(alike) == _ALIKE:
            self.add(_merged(alike), size + 1)
            _close(alike)

    def files(self) -> list[IO[str]]:
        """All files, to be read together."""
        return [file for alike in self._sizes for file in alike]

    def close(self) -> None:
        """Let all go."""
        for alike in self._sizes:
            _close(alike)

    def _spilled(self, lines: Iterable[str]) -> IO[str]:
        file = tempfile.TemporaryFile(  # noqa: SIM115 - closed with the others of its size
            "w+", encoding="utf-8", newline="\n", dir=self._scratch
        )
        file.writelines(lines)
        file.seek(0)
        return file


def _close(files: list[IO[str]]) -> None:
    for file in files:
        file.close()
    files.clear()


def with_union(lines: Iterable[str]) -> Iterator[str]:
    """Quads in order, each triple once more without its graph.

    The engine's own union of graphs repeats a triple that two graphs hold; the default graph of a
    SPARQL query holds it once. So the union is stored: docs/decisions/union-graph.md.
    """
    for triple, quads in groupby(lines, triple_of):
        yield from quads
        yield triple
