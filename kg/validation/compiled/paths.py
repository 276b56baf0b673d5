"""Property paths: the steps from a focus node to its value nodes.

In: a path and a node, over an index of the data. Out: the nodes at the end of the path, each once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.terms import Term
from kg.validation.compiled.index import Index


@dataclass(frozen=True, slots=True)
class Step:
    """From a subject to its objects, or backwards."""

    predicate: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """One path after the other."""

    parts: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any one of several paths."""

    parts: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path walked any number of times, or at most once; or not at all, where that is allowed."""

    part: "Path"
    optional: bool
    many: bool


Path = Step | Chain | Either | Repeat


def backwards(path: Path) -> Path:
    """The same path from its end to its start.

    >>> backwards(Chain((Step("a"), Step("b", inverse=True))))
    Chain(parts=(Step(predicate='b', inverse=False), Step(predicate='a', inverse=True)))
    """
    if isinstance(path, Step):
        return Step(path.predicate, not path.inverse)
    if isinstance(path, Repeat):
        return Repeat(backwards(path.part), path.optional, path.many)
    parts = tuple(map(backwards, path.parts))
    return Chain(parts[::-1]) if isinstance(path, Chain) else Either(parts)


def steps(path: Path) -> Iterator[Step]:
    """All single steps that a path is made of."""
    if isinstance(path, Step):
        yield path
    else:
        for part in (path.part,) if isinstance(path, Repeat) else path.parts:
            yield from steps(part)


def walk(path: Path, start: Term, data: Index) -> Iterable[Term]:
    """The value nodes of a focus node, each once."""
    if isinstance(path, Step):
        if path.inverse:
            return data.subjects(path.predicate, start)
        return data.objects(start, path.predicate)
    if isinstance(path, Either):
        return dict.fromkeys(end for part in path.parts for end in walk(part, start, data))
    if isinstance(path, Repeat):
        return _repeated(path, start, data)
    ends: Iterable[Term] = (start,)
    for part in path.parts:
        ends = dict.fromkeys(end for node in ends for end in walk(part, node, data))
    return ends


def _repeated(path: Repeat, start: Term, data: Index) -> Iterable[Term]:
    reached: dict[Term, None] = {}
    waiting = list(walk(path.part, start, data))
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached[node] = None
            if path.many:
                waiting.extend(walk(path.part, node, data))
    return {start: None, **reached} if path.optional else reached
