"""What a query must be before the engine sees it.

In: the text of a SPARQL query. Out: the query with its structure known, or a refusal. The engine
has no switch against SERVICE and no limit on nesting (a few thousand brackets end its process);
both are settled here, on the text. A worker without a network is the second line.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from kg.errors import LimitError, RefusedQuery
from kg.namespaces import PREFIXES
from kg.store.tokens import NOTHING, Token, tokens

MAX_CHARACTERS: Final = 64_000
MAX_TOKENS: Final = 4_000

_UPDATES: Final = frozenset(
    ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
)


@dataclass
class Group:
    """A group graph pattern: where its inside begins, and the variables directly in it."""

    start: int
    outermost: bool
    variables: set[str] = field(default_factory=set)


@dataclass
class Query:
    """An admitted query: its form (SELECT, ASK …), and what the binding of parameters needs."""

    text: str
    groups: list[Group] = field(default_factory=list)
    computed: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    short_form: bool = False
    verb: str = ""


def admit(text: str, *, graphs: Collection[str] | None = None) -> Query:
    """The query, once nothing in it can change data, leave the machine or break the engine.

    With *graphs*, FROM may name only these. A syntax error is left to the engine to find.

    *Errors*: ``RefusedQuery``, ``LimitError``.

    >>> sorted(admit("SELECT ?s WHERE { ?s ?p ?o }").variables)
    ['o', 'p', 's']
    >>> admit("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.RefusedQuery: SERVICE is refused: no query leaves this machine
    """
    if len(text) > MAX_CHARACTERS:
        raise _too_much("characters", len(text), MAX_CHARACTERS)
    found = list(islice(tokens(text), MAX_TOKENS + 1))
    if len(found) > MAX_TOKENS:
        raise _too_much("words and signs", None, MAX_TOKENS)
    _refuse_update(found)
    _refuse_service(found)
    if graphs is not None:
        _refuse_unknown_graph(found, graphs)
    query = _structure(text, found)
    query.verb = _first_verb(found)
    return query


def _too_much(what: str, got: int | None, most: int) -> LimitError:
    return LimitError(
        f"the query has too many {what}",
        got=None if got is None else f"{got:,}",
        expected=f"at most {most:,}",
        way_out="Ask in parts, or put a long list into data.",
    )


def _refuse_update(found: Sequence[Token]) -> None:
    word = _first_verb(found)
    if word in _UPDATES:
        raise RefusedQuery(
            f"{word} is refused: a store is read-only",
            expected="SELECT, ASK, CONSTRUCT or DESCRIBE",
            way_out="A store is exactly the inputs of its last build: kg build INPUT…",
        )


def _first_verb(found: Sequence[Token]) -> str:
    """The first keyword after the prologue."""
    position = 0
    while position < len(found):
        word = found[position].word
        if word == "PREFIX":
            position += 3
        elif word == "BASE":
            position += 2
        else:
            return word
    return ""


def _refuse_service(found: Sequence[Token]) -> None:
    # The engine asks for no space after the keyword ("SERVICE:x{" runs), so a name that only
    # contains the word is refused too where a group follows it.
    for position, token in enumerate(found):
        if token.kind == "name" and "SERVICE" in token.word and _calls(found, position):
            raise RefusedQuery("SERVICE is refused: no query leaves this machine")


def _calls(found: Sequence[Token], position: int) -> bool:
    return any(token.text == "{" for token in found[position + 1 : position + 4])


def _refuse_unknown_graph(found: Sequence[Token], graphs: Collection[str]) -> None:
    for iri in _from_graphs(found):
        if iri not in graphs:
            raise RefusedQuery(
                f"the store has no graph <{iri}>, and FROM fetches nothing",
                way_out="List the graphs with: SELECT DISTINCT ?g { GRAPH ?g {} }",
            )


def _from_graphs(found: Sequence[Token]) -> Iterator[str]:
    prefixes, base = dict(PREFIXES), ""
    for position, token in enumerate(found):
        first, second = _next_two(found, position)
        if token.word == "BASE" and first.kind == "iri":
            base = urljoin(base, first.text[1:-1])
        elif token.word == "PREFIX":
            prefixes[first.text.rstrip(":")] = urljoin(base, second.text[1:-1])
        elif token.kind == "name" and token.word == "FROM":
            yield urljoin(base, _iri(second if first.word == "NAMED" else first, prefixes))


def _next_two(found: Sequence[Token], position: int) -> tuple[Token, Token]:
    first, second, *_ = [*found[position + 1 : position + 3], NOTHING, NOTHING]
    return first, second


def _iri(name: Token, prefixes: dict[str, str]) -> str:
    if name.kind == "iri":
        return name.text[1:-1]
    prefix, _, local = name.text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local


# --- Structure -----------------------------------------------------------------------------------


def _structure(text: str, found: Sequence[Token]) -> Query:
    """The query with its groups: what stands in a sub-select's head belongs to none."""
    query = Query(text)
    open_groups: list[Group | None] = [None]
    for position, token in enumerate(found):
        if token.kind == "var":
            _note_variable(query, found, position, open_groups[-1])
        elif token.opens():
            open_groups.append(_opened(query, found, position, open_groups))
        elif token.closes() and len(open_groups) > 1:
            open_groups.pop()
    return query


def _note_variable(
    query: Query, found: Sequence[Token], position: int, group: Group | None
) -> None:
    name = found[position].text[1:]
    query.variables.add(name)
    if found[position - 1].word == "AS":
        query.computed.add(name)
    if group is not None:
        group.variables.add(name)


def _opened(
    query: Query, found: Sequence[Token], position: int, around: Sequence[Group | None]
) -> Group | None:
    """The group that a bracket opens: itself for a pattern's, the one around it otherwise."""
    token = found[position]
    if token.text != "{":
        return around[-1]
    before = found[position - 1].word if position else ""
    after = found[position + 1].word if position + 1 < len(found) else ""
    if before == "CONSTRUCT" or after == "SELECT" or _is_data(found, position):
        return None
    if before == "WHERE" and position > 1 and found[position - 2].word == "CONSTRUCT":
        query.short_form = True
    group = Group(token.end, outermost=len(around) == 1)
    query.groups.append(group)
    return group


def _is_data(found: Sequence[Token], position: int) -> bool:
    """Whether the brace opens the rows of a VALUES block."""
    for before in range(position - 1, -1, -1):
        token = found[before]
        if token.kind != "var" and token.text not in {"(", ")"}:
            return token.word == "VALUES"
    return False
