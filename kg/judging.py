"""Statements brought before the shapes and checks, wherever they stand.

In: lines of a store, or files of RDF. Out: a verdict.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import store
from kg.errors import InputError, UsageError
from kg.export import syntax_of
from kg.terms import Iri, Quad, ntriples
from kg.validation import Ask, Verdict, validate


def validate_files(paths: Iterable[Path], *, shapes: Iterable[Path] = ()) -> Verdict:
    """The verdict of the shapes and checks over files of RDF.

    *Errors*: ``InputError`` for a file that cannot be read as its ending says.
    """
    lines = (
        line for n, path in enumerate(paths) for line in _file_lines(path, f"f{n}b" if n else "b")
    )
    return validate(stated(lines), load=_asked, shapes=shapes)


def stated(lines: Iterable[str]) -> Iterator[Quad]:
    """The statements of lines, whichever graph makes them; a name is held once."""
    names: dict[str, Iri] = {}
    for line in lines:
        subject, predicate, obj = store.statement(line)
        yield Quad(
            names.setdefault(subject, subject),
            names.setdefault(predicate, Iri(predicate)),
            names.setdefault(obj, obj) if isinstance(obj, str) else obj,
            Iri(""),
        )


def _asked(quads: Iterable[Quad]) -> Ask:
    return store.in_memory(ntriples(quads), named=False).table


def _file_lines(path: Path, label: str) -> Iterator[str]:
    syntax = syntax_of(path)
    if syntax not in store.FORMATS:
        raise UsageError(
            "this is no RDF", where=str(path), expected=f"one of {', '.join(store.FORMATS)}"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "the file cannot be read", where=str(path), got=error.strerror or str(error)
        ) from error
    return store.parse(data, syntax, where=str(path), graph="urn:x-kg:input", label=label)
