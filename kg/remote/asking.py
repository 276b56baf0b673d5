"""The questions of the catalogue, asked of a server.

In: a question's name and values, as a store is asked. Out: a table, whole. Pages are a store's own:
they rest on the order in which its engine gives entries, and another engine promises none. Of a
parameter that was not given a query has ``VALUES ?name { UNDEF }``, which says nothing. Some
engines take it to say that there is nothing, so it is left out.
"""

import re
from pathlib import Path
from typing import Any, Final

from kg.errors import QueryError
from kg.questions import ask as answer
from kg.remote.endpoint import Endpoint
from kg.table import Table
from kg.vocabularies import Known

VIRTUOSO: Final = "Virtuoso"
NOT_ON_VIRTUOSO: Final = frozenset(
    (
        *("trials-of-intervention", "eligible-for", "population-overlap", "dose-per-cycle"),
        *("change-from-baseline", "conflicting-trials", "surrogate-without-benefit"),
        *("adverse-events", "background-therapy", "not-reported", "indexed-with", "evidence-for"),
        *("between-group", "pooled-effect", "evidence-network", "trials-of-condition"),
        "related-trials",
    )
)
"""The questions that Virtuoso 7.2.5 answers wrongly, or not at all: paths that start at a variable,
truth values as values, unbound variables across sub-selects, a long limit behind an order. A test
asks it all others."""

_SAYS_NOTHING: Final = re.compile(r"VALUES \?\w+ \{ UNDEF \}")


def ask(
    question: str,
    endpoint: Endpoint,
    /,
    *,
    beside: Path,
    **values: Any,  # noqa: ANN401 - as a question takes
) -> Table:
    """The answer to a question of the catalogue; names may be those that the store *beside* knows.

    *Errors*: as for a store; ``NetworkError`` where the server does not answer, ``QueryError`` for
    a question that this server is known to answer otherwise.
    """
    if question in NOT_ON_VIRTUOSO:
        _require_sound(question, endpoint)

    def run(query: str) -> Table:
        return endpoint.table(plainer(query))

    return answer(question, run, beside=Known(beside), **values)


def _require_sound(question: str, endpoint: Endpoint) -> None:
    """Nothing, unless a wrong answer is to be expected: then better none.

    *Errors*: ``QueryError``.
    """
    endpoint.query("ASK {}")
    if endpoint.server.startswith(VIRTUOSO):
        raise QueryError(
            f"{VIRTUOSO} answers {question} otherwise than SPARQL says, or not at all",
            where=endpoint.address,
            got=endpoint.server,
            way_out="Ask the store, or a server of another kind: docs/scale.md",
        )


def plainer(query: str) -> str:
    """The query without rows of values that say nothing.

    >>> plainer("SELECT * { VALUES ?a { UNDEF } VALUES ?b { 1 } ?a ?p ?b }")
    'SELECT * {  VALUES ?b { 1 } ?a ?p ?b }'
    """
    return _SAYS_NOTHING.sub("", query)
