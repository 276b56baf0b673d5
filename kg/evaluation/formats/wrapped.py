"""Abstracts in the wrapping of Evidence Inference, as they would stand in a journal.

In: a text with ``TITLE:`` and ``ABSTRACT.METHODS:`` before its parts. Out: the text with these
marks cut out, its headings left as they are, and where each character of it came from.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from kg.evaluation.numerals import Span

_MARK = re.compile(r"(?:^|(?<=\n))TITLE:\s*|ABSTRACT\.(?=[A-Z])|(?:^|(?<=\n))ABSTRACT:\s*")


class Unwrapped(NamedTuple):
    """A text without its wrapping; ``cuts`` are places of it and how much was cut before each."""

    text: str
    cuts: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> Span:
        """Where a stretch of the wrapped text stands now."""
        return self._moved(start), self._moved(end)

    def _moved(self, place: int) -> int:
        raw = [cut + gone for cut, gone in self.cuts]
        n = bisect_right(raw, place) - 1
        return place - self.cuts[n][1] if n >= 0 else place


def unwrapped(text: str) -> Unwrapped:
    r"""The text without its wrapping.

    >>> plain = unwrapped("TITLE: \nA nap\n\nABSTRACT.AIM:\nTo ask.")
    >>> plain.text, plain.place(29, 35)
    ('A nap\n\nAIM:\nTo ask.', (12, 18))
    """
    kept: list[str] = []
    cuts: list[tuple[int, int]] = []
    done = gone = length = 0
    for match in _MARK.finditer(text):
        kept.append(text[done : match.start()])
        length += len(kept[-1])
        gone += match.end() - match.start()
        cuts.append((length, gone))
        done = match.end()
    kept.append(text[done:])
    return Unwrapped("".join(kept), tuple(cuts))
