"""The arm that is named within a number: "12 of 40 zentarol patients", "three placebo patients (3%)".

In: the items of a sentence and the marks of its facts. Out: the arms that are named in such a
mark, one in each, to stand right behind it: the number is of that arm, and of no other.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.reading.facts import Fact
from kg.reading.tape import Item

Resolve = Callable[[str], int | None]
_NAMES, _MARKS = frozenset({"A", "I"}), frozenset({"V", "S"})
_NUMBERS = frozenset({"N", "S", "V"})
_PEOPLE = re.compile(
    r"(.{2,}?)(?:[ -](?:treated|exposed|assigned|allocated|fed|vaccinated))?"
    r" (?:patients?|participants?|subjects?|wom[ae]n|m[ae]n|recipients?|users?|adults?|children|cases)"
)


class Inside(NamedTuple):
    """What is needed to find names in marks: the text, its facts, and what a name means."""

    text: str
    facts: tuple[Fact, ...]
    resolve: Resolve

    def named(self, items: Sequence[Item], marks: Iterable[Item]) -> list[Item]:
        """The one arm that is named within each mark, as a mention of its own.

        People of one arm alone may be any, so that those of others must be told of beside them.
        """
        held = [item for item in items if item.form in _NAMES]
        told = [(mark, self._of_one(mark, held)) for mark in marks if mark.form in _MARKS]
        found = [(mark.form, item) for mark, item in told if item is not None]
        people = {item.value for form, item in found if form == "S"} | set(_counted(items))
        return [item for form, item in found if form == "V" or len(people) > 1]

    def _of_one(self, mark: Item, named: list[Item]) -> Item | None:
        held = [each for each in named if mark.start < each.start and each.end <= mark.end]
        arms = {arm for each in held for arm in _arms(each)}
        if held:
            return held[0]._replace(form="A", value=tuple(arms)) if len(arms) == 1 else None
        return self._people(mark)

    def _people(self, mark: Item) -> Item | None:
        """The arm by whose name the people of a number go: "three zentarol-treated patients"."""
        noun = self.facts[mark.value].noun or ""
        name = name_of(noun)
        arm = self.resolve(name) if name else None
        start = self.text.find(noun, mark.start, mark.end)
        if arm is None or start <= mark.start:
            return None
        return Item("A", start, start + len(noun), (arm,))


def name_of(people: str) -> str | None:
    """The name by which people go, if they go by one.

    >>> name_of("zentarol-treated patients"), name_of("patients")
    ('zentarol', None)
    """
    match = _PEOPLE.fullmatch(people)
    return match[1] if match else None


def placed(items: Iterable[Item], named: Iterable[Item]) -> list[Item]:
    """The items with the names that lie in marks right behind these."""
    return sorted([*items, *named], key=lambda item: (item.start, item.end))


def _counted(items: Sequence[Item]) -> Iterator[tuple[int, ...]]:
    """The arms right behind a number: "two zentarol and three placebo patients"."""
    return (_arms(b) for a, b in pairwise(items) if a.form in _NUMBERS and b.form in _NAMES)


def _arms(item: Item) -> tuple[int, ...]:
    return item.value if isinstance(item.value, tuple) else tuple(item.value.arms)
