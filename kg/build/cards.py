"""A card for each thing that a build knows, on the disk: read in order, or found by its number.

In: things of any number, one after the other. Out: the same, each made anew when it is asked for.
In memory stands only where each is, eight bytes a thing: so a registry takes no more than a file.
"""

import pickle
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Generic, Self, TypeVar, cast

T = TypeVar("T")


class _Drawer:
    """A file without a name, gone with the last who knows it."""

    def __init__(self, folder: Path) -> None:
        self.file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed below

    def __del__(self) -> None:
        self.file.close()


class Cards(Generic[T]):
    """Things in an order of their own; several orders may share what is set down."""

    def __init__(self, folder: Path) -> None:
        self._drawer = _Drawer(folder)
        self._places = array("Q")

    @classmethod
    def of(cls, things: Iterable[T], folder: Path) -> Self:
        """The cards of these things."""
        cards = cls(folder)
        for thing in things:
            cards.put(thing)
        return cards

    def put(self, thing: T) -> int:
        """The number of a thing, once it is set down behind all others."""
        file = self._drawer.file
        self._places.append(file.seek(0, 2))
        pickle.dump(thing, file, pickle.HIGHEST_PROTOCOL)
        return len(self._places) - 1

    def picked(self, numbers: Iterable[int]) -> "Cards[T]":
        """Some of the things, in this order; nothing is set down anew."""
        some = object.__new__(type(self))
        some._drawer = self._drawer
        some._places = array("Q", map(self._places.__getitem__, numbers))
        return some

    def __getitem__(self, number: int) -> T:
        return self._at(self._places[number])

    def __iter__(self) -> Iterator[T]:
        return map(self._at, self._places)

    def __len__(self) -> int:
        return len(self._places)

    def _at(self, place: int) -> T:
        file = self._drawer.file
        file.seek(place)
        return cast("T", pickle.load(file))  # noqa: S301 - a file of this process alone
