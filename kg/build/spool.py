"""What a build sets down between its steps, so that memory does not grow with the inputs.

In: bytes. Out: the slot of a file in which they stand, and from a slot the bytes again. Slots are
small and go from process to process; a spool is written by one of them.
"""

from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self


class Slot(NamedTuple):
    """Where some bytes stand."""

    file: str
    offset: int
    length: int

    def fetch(self) -> bytes:
        """The bytes."""
        with Path(self.file).open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)


class Spool:
    """One file to set things down in, one after the other; also a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._end = 0

    def put(self, data: bytes) -> Slot:
        """The slot in which these bytes stand from now on, once the spool is closed."""
        self._file.write(data)
        slot = Slot(str(self._path), self._end, len(data))
        self._end += len(data)
        return slot

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()
