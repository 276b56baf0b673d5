"""Records by their ids: asked of the public services once, then kept and read like files.

In: paths and ids, as a person gave them. Out: named bytes, one after another, and beside them an
error for each that could not be had. Nothing is asked of a network unless an id was given that is
neither a file nor kept already.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from kg import inputs
from kg.errors import InputError, KgError
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
    given: Iterable[str | Path], *, refresh: bool = False, progress: Progress = quiet
) -> Iterator[Found]:
    """Every document that the inputs stand for: files, folders, archives, and records by id.

    A file that is there is a file, whatever its name. With *refresh* a record that is kept is asked
    for again; where it cannot be had, what was kept is taken, and the error says so.
    """
    each = [(one, _id_of(one)) for one in given]
    wanted = list(dict.fromkeys(found for _, found in each if isinstance(found, Id)))
    if wanted:
        from kg.fetching.bringing import bring

        brought = bring(wanted, refresh=refresh, progress=progress)
    for one, found in each:
        if isinstance(found, Id):
            yield from brought.of(found)
        elif isinstance(found, InputError):
            yield found
        else:
            yield from inputs.expand([one])


def _id_of(one: str | Path) -> Id | InputError | None:
    """The id that an input is, unless it is a file; or why it is none."""
    written = str(one)
    if len(written) > _LONGEST or os.path.lexists(written):
        return None
    return read_id(written) or nearly_id(written)
