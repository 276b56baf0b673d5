"""Which of a store's statements an export holds.

In: N-Quads lines. Out: fewer of them. An export is data and the concepts in use; a trial, or what
an answer speaks of, can be taken alone.
"""

from collections.abc import Collection, Iterable
from typing import Final

from kg.errors import UsageError
from kg.export.in_use import in_use, is_beside
from kg.namespaces import GRAPH, REPORT, TK
from kg.store import graph_of, statement
from kg.terms import Literal

DERIVED: Final = f"{GRAPH}derived"
# A match leans on two claims; a claim that repeats another stands without it.
_LEANS: Final = frozenset({TK.derivedFrom, TK.restates, TK.sameOutcomeAs})


def concepts_in_use(quads: Iterable[str]) -> list[str]:
    """The quads without the concepts, ours or of a vocabulary, that nothing else leads to."""
    lines = list(quads)
    return list(in_use(lambda: lines))


def _targets(line: str) -> set[str]:
    target = statement(line).object
    return set() if isinstance(target, Literal) else {target}


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
    elsewhere = _of_others(lines, trial, reports)
    return concepts_in_use(
        line for line in lines if _tells(line, trial, reports) and not _leans(line, elsewhere)
    )


def _tells(line: str, trial: str, reports: Collection[str]) -> bool:
    graph = graph_of(line)
    if graph != DERIVED:
        return graph in reports or is_beside(line)
    found = statement(line)
    return found.subject == trial or _report_of(found.subject) in reports


def _of_others(lines: Iterable[str], trial: str, reports: Collection[str]) -> set[str]:
    """The derived nodes that are about another trial, and what other reports say."""
    owned, others = set[str](), set[str]()
    for found in (statement(line) for line in lines if graph_of(line) == DERIVED):
        target = found.object
        if isinstance(target, Literal):
            continue
        if found.predicate in {TK.hasDisagreement, TK.hasTie}:
            (owned if found.subject == trial else others).add(target)
        elif found.predicate in _LEANS and _report_of(target) not in reports:
            others.add(found.subject if found.predicate == TK.derivedFrom else target)
    return others - owned


def _leans(line: str, elsewhere: Collection[str]) -> bool:
    """Whether a derived statement is of such a node, or leads to one."""
    if graph_of(line) != DERIVED:
        return False
    found = statement(line)
    return found.subject in elsewhere or found.object in elsewhere


def _report_of(subject: str) -> str:
    return REPORT + subject.removeprefix(REPORT).partition("/")[0]


def around(quads: Iterable[str], things: Collection[str]) -> list[str]:
    """What is said of these things, and of what they point to: what an answer speaks of."""
    lines = list(quads)
    near = set(things).union(
        *(_targets(line) for line in lines if statement(line).subject in things)
    )
    kept = (line for line in lines if statement(line).subject in near or is_beside(line))
    return concepts_in_use(kept)


def reports_told(quads: Iterable[str]) -> set[str]:
    """The reports that make these statements."""
    return {graph for graph in map(graph_of, quads) if graph.startswith(REPORT)}
