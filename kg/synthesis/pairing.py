"""Effects from what groups themselves report: two sides of one account become one effect.

In: numbers of groups. Out: effects, each computed from an experimental and a control side; groups
of a side that received the same are taken together. What has no other side is told.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from kg.errors import InputError
from kg.synthesis.arms import Counts, Means
from kg.synthesis.effects import Effect, of_arms
from kg.synthesis.received import Contrast, Received
from kg.synthesis.rows import LeftOut, Numbers

Choose = Callable[[Numbers], str]
"""Which statistic is computed of what a group reports; an empty name for none."""

_NO_OTHER: Final = "the numbers of one side only"
_SEVERAL: Final = "several groups: which are compared is not told"
_TWICE: Final = "several numbers of one group: which of them counts is not told"


class Paired(NamedTuple):
    """An effect that was computed, what it is of and what it compares."""

    effect: Effect
    measurand: str
    unit: str | None
    contrast: Contrast | None
    serious: bool | None


def paired(
    numbers: Iterable[Numbers], choose: Choose, received: Received | None
) -> Iterator[Paired | LeftOut]:
    """The effects of all accounts, and which numbers are left out."""
    accounts: defaultdict[tuple[str, ...], list[Numbers]] = defaultdict(list)
    for each in numbers:
        if choose(each):
            accounts[each.of].append(each)
    for _, told in sorted(accounts.items(), key=lambda item: (item[1][0].label, item[0])):
        yield from _account(told, choose(told[0]), received)


def _account(
    told: Sequence[Numbers], statistic: str, received: Received | None
) -> Iterator[Paired | LeftOut]:
    sides = [[each for each in told if each.experimental is side] for side in (True, False)]
    if not all(sides):
        yield from _without(told, _NO_OTHER)
    elif len({each.group for each in told}) < len(told):
        yield from _without(told, _TWICE)
    else:
        for contrast, one, other in _contrasts(sides[0], sides[1], received):
            yield _effect(one, other, contrast, statistic)
            if not _comparable(one, other, contrast):
                yield from _without([*one[1:], *other], _SEVERAL)


def _without(told: Iterable[Numbers], reason: str) -> Iterator[LeftOut]:
    return (LeftOut(each.label, each.claim, reason) for each in told)


def _contrasts(
    one: list[Numbers], other: list[Numbers], received: Received | None
) -> Iterator[tuple[Contrast | None, list[Numbers], list[Numbers]]]:
    """The groups of each side by what they compare; groups alike in that stand together."""
    found: defaultdict[Contrast | None, set[tuple[int, int]]] = defaultdict(set)
    for i, first in enumerate(one):
        for j, second in enumerate(other):
            contrast = received.contrast(first.claim, second.claim) if received else None
            found[contrast].add((i, j))
    for contrast, pairs in sorted(found.items(), key=lambda item: str(item[0])):
        firsts, seconds = ({pair[side] for pair in pairs} for side in (0, 1))
        yield contrast, [one[i] for i in sorted(firsts)], [other[j] for j in sorted(seconds)]


def _comparable(
    one: Sequence[Numbers], other: Sequence[Numbers], contrast: Contrast | None
) -> bool:
    return contrast is not None or (len(one) == 1 and len(other) == 1)


def _effect(
    one: Sequence[Numbers], other: Sequence[Numbers], contrast: Contrast | None, statistic: str
) -> Paired | LeftOut:
    first = one[0]
    if not _comparable(one, other, contrast):
        return LeftOut(first.label, first.claim, _SEVERAL)
    try:
        arms = _counts(one, other) if first.mean is None else _means(one, other)
        effect = of_arms(
            arms,
            statistic,
            trial=first.trial,
            label=first.label,
            claim=first.claim,
            beside=tuple(each.claim for each in (*one[1:], *other)),
            experimental=_named(one),
            reference=_named(other),
            time=first.time,
            days=first.days,
        )
    except InputError as error:
        return LeftOut(first.label, first.claim, error.what)
    told = dict.fromkeys(note for each in (*one, *other) for note in each.notes)
    if len(one) > 1 or len(other) > 1:
        told["groups that received the same are taken together"] = None
    effect = replace(effect, notes=(*effect.notes, *told))
    unit = None if statistic != "meanDifference" else first.unit
    return Paired(effect, first.measurand, unit, contrast, first.serious)


def _named(groups: Sequence[Numbers]) -> str:
    return "; ".join(dict.fromkeys(each.group for each in groups))


def _counts(one: Sequence[Numbers], other: Sequence[Numbers]) -> Counts:
    sums = [
        total
        for side in (one, other)
        for total in (sum(each.events or 0 for each in side), sum(each.people for each in side))
    ]
    return Counts(*sums)


def _means(one: Sequence[Numbers], other: Sequence[Numbers]) -> Means:
    return Means(*_together(one), *_together(other))


def _together(groups: Sequence[Numbers]) -> tuple[float, float, int]:
    """Mean, standard deviation and people of several groups as if they were one.

    *Source*: Cochrane Handbook 6.4, section 6.5.2.10.
    """
    people = sum(each.people for each in groups)
    told = [(each.mean or 0.0, each.sd or 0.0, each.people) for each in groups]
    if len(told) == 1:
        return told[0]
    mean = math.fsum(m * n for m, _, n in told) / people
    squares = math.fsum((n - 1) * sd**2 + n * (m - mean) ** 2 for m, sd, n in told)
    return mean, math.sqrt(squares / (people - 1)), people
