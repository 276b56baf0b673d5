"""When a thing was measured, made comparable: week 24 and month 6 are one moment, nearly.

In: the times of results and outcomes. Out: moments, and whether two are the same, are not, or may
be.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from kg.graph.quantities import offset_days, period_label, time_label
from kg.records import GroupResult, Outcome, Quantity, Result, TimePeriod, TimePoint

# A registry tells results at several times in classes: "104 Weeks".
_CLASS: Final = re.compile(
    r"(?:at |after )?(?:(day|week|month|year) (\d+)|(\d+) (day|week|month|year)s?)", re.IGNORECASE
)
_UNITS: Final = {"day": "d", "week": "wk", "month": "mo", "year": "a"}
_NEAR: Final = Decimal(3)
_SHARE: Final = Decimal("0.05")


class Moment(NamedTuple):
    """A time as far as it is told: its name, and its day where it has one."""

    label: str
    days: Decimal | None


def moment(
    time: TimePoint | None, over: TimePeriod | None, outcome: Outcome | None = None
) -> Moment | None:
    """The moment of a result: its own, the end of its period, else its outcome's."""
    if time is not None:
        return Moment(time_label(time), offset_days(time))
    if over is not None:
        return Moment(period_label(over), offset_days(over.end) if over.end else None)
    return moment(outcome.at_time, outcome.over) if outcome is not None else None


def moment_of(result: Result, outcome: Outcome | None) -> Moment | None:
    """The moment of a result."""
    if isinstance(result, GroupResult) and result.time is None:
        named = class_moment(result.class_label)
        if named is not None:
            return named
    return moment(result.time, result.over, outcome)


def class_moment(label: str | None) -> Moment | None:
    """The moment that a class of results is, where it is one.

    >>> class_moment("104 Weeks")
    Moment(label='week 104', days=Decimal('728'))
    >>> class_moment("Women") is None
    True
    """
    match = _CLASS.fullmatch((label or "").strip())
    if match is None:
        return None
    unit, number = (match[1] or match[4]).lower(), Decimal(match[2] or match[3])
    return moment(TimePoint(offset=Quantity(value=number, unit=_UNITS[unit])), None)


def same(one: Moment | None, other: Moment | None) -> bool | None:
    """Whether two moments are the same; nothing where that cannot be told.

    >>> same(Moment("week 24", Decimal(168)), Moment("month 6", Decimal("182.6")))
    False
    >>> same(Moment("week 52", Decimal(364)), Moment("year 1", Decimal("365.25")))
    True
    >>> same(None, Moment("week 52", Decimal(364))) is None
    True
    """
    if one is None and other is None:
        return True
    if one is None or other is None:
        return None
    if one.days is not None and other.days is not None:
        room = max(_NEAR, _SHARE * max(one.days, other.days))
        return abs(one.days - other.days) <= room
    if one.label == other.label:
        return True
    return False if one.days is None and other.days is None else None
