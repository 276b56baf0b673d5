"""Numbers in their sentences: the words before and behind each, parentheses left out.

In: a line of a page. Out: :class:`Spot` records, one for each whole number that could count people.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.measures import Head, Measure
from kg.reading.page import Line
from kg.reading.tape import Item, Tape

_YEARS = range(1900, 2100)
_MOST_ARMS = 6
_TOTAL = r"(?:(?:a |the )?(?:grand )?total (?:of |number of )?|in total ,? ?|in all ,? ?|overall ,? ?|altogether ,? ?|totally ,? ?)"
_QUANTITY = re.compile(
    rf"(?:{_TOTAL}|(?:a |the )?(?:final |study |total |convenience |random |large |small )*(?:sample|group|cohort|series|population)(?: size)? of |all |the |these |our |about |approximately |over |only |first )+$"
)


class Spot(NamedTuple):
    """A number in its sentence: the words before and behind it, parentheses left out.

    ``within`` says that it stands in parentheses, ``adds_up`` that numbers behind it in the sentence have it as their sum.
    """

    line: Line
    place: int
    forms: tuple[str, ...]
    before: str
    behind: tuple[str, ...]
    words: str
    size: int
    within: bool
    adds_up: bool

    @property
    def lead(self) -> str:
        """The words before it without those that only say that it is a total."""
        return _QUANTITY.sub("", self.before) or " "


def spots(line: Line) -> Iterator[Spot]:
    """The whole numbers of a line, each with the words around it."""
    if not any(item.form in {"S", "V", "Q"} for item in line.arms.items):
        return
    forms = tuple(_form(item) for item in line.arms.items)
    depths = tuple(_depths(forms))
    for place, item in enumerate(line.arms.items):
        if item.form in {"S", "V", "Q"} and (size := _size(item)):
            yield _spot(line, forms, depths, place, size)


def _form(item: Item) -> str:
    """The form of an item, years and values with units told from bare numbers."""
    if item.form != "V":
        return item.form
    measure: Measure = item.value
    if measure.unit is not None or measure.value is None or measure.spread is not None:
        return "W"
    return "Y" if measure.value in _YEARS else "V"


def _depths(forms: tuple[str, ...]) -> Iterator[int]:
    depth = 0
    for form in forms:
        if form == ")":
            depth = max(0, depth - 1)
        yield depth
        depth += form == "("


def _size(item: Item) -> int | None:
    """The number of people that an item can stand for."""
    if isinstance(item.value, Head):
        return item.value.count
    measure: Measure = item.value
    if item.form == "Q":
        return measure.count
    whole = measure.value is not None and measure.value == measure.value.to_integral_value()
    plain = whole and measure.unit is None and measure.spread is None
    return int(measure.value) if plain and measure.value and measure.value > 1 else None


def _spot(
    line: Line, forms: tuple[str, ...], depths: tuple[int, ...], place: int, size: int
) -> Spot:
    opened = place
    while depths[opened]:
        opened -= 1
    before = _flat(forms, depths, max(0, opened - 60), opened)
    stops = [n for n, word in enumerate(before) if word in {".", ";"}]
    before = before[stops[-1] + 1 if stops else 0 :]
    behind = _flat(forms, depths, place + 1, len(forms))
    ends = [n for n, word in enumerate(behind) if word in {".", ";"}]
    return Spot(
        line,
        place,
        forms,
        " ".join(["", *before]) + " ",
        tuple(behind[: ends[0]] if ends else behind),
        line.arms.words((line.arms.items[place],)).lower(),
        size,
        bool(depths[place]),
        _adds_up(line.arms, place, size),
    )


def _flat(forms: tuple[str, ...], depths: tuple[int, ...], first: int, last: int) -> list[str]:
    """The forms of a stretch that stand outside parentheses."""
    return [forms[n] for n in range(first, last) if not depths[n] and forms[n] not in {"(", ")"}]


def _adds_up(tape: Tape, place: int, size: int) -> bool:
    """Whether numbers that follow in the sentence, two to six in a row, have the size as sum."""
    later = [
        n for item in tape.items[place + 1 :] if item.form in {"S", "V", "Q"} and (n := _size(item))
    ]
    return any(
        sum(later[first:last]) == size
        for first in range(min(3, len(later)))
        for last in range(first + 2, min(first + _MOST_ARMS, len(later)) + 1)
    )
