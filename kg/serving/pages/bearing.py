"""What a page bears: so many characters, and of a longer table so many rows, from one on.

In: sections, and the row that was asked for. Out: parts of them; what is left out has an address
of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.serving.pages.rendering import LONGEST, href
from kg.show import Row, Section
from kg.view import Linked

_BUDGET: Final = 105_000  # characters of all tables together
_LEAST: Final = 5_000  # of one, whatever stands before it
_TAGS: Final = 52  # what stands around a cell
_DIGITS: Final = 7


class Part(NamedTuple):
    """Some rows of a section; *first* and *last* are counted from 1."""

    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]
    first: int
    all: int

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1

    @property
    def more(self) -> bool:
        """Whether others follow."""
        return self.last < self.all


def row_number(asked: Mapping[str, str], name: str = "from") -> int:
    """The row, or what else is counted from one, that an address asks for by this name.

    >>> row_number({"from": "12"}), row_number({"from": "-1"}), row_number({})
    (12, 1, 1)
    """
    wanted = asked.get(name, "")
    fits = wanted.isascii() and wanted.isdigit() and len(wanted) <= _DIGITS
    return max(1, int(wanted)) if fits else 1


def parts_of(
    sections: Sequence[Section],
    first: int = 1,
    about: Mapping[str, str] | None = None,
    most: int | None = None,
) -> Iterator[Part]:
    """The sections, each with as many rows as the page bears, and what is to be known of it."""
    end = None if most is None else first - 1 + most
    left = _BUDGET
    for place, section in enumerate(sections):
        behind = len(sections) - place - 1
        rows = section.rows[first - 1 : end]
        kept, spent = _fitting(rows, max(_LEAST, left - _LEAST * behind))
        left -= spent
        words = (about or {}).get(section.title, "")
        yield Part(section.title, words, section.columns, kept, first, len(section.rows))


def _fitting(rows: Sequence[Row], budget: int) -> tuple[tuple[Row, ...], int]:
    """The rows that fit, one at least, and what they take."""
    spent = 0
    for place, row in enumerate(rows):
        cost = sum(map(_cost, row))
        if place and spent + cost > budget:
            return tuple(rows[:place]), spent
        spent += cost
    return tuple(rows), spent


def _cost(cell: str) -> int:
    pieces = cell.pieces if isinstance(cell, Linked) else ()
    return _TAGS + min(len(cell), LONGEST) + sum(_TAGS + len(href(iri)) for _, iri in pieces)
