"""The number of an offer: the one that the grammar types in its words, and no other.

In: a sentence, a span, and the number that is offered. Out: the fact that stands there, and its
number in the unit of what was measured.
"""

import re
from decimal import Decimal
from typing import Any, Final

from kg import units
from kg.codes import Statistic
from kg.reading.amounts import AMOUNTS, converted
from kg.reading.facts import Fact, facts_of
from kg.reading.ledger import Ledger
from kg.reading.offers.measuring import VALUES, Declined
from kg.reading.page import Line
from kg.records import GroupResult, Number

_WORDS: Final[dict[Statistic, str]] = {
    "mean": r"\b(?:mean|means|average)\b",
    "median": r"\bmedians?\b",
    "geometricMean": r"\bgeometric means?\b",
    "percentage": r"%|\bper ?cent",
    "countStatistic": r"\d",
    "rate": r"\brates?\b|\bper\b",
}
_NEAR: Final = 3  # characters between a value and what is said of it
_ASIDE: Final = re.compile(r"standard(?:ised|ized)? mean")


def fact_of(line: Line, start: int, end: int, asked: GroupResult) -> Fact:
    """The one fact within the words that is what is offered."""
    inside = [
        fact
        for fact in facts_of(line)
        if fact.kind in VALUES
        and all(start <= figure.start and figure.end <= end for figure in fact.figures)
    ]
    if not inside:
        raise Declined("no number that the grammar knows stands in the words")
    found = [fact for fact in inside if _agrees(fact, asked)]
    if not found:
        raise Declined("the number is not what stands there")
    if len(found) > 1:
        raise Declined("the words hold the number more than once")
    _check_unit(found[0], asked.number)
    _check_interval(found[0], facts_of(line))
    return found[0]


def _check_interval(fact: Fact, others: tuple[Fact, ...]) -> None:
    """Refuses a value right before an interval that it lies outside of: the grammar parts them."""
    value = fact.number.value if fact.number is not None else None
    near = (each.number for each in others if 0 <= each.start - fact.end <= _NEAR)
    for number in near:
        if number is None or number.value is not None or value is None:
            continue
        low, high = number.ci_lower, number.ci_upper
        if low is not None and high is not None and not low <= value <= high:
            raise Declined("an estimate outside its interval")


def _agrees(fact: Fact, asked: GroupResult) -> bool:
    """Whether every amount that is offered is the fact's, and there is one."""
    offered = list(_offered(fact, asked))
    return bool(offered) and all(said == meant for said, meant in offered)


def _offered(fact: Fact, asked: GroupResult) -> Any:
    own = fact.number or Number(value=None if fact.count is None else Decimal(fact.count))
    if asked.number is not None:
        for name in AMOUNTS:
            if (said := getattr(asked.number, name)) is not None:
                yield said, getattr(own, name)
        if asked.number.dispersion_type is not None:
            yield asked.number.dispersion_type, own.dispersion_type
    for name in ("count", "denominator"):
        if (said := getattr(asked, name)) is not None:
            yield said, getattr(fact, name)


def _check_unit(fact: Fact, asked: Number | None) -> None:
    """Refuses a unit that is none, or is not the one that stands there."""
    if asked is None or asked.unit is None:
        return
    code = asked.unit if asked.unit in {"%", "1"} else units.ucum(asked.unit)
    if code is None and asked.unit not in units.table():
        raise Declined(f"the unit is none that kg knows: {asked.unit}")
    own = fact.number.unit if fact.number is not None else "1"
    if own not in {code, asked.unit}:
        raise Declined(f"another unit stands there: {own or 'none'}")


def typed(
    ledger: Ledger, line: Line, fact: Fact, slug: str, asked: Statistic | None
) -> tuple[Number, Statistic | None]:
    """The fact's number in the unit of what was measured, and the statistic that words declare."""
    if fact.number is None:
        written = next((f.written for f in fact.figures if f.role == "count"), None)
        count = Number(value=Decimal(fact.count or 0), reported=written, unit="1")
        return count, _statistic(line, fact.statistic or "countStatistic", asked)
    share = fact.number.unit == "%"
    native = None if share else ledger.page.glossary.canonical_unit(slug)
    declared = fact.statistic or ("percentage" if fact.kind == "count-of-total" else None)
    return converted(fact.number, native), _statistic(line, declared, asked)


def _statistic(line: Line, declared: Statistic | None, asked: Statistic | None) -> Statistic | None:
    if asked is None or asked == declared:
        return declared
    if declared is not None:
        raise Declined(f"the words say that it is another statistic: {declared}")
    words = line.full.text[line.span.start : line.span.end].lower()
    pattern = _WORDS.get(asked)
    if pattern is None or not re.search(pattern, _ASIDE.sub("", words)):
        raise Declined(f"the words do not say that it is this statistic: {asked}")
    return asked
