"""Terms → a vocabulary of the store, in place of the one before or not at all.

    STORE/vocabularies/NAME/graph.nq      its statements, which every build loads
    STORE/vocabularies/NAME/names.idx     its names, ready for grounding
    STORE/vocabularies/NAME/source.json   where it came from

In: terms and where they came from. Out: the folder. A vocabulary that is empty, or has lost nine
in ten of the terms that it had, is refused: so does a file that was cut off look, or one of another
vocabulary.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from kg.errors import InputError, StoreError, UsageError
from kg.linking.index import Builder
from kg.linking.thesaurus import Term
from kg.store import in_order, locked, scratch, sha256
from kg.vocabularies.statements import lines

GRAPH: Final = "graph.nq"
NAMES: Final = "names.idx"
SOURCE: Final = "source.json"
_FOLDER: Final = "vocabularies"
_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{0,40}")
_LEAST: Final = 0.1  # of the terms that the last version had


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a vocabulary came from, how large it is, and the SHA-256 of each file made of it."""

    title: str
    origin: str
    licence: str = ""
    version: str = ""
    sha256: tuple[str, ...] = ()
    terms: int = 0
    quads: int = 0
    files: dict[str, str] = {}


def require_name(name: str) -> None:
    """Nothing, for a name that a folder and a graph may have.

    *Errors*: ``UsageError``.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            "a vocabulary cannot have this name",
            got=name,
            expected="small letters, digits, points and hyphens, a letter first",
        )


def install(terms: Iterable[Term], root: Path, name: str, source: Source) -> Source:
    """What is known of the vocabulary, once it stands in the store and is whole.

    *Errors*: ``InputError`` for a vocabulary that is refused, ``StoreError`` where the store cannot
    be written, ``StoreInUse``.
    """
    require_name(name)
    try:
        with locked(root), scratch(root) as building:
            _recover(root)
            made = _written(terms, building, name, source)
            _require_likely(made, root / _FOLDER / name, name)
            _exchange(building, root / _FOLDER / name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError("the vocabulary could not be kept", where=str(root), got=reason) from error
    return made


def _written(terms: Iterable[Term], folder: Path, name: str, source: Source) -> Source:
    """The three files, in a folder that nobody reads yet."""
    builder = Builder()
    quads = 0
    with (folder / GRAPH).open("w", encoding="utf-8", newline="\n") as file:
        for line in in_order(_lines(terms, builder, name), folder):
            file.write(line)
            quads += 1
    with (folder / NAMES).open("wb") as stream:
        builder.write(stream)
    files = {name: sha256(folder / name) for name in (GRAPH, NAMES)}
    made = msgspec.structs.replace(source, terms=builder.terms, quads=quads, files=files)
    said = msgspec.json.format(msgspec.json.encode(made), indent=2)
    (folder / SOURCE).write_bytes(said + b"\n")
    return made


def _lines(terms: Iterable[Term], builder: Builder, name: str) -> Iterator[str]:
    for term in terms:
        builder.add(term)
        yield from lines(term, name)


def _require_likely(made: Source, place: Path, name: str) -> None:
    """Nothing, for a vocabulary with as many terms as it may be expected to have.

    *Errors*: ``InputError``.
    """
    before = read_source(place).terms if (place / SOURCE).is_file() else 0
    if made.terms and made.terms >= before * _LEAST:
        return
    raise InputError(
        "there are far fewer terms in it than before" if before else "there are no terms in it",
        where=made.origin,
        got=f"{made.terms:,}",
        expected=f"about {before:,}" if before else None,
        outcome=f"The vocabulary {name} is as it was" if before else "Nothing was added",
        way_out=f"To begin anew: kg vocabulary remove {name}" if before else None,
    )


def read_source(place: Path) -> Source:
    """Where the vocabulary of a folder came from."""
    return msgspec.json.decode((place / SOURCE).read_bytes(), type=Source)


def _exchange(built: Path, place: Path) -> None:
    """Put a finished folder in its place; until it stands there the old one is beside it."""
    place.parent.mkdir(exist_ok=True)
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    try:
        built.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(root: Path) -> None:
    """Bring back what a kill in the middle of an exchange left beside its place."""
    for old in (root / _FOLDER).glob(".*.old"):
        place = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
        if not place.exists():
            old.rename(place)


def remove(root: Path, name: str) -> None:
    """Take a vocabulary out of the store; the next build is without it.

    *Errors*: ``UsageError`` where there is none of this name.
    """
    place = root / _FOLDER / name
    if not (place / SOURCE).is_file():
        raise UsageError("the store has no such vocabulary", got=name, where=str(root))
    with locked(root):
        shutil.rmtree(place)
