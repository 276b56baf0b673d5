"""Parts → one staged file: the lines of all families and what stands beside them, counted.

In: parts, and the blocks that stand beside the reports. Out: one sorted file of N-Quads,
packed. The memory that this takes does not grow with the lines.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kg.build import blocks
from kg.build.blocks import Block
from kg.build.settling import Part
from kg.build.surrounding import Beside
from kg.store import Packing


def conclude(parts: Iterable[Part], beside: Beside, out: Path) -> dict[str, int]:
    """Write the staged file; the number of lines of each graph."""
    counts = Counter(beside.graphs)
    standing = blocks.ordered(chain(_counted(parts, counts), beside.blocks), out.parent)
    with out.open("wb") as file, Packing(file) as packing:
        counts.subtract(blocks.merged(standing, packing))
    return {graph: count for graph, count in sorted(counts.items()) if count}


def _counted(parts: Iterable[Part], counts: Counter[str]) -> Iterator[Block]:
    for part in parts:
        counts.update(part.graphs)
        yield from part.blocks
