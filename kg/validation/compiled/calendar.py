"""Dates and times of XML Schema: whether there is such a day, and which of two comes first.

In: lexical forms. Out: whether they are dates of their datatype, and instants that can be compared.
Times with a zone and times without are compared only where no zone could change the answer.
"""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from kg.namespaces import XSD

_BASE: Final = str(XSD)
_ZONE: Final = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME: Final = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
# Source: XML Schema 1.1 Part 2 (W3C 2012), sections 3.3.7 to 3.3.14 and 3.4.28.
DATES: Final = {
    _BASE + name: re.compile(pattern + (_ZONE if name != "dateTimeStamp" else _ZONE[:-1]))
    for name, pattern in {
        "date": f"{_YEAR}-{_MONTH}-{_DAY}",
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}",
        "gDay": f"---{_DAY}",
        "gMonth": f"--{_MONTH}",
        "gMonthDay": f"--{_MONTH}-{_DAY}",
        "gYear": _YEAR,
        "gYearMonth": f"{_YEAR}-{_MONTH}",
        "time": _TIME,
    }.items()
}
_LONGEST_YEAR: Final = 12
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
_FIRST: Final = {"year": 1972, "month": 1, "day": 1}
# No zone is farther from Greenwich than this.
_FARTHEST: Final = 14 * 3600


def is_date(lexical: str, datatype: str) -> bool:
    """Whether a lexical form is a date or time of this datatype, and its day is in the calendar."""
    match = DATES[datatype].fullmatch(lexical)
    if match is None:
        return False
    parts = match.groupdict()
    return "day" not in parts or _in_calendar(parts)


def _in_calendar(parts: dict[str, str | None]) -> bool:
    month = int(parts.get("month") or 1)
    # A day without a year may be one of a leap year.
    longest = _DAYS[month - 1]
    if month == _FEBRUARY and parts.get("year") and not _leap(str(parts["year"])):
        longest -= 1
    return int(str(parts["day"])) <= longest


def _leap(year: str) -> bool:
    # Ten thousand years are a whole number of cycles: the last digits decide. 0000 is 1 BC.
    last = int(year[-4:])
    return last % 4 == 0 and (last % 100 != 0 or last % 400 == 0)


class Instant(NamedTuple):
    """Seconds from the beginning of year 1, and whether a zone fixes them."""

    seconds: Fraction
    zoned: bool

    def before(self, other: "Instant", *, or_equal: bool) -> bool:
        """Whether this is surely the earlier one, or the same where that will do."""
        if self.zoned != other.zoned:
            return self.seconds + _FARTHEST < other.seconds
        return self.seconds <= other.seconds if or_equal else self.seconds < other.seconds


def instant(lexical: str, datatype: str) -> Instant | None:
    """The instant that a date or a time begins at; none for years beyond all sense.

    What a datatype leaves out is the first there is: a year begins in January.

    >>> instant("2009-07-01T02:00:00+02:00", XSD.dateTime)
    Instant(seconds=Fraction(63..., 1), zoned=True)
    """
    match = DATES[datatype].fullmatch(lexical)
    if match is None:
        return None
    part = {name: found or "" for name, found in match.groupdict().items()}
    if len(part.get("year", "")) > _LONGEST_YEAR:
        return None
    days = _days(*(int(part.get(name) or first) for name, first in _FIRST.items()))
    seconds = days * 86400 + _clock(part) - _offset(part["zone"] or "Z")
    return Instant(seconds + Fraction(part.get("second") or 0), bool(part["zone"]))


def _clock(part: dict[str, str]) -> int:
    if part.get("midnight"):
        return 86400
    return int(part.get("hour") or 0) * 3600 + int(part.get("minute") or 0) * 60


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    sign = -1 if zone[0] == "-" else 1
    return sign * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)


def _days(year: int, month: int, day: int) -> int:
    """The days since a day long ago, in the calendar without end."""
    # The year is taken to begin in March, so that the leap day is its last.
    years = year if month > _FEBRUARY else year - 1
    months = (month - 3) % 12
    return years * 365 + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + day
