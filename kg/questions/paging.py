"""Answers by pages: a question that lists everything there is answers in pieces that come at once.

In: a question with its parameters bound. Out: a page of its answer, and whether more follows. A
query that can be long finds its entries (claims, trials) in a sub-select which ends in ``LIMIT
10000000``, or a million where no entry can be more; what it says of each entry is looked up around
it. As the query stands in its file that limit is never reached. A page puts its own there: the
engine gives the entries in the order of its index, the same every time, and looks up no others.
Rows are sorted within a page.

Where a query needs its trials in several places, engines differ in what a limit does at each. There
the trials of a page are asked for first, once, and stand where the sub-selects stood that find
them. The limits then say how many these are, so that a planner starts from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.errors import UsageError
from kg.questions.headers import Question
from kg.questions.things import Engine
from kg.table import Table
from kg.terms import Iri, Term, spelled  # noqa: F401 - an example names one

EVERYTHING: Final = re.compile(r"LIMIT 10{6,7}\b")
_SELECT: Final = re.compile(r"^SELECT\b", re.MULTILINE)


def answered(bound: Question, run: Engine, page: int | None) -> Table:
    """The answer to a question whose query has its parameters bound; whole, or one page of it.

    *Errors*: ``UsageError`` for a page before the first.
    """
    if page is not None and page < 1:
        raise UsageError("there is no such page", got=str(page), expected="1 or more")
    if page is None or bound.page is None:
        return run(bound.query) if page in {None, 1} else Table(tuple(bound.returns))
    answer = _by_trial if bound.page.by_trial else _by_entry
    return answer(bound, bound.page.size, run, page)


def _by_entry(bound: Question, size: int, run: Engine, page: int) -> Table:
    more = run(more_after(bound.query, page, size))["answer"] == (True,)
    answer = run(page_of(bound.query, page, size))
    return Table(answer.columns, answer.terms, more=more)


def _by_trial(bound: Question, size: int, run: Engine, page: int) -> Table:
    trials = run(trials_of(bound.query, page, size)).terms
    if not trials:
        return Table(tuple(bound.returns))
    answer = run(with_trials(bound.query, [each for (each,) in trials[:size] if each], size))
    return Table(answer.columns, answer.terms, more=len(trials) > size)


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


def trials_of(query: str, number: int, size: int) -> str:
    """The query for the trials of a page, and one more where another page follows.

    >>> trials_of("SELECT * { { SELECT ?trial { ?trial ?b ?c } LIMIT 10000000 } ?a ?d ?e }", 3, 50)
    'SELECT ?trial { { SELECT ?trial { ?trial ?b ?c } LIMIT 51 OFFSET 100 } }'
    """
    limits = f"LIMIT {size + 1} OFFSET {(number - 1) * size}"
    return f"{_prologue(query)}SELECT ?trial {{ {_entries(query)} {limits} }} }}"


def with_trials(query: str, trials: Iterable[Term], size: int) -> str:
    """The query with these trials in the place of each sub-select that finds those of a page.

    >>> with_trials("SELECT * { { SELECT ?trial { ?trial ?b ?c } LIMIT 10000000 } ?trial ?d ?e }",
    ...     [Iri("x:t")], 50)
    'SELECT * { { SELECT ?trial { VALUES ?trial { <x:t> } } LIMIT 50 } ?trial ?d ?e }'
    """
    listed = " ".join(map(spelled, trials))
    found = f" SELECT ?trial {{ VALUES ?trial {{ {listed} }} }} LIMIT {size}"
    while limit := EVERYTHING.search(query):
        query = query[: _enclosing(query, limit.start()) + 1] + found + query[limit.end() :]
    return query


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
