"""A question asked: its name and the values of its parameters become a table.

In: names and values; the engine is whatever is handed in as ``run``. Out: a table, or a page of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.errors import UsageError
from kg.questions.headers import MEASUREMENTS, Question, question
from kg.questions.paging import answered
from kg.questions.parameters import Read, read_measurements, read_value
from kg.questions.things import Beside, Engine
from kg.table import Table
from kg.terms import Term


def ask(
    name: str,
    run: Engine,
    /,
    *,
    page: int | None = None,
    beside: Beside | None = None,
    **values: object,
) -> Table:
    """The answer to a question, with its parameters bound as terms; whole, or one page of it.

    A page is counted from 1 and tells with ``more`` whether another follows. Names are looked for
    in the graph, and in what is known *beside* it; ``notes`` say which way led to what was meant.

    *Errors*: ``UsageError`` for an unknown question or parameter, a missing one, a name that
    matches nothing in the graph, or a page before the first.
    """
    asked, notes = query_of(name, run, values, beside)
    answer = answered(asked, run, page)
    return Table(answer.columns, answer.terms, asked.title, more=answer.more, notes=notes)


def query_of(
    name: str, run: Engine, values: Mapping[str, object], beside: Beside | None = None
) -> tuple[Question, tuple[str, ...]]:
    """A question whose query holds these values as terms, and how they were read.

    *Errors*: as of :func:`ask`.
    """
    asked = question(name)
    query, notes = _bound(asked, values, run, beside)
    return replace(asked, query=query), notes


def meant_by(
    name: str, parameter: str, value: object, run: Engine, beside: Beside | None = None
) -> tuple[str, ...]:
    """The IRIs that a value of a parameter stands for; none where they are too many to list.

    *Errors*: as of :func:`ask`.
    """
    declared = {p.name: p for p in question(name).parameters}
    if parameter not in declared:
        raise _no_such_parameter(question(name), parameter)
    found = read_value(declared[parameter], value, run, beside)
    return tuple(term for term in found.terms if isinstance(term, str))


def _bound(
    asked: Question, values: Mapping[str, object], run: Engine, beside: Beside | None
) -> tuple[str, tuple[str, ...]]:
    """The query with its parameters bound, and how what was given was read."""
    read = dict(_bindings(asked, values, run, beside))
    rows = {name: [(term,) for term in found.terms] for name, found in read.items()}
    query = asked.bound(
        rows | dict(_measurements(asked, values, run, beside)),
        {name: found.pattern for name, found in read.items() if found.pattern},
    )
    notes = (f"{name}: {found.note}" for name, found in sorted(read.items()) if found.note)
    return query, tuple(notes)


def _bindings(
    asked: Question, values: Mapping[str, object], run: Engine, beside: Beside | None
) -> Iterator[tuple[str, Read]]:
    """What each parameter that was given stands for."""
    declared = {p.name: p for p in asked.parameters if p.kind != MEASUREMENTS}
    measured = _measured(asked, values)
    if measured and not any(p.kind == MEASUREMENTS for p in asked.parameters):
        raise _no_such_parameter(asked, next(iter(measured)))
    _check_complete(asked, declared.keys() & values.keys(), measured)
    for name in declared.keys() & values.keys():
        yield name, read_value(declared[name], values[name], run, beside)


def _measured(asked: Question, values: Mapping[str, object]) -> dict[str, object]:
    """The values that are no parameter's: those of measurands."""
    declared = {p.name for p in asked.parameters if p.kind != MEASUREMENTS}
    return {name: value for name, value in values.items() if name not in declared}


def _measurements(
    asked: Question, values: Mapping[str, object], run: Engine, beside: Beside | None
) -> Iterator[tuple[str, list[tuple[Term, ...]]]]:
    """The rows of measurands with their values, where the question takes them."""
    measured = _measured(asked, values)
    if measured:
        yield MEASUREMENTS, list(read_measurements(measured, run, beside))


def _check_complete(asked: Question, given: Iterable[str], measured: Mapping[str, object]) -> None:
    for parameter in asked.parameters:
        absent = not measured if parameter.kind == MEASUREMENTS else parameter.name not in given
        if parameter.required and absent:
            raise UsageError(
                f"{asked.id} needs {parameter.name}: {parameter.about}",
                way_out=f"For example: kg ask {asked.id} {parameter.example}",
            )


def _no_such_parameter(asked: Question, name: str) -> UsageError:
    known = ", ".join(parameter.name for parameter in asked.parameters)
    return UsageError(
        f"{asked.id} has no parameter {name!r}",
        expected=f"one of {known}" if known else "none: it takes no parameters",
    )
