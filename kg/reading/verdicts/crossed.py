"""Intervals that hold the null stand for a test that found nothing, where no test is written.

In: a line and its clauses. Out: the clauses, each with a test that is "not significant" where its
intervals stand: a ratio's about one, a difference's or a signed value's about nought. One interval of
a clause that leaves the null out leaves the whole clause as it was.
"""

from collections.abc import Iterator
from decimal import Decimal

from kg.reading.facts import facts_of
from kg.reading.facts.record import Fact
from kg.reading.measures import Probability
from kg.reading.page import Line
from kg.reading.verdicts.row import Row

_RATIOS = frozenset({"hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans"})
_NOTHING = Probability(">", None, None)


def with_intervals(line: Line, clauses: tuple[Row, ...]) -> tuple[Row, ...]:
    """The clauses with what their intervals say; a line with a test of its own stays as it is."""
    if "P" in line.full.forms or not ({"C", "V"} & line.full.forms):
        return clauses
    facts = [
        each
        for each in facts_of(line)
        if each.number is not None and each.number.ci_lower is not None
    ]
    return tuple(_with(facts, row, end) for row, end in _ends(line, clauses)) if facts else clauses


def _ends(line: Line, clauses: tuple[Row, ...]) -> Iterator[tuple[Row, int]]:
    """Each clause and where the next one begins."""
    for n, row in enumerate(clauses):
        behind = clauses[n + 1].tape.items[0].start if n + 1 < len(clauses) else line.span.end
        yield row, behind


def _with(facts: list[Fact], row: Row, end: int) -> Row:
    own = [each for each in facts if row.tape.items[0].start <= each.start < end]
    if not own or not all(map(_holds_null, own)):
        return row
    places = (sum(item.end <= each.start for item in row.tape.items) for each in own)
    return row._replace(tests=(*row.tests, *((place, _NOTHING) for place in places)))


def _holds_null(fact: Fact) -> bool:
    number = fact.number
    if number is None or number.ci_lower is None or number.ci_upper is None:
        return False
    null = Decimal(fact.statistic in _RATIOS)
    return number.ci_lower <= null <= number.ci_upper and (
        fact.kind == "effect" or number.ci_lower < 0
    )
