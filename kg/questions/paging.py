"""Answers by pages: a question that lists everything there is answers in pieces that come at once.

In: a question with its parameters bound. Out: a page of its answer, and whether more follows. A
query that can be long finds its entries (claims, trials) in a sub-select which ends in ``LIMIT
10000000``, or a million where no entry can be more; what it says of each entry is looked up around
it. As the query stands in its file that limit is never reached. A page puts its own there: the
engine gives the entries in the order of its index, the same every time, and looks up no others.
Rows are sorted within a page.

Where a query needs its trials, or pairs of them, in several places, engines differ in what a limit
does at each. There those of a page are asked for first, once, and stand where the sub-selects stood
that find them. The limits then say how many these are, so that a planner starts from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kg.errors import UsageError
from kg.questions.headers import Question
from kg.questions.things import Engine
from kg.table import Table
from kg.terms import Iri, Term, spelled  # noqa: F401 - an example names one

Row = tuple[Term | None, ...]

EVERYTHING: Final = re.compile(r"LIMIT 10{6,7}\b")
_LONGEST: Final = 60_000  # characters that an engine is sent: longer names are looked for anew
_SELECT: Final = re.compile(r"^SELECT\b", re.MULTILINE)


def answered(bound: Question, run: Engine, page: int | None) -> Table:
    """The answer to a question whose query has its parameters bound; whole, or one page of it.

    *Errors*: ``UsageError`` for a page before the first.
    """
    if page is not None and page < 1:
        raise UsageError("there is no such page", got=str(page), expected="1 or more")
    if page is None or bound.page is None:
        return run(bound.query) if page in {None, 1} else Table(tuple(bound.returns))
    answer = _placed if bound.page.is_placed else _cut
    return answer(bound, bound.page.size, run, page)


def _cut(bound: Question, size: int, run: Engine, page: int) -> Table:
    more = run(more_after(bound.query, page, size))["answer"] == (True,)
    answer = run(page_of(bound.query, page, size))
    return Table(answer.columns, answer.terms, more=more)


def _placed(bound: Question, size: int, run: Engine, page: int) -> Table:
    found = run(entries_of(bound.query, page, size))
    if not found.terms:
        return Table(tuple(bound.returns))
    rows = found.terms[:size]
    # Where a query asks for trials beside, a planner starts from them there too.
    trials = [(row[0],) for row in rows] if found.columns == ("trial",) else []
    query = bound.bound({"trial": trials}) if trials else bound.query  # type: ignore[dict-item]
    made = with_entries(query, found.columns, rows, size)
    if len(made) > _LONGEST:
        made = page_of(bound.query, page, size)
    answer = run(made)
    return Table(answer.columns, answer.terms, more=len(found.terms) > size)


def page_of(query: str, number: int, size: int) -> str:
    """The query of one page, counted from 1.

    >>> page_of("SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 10000000 } ?a ?d ?e }", 3, 50)
    'SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 50 OFFSET 100 } ?a ?d ?e }'
    """
    return EVERYTHING.sub(f"LIMIT {size} OFFSET {(number - 1) * size}", query)


def more_after(query: str, number: int, size: int) -> str:
    """The query that asks whether any entry follows this page.

    >>> more_after("SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 10000000 } ?a ?d ?e }", 3, 50)
    'ASK { { SELECT ?a { ?a ?b ?c } LIMIT 1 OFFSET 150 } }'
    """
    return f"{_prologue(query)}ASK {{ {_entries(query)} LIMIT 1 OFFSET {number * size} }} }}"


def entries_of(query: str, number: int, size: int) -> str:
    """The query for the entries of a page, and one more where another page follows.

    >>> entries_of("SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 10000000 } ?a ?d ?e }", 3, 50)
    'SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 51 OFFSET 100 } }'
    """
    limits = f"LIMIT {size + 1} OFFSET {(number - 1) * size}"
    return f"{_prologue(query)}SELECT * {{ {_entries(query)} {limits} }} }}"


def with_entries(query: str, columns: Sequence[str], rows: Iterable[Row], size: int) -> str:
    """The query with these entries in the place of each sub-select that finds those of a page.

    >>> with_entries("SELECT * { { SELECT ?a { ?a ?b ?c } LIMIT 10000000 } ?a ?d ?e }",
    ...     ["a"], [(Iri("x:t"),)], 50)
    'SELECT * { { SELECT ?a { VALUES (?a) { (<x:t>) } } LIMIT 50 } ?a ?d ?e }'
    """
    variables = " ".join(f"?{name}" for name in columns)
    listed = " ".join(f"({' '.join(map(_written, row))})" for row in rows)
    found = f" SELECT {variables} {{ VALUES ({variables}) {{ {listed} }} }} LIMIT {size}"
    while limit := EVERYTHING.search(query):
        query = query[: _enclosing(query, limit.start()) + 1] + found + query[limit.end() :]
    return query


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None else spelled(term)


def _prologue(query: str) -> str:
    return _SELECT.split(query, 1)[0]


def _entries(query: str) -> str:
    """The first sub-select that ends in the limit, up to it."""
    limit = EVERYTHING.search(query)
    if limit is None:
        raise ValueError("nothing is cut into pages there")
    return query[_enclosing(query, limit.start()) : limit.start()].rstrip()


def _enclosing(text: str, place: int) -> int:
    """Where the innermost bracket around a place opens."""
    depth = 0
    for at in range(place - 1, -1, -1):
        depth += (text[at] == "}") - (text[at] == "{")
        if depth < 0:
            return at
    raise ValueError("no bracket is open there")
