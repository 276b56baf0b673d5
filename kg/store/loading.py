"""Staged lines → the engine's files, counted meanwhile and read back as readers will.

In: files of lines, packed or not. Out: an engine's folder, and the description of what was loaded.
Nothing here is safe against being ended: who publishes works in a folder that nobody reads.
"""

import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import description
from kg.store.counting import batches
from kg.store.description import Describer
from kg.store.lines import plain_term
from kg.store.packed import pieces

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from kg.store.publishing import Describe

ENGINE: Final = "engine"
BYTES_EACH: Final = 600
"""Bytes of disk for a statement while it is loaded: of 17 million each took 470 at most."""

_PROBES: Final = 10
_PIECE: Final = 1 << 20
# The engine reads a plain file with all cores, and its lines need this much more room meanwhile.
_SLICE: Final = 2_000
# The last term of a line: within a literal no line ends.
_GRAPH: Final = re.compile(rb" <[^<> ]*> \.\n")


def load(building: Path, staged: Sequence[Path], describe: "Describe | None") -> int:
    """The number of quads that the engine holds, once it was read back as readers will."""
    path = building / ENGINE
    engine = ox.Store(path)
    some = _fill(engine, building, staged, describe)
    engine.flush()
    engine.optimize()
    count = len(engine)
    del engine
    reopened = ox.Store.read_only(str(path))
    if len(reopened) != count:
        raise StoreError("the engine lost quads", got=f"{len(reopened):,}", expected=f"{count:,}")
    for line in some:
        _probe(reopened, line)
    return count


def _fill(
    engine: ox.Store, building: Path, staged: Sequence[Path], describe: "Describe | None"
) -> list[bytes]:
    """Load the files, their description, and the union of all; some of the lines."""
    some: list[bytes] = []
    # The engine reads a file without the interpreter, which counts meanwhile; a union it does not.
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_described, staged, building, describe)
        for plain in _plain(staged, building / "slice", some):
            engine.bulk_load(path=str(plain), format=ox.RdfFormat.N_QUADS)
        described = counting.result()
    engine.bulk_load(path=str(described), format=ox.RdfFormat.N_QUADS)
    with io.BufferedReader(_Union([*staged, described]), _PIECE) as union:
        engine.bulk_load(union, ox.RdfFormat.N_TRIPLES)
    return some


def _plain(staged: Sequence[Path], file: Path, some: list[bytes]) -> Iterator[Path]:
    """The lines unpacked into this file, as many at a time as the disk is to hold so."""
    waiting = chain.from_iterable(pieces(each, _PIECE) for each in staged)
    while piece := next(waiting, None):
        some += piece.splitlines(keepends=True)[:: max(1, piece.count(b"\n") // _PROBES)]
        with file.open("wb") as out:
            out.writelines(chain([piece], islice(waiting, _SLICE)))
        yield file
        file.unlink()


def _described(files: Sequence[Path], building: Path, describe: "Describe | None") -> Path:
    """The file of the description, once it stands."""
    file = building / description.FILE
    describer: Describer | None = describe(building) if describe else None
    lines = description.described(batches(files), describer)
    file.write_bytes("".join(lines).encode())
    return file


class _Union(io.RawIOBase):
    """The lines of files without their graphs: docs/decisions/union-graph.md."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._pieces = chain.from_iterable(pieces(file, _PIECE) for file in files)
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        if not self._ready:
            self._ready = memoryview(_GRAPH.sub(b" .\n", next(self._pieces, b"")))
        size = min(len(room), len(self._ready))
        room[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def _probe(engine: ox.Store, line: bytes) -> None:
    (quad,) = ox.parse(line, ox.RdfFormat.N_QUADS)
    pattern = (quad.subject, quad.predicate, None, quad.graph_name)
    if next(engine.quads_for_pattern(*pattern), None) is None:
        raise StoreError("the engine does not find a quad again", got=str(plain_term(quad.subject)))
