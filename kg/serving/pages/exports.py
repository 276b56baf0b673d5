"""An answer to take along, for people and for programs that know triples.

In: a reader, a question as it was asked. Out: text of one page of the answer: as Markdown, or as
Turtle, which holds what the graph says of the things that the answer names.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kg.namespaces import ID
from kg.questions import Beside, answered
from kg.serving.pages.questions import Asked, bound_query
from kg.serving.pages.reader import Reader
from kg.serving.words import written
from kg.store import statement
from kg.table import Table
from kg.terms import Iri, spelled

_AT_ONCE: Final = 300
_SAID: Final = """
CONSTRUCT { ?thing ?p ?o } WHERE {
  VALUES ?thing { @things } ?thing ?p ?o
  FILTER(?p NOT IN (tk:hasPassage, tk:hasResult, tk:sourceText))
}
"""


def as_markdown(reader: Reader, asked: Asked, beside: Beside) -> str:
    """A page of the answer as a table of Markdown."""
    return _page(reader, asked, beside).to_text("md")


def as_turtle(reader: Reader, asked: Asked, beside: Beside) -> str:
    """What is said of the things on a page of the answer, and of those that they point to."""
    things = set(_named(_page(reader, asked, beside)))
    lines = set(_said(reader, things))
    said = map(statement, lines)
    near = {each.object for each in said if isinstance(each.object, str)}
    lines.update(_said(reader, {each for each in near - things if each.startswith(ID)}))
    return written(lines, "ttl")


def _said(reader: Reader, things: Iterable[str]) -> Iterator[str]:
    """What is said of things, a few hundred at once."""
    every = sorted(things)
    for start in range(0, len(every), _AT_ONCE):
        listed = " ".join(spelled(Iri(each)) for each in every[start : start + _AT_ONCE])
        yield from reader.triples(_SAID.replace("@things", listed)).lines


def _page(reader: Reader, asked: Asked, beside: Beside) -> Table:
    bound, _ = bound_query(reader, asked, beside)
    return answered(bound, reader.table, asked.page)


def _named(answer: Table) -> Iterator[str]:
    """The things of the graph that an answer names."""
    for row in answer.terms:
        yield from (term for term in _things(row) if term.startswith(ID))


def _things(row: Iterable[object]) -> Iterator[str]:
    return (term for term in row if isinstance(term, str))
