"""A value tied to an arm, and lists of values dealt to the arms in one order.

In: lists of values. Out: :class:`Tie` records.
"""

from collections.abc import Sequence

from kg.reading.frozen import Frozen
from kg.reading.ties.runs import Run


class Tie(Frozen, frozen=True, gc=False):
    """A value of a tape tied to an arm: its item, the arm, the rule, and the list it stands in.

    ``turns``: values and arms stand in turns, whatever the rule is called.
    """

    item: int
    arm: int
    rule: str
    first: int
    last: int
    turns: bool = False


def dealt(values: Sequence[Run], order: tuple[int, ...], rule: str) -> list[Tie]:
    """The ties of lists of values dealt in one order of the arms."""
    return [
        Tie(item, arm, rule, run.first, run.last)
        for run in values
        for item, arm in zip(run.members, order, strict=True)
    ]


def owned(run: Run, arm: int, rule: str) -> list[Tie]:
    """The ties of a list whose values are all of one arm."""
    return [Tie(item, arm, rule, run.first, run.last) for item in run.members]


def order_of(ties: Sequence[Tie]) -> tuple[int, ...]:
    """The order in which ties name their arms, each once."""
    arms = tuple(dict.fromkeys(each.arm for each in ties))
    return arms if len(arms) > 1 else ()
