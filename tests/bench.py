"""How long a build of records takes against decoding them and writing what they come to.

Run from the folder ``tests`` as ``python -m bench RECORDS…``, or by ``make bench INPUT=…``; nothing
is measured by the test suite. Wall time, everything in one run; memory is that of this process and
of the largest worker. How long the store takes to load them follows, beside the engine alone.
"""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_loading import compared

from kg.build import assemble, gather
from kg.build.concluding import conclude
from kg.build.surrounding import surround
from kg.build.workers import Workers, usable_cores
from kg.inputs import Source, expand, whole
from kg.reading.registered import read_worded
from kg.sources.ctgov.decoding import decode, looks_like, raw_records
from kg.sources.ctgov.record import account_of
from kg.store.packed import pieces
from kg.vocabularies import linker

STEPS = ("read and set down", "map, validate, infer, set down", "one sorted file")
_SOME = 16 << 20
SPENT = "processor time of these three steps, all cores"
TIMES: dict[str, float] = {}


@contextmanager
def timed(step: str) -> Iterator[None]:
    """The time of a step, in seconds."""
    begun = time.perf_counter()
    yield
    TIMES[step] = TIMES.get(step, 0.0) + time.perf_counter() - begun


def main(inputs: list[str]) -> None:
    """The table, for these inputs."""
    with TemporaryDirectory(prefix="bench-", dir=".") as name:
        folder = Path(name)
        records, size = decoded(inputs)
        begun = processor_time()
        with Workers() as workers:
            with timed(STEPS[0]):
                gathered = gather(expand(inputs), folder, workers)
            with timed(STEPS[1]):
                built = assemble(gathered, folder, workers)
        staged = folder / "graph.nq.gz"
        with timed(STEPS[2]):
            beside = surround(built.parts, built.beside, folder, linker(folder))
            counts = conclude(built.parts, beside, staged)
        TIMES[SPENT] = processor_time() - begun
        written(staged, folder / "again.nq")
        report = [*told(records, size, sum(counts.values())), memory(), *compared(staged, folder)]
    sys.stdout.writelines(f"{line}\n" for line in report)


def decoded(inputs: list[str]) -> tuple[int, int]:
    """How many registry records there are and their bytes, once each was decoded."""
    count = size = 0
    for source in expand(inputs):
        if not isinstance(source, Source):
            continue
        data = whole(source.name, source.data)
        if looks_like(data):
            size += len(data)
            raws = [raw for raw in raw_records(source.name, data) if isinstance(raw, bytes)]
            with timed("decode"):
                records = [decode(source.name, raw) for raw in raws]
            count += len(records)
            accounts = [account_of(*pair) for pair in zip(records, raws, strict=True)]
            with timed("criteria, on one core"):
                for account in accounts:
                    read_worded(account)
    return count, size


def written(staged: Path, again: Path) -> None:
    """Writes the statements once more: text to bytes to disk."""
    with again.open("wb") as file:
        for piece in pieces(staged, _SOME):
            text = piece.decode()
            with timed("write"):
                file.write(text.encode())
    again.unlink()


def processor_time() -> float:
    """The seconds of processor time of this process and of those that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def told(records: int, size: int, statements: int) -> Iterator[str]:
    """What was measured, in lines."""
    yield f"{records:,} records, {size / 1e6:,.0f} MB, {statements:,} statements"
    yield f"{usable_cores()} cores"
    for step, seconds in TIMES.items():
        yield f"  {seconds:8.1f} s  {step}"
    floor = TIMES["decode"] + TIMES["write"]
    total = sum(TIMES[step] for step in STEPS)
    spent = TIMES[SPENT] / usable_cores()
    apart = total - TIMES["criteria, on one core"] / usable_cores()
    yield f"bytes to validated N-Quads: {total:.1f} s, {total / floor:.1f} x decoding and writing"
    yield f"  without the reading of criteria: {apart / floor:.1f} x"
    yield f"  by processor time, cores shared with nobody: {spent / floor:.1f} x"


def memory() -> str:
    """The most memory that this process has had, and the largest of those that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, other = (usage.ru_maxrss >> 10 for usage in both)
    return f"memory up to the file of lines: {own:,} MB here, {other:,} MB in the largest worker"


if __name__ == "__main__":
    main(sys.argv[1:])
