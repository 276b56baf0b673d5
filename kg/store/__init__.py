"""The store: publish atomically, open read-only, ask. The only importer of the engine.

In: validated N-Quads lines. Out: generations in a folder, and answers. See ``publishing`` for what
a build does, ``opened`` for what a reader gets, ``gate`` for what a query must be.
"""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError
from kg.store.binding import term_from_text, term_of
from kg.store.counting import EVERY, Counts, Shape
from kg.store.description import DATASET, DESCRIPTION, Describer, counts_of, described
from kg.store.folder import CURRENT, generation, locked, numbers, scratch
from kg.store.lines import FORMATS, in_order, parse
from kg.store.manifest import NAME as MANIFEST
from kg.store.manifest import STAGED, Finding, Input, Manifest, sha256
from kg.store.manifest import read as read_manifest
from kg.store.opened import DEFAULT, Answer, Memory, Prepared, Queryable, Store, Triples
from kg.store.packed import OWN_MEMBER, Packing, pack, unpack
from kg.store.packed import lines as lines_of
from kg.store.processes import Limits, Reply
from kg.store.publishing import publish
from kg.store.statements import Statement, graph_of, statement, triple_of
from kg.store.streaming import triples
from kg.store.verification import newer, verify
from kg.store.vocabularies import Installed, graph_iri, installed

__all__ = [
    "CURRENT",
    "DATASET",
    "DEFAULT",
    "DESCRIPTION",
    "EVERY",
    "FORMATS",
    "MANIFEST",
    "OWN_MEMBER",
    "STAGED",
    "Answer",
    "Counts",
    "Describer",
    "Finding",
    "Input",
    "Installed",
    "Limits",
    "Manifest",
    "Memory",
    "Packing",
    "Prepared",
    "Queryable",
    "Reply",
    "Shape",
    "Statement",
    "Store",
    "Triples",
    "counts_of",
    "described",
    "generations",
    "graph_iri",
    "graph_of",
    "in_memory",
    "in_order",
    "installed",
    "lines_of",
    "locked",
    "newer",
    "open_generation",
    "open_store",
    "pack",
    "parse",
    "previous",
    "publish",
    "scratch",
    "sha256",
    "statement",
    "term_from_text",
    "term_of",
    "triple_of",
    "triples",
    "unchanged",
    "unpack",
    "verify",
]


def open_store(root: Path | str, *, limits: Limits = DEFAULT) -> Store:
    """The store of this folder, open for reading; *limits* are what each query may take.

    *Errors*: ``NoStore``, ``StoreDamaged``, ``StoreError``.
    """
    return Store(Path(root), limits)


def open_generation(place: Path, *, limits: Limits = DEFAULT) -> Store:
    """The store as it was in the generation of this folder; errors as for :func:`open_store`."""
    return Store(place.parent, limits, place)


def generations(root: Path | str) -> dict[int, Path]:
    """The folders of the generations that a store keeps, by their numbers."""
    return {number: generation(Path(root), number) for number in numbers(Path(root))}


def previous(root: Path | str) -> Store | None:
    """The store that a build replaces, where there is one; a damaged one is as good as none."""
    try:
        return open_store(root)
    except StoreError:
        return None


def unchanged(generation: Path, name: str) -> bool:
    """Whether a file of a generation is as it was published."""
    file = generation / name
    entry = read_manifest(generation).files.get(name)
    return entry is not None and file.is_file() and sha256(file) == entry.sha256


def in_memory(lines: Iterable[str], *, named: bool = True) -> Memory:
    """Quads' lines, ready for queries of our own; lines of triples where no graph is *named*."""
    return Memory(lines, named=named)
