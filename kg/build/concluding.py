"""Parts → one staged file: the lines of all families, the concepts of all, each graph counted.

In: parts, and what was imported beside reports. Out: one sorted file of N-Quads. The memory that
this takes does not grow with the lines.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from kg.build import blocks
from kg.build.blocks import Block
from kg.build.packing import unpack_quads
from kg.build.settling import Part
from kg.build.spool import Slot, Spool
from kg.build.vocabulary import described, mesh_quads, used
from kg.identifiers import concept_iri
from kg.namespaces import CONCEPT, MESH
from kg.records import Concept
from kg.store import in_order
from kg.terms import Quad, nquads

_TAB: Final = "\t"
_AT_ONCE: Final = 10_000


def conclude(
    parts: Sequence[Part], beside: Iterable[Slot], folder: Path, out: Path
) -> dict[str, int]:
    """Write the staged file; the number of lines of each graph."""
    loose = [quad for slot in sorted(set(beside)) for quad in unpack_quads(slot.fetch())]
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.graphs)
    with Spool(folder / "concepts") as spool:
        own = list(_beside(parts, loose, folder, spool, counts))
    standing = [block for part in parts for block in part.blocks]
    with out.open("wb") as file:
        counts.subtract(blocks.merged([*standing, *own], file))
    return {graph: count for graph, count in sorted(counts.items()) if count}


def _beside(
    parts: Sequence[Part],
    loose: Sequence[Quad],
    folder: Path,
    spool: Spool,
    counts: Counter[str],
) -> Iterator[Block]:
    """The blocks of what stands beside the reports: concepts, headings, what was imported."""
    headings = {iri for part in parts for iri in part.headings}
    for some in _concepts(parts, folder):
        quads = list(some)
        headings |= {iri for iri in used(quads) if iri.startswith(MESH)}
        yield from _set_down(quads, spool, counts)
    headings |= {iri for iri in used(loose) if iri.startswith(MESH)}
    yield from _set_down([*loose, *mesh_quads(headings)], spool, counts)


def _set_down(quads: Iterable[Quad], spool: Spool, counts: Counter[str]) -> Iterator[Block]:
    lines = sorted(set(nquads(quads)))
    counts.update(blocks.graphs(lines))
    yield from blocks.set_down(lines, spool)


# --- Concepts -----------------------------------------------------------------------------------


def _concepts(parts: Sequence[Part], folder: Path) -> Iterator[list[Quad]]:
    """The statements about the concepts in use, some concepts at a time."""
    some: list[Quad] = []
    for slug, records in _records(parts, folder):
        some += described(concept_iri(slug), records)
        if len(some) > _AT_ONCE:
            yield some
            some = []
    yield some


def _records(parts: Sequence[Part], folder: Path) -> Iterator[tuple[str, list[Concept]]]:
    """Each concept in use with the records that reports minted of it."""
    for slug, rows in groupby(in_order(_rows(parts), folder), lambda row: row.partition(_TAB)[0]):
        found = (row.rstrip("\n").partition(_TAB)[2] for row in rows)
        yield slug, [msgspec.json.decode(row, type=Concept) for row in found if row]


def _rows(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        for iri in part.concepts:
            yield f"{iri.removeprefix(CONCEPT)}{_TAB}\n"
        if part.rows is not None:
            yield from blocks.lines_of(part.rows.fetch().decode())
