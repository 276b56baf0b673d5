"""Exports: the same statements, the same bytes.

In: N-Quads lines as a store keeps them, lexical forms exact. Out: Turtle, TriG, N-Triples, N-Quads,
JSON-LD or RDF/XML, or the reports alone as RIS; to a file, whole or not at all. The first four are
written as the lines come, in memory that does not grow with them.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final
from uuid import uuid4

from kg.errors import InputError, UsageError
from kg.export.in_use import Lines, in_use, reached_in
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
    "Lines",
    "around",
    "as_text",
    "concepts_in_use",
    "in_use",
    "of_trial",
    "reached_in",
    "render",
    "reports_told",
    "ris",
    "syntax_of",
    "write",
    "write_file",
    "write_lines",
    "writing",
]


Writer = Callable[[Iterable[str], IO[str], Path], None]
"""What writes lines that are in order; with a folder for what does not fit into memory."""


def _ntriples(quads: Iterable[str], out: IO[str], _scratch: Path) -> None:
    # Lines of one triple stand together: the graph is the last that they are sorted by.
    out.writelines(triple for triple, _ in groupby(map(triple_of, quads)))


def _nquads(quads: Iterable[str], out: IO[str], _scratch: Path) -> None:
    out.writelines(quads)


WRITERS: Final[dict[str, Writer]] = {
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
    """The statements in this syntax, whatever order they come in."""
    out = io.StringIO(newline="\n")
    with TemporaryDirectory(prefix="kg-") as scratch:
        write(sorted(set(quads)), syntax, out, Path(scratch))
    return out.getvalue()


def write(lines: Iterable[str], syntax: str, out: IO[str], scratch: Path) -> None:
    """Write distinct lines that are in order; *scratch* is a folder for what memory cannot hold."""
    WRITERS[syntax](lines, out, scratch)


def write_lines(lines: Iterable[str], syntax: str, path: Path) -> None:
    """Write distinct lines that are in order into a file that is there whole, or as it was.

    *Errors*: ``InputError`` where the place cannot be written.
    """
    with (
        writing(path) as file,
        TemporaryDirectory(prefix=".kg-", dir=path.parent) as scratch,
        as_text(file) as out,
    ):
        write(lines, syntax, out, Path(scratch))


@contextmanager
def as_text(file: IO[bytes]) -> Iterator[IO[str]]:
    """A file of bytes to write text into; it stays open."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    try:
        yield out
        out.flush()
    finally:
        out.detach()


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file that is there whole, or as it was before; errors as for :func:`write_lines`."""
    with writing(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which takes its place when all is written.

    *Errors*: ``InputError`` where the place cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise InputError(
            "the file cannot be written", where=str(path), got=error.strerror or str(error)
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
