"""Which groups of a module are which arms, where titles do not say so.

In: the groups that may be arms, the arms that are nobody's yet, and what tells the arms apart. Out:
the pairs that are beyond doubt, each with what speaks for it; where two could be one, neither is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final, NamedTuple

from kg.codes import MatchEvidence
from kg.sources.ctgov.profiles import Profiles

_MOST: Final = 6  # so many groups are tried in every order
_MARGIN: Final = Decimal("0.35")
_SURE: Final = Decimal("0.75")
_ELSEWHERE: Final = Decimal("0.4")
_AMOUNT: Final = re.compile(r"\d+(?:\.\d+)?[a-z%]+")

Scores = Mapping[int, Mapping[str, Decimal]]
Match = tuple[int, str, tuple[MatchEvidence, ...]]
"""The number of a group, the key of its arm, and what speaks for that."""


class Told(NamedTuple):
    """A group of one module: its number there, its words, and whether it is known already."""

    number: int
    title: str | None
    description: str | None
    known: bool


def assigned(groups: Sequence[Told], free: Sequence[str], profiles: Profiles) -> Iterator[Match]:
    """The groups that are one of the free arms without doubt.

    Where a module has as many groups as there are arms, each is one of them, and the words have to
    tell which; where it has fewer, a group must claim its arm alone, in words that fit no other
    arm. Of more groups than arms some are parts of an arm.
    """
    open_ = {each.number: each for each in groups if not each.known}
    if not open_ or not free:
        return
    scores = {n: profiles.likeness(each.title, each.description) for n, each in open_.items()}
    pairs: list[tuple[int, str]] = []
    if len(groups) == len(profiles) and len(open_) == len(free) <= _MOST:
        if profiles.side_by_side():
            pairs += _in_order(list(open_), free, scores)
            pairs += _last(list(open_.values()), free, scores, profiles)
    elif len(groups) <= len(profiles):
        pairs += _claimed(free, scores)
    for n, key in pairs:
        if not profiles.apart(key, open_[n].title):
            yield n, key, _evidence(open_[n], key, profiles) or ("lastLeft",)


def _in_order(
    numbers: Sequence[int], free: Sequence[str], scores: Scores
) -> Iterator[tuple[int, str]]:
    """The pairs without which every order of all groups would be much less likely."""
    totals = {
        order: sum((scores[n].get(key, Decimal(0)) for n, key in zip(numbers, order, strict=True)),
                   Decimal(0))
        for order in permutations(free)
    }  # fmt: skip
    best = max(totals, key=lambda order: totals[order])
    for place, n in enumerate(numbers):
        others = [total for order, total in totals.items() if order[place] != best[place]]
        if others and totals[best] - max(others) >= _MARGIN:
            yield n, best[place]


def _claimed(free: Sequence[str], scores: Scores) -> Iterator[tuple[int, str]]:
    """The pairs of an arm and the only group whose words are that arm's and no other's."""
    for key in free:
        near = [n for n, by_arm in scores.items() if by_arm.get(key, Decimal(0)) > _ELSEWHERE]
        if len(near) == 1:
            by_arm = scores[near[0]]
            next_best = max((s for other, s in by_arm.items() if other != key), default=Decimal(0))
            if by_arm[key] >= _SURE and next_best <= _ELSEWHERE:
                yield near[0], key


def _last(
    groups: Sequence[Told], free: Sequence[str], scores: Scores, profiles: Profiles
) -> Iterator[tuple[int, str]]:
    """The one group and the one arm that are left, unless their words speak against it."""
    if len(groups) == 1:
        (group,), (key,) = groups, free
        by_arm = scores[group.number]
        own = by_arm.get(key, Decimal(0))
        next_best = max((s for other, s in by_arm.items() if other != key), default=Decimal(0))
        sure = own >= _SURE and own - next_best >= _MARGIN
        if sure or (next_best <= own and not profiles.contradicts(key, group.title)):
            yield group.number, key


def _evidence(group: Told, key: str, profiles: Profiles) -> tuple[MatchEvidence, ...]:
    shared = profiles.shared(key, group.title, group.description)
    amounts = {token for token in shared if _AMOUNT.fullmatch(token)}
    ordinals = {token for token in shared if "#" in token}
    given = (shared & profiles.given(key)) - amounts
    found: dict[MatchEvidence, frozenset[str] | set[str]] = {
        "namedIntervention": given,
        "namedDose": amounts,
        "namedOrdinal": ordinals,
        "alikeDescription": shared - given - amounts - ordinals,
    }
    return tuple(name for name, tokens in found.items() if tokens)
