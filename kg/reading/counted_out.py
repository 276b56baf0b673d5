"""How many people each arm had, as its results tell: "4 of 48 relapsed on drops, 25 of 49 on placebo".

In: the ledger with all results, the arms. Out: the arms, where nothing says how many they had, with the
numbers out of which one sentence counts in every one of them. Of several such sentences the one that
counts out of most people tells. Where the report states its people, the numbers must be most of them.
"""

import re
from collections.abc import Iterator

import msgspec

from kg.reading.ledger import Ledger
from kg.reading.measures import PEOPLE
from kg.reading.page import Line
from kg.records import AdverseEventResult, Arm, GroupResult, Population, UntiedResult

_COUNTED = (GroupResult, AdverseEventResult, UntiedResult)
_TAKING_PART = frozenset({"enrolled", "randomizedPopulation", "analysed"})
_FEWEST, _MOST, _NEAR = 2, 0.75, 5
_ASIDE = re.compile(r"\([\d.·% ]+\)|[()%,]")
_NOUN = re.compile(
    r"\b(?:of|/) ?(?:the )?\d+ +(?:of (?:the |all )?)?(?P<noun>(?!(?:was|has|versus|vs|is)\b)[a-z-]+s)\b"
)
_PEOPLE = re.compile(PEOPLE)
Sizes = dict[str, int]


def sized_by_results(ledger: Ledger, arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """The arms with the numbers out of which their results count, where some have no number yet."""
    if len(arms) < _FEWEST or all(arm.size for arm in arms):
        return arms
    whole = max(_people(ledger), default=0)
    known = {str(arm.key): arm.size for arm in arms if arm.size}
    told = [
        (passage, sizes)
        for passage, sizes in _told(ledger, arms)
        if _are_most(sum(sizes.values()), whole) and known.items() <= sizes.items()
    ]
    if not told:
        return arms
    passage, sizes = max(told, key=lambda each: sum(each[1].values()))
    return tuple(
        msgspec.structs.replace(
            arm, size=sizes[str(arm.key)], evidence=tuple(dict.fromkeys((*arm.evidence, passage)))
        )
        for arm in arms
    )


def _people(ledger: Ledger) -> Iterator[int]:
    """The numbers of those who took part, as far as the report states them."""
    for each in ledger.of(Population):
        if each.size and _TAKING_PART & set(each.roles):
            yield each.size


def _are_most(number: int, whole: int) -> bool:
    return not whole or _MOST * whole <= number <= whole


def _told(ledger: Ledger, arms: tuple[Arm, ...]) -> Iterator[tuple[str, Sizes]]:
    """The sentences that count in every arm out of one number of people, each with these numbers."""
    lines = {ledger.passage_key(line): line for line in ledger.page.lines}
    found: dict[str, dict[str, set[int]]] = {}
    for key in ledger.keys(*_COUNTED):
        claim = ledger.get(key)
        sure = claim.status == "asserted" and claim.denominator and claim.group
        for passage in claim.evidence[:1] if sure else ():
            found.setdefault(passage, {}).setdefault(claim.group, set()).add(claim.denominator)
    for passage, told in found.items():
        sizes = {arm: next(iter(numbers)) for arm, numbers in told.items() if len(numbers) == 1}
        if sizes.keys() == {arm.key for arm in arms} and _of_people(lines.get(passage)):
            yield passage, sizes


def _of_people(line: Line | None) -> bool:
    """Whether no word behind the counts of a sentence says that they are of things."""
    if line is None:
        return False
    items = line.tape.items
    counts = (n for n, item in enumerate(items) if item.form == "Q")
    return not any(_is_of_things(line.tape.words(items[n : n + _NEAR])) for n in counts)


def _is_of_things(words: str) -> bool:
    """Whether a count is of things: "157 of 193 isolates", "61 of 66 (92%) procedures".

    >>> _is_of_things("61 of 66 (92%) procedures"), _is_of_things("61 of 66 (92%) adults had")
    (True, False)
    """
    told = _NOUN.search(_ASIDE.sub(" ", words.lower()))
    return told is not None and _PEOPLE.fullmatch(told["noun"]) is None
