"""The questions of the catalogue, and queries of the client's own.

In: a graph, and what a client asks. Out: answers, each with the words behind its rows.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence

from kg.api import Graph, PartialAnswer
from kg.lookup import iri_of
from kg.namespaces import ID
from kg.questions import MEASUREMENTS, Parameter, Question, catalogue, question
from kg.store import Limits, Triples
from kg.table import Table, to_value
from kg.talking.passages import passages_behind
from kg.talking.records import (
    Answer,
    AskQuestion,
    Cell,
    Listed,
    ListQuestions,
    Questions,
    RunQuery,
    Taken,
)
from kg.talking.rows import cell, window
from kg.terms import Iri, Term
from kg.view import short


def list_questions(_: Graph, wanted: ListQuestions) -> Questions:
    """The questions that hold a word, or all."""
    words = wanted.about.casefold().split()
    every = map(_listed, catalogue().values())
    return Questions(tuple(each for each in every if _holds(each, words)))


def _holds(listed: Listed, words: Iterable[str]) -> bool:
    text = repr(listed).casefold()
    return all(word in text for word in words)


def _listed(each: Question) -> Listed:
    return Listed(
        question=each.id,
        asks=each.title,
        group=each.group,
        takes=tuple(map(_taken, each.parameters)),
        gives=tuple(each.returns),
    )


def _taken(parameter: Parameter) -> Taken:
    return Taken(
        name=parameter.name,
        kind=parameter.kind,
        about=parameter.about,
        required=parameter.required,
        absent="not allowed" if parameter.required else parameter.default,
        example=parameter.example,
    )


# --- Answers -------------------------------------------------------------------------------------


def ask_question(graph: Graph, asked: AskQuestion) -> Answer:
    """The answer to a question of the catalogue."""
    each = question(asked.question)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PartialAnswer)  # told in the answer
        table = graph.ask(asked.question, page=asked.page, **_values(each, asked.values))
    terms, shown = window(table.terms, asked.start, asked.rows, page=asked.page, more=table.more)
    columns, silent = _spoken(table.columns, terms)
    empty = () if table.terms else (f"no row: {each.empty}",)
    return Answer(
        asked=each.title,
        columns=tuple(table.columns[place] for place in columns),
        rows=tuple(tuple(_named(row[place]) for place in columns) for row in terms),
        shown=shown,
        silent=silent,
        notes=(*table.notes, *empty),
        evidence=passages_behind(graph.store, _claims(table.columns, terms)),
    )


def _spoken(
    columns: Sequence[str], rows: Sequence[Sequence[Term | None]]
) -> tuple[list[int], tuple[str, ...]]:
    """The places of columns that say something, and the names of the others."""
    places = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return places, tuple(name for place, name in enumerate(columns) if place not in places)


def _values(asked: Question, given: Mapping[str, object]) -> dict[str, object]:
    """The values, claims by IRI where a name was given; whole numbers stay whole."""
    kinds = {parameter.name: parameter.kind for parameter in asked.parameters}
    return {name: _value(kinds.get(name, MEASUREMENTS), value) for name, value in given.items()}


def _value(kind: str, value: object) -> object:
    if kind == "claim" and isinstance(value, str):
        return iri_of(value) or value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _named(term: Term | None) -> Cell:
    """A thing by the short name that every tool takes; a literal as its value."""
    return short(term) if isinstance(term, str) else cell(to_value(term))


def _claims(columns: Iterable[str], rows: Iterable[Iterable[Term | None]]) -> list[Iri]:
    """The claims that rows show; where no column is one of claims, whatever they show."""
    claiming = [name == "claim" or name.endswith("Evidence") for name in columns]
    picked = claiming if any(claiming) else [True for _ in claiming]
    return [
        term
        for row in rows
        for term, wanted in zip(row, picked, strict=True)
        if wanted and isinstance(term, str) and term.startswith(ID)
    ]


# --- Queries of one's own ------------------------------------------------------------------------


def run_query(graph: Graph, asked: RunQuery, limits: Limits) -> Answer:
    """The answer to a query, things by their IRIs.

    *Errors*: ``QueryError``, ``RefusedQuery``; ``LimitError`` at the deadline, or for more rows
    than a query may have.
    """
    found = graph.store.query(asked.sparql, limits=limits)
    if isinstance(found, bool):
        _, shown = window((), 0, 1)
        return Answer(asked=asked.sparql, columns=("answer",), rows=((found,),), shown=shown)
    if isinstance(found, Triples):
        lines, shown = window(found.lines, asked.start, asked.rows)
        rows = tuple((line.rstrip("\n"),) for line in lines)
        return Answer(asked=asked.sparql, columns=("triple",), rows=rows, shown=shown)
    return _of_table(graph, asked, found)


def _of_table(graph: Graph, asked: RunQuery, table: Table) -> Answer:
    terms, shown = window(table.terms, asked.start, asked.rows)
    return Answer(
        asked=asked.sparql,
        columns=table.columns,
        rows=tuple(tuple(cell(to_value(term)) for term in row) for row in terms),
        shown=shown,
        evidence=passages_behind(graph.store, _claims(table.columns, terms)),
    )
