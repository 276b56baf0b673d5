"""What a fact says as a result of a group that is still to be named.

In: a fact and what it is of. Out: a :class:`~kg.records.GroupResult` in the unit of what it
measures; and whether the numbers of a fact fit one another at all.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from kg.codes import Statistic
from kg.reading.amounts import converted
from kg.reading.facts import Fact
from kg.reading.ledger import Ledger
from kg.reading.subjects import Subject
from kg.reading.ties.wording import is_named_change
from kg.records import GroupResult, Number


def coherent(fact: Fact, beside: Sequence[Fact] = (), *, scored: bool = False) -> bool:
    """Whether a count is within its total, and its percentage that of both.

    A bare whole number may be a count, unless words tell of a score, or one *beside* it in its
    list is no whole number.
    """
    if not scored and _may_be_count(fact) and all(map(_may_be_count, beside)):
        return False
    if fact.count is None or not fact.denominator:
        return True
    if fact.count > fact.denominator:
        return False
    share = fact.number.value if fact.number else None
    return share is None or abs(Decimal(100) * fact.count / fact.denominator - share) <= 1


def _may_be_count(fact: Fact) -> bool:
    number = fact.number
    if fact.kind != "value" or number is None or number.unit != "1" or fact.statistic:
        return False
    return number.value is not None and number.value == number.value.to_integral_value()


def result(ledger: Ledger, fact: Fact, slug: str, subject: Subject) -> GroupResult:
    """A fact as the result of a group that is still to be named."""
    native = ledger.page.glossary.canonical_unit(slug)
    share = fact.number is not None and fact.number.unit == "%"
    moved = is_named_change(subject)
    number = None if fact.number is None else _converted(fact.number, None if share else native)
    statistic: Statistic | None = (
        subject.statistic if moved else fact.statistic or subject.statistic
    )
    of_people = native != "%" or subject.threshold is not None
    if not moved and share and of_people and subject.statistic not in {"mean", "median"}:
        statistic = "percentage"
    elif fact.number is None or (fact.number.value is None and fact.count is not None):
        statistic = "countStatistic"
        written = next((f.written for f in fact.figures if f.role == "count"), None)
        number = Number(value=Decimal(fact.count or 0), reported=written, unit="1")
    return GroupResult(
        group="",
        measurand=slug,
        statistic=statistic,
        number=number,
        count=fact.count,
        denominator=fact.denominator,
    )


def _converted(number: Number, native: str | None) -> Number:
    """A number in the unit of what it measures; without one where that needs a unit and it has none."""
    if number.unit == "1" and native not in {None, "1"}:
        return msgspec.structs.replace(number, unit=None)
    return converted(number, native)
