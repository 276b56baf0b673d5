"""Staged lines → one report at a time, with what its things need to know of things elsewhere.

In: lines in order, twice. Out: blocks. A report's things stand together in the order of the lines,
so that no more than one report is in memory; what concepts, reports and trials are called, and
which trial points at which thing, is gathered in a first pass.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from kg.namespaces import CONCEPT, REPORT
from kg.store import in_order
from kg.tables.paths import Step, Way, token

Lines: TypeAlias = Callable[[], Iterable[str]]
"""Quads' lines in order, as often as they are asked for."""

Facts: TypeAlias = dict[str, dict[str, list[str]]]
"""What is said of things: by thing and predicate, terms spelled as lines spell them."""

TYPE: Final = token("rdf:type")
_INSIDE: Final = f"<{REPORT}"
_CONCEPT: Final = f"<{CONCEPT}"
_LABEL: Final = token("rdfs:label")
_NAME: Final = token("skos:prefLabel")
_SAME: Final = token("tk:sameArmAs")
_NONE: Final[dict[str, list[str]]] = {}


class Needs(NamedTuple):
    """What the declared paths ask for: predicates forward, and those that are gone against.

    ``carried`` lead from a trial to what stands in its reports, ``onward`` from there.
    """

    forward: frozenset[str]
    inverse: frozenset[str]
    carried: frozenset[str]
    onward: frozenset[str]

    @classmethod
    def of(cls, ways: Collection[Way], of_trial: Collection[Way]) -> "Needs":
        """The needs of these ways; those of trials lead into their reports."""
        steps = {step for way in ways for step in way}
        inward = [way for way in of_trial if len(way) > 1]
        return cls(
            frozenset(step.predicate for step in steps if not step.inverse),
            frozenset(step.predicate for step in steps if step.inverse),
            frozenset(way[0].predicate for way in inward),
            frozenset(step.predicate for way in inward for step in way[1:]),
        )


class Elsewhere:
    """What is known of things outside the block at hand."""

    def __init__(self) -> None:
        self.facts: Facts = defaultdict(dict)
        self.pointing: Facts = defaultdict(dict)

    def keep(self, block: "Block", needs: Needs) -> None:
        """Remember what a trial's own quantities and times say: trials stand after all reports."""
        waiting = [
            node
            for predicate in needs.carried
            for node in block.pointed.get(predicate, _NONE)
            if node in block.facts
        ]
        while waiting:
            node = waiting.pop()
            self.facts[node] = block.facts[node]
            waiting += [
                other
                for predicate in needs.onward
                for other in block.facts[node].get(predicate, ())
                if other in block.facts and other not in self.facts
            ]


class Block:
    """The things of one report, or one thing that stands alone."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.facts: Facts = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        self.graphs: dict[tuple[str, str], list[str]] = {}
        self.pointed: Facts = {}
        self._elsewhere = elsewhere

    def add(self, needs: Needs, line: str) -> None:
        """Take in a line."""
        subject, predicate, rest = line.split(" ", 2)
        if predicate == TYPE:
            self._typed(subject, rest)
        if predicate in needs.forward:
            found = self.facts.setdefault(subject, {}).setdefault(predicate, [])
            value = rest[: rest.rindex(" ", 0, -3)]
            if not found or found[-1] != value:
                found.append(value)
        if predicate in needs.inverse:
            self.point(rest[: rest.rindex(" ", 0, -3)], predicate, subject)

    def _typed(self, subject: str, rest: str) -> None:
        kind, graph = rest[:-3].split(" ")
        graphs = self.graphs.setdefault((subject, kind), [])
        if not graphs:
            self.members[kind].append(subject)
        graphs.append(graph)

    def point(self, thing: str, predicate: str, subject: str) -> None:
        """Take in that a subject points at a thing."""
        found = self.pointed.setdefault(predicate, {}).setdefault(thing, [])
        if subject not in found:
            found.append(subject)

    def reached(self, node: str, ways: Iterable[Way]) -> list[str]:
        """What the ways lead to from a node, each once, in order."""
        found: list[str] = []
        for way in ways:
            nodes: Collection[str] = (node,)
            for step in way:
                if len(nodes) == 1:
                    (each,) = nodes
                    nodes = self._next(each, step)
                else:
                    nodes = [other for each in nodes for other in self._next(each, step)]
                if not nodes:
                    break
            found += nodes
        return found if len(found) < 2 else sorted(set(found))  # noqa: PLR2004 - nothing to sort

    def _next(self, node: str, step: Step) -> Collection[str]:
        predicate, inverse = step
        if inverse:
            here = self.pointed.get(predicate, _NONE).get(node, ())
            return here or self._elsewhere.pointing.get(node, _NONE).get(predicate, ())
        facts = self.facts.get(node)
        if facts is None:
            facts = self._elsewhere.facts.get(node, _NONE)
        return facts.get(predicate, ())


# --- The two passes -----------------------------------------------------------------------------


def blocks(lines: Lines, needs: Needs, scratch: Path) -> Iterator[Block]:
    """The blocks of the lines; *scratch* holds the links that do not fit into memory."""
    elsewhere = Elsewhere()
    links = _Links(in_order(_gathered(lines(), needs, elsewhere), scratch))
    for unit, some in groupby(lines(), _unit):
        block = Block(elsewhere)
        for line in some:
            block.add(needs, line)
        for thing, predicate, subject in links.into(unit):
            block.point(thing, predicate, subject)
        yield block
        elsewhere.keep(block, needs)


def _unit(line: str) -> str:
    """What a line's subject stands in: its report, else itself.

    >>> _unit(f"<{REPORT}pmid-7/arm-1> <p> <o> <g> .")[-8:], _unit("<x:trial/1> <p> <o> <g> .")
    ('/pmid-7/', '<x:trial/1>')
    """
    end = line.index(">") + 1
    if not line.startswith(_INSIDE):
        return line[:end]
    return line[: line.find("/", len(_INSIDE), end) + 1] or line[:end]


def _gathered(lines: Iterable[str], needs: Needs, elsewhere: Elsewhere) -> Iterator[str]:
    """The links from outside reports, turned round; what is said elsewhere is kept."""
    outside = needs.inverse | needs.carried
    same: set[str] = set()
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate == _SAME:
            same.add(rest[: rest.index(" ")])
        if subject.startswith(_INSIDE) and "/" in subject[len(_INSIDE) :]:
            continue
        if predicate in outside and rest.startswith("<"):
            thing = rest[: rest.index(" ")]
            yield f"{thing} {predicate} {subject}\n"
            if thing in same:
                elsewhere.pointing[thing].setdefault(predicate, []).append(subject)
        elif predicate == _NAME or (predicate == _LABEL and not subject.startswith(_CONCEPT)):
            value = rest[: rest.rindex(" ", 0, -3)]
            elsewhere.facts[subject].setdefault(predicate, []).append(value)


class _Links:
    """Links in the order of what they point at, handed out unit by unit."""

    def __init__(self, links: Iterator[str]) -> None:
        self._units = groupby(links, _unit)
        self._next = next(self._units, None)

    def into(self, unit: str) -> Iterator[list[str]]:
        """The links into a unit; what points into none is passed over."""
        while self._next is not None and self._next[0] < unit:
            self._next = next(self._units, None)
        if self._next is not None and self._next[0] == unit:
            for link in self._next[1]:
                yield link.rstrip("\n").split(" ")
