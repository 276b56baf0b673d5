"""Which answers of the shipped questions differ between two engines.

In: two engines. Out: for each question that can be asked without parameters, the rows that either
side alone gives; or why the two could not be compared.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kg.differing.lookup import Ask
from kg.errors import KgError
from kg.questions import ask, catalogue
from kg.table import Table


class Answer(NamedTuple):
    """A question of which the answers differ; ``fault`` where that is not known, and why."""

    question: str
    title: str
    columns: tuple[str, ...] = ()
    removed: Table = Table(())
    added: Table = Table(())
    fault: str | None = None


def answers(old: Ask, new: Ask) -> Iterator[Answer]:
    """The answers that differ, in the order of the catalogue."""
    for question in catalogue().values():
        if any(parameter.required for parameter in question.parameters):
            continue
        try:
            was, now = ask(question.id, old), ask(question.id, new)
        except KgError as error:
            yield Answer(question.id, question.title, fault=error.line())
            continue
        removed, added = _beyond(was, now), _beyond(now, was)
        if len(removed) or len(added):
            yield Answer(question.id, question.title, now.columns, removed, added)


def _beyond(one: Table, other: Table) -> Table:
    """The rows of a table that another does not have, or has less often."""
    rows = Counter(one.terms) - Counter(other.terms)
    return Table(one.columns, tuple(rows.elements()), one.title)
