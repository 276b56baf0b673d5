"""Numbers in their sentences: the words before and behind each, parentheses left out.

In: a line of a page. Out: :class:`Spot` records, one for each whole number that could count people.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.reading.frozen import Frozen
from kg.reading.page import Line
from kg.reading.tape import Tape
from kg.reading.wholes import depths, forms_of, size_of

_MOST_ARMS = 6
_NUMBERS, _STOPS = frozenset({"S", "V", "Q"}), frozenset({".", ";"})
_YEARS = range(1900, 2100)
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_TOTAL = r"(?:(?:a |the )?(?:grand )?total (?:of |number of )?|in total ,? ?|in all ,? ?|overall ,? ?|altogether ,? ?|totally ,? ?)"
# The blank before is taken along, so that it is tried where a word begins and nowhere else.
_QUANTITY = re.compile(
    rf" (?:{_TOTAL}|(?:a |the )?(?:final |study |total |convenience |random |large |small )*(?:sample|group|cohort|series|population)(?: size)? of |all |the |these |our |about |approximately |over |only |first )+$"
)


class Spot(Frozen, frozen=True, gc=False):
    """A number in its sentence: the words before and behind it, parentheses left out.

    ``within`` says that it stands in parentheses.
    """

    line: Line
    place: int
    forms: tuple[str, ...]
    before: str
    behind: tuple[str, ...]
    words: str
    size: int
    within: bool

    @property
    def adds_up(self) -> bool:
        """Whether numbers behind it in the sentence have it as their sum."""
        return _adds_up(self.line.arms, self.place, self.size)

    @property
    def lead(self) -> str:
        """The words before it without those that only say that it is a total."""
        return _without_total(self.before)


def spots(line: Line) -> tuple[Spot, ...]:
    """The whole numbers of a line, each with the words around it."""
    return () if line.arms.forms.isdisjoint(_NUMBERS) else _spots(line)


@lru_cache(maxsize=32)  # those of a line are asked for by several rules
def _spots(line: Line) -> tuple[Spot, ...]:
    return tuple(_found(line))


def _found(line: Line) -> Iterator[Spot]:
    forms = tuple([
        "G" if item.form == "A" and len(item.value.arms) > 1 else form
        for item, form in zip(line.arms.items, forms_of(line.arms), strict=True)
    ])  # fmt: skip
    deep = depths(forms)
    for place, item in enumerate(line.arms.items):
        size = size_of(item) if item.form in _NUMBERS else None
        if size and not (size in _YEARS and place and forms[place - 1] in _MONTHS):
            yield _spot(line, forms, deep, place, size)


def _spot(line: Line, forms: tuple[str, ...], deep: list[int], place: int, size: int) -> Spot:
    opened = place
    while deep[opened]:
        opened -= 1
    before = _flat(forms, deep, max(0, opened - 60), opened)
    stops = [n for n, word in enumerate(before) if word in _STOPS and _is_end(before, n)]
    before = before[stops[-1] + 1 if stops else 0 :]
    behind = _flat(forms, deep, place + 1, len(forms))
    ends = [n for n, word in enumerate(behind) if word in _STOPS]
    return Spot(
        line,
        place,
        forms,
        " ".join(["", *before]) + " ",
        tuple(behind[: ends[0]] if ends else behind),
        line.arms.words((line.arms.items[place],)).lower(),
        size,
        bool(deep[place]),
    )


@lru_cache(maxsize=64)
def _without_total(before: str) -> str:
    return _QUANTITY.sub(" ", before)


def _is_end(words: list[str], place: int) -> bool:
    """Whether a stop ends a sentence, and not a letter that stands for a word: "S. aureus"."""
    initial = place > 0 and len(words[place - 1]) == 1 and words[place - 1].islower()
    return words[place] == ";" or not initial


def _flat(forms: tuple[str, ...], deep: list[int], first: int, last: int) -> list[str]:
    """The forms of a stretch that stand outside parentheses."""
    return [forms[n] for n in range(first, last) if not deep[n] and forms[n] not in {"(", ")"}]


def _adds_up(tape: Tape, place: int, size: int) -> bool:
    """Whether numbers that follow in the sentence, two to six in a row, have the size as sum."""
    later = [
        n
        for item in tape.items[place + 1 :]
        if item.form in {"S", "V", "Q"} and (n := size_of(item))
    ]
    return any(
        sum(later[first:last]) == size
        for first in range(min(3, len(later)))
        for last in range(first + 2, min(first + _MOST_ARMS, len(later)) + 1)
    )
