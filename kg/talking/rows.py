"""Some rows of many, and what is told of the others.

In: rows, and which were asked for. Out: those, with how to come by the rest; cells as JSON has
them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kg.table import Value
from kg.talking.records import Cell, Shown

R = TypeVar("R")


def window(
    rows: Sequence[R], start: int, most: int, *, page: int | None = None, more: bool = False
) -> tuple[Sequence[R], Shown]:
    """The rows asked for, and what is told of them; *more* where another page follows.

    >>> window("abcde", 2, 2)[1].told
    'rows 3 to 4 of 5; for those that follow: start=4'
    >>> window("abcde", 4, 2, page=1, more=True)[1].next
    {'page': 2, 'start': 0}
    >>> window("", 0, 2)[1].told
    'no rows'
    """
    part = rows[start : start + most]
    last = start + len(part)
    following: dict[str, int] | None = None
    if last < len(rows):
        following = {"start": last} if page is None else {"page": page, "start": last}
    elif more and page is not None:
        following = {"page": page + 1, "start": 0}
    return part, Shown(
        first=start + 1 if part else 0,
        last=last if part else 0,
        of=len(rows),
        more=following is not None,
        next=following,
        told=_told(len(rows), start, last, page, following),
    )


def _told(
    every: int, start: int, last: int, page: int | None, following: dict[str, int] | None
) -> str:
    if last <= start and not every:
        return "no rows"
    paged = following is not None and page is not None
    where = f" on page {page}" if paged else ""
    said = f"rows {start + 1} to {last} of {every}{where}" if last > start else f"none of {every}"
    if following is None:
        return said if start or last < every else f"all {every} rows" if every > 1 else "one row"
    how = ", ".join(f"{name}={value}" for name, value in following.items())
    return f"{said}; for those that follow: {how}"


def cell(value: Value) -> Cell:
    """A value as JSON has it.

    >>> cell(Decimal("0.050")), cell(date(2009, 7, 1)), cell(None)
    (0.05, '2009-07-01', None)
    """
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
