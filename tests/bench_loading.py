"""How long the store takes to load lines, against the engine's own bulk load of the same.

In: a staged file of N-Quads, packed. Out: a line for each, and their ratio. The engine is given a
plain file with all that the store loads, the union of graphs too, and does as it likes; it makes no
counts and unpacks nothing. Each has a process of its own, so that its memory is its own; processor
time, which others on the machine do not stretch.

Run from the folder ``tests`` as ``python -m bench_loading GRAPH.nq.gz``, or as part of ``bench``.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.build.coverage import Coverage
from kg.store.loading import load
from kg.store.packed import pieces

_GRAPH: Final = re.compile(rb" <[^<> ]*> \.\n")
_PIECE: Final = 16 << 20


class Spent(NamedTuple):
    """What a process took: seconds of processor time, and megabytes at most."""

    seconds: float
    memory: int


def compared(staged: Path, folder: Path) -> Iterator[str]:
    """What loading takes, in lines."""
    plain = folder / "plain.nq"
    with plain.open("wb") as file:
        for piece in pieces(staged, _PIECE):
            file.write(piece + _GRAPH.sub(b" .\n", piece))
    bare = _spent("bare", plain, folder / "bare")
    plain.unlink()
    ours = _spent("ours", staged, folder / "ours")
    yield f"  {bare.seconds:8.1f} s  the engine's own bulk load of all of it; {bare.memory:,} MB"
    yield f"  {ours.seconds:8.1f} s  loaded, joined and counted as a store is; {ours.memory:,} MB"
    yield f"loading: {bare.seconds / ours.seconds:.0%} of the engine's own rate by processor time"


def _spent(how: str, lines: Path, to: Path) -> Spent:
    to.mkdir()
    command = [sys.executable, "-m", "bench_loading", how, str(lines), str(to)]
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss >> 10)


def _bare(lines: Path, to: Path) -> None:
    engine = ox.Store(to / "engine")
    engine.bulk_load(path=str(lines), format=ox.RdfFormat.N_QUADS)
    engine.flush()
    engine.optimize()


def main(given: list[str]) -> None:
    """Load here in one way, or have both ways compared."""
    match given:
        case ["bare", lines, to]:
            _bare(Path(lines), Path(to))
        case ["ours", lines, to]:
            load(Path(to), [Path(lines)], Coverage)
        case _:
            with TemporaryDirectory(prefix="bench-", dir=".") as name:
                for line in compared(Path(given[0]).resolve(), Path(name).resolve()):
                    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
