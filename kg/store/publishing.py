"""Validated lines → a published generation, whole or not at all.

In: N-Quads lines. Out: a generation folder that CURRENT names. What ``kg/build.py`` does::

    with store.locked(root):                       # a second builder fails here, at once
        before = store.previous(root)              # None, or the last generation, to reuse
        ... read, map, validate ...
        store.publish(lines, root=root, inputs=inputs, rejects=rejects, summary=summary)

*lines* end in a newline, have four terms, are spelled as ``kg.terms.nquad`` spells them, and may
come in any order and more than once: the staged file is sorted, so that equal content is equal
bytes. Who has them sorted in files hands on a function that writes the staged file. *inputs* are
those that were taken, with the graphs that came of each; a later build takes the lines of an
unchanged input from ``Store.quads(graphs=…)``. *rejects* are ``KgError.parts()`` of what was set
aside. Where nothing could be taken, do not publish: the old generation stays.

What is published is counted beside the loading, and the counts stand in the engine as a graph of
its own: ``description``. Who *describe*s looks on, and adds triples to it.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pyoxigraph as ox

from kg import __version__
from kg.errors import StoreDamaged, StoreError
from kg.store import description, folder, manifest, vocabularies
from kg.store.counting import batches
from kg.store.description import Describer
from kg.store.lines import in_order, plain_term
from kg.store.manifest import Engine, Input, Manifest
from kg.store.statements import graph_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STAGED: Final = "graph.nq"
REJECTS: Final = "rejects.jsonl"
ENGINE: Final = "engine"
THIS_ENGINE: Final = Engine("pyoxigraph", ox.__version__)

_LEAST_ROOM: Final = 64 << 20
_ROOM: Final = 4  # engine files, their copies while they are sorted, and some air
_PROBES: Final = 10
_CHUNK: Final = 1 << 20
# The last term of a line: within a literal no line ends.
_GRAPH: Final = re.compile(rb" <[^<> ]*> \.\n")


Stage = Callable[[Path], Mapping[str, int]]
"""What writes the staged file, its lines distinct and in order, and counts those of each graph."""

Describe = Callable[[Path], Describer]
"""Who describes what is published; it may keep what it needs meanwhile in the folder."""


def publish(
    lines: Iterable[str] | Stage,
    *,
    root: Path,
    inputs: Sequence[Input],
    rejects: Sequence[Mapping[str, Any]] = (),
    summary: Mapping[str, Any] | None = None,
    describe: Describe | None = None,
) -> Path:
    """The folder of the new generation, which from now on answers. The caller holds the lock.

    *Errors*: ``StoreError``; whatever happens before the switch leaves the old generation.
    """
    folder.require_room(root, _LEAST_ROOM)
    with folder.scratch(root) as building:
        try:
            stage = lines if callable(lines) else partial(_stage, lines)
            graphs = dict(stage(building / STAGED))
            words = _sound(root)
            folder.require_room(root, _ROOM * _size(building / STAGED, *(w.file for w in words)))
            loaded = _load(building, [word.file for word in words], describe)
        except (OSError, SyntaxError) as error:
            raise _not_built(root, error) from error
        _write_rejects(building, rejects)
        made = Manifest(
            kg=__version__,
            engine=THIS_ENGINE,
            generation=max(folder.numbers(root), default=0) + 1,
            built=folder.now(),
            inputs=tuple(inputs),
            vocabularies=tuple(word.entry for word in words),
            rejects=len(rejects),
            quads=sum(graphs.values()),
            graphs=graphs,
            engine_quads=loaded,
            files=manifest.entries(building),
            summary=dict(summary or {}),
        )
        return _switch(root, building, made)


def _sound(root: Path) -> list[vocabularies.Installed]:
    """The vocabularies of the store.

    *Errors*: ``StoreDamaged`` where a file of one is not as it was added.
    """
    first = next(vocabularies.altered(root), None)
    if first is not None:
        raise StoreDamaged(
            "a vocabulary is damaged",
            where=str(root / first.file),
            got=first.what,
            outcome="The store is as it was",
            way_out="Add it again: kg vocabulary add FILE",
        )
    return vocabularies.installed(root)


def _switch(root: Path, building: Path, made: Manifest) -> Path:
    """The folder of the generation, once it answers and older ones are gone."""
    (building / manifest.NAME).write_bytes(manifest.encode(manifest.seal(made)))
    published = folder.switch(root, building, made.generation)
    folder.prune(root, manifest.NAME)
    return published


def _not_built(root: Path, error: Exception) -> StoreError:
    return StoreError(
        "the store could not be written",
        where=str(root),
        got=str(error),
        outcome="The store is as it was",
    )


def _stage(lines: Iterable[str], staged: Path) -> dict[str, int]:
    """The number of lines of each graph, once the staged file stands."""
    counts: Counter[str] = Counter()
    with staged.open("w", encoding="utf-8", newline="\n") as file:
        for line in in_order(lines, staged.parent):
            counts[graph_of(line)] += 1
            file.write(line)
    return dict(sorted(counts.items()))


def _size(*files: Path) -> int:
    return sum(file.stat().st_size for file in files)


def _write_rejects(building: Path, rejects: Sequence[Mapping[str, Any]]) -> None:
    rows = (msgspec.json.encode(row) + b"\n" for row in rejects)
    (building / REJECTS).write_bytes(b"".join(rows))


# --- The engine ----------------------------------------------------------------------------------


def _load(building: Path, vocabulary_files: Sequence[Path], describe: Describe | None) -> int:
    """The number of quads that the engine holds, once it was read back as readers will."""
    path = building / ENGINE
    engine = ox.Store(path)
    _fill(engine, building, [building / STAGED, *vocabulary_files], describe)
    engine.flush()
    engine.optimize()
    count = len(engine)
    del engine
    reopened = ox.Store.read_only(str(path))
    if len(reopened) != count:
        raise StoreError("the engine lost quads", got=f"{len(reopened):,}", expected=f"{count:,}")
    for line in _some(building / STAGED):
        _probe(reopened, line)
    return count


def _fill(
    engine: ox.Store, building: Path, staged: Sequence[Path], describe: Describe | None
) -> None:
    """Load the files, their description, and the union of all."""
    # The engine reads a file without the interpreter, which counts meanwhile; a union it does not.
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(_described, staged, building, describe)
        for file in staged:
            engine.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        described = counting.result()
    engine.bulk_load(path=str(described), format=ox.RdfFormat.N_QUADS)
    for file in (*staged, described):
        with io.BufferedReader(_Union(file), _CHUNK) as union:
            engine.bulk_load(union, ox.RdfFormat.N_TRIPLES)


def _described(files: Sequence[Path], building: Path, describe: Describe | None) -> Path:
    """The file of the description, once it stands."""
    file = building / description.FILE
    lines = description.described(batches(files), describe(building) if describe else None)
    file.write_bytes("".join(lines).encode())
    return file


class _Union(io.RawIOBase):
    """The lines of a file without their graphs: docs/decisions/union-graph.md."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb")
        self._cut = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        while not self._ready and (part := self._file.read(_CHUNK)):
            lines, newline, rest = (self._cut + part).rpartition(b"\n")
            self._cut = rest
            self._ready = memoryview(_GRAPH.sub(b" .\n", lines + newline))
        size = min(len(room), len(self._ready))
        room[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def _some(file: Path) -> Iterator[str]:
    """Some lines, evenly spread over the file."""
    size = _size(file)
    with file.open("rb") as lines:
        for start in range(0, size, max(1, size // _PROBES)):
            lines.seek(start)
            if start:
                lines.readline()  # the rest of a line
            if line := lines.readline():
                yield line.decode()


def _probe(engine: ox.Store, line: str) -> None:
    (quad,) = ox.parse(line, ox.RdfFormat.N_QUADS)
    pattern = (quad.subject, quad.predicate, None, quad.graph_name)
    if next(engine.quads_for_pattern(*pattern), None) is None:
        raise StoreError("the engine does not find a quad again", got=str(plain_term(quad.subject)))
