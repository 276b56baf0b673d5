"""Which way an outcome went, where two numbers tell by how much it moved.

In: what was measured, the words between the verb and the first number, the two numbers. Out: the
direction of the outcome: a larger fall leaves less. None where the words leave open what a larger
number means, as of an improvement.
"""

from collections.abc import Iterable
from decimal import Decimal

from kg.codes import ComparisonDirection
from kg.reading.subjects import Subject

_FALLING = frozenset(
    "decrease decreases reduction reductions decline declines fall falls drop drops lowering"
    " reduced decreased lowered diminished declined fell dropped".split()
)
_OPEN = frozenset(
    "improvement improvements worsening deterioration improved worsened recovery difference".split()
)
_OF_PEOPLE = frozenset(
    "rate rates incidence frequency proportion proportions percentage number patients women men"
    " participants subjects children risk likelihood".split()
)


def direction_of(
    first: Decimal, second: Decimal, subject: Subject, between: Iterable[str]
) -> ComparisonDirection | None:
    """Which way the outcome of the first number lies from that of the second.

    >>> from kg.reading.subjects import called
    >>> direction_of(Decimal(9), Decimal(7), called("pain", ()), ("reduced", "by"))
    'lower'
    >>> direction_of(Decimal(9), Decimal(7), called("pain", ()), ("reduced", "to"))
    'higher'
    """
    larger: ComparisonDirection = "higher" if first > second else "lower"
    named = {item.form for item in subject.items}
    told = tuple(between)
    by_how_much = bool(subject.direction) or bool(named & _FALLING) or "by" in told
    moved = (named if subject.direction or named & _FALLING else set()) | set(told)
    if first == second or (named | set(told)) & _OPEN:
        return None
    if not by_how_much or not moved & _FALLING:
        return larger
    if named & _OF_PEOPLE or (first < 0) != (second < 0):
        return None
    return larger if first < 0 else _OTHER[larger]


_OTHER: dict[ComparisonDirection, ComparisonDirection] = {"higher": "lower", "lower": "higher"}
