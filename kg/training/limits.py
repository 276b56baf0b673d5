"""From which probability on what a model finds is asserted, and from which it is suggested.

In: probabilities with whether each was right, of examples that the model had not learnt from.
Out: :class:`~kg.reading.ties.model.Limits`.
"""

from collections.abc import Iterable
from hashlib import sha256

from kg.evaluation.tally import lower_bound
from kg.reading.ties.model import Limits

PARTS = 5
_SAFE, _NEVER = 0.95, 1.01


def part_of(name: str) -> int:
    """The part of a document: each part is scored by weights that have not seen it."""
    return sha256(name.encode()).digest()[0] % PARTS


def limits(scored: Iterable[tuple[float, bool]], likely: float = 0.80) -> Limits:
    """The limits: nineteen of twenty right by the lower end of the interval, or a share that is.

    >>> told = limits([(0.9, True)] * 99 + [(0.4, False)] * 9, likely=0.95)
    >>> told.safe, told.likely
    (0.9, 0.9)
    """
    safe = below = _NEVER
    right, of_safe, of_likely = 0, 0.0, 0.0
    ranked = sorted(scored, reverse=True)
    for number, (score, label) in enumerate(ranked, start=1):
        right += label
        if number < len(ranked) and ranked[number][0] == score:
            continue  # whoever takes one of them takes all that are as likely
        if (lower_bound(right, number) or 0) >= _SAFE:
            safe, of_safe = score, right / number
        if right >= likely * number:
            below, of_likely = score, right / number
    return Limits(
        safe=round(safe, 4), likely=round(below, 4),
        of_safe=round(of_safe, 2), of_likely=round(of_likely, 2),
    )  # fmt: skip
