"""A sentence with marked spans, as the model of ties sees it: words between values, arms, outcomes.

In: a text and the spans of its values, arms and outcomes, whoever found them. Out: a
:class:`Row`, in which each span is one place.
"""

import re
from functools import cached_property
from typing import Literal, NamedTuple

Span = tuple[int, int]
Head = Literal["arm", "outcome"]
_TOKEN = re.compile(r"[A-Za-z][A-Za-z-]*|\d+(?:[.,·]\d+)*|\S")
_LETTERS = {"value": "V", "arm": "A", "outcome": "O"}


class Marked(NamedTuple):
    """A text with the spans of its values, of its mentions of arms, and of its outcomes."""

    text: str
    values: tuple[Span, ...]
    arms: tuple[Span, ...]
    outcomes: tuple[Span, ...]

    def heads(self, kind: Head) -> tuple[Span, ...]:
        """The spans to which values are tied: those of arms, or of outcomes."""
        return self.arms if kind == "arm" else self.outcomes


class Row:
    """The words of a marked text in a row; a span is one word: ``V``, ``A`` or ``O``."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.words: list[str] = []
        self.places: dict[tuple[str, int], int] = {}
        marks = sorted(_marks(marked), key=lambda m: (m[0], -m[1]))
        done = 0
        for start, end, letter, number in marks:
            if start >= done:
                self._read(marked.text[done:start])
                self.words.append(letter)
                done = end
            self.places[letter, number] = len(self.words) - 1
        self._read(marked.text[done:])

    def _read(self, text: str) -> None:
        found = (match.group().lower() for match in _TOKEN.finditer(text))
        self.words += ["#" if word[0].isdigit() else word for word in found]

    def at(self, letter: str, number: int) -> int:
        """The place of a span in the row."""
        return self.places[letter, number]

    def word(self, place: int) -> str:
        """The word at a place; one sign for what lies outside."""
        return self.words[place] if 0 <= place < len(self.words) else "^"

    @cached_property
    def depths(self) -> list[int]:
        """For each place the number of the bracket in which it stands, nought outside."""
        told, opened, count = [], [0], 0
        for word in self.words:
            if word in "([" and len(word) == 1:
                count += 1
                opened.append(count)
            told.append(opened[-1])
            if word in ")]" and len(opened) > 1:
                opened.pop()
        return told

    @cached_property
    def lists(self) -> dict[int, tuple[int, int, int]]:
        """For each span's place the list it stands in: where it begins, its rank, its length."""
        told: dict[int, tuple[int, int, int]] = {}
        for letter in _LETTERS.values():
            rows = _lists(
                self.words, sorted({p for (kind, _), p in self.places.items() if kind == letter})
            )
            told |= {place: (row[0], n, len(row)) for row in rows for n, place in enumerate(row)}
        return told


def _marks(marked: Marked) -> list[tuple[int, int, str, int]]:
    kinds = (("V", marked.values), ("A", marked.arms), ("O", marked.outcomes))
    return [(*span, letter, n) for letter, spans in kinds for n, span in enumerate(spans)]


_JOINING = frozenset(
    ", and or versus vs vs. v . compared with to than the / for in those of ; as".split()
)
_BETWEEN = 5


def _lists(words: list[str], places: list[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for place in places:
        if rows:
            between = words[rows[-1][-1] + 1 : place]
            if between and len(between) <= _BETWEEN and set(between) <= _JOINING:
                rows[-1].append(place)
                continue
        rows.append([place])
    return rows
