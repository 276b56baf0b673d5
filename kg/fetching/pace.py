"""How fast a service may be asked, and how long to wait before it is asked again.

In: a clock. Out: waits. Tests bring a clock of their own.
"""

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

LONGEST: Final = 120.0
"""The most seconds that anybody waits for a service; it may ask for more, and is given up then."""


class Clock(NamedTuple):
    """The time in seconds, and what waits."""

    now: Callable[[], float]
    sleep: Callable[[float], None]


CLOCK = Clock(time.monotonic, time.sleep)


class Pace:
    """At most so many requests in any stretch of so many seconds."""

    def __init__(self, most: int, seconds: float, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._started: deque[float] = deque(maxlen=most)

    def wait(self) -> None:
        """Nothing, once another request may start."""
        full = len(self._started) == self._started.maxlen
        if full and (early := self._started[0] + self._seconds - self._clock.now()) > 0:
            self._clock.sleep(early)
        self._started.append(self._clock.now())


def pause(tried: int, asked: str | None, now: datetime | None = None) -> float:
    """The seconds to wait after so many tries: what the service asks for, else twice the last.

    *Source*: RFC 9110, section 10.2.3: Retry-After is a number of seconds or a date.

    >>> [pause(tried, None) for tried in (1, 2, 3)], pause(1, "7")
    ([1.0, 2.0, 4.0], 7.0)
    """
    own = float(2 ** (tried - 1))
    if asked is None:
        return own
    if asked.strip().isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return own
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
