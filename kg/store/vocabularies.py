"""Vocabularies that a store keeps beside its data, whatever is built.

In: a store folder. Out: the vocabularies in ``vocabularies/``: each a folder with its lines,
sorted, all in one named graph, and a note of where it came from, with a checksum of each file. They
belong to the store and to no generation: one may be replaced before the next build.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from kg.namespaces import GRAPH
from kg.store import folder
from kg.store.manifest import Finding, Vocabulary, sha256

FILE: Final = "graph.nq"
SOURCE: Final = "source.json"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where a vocabulary came from, and the SHA-256 of each of its files as they were added."""

    title: str
    origin: str
    licence: str = ""
    quads: int
    files: dict[str, str] = {}


class Installed(NamedTuple):
    """A vocabulary of a store: the file of its lines, what the manifest says of it, its source."""

    file: Path
    entry: Vocabulary
    source: Source


def installed(root: Path) -> list[Installed]:
    """The vocabularies of a store, by name."""
    return [_read(path) for path in _files(root)]


def _files(root: Path) -> list[Path]:
    return sorted((root / folder.VOCABULARIES).glob(f"*/{FILE}"))


def graph_iri(name: str) -> str:
    """The named graph of a vocabulary."""
    return f"{GRAPH}vocabulary/{name}"


def _read(path: Path) -> Installed:
    name = path.parent.name
    source = _source(path)
    digest = source.files.get(FILE) or sha256(path)
    entry = Vocabulary(name=name, graph=graph_iri(name), sha256=digest, quads=source.quads)
    return Installed(path, entry, source)


def _source(path: Path) -> Source:
    return msgspec.json.decode((path.parent / SOURCE).read_bytes(), type=Source)


def altered(root: Path) -> Iterator[Finding]:
    """The files of vocabularies that are not as they were added; of older ones nobody can tell."""
    for path in _files(root):
        place = path.parent.relative_to(root).as_posix()
        try:
            source = _source(path)
        except (OSError, ValueError):
            yield Finding(f"{place}/{SOURCE}", "cannot be read")
            continue
        for name, digest in sorted(source.files.items()):
            if not (path.parent / name).is_file():
                yield Finding(f"{place}/{name}", "is missing")
            elif sha256(path.parent / name) != digest:
                yield Finding(f"{place}/{name}", "has other content than was added")
