"""The graph in several files, for servers and engines that read them side by side.

In: lines in order, and how many files. Out: N-Quads files, gzipped or not, that together hold every
line once. Each is a stretch of the graph in its order, and what a report says is never torn apart;
the same graph gives the same bytes. One file is open at a time.
"""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO, Final, cast

from kg.export.blocks import unit
from kg.export.folders import Shards, listed, whole
from kg.export.in_use import Lines

FORMS: Final = ("nq", "nq.gz")
_LEVEL: Final = 6


def write_shards(lines: Lines, target: Path, count: int, form: str) -> Shards:
    """Write the lines into so many files of a folder; fewer where there are fewer reports.

    *Errors*: ``UsageError`` where other files stand there, ``InputError`` where it cannot be
    written.
    """
    total = sum(1 for _ in lines())
    rows: dict[Path, int] = {}
    with whole(target) as folder:
        for number, some in stretches(lines(), count, total):
            path = folder / f"part-{number:05}.{form}"
            rows[path] = _written(some, path)
        return listed(folder, form, rows)


def stretches(lines: Iterable[str], count: int, total: int) -> Iterator[tuple[int, Iterator[str]]]:
    """The lines in stretches of about one length, with their numbers; each is read once.

    >>> given = ["<a> 1", "<a> 2", "<b> 1", "<c> 1"]
    >>> [(number, list(some)) for number, some in stretches(given, 2, 4)]
    [(0, ['<a> 1', '<a> 2']), (1, ['<b> 1', '<c> 1'])]
    """
    numbered = _numbered(lines, count, total)
    for number, some in groupby(numbered, lambda each: each[0]):
        yield number, (line for _, line in some)


def _numbered(lines: Iterable[str], count: int, total: int) -> Iterator[tuple[int, str]]:
    done = 0
    for _, some in groupby(lines, unit):
        number = min(done * count // max(total, 1), count - 1)
        for line in some:
            done += 1
            yield number, line


def _written(lines: Iterable[str], path: Path) -> int:
    """The number of lines, once they stand in a file."""
    written = 0
    with ExitStack() as open_files:
        file: IO[bytes] = open_files.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            # Without a name and a time in it: the same lines give the same bytes.
            packed = gzip.GzipFile("", "wb", _LEVEL, file, mtime=0)
            file = cast("IO[bytes]", open_files.enter_context(packed))
        for line in lines:
            file.write(line.encode())
            written += 1
    return written
