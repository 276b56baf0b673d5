"""Staged lines → the engine's files, counted meanwhile and read back as readers will.

In: files of lines, packed or not. Out: an engine's folder, and the description of what was loaded.
Nothing here is safe against being ended: who publishes works in a folder that nobody reads. What
the engine is given at once decides what memory it takes: docs/decisions/loaded-in-slices.md.
"""

import ctypes
import io
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import description
from kg.store.counting import batches
from kg.store.description import Describer
from kg.store.lines import plain_term
from kg.store.packed import pieces
from kg.store.threads import joining_waits

if TYPE_CHECKING:
    from kg.store.publishing import Describe

ENGINE: Final = "engine"
BYTES_EACH: Final = 600
"""Bytes of disk for a statement while it is loaded: of 17 million each took 470 at most."""

_PROBES: Final = 10
_PIECE: Final = 1 << 20
_SLICE: Final = 21 << 20
"""Bytes of lines that the engine is given at once: it takes some ten times as many for them."""
_AT_ONCE: Final = 2
# The last term of a line: within a literal no line ends.
_GRAPH: Final = re.compile(rb" <[^<> ]*> \.\n")


def load(building: Path, staged: Sequence[Path], describe: "Describe | None") -> int:
    """The number of quads that the engine holds, once it was read back as readers will."""
    _give_back()
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
    """Load the files and their description, and the union of all; some of the lines."""
    some: list[bytes] = []
    # The engine loads without the interpreter, which counts meanwhile.
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_described, staged, building, describe)
        _load(engine, _slices(staged, some))
        described = counting.result()
    _load(engine, [described.read_bytes()])
    return some


def _slices(staged: Sequence[Path], some: list[bytes]) -> Iterator[bytes]:
    """The lines, many at a time."""
    for slice_ in chain.from_iterable(pieces(each, _SLICE) for each in staged):
        head = slice_[: slice_.find(b"\n", _PIECE) + 1] or slice_
        some += head.splitlines(keepends=True)[:: max(1, head.count(b"\n") // _PROBES)]
        yield slice_


def _load(engine: ox.Store, slices: Iterable[bytes]) -> None:
    """Load slices of lines, a few at once."""
    with ThreadPoolExecutor(_AT_ONCE) as loaders, joining_waits() as hold_back:
        loading: deque[Future[None]] = deque()
        for lines in slices:
            loading.append(loaders.submit(_load_slice, engine, lines))
            if len(loading) == _AT_ONCE:
                loading.popleft().result()
                hold_back()
        for each in loading:
            each.result()


def _load_slice(engine: ox.Store, lines: bytes) -> None:
    """Load lines, and once more without their graphs: docs/decisions/union-graph.md."""
    # A stream is read by one thread: the engine would split bytes into as many parts as it has
    # cores, and make of each files of its own, which it then has to join.
    both = io.BytesIO(lines + _GRAPH.sub(b" .\n", lines))
    engine.bulk_load(both, ox.RdfFormat.N_QUADS)
    _give_back()


def _give_back() -> None:
    """Leave to the system what nobody needs any more: glibc keeps it, piece by piece."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:  # another C library may have no such thing
            trim(0)


def _described(files: Sequence[Path], building: Path, describe: "Describe | None") -> Path:
    """The file of the description, once it stands."""
    file = building / description.FILE
    describer: Describer | None = describe(building) if describe else None
    lines = description.described(batches(files), describer)
    file.write_bytes("".join(lines).encode())
    return file


def _probe(engine: ox.Store, line: bytes) -> None:
    (quad,) = ox.parse(line, ox.RdfFormat.N_QUADS)
    pattern = (quad.subject, quad.predicate, None, quad.graph_name)
    if next(engine.quads_for_pattern(*pattern), None) is None:
        raise StoreError("the engine does not find a quad again", got=str(plain_term(quad.subject)))
