"""Which concepts an export holds: those that something else leads to.

In: lines, as often as they are asked for. Out: the lines without the concepts, ours or of a
vocabulary, that nothing leads to. What is remembered is a number for each concept and each link
between two; the lines themselves pass by.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from kg.namespaces import GRAPH
from kg.store import graph_of

Lines: TypeAlias = Callable[[], Iterable[str]]
"""Quads' lines, as often as they are asked for."""

_BESIDE: Final = (f"{GRAPH}concepts", f"{GRAPH}vocabulary/")


def in_use(lines: Lines) -> Iterator[str]:
    """The lines without what nothing leads to, in the order in which they come."""
    reached = _reached(lines)
    for line in lines():
        if not is_beside(line) or hash(_subject(line)) in reached:
            yield line


def is_beside(line: str) -> bool:
    """Whether a line is about concepts, and in no report."""
    return graph_of(line).startswith(_BESIDE)


def _reached(lines: Lines) -> set[int]:
    """The concepts that are used, and those that these lead to."""
    links = array("q")
    there = set[int]()
    for line in lines():
        if is_beside(line):
            subject, target = hash(_subject(line)), _target(line)
            there.add(subject)
            links.extend((subject, hash(target)) if target else ())
    told = (hash(target) for line in lines() if (target := _of_others(line)))
    reached = {each for each in told if each in there}
    return _closed(reached, _leading(links, there))


def _of_others(line: str) -> str | None:
    """What a line that is not about concepts leads to."""
    target = _target(line)
    return None if target is None or is_beside(line) else target


def _leading(links: "array[int]", there: set[int]) -> dict[int, list[int]]:
    leading: dict[int, list[int]] = defaultdict(list)
    for subject, target in zip(links[::2], links[1::2], strict=True):
        if target in there:
            leading[subject].append(target)
    return leading


def _closed(reached: set[int], leading: dict[int, list[int]]) -> set[int]:
    todo = list(reached)
    while todo:
        new = set(leading.get(todo.pop(), ())) - reached
        reached |= new
        todo += new
    return reached


def _subject(line: str) -> str:
    return line[: line.index(" ")]


def _target(line: str) -> str | None:
    """What a line leads to, unless that is a literal."""
    rest = line.split(" ", 2)[2]
    return None if rest.startswith('"') else rest[: rest.index(" ")]
