"""Exports: the same statements, the same bytes.

In: N-Quads lines as a store keeps them, lexical forms exact. Out: Turtle, TriG, N-Triples, N-Quads,
JSON-LD or RDF/XML, or the reports alone as RIS; to a file, whole or not at all.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from uuid import uuid4

from kg.errors import InputError, UsageError
from kg.export.jsonld import jsonld
from kg.export.narrow import around, concepts_in_use, of_trial, reports_told
from kg.export.rdfxml import rdfxml
from kg.export.ris import ris
from kg.export.turtle import trig, turtle
from kg.store import triple_of

__all__ = [
    "FORMS",
    "RIS",
    "WRITERS",
    "around",
    "concepts_in_use",
    "of_trial",
    "render",
    "reports_told",
    "ris",
    "syntax_of",
    "write_file",
]


def _ntriples(quads: Iterable[str]) -> str:
    return "".join(sorted({triple_of(line) for line in quads}))


def _nquads(quads: Iterable[str]) -> str:
    return "".join(sorted(set(quads)))


WRITERS: Final[dict[str, Callable[[Iterable[str]], str]]] = {
    "ttl": turtle,
    "nt": _ntriples,
    "nq": _nquads,
    "trig": trig,
    "jsonld": jsonld,
    "rdf": rdfxml,
}
RIS: Final = "ris"
FORMS: Final = (*WRITERS, RIS)
"""All that a graph is written in: whole as RDF, or its reports as RIS."""

_TABLES: Final = ("csv", "parquet")


def syntax_of(path: Path) -> str:
    """The syntax that the ending of a file's name asks for.

    *Errors*: ``UsageError`` that lists those there are.

    >>> syntax_of(Path("il2.ttl"))
    'ttl'
    """
    ending = path.suffix.removeprefix(".").lower()
    if ending in _TABLES:
        raise UsageError(
            f"a .{ending} file holds one table, not the graph",
            where=str(path),
            way_out=f"Name the table: --table results; or all into a folder: -o DIR -f {ending}",
        )
    if ending not in FORMS:
        raise UsageError(
            "the ending of the name says no syntax",
            where=str(path),
            expected=f"one of {', '.join(f'.{name}' for name in FORMS)}",
        )
    return ending


def render(quads: Iterable[str], syntax: str) -> str:
    """The statements in this syntax."""
    return WRITERS[syntax](quads)


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file that is there whole, or as it was before.

    *Errors*: ``InputError`` where the place cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(
            "the file cannot be written", where=str(path), got=error.strerror or str(error)
        ) from error
