"""Tables in several files each, for engines that read them side by side.

In: staged lines, and how many stretches of the graph. Out: a folder for each table with Parquet
files, one for each stretch that has rows of it; at least one, so that a pattern finds the table.
Together they hold every row once; the same graph gives the same bytes. The files of one stretch are
open at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import groupby
from pathlib import Path
from typing import Final

from kg.export.folders import Shards, listed, whole
from kg.export.shards import write_shards as write_lines
from kg.tables.blocks import Block, Lines, blocks
from kg.tables.catalogue import DICTIONARY, TABLES, described, needs
from kg.tables.columns import Tabled
from kg.tables.rows import Row, Rows
from kg.tables.writing import Form, Sheet, opened

_FORM: Final[Form] = "parquet"


def write_in_shards(lines: Lines, target: Path, count: int, form: str) -> Shards:
    """Write the graph in N-Quads files, or its tables in Parquet files; errors as below."""
    if form == _FORM:
        return write_shards(lines, target, count)
    return write_lines(lines, target, count, form)


def write_shards(lines: Lines, target: Path, count: int) -> Shards:
    """Write every table, and the dictionary of their columns, in so many stretches of the graph.

    *Errors*: ``UsageError`` where other files stand there, ``InputError`` where it cannot be
    written.
    """
    total = sum(1 for _ in lines())
    position = _Position(lines)
    with whole(target) as folder:
        rows = _described(folder)
        found = blocks(position, needs(), folder)
        numbered = ((min(position.before(b) * count // max(total, 1), count - 1), b) for b in found)
        for number, some in groupby(numbered, lambda each: each[0]):
            rows |= _stretch(folder, number, (block for _, block in some))
        for tabled in TABLES:
            if not any((folder / tabled.name).iterdir()):
                rows |= _empty(folder, tabled)
        return listed(folder, _FORM, rows)


class _Position:
    """The lines, and how many of them have gone by."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._seen = self._last = 0

    def __call__(self) -> Iterator[str]:
        self._seen = self._last = 0
        for line in self._lines():
            self._seen += 1
            yield line

    def before(self, _block: Block) -> int:
        """How many lines had gone by before this block, which has just been read."""
        before, self._last = self._last, self._seen
        return before


class _Part:
    """A table's file of a stretch, which is there once it has a row."""

    def __init__(self, tabled: Tabled, folder: Path, number: int) -> None:
        self.table = tabled
        self.path = folder / tabled.name / f"part-{number:05}.{_FORM}"
        self.path.parent.mkdir(exist_ok=True)
        self.sheet: Sheet | None = None

    def take(self, rows: Iterable[Row], files: ExitStack) -> None:
        """Take in rows."""
        some = list(rows)
        if not some:
            return
        if self.sheet is None:
            file = files.enter_context(closing(opened(_FORM, self.path, self.table)))
            self.sheet = Sheet(self.table, file)
        self.sheet.take(some)


def _stretch(folder: Path, number: int, some: Iterator[Block]) -> dict[Path, int]:
    """How many rows each file of a stretch has, once they stand."""
    parts = [_Part(tabled, folder, number) for tabled in TABLES]
    with ExitStack() as files:
        makers = [(part, Rows(part.table)) for part in parts]
        for block in some:
            for part, rows in makers:
                part.take(rows.of(block), files)
        return _ended(parts)


def _ended(parts: Sequence[_Part]) -> dict[Path, int]:
    rows = {}
    for part in parts:
        if part.sheet is not None:
            part.sheet.end()
            rows[part.path] = part.sheet.count
    return rows


def _described(folder: Path) -> dict[Path, int]:
    part = _Part(DICTIONARY, folder, 0)
    with ExitStack() as files:
        part.take(described(), files)
        return _ended([part])


def _empty(folder: Path, tabled: Tabled) -> dict[Path, int]:
    path = folder / tabled.name / f"part-00000.{_FORM}"
    opened(_FORM, path, tabled).close()
    return {path: 0}
