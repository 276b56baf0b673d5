"""What many reports have in common, held once.

In: what processes hand back, each piece with words of its own. Out: the same, with one object for
equal words: most of what a build holds of a report are names of headings and of fields that
other reports have too.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

if TYPE_CHECKING:
    from kg.build.ledger import Opening
    from kg.build.settling import Part

T = TypeVar("T")


class Shared:
    """Words that were met."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def _one(self, word: T) -> T:
        return cast("T", self._known.setdefault(word, word))

    def _all(self, words: Iterable[T]) -> tuple[T, ...]:
        return tuple(map(self._one, words))

    def opening(self, opening: "Opening") -> "Opening":
        """The opening, the names of fields without a place shared."""
        for entry in opening.entries:
            msgspec.structs.force_setattr(entry, "unplaced", self._all(entry.unplaced))
        return opening

    def part(self, part: "Part") -> "Part":
        """The part, its headings shared."""
        return part._replace(headings=self._all(part.headings))
