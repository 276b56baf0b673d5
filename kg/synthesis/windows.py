"""Windows of time: which of the times that trials report count as one.

In: times in days since the start. Out: the window that each falls into. Week 24 and month 6 are one
window, week 24 and week 52 are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError

_APART: Final = 1.1
"""Times are of one window while the last is no more than a tenth later than the first."""

_DAYS: Final = {"d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_TIME: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(d|wk|mo|a)")


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, both ends within. *Units*: days."""

    first: float
    last: float

    def __contains__(self, days: float) -> bool:
        return self.first <= days <= self.last


def read_window(written: str) -> Window:
    """The span that a person writes, in units of UCUM.

    *Errors*: ``UsageError`` for what is no span.

    >>> read_window("12wk..26wk")
    Window(first=84.0, last=182.0)
    """
    first, dots, last = written.partition("..")
    ends = [_TIME.fullmatch(each.strip()) for each in (first, last if dots else first)]
    spans = [float(end[1]) * _DAYS[end[2]] for end in ends if end]
    if len(spans) != len(ends) or spans[0] > spans[1]:
        raise UsageError(
            "this is no span of time",
            got=written,
            expected="FROM..TO in d, wk, mo or a: 12wk..26wk",
        )
    return Window(*spans)


def windows_of(times: Iterable[float]) -> tuple[Window, ...]:
    """The windows that these times fall into, each of times that lie close together.

    >>> [(each.first, each.last) for each in windows_of([168, 182.6, 364, 365.25])]
    [(168, 182.6), (364, 365.25)]
    """
    found: list[Window] = []
    for days in sorted(set(times)):
        if found and days <= found[-1].first * _APART:
            found[-1] = Window(found[-1].first, days)
        else:
            found.append(Window(days, days))
    return tuple(found)
