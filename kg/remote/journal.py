"""What a push has done so far, so that one that broke off goes on where it ended.

In: where to, and what. Out: the graphs that are there already. A file beside what was fetched, one
line a graph, gone when the push has ended well. It is for one store's content and one address:
another content is pushed from the start.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.fetching.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable


class Journal:
    """The graphs that a push has finished."""

    def __init__(self, address: str, content: str, folder: Path | None = None) -> None:
        home = folder or Settings.of().cache / "pushes"
        name = hashlib.sha256(f"{address}\n{content}".encode()).hexdigest()[:32]
        self._file = home / name
        self._done = set(self._read())

    def __contains__(self, graph: str) -> bool:
        return graph in self._done

    def __len__(self) -> int:
        """How many graphs are there already."""
        return len(self._done)

    def note(self, graph: str) -> None:
        """Remember that a graph is there.

        *Errors*: ``InputError`` where nothing can be kept.
        """
        self._done.add(graph)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{graph}\n")
        except OSError as error:
            raise InputError(
                "what was pushed cannot be noted", where=str(self._file), got=error.strerror
            ) from error

    def end(self) -> None:
        """Forget all: the push has ended well."""
        self._done.clear()
        self._file.unlink(missing_ok=True)

    def _read(self) -> "Iterable[str]":
        try:
            lines = self._file.read_text(encoding="utf-8").split("\n")
        except OSError:
            return ()
        return lines[:-1]  # a line without its end was not finished
