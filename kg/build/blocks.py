"""Sorted lines in blocks that never interleave, and all of them in one order.

In: lines of families. Out: blocks on disk, each with the beginning that all of its lines and no
others have; and at the end one sorted file, made by copying blocks and not by comparing lines.
Only where two families say something of one thing are lines merged.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from kg.build.spool import Slot, Spool
from kg.identifiers import DERIVED_GRAPH
from kg.namespaces import REPORT
from kg.store import OWN_MEMBER, Packing, graph_of, in_order, pack, triple_of, unpack

_REPORT: Final = f"<{REPORT}"
_LAST: Final = "\U0010ffff"
_DERIVED: Final = f" <{DERIVED_GRAPH}> .\n"


class Block(NamedTuple):
    """The lines of one beginning, in order, in a file; packed where they are many."""

    beginning: str
    slot: Slot
    packed: bool = False

    def lines(self) -> list[str]:
        """The lines."""
        data = self.slot.fetch()
        return lines_of((unpack(data) if self.packed else data).decode())


_ROW: Final = msgspec.json.Encoder()
_BLOCK: Final = msgspec.json.Decoder(Block)


def beginning(line: str) -> str:
    """The beginning that tells a line's block: its report, else its subject.

    >>> beginning("<https://w3id.org/trialkg/id/report/pmid-1/arm-2> <p:p> <o:o> .")
    '<https://w3id.org/trialkg/id/report/pmid-1/'
    >>> beginning("<https://w3id.org/trialkg/id/report/pmid-1> <p:p> <o:o> .")
    '<https://w3id.org/trialkg/id/report/pmid-1>'
    """
    end = line.index(">") + 1
    if line.startswith(_REPORT):
        slash = line.find("/", len(_REPORT), end)
        end = slash + 1 if slash > 0 else end
    return line[:end]


def blocks(lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Sorted lines by their beginnings."""
    start = 0
    while start < len(lines):
        first = beginning(lines[start])
        end = bisect_left(lines, first + _LAST, start)
        yield first, lines[start:end]
        start = end


def set_down(lines: Sequence[str], spool: Spool) -> Iterator[Block]:
    """The blocks of sorted lines, once they stand in the spool."""
    for first, some in blocks(lines):
        data = "".join(some).encode()
        many = len(data) >= OWN_MEMBER
        yield Block(first, spool.put(pack(data) if many else data), many)


def lines_of(text: str) -> list[str]:
    """The lines of a text, each with its newline; no other character ends a line."""
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def graphs(lines: Iterable[str]) -> Counter[str]:
    """How many lines each graph has."""
    return Counter(map(graph_of, lines))


def ordered(standing: Iterable[Block], folder: Path) -> Iterator[Block]:
    """The blocks by their beginnings, sorted on disk: a registry has millions of them."""
    rows = (f"{block.beginning}\t{_ROW.encode(block).decode()}\n" for block in standing)
    return (_BLOCK.decode(row.partition("\t")[2]) for row in in_order(rows, folder))


def merged(standing: Iterable[Block], out: Packing) -> Counter[str]:
    """Write blocks that are in order; the number of lines of each graph that were there twice."""
    double: Counter[str] = Counter()
    for _, same in groupby(standing, key=itemgetter(0)):
        first, *others = same
        if others:
            lines, repeated = _one([first, *others])
            double.update(repeated)
            _write("".join(lines).encode(), out)
        elif first.packed:
            out.put(first.slot.fetch())
        else:
            out.write(first.slot.fetch())
    return double


def _write(data: bytes, out: Packing) -> None:
    """Write lines as if one family had said them: the same lines are the same bytes."""
    if len(data) >= OWN_MEMBER:
        out.put(pack(data))
    else:
        out.write(data)


def _one(same: Iterable[Block]) -> tuple[list[str], Counter[str]]:
    """The lines that families say of one thing, each once; what one states is not derived too."""
    told = [line for block in same for line in block.lines()]
    # Of the lines of a large report few are derived: no more than these is held twice.
    derived = {triple_of(line): line for line in told if line.endswith(_DERIVED)}
    stated = (triple_of(line) for line in told if not line.endswith(_DERIVED))
    lines = set(told) - {derived[triple] for triple in stated if triple in derived}
    return sorted(lines), graphs(told) - graphs(lines)
