"""Which of a store's statements an export holds.

In: N-Quads lines. Out: fewer of them. An export is data and the concepts in use: the ontology and
loaded vocabularies are left out unless they are asked for, and a trial can be taken alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from kg.errors import UsageError
from kg.namespaces import GRAPH, REPORT, TK
from kg.store import graph_of, statement
from kg.terms import Literal

CONCEPTS: Final = f"{GRAPH}concepts"
DERIVED: Final = f"{GRAPH}derived"
ONTOLOGY: Final = f"{GRAPH}ontology"
VOCABULARY: Final = f"{GRAPH}vocabulary/"
EXTRAS: Final = ("ontology", "vocabularies")


def with_extras(quads: Iterable[str], extras: Collection[str]) -> Iterator[str]:
    """The quads without the ontology's and the vocabularies', but for those asked for.

    *Errors*: ``UsageError`` for an extra that is not one.
    """
    for name in extras:
        if name not in EXTRAS:
            raise UsageError(
                f"nothing called {name!r} can be added", expected=f"one of {', '.join(EXTRAS)}"
            )
    return (line for line in quads if _wanted(graph_of(line), extras))


def _wanted(graph: str, extras: Collection[str]) -> bool:
    if graph == ONTOLOGY:
        return "ontology" in extras
    return not graph.startswith(VOCABULARY) or "vocabularies" in extras


def concepts_in_use(quads: Iterable[str]) -> list[str]:
    """The quads without the concepts that nothing else in them leads to."""
    concepts: dict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    reached: set[str] = set()
    for line in quads:
        if graph_of(line) == CONCEPTS:
            concepts[statement(line).subject].append(line)
        else:
            others.append(line)
            reached |= _targets(line)
    return others + list(_reachable(concepts, reached))


def _targets(line: str) -> set[str]:
    target = statement(line).object
    return set() if isinstance(target, Literal) else {target}


def _reachable(concepts: dict[str, list[str]], start: set[str]) -> Iterator[str]:
    todo = [name for name in start if name in concepts]
    seen = set(todo)
    while todo:
        lines = concepts[todo.pop()]
        yield from lines
        found = set().union(*map(_targets, lines)) & concepts.keys()
        todo += found - seen
        seen |= found


def of_trial(quads: Iterable[str], trial: str) -> list[str]:
    """What the reports of a trial say, what was derived of it, and the concepts of both.

    *Errors*: ``UsageError`` where nothing is about the trial.
    """
    lines = list(quads)
    reports = {
        str(found.object)
        for found in map(statement, lines)
        if found.subject == trial and found.predicate in {TK.reportedIn, TK.mentionedIn}
    }
    if not reports:
        raise UsageError("no report tells of this trial", got=trial)
    return concepts_in_use(line for line in lines if _tells(line, trial, reports))


def _tells(line: str, trial: str, reports: Collection[str]) -> bool:
    graph = graph_of(line)
    if graph != DERIVED:
        return graph in reports or graph == CONCEPTS
    found = statement(line)
    return found.subject == trial or _report_of(found.subject) in reports


def _report_of(subject: str) -> str:
    return REPORT + subject.removeprefix(REPORT).partition("/")[0]


def around(quads: Iterable[str], things: Collection[str]) -> list[str]:
    """What is said of these things, and of what they point to: what an answer speaks of."""
    lines = list(quads)
    near = set(things).union(
        *(_targets(line) for line in lines if statement(line).subject in things)
    )
    kept = (line for line in lines if statement(line).subject in near or graph_of(line) == CONCEPTS)
    return concepts_in_use(kept)
