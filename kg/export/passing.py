"""Statements → blocks as the lines come: what is too long for anybody to read from top to bottom.

In: lines in order. Out: sections, each of them read before the next: the reports, each with its own
nodes as a tree; the trials; concepts and the rest. What is about reports and trials is never held
but for one report at a time, and written nowhere between. The rest is sorted on the disk.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from kg.export import blocks
from kg.export.blocks import Block, Section
from kg.namespaces import REPORT, TRIAL
from kg.store import in_order, statement, triple_of

_READ: Final = 100_000
"""So many statements are put into the order in which a person reads them."""
_REPORTS: Final = f"<{REPORT}"
_TRIALS: Final = f"<{TRIAL}"


def sections(lines: Iterable[str], scratch: Path) -> Iterator[Section]:
    """The statements in reading order, or as they come where they are too many for that.

    Lines are in order; *scratch* is a folder for what does not fit into memory.
    """
    source = iter(lines)
    some = list(islice(source, _READ + 1))
    if len(some) <= _READ:
        return blocks.sections(some, scratch)
    return _passing(chain(_let_go(some), source), scratch)


def _let_go(some: list[str]) -> Iterator[str]:
    """The members of a list, which keeps none that was given."""
    some.reverse()
    while some:
        yield some.pop()


def _passing(lines: Iterable[str], scratch: Path) -> Iterator[Section]:
    with TemporaryFile("w+", encoding="utf-8", newline="\n", dir=scratch) as rest:
        for start, some in groupby(lines, _whose):
            if start == _REPORTS:
                yield from _reports(some)
            elif start == _TRIALS:
                yield Section("trials", _each(some))
            else:
                rest.writelines(triple for triple, _ in groupby(some, triple_of))
        rest.seek(0)
        ordered = in_order(blocks.placed(rest, named=False), scratch)
        yield from blocks.in_sections(ordered)


def _whose(line: str) -> str:
    return next((start for start in (_REPORTS, _TRIALS) if line.startswith(start)), "")


def _each(lines: Iterable[str]) -> Iterator[Block]:
    for _, some in groupby(lines, blocks.subject_of):
        yield blocks.block_of({statement(line) for line in some})


def _reports(lines: Iterable[str]) -> Iterator[Section]:
    """A section for each report, once all its lines have come.

    A report itself comes behind its nodes, and behind all reports whose names go on from its own:
    ``pmid-1/…``, ``pmid-12/…``, ``pmid-12``, ``pmid-1``.
    """
    held: dict[str, list[str]] = {}
    for unit, some in groupby(lines, blocks.unit):
        for done in sorted(each for each in held if each < unit):
            yield from _section(held.pop(done))
        held.setdefault(f"{unit.rstrip('/>')}>", []).extend(some)
    for done in sorted(held):
        yield from _section(held.pop(done))


def _section(lines: list[str]) -> Iterator[Section]:
    return blocks.in_sections(sorted(blocks.of_unit(lines, "")))
