"""Which concepts an export holds: those that something else leads to.

In: lines, as often as they are asked for; or a store's lines and its engine. Out: the lines without
the concepts, ours or of a vocabulary, that nothing leads to. What is remembered is a number for
each concept and each link between two; the lines themselves pass by. An engine finds what leads to
a concept by its index, so that the first line need not wait until all have passed twice.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, TypeAlias

from kg.namespaces import GRAPH
from kg.store import Store, graph_of

Lines: TypeAlias = Callable[[], Iterable[str]]
"""Quads' lines, as often as they are asked for."""

_BESIDE: Final = (f"{GRAPH}concepts", f"{GRAPH}vocabulary/")
_AT_ONCE: Final = 250
_LINKS: Final = """
SELECT DISTINCT ?subject ?link WHERE {
  GRAPH <%s> { ?subject ?property ?object }
  BIND(IF(ISIRI(?object), ?object, ?none) AS ?link)
}
"""
_TOLD: Final = f"""
SELECT ?concept WHERE {{
  VALUES ?concept {{ %s }}
  FILTER EXISTS {{
    GRAPH ?graph {{ ?subject ?property ?concept }}
    FILTER(!STRSTARTS(STR(?graph), "{_BESIDE[0]}") && !STRSTARTS(STR(?graph), "{_BESIDE[1]}"))
  }}
}}
"""


def in_use(lines: Lines, reached: Collection[int] | None = None) -> Iterator[str]:
    """The lines without what nothing leads to, in the order in which they come.

    What is *reached* is found in the lines, unless :func:`reached_in` told it.
    """
    reached = _reached(lines) if reached is None else reached
    for line in lines():
        if not is_beside(line) or hash(_subject(line)) in reached:
            yield line


def is_beside(line: str) -> bool:
    """Whether a line is about concepts, and in no report."""
    return _is_concepts(graph_of(line))


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


def reached_in(store: Store) -> set[int]:
    """The concepts of a store that are used, and those that these lead to, by its engine."""
    links = array("q")
    there: dict[int, str] = {}
    told: set[int] = set()
    for graph in filter(_is_concepts, sorted(store.manifest.graphs)):
        for subject, target in store.table(_LINKS % graph).rows:
            there[hash(f"<{subject}>")] = str(subject)
            links.extend((hash(f"<{subject}>"), hash(f"<{target}>")) if target else ())
    names = list(there.values())
    for start in range(0, len(names), _AT_ONCE):
        values = " ".join(f"<{each}>" for each in names[start : start + _AT_ONCE])
        told |= {hash(f"<{row[0]}>") for row in store.table(_TOLD % values).rows}
    return _closed(told, _leading(links, set(there)))


def _is_concepts(graph: str) -> bool:
    return graph.startswith(_BESIDE)


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
