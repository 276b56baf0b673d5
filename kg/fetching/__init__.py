"""Records by their ids, asked of the public services once and kept; files by their addresses.

In: paths, ids and addresses, as a person gave them. Out: named bytes, one after another, and beside
them an error for each that could not be had. Nothing is asked of a network unless an address was
given, or an id that is neither a file nor kept already.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kg import inputs
from kg.errors import InputError, KgError
from kg.fetching.addresses import Address, brought, read_address
from kg.fetching.ids import Id, nearly_id, read_id
from kg.inputs import Source

__all__ = ["Found", "Id", "Progress", "expand", "quiet", "read_id"]

Found = Source | KgError
Progress = Callable[[int, int], None]
"""Told how many of how many records have come."""

_LONGEST: Final = 2_000  # characters; no id is longer, and no file's name


def quiet(_done: int, _total: int) -> None:
    """Nobody looks on."""


def expand(
    given: Iterable[str | Path],
    *,
    refresh: bool = False,
    progress: Progress = quiet,
    folder: Path | None = None,
) -> Iterator[Found]:
    """Every document that the inputs stand for: files, folders, archives, records by id.

    A file that is there is a file, whatever its name. With *refresh* a record that is kept is asked
    for again; where it cannot be had, what was kept is taken, and the error says so. What is had by
    its address is copied into the *folder*; without one it is gone when the last was given out.
    """
    with ExitStack() as kept:
        place = folder or Path(kept.enter_context(TemporaryDirectory(prefix="kg-")))
        yield from _expanded(given, place, refresh=refresh, progress=progress)


def _expanded(
    given: Iterable[str | Path], folder: Path, *, refresh: bool, progress: Progress
) -> Iterator[Found]:
    each = [(one, _meant(one)) for one in given]
    wanted = list(dict.fromkeys(found for _, found in each if isinstance(found, Id)))
    if wanted:
        from kg.fetching.bringing import bring

        records = bring(wanted, refresh=refresh, progress=progress)
    for one, found in each:
        if isinstance(found, Id):
            yield from records.of(found)
        elif isinstance(found, Address):
            yield from brought(found, folder)
        elif isinstance(found, InputError):
            yield found
        else:
            yield from inputs.expand([one])


def _meant(one: str | Path) -> Id | Address | InputError | None:
    """The id or the address that an input is, unless it is a file; or why it is neither."""
    written = str(one)
    if len(written) > _LONGEST or os.path.lexists(written):
        return None
    return read_id(written) or nearly_id(written) or read_address(written)
