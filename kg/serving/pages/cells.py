"""The answer to a question as a person reads it: labels that lead to things, codes in words.

In: a question, and a table that answers it. Out: columns and rows; what names a thing and what it
is called are one cell.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kg.namespaces import ID, TK
from kg.questions import Question
from kg.table import Table, compact
from kg.terms import Iri, Literal, Term
from kg.view import Linked, called, short, spoken, unit_words

_NUMBERS: Final = frozenset({"decimal", "integer"})
_SPELT: Final = {"ci": "CI", "p": "P"}
_FIRST: Final = frozenset({"value", "difference", "count"})
_LONGEST: Final = 240
BUDGET: Final = 100_000
"""The characters that a page's table takes where it stands alone."""
_TAGS: Final = 55


Row = tuple[str, ...]


class Column(NamedTuple):
    """A column as it is shown: where its words and its things stand in the table."""

    name: str
    words: int | None
    things: int | None
    kind: str

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in _NUMBERS


class Shown(NamedTuple):
    """Rows of an answer, counted from 1 within their page; what has no value here is left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    absent: tuple[str, ...]
    first: int
    all: int

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


def shown(asked: Question, answer: Table, first: int, budget: int = BUDGET) -> Shown:
    """As many rows, from one on, as a page bears."""
    every = tuple(_columns(asked, answer.columns))
    kept = tuple(column for column in every if _has_values(column, answer))
    absent = tuple(column.name for column in every if column not in kept)
    rows = _fitting(kept, answer.terms[first - 1 :], budget)
    return Shown(kept, rows, absent, first, len(answer.terms))


def _columns(asked: Question, names: Sequence[str]) -> Iterator[Column]:
    """The columns; that of a thing and that of its label are one."""
    labels = {name: _label_of(name, names) for name in names}
    taken = {label for label in labels.values() if label}
    for place, name in enumerate(names):
        kind = asked.returns.get(name, "text")
        if label := labels[name]:
            yield Column(_heading(name), names.index(label), place, "IRI")
        elif name not in taken:
            things = place if kind == "IRI" else None
            yield Column(_heading(name), None if kind == "IRI" else place, things, kind)


def _heading(name: str) -> str:
    """What stands over a column.

    >>> _heading("ciLower"), _heading("pValue"), _heading("outcomeLabel")
    ('CI lower', 'P value', 'outcome')
    """
    words = spoken(name).removesuffix(" label").split()
    return " ".join(_SPELT.get(word, word) for word in words)


def _label_of(name: str, names: Sequence[str]) -> str:
    """The column that says what the things of another are called.

    >>> _label_of("trial", ["trial", "label"]), _label_of("claim", ["claim", "words"])
    ('label', '')
    """
    fitting = (f"{name}Label", "label" if name == "trial" else "")
    return next((each for each in fitting if each in names), "")


def _has_values(column: Column, answer: Table) -> bool:
    places = [each for each in (column.words, column.things) if each is not None]
    return any(row[place] is not None for row in answer.terms for place in places)


def _fitting(
    columns: Sequence[Column], rows: Sequence[Sequence[Term | None]], budget: int
) -> tuple[Row, ...]:
    made: list[Row] = []
    spent = 0
    for row in rows:
        cells = _cells(columns, row)
        spent += sum(map(_cost, cells))
        if made and spent > budget:
            break
        made.append(cells)
    return tuple(made)


def _cells(columns: Sequence[Column], row: Sequence[Term | None]) -> Row:
    """The cells of a row; its number leads to the claim that states it."""
    made = [_cell(column, row) for column in columns]
    claims = (row[c.things] for c in columns if c.name == "claim" and c.things is not None)
    claim = next((each for each in claims if isinstance(each, str)), None)
    numbers = [n for n, c in enumerate(columns) if c.is_number and made[n]]
    number = min(numbers, key=lambda n: (columns[n].name not in _FIRST, n), default=None)
    if claim is not None and number is not None:
        made[number] = Linked([(made[number], Iri(claim))])
    return tuple(made)


def _cost(cell: str) -> int:
    return _TAGS + len(cell) + sum(len(iri) for _, iri in getattr(cell, "pieces", ()))


def _cell(column: Column, row: Sequence[Term | None]) -> str:
    words = _words(row[column.words], column.kind) if column.words is not None else ""
    if column.name.endswith("unit"):
        return unit_words(words)
    thing = row[column.things] if column.things is not None else None
    if isinstance(thing, str):
        return Linked([(words or _name(thing), Iri(thing))])
    return words or ("" if thing is None else _words(thing, column.kind))


def _words(term: Term | None, kind: str) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _coded(term.lexical) if kind == "code" else _cut(term.lexical)
    return _name(term)


def _coded(code: str) -> str:
    return called(TK[code]) if code in TK else code


def _name(iri: str) -> str:
    """What a thing without a label is called; a report's name that is a hash says nothing.

    >>> _name(f"{ID}report/sha256-ab12/result-7"), _name(f"{ID}report/nct01/result-7")
    ('result-7', 'nct01:result-7')
    """
    name = short(iri) if iri.startswith(ID) else compact(iri)
    report, colon, part = name.partition(":")
    return part if colon and report.startswith("sha256-") else name


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
