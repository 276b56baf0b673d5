"""Rules that are tried together: those that a tape cannot satisfy are never looked at.

In: rules, each with what it is for, and a tape. Out: in their order, the rules that may match. A
word leads to the rules that need it, so that a tape is asked once for all of them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

from kg.reading.needs import needs
from kg.reading.tape import Hit, Item, Rule, Tape, rule, spelled_out

T = TypeVar("T")

# To tell what rules need takes time, which reading a page or two does not repay.
_OFTEN: Final = 40


class Rulebook(Generic[T]):
    """Rules in their order; a set of them is a number whose bits stand for their places."""

    __slots__ = ("_asked", "_by_word", "_free", "_rules", "_words")

    def __init__(self, rules: Iterable[tuple[str, T]]) -> None:
        self._rules = tuple(rules)
        self._asked = 0
        self._free = (1 << len(self._rules)) - 1
        self._by_word: dict[str, int] = {}
        self._words: frozenset[str] = frozenset()

    def open_to(self, tape: Tape) -> list[tuple[str, T]]:
        """The rules that may match a tape.

        >>> book = Rulebook([("fell by V", "down"), ("{w} of V", "is")])
        >>> [told for _, told in book.open_to(Tape("", ()))]
        ['down', 'is']
        """
        left, found = self.places(tape), []
        while left:
            first = left & -left
            found.append(self._rules[first.bit_length() - 1])
            left ^= first
        return found

    def hits(self, tape: Tape) -> Iterator[tuple[Hit, T]]:
        """All matches of the rules on a tape, rule by rule."""
        left = self.places(tape)
        return self._hits(left, tape) if left else iter(())

    def _hits(self, left: int, tape: Tape) -> Iterator[tuple[Hit, T]]:
        while left:
            first = left & -left
            pattern, told = self._rules[first.bit_length() - 1]
            for hit in tape.hits(pattern):
                yield hit, told
            left ^= first

    def leftmost(self, tape: Tape) -> Iterator[re.Match[str]]:
        """The matches of the rules as ways of one rule: the leftmost, and of these of the first.

        A rule of so many ways is tried at every word; of its ways few can match most tapes.
        """
        line = tape.line
        waiting: list[tuple[int, int, Rule, re.Match[str]]] = []

        def wait(place: int, tried: Rule, start: int) -> None:
            if match := tried.first(line, start):
                waiting.append((match.start(), place, tried, match))

        for place, (pattern, _) in enumerate(self.open_to(tape)):
            wait(place, rule(pattern), 0)
        while waiting:
            match = min(waiting)[-1]
            yield match
            passed = [each for each in waiting if each[0] < match.end()]
            waiting = [each for each in waiting if each[0] >= match.end()]
            for _, place, tried, _ in passed:
                wait(place, tried, match.end())

    def hit(self, tape: Tape) -> Hit | None:
        """The first match of the first rule that matches a tape, or nothing."""
        for pattern, _ in self.open_to(tape):
            if hit := tape.hit(pattern):
                return hit
        return None

    def places(self, tape: Tape) -> int:
        """The places of the rules that may match a tape."""
        if self._asked < _OFTEN:
            self._asked += 1
            if self._asked == _OFTEN:
                self._index()
        found = self._free
        for word in self._words & tape.forms:
            found |= self._by_word[word]
        return found

    def _index(self) -> None:
        """Tells of each word which rules need it, and which rules need no word."""
        by_word: dict[str, int] = defaultdict(int)
        self._free = 0
        for place, (pattern, _) in enumerate(self._rules):
            need = next((need for need in needs(spelled_out(pattern)) if not need.parts), None)
            if need is None:
                self._free |= 1 << place
            for word in need.words if need else ():
                by_word[word] |= 1 << place
        self._by_word, self._words = dict(by_word), frozenset(by_word)

    def __getitem__(self, places: int) -> tuple[str, T]:
        """The first rule of a set."""
        return self._rules[(places & -places).bit_length() - 1]


Folds = Rulebook[Callable[[Hit], Item | None]]


def cascade(tape: Tape, folds: Folds) -> Tape:
    """The tape after one fold upon the other."""
    left = folds.places(tape)
    while left:
        folded = tape.fold(*folds[left])
        first = left & -left
        left = (left if folded is tape else folds.places(folded)) & (-first << 1)
        tape = folded
    return tape
