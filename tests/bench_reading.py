"""How many abstracts a second are read, from bytes to claims, and whether memory stays flat.

In: files of PubMed XML, MEDLINE or RIS, or texts. Out: the rate of one core, and the most memory
held until 100, 2,000 and 10,000 reports were read, the same again where there are fewer; then the
rate of as many processes as there are cores. Run from the folder ``tests`` as
``python -m bench_reading RECORDS…``, or by ``make bench-reading INPUT=…``; nothing is measured by
the test suite. Processor time, which others on the machine do not stretch; the clock's beside it.
"""

import resource
import sys
import time
from collections.abc import Iterator
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from kg.build import gather
from kg.build.workers import Workers, usable_cores
from kg.cycles import undisturbed
from kg.inputs import Source, expand
from kg.reading import read_account
from kg.records import Document
from kg.sources import read_records

# The first when most rules have been prepared, the second when what is kept of names has filled up.
_LOOKS: Final = (100, 2_000, 10_000)


class Look(NamedTuple):
    """How many reports were read, in how many seconds, and the most megabytes held until then."""

    reports: int
    seconds: float
    memory: int


def main(inputs: list[str]) -> None:
    """The figures, for these inputs."""
    total = sum(1 for _ in documents(inputs))
    for line in chain(alone(inputs), together(inputs, total)) if total else ("no reports",):
        sys.stdout.write(f"{line}\n")


def documents(inputs: list[str]) -> Iterator[Document]:
    """The reports in some files, one after the other."""
    for source in expand(inputs):
        if isinstance(source, Source):
            found = read_records(source.name, source.data)
            yield from (each for each in found if isinstance(each, Document))


def alone(inputs: list[str]) -> Iterator[str]:
    """How fast one process reads, once it is warm, and what it holds meanwhile."""
    again = chain.from_iterable(documents(inputs) for _ in count())
    looks = []
    with undisturbed():
        for number, document in enumerate(islice(again, _LOOKS[-1]), start=1):
            read_account(document)
            if number in _LOOKS:
                looks.append(Look(number, time.process_time(), held(resource.RUSAGE_SELF)))
    first, last = looks[0], looks[-1]
    rate = (last.reports - first.reports) / max(last.seconds - first.seconds, 1e-9)
    yield f"{last.reports:,} reports, bytes to claims: {rate:.0f} a second of one core's time"
    yield "  memory: " + ", ".join(f"{look.memory:,} MB at {look.reports:,}" for look in looks)


def together(inputs: list[str], total: int) -> Iterator[str]:
    """How fast the processes of a build read, until all is set down for mapping."""
    begun, spent = time.perf_counter(), processor_time()
    with TemporaryDirectory(prefix="bench-", dir=".") as name, Workers() as workers:
        gather(expand(inputs), Path(name), workers)
    seconds, spent = time.perf_counter() - begun, processor_time() - spent
    cores = usable_cores()
    yield f"{cores} processes, started and ended: {total / seconds:.0f} a second by the clock"
    yield (
        f"  {total * cores / max(spent, 1e-9):.0f} a second by processor time, cores shared with"
        f" nobody; {held(resource.RUSAGE_CHILDREN):,} MB in the largest"
    )


def processor_time() -> float:
    """The processor time of this process and of those that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def held(whose: int) -> int:
    """The most megabytes that were held."""
    return resource.getrusage(whose).ru_maxrss >> 10


if __name__ == "__main__":
    main(sys.argv[1:])
