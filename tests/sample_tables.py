"""Invented statements that fill every column of every table, made from the tables' declarations.

In: the declarations. Out: lines. Nothing here makes sense as a trial; every path leads somewhere.
"""

from collections.abc import Iterator
from itertools import pairwise

from kg import tables
from kg.namespaces import CONCEPT, REPORT, TK, TRIAL, XSD
from kg.tables.columns import Column, Tabled
from kg.tables.paths import Step, token, ways

_GRAPH = f"<{REPORT}invented>"
_TYPE = token("rdf:type")
_VALUES = {
    "iri": "<https://example.org/{n}>",
    "code": f"<{TK}mean>",
    "text": '"a \\"word\\"\\n{n}"',
    "date": f'"2009-07"^^<{XSD.gYearMonth}>',
    "decimal": f'"{{n}}.050"^^<{XSD.decimal}>',
    "integer": f'"{{n}}"^^<{XSD.integer}>',
    "boolean": f'"true"^^<{XSD.boolean}>',
}
# Things of these tables stand in no report.
_OUTSIDE = {
    "trials": TRIAL,
    "conditions": TRIAL,
    "concepts": CONCEPT,
    "disagreements": f"{TRIAL}invented/",
    "trial_details": TRIAL,
    "reports": REPORT,
}


def invented() -> Iterator[str]:
    """Lines that fill every column."""
    for tabled in tables.TABLES:
        paths = [column.path for column in tabled.columns]
        for turn in range(max(len(ways(path)) for path in paths)):
            yield from _Filled(tabled, turn).lines()


class _Filled:
    """One thing of a table, with something at the end of one alternative of each path."""

    def __init__(self, tabled: Tabled, turn: int) -> None:
        self._table = tabled
        self._turn = turn
        self._name = f"{tabled.name}-{turn}"
        self._outside = tabled.name in _OUTSIDE
        self._node = f"<{_OUTSIDE.get(tabled.name, f'{REPORT}invented/')}of-{self._name}>"
        self._number = 0

    def lines(self) -> Iterator[str]:
        for kind in self._table.classes:
            yield self._line(self._node, _TYPE, token(kind))
        for column in self._table.columns:
            if column.among:
                among = column.among[self._turn % len(column.among)]
                yield self._line(self._node, _TYPE, token(among))
            elif not column.graph:
                some = ways(tables.origin(self._table, column))
                yield from self._walked(column, some[self._turn % len(some)])

    def _walked(self, column: Column, way: tuple[Step, ...]) -> Iterator[str]:
        """The steps of a way, over things that other ways over the same steps share."""
        here = self._node
        for place, step in enumerate(way, start=1):
            after = way[place] if place < len(way) else None
            there = self._thing(way[:place], after, column)
            ends = (there, here) if step.inverse else (here, there)
            yield self._line(ends[0], step.predicate, ends[1])
            here = there

    def _thing(self, so_far: tuple[Step, ...], after: Step | None, column: Column) -> str:
        """A value at the end of a way, else a thing where such a thing would stand."""
        stem = "-".join(f"{'of-' * s.inverse}{s.predicate.rpartition('#')[2][:-1]}" for s in so_far)
        self._number += 1
        if after is None and column.kind != "iri":
            return _VALUES[column.kind].format(n=self._number)
        step = so_far[-1]
        if step.inverse and step.predicate in _OF_TRIALS:
            return f"<{TRIAL}of-{self._name}-{stem}>"
        if step.predicate == token("tk:sameArmAs"):
            return f"<{REPORT}another/{self._name}-{stem}>"
        if step.predicate in _TO_CONCEPTS:
            return f"<{CONCEPT}{self._name}-{stem}>"
        if self._outside and after is not None and after.predicate == token("rdfs:label"):
            return f"<https://example.org/{self._name}-{stem}>"
        return f"<{REPORT}invented/{self._name}-{stem}>"

    def _line(self, subject: str, predicate: str, value: str) -> str:
        return f"{subject} {predicate} {value} {_GRAPH} .\n"


_WAYS = [
    way
    for tabled in tables.TABLES
    for column in tabled.columns
    for way in ways(tables.origin(tabled, column) if column.path else "")
]
_OF_TRIALS = {
    way[-1].predicate
    for tabled in tables.TABLES
    for column in tabled.columns
    if column.name == "trial"
    for way in ways(column.path)
    if way
}
_TO_CONCEPTS = {
    step.predicate
    for way in _WAYS
    for step, after in pairwise(way)
    if after.predicate == token("skos:prefLabel")
}
