"""Validated lines → a published generation, whole or not at all.

In: N-Quads lines. Out: a generation folder that CURRENT names. What ``kg/build.py`` does::

    with store.locked(root):                       # a second builder fails here, at once
        before = store.previous(root)              # None, or the last generation, to reuse
        ... read, map, validate ...
        store.publish(lines, root=root, inputs=inputs, rejects=rejects, summary=summary)

*lines* end in a newline, have four terms, are spelled as ``kg.terms.nquad`` spells them, and may
come in any order and more than once: the staged file is sorted, so that equal content is equal
bytes. Who has them sorted in files hands on a function that writes the staged file, packed.
*inputs* are those that were taken, with the graphs that came of each; a later build takes the lines
of an unchanged input from ``Store.quads(graphs=…)``. *rejects* are ``KgError.parts()`` of what was
set aside. Where nothing could be taken, do not publish: the old generation stays.

What is published is counted beside the loading, and the counts stand in the engine as a graph of
its own: ``description``. Who *describe*s looks on, and adds triples to it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
import pyoxigraph as ox

from kg import __version__
from kg.errors import StoreDamaged, StoreError
from kg.store import folder, manifest, vocabularies
from kg.store.description import Describer
from kg.store.lines import in_order
from kg.store.loading import BYTES_EACH, load
from kg.store.manifest import STAGED, Engine, Input, Manifest
from kg.store.packed import Packing
from kg.store.statements import graph_of

REJECTS: Final = "rejects.jsonl"
THIS_ENGINE: Final = Engine("pyoxigraph", ox.__version__)

_LEAST_ROOM: Final = 64 << 20

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
            _require_room(root, graphs, words)
            files = [building / STAGED, *(word.file for word in words)]
            loaded = load(building, files, describe)
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


def _require_room(
    root: Path, graphs: Mapping[str, int], words: Iterable[vocabularies.Installed]
) -> None:
    quads = sum(graphs.values()) + sum(word.entry.quads for word in words)
    folder.require_room(root, BYTES_EACH * quads)


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
    with staged.open("wb") as file, Packing(file) as packing:
        for line in in_order(lines, staged.parent):
            counts[graph_of(line)] += 1
            packing.write(line.encode())
    return dict(sorted(counts.items()))


def _write_rejects(building: Path, rejects: Sequence[Mapping[str, Any]]) -> None:
    rows = (msgspec.json.encode(row) + b"\n" for row in rejects)
    (building / REJECTS).write_bytes(b"".join(rows))
