"""The engine's complaints about a query, in words for the person who wrote it.

In: the engine's message, with a line and a column of the text it got. Out: a ``QueryError`` with
the place in the text that was written, what stands there, and a way out where one is known.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.store.binding import Insertion

_PLACE: Final = re.compile(r"error at (\d+):(\d+)")
_PREFIXED: Final = re.compile(r"([\w.-]*):[^\s:<>]*$")
_SHOWN: Final = 30


def syntax_error(message: str, query: str, added: Sequence[Insertion]) -> QueryError:
    """The error for a text that is not SPARQL.

    >>> print(syntax_error("error at 1:9: expected …", "SELECT * }", []))
    query, line 1, column 10: this is not SPARQL 1.1 from here on
      got "}"...
    """
    found = _PLACE.search(message)
    if found is None:
        return QueryError("the query cannot be run", got=message.splitlines()[0])
    line, column = int(found[1]), int(found[2])
    offset = _written(_offset(_with(query, added), line, column), added)
    if "Prefix not found" in message and (name := _PREFIXED.search(query, 0, offset)):
        return _unknown_prefix(name[1], query, name.start())
    while offset < len(query) and query[offset].isspace():
        offset += 1
    rest = query[offset:].split("\n", maxsplit=1)[0]
    shown = rest if len(rest) <= _SHOWN else rest[:_SHOWN] + "…"
    return QueryError(
        "this is not SPARQL 1.1 from here on",
        where=_where(query, offset),
        got=f'"{shown}"' if shown else "the end of the query",
    )


def _unknown_prefix(prefix: str, query: str, offset: int) -> QueryError:
    near = get_close_matches(prefix, PREFIXES, n=3, cutoff=0.5)
    return QueryError(
        f"the prefix {prefix}: is not declared",
        where=_where(query, offset),
        expected="one declared with PREFIX, or one of ours" + _such_as(near),
    )


def _such_as(near: Sequence[str]) -> str:
    return ": " + ", ".join(f"{prefix}:" for prefix in near) if near else ""


def _with(query: str, added: Sequence[Insertion]) -> str:
    for insertion in reversed(added):
        query = query[: insertion.place] + insertion.text + query[insertion.place :]
    return query


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1


def _written(offset: int, added: Sequence[Insertion]) -> int:
    """The place in the text as it was written, given the place with the insertions in it."""
    for insertion in added:
        if offset <= insertion.place:
            break
        offset = max(insertion.place, offset - len(insertion.text))
    return offset


def _where(query: str, offset: int) -> str:
    before = query[:offset]
    return f"query, line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"
