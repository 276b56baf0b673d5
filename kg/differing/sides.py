"""What a person names as one side of a comparison, opened.

In: a store, ``STORE@GENERATION``, the folder of a generation, or a file that `kg export` wrote.
Out: its triples in code point order, each once, and an engine that answers questions over it.
"""

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from kg import store
from kg.build.coverage import Coverage
from kg.errors import InputError, NoStore, UsageError
from kg.store import Limits
from kg.table import Table

_AT: Final = re.compile(r"(.+)@(?:gen-)?(\d+)")
_NO_GRAPH: Final = "urn:x-kg:file"
# An export may hold what the store said of itself, which is no difference of the data.
_DESCRIPTION: Final = (f"<{store.DATASET}> ", f"<{store.DATASET}/")


class Side(NamedTuple):
    """One side: what it is called, how its triples are read, and what answers over it.

    ``mark`` is the same for sides of which nothing differs, as far as that is known.
    """

    name: str
    triples: Callable[[], Iterator[str]]
    ask: Callable[[str], Table]
    made_by: str | None = None
    mark: tuple[str, ...] | None = None


@contextlib.contextmanager
def side(named: str | Path, limits: Limits) -> Iterator[Side]:
    """The side that a name stands for, open until the block ends.

    *Errors*: ``NoStore``, ``StoreError``, ``InputError`` for a file that is no RDF, ``UsageError``
    for a generation that there is not.
    """
    path = Path(named)
    if path.is_file():
        yield _of_file(path)
        return
    with _opened(path, limits) as opened:
        made = opened.manifest
        words = (f"{word.name} {word.sha256}" for word in made.vocabularies)
        yield Side(
            name=str(named),
            triples=lambda: _triples(opened.quads()),
            ask=opened.table,
            made_by=made.kg,
            mark=(made.content, *words),
        )


def _opened(path: Path, limits: Limits) -> store.Store:
    """The store, or the generation of one, at this place."""
    if (path / store.MANIFEST).is_file() and not (path / store.CURRENT).exists():
        return store.open_generation(path, limits=limits)
    match = None if path.exists() else _AT.fullmatch(str(path))
    if match is None:
        return store.open_store(path, limits=limits)
    kept = store.generations(match[1])
    if not kept:
        raise NoStore("there is no store here", where=match[1])
    number = int(match[2])
    if number not in kept:
        raise UsageError(
            f"the store keeps no generation {number}",
            where=match[1],
            expected="one of " + ", ".join(map(str, kept)),
        )
    return store.open_generation(kept[number], limits=limits)


def _triples(quads: Iterable[str]) -> Iterator[str]:
    """The triples of quads in order: they are in order, too, and those of several graphs meet."""
    return (triple for triple, _ in groupby(map(store.triple_of, quads)))


def _of_file(path: Path) -> Side:
    syntax = path.suffix.removeprefix(".").lower()
    if syntax not in store.FORMATS:
        raise UsageError(
            "the ending of the name says no syntax of RDF",
            where=str(path),
            expected=f"one of {', '.join(f'.{name}' for name in store.FORMATS)}, or a store",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "the file cannot be read", where=str(path), got=error.strerror or str(error)
        ) from error
    lines = sorted(set(store.parse(data, syntax, where=str(path), graph=_NO_GRAPH)))
    own = [line for line in lines if not line.startswith(_DESCRIPTION)]
    return Side(
        name=str(path),
        triples=lambda: _triples(own),
        ask=store.in_memory([*own, *_described(own)]).table,
    )


def _described(lines: Iterable[str]) -> list[str]:
    """What a store of these lines would say of itself."""
    with tempfile.TemporaryDirectory() as folder:
        encoded = [line.encode() for line in lines]
        return store.described([encoded], Coverage(Path(folder)))
