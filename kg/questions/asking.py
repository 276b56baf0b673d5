"""A question asked: its name and the values of its parameters become a table.

In: names and values; the engine is whatever is handed in as ``run``. Out: a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.errors import UsageError
from kg.questions.headers import MEASUREMENTS, Question, question
from kg.questions.parameters import Engine, read_measurements, read_value
from kg.table import Table
from kg.terms import Term


def ask(name: str, run: Engine, /, **values: object) -> Table:
    """The answer to a question, with its parameters bound as terms.

    *Errors*: ``UsageError`` for an unknown question or parameter, a missing one, or a name that
    matches nothing in the graph.
    """
    asked = question(name)
    answer = run(asked.bound(dict(_bindings(asked, values, run))))
    return Table(answer.columns, answer.terms, asked.title)


def _bindings(
    asked: Question, values: Mapping[str, object], run: Engine
) -> Iterator[tuple[str, list[tuple[Term, ...]]]]:
    """The rows of terms that each parameter given stands for."""
    declared = {p.name: p for p in asked.parameters if p.kind != MEASUREMENTS}
    open_ended = next((p for p in asked.parameters if p.kind == MEASUREMENTS), None)
    measured = {name: value for name, value in values.items() if name not in declared}
    if measured and open_ended is None:
        raise _no_such_parameter(asked, next(iter(measured)))
    _check_complete(asked, declared.keys() & values.keys(), measured)
    for name in declared.keys() & values.keys():
        yield name, [(term,) for term in read_value(declared[name], values[name], run)]
    if measured and open_ended:
        yield MEASUREMENTS, list(read_measurements(measured, run))


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
