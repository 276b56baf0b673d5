"""How often each class and property is used, counted once for a generation.

In: what answers queries. Out: counts, as far as they have come: those of classes and properties
first, then of properties within classes, then of what their values are.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from kg.store import Reply
from kg.table import Table

Counts = Mapping[tuple[str, ...], int]
_NONE: Final[Counts] = MappingProxyType({})


class Statistics(NamedTuple):
    """Counts by IRIs; ``part`` says how much of it there is.

    ``members`` are counted by class, ``uses`` by property, ``within`` by class and property,
    ``literals`` and ``links`` by class, property, and the datatype or the class of the value.
    """

    part: int = 0
    members: Counts = _NONE
    uses: Counts = _NONE
    within: Counts = _NONE
    literals: Counts = _NONE
    links: Counts = _NONE

    @property
    def whole(self) -> bool:
        """Whether everything was counted."""
        return self.part == len(_QUERIES)


NOTHING_COUNTED: Final = Statistics()

_QUERIES: Final = {
    "uses": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "members": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    "within": "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p",
    "literals": """SELECT ?c ?p ?d (COUNT(*) AS ?n)
        { ?s a ?c ; ?p ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d""",
    "links": "SELECT ?c ?p ?t (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?t } GROUP BY ?c ?p ?t",
}


async def counted(ask: Callable[[str], Awaitable[Reply]]) -> AsyncIterator[Statistics]:
    """The counts, again and again with more in them."""
    found = NOTHING_COUNTED
    for part, (name, query) in enumerate(_QUERIES.items(), start=1):
        reply = await ask(query)
        found = found._replace(part=part, **{name: _counts(Table.from_json(reply.read()))})
        yield found


def _counts(answer: Table) -> Counts:
    return {tuple(map(str, row[:-1])): int(str(row[-1])) for row in answer.rows}
